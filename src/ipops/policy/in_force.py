"""When the shape of a rule changes, the old shape stays, dated (style C2): a case is judged by the rule of its day.

@in_force("remainder", from_=date(2018, 8, 6), cite=...)
def after_passing(...): ...

@in_force("remainder", from_=date(2020, 4, 30), cite=...)     # now in tiers
def in_tiers(...): ...

rule_on("remainder", date(2019, 5, 1))  ->  the first one
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleShape:
    """One shape of a rule: from which day, by which clause, and the function that applies it."""

    rule: str
    from_: date
    cite: Citation
    apply: Callable[..., Any]


_SHAPES: dict[str, tuple[RuleShape, ...]] = {}


def in_force(rule: str, *, from_: date, cite: Citation) -> Callable[[F], F]:
    """Registers a function as the shape of a rule from a day on. Two shapes of one day are a bug: ``ValueError``."""

    def register(function: F) -> F:
        before = _SHAPES.get(rule, ())
        if any(s.from_ == from_ and s.apply.__qualname__ != function.__qualname__ for s in before):
            raise ValueError(f"Two shapes of {rule!r} begin on {from_}.")
        kept = [s for s in before if s.from_ != from_]
        shape = RuleShape(rule=rule, from_=from_, cite=cite, apply=function)
        _SHAPES[rule] = tuple(sorted([*kept, shape], key=lambda s: s.from_))
        return function

    return register


def shapes() -> Mapping[str, tuple[RuleShape, ...]]:
    """Every rule with its shapes, the oldest first."""
    return MappingProxyType(_SHAPES)


def rule_on(rule: str, day: date) -> RuleShape | Unknown:
    """The shape in force on a day. Before the first one the answer names its day. ``KeyError`` for no such rule."""
    known = _SHAPES[rule]
    found = next((s for s in reversed(known) if s.from_ <= day), None)
    if found is not None:
        return found
    first = known[0]
    return Unknown(
        why=Text(
            f"规则“{rule}”最早自 {first.from_} 起（{first.cite}），{day} 尚无规定。",
            f"The rule “{rule}” begins on {first.from_} ({first.cite}); on {day} there was none.",
        ),
        cites=(first.cite,),
    )
