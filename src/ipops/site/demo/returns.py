"""What the city's offices attest for goals whose own records are not kept here yet: one return a month, with its paper.

Count goals are cumulative from the plan's first month (``2024-01..2025-12``), because the demo's plan counts what is new
in its period; stocks and amounts say so. District figures add up to the city's. Every value is a demo value.

The turnover of patented-technology contracts of 2023 was first announced as 8.20 and restated as 7.60 in October 2024:
two observations of one period with different days, and the verdict of 2025 hangs on which one is the base.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from ipops.kernel.money import Money, split
from ipops.kernel.period import CalendarPeriod
from ipops.ledger.facts import Observed
from ipops.ledger.facts.words import ObservationKind, PartyKind
from ipops.reference.demo_places import DEMO_CITY, DEMO_DISTRICTS, DEMO_SECOND
from ipops.site.demo.parties import Party
from ipops.site.demo.people import Actor, weekday_from
from ipops.site.demo.story import LATE_STARTER, TODAY
from ipops.site.demo.timeline import Happening, Paper, Timeline

SCOPE, DEFINITION, GRADE = "attested", "1", "demo"
_AMOUNT = "CNY_100M"
_SHARES = dict(zip(DEMO_DISTRICTS, (46, 27, 19, 8), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One indicator's figures for the city by period, in hundredths of its unit where ``decimals`` is 2.

    ``whole`` figures exist only for the city: a platform is not divided over districts.
    """

    indicator: str
    unit: str
    kind: ObservationKind
    values: dict[str, int]
    decimals: int = 0
    whole: bool = False


def _since_2024(*quarters: int) -> dict[str, int]:
    """Cumulative figures month by month from January 2024; told for each quarter's end, in between in even steps."""
    made, before = {}, 0
    for q, now in enumerate(quarters):
        for step in (1, 2, 3):
            month = q * 3 + step - 1
            made[f"2024-01..{2024 + month // 12}-{month % 12 + 1:02d}"] = before + (now - before) * step // 3
        before = now
    made["2024-01"] = made.pop("2024-01..2024-01")
    return made


_CUMULATIVE, _STOCK, _FLOW = ObservationKind.CUMULATIVE, ObservationKind.STOCK, ObservationKind.FLOW

SERIES = (
    Series(
        indicator="certified_bodies",
        unit="body",
        kind=_CUMULATIVE,
        values=_since_2024(17, 42, 70, 104, 128, 160, 195, 233, 251),
    ),
    Series(
        indicator="custody_smes",
        unit="sme",
        kind=_CUMULATIVE,
        values=_since_2024(120, 290, 480, 690, 800, 930, 1060, 1185, 1243),
    ),
    Series(
        indicator="smes_converting_university_patents",
        unit="sme",
        kind=_CUMULATIVE,
        values=_since_2024(6, 15, 27, 41, 52, 66, 80, 97, 104),
    ),
    Series(
        indicator="industry_navigation_projects",
        unit="project",
        kind=_CUMULATIVE,
        values=_since_2024(0, 1, 1, 2, 3, 4, 5, 6, 6),
    ),
    Series(
        indicator="securitization_issues",
        unit="issue",
        kind=_CUMULATIVE,
        values=_since_2024(0, 0, 0, 0, 0, 0, 1, 1, 1),
        whole=True,
    ),
    Series(
        indicator="industry_operation_centres",
        unit="centre",
        kind=_CUMULATIVE,
        values=_since_2024(0, 0, 1, 1, 1, 2, 2, 2, 2),
        whole=True,
    ),
    Series(
        indicator="regional_platform",
        unit="platform",
        kind=_STOCK,
        values={"2024-12": 1, "2025-12": 1, "2026-03": 1},
        whole=True,
    ),
    Series(
        indicator="regional_trademark_brands",
        unit="brand",
        kind=_CUMULATIVE,
        values=_since_2024(0, 0, 1, 1, 1, 2, 3, 3, 3),
        whole=True,
    ),
    Series(
        indicator="patent_tech_contract_amount",
        unit=_AMOUNT,
        kind=_FLOW,
        decimals=2,
        values={"2023": 820, "2024": 1120, "2025Q1": 236, "2025": 1580, "2026Q1": 322},
    ),
    Series(
        indicator="patent_intensive_value_added",
        unit=_AMOUNT,
        kind=_FLOW,
        decimals=2,
        values={"2023": 41260, "2024": 44690, "2025": 48010},
    ),
    Series(
        indicator="gi_project_output",
        unit=_AMOUNT,
        kind=_FLOW,
        decimals=2,
        values={"2023": 1820, "2024": 2031, "2025": 2275},
    ),
    Series(
        indicator="service_bodies",
        unit="body",
        kind=_STOCK,
        values={"2023-12": 28, "2024-12": 33, "2025-12": 41},
    ),
)
#: Announced first, restated later: indicator, period, new figure in hundredths, day.
_RESTATED_NOTE = "重新核算后公布（演示）· restated (demo)"
RESTATED = ("patent_tech_contract_amount", "2023", 760, date(2024, 10, 15))
SECOND_PLACE = (
    Series(
        indicator="custody_smes",
        unit="sme",
        kind=_CUMULATIVE,
        values=_since_2024(8, 15, 24, 36, 41, 49, 58, 66, 70),
        whole=True,
    ),
    Series(
        indicator="certified_bodies",
        unit="body",
        kind=_CUMULATIVE,
        values=_since_2024(1, 3, 4, 7, 8, 10, 12, 15, 16),
        whole=True,
    ),
)


