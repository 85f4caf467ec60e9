"""``ipops import legal FILE…``: family and legal answers of the EPO's services, Chinese events as register facts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ipops.kernel.text import Text
from ipops.site.commands.imports import AsJson, PlaceOption, home_place, note, print_json, today
from ipops.site.commands.imports import app as group


@group.command("legal")
def legal(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="OPS 的 XML。 XML of OPS.")],
    preview: Annotated[
        bool, typer.Option("--preview", help="只看结果，不入账。 Say what it would do; store nothing.")
    ] = False,
    place: PlaceOption = None,
    as_json: AsJson = False,
) -> None:
    """欧专局 OPS 的同族与法律事件。 Legal events of OPS: pledge, licence, open licence, transfer, preservation, end …

    Exit 0 when every member was read, 1 when a file or an application was refused. Importing again stores nothing.
    """
    from ipops.site.boot import with_database

    with with_database():
        from ipops.webkit.legal import legal_import

        where = home_place() if place is None else place
        got = legal_import(paths=files, by="cli:import", today=today(), place=where, preview=preview)
    told = got.as_json()
    if as_json:
        print_json(told)
    else:
        typer.echo(
            f"同族成员 members: {told['members']}   权利 rights: {told['rights']}   事件 events: {told['events']}"
        )
        for act, n in told["by_act"].items():
            typer.echo(f"  {act}: {n}")
        typer.echo(f"待认定 for review: {len(told['held'])}   他局 other offices: {told['elsewhere']}")
        for one in told["held"]:
            typer.echo(f"  第{one['line']}行 line {one['line']}: {one['right']} {one['code']}")
        stored = "将存事实 facts to store" if preview else "新存事实 facts stored"
        typer.echo(f"{stored}: {told['stored']}")
    for p in got.refused:
        note(Text(f"{p.at}：{p.says.zh}", f"{p.at}: {p.says.en}"))
    if got.refused:
        raise typer.Exit(1)
