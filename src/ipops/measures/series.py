"""Which growths a series of published figures allows, which it does not, and why.

A growth needs two figures of the same thing: indicator, place, scope, kind, unit, definition, periods of equal length
and the same months of two years. ``unstated`` is equal to nothing, not even to itself, unless one figure was derived
from the other. A cumulative figure gives an increment, a ratio a change in points, a part year no year. A bridge value
carries a growth over a break of scope, unit or definition.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.period import CalendarPeriod
from ipops.kernel.text import Text
from ipops.ledger.facts.words import ObservationKind, Precision
from ipops.measures.growth import Growth, Method, decimal_text, every_method
from ipops.measures.points import Point

UNSTATED = "unstated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """One period told under two definitions by a source; ``n`` is the entry that states it."""

    n: int
    indicator: str
    place: str
    period: CalendarPeriod
    old: tuple[str, str, str]  #: scope, unit, definition
    new: tuple[str, str, str]
    old_value: Fraction
    new_value: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two points in order of time, and either the growths by every method or the reasons against them.

    ``notes`` are cautions that stop nothing: a figure is *more than* or *about*, derived, restated, of a weak grade.
    """

    first: Point
    last: Point
    years: int
    growths: Mapping[Method, Growth | Refused]
    reasons: tuple[Reason, ...]
    notes: tuple[Text, ...]
    bridge: Bridge | None = None

    @property
    def whole(self) -> Growth | None:
        """The whole growth from the first to the last, if it may be computed."""
        got = self.growths.get(Method.LAST_VS_BASE)
        return got if isinstance(got, Growth) else None

    def as_json(self) -> dict[str, Any]:
        made: dict[str, Any] = {"from": _end(self.first), "to": _end(self.last)}
        if self.reasons:
            return made | {"reasons": [{"code": r.code, **r.says.as_json()} for r in self.reasons]}
        whole = self.whole
        return made | {
            "years": self.years,
            "scope": self.last.scope,
            "kind": self.last.kind.value,
            "unit": self.last.unit,
            "growth": {m.value: g.percent() for m, g in self.growths.items() if isinstance(g, Growth)},
            "fraction": str(whole.rate) if whole else None,
            "refused_methods": {
                m.value: g.reasons[0].says.as_json() for m, g in self.growths.items() if isinstance(g, Refused)
            },
            "published": published_beside(self),
            "bridge": self.bridge.n if self.bridge else None,
            "notes": [n.as_json() for n in self.notes],
        }


def _end(p: Point) -> dict[str, Any]:
    return {
        "fact": p.n,
        "period": p.period.text,
        "scope": p.scope,
        "kind": p.kind.value,
        "value": p.printed,
        "unit": p.unit,
        "known_on": p.known_on.isoformat(),
    }


def _reason(code: str, zh: str, en: str, *points: Point) -> Reason:
    return Reason(code=code, says=Text(zh, en), facts=tuple(p.n for p in points))


def derived_from(one: Point, other: Point) -> bool:
    """Whether ``one`` was computed out of ``other``: it says *derived* and names the other's figure."""
    named = re.findall(r"\d+(?:\.\d+)?", one.note) if one.is_derived else []
    return other.printed in named


def why_not(first: Point, last: Point) -> tuple[Reason, ...]:
    """Every reason against a growth from ``first`` to ``last``; none if it may be computed (its base apart)."""
    return (*_other_thing(first, last), *_other_definition(first, last), *_other_time(first, last))


def _other_thing(a: Point, b: Point) -> Iterable[Reason]:
    if a.indicator != b.indicator:
        yield _reason(
            "other-indicator",
            f"两个数是不同的指标（{a.indicator}、{b.indicator}）。",
            f"They are two indicators ({a.indicator}, {b.indicator}).",
            a,
            b,
        )
    if a.place != b.place:
        yield _reason(
            "other-place",
            f"两个数属于不同地区（{a.place}、{b.place}）。",
            f"They are of two places ({a.place}, {b.place}).",
            a,
            b,
        )
    if a.kind is not b.kind or a.kind is ObservationKind.UNSTATED:
        yield _kind(a, b)
    elif a.kind is ObservationKind.CUMULATIVE:
        yield _reason(
            "cumulative",
            "两个累计数之差是增量，不是增幅，也不可相加。",
            "Two cumulative figures give an increment, not a growth, and are not added.",
            a,
            b,
        )
    elif a.kind is ObservationKind.RATIO:
        yield _reason(
            "ratio",
            "比率只能比较百分点的变化。",
            "Of two ratios only the change in points is told, not a growth.",
            a,
            b,
        )


def _kind(a: Point, b: Point) -> Reason:
    if a.kind is b.kind:
        return _reason(
            "kind-unstated",
            "来源未说明是当期、存量还是累计，不得用于计算。",
            "The source does not say whether it is a flow, a stock or cumulative; it may not be computed with.",
            a,
            b,
        )
    return _reason(
        "other-kind",
        f"数据类型不同（{a.kind.zh}、{b.kind.zh}）。",
        f"They are figures of two kinds ({a.kind.en}; {b.kind.en}).",
        a,
        b,
    )


def _other_definition(a: Point, b: Point) -> Iterable[Reason]:
    derived = derived_from(a, b) or derived_from(b, a)
    if a.scope != b.scope:
        yield _reason(
            "other-scope",
            f"口径不同（{a.scope}、{b.scope}），没有衔接值。",
            f"The scopes differ ({a.scope}, {b.scope}) and no bridge value is stated.",
            a,
            b,
        )
    elif a.scope == UNSTATED and not derived:
        yield _reason(
            "scope-unstated",
            "来源未说明口径；未说明的口径与任何口径都不相等。",
            "The source does not state the scope; an unstated scope is equal to nothing, not even to itself.",
            a,
            b,
        )
    if a.unit != b.unit:
        yield _reason(
            "other-unit", f"单位不同（{a.unit}、{b.unit}）。", f"The units differ ({a.unit}, {b.unit}).", a, b
        )
    if a.definition != b.definition:
        yield _reason(
            "other-definition",
            f"定义版本不同（{a.definition or '—'}、{b.definition or '—'}），没有衔接值。",
            f"The versions of the definition differ ({a.definition or 'none'}, {b.definition or 'none'}) and no bridge value is stated.",
            a,
            b,
        )


