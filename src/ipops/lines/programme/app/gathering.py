"""What one measure has to say about a place and year, gathered from the Parquet export: counted from facts, or observed.

Reads only; the judging is ``rules``'. One ``Desk`` serves all measures of a scorecard from one export.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from ipops.kernel.outcome import Unknown
from ipops.ledger.facts.words import ObservationKind
from ipops.ledger.fold import end_of_day
from ipops.lines.programme.app.bridging import bridges
from ipops.lines.programme.rules.scoring import Basis, Figures, Law, Level, Midterm, YearSet
from ipops.measures import places
from ipops.measures import window as windows_of
from ipops.measures.compute import Value
from ipops.measures.measure import Measure, NotTheSame, PublishedAs
from ipops.measures.params import Params
from ipops.measures.points import Point
from ipops.measures.series import pair
from ipops.measures.store import Store
from ipops.measures.window import Window
from ipops.measures.words import Figure

TREND_YEARS = 5


@dataclass(frozen=True)
class Desk:
    """``as_known_on`` is the day asked for (``None``: now); ``day`` the last day anything may be counted of. ``among`` are the
    places that are asked the same, so that their facts are counted together."""

    folder: Path
    place: str
    year: int
    day: date
    as_known_on: date | None
    law: Law
    store: Store
    among: tuple[str, ...] = ()

    @cached_property
    def first_year(self) -> int:
        """The first year any window may need: the earliest possible base, or the trend's."""
        bases = self.law.possible_bases(self.year)
        return min(self.year - TREND_YEARS, *bases[:1]) if bases else self.year - TREND_YEARS

    @property
    def known_by(self) -> datetime | None:
        return end_of_day(self.as_known_on) if self.as_known_on else None


def gather(desk: Desk, measure: Measure) -> Figures:
    """Counted from facts if the place has any of the measure's; else from observations."""
    counted = _counted(desk, measure) if measure.rows else None
    return counted or _observed(desk, measure)


def params_of(measure: Measure, law: Law) -> tuple[Params, ...]:
    """The readings a measure needs: only one whose scope, counting or territory is open has several."""
    if isinstance(measure.scope, Unknown):
        return law.contract_params
    is_open = isinstance(measure.counting_unit, Unknown) or isinstance(measure.territory, Unknown)
    return law.params if is_open else law.params[:1]


# ── counted from facts ────────────────────────────────────────────────────────────────────────────────────────────────


def _counted(desk: Desk, measure: Measure) -> Figures | None:
    assert measure.rows is not None
    first = kept_since(desk, measure)
    if first is None or first > desk.day:
        return None
    piles_up = measure.figure is Figure.CUMULATIVE_DISTINCT
    own = windows_up_to(desk) if piles_up else windows_asked(desk)
    readings = params_of(measure, desk.law)
    answers = [{v.window.label: v for v in _asked(desk, measure, own.every, p)} for p in readings]

    covered_from = date(first.year, 1, 1)  # a window that begins before the records do is no figure of its stretch

    def level(answer: Mapping[str, Value], w: Window) -> Level:
        return answer[w.label].value if w.start >= covered_from or piles_up else None

    def sets(by_year: Mapping[int, Window]) -> tuple[YearSet, ...]:
        return tuple(
            YearSet(params=p, levels={y: level(a, w) for y, w in by_year.items()})
            for p, a in zip(readings, answers, strict=True)
        )

    shown = answers[0].get(own.years[desk.year].label) if desk.year in own.years else None
    return Figures(
        measure=measure,
        place=desk.place,
        year=desk.year,
        day=desk.day,
        as_known_on=desk.as_known_on,
        source="facts",
        unit=measure.unit,
        sets=sets(own.years),
        facts=shown.facts if shown else 0,
        columns=shown.columns if shown else {},
        midterm=tuple(_midterm(desk, basis, sets(by_year), by_year) for basis, by_year in own.views.items()),
        published=_published(desk, measure)[1],
        first_known={} if piles_up else _first_known(desk, measure, readings[0], first.year),
    )


