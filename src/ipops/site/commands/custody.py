"""``ipops custody``: what the pages of custody tell, on the command line, and the alerts sent now."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from ipops.kernel.text import Text
from ipops.site.commands.docket import day_of

app = typer.Typer(
    name="custody", no_args_is_help=True, help="托管：费用清单、提醒、年度报告。 Custody: fees, alerts, reports."
)

Party = Annotated[
    str,
    typer.Option(
        "--party", help="主体代码：其名下和受托的权利；不给则为全部在托管权利。 A party; all in custody if none."
    ),
]
On = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="所看之日，缺省今天。 The day; default today.")
]
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 文档。 Print exactly one JSON document.")]


def _print(document: Any) -> None:
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def _tell(items: list[dict[str, Any]], as_json: bool, line: Any) -> None:
    if as_json:
        _print({"items": items})
        return
    for one in items:
        typer.echo(line(one))
    typer.echo(f"共 {len(items)} 条 · {len(items)} in all", err=True)


def _yuan(fen: int | None) -> str:
    return "未知 unknown" if fen is None else f"¥{fen / 100:,.2f}"


@app.command()
def work(party: Party = "", on: On = None, as_json: AsJson = False) -> None:
    """到期事项与费用，含减缴前后金额。 What falls due and what it costs with and without reduction."""
    from ipops.site.boot import with_database

    with with_database():
        from ipops.lines.custody.app.reading import answers

        items = answers.work(answers.rights_for(party), day_of(on))
    _tell(
        items,
        as_json,
        lambda i: (
            f"{i['due_on'] or '—'}  {i['right']}  {i['does']['zh']} {i['does']['en']}  {i['status']}  "
            f"{_yuan(i['full_fen'])} → {_yuan(i['reduced_fen']) if i['reduced_percent'] else '—'}"
        ),
    )


@app.command()
def january(
    party: Party = "",
    year: Annotated[int | None, typer.Option("--year", min=2016, max=2140, help="自然年度。 Calendar year.")] = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """一月清单：谁须重新办理费减备案、可省多少。 Who must file the reduction again, and what it saves."""
    from ipops.site.boot import with_database

    with with_database():
        from ipops.lines.custody.app.reading import answers

        items = answers.january(answers.rights_for(party), year or day_of(on).year, day_of(on))
    _tell(
        items,
        as_json,
        lambda i: (
            f"{i['due_on']}  {i['right']}  {', '.join(i['owners'])}  {_yuan(i['full_fen'])}  "
            f"可省 saves {_yuan(i['saves_fen'])}"
        ),
    )


@app.command()
def savings(party: Party = "", on: On = None, as_json: AsJson = False) -> None:
    """每家企业每年节省的费用。 Fees saved per firm and year."""
    from ipops.site.boot import with_database

    with with_database():
        from ipops.lines.custody.app.reading import answers

        items = answers.savings(answers.rights_for(party), day_of(on))
    _tell(items, as_json, lambda i: f"{i['year']}  {i['name']}  {_yuan(i['saved_fen'])}")


@app.command()
def refunds(party: Party = "", on: On = None, as_json: AsJson = False) -> None:
    """三年内可退的费用。 Money that may be asked back within three years."""
    from ipops.site.boot import with_database

    with with_database():
        from ipops.lines.custody.app.reading import answers

        items = answers.refunds(answers.rights_for(party), day_of(on))
    _tell(
        items,
        as_json,
        lambda i: f"{i['until']}  {i['right']}  {_yuan(i['over_fen'])}  {i['why']['zh']} {i['why']['en']}",
    )


@app.command()
def endangered(
    party: Annotated[str, typer.Option("--party", help="质权人的主体代码。 The pledgee.")],
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """质押给某单位的权利有无风险。 What endangers the rights pledged to a party."""
    from ipops.site.boot import with_database

    with with_database():
        from ipops.lines.custody.app.reading import answers

        items = answers.endangered([party], day_of(on))
    _tell(items, as_json, lambda i: f"{i['on'] or '—'}  {i['right']}  {i['says']['zh']} {i['says']['en']}")


@app.command()
def report(
    custody: Annotated[str, typer.Argument(help="托管编号。 The custody.")],
    year: Annotated[int, typer.Option("--year", min=2000, max=2140, help="年度。 The year.")],
    out: Annotated[Path, typer.Option("--out", dir_okay=False, help="写到哪个 .docx。 Where to write the Word file.")],
    lang: Annotated[str, typer.Option("--lang", help="zh | en")] = "zh",
    on: On = None,
) -> None:
    """托管年度报告（Word）。 The yearly report of a custody as Word. Exit 1 if there is no such contract."""
    from ipops.site.boot import with_database

    with with_database():
        from ipops.lines.custody.app.models import Custody
        from ipops.lines.custody.app.reading import report as reports
        from ipops.reports.papers import as_docx
        from ipops.webkit.models import Office

        row = Custody.objects.filter(custody=custody).exclude(signed_on=None).first()
        if row is None:
            says = Text("没有这份已签的托管。", "There is no such signed custody.")
            typer.echo(f"{says.zh} {says.en}", err=True)
            raise typer.Exit(1)
        demo = Office.objects.filter(is_demo=True).exists()
        out.write_bytes(as_docx(reports.yearly(row, year, day_of(on), lang=lang, demo=demo)))
    typer.echo(str(out))


@app.command()
def digest(on: On = None, as_json: AsJson = False) -> None:
    """现在就生成提醒并发信。 Tell what is to be told now, and send the letters. Twice tells nothing twice."""
    from ipops.site.boot import with_database

    with with_database():
        from ipops.lines.custody.app.services.digest import daily
        from ipops.webkit.desk import mailing

        told, sent = daily(day_of(on)), mailing.send()
    if as_json:
        _print({"told": told, "sent": sent})
    else:
        typer.echo(f"新提醒 new alerts: {told}   信件 letters: {sent}")
