"""``ipops import portfolio FILE``: a firm's own list of rights; with ``--preview`` what it would do, and nothing is stored."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ipops.intake.profile import Profile, load_profile, shipped
from ipops.kernel.outcome import Problem
from ipops.kernel.text import Text
from ipops.site.commands.imports import AsJson, PlaceOption, home_place, note, print_json, today
from ipops.site.commands.imports import app as group


@group.command("portfolio")
def portfolio(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV 或 XLSX。 The list.")],
    preview: Annotated[
        bool, typer.Option("--preview", help="只看结果，不入账。 Say what it would do; store nothing.")
    ] = False,
    profile: Annotated[
        Path | None,
        typer.Option("--profile", exists=True, dir_okay=False, help="自己的映射方案。 A mapping profile of your own."),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", help="文本文件的编码（自动判定不了时）。 Where it cannot be told.")
    ] = None,
    place: PlaceOption = None,
    as_json: AsJson = False,
) -> None:
    """企业的权利清单。 Rights as their owner lists them: stored, merged with what is known, or refused with line and reason.

    Exit 0 when every row was taken, 1 when the file or some rows were refused. Importing again stores nothing.
    """
    chosen = shipped()["portfolio"] if profile is None else load_profile(profile)
    if not isinstance(chosen, Profile):
        raise _no(chosen, as_json)
    from ipops.site.boot import with_database

    with with_database():
        from ipops.webkit.portfolio import Imported, portfolio_import, portfolio_preview

        if preview:
            seen = portfolio_preview(path=file, profile=chosen, today=today(), file_name=file.name, encoding=encoding)
            got: Imported | Problem = Imported(preview=seen)
        else:
            where = home_place() if place is None else place
            got = portfolio_import(
                path=file,
                profile=chosen,
                by="cli:import",
                today=today(),
                place=where,
                file_name=file.name,
                encoding=encoding,
            )
    if isinstance(got, Problem):
        raise _no((got,), as_json)
    told = got.as_json()
    if as_json:
        print_json(told)
    else:
        _tell(told, only=preview)
    if got.preview.halted is not None:
        note(got.preview.halted.says)
    if got.preview.halted is not None or got.preview.refused:
        raise typer.Exit(1)


def _no(problems: tuple[Problem, ...], as_json: bool) -> typer.Exit:
    if as_json:
        print_json({"code": "refused", "reasons": [p.as_json() for p in problems]})
    for p in problems:
        note(Text(f"{p.at}：{p.says.zh}", f"{p.at}: {p.says.en}"))
    return typer.Exit(1)


def _tell(told: dict[str, Any], *, only: bool) -> None:
    typer.echo(f"读取行数 rows read: {told['read']}")
    typer.echo(f"新权利 new rights: {len(told['stored'])}   并入 merged: {len(told['merged'])}")
    typer.echo(f"未取 refused: {len(told['refused'])}   重复 repeated: {told['repeated']}")
    typer.echo("未入账（预览） nothing stored (preview)" if only else f"新存事实 facts stored: {told['facts_stored']}")
    for one in told["merged"]:
        for d in one["differs"]:
            what = d["what"]
            typer.echo(
                f"第 {one['line']} 行 row {one['line']} {one['right']}: {what['zh']} {what['en']}: 我方 ours {d['ours']}，清单 list {d['listed']}"
            )
    for one in told["refused"]:
        for p in one["problems"]:
            typer.echo(f"第 {one['line']} 行未取 row {one['line']} refused: {p['says']['zh']} {p['says']['en']}")
    for one in told["review"]:
        typer.echo(f"待核对 to be reviewed: {one['name']} → {', '.join(one['candidates'])}")
    for n in told["notes"]:
        typer.echo(f"{n['says']['zh']} {n['says']['en']}")
