"""The values a judgement is made of: a verdict, one reading with its answer, a line of the scorecard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import Word
from ipops.measures.growth import Growth, Method, decimal_text
from ipops.measures.measure import Measure
from ipops.measures.params import Params

Level = int | Fraction | None


class Verdict(Word):
    MET = "met", "达到", "met"
    MISSED = "missed", "未达到", "missed"
    UNKNOWN = "unknown", "未知", "unknown"
    NOT_COMPUTABLE = "not_computable", "无法计算", "not computable"
    NOT_COMPARABLE = "not_comparable", "不可比", "not comparable"


class Basis(Word):
    """Which figures of a year are compared. The last three are the views of a year that is not over."""

    FULL_YEAR = "full_year", "完整年度", "the full year"
    LAST_FULL_YEAR = "last_full_year", "最近一个完整年度", "the last full year"
    SAME_MONTHS = "same_months", "两年的相同月份", "the same months of both years"
    TRAILING_TWELVE = "trailing_twelve", "截至当月的十二个月", "the twelve months up to now"


@dataclass(frozen=True, slots=True, kw_only=True)
class YearSet:
    """The levels of a measure by year under one reading of the expression; a missing year is no figure, not zero.

    ``params`` is ``None`` for observations. ``reasons`` say why the figures do not compare, if they do not.
    """

    params: Params | None
    levels: Mapping[int, Level]
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One reading's answer: what was read, from which base, by which method."""

    params: Params | None
    base_year: int | None
    method: Method
    base: Level
    last: Level
    growth: Growth | Refused
    verdict: Verdict

    def as_json(self) -> dict[str, Any]:
        ok = isinstance(self.growth, Growth)
        return {
            "counting": self.params.counting.value if self.params else None,
            "territory": self.params.territory.value if self.params else None,
            "contracts": self.params.contracts.value if self.params and self.params.contracts else None,
            "base_year": self.base_year,
            "method": self.method.value,
            "baseline": plain_level(self.base),
            "value": plain_level(self.last),
            "growth": self.growth.percent() if isinstance(self.growth, Growth) else None,
            "why_not": None if ok else [r.code for r in self.growth.reasons],  # type: ignore[union-attr]
            "verdict": self.verdict.value,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One way to look at a year that is not over: its figures, growth by each method, and what it would mean."""

    basis: Basis
    label: Text
    base_label: str
    last_label: str
    base: Level
    last: Level
    growth: Mapping[Method, Growth | Refused]
    verdict: Verdict
    reads: tuple[Read, ...]
    levels: tuple[Level, ...] = ()  #: of each year from the base to the last

    def as_json(self) -> dict[str, Any]:
        return {
            "basis": self.basis.value,
            "label": self.label.as_json(),
            "base_window": self.base_label,
            "window": self.last_label,
            "baseline": plain_level(self.base),
            "value": plain_level(self.last),
            "growth": growth_texts(self.growth),
            "verdict": self.verdict.value,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """How much is lacking until the target is met, in whole units, by the mildest and the strictest open reading."""

    least: int
    most: int
    by: date
    unit: str

    def as_json(self) -> dict[str, Any]:
        return {"least": self.least, "most": self.most, "by": self.by.isoformat(), "unit": self.unit}


@dataclass(frozen=True, slots=True, kw_only=True)
class Restated:
    """A base that was changed after growth was first measured against it: both figures, both answers."""

    base_year: int
    first_known_on: date
    first: Level
    now: Level
    growth_first: Mapping[Method, Growth | Refused]
    verdict_first: Verdict

    def as_json(self) -> dict[str, Any]:
        return {
            "base_year": self.base_year,
            "as_known_on": self.first_known_on.isoformat(),
            "baseline": plain_level(self.first),
            "growth": growth_texts(self.growth_first),
            "verdict": self.verdict_first.value,
            "used": "now",
            "baseline_now": plain_level(self.now),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """One goal of one place and year under one pack. ``as_json`` has the keys issue 2 names, and more."""

    measure: Measure
    place: str
    year: int
    as_known_on: date | None
    pack: str
    pack_version: str
    clause: Citation
    demo: bool
    source: str  #: ``facts``, ``observations`` or ``none``
    value: Level
    unit: str
    base: Level
    base_year: int | None
    growth: Mapping[Method, Growth | Refused]
    used: Method | None
    used_params: Params | None
    basis: Basis
    is_growth: bool  #: whether the pack asks for a growth
    target: int | Fraction | None
    target_unit: str
    comparator: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
    notes: tuple[Text, ...]
    facts: int
    columns: Mapping[str, int] = field(default_factory=dict)
    reads: tuple[Read, ...] = ()
    views: tuple[View, ...] = ()
    short: Short | None = None
    restated: Restated | None = None
    trend: Mapping[int, Level] = field(default_factory=dict)
    published: tuple[dict[str, Any], ...] = ()
    seal: dict[str, Any] | None = None

    @property
    def floor(self) -> Fraction | None:
        """The growth asked for as a fraction: 20 % is 1/5."""
        return Fraction(self.target) / 100 if self.is_growth and self.target is not None else None

    def as_json(self) -> dict[str, Any]:
        return {
            "indicator": self.measure.code,
            "title": self.measure.title.as_json(),
            "place": self.place,
            "year": self.year,
            "as_known_on": self.as_known_on.isoformat() if self.as_known_on else None,
            "value": plain_level(self.value),
            "unit": self.unit,
            "baseline": plain_level(self.base),
            "base_year": self.base_year,
            "growth": growth_texts(self.growth, self.floor),
            "growth_exact": {
                m.value: str(g.rate) if g.rate is not None else f"({g.ratio})^(1/{g.years})-1"
                for m, g in self.growth.items()
                if isinstance(g, Growth)
            },
            "growth_refused": {m.value: g.reasons[0].code for m, g in self.growth.items() if isinstance(g, Refused)},
            "used": self.used.value if self.used else None,
            "used_reading": self.used_params.as_json() if self.used_params else None,
            "basis": self.basis.value,
            "is_growth": self.is_growth,
            "target": plain_level(self.target),
            "target_unit": self.target_unit,
            "comparator": self.comparator,
            "verdict": self.verdict.value,
            "reasons": [r.as_json() for r in self.reasons],
            "notes": [n.as_json() for n in self.notes],
            "facts": self.facts,
            "source": self.source,
            "columns": dict(self.columns),
            "trend": {str(y): plain_level(v) for y, v in self.trend.items()},
            "readings": [r.as_json() for r in self.reads],
            "midterm": [v.as_json() for v in self.views],
            "short_by": self.short.as_json() if self.short else None,
            "restated": self.restated.as_json() if self.restated else None,
            "published": list(self.published),
            "pack": self.pack,
            "pack_version": self.pack_version,
            "demo": self.demo,
            "clause": str(self.clause),
            "cite": self.clause.as_json(),
            "definition": self.measure.version,
            "seal": self.seal,
        }


def plain_level(value: Level) -> int | str | None:
    """For JSON: whole numbers as numbers, others as decimal text, never a float."""
    if value is None or isinstance(value, int):
        return value
    if value.denominator == 1:
        return value.numerator
    digits = 0
    while (value * 10**digits).denominator != 1 and digits < 18:
        digits += 1
    return decimal_text(value, digits)


def growth_texts(growth: Mapping[Method, Growth | Refused], floor: Fraction | None = None) -> dict[str, str]:
    """Percent by method, with enough decimals not to contradict the verdict beside a floor."""
    return {
        m.value: g.percent_beside(floor) if floor is not None and floor > -1 else g.percent()
        for m, g in growth.items()
        if isinstance(g, Growth)
    }
