"""Reading: a scorecard, why a figure is what it is, a series of published figures. Everything is worked out from facts.

Answers are plain values (``ScoreLine``, ``Trace``, ``Series``); pages and the API draw them. A scorecard is kept in memory
as long as the journal has not grown, because the same question is asked many times a morning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger import export
from ipops.lines.programme.app import tracing
from ipops.lines.programme.app.bridging import bridges
from ipops.lines.programme.app.gathering import Desk, gather
from ipops.lines.programme.app.tracing import Trace
from ipops.lines.programme.indicators.attested import attested
from ipops.lines.programme.rules.scoring import Law, ScoreLine, judge
from ipops.measures import points
from ipops.measures.measure import Measure, catalogue
from ipops.measures.points import Point
from ipops.measures.series import Pair, pairs
from ipops.measures.store import Store
from ipops.policy import Pack, Target, pack_named, plan_of_place
from ipops.reference import divisions
from ipops.webkit import analytics, clock, seals, street
from ipops.webkit.once import single_flight

DEFAULT_PACK = "cn-2020-40"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The published figures of one indicator and place, and every pair of them: computed, or refused with reasons."""

    indicator: str
    place: str
    as_known_on: date | None
    points: tuple[Point, ...]
    pairs: tuple[Pair, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "indicator": self.indicator,
            "place": self.place,
            "as_known_on": self.as_known_on.isoformat() if self.as_known_on else None,
            "observations": [p.as_json() for p in self.points],
            "growth": [p.as_json() for p in self.pairs if not p.reasons],
            "refused": [p.as_json() for p in self.pairs if p.reasons],
        }


@cache
def measures() -> Mapping[str, Measure]:
    """The measures of every house by code; this house knows the others by code only."""
    return catalogue(*(line.measures for line in street.lines().values()))  # type: ignore[arg-type]


def pack_for(place: str, code: str | None = None) -> Pack | Refused:
    """The named pack; else the plan of the place or of what it lies in, else the notice of 2020."""
    if code:
        return pack_named(code)
    for at in (place, *divisions.places().ancestors(place)):
        if (own := plan_of_place(at)) is not None:
            return own
    return pack_named(DEFAULT_PACK)


def scorecard(place: str, year: int, pack: str | Pack, known_by: date | None = None) -> tuple[ScoreLine, ...]:
    """Every goal of the pack for a place and year, in the pack's order, as known on a day (``None``: now).

    Raises ``LookupError`` for a pack that does not exist.
    """
    return scorecards([place], year, pack, known_by)[place]


def scorecards(
    places: Iterable[str], year: int, pack: str | Pack, known_by: date | None = None
) -> dict[str, tuple[ScoreLine, ...]]:
    """The scorecards of several places, from one export under one seal, counted together."""
    chosen, listed = _pack(pack), tuple(dict.fromkeys(places))
    among = listed if len(listed) > 1 else ()
    folder, up_to = _export()
    edition, today, seal = analytics.edition(folder), clock.today(), _seal(up_to)
    return {
        place: tuple(
            replace(line, seal=seal)
            for line in _scorecard(
                folder, edition, place, year, chosen.code, chosen.stack_version, known_by, today, among
            )
        )
        for place in listed
    }


def explain(indicator: str, place: str, year: int, pack: str | Pack, known_by: date | None = None) -> Trace | Refused:
    """One line of the scorecard with all that stands behind it. ``indicator`` is a goal's id or a published name of it."""
    chosen = _pack(pack)
    measure = goal_named(indicator, chosen)
    if isinstance(measure, Refused):
        return measure
    folder, up_to = _export()
    edition, today = analytics.edition(folder), clock.today()
    found = _explain(folder, edition, measure.code, place, year, chosen.code, chosen.stack_version, known_by, today)
    return replace(found, line=replace(found.line, seal=_seal(up_to), as_known_on=known_by))


def series(indicator: str, place: str, as_known_on: date | None = None) -> Series:
    """The published and attested figures of an indicator; a goal's id stands for all its published names."""
    folder, _ = _export()
    known = as_known_on if as_known_on and as_known_on < clock.today() else None
    names = {indicator}
    if (measure := measures().get(indicator)) is not None:
        names |= {p.indicator for p in measure.published_as}
    found = points.points(folder, indicators=names, place=place, as_known_on=known)
    stated = bridges(folder, place=place, as_known_on=known)
    return Series(
        indicator=indicator,
        place=place,
        as_known_on=as_known_on,
        points=tuple(found),
        pairs=tuple(pairs(found, stated)),
    )