def hand_in(parties: tuple[Party, ...], timeline: Timeline) -> None:
    """All returns: on the 15th of the month after the period, one form from the office of each place."""
    offices = {p.place: p for p in parties if p.kind is PartyKind.GOVERNMENT}
    forms: dict[tuple[date, str], list[Observed]] = {}
    for series, place in (*((s, DEMO_CITY) for s in SERIES), *((s, DEMO_SECOND) for s in SECOND_PLACE)):
        for period, value in sorted(series.values.items()):
            day = _due(period)
            for at, n in by_place(series, place, period, value):
                forms.setdefault((day, at), []).append(_observed(series, at, period, n, day, offices[at]))
    indicator, period, value, day = RESTATED
    told = next(s for s in SERIES if s.indicator == indicator)
    for at, n in by_place(told, DEMO_CITY, period, value):
        forms.setdefault((day, at), []).append(_observed(told, at, period, n, day, offices[at], _RESTATED_NOTE))
    for (day, place), facts in forms.items():
        _hand_in(day, place, facts, offices[place], timeline)


def _due(period: str) -> date:
    """The 15th of the next month; the first quarter of 2026 came in early, before the demo's today."""
    day = weekday_from(CalendarPeriod.parse(period).end + timedelta(days=14))
    return date(TODAY.year, 4, 8) if (day.year, day.month) == (TODAY.year, 4) else day


def by_place(series: Series, place: str, period: str, value: int) -> Iterator[tuple[str, int]]:
    """The city's figure and its districts', which add up to it; the late starter begins in 2024 with nothing before."""
    yield place, value
    if series.whole or place != DEMO_CITY:
        return
    if series.kind is not ObservationKind.FLOW:
        yield from zip(_SHARES, seats(value, tuple(_SHARES.values())), strict=True)
        return
    before = CalendarPeriod.parse(period).end <= date(2024, 1, 1)
    weights = {d: 0 if before and d == LATE_STARTER else w for d, w in _SHARES.items()}
    for district, part in zip(weights, split(Money(value), list(weights.values())), strict=True):
        yield district, part.fen


@lru_cache(maxsize=256)
def seats(n: int, weights: tuple[int, ...]) -> tuple[int, ...]:
    """``n`` whole units over the weights, one after another to whom it is most due (Sainte-Laguë): when the whole grows
    no part shrinks, so a cumulative figure of a district never falls. Largest remainders do not promise that."""
    parts = [0] * len(weights)
    for _ in range(n):
        due = max(range(len(weights)), key=lambda i: Fraction(weights[i], 2 * parts[i] + 1))
        parts[due] += 1
    return tuple(parts)


def _name(day: date, place: str) -> str:
    return f"{place} {day.isoformat()} 绩效目标填报表（演示）.txt"


def _observed(
    series: Series, place: str, period: str, value: int, day: date, office: Party, note: str = ""
) -> Observed:
    return Observed(
        on=CalendarPeriod.parse(period).days.last_day,
        indicator=series.indicator,
        place=place,
        period=period,
        scope=SCOPE,
        kind_of_figure=series.kind,
        value=f"{value // 100}.{value % 100:02d}" if series.decimals else str(value),
        unit=series.unit,
        grade=GRADE,
        where=_name(day, place),
        announced=day.isoformat(),
        announced_on=day,
        note=note,
        attested_by=office.id,
        definition=DEFINITION,
    )


def _hand_in(day: date, place: str, facts: list[Observed], office: Party, timeline: Timeline) -> None:
    """One form with all its figures, signed by the office; each figure becomes a fact that rests on it."""
    actor = Actor.NEIGHBOUR if place == DEMO_SECOND else Actor.CERTIFIER
    lines = [f"{f.indicator} {f.period} {f.value} {f.unit} {f.note}".rstrip() for f in facts]
    text = "\n".join(["绩效目标填报表（演示，无效）", office.name, day.isoformat(), *lines, ""])
    paper = Paper(name=_name(day, place), content=text.encode(), by=actor.label)
    for fact in facts:
        reference = f"demo/return/{fact.indicator}/{place}/{fact.period}/{day.isoformat()}"
        timeline.add(Happening(day=day, actor=actor, fact=fact, reference=reference, paper=paper))