def _asked(desk: Desk, measure: Measure, windows: Sequence[Window], p: Params) -> Sequence[Value]:
    return desk.store.values(measure, windows, p, place=desk.place, known_by=desk.known_by, among=desk.among)


def kept_since(desk: Desk, measure: Measure) -> date | None:
    """The first counted day of whoever keeps the records of the place; ``None`` if they keep none. A district's records
    are its city's: a district without deals in a year the city kept records of had none, and one of a city without
    records has no figure."""
    keeper = desk.place if desk.place == places.COUNTRY else f"{desk.place[:4]}00"
    return desk.store.since(measure, keeper, desk.known_by)


@dataclass(frozen=True)
class Windows:
    years: dict[int, Window]
    views: dict[Basis, dict[int, Window]]

    @property
    def every(self) -> list[Window]:
        """Each window once, whatever asks for it."""
        found = {w.label: w for by_year in (self.years, *self.views.values()) for w in by_year.values()}
        return list(found.values())


def windows_asked(desk: Desk) -> Windows:
    """Whole years; the judged one up to the day if it still runs, and then the three views of the middle of a year."""
    first, year, day = desk.first_year, desk.year, desk.day
    whole = {y: windows_of.year(y) for y in range(first, year + 1)}
    if day >= date(year, 12, 31) or day.year < year:
        return Windows({y: w for y, w in whole.items() if w.start <= day}, {})
    so_far = Window(label=f"{year}-01-01..{day}", start=date(year, 1, 1), end=windows_of.next_day(day))
    years = {**whole, year: so_far}
    back = range(year - first + 1)
    trailing = windows_of.trailing_twelve(day)
    views = {
        Basis.LAST_FULL_YEAR: {y: w for y, w in whole.items() if y < year},
        Basis.TRAILING_TWELVE: {year - n: windows_of.same_months(trailing, n) for n in back},
    }
    if day.month > 1 or windows_of.next_day(day).month > 1:
        months = windows_of.year_to(day)
        views[Basis.SAME_MONTHS] = {year - n: windows_of.same_months(months, n) for n in back}
    return Windows(
        years, {b: views[b] for b in (Basis.LAST_FULL_YEAR, Basis.SAME_MONTHS, Basis.TRAILING_TWELVE) if b in views}
    )


def windows_up_to(desk: Desk) -> Windows:
    """For what piles up: everything up to the end of each year, of a year still running up to the day."""
    years = {}
    for y in range(desk.first_year, desk.year + 1):
        last = min(date(y, 12, 31), desk.day)
        if last.year == y:
            years[y] = Window(label=f"..{last}", start=windows_of.BEGINNING, end=windows_of.next_day(last))
    return Windows(years, {})


def _midterm(desk: Desk, basis: Basis, sets: tuple[YearSet, ...], by_year: Mapping[int, Window]) -> Midterm:
    last = desk.year - 1 if basis is Basis.LAST_FULL_YEAR else desk.year
    return Midterm(basis=basis, year=last, sets=sets, labels={y: w.label for y, w in by_year.items()})


def _first_known(desk: Desk, measure: Measure, shown: Params, since: int) -> dict[int, tuple[date, Level]]:
    """Each possible base year's level as known at the end of the year after it, when growth was first measured against
    it; years of which nothing was recorded by then are left out."""
    made: dict[int, tuple[date, Level]] = {}
    for base in desk.law.possible_bases(desk.year):
        then = date(base + 1, 12, 31)
        if base < since or then >= (desk.as_known_on or desk.day):
            continue
        (value,) = desk.store.values(
            measure,
            [windows_of.year(base)],
            shown,
            place=desk.place,
            known_by=end_of_day(then),
            among=desk.among,
        )
        if value.facts:
            made[base] = (then, value.value)
    return made


# ── observed ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _is(p: Point, n: PublishedAs | NotTheSame) -> bool:
    units = n.units if isinstance(n, PublishedAs) else ()
    return p.indicator == n.indicator and (not n.scopes or p.scope in n.scopes) and (not units or p.unit in units)


