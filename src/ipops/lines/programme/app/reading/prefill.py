"""Figures of a period that the ledger can compute, for filling a return in and for holding it against.

A figure is given only where every reading the pack leaves open agrees, and where records were kept; otherwise it is absent,
never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ipops.kernel.period import CalendarPeriod
from ipops.lines.programme.app import selectors
from ipops.lines.programme.app.gathering import Desk, kept_since, params_of
from ipops.lines.programme.rules.returns.cells import Value
from ipops.measures import window
from ipops.measures.measure import Measure
from ipops.measures.words import Figure
from ipops.policy import Pack
from ipops.policy.returns import ReturnSchema


def ledger_figures(schema: ReturnSchema, place: str, period: CalendarPeriod, pack: Pack) -> Mapping[str, Value]:
    """By field id: counts, and money in fen."""
    wanted = {f.id: f.measure for f in schema.figures if f.measure}
    if not wanted:
        return {}
    known = selectors.measures()
    desk = selectors.desk(place, period.days.last_day.year, pack)
    made: dict[str, Value] = {}
    for code, name in wanted.items():
        measure = known.get(name)
        got = _counted(desk, measure, period) if measure and measure.rows else None
        if got is None:
            got = _observed(desk, name, measure, period)
        if got is not None:
            made[code] = got
    return made


def _counted(desk: Desk, measure: Measure, period: CalendarPeriod) -> int | None:
    first = kept_since(desk, measure)
    if first is None or first > period.days.last_day:
        return None
    asked = [window.of(period)]
    if measure.figure is Figure.CUMULATIVE_DISTINCT:
        asked = [window.Window(label=f"..{period.text}", start=window.BEGINNING, end=period.end)]
    told = {
        desk.store.values(measure, asked, p, place=desk.place, known_by=None)[0].value
        for p in params_of(measure, desk.law)
    }
    return told.pop() if len(told) == 1 else None


def _observed(desk: Desk, name: str, measure: Measure | None, period: CalendarPeriod) -> int | None:
    """The last word on a running total that ends with the period, or on the period itself."""
    names = {name} | ({p.indicator for p in measure.published_as} if measure else set())
    found = [
        p
        for p in desk.store.points(names, place=desk.place, as_known_on=None)
        if p.period.end == period.end and p.period.start <= period.start
    ]
    if not found:
        return None
    value = Fraction(max(found, key=lambda p: (p.known_on, p.n)).value)
    return int(value) if value.denominator == 1 else None
