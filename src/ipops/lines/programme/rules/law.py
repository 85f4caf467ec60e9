"""What a pack says about judging a year, and what it leaves open: every open term lists the readings that remain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from ipops.kernel.outcome import Reason, Unknown
from ipops.kernel.period import CalendarPeriod
from ipops.kernel.text import Text
from ipops.lines.programme.rules.verdict import Basis
from ipops.measures.growth import Method
from ipops.measures.params import Params, contract_readings, readings
from ipops.measures.words import Contracts, Counting, Territory
from ipops.policy import Known, Layer, MeasureType, Pack, Target

T = TypeVar("T")
METHOD, BASE_YEAR = "growth.method", "growth.base_year"
COUNTING, TERRITORY, CONTRACTS = "deal.counting", "territory", "contract.scope"
MIDTERM, ZERO_BASE, NEW_ONLY = "midterm.basis", "zero_base.alternative", "count.new_in_period"
DURATION, PLAN = "duration_years", "plan.period"


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """A pack as it stood on the last day of the judged year. What it answers is kept: a nation's cities are judged by one law."""

    pack: Pack
    on: date
    _terms: dict[str, Known | Unknown] = field(default_factory=dict, compare=False, repr=False)
    _targets: dict[str, Target | None] = field(default_factory=dict, compare=False, repr=False)
    _in_force: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)
    _readings: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    _bases: dict[int, range] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, pack: Pack, year: int) -> Law:
        return cls(pack=pack, on=date(year, 12, 31))

    def term(self, name: str) -> Known | Unknown:
        if name not in self._terms:
            self._terms[name] = self.pack.term(name, self.on)
        return self._terms[name]

    def chosen(self, name: str) -> str | None:
        """The choice the pack makes, or ``None`` where it leaves the term open."""
        got = self.term(name)
        return str(got.value) if isinstance(got, Known) else None

    def listed(self, name: str) -> tuple[str, ...]:
        """The choices that remain: the one made, or all that the most specific layer lists."""
        if (one := self.chosen(name)) is not None:
            return (one,)
        terms = (p.own_terms[name] for p in self.pack.layers if name in p.own_terms)
        return next((tuple(t.choices) for t in terms if t.choices), ())

    def open(self, name: str, code: str, says: Text) -> Reason:
        """A reason that rests on a term the pack leaves open; its citation is the clause that is silent."""
        got = self.term(name)
        cite = got.cites[0] if isinstance(got, Unknown) and got.cites else self.pack.cite
        return Reason(code=code, says=says, cite=cite, field=name)

    @property
    def methods(self) -> tuple[Method, ...]:
        return self._read("methods", self._methods)

    def _methods(self) -> tuple[Method, ...]:
        listed = tuple(Method(m) for m in self.listed(METHOD))
        return listed or tuple(Method.__members__.values())

    def _read(self, name: str, make: Callable[[], T]) -> T:
        """What the open terms leave possible, worked out once."""
        if name not in self._readings:
            self._readings[name] = make()
        kept: T = self._readings[name]
        return kept

    @property
    def method(self) -> Method | None:
        return Method(m) if (m := self.chosen(METHOD)) else None

    @property
    def params(self) -> tuple[Params, ...]:
        """Every reading of an expression the pack leaves possible, the one shown first in front."""
        return self._read("params", self._params)

    def _params(self) -> tuple[Params, ...]:
        counting, territory = self.chosen(COUNTING), self.chosen(TERRITORY)
        return readings(Counting(counting) if counting else None, Territory(territory) if territory else None)

    @property
    def contract_params(self) -> tuple[Params, ...]:
        """Every reading of *patented-technology contract* that the pack leaves possible."""
        return self._read("contracts", self._contracts)

    def _contracts(self) -> tuple[Params, ...]:
        chosen = self.chosen(CONTRACTS)
        return contract_readings(Contracts(chosen) if chosen else None)

    @property
    def base_year(self) -> int | None:
        got = self.term(BASE_YEAR)
        return got.whole if isinstance(got, Known) else None

    def possible_bases(self, year: int) -> range:
        """The years that may be the base of a growth up to ``year`` (decision 0042).

        The named one alone; else from the year before the notice was issued, and not further back than the programme is
        long, up to the year before. Empty when no such year lies before ``year``.
        """
        if year not in self._bases:
            self._bases[year] = self._possible_bases(year)
        return self._bases[year]

    def _possible_bases(self, year: int) -> range:
        if (named := self.base_year) is not None:
            return range(named, named + 1) if named < year else range(0)
        issued = next((p.start.year for p in self.pack.layers if p.layer is Layer.NOTICE), self.pack.start.year)
        duration = self.term(DURATION)
        longest = duration.whole if isinstance(duration, Known) else year - issued + 1
        return range(max(issued - 1, year - longest), year)

    @property
    def plan_ends(self) -> int | None:
        """The last year of the plan, where the pack tells its period."""
        got = self.term(PLAN)
        return (
            got.value.days.last_day.year if isinstance(got, Known) and isinstance(got.value, CalendarPeriod) else None
        )

    @property
    def midterm(self) -> Basis | None:
        return Basis(m) if (m := self.chosen(MIDTERM)) else None

    @property
    def zero_base(self) -> Text:
        """What the pack lets stand in for growth from nothing, in words."""
        got = self.term(ZERO_BASE)
        if isinstance(got, Known):
            return Text(f"替代办法：{got.shown.zh}。", f"Instead: {got.shown.en}.")
        listed = self.listed_names(ZERO_BASE)
        return Text(
            f"替代办法未定（{'、'.join(t.zh for t in listed) or '无'}）。",
            f"What stands in for it is open ({'; '.join(t.en for t in listed) or 'nothing listed'}).",
        )

    def listed_names(self, name: str) -> tuple[Text, ...]:
        terms = (p.own_terms[name] for p in self.pack.layers if name in p.own_terms)
        return next((tuple(t.choices.values()) for t in terms if t.choices), ())

    def target(self, goal: str) -> Target | None:
        """The goal as it stood on the day; the newest if it was set later (then ``in_force`` is false)."""
        if goal not in self._targets:
            self._targets[goal] = self.pack.target(goal, self.on) or self.pack.target(goal)
        return self._targets[goal]

    def in_force(self, goal: str) -> bool:
        """Whether any layer had set it by the day."""
        if goal not in self._in_force:
            self._in_force[goal] = self.pack.target(goal, self.on) is not None
        return self._in_force[goal]

    def is_growth(self, goal: str, otherwise: bool) -> bool:
        """Whether the pack asks for a growth; a city plan may put a growth where the notice has only words."""
        target = self.target(goal)
        return target.measure_type is MeasureType.GROWTH if target else otherwise
