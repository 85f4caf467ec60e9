"""``ipops docket due``: what falls due on a right, when, what it costs, and what follows if it is missed.

From the city's journal, or with ``--facts FILE`` from a card of known days; then no database is started.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Annotated, Any

import typer

from ipops.kernel.money import Money
from ipops.kernel.outcome import Problem, Reason
from ipops.kernel.text import Text

app = typer.Typer(name="docket", no_args_is_help=True, help="期限与费用。 Periods and fees of rights.")
CHINA = timezone(timedelta(hours=8))


def day_of(on: datetime | None) -> date:
    """The day asked for, else today in China."""
    from ipops.rights.docket.days import FIRST, LAST

    if on is None:
        return datetime.now(UTC).astimezone(CHINA).date()
    if not FIRST <= on.date() <= LAST:
        raise typer.BadParameter(f"--on：应在 {FIRST} 与 {LAST} 之间。 --on: between {FIRST} and {LAST}.")
    return on.date()


@app.callback()
def docket() -> None:
    """期限与费用。 Periods and fees of rights."""


@app.command()
def due(
    right: Annotated[str, typer.Option("--right", help="权利号。 The right's number.")] = "",
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="所看之日，缺省今天。 The day; default today.")
    ] = None,
    facts: Annotated[
        Path | None,
        typer.Option(
            "--facts",
            exists=True,
            dir_okay=False,
            help="已知日期的卡片（YAML 或 JSON），不查账本。 A card of known days; the journal is not asked.",
        ),
    ] = None,
    months: Annotated[
        int, typer.Option("--months", min=0, max=240, help="费用向前看几个月。 Months ahead for fees.")
    ] = 12,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 文档。 One JSON document.")] = False,
) -> None:
    """一件权利的应办事项。 What is due on one right. Exit 1 if the right is not known or the card is wrong."""
    if not right and facts is None:
        raise typer.BadParameter("请给出 --right 或 --facts。 Give --right, or --facts.")
    day = day_of(on)
    from ipops.rights.docket.due import due as work_out
    from ipops.rights.docket.given import Given

    given = _from_file(facts, right) if facts is not None else _from_journal(right, day)
    if not isinstance(given, Given):
        raise _refused(given, as_json)
    got = work_out(given, day, months=months).as_json()
    if as_json:
        _print(got)
    else:
        _tell(got)


def _from_file(facts: Path, right: str) -> Any:
    from ipops.rights.docket.card import read_card

    number = _number(right) if right else ""
    return read_card(facts, number) if isinstance(number, str) else (number,)


def _number(text: str) -> str | Reason:
    from ipops.rights.identity import right_number

    got = right_number(text)
    return got if isinstance(got, Reason) else got[0]


def _from_journal(right: str, day: date) -> Any:
    """What the journal tells of the right; a reason if it tells nothing."""
    number = _number(right)
    if isinstance(number, Reason):
        return (number,)
    from ipops.site.boot import with_database

    with with_database():
        from ipops.rights.docket.given import from_standing
        from ipops.webkit.docket import standings

        standing = standings([number], day).get(number)
    given = from_standing(standing) if standing is not None else None
    return given if given is not None else (Reason(code="right-unknown", says=_UNKNOWN.fill(right=number)),)


@app.command("list")
def listed(
    owner: Annotated[str, typer.Option("--owner", help="权利人的主体代码。 The owner's party code.")],
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="所看之日，缺省今天。 The day; default today.")
    ] = None,
    months: Annotated[int, typer.Option("--months", min=0, max=240, help="向前看几个月。 Months ahead.")] = 12,
    ics: Annotated[
        Path | None, typer.Option("--ics", dir_okay=False, help="写出日历文件。 Write a calendar file.")
    ] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", dir_okay=False, help="写出工作清单。 Write a sheet.")] = None,
    lang: Annotated[str, typer.Option("--lang", help="文件的语言：zh | en。 Language of the files.")] = "zh",
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 文档。 One JSON document.")] = False,
) -> None:
    """一个权利人的应办清单。 Everything due on the rights of one owner, as a list, a calendar or a sheet."""
    day = day_of(on)
    from ipops.site.boot import with_database

    with with_database():
        from ipops.webkit.docket import work_list
        from ipops.webkit.rights import owned_by

        numbers = list(owned_by(owner).values_list("right", flat=True))
        items = work_list(numbers, day, months=months)
        if ics is not None:
            from ipops.rights.docket import ical

            name = Text(f"知识产权期限 {owner}", f"IP periods of {owner}")
            ics.write_text(ical.calendar(items, name=name, on=day, lang=lang), encoding="utf-8", newline="")
        if xlsx is not None:
            from ipops.webkit.docket_table import sheet

            xlsx.write_bytes(sheet(items, lang))
    told = [i.as_json() for i in items]
    if as_json:
        _print({"owner": owner, "on": day.isoformat(), "rights": len(numbers), "items": told})
        return
    typer.echo(f"权利 rights: {len(numbers)}   事项 items: {len(items)}")
    for item in told:
        typer.echo(f"{item['due_on'] or '—':10}  {item['right']}  {_both(item['does'])}  {_yuan(item['amount_fen'])}")


def _refused(no: tuple[Reason | Problem, ...], as_json: bool) -> typer.Exit:
    if as_json:
        _print({"code": "refused", "reasons": [one.as_json() for one in no]})
    for one in no:
        at = f"{one.at}: " if isinstance(one, Problem) and str(one.at) else ""
        sys.stderr.write(f"{at}{one.says.zh}  {one.says.en}\n")
    return typer.Exit(1)


def _print(plain: Any) -> None:
    sys.stdout.write(json.dumps(plain, ensure_ascii=False) + "\n")


def _both(text: dict[str, str]) -> str:
    return f"{text['zh']} {text['en']}"


def _yuan(fen: int | None) -> str:
    return "—" if fen is None else str(Money(fen))


def _tell(got: dict[str, Any]) -> None:
    typer.echo(f"{got['right']} {got['title']}  {got['on']}")
    for item in got["items"]:
        day = item["due_on"] or "日期未知 day unknown"
        sure = "（暂定 provisional）" if item["provisional"] else ""
        typer.echo(f"\n{day}{sure}  {_both(item['does'])}  [{item['rule']}]")
        if item["amount_fen"] is not None:
            typer.echo(f"  金额 amount: {_yuan(item['amount_fen'])}   最低 lowest: {_yuan(item['lowest_fen'])}")
        elif item["amount_unknown"]:
            typer.echo(f"  {_both(item['amount_unknown']['why'])}")
        for w in item["windows"]:
            last = w["last_on"] or "?"
            typer.echo(f"    {_both(w['means'])}: {w['opens_on']} … {last}  {_yuan(w['total_fen'])}")
        if item["if_missed"]:
            typer.echo(f"  逾期 if missed: {_both(item['if_missed'])}")
        for text in (*item["readings"], *item["notes"]):
            typer.echo(f"  · {_both(text)}")
        typer.echo("  " + "；".join(f"{c['document']} {c['clause']}（{c['grade']}）" for c in item["cites"]))
    for text in got["lacks"]:
        typer.echo(f"\n! {_both(text)}")


_UNKNOWN = Text(
    "账本中没有 {right} 的记录；请先导入，或用 --facts 给出已知日期。",
    "The journal tells nothing of {right}; import it first, or give the known days with --facts.",
)
