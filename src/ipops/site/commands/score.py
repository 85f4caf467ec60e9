"""``ipops score``, ``ipops explain`` and ``ipops series``: the scorecard of a city and year, why, and published series."""

from __future__ import annotations

import json
import re
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text

if TYPE_CHECKING:
    from ipops.lines.programme.app.selectors import Series
    from ipops.lines.programme.app.tracing import Trace
    from ipops.lines.programme.rules.scoring import Level, ScoreLine

PlaceOption = Annotated[str, typer.Option("--place", help="区划代码，全国为 CN。 Division code; CN is the country.")]
YearOption = Annotated[int, typer.Option("--year", min=1985, max=2200, help="年度。 The year.")]
PackOption = Annotated[
    str | None,
    typer.Option(
        "--pack", help="政策包；缺省用本地方案或 cn-2020-40。 Policy pack; default: the place's own, else cn-2020-40."
    ),
]
KnownOption = Annotated[
    datetime | None,
    typer.Option(
        "--as-known-on", formats=["%Y-%m-%d"], help="当日所知；缺省为现在。 As known on this day; default: now."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 文档。 Print exactly one JSON document.")]


def register(app: typer.Typer) -> None:
    app.command()(score)
    app.command()(explain)
    app.command()(series)


def score(
    place: PlaceOption,
    year: YearOption,
    pack: PackOption = None,
    as_known_on: KnownOption = None,
    as_json: AsJson = False,
) -> None:
    """一地一年的记分卡。 The scorecard of a place and year: value, growth by every method, target, verdict, reasons."""
    known = _day(as_known_on)
    _checked(place, as_json)
    from ipops.site.boot import with_database

    with with_database():
        from ipops.lines.programme.app import selectors

        chosen = selectors.pack_for(place, pack)
        if isinstance(chosen, Refused):
            raise _refused(chosen, as_json)
        lines = selectors.scorecard(place, year, chosen, known_by=known)
    if as_json:
        _print([line.as_json() for line in lines])
        return
    _demo(lines)
    for line in lines:
        _tell(line)


def explain(
    indicator: Annotated[str, typer.Argument(help="指标代码，如 transfers_licences_growth。 Code of the goal.")],
    place: PlaceOption,
    year: YearOption,
    pack: PackOption = None,
    as_known_on: KnownOption = None,
    as_json: AsJson = False,
) -> None:
    """一个数从何而来：事实、条款、公式、SQL、政策包、封存。 Why: facts, clause, formula, SQL, pack version, seal."""
    known = _day(as_known_on)
    _checked(place, as_json)
    from ipops.site.boot import with_database

    with with_database():
        from ipops.lines.programme.app import selectors

        chosen = selectors.pack_for(place, pack)
        if isinstance(chosen, Refused):
            raise _refused(chosen, as_json)
        got = selectors.explain(indicator, place, year, chosen, known_by=known)
    if isinstance(got, Refused):
        raise _refused(got, as_json)
    if as_json:
        _print(got.as_json())
        return
    _trace(got)


def series(
    indicator: Annotated[str, typer.Argument(help="指标代码，如 pledge_amount。 Code of the published indicator.")],
    place: PlaceOption,
    as_known_on: KnownOption = None,
    as_json: AsJson = False,
) -> None:
    """公布数序列：可算的增幅，与不可算的及理由。 A published series: growths that may be computed, and those refused."""
    known = _day(as_known_on)
    _checked(place, as_json)
    from ipops.site.boot import with_database

    with with_database():
        from ipops.lines.programme.app import selectors

        if no := selectors.no_such_series(indicator):
            raise _refused(no, as_json)
        got = selectors.series(indicator, place, as_known_on=known)
    if as_json:
        _print(got.as_json())
    else:
        _series(got)


def _day(asked: datetime | None) -> date | None:
    return asked.date() if asked else None


def _checked(place: str, as_json: bool) -> None:
    """A place is a code of six digits or the country; whether anything is known of it is the answer's business."""
    from ipops.kernel.outcome import Reason

    if place != "CN" and not re.fullmatch(r"[0-9]{6}", place):
        says = Text(
            f"“{place}”不是区划代码；请写六位数字，全国写 CN。",
            f"{place!r} is no division code; write six digits, or CN for the country.",
        )
        raise _refused(Refused(reasons=(Reason(code="no-place", says=says, field="place"),)), as_json)


def _refused(no: Refused, as_json: bool) -> typer.Exit:
    if as_json:
        _print(no.as_json())
    for r in no.reasons:
        sys.stderr.write(f"{r.says.zh}  {r.says.en}\n")
    return typer.Exit(1)


def _print(plain: Any) -> None:
    sys.stdout.write(json.dumps(plain, ensure_ascii=False) + "\n")


def _demo(lines: tuple[ScoreLine, ...]) -> None:
    if any(line.demo for line in lines):
        typer.echo("演示数据，不是任何真实城市的规定。 Demo: no real city's rule.")


def _amount(value: Level, unit: str) -> str:
    """Fen are shown in yuan; everything else as it is."""
    from ipops.kernel.money import Money
    from ipops.lines.programme.rules.scoring import plain_level

    if value is None:
        return "—"
    return str(Money(int(value))) if unit == "fen" else f"{plain_level(value)} {unit}"


def _both(text: Text) -> str:
    return f"{text.zh} {text.en}"


def _tell(line: ScoreLine) -> None:
    j = line.as_json()
    typer.echo(f"\n{_both(line.measure.title)}  [{line.measure.code}]")
    target = "—" if j["target"] is None else f"{j['target']} {line.target_unit}"
    typer.echo(
        f"  值 value: {_amount(line.value, line.unit)}   目标 target: {target}   结论 verdict: {_both(line.verdict.named)}"
    )
    if line.base is not None:
        typer.echo(f"  基数 baseline {line.base_year}: {_amount(line.base, line.unit)}")
    if j["growth"]:
        shown = "   ".join(f"{m} {p}%" for m, p in j["growth"].items())
        typer.echo(f"  增幅 growth: {shown}   采用 used: {j['used'] or '未定 open'}")
    for view in line.views:
        shown = "   ".join(f"{m} {p}%" for m, p in view.as_json()["growth"].items())
        value = _amount(view.last, line.unit)
        typer.echo(f"  {_both(view.label)} {view.last_label}: {value}   {shown}   {_both(view.verdict.named)}")
    if line.short:
        least, most = (_amount(n, line.short.unit) for n in (line.short.least, line.short.most))
        span = most if least == most else f"{least} – {most}"
        typer.echo(f"  距目标尚差 {span}（至 {line.short.by}） short of the target by {span} until {line.short.by}")
    for r in line.reasons:
        typer.echo(f"  · {_both(r.says)}{f' （{r.cite}）' if r.cite else ''}")
    for n in line.notes:
        typer.echo(f"  · {_both(n)}")


def _trace(got: Trace) -> None:
    _tell(got.line)
    for f in got.formulas:
        typer.echo(f"  = {_both(f)}")
    typer.echo(f"  事实 facts: {', '.join(map(str, got.numbers[:40]))}{' …' if len(got.numbers) > 40 else ''}")
    typer.echo(f"  基期事实 base facts: {len(got.base_numbers)}")
    typer.echo(f"  条款 clause: {got.line.clause} （{got.line.clause.grade}） {got.line.clause.quote}")
    typer.echo(f"  政策包 pack: {got.line.pack} {got.line.pack_version[:12]}")
    typer.echo(
        f"  封存 seal: {got.line.seal['size']} {got.line.seal['sha256']}" if got.line.seal else "  未封存 not sealed"
    )
    if got.sql:
        typer.echo(f"\n{got.sql}")


def _series(got: Series) -> None:
    for p in got.points:
        typer.echo(
            f"{p.period}  {p.scope}  {_both(p.kind.named)}  {p.printed} {p.unit}  {p.grade}  {p.known_on} ({p.clock})"
        )
    for pair in got.pairs:
        ends = f"{pair.first.period} {pair.first.printed} → {pair.last.period} {pair.last.printed}"
        if pair.reasons:
            typer.echo(f"× {ends}: {' '.join(_both(r.says) for r in pair.reasons)}")
        else:
            typer.echo(f"√ {ends}: {pair.as_json()['growth']}")
