"""``ipops import custody FILE``: a park's monthly list of custody contracts and services."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ipops.intake.profile import Profile, load_profile, shipped
from ipops.kernel.outcome import Problem
from ipops.kernel.text import Text
from ipops.site.commands.imports import AsJson, PlaceOption, home_place, note, print_json, refuse, today
from ipops.site.commands.imports import app as group


@group.command("custody")
def custody(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV 或 XLSX。 The list.")],
    park: Annotated[str, typer.Option("--park", help="园区的主体代码。 The party that runs the park.")] = "",
    profile: Annotated[
        Path | None,
        typer.Option("--profile", exists=True, dir_okay=False, help="自己的映射方案。 A mapping profile of your own."),
    ] = None,
    place: PlaceOption = None,
    as_json: AsJson = False,
) -> None:
    """园区托管月报：合同与服务。 A park's monthly list: contracts and services, stored or refused with line and reason.

    Exit 0 when every row was taken, 1 when the file or some rows were refused. Importing again stores nothing.
    """
    chosen = shipped()["custody-monthly"] if profile is None else load_profile(profile)
    if not isinstance(chosen, Profile):
        raise refuse(chosen, as_json)
    from ipops.site.boot import with_database

    with with_database():
        from ipops.lines.custody.app.services.monthly import monthly_import

        where = home_place() if place is None else place
        got = monthly_import(file=file, today=today(), park=park, place=where, profile=chosen)
    if isinstance(got, Problem):
        raise refuse((got,), as_json)
    if as_json:
        print_json(got.as_json())
    else:
        note(_TOLD.fill(read=got.read, contracts=got.contracts, services=got.services, known=got.known))
        for line, says in got.refused:
            for one in says:
                note(Text("第{line}行：{why}", "line {line}: {why}").fill(line=line, why=one))
    if got.refused:
        raise typer.Exit(1)


_TOLD = Text(
    "读取{read}行：新合同{contracts}份，新服务{services}次，已有{known}行。",
    "{read} rows read: {contracts} new contracts, {services} new services, {known} rows known already.",
)