def _other_time(a: Point, b: Point) -> Iterable[Reason]:
    if a.period.start == b.period.start and a.period.end == b.period.end:
        yield _reason(
            "same-period",
            "同一时期的两个数，互不更正，也不构成增幅；请看各自的口径与公布日。",
            "Two figures of one period: neither corrects the other and they are no growth; see their scopes and days.",
            a,
            b,
        )
    elif a.period.months != b.period.months:
        yield _reason(
            "other-length",
            f"时期长短不同（{a.period}、{b.period}）；不足一年的数不折算成全年。",
            f"The periods are of unequal length ({a.period}, {b.period}); a part year is never made into a year.",
            a,
            b,
        )
    elif a.period.month != b.period.month:
        yield _reason(
            "other-months",
            f"不是不同年份的相同月份（{a.period}、{b.period}），一年之内并不均匀。",
            f"They are not the same months of two years ({a.period}, {b.period}), and a year is not even.",
            a,
            b,
        )


_BRIDGED = frozenset({"other-scope", "other-unit", "other-definition"})


def pair(first: Point, last: Point, between: Sequence[Point] = (), bridges: Sequence[Bridge] = ()) -> Pair:
    """The pair's growths or the reasons against them. ``between`` are points of the years between, for the mean of
    yearly growths; only such as compare with both ends are used, and only if there is one a year."""
    reasons = why_not(first, last)
    bridge = _bridge_over(first, last, bridges) if reasons and {r.code for r in reasons} <= _BRIDGED else None
    if bridge is not None:
        reasons = ()
    years = last.period.year - first.period.year
    growths: Mapping[Method, Growth | Refused] = {}
    if not reasons:
        scale = bridge.old_value / bridge.new_value if bridge else Fraction(1)
        middle = [None] * (years - 1) if bridge else _levels_between(first, last, between)
        growths = every_method([first.value, *middle, last.value * scale])
        base = growths[Method.LAST_VS_BASE]
        if isinstance(base, Refused):
            reasons, growths = base.reasons, {}
    return Pair(
        first=first,
        last=last,
        years=years,
        growths=growths,
        reasons=reasons,
        notes=_notes(first, last),
        bridge=bridge if not reasons else None,
    )


def _bridge_over(first: Point, last: Point, bridges: Sequence[Bridge]) -> Bridge | None:
    """The latest stated bridge that joins the two definitions within the stretch; its values must be above zero."""
    old = (first.scope, first.unit, first.definition)
    new = (last.scope, last.unit, last.definition)
    fitting = [
        b
        for b in bridges
        if b.indicator == first.indicator
        and b.place == first.place
        and (b.old, b.new) == (old, new)
        and b.period.months == first.period.months
        and first.period.start <= b.period.start <= last.period.start
        and b.old_value > 0
        and b.new_value > 0
    ]
    return max(fitting, key=lambda b: (b.period.start, b.n), default=None)


def _levels_between(first: Point, last: Point, between: Sequence[Point]) -> list[Fraction | None]:
    levels: list[Fraction | None] = []
    for year in range(first.period.year + 1, last.period.year):
        found = {p.value for p in between if p.period.year == year and not why_not(first, p) and not why_not(p, last)}
        levels.append(found.pop() if len(found) == 1 else None)
    return levels


def _notes(a: Point, b: Point) -> tuple[Text, ...]:
    notes = []
    for p in (a, b):
        if p.precision is Precision.MORE_THAN:
            notes.append(
                Text(f"{p.period}的数是“超过{p.printed}”。", f"The figure of {p.period} is *more than* {p.printed}.")
            )
        if p.precision is Precision.ABOUT:
            notes.append(
                Text(f"{p.period}的数是“约{p.printed}”。", f"The figure of {p.period} is *about* {p.printed}.")
            )
        if p.is_derived:
            notes.append(
                Text(
                    f"{p.period}的数是由公布的增幅倒推的，据此算出的增幅不是新信息。",
                    f"The figure of {p.period} was derived from a published growth, so a growth taken from it tells nothing new.",
                )
            )
    return tuple(dict.fromkeys(notes))


def published_beside(p: Pair) -> dict[str, Any] | None:
    """The growth the source printed with the last figure, beside ours: whether they agree to the digits printed, and the
    base it implies. Only where the pair is one year."""
    printed = p.last.growth_published
    if not printed or p.years != 1 or p.whole is None or p.whole.rate is None:
        return None
    decimals = len(printed.partition(".")[2])
    implied = p.last.value / (1 + Fraction(printed) / 100)
    return {
        "percent": printed,
        "agrees": decimal_text(p.whole.rate * 100, decimals) == decimal_text(Fraction(printed), decimals),
        "implied_base": decimal_text(implied, max(1, len(p.first.printed.partition(".")[2]))),
        "base_used": p.first.printed,
    }


def pairs(points: Sequence[Point], bridges: Sequence[Bridge] = ()) -> list[Pair]:
    """Every pair of points, the earlier first; growths where they may be computed, reasons where not."""
    ordered = sorted(points, key=lambda p: (p.period.end, p.period.start, p.known_on, p.n))
    return [pair(a, b, ordered, bridges) for a, b in itertools.combinations(ordered, 2)]
