"""A measure's years as a trend, in a unit people read; a growth goal gets no target line, for its floor is no level."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ipops.kernel.period import CalendarPeriod
from ipops.kernel.text import Text
from ipops.lines.programme.app.pages import figures
from ipops.lines.programme.rules.scoring import ScoreLine
from ipops.reports import charts
from ipops.reports.charts.multiples import Level
from ipops.webkit.pages import names

_WAN, _YI = 10_000 * 100, 100_000_000 * 100
LEAST = 2


def trend(line: ScoreLine, *, over: bool) -> charts.Trend | None:
    """The levels by year; ``None`` for fewer than two of them. A year that still runs is a run of its own: it is not
    comparable with whole years and is never joined to them."""
    known = {y: Fraction(v) for y, v in sorted(line.trend.items()) if v is not None}
    if len(known) < LEAST:
        return None
    scale, unit = _scale(line, max(known.values()))
    own = line.measure.unit_name if line.unit == line.measure.unit else None
    running = not over and line.year in known
    whole = charts.Run(code="whole", title=Text("完整年度", "whole years"))
    part = charts.Run(code="part", title=Text("本年截至目前", "this year so far"))
    points = tuple(
        charts.Point(
            run="part" if running and y == line.year else "whole",
            period=CalendarPeriod.of_year(y),
            value=v / scale,
            says=figures.level(v, line.unit, own) or Text("0", "0"),
        )
        for y, v in known.items()
    )
    level: charts.Level | None = None
    if not line.is_growth and line.target is not None and line.unit == line.target_unit:
        level = charts.Level(value=Fraction(line.target) / scale, says=figures.target(line))
    return charts.Trend(
        title=line.measure.title,
        unit=unit,
        runs=(whole, part) if running else (whole,),
        points=points,
        level=level,
    )


def _scale(line: ScoreLine, top: Fraction) -> tuple[Fraction, Text]:
    """What the axis counts in: money in 万元 or 亿元, the rest as it is."""
    fen = figures.fen_of(Fraction(1), line.unit)
    if fen is None:
        return Fraction(1), line.measure.unit_name
    if top * fen >= _YI:
        return Fraction(_YI) / fen, Text("亿元", "CNY 100 million")
    return Fraction(_WAN) / fen, Text("万元", "CNY 10 thousand")


MOST_YEARS = 5
#: Counts that are drawn side by side nowhere: 国知发运字〔2021〕17号 forbids to chase them district by district.
NEVER_DRAWN = frozenset({"pledge_amount_growth", "pledge_projects_growth"})
_EMPTY = Text("无数据", "no figure")


def side_by_side(code: str, below: Mapping[str, ScoreLine], *, running: int | None) -> charts.Multiples | None:
    """The years of one measure in every district, on one scale, in the order of codes; ``None`` while no district has two.
    A year that still runs is left out: it compares with nothing. No rank, no colour, no target
    (decision 0075); pledges are not drawn at all."""
    if code in NEVER_DRAWN:
        return None
    known = {
        d: {y: Fraction(v) for y, v in sorted(line.trend.items()) if v is not None and y != running}
        for d, line in sorted(below.items())
    }
    years = sorted({y for levels in known.values() for y in levels})[-MOST_YEARS:]
    if not any(len(levels.keys() & set(years)) >= LEAST for levels in known.values()):
        return None
    line = next(iter(below.values()))
    scale, unit = _scale(line, max(v for levels in known.values() for v in levels.values()))
    own = line.measure.unit_name if line.unit == line.measure.unit else None
    return charts.Multiples(
        title=line.measure.title,
        unit=unit,
        panels=tuple(
            _panel(d, {y: levels[y] for y in years if y in levels}, scale, line.unit, own)
            for d, levels in known.items()
        ),
    )


def _panel(place: str, levels: Mapping[int, Fraction], scale: Fraction, unit: str, own: Text | None) -> charts.Panel:
    return charts.Panel(
        title=names.place(place),
        levels=tuple(
            Level(year=y, value=v / scale, says=figures.level(v, unit, own) or Text("0", "0"))
            for y, v in levels.items()
        ),
        why_not=None if levels else _EMPTY,
    )
