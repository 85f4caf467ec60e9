"""The score sheet of an evaluation: every item's points with the value, target, curve and source they came from.

Rule 1: an item whose figure is unknown has no points, and then the whole has no score: unknown is never zero.
Rule 2: points never exceed an item's own; a result far above its target is said to be so (the target may be too low).
Rule 3: everything is exact. A compound growth enters by its decimal text, printed on the right side of its target.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.policy import Known, Pack, band_of
from ipops.policy.schemes import Curve, How, Item, Scheme
from ipops.policy.terms import plain_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A goal's figure for scoring, in the unit of its target. ``value`` is ``None`` where the scoreboard has none, and then
    ``why`` says so. ``facts`` is how many facts stand behind it."""

    goal: str
    value: Fraction | None
    target: Fraction | None
    unit: str = ""
    facts: int = 0
    why: Text | None = None
    cite: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Points somebody gave: experts, a field check; with the entry that says so."""

    points: Fraction
    entry: int
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item of the sheet; ``points`` is ``None`` where something is missing, and ``says`` tells what."""

    item: Item
    points: Fraction | None
    says: Text
    value: Fraction | None = None
    target: Fraction | None = None
    unit: str = ""
    facts: int = 0
    entries: tuple[int, ...] = ()
    overshot: bool = False
    cite: Citation | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "item": self.item.id,
            "title": self.item.title.as_json(),
            "under": self.item.under,
            "how": str(self.item.how),
            "most": plain_value(self.item.points),
            "points": None if self.points is None else str(self.points),
            "value": None if self.value is None else str(self.value),
            "target": None if self.target is None else str(self.target),
            "unit": self.unit,
            "curve": str(self.item.curve),
            "least": str(self.item.least),
            "goal": self.item.goal,
            "facts": self.facts,
            "entries": list(self.entries),
            "overshot": self.overshot,
            "says": self.says.as_json(),
            "cite": self.cite.as_json() if self.cite else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The whole sheet, item by item in the scheme's order, headings summed."""

    scheme: Scheme
    lines: tuple[Line, ...]

    @property
    def total(self) -> Fraction | Unknown:
        missing = [x for x in self.lines if x.points is None and x.item.how is not How.HEADING]
        if missing:
            return Unknown(
                why=Text(
                    f"缺{'、'.join(x.item.title.zh for x in missing)}，不能计总分。",
                    f"No total without: {', '.join(x.item.title.en for x in missing)}.",
                ),
                cites=(self.scheme.cite,),
            )
        return sum((x.points for x in self.lines if not x.item.under and x.points is not None), Fraction(0))

    @property
    def overshot(self) -> tuple[Line, ...]:
        return tuple(x for x in self.lines if x.overshot)

    def as_json(self) -> dict[str, Any]:
        total = self.total
        return {
            "scheme": self.scheme.as_json(),
            "lines": [x.as_json() for x in self.lines],
            "total": str(total) if isinstance(total, Fraction) else None,
            "unknown": total.as_json() if isinstance(total, Unknown) else None,
        }

    @property
    def digest(self) -> str:
        return digest_of(self.as_json())


def digest_of(told: Mapping[str, Any]) -> str:
    """SHA-256 over the sheet as canonical JSON."""
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def sheet(scheme: Scheme, results: Mapping[str, Result], given: Mapping[str, Given], execution: Result | None) -> Sheet:
    """Score everything that can be scored. ``execution`` is the rate of execution against 1, its numerator in ``why``."""
    made = {i.id: _line(i, results, given, execution) for i in scheme.leaves}
    lines = tuple(made[i.id] if i.id in made else _heading(i, scheme, made) for i in scheme.items)
    return Sheet(scheme=scheme, lines=lines)


def _heading(item: Item, scheme: Scheme, made: Mapping[str, Line]) -> Line:
    parts = [made[i.id].points for i in scheme.under(item.id) if i.id in made]
    known = [p for p in parts if p is not None]
    says = Text("各项之和", "the sum of its items")
    return Line(item=item, points=sum(known, Fraction(0)) if len(known) == len(parts) else None, says=says)