def _published(desk: Desk, measure: Measure) -> tuple[list[Point], tuple[dict[str, Any], ...]]:
    """The points that are this measure's figure, and for showing these and their look-alikes with the reason."""
    names = {n.indicator for n in measure.published_as} | {n.indicator for n in measure.not_the_same}
    found = desk.store.points(names, place=desk.place, as_known_on=desk.as_known_on)
    same, shown = [], []
    for p in found:
        if p.period.days.last_day.year > desk.year:
            continue
        if any(_is(p, n) for n in measure.published_as):
            same.append(p)
            shown.append({**p.as_json(), "indicator": p.indicator, "same": True, "why_not": None})
            continue
        why = next((n.why.as_json() for n in measure.not_the_same if _is(p, n)), None)
        shown.append({**p.as_json(), "indicator": p.indicator, "same": False, "why_not": why})
    return same, tuple(shown)


def _observed(desk: Desk, measure: Measure) -> Figures:
    same, shown = _published(desk, measure)
    is_growth = desk.law.is_growth(measure.code, measure.is_growth)
    group = _series(desk, measure, same) if is_growth else []
    made = _levels(desk, group, same) if group else None
    return Figures(
        measure=measure,
        place=desk.place,
        year=desk.year,
        day=desk.day,
        as_known_on=desk.as_known_on,
        source="observations" if same else "none",
        unit=group[-1].unit if group else measure.unit,
        sets=(made,) if made else (YearSet(params=None, levels={}),) if is_growth else (),
        facts=sum(p.period.year == desk.year for p in group),
        midterm=_last_full_year(desk, made) if made else (),
        points=tuple(same),
        published=shown,
        first_known=_first_announced(group),
    )


def _last_full_year(desk: Desk, made: YearSet) -> tuple[Midterm, ...]:
    """Of a year still running, yearly observations give one of the three views."""
    if desk.day >= date(desk.year, 12, 31):
        return ()
    labels = {y: str(y) for y in made.levels}
    return (Midterm(basis=Basis.LAST_FULL_YEAR, year=desk.year - 1, sets=(made,), labels=labels),)


def _definition(p: Point) -> tuple[str, str, str, str]:
    return (p.indicator, p.scope, p.unit, p.definition)


def _series(desk: Desk, measure: Measure, same: Sequence[Point]) -> list[Point]:
    """The yearly flows of one definition: of that which has the judged year if one does, else of the newest."""
    yearly = [p for p in same if p.period.grain == "year" and p.kind is ObservationKind.FLOW]
    stated = [p for p in yearly if p.scope != "unstated"]
    if not stated:
        return []
    order = {n.indicator: i for i, n in enumerate(measure.published_as)}
    chosen = min(stated, key=lambda p: (p.period.year != desk.year, -p.period.year, order[p.indicator], p.scope))
    return [p for p in stated if _definition(p) == _definition(chosen)]


def _levels(desk: Desk, group: Sequence[Point], same: Sequence[Point]) -> YearSet:
    """Levels by year, the latest known figure of each. If no possible base has one of this definition but has one of
    another, a stated bridge carries it over; without one the two do not compare, and the reasons say why."""
    levels: dict[int, Level] = {}
    for p in sorted(group, key=lambda p: (p.known_on, p.n)):
        levels[p.period.year] = p.value
    possible = desk.law.possible_bases(desk.year)
    last = next((p for p in group if p.period.year == desk.year), None)
    if last is None or any(y in levels for y in possible):
        return YearSet(params=None, levels=levels)
    others = [p for p in same if p.period.year in possible and p.period.grain == "year"]
    if not others:
        return YearSet(params=None, levels=levels)
    first = others[0]
    got = pair(first, last, bridges=bridges(desk.folder, place=desk.place, as_known_on=desk.as_known_on))
    if got.bridge is None:
        return YearSet(params=None, levels=levels, reasons=got.reasons)
    levels[first.period.year] = first.value * got.bridge.new_value / got.bridge.old_value
    return YearSet(params=None, levels=levels)


def _first_announced(group: Sequence[Point]) -> dict[int, tuple[date, Level]]:
    made: dict[int, tuple[date, Level]] = {}
    for p in sorted(group, key=lambda p: (p.known_on, p.n), reverse=True):
        made[p.period.year] = (p.known_on, p.value)
    return made
