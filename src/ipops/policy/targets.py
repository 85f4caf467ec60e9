"""Goals and their lineage: the notice's floor, the promise made when applying, the city plan's figure on top (8.2, 7).

A plan below its floor or below its promise is an error, held exactly: the city "reasonably calculates and sets" its
figures *on the basis of* the floors (重点城市要结合自身实际，在下列指标基础上，合理测算设定量化指标).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from operator import ge, gt, le, lt
from types import MappingProxyType
from typing import Any

from ipops.kernel.citation import Citation
from ipops.kernel.text import Text
from ipops.policy.exact import Number, decimal_text, plain
from ipops.policy.shapes import MeasureType
from ipops.policy.terms import plain_value
from ipops.policy.units import UNITS

COMPARATORS: MappingProxyType[str, Callable[[Any, Any], bool]] = MappingProxyType(
    {"ge": ge, "gt": gt, "le": le, "lt": lt}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One goal as a pack's layers leave it. Joined by ``id``, never by a number of a list.

    ``floor``, ``promise`` and ``plan`` are in ``unit`` (20 means 20 % when the unit is per cent); ``None`` where no layer
    gives one. ``listed_as`` is a label for people only.
    """

    id: str
    title: Text
    floor: Fraction | None
    comparator: str
    measure_type: MeasureType
    unit: str
    cite: Citation
    promise: Fraction | None = None
    plan: Fraction | None = None
    promise_cite: Citation | None = None
    plan_cite: Citation | None = None
    listed_as: str = ""
    caution: Text | None = None
    demo: bool = False  #: whether the figure that is asked for is a demo one

    @property
    def asked(self) -> Fraction | None:
        """What the city must reach: the plan's figure, else the promise, else the floor. ``None`` if only words."""
        return next((v for v in (self.plan, self.promise, self.floor) if v is not None), None)

    @property
    def asked_cite(self) -> Citation:
        if self.plan is not None and self.plan_cite:
            return self.plan_cite
        if self.promise is not None and self.promise_cite:
            return self.promise_cite
        return self.cite

    @property
    def is_percent(self) -> bool:
        return bool(self.unit) and UNITS[self.unit].percent

    def as_rate(self, value: Fraction) -> Fraction:
        """A figure of this goal as a plain fraction: 20 per cent is 1/5, a count stays."""
        return value / 100 if self.is_percent else value

    def is_met_by(self, value: Fraction | int) -> bool | None:
        """Whether a value in this goal's unit reaches what is asked, exactly; ``None`` if the goal has only words."""
        return None if self.asked is None else COMPARATORS[self.comparator](value, self.asked)

    def as_json(self) -> dict[str, Any]:
        def told(value: Fraction | None) -> Any:
            return plain_value(plain(value)) if value is not None else None

        return {
            "id": self.id,
            "title": self.title.as_json(),
            "listed_as": self.listed_as,
            "measure_type": str(self.measure_type),
            "comparator": self.comparator,
            "unit": self.unit,
            "floor": told(self.floor),
            "promise": told(self.promise),
            "plan": told(self.plan),
            "asked": told(self.asked),
            "cite": self.cite.as_json(),
            "promise_cite": self.promise_cite.as_json() if self.promise_cite else None,
            "plan_cite": self.plan_cite.as_json() if self.plan_cite else None,
            "caution": self.caution.as_json() if self.caution else None,
            "demo": self.demo,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One layer's entry for a goal from a day on."""

    since: date
    floor: Number | None
    promise: Number | None
    plan: Number | None
    cite: Citation
    caution: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalFile:
    """What one file of ``targets/`` says."""

    id: str
    title: Text
    measure_type: MeasureType
    comparator: str
    unit: str
    listed_as: str
    reviewed_on: date
    values: tuple[Goal, ...]
    file: str

    def on(self, day: date | None) -> Goal | None:
        """The entry in force on a day; the newest if no day is given; ``None`` before the first."""
        return next((g for g in reversed(self.values) if day is None or g.since <= day), None)


def in_order(listed_as: str) -> tuple[int, int, str]:
    """Sorts labels as people list them: 1, 2, 7a, 7b, 14c, and x1 after all numbers."""
    digits = "".join(c for c in listed_as if c.isdigit())
    return (1 if listed_as[:1] == "x" or not digits else 0, int(digits or 0), listed_as)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A figure of the lineage that lies below an earlier one; ``key`` is the figure at fault."""

    code: str
    key: str
    fill: dict[str, Any]


def shortfalls(
    *, floor: Number | None, promise: Number | None, plan: Number | None, comparator: str, unit: str
) -> Iterator[Shortfall]:
    """Every break of the lineage floor -> promise -> plan, exact. A goal with ``le`` asks for less, so less is stricter."""
    keeps = ge if comparator in ("ge", "gt") else le
    said = {"floor": floor, "promise": promise, "plan": plan}
    fill: dict[str, Any] = {k: decimal_text(v) for k, v in said.items() if v is not None}
    fill["unit"] = UNITS[unit].named if unit in UNITS else unit
    for code, key, base in (
        ("promise-below-floor", "promise", "floor"),
        ("below-promise", "plan", "promise"),
        ("below-floor", "plan", "floor"),
    ):
        value, least = said[key], said[base]
        if value is not None and least is not None and not keeps(value, least):
            yield Shortfall(code, key, fill)