def _line(item: Item, results: Mapping[str, Result], given: Mapping[str, Given], execution: Result | None) -> Line:
    if item.how in (How.EXPERT, How.FIELD):
        got = given.get(item.id)
        if got is None:
            return Line(item=item, points=None, says=Text("尚未评分", "not scored yet"))
        says = Text(got.why or "评分", got.why or "scored")
        return Line(item=item, points=min(got.points, item.points), says=says, entries=(got.entry,))
    result = execution if item.how is How.EXECUTION else results.get(item.goal)
    if result is None or result.value is None or not result.target:
        why = result.why if result and result.why else Text("没有可用的数值", "there is no figure")
        return Line(item=item, points=None, says=why, target=result.target if result else None)
    return _scored(item, result, result.value, result.target)


def _scored(item: Item, result: Result, value: Fraction, target: Fraction) -> Line:
    achieved = value / target
    share = points_share(item, achieved)
    over = item.overshoot is not None and achieved >= item.overshoot
    told = f"{_text(value)} ÷ {_text(target)}"
    note = result.why
    return Line(
        item=item,
        points=item.points * share,
        says=Text(
            f"完成 {told}，得分比例 {_text(share)}{f'（{note.zh}）' if note else ''}",
            f"{told}, a share of {_text(share)}{f' ({note.en})' if note else ''}",
        ),
        value=value,
        target=target,
        unit=result.unit,
        facts=result.facts,
        overshot=over,
        cite=result.cite,
    )


def points_share(item: Item, achieved: Fraction) -> Fraction:
    """The share of the points for an achievement: by the curve, nothing below ``least``, never above the whole."""
    if item.curve is Curve.STEP:
        return Fraction(1) if achieved >= 1 else Fraction(0)
    return Fraction(0) if achieved < item.least or achieved < 0 else min(achieved, Fraction(1))


def _text(value: Fraction) -> str:
    """At most six decimals, cut, never rounded up: for reading only, the fraction itself stays in the sheet."""
    cut = int(abs(value) * 10**6)
    digits = f"{cut // 10**6}.{cut % 10**6:06d}".rstrip("0").rstrip(".")
    return f"-{digits}" if value < 0 and cut else digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """The grade with the words its source uses and the citation of its bands."""

    named: Text
    low: Fraction
    high: Fraction
    bands: Known

    def as_json(self) -> dict[str, Any]:
        return {
            "grade": self.named.as_json(),
            "from": str(self.low),
            "to": str(self.high),
            "cite": self.bands.cite.as_json(),
            "note": self.bands.note.as_json() if self.bands.note else None,
        }


def grade(total: Fraction, pack: Pack, on: date) -> Grade | Unknown:
    """The band a total falls into, half-open; unknown where no layer of the pack has bands."""
    bands = pack.term("evaluation.grades", on)
    if isinstance(bands, Unknown):
        return bands
    band = band_of(bands.bands, total)
    if band is None or band.named is None:
        return Unknown(
            why=Text(f"{total} 分不在任何等级。", f"{total} points fall into no grade."), cites=(bands.cite,)
        )
    return Grade(named=band.named, low=Fraction(band.low), high=Fraction(band.high), bands=bands)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What a what-if changes: an item's points before and after."""

    item: Item
    before: Fraction | None
    after: Fraction | None


def what_if(now: Sheet, then: Sheet) -> tuple[Changed, ...]:
    """The items whose points differ between two sheets of one scheme."""
    after = {x.item.id: x for x in then.lines}
    pairs: Iterable[tuple[Line, Line]] = ((x, after[x.item.id]) for x in now.lines)
    return tuple(Changed(item=x.item, before=x.points, after=y.points) for x, y in pairs if x.points != y.points)
