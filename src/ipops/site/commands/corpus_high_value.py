"""``ipops corpus high-value``: the five official criteria over the tables of a corpus, and the cultivation list."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ipops.corpus.high_value.readings import Abroad, Readings, TenYears
from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.site.commands.corpus_analysis import AsJson, OutOfValues, bar, group_of, print_json, refuse

if TYPE_CHECKING:
    from ipops.corpus.high_value import Outside


def register(root: typer.Typer) -> None:
    group_of(root).command("high-value")(high_value)


def _office(text: str) -> str:
    from ipops.corpus.identity import offices

    code = offices.known(text)
    if code is None:
        raise typer.BadParameter(
            f"没有代码为“{text}”的局；请写两位字母（WIPO ST.3），如 CN、US、EP。 No office {text}; write the two letters of WIPO ST.3."
        )
    return code


def high_value(
    tables: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="ipops corpus tables 的输出目录。 The tables.")
    ],
    on: Annotated[datetime, typer.Option("--on", formats=["%Y-%m-%d"], help="截至日。 As of which day.")],
    out: OutOfValues,
    pledges: Annotated[
        Path | None, typer.Option("--pledges", exists=True, help="质押登记 CSV。 Register of pledges.")
    ] = None,
    awards: Annotated[Path | None, typer.Option("--awards", exists=True, help="获奖名单 CSV。 List of awards.")] = None,
    ten_years: Annotated[
        TenYears, typer.Option("--ten-years", help="10 年自何日起算。 From when ten years run.")
    ] = TenYears.GRANT,
    abroad: Annotated[
        Abroad, typer.Option("--abroad", help="海外同族：授权或申请。 Family abroad: granted or filed.")
    ] = Abroad.GRANTED,
    with_hk_mo_tw: Annotated[
        bool, typer.Option("--with-hk-mo-tw", help="港澳台计入海外。 Hong Kong, Macao, Taiwan count.")
    ] = False,
    with_pct: Annotated[bool, typer.Option("--with-pct", help="PCT 计入。 PCT applications count.")] = False,
    pledge_from: Annotated[
        str | None, typer.Option("--pledge-from", help="“较高”金额（元）。 Least high amount, yuan.")
    ] = None,
    office: Annotated[
        str, typer.Option("--office", callback=_office, help="哪一局的发明专利。 Inventions of which office.")
    ] = "CN",
    as_json: AsJson = False,
) -> None:
    """高价值发明专利：五项标准、证据与所取口径；另列培育清单。 High-value inventions, evidence, readings; cultivation list.

    No text says what a rather high pledge is: without --pledge-from that criterion stays unknown.
    """
    from ipops.corpus.high_value import Outside, lists

    had = lists.pledges(pledges) if pledges else None
    won = lists.awards(awards) if awards else None
    if isinstance(had, Refused):
        raise refuse(had, as_json)
    if isinstance(won, Refused):
        raise refuse(won, as_json)
    readings = Readings(
        ten_years=ten_years,
        abroad=abroad,
        with_hk_mo_tw=with_hk_mo_tw,
        with_pct=with_pct,
        pledge_from=_least(pledge_from),
    )
    told = _judge(tables, on.date(), readings, Outside(pledges=had, awards=won), office, out)
    if as_json:
        print_json(told)
        return
    typer.echo("，".join(f"{answer} {n}" for answer, n in sorted(told["verdicts"].items())))
    typer.echo("，".join(f"{code} {n}" for code, n in sorted(told["criteria"].items())))
    typer.echo(f"培育清单 cultivation list {len(told['cultivation'])}")


def _least(yuan: str | None) -> Money | None:
    try:
        return Money.yuan(yuan) if yuan else None
    except (ValueError, ArithmeticError):
        raise typer.BadParameter("--pledge-from：金额写成元，如 5000000。 An amount in yuan, as 5000000.") from None


def _judge(tables: Path, on: date, readings: Readings, outside: Outside, office: str, out: Path) -> dict[str, Any]:
    """Write the verdicts; answer how many there are of each, by which criteria, and the cultivation list."""
    from ipops.corpus.citation_graph.files import write
    from ipops.corpus.high_value import gather, judged, near, tables_of

    patents, verdicts = gather(tables, outside, office=office), []
    with bar(Text("核对五项标准", "five criteria"), len(patents)) as after:
        for verdict in judged(patents, on, readings, outside):
            verdicts.append(verdict)
            after(1)
    write(tables_of(verdicts, readings), out)
    return {
        "out": str(out),
        "readings": readings.as_json(),
        "verdicts": Counter(str(v.is_high_value) for v in verdicts),
        "criteria": Counter(code for v in verdicts if v.is_high_value == "yes" for code in v.met),
        "cultivation": [n.as_json() for n in near(verdicts, readings)],
    }
