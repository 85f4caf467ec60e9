"""``ipops eligibility``: who may be nominated under a notice, with clause and entries for each check. Needs no database."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import Annotated, Any

import typer

from ipops.kernel.outcome import Refused


def register(app: typer.Typer) -> None:
    app.command()(eligibility)


def eligibility(
    pack: Annotated[str, typer.Option("--pack", help="通知的政策包，如 cn-2020-40。 Pack of the notice.")],
    city: Annotated[str, typer.Option("--city", help="只问一个城市的全称。 One city by its full name.")] = "",
    province: Annotated[str, typer.Option("--province", help="该城市所在省份。 Its province.")] = "",
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="按哪一天的规定。 By the rules of which day.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="只输出一个 JSON 文档。 Print exactly one JSON document.")
    ] = False,
) -> None:
    """推荐资格：逐项给出条款与所依据的城市名单。 Who may be nominated: each check with its clause and the entries counted."""
    from ipops.lines.programme.rules.selection.asked import asked

    got = asked(pack, on.date() if on else None, city=city, province=province)
    if isinstance(got, Refused):
        if as_json:
            sys.stdout.write(json.dumps(got.as_json(), ensure_ascii=False) + "\n")
        for r in got.reasons:
            sys.stderr.write(f"{r.says.zh}  {r.says.en}\n")
        raise typer.Exit(1)
    if as_json:
        sys.stdout.write(json.dumps(got.as_json(), ensure_ascii=False) + "\n")
        return
    _tell(got.as_json())


def _tell(told: dict[str, Any]) -> None:
    typer.echo(f"{told['document']} [{told['pack']}] {told['on']}")
    for part in ("provinces", "cities"):
        for answer in told[part]:
            typer.echo(f"\n{answer['name']}  {answer['verdict']}")
            for check in answer["checks"]:
                cite = check["cite"]["document"] if check["cite"] else ""
                typer.echo(f"  · {check['says']['zh']} {check['says']['en']} （{cite}）")
