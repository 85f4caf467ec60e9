"""``ipops import observations FILE``: published and attested figures, every row stored or refused with line and reason."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ipops.kernel.outcome import Problem
from ipops.kernel.text import Text
from ipops.site.commands.imports import AsJson, note, print_json, today
from ipops.site.commands.imports import app as group


@group.command("observations")
def observations(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV 或 XLSX。 The file of figures.")],
    as_json: AsJson = False,
) -> None:
    """公布数与填报数，逐行存入或说明理由不收。 Published figures: every row lands, or is refused with line and reason.

    Exit 0 when every row was stored, 1 when the file or some rows were refused. Importing again changes nothing.
    """
    from ipops.site.boot import with_database

    with with_database():
        from ipops.lines.programme.app import services

        got = services.observations_import(file=file, today=today(), file_name=file.name)
    if isinstance(got, Problem):
        at = Text(f"{got.at}：{got.says.zh}", f"{got.at}: {got.says.en}")
        if as_json:
            line = {"line": got.at.line, "reason": f"{got.says.zh} {got.says.en}"}
            print_json({"read": 0, "stored": 0, "refused": [line]})
        note(at)
        raise typer.Exit(1)
    told = got.as_json()
    if as_json:
        print_json(told)
    else:
        typer.echo(f"读取行数 rows read: {told['read']}")
        typer.echo(f"已存 stored: {told['stored']}")
        for one in told["refused"]:
            typer.echo(f"第 {one['line']} 行未收 row {one['line']} refused: {one['reason']}")
    if got.unchanged:
        note(
            Text(
                f"其中 {got.unchanged} 行此前已存，未变。",
                f"{got.unchanged} of them were stored before and are unchanged.",
            )
        )
    if got.refused:
        raise typer.Exit(1)