def no_such_series(indicator: str) -> Refused | None:
    """A name that no goal bears, none is published under, and no observation of any place has: a slip, not an empty series."""
    named = {code for m in measures().values() for code in (m.code, *(p.indicator for p in m.published_as))}
    folder, _ = _export()
    if indicator in named or points.points(folder, indicators={indicator}):
        return None
    says = Text("没有指标“{code}”；现有：{known}。", "There is no indicator {code}; there are: {known}.").fill(
        code=indicator, known="、".join(sorted(named))
    )
    return Refused(reasons=(Reason(code="no-such-indicator", says=says, field="indicator"),))


def observed(place: str | None = None, as_known_on: date | None = None) -> list[Point]:
    """Every live observation of a place (``None``: of all places), by indicator and time."""
    folder, _ = _export()
    known = as_known_on if as_known_on and as_known_on < clock.today() else None
    return points.points(folder, place=place, as_known_on=known)


def goal_named(indicator: str, pack: Pack) -> Measure | Refused:
    """The measure of a goal's id, or of a published name that is the same figure."""
    known = measures()
    if indicator in known:
        return known[indicator]
    if (target := pack.target(indicator)) is not None:
        return _of_target(target)
    for measure in known.values():
        if any(p.indicator == indicator for p in measure.published_as):
            return measure
    says = Text(
        f"没有指标“{indicator}”；现有：{'、'.join(known)}。",
        f"There is no indicator {indicator!r}; there are: {', '.join(known)}.",
    )
    return Refused(reasons=(Reason(code="no-such-indicator", says=says, field="indicator"),))


def _pack(pack: str | Pack) -> Pack:
    got = pack_named(pack) if isinstance(pack, str) else pack
    if isinstance(got, Refused):
        raise LookupError(got.reasons[0].says.en)
    return got


def _export() -> tuple[Path, int]:
    """The export, brought up to the journal, and its last number."""
    folder = analytics.refresh()
    return folder, export.exported_up_to(folder)


@single_flight
@lru_cache(maxsize=2)
def _store(folder: Path, edition: str) -> Store:
    """The export open for questions, as long as the journal has not grown."""
    return Store(folder, measures().values())


def _desk(folder: Path, edition: str, place: str, year: int, pack: Pack, known_by: date | None, today: date) -> Desk:
    """A day that is not over yet means now (decision 0040)."""
    past = known_by if known_by and known_by < today else None
    return Desk(
        folder=folder,
        place=place,
        year=year,
        day=past or today,
        as_known_on=past,
        law=Law.of(pack, year),
        store=_store(folder, edition),
    )


def desk(place: str, year: int, pack: Pack) -> Desk:
    """Everything known now of a place, open for questions of any period up to ``year``."""
    folder, _ = _export()
    return _desk(folder, analytics.edition(folder), place, year, pack, None, clock.today())


@single_flight
@lru_cache(maxsize=32)
def _explain(
    folder: Path,
    edition: str,
    indicator: str,
    place: str,
    year: int,
    pack: str,
    version: str,
    known_by: date | None,
    today: date,
) -> Trace:
    """Kept like a scorecard: whoever turns the pages of its facts asks the same question again."""
    chosen = _pack(pack)
    measure = goal_named(indicator, chosen)
    assert isinstance(measure, Measure)
    desk = _desk(folder, edition, place, year, chosen, known_by, today)
    figures = gather(desk, measure)
    return tracing.trace(desk, figures, judge(figures, desk.law))


@single_flight
@lru_cache(maxsize=256)
def _scorecard(
    folder: Path,
    edition: str,
    place: str,
    year: int,
    pack: str,
    version: str,
    known_by: date | None,
    today: date,
    among: tuple[str, ...],
) -> tuple[ScoreLine, ...]:
    """``edition`` and ``version`` are in the key, so another journal or another pack is another question."""
    chosen = _pack(pack)
    desk = replace(_desk(folder, edition, place, year, chosen, known_by, today), among=among)
    goals = [measures().get(t.id) or _of_target(t) for t in chosen.targets()]
    return tuple(replace(judge(gather(desk, m), desk.law), as_known_on=known_by) for m in goals)


def _of_target(target: Target) -> Measure:
    """A goal that no house measures: read from observations under its own name."""
    is_growth = target.measure_type == "growth"
    return attested(
        target.id,
        target.title.zh,
        target.title.en,
        clause=target.cite,
        unit=target.unit,
        unit_name=target.title,
        growth=Text("增幅", "growth") if is_growth else None,
    )


def _seal(up_to: int) -> dict[str, Any] | None:
    """The latest head, and how many of the exported facts it does not cover yet; ``None`` if nothing was ever sealed."""
    head = seals.last()
    if head is None:
        return None
    return {**head.as_json(), "covers_all": head.size >= up_to, "unsealed": max(0, up_to - head.size)}
