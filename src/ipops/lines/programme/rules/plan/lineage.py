"""The lineage of each target: floor of the notice, promise, defence, city plan, years, districts; and what is wrong with it.

Rule 1: the plan may not lie below the floor nor below what was promised, held exactly. Goals of the application that were
joined into one are traced: of counts the sum of what was promised binds, of rates each.
Rule 2: years and districts must carry the plan: counts add up to it, a running total ends at it, growth reaches it by the
pack's own formula; where the pack leaves the formula open that is said, not guessed.
Rule 3: a pledge goal handed down to districts is warned against where the pack's law forbids it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import prod
from operator import ge, le
from typing import Any

from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Reason
from ipops.kernel.text import Text
from ipops.policy import Known, MeasureType, Pack, Target
from ipops.policy.exact import decimal_text
from ipops.policy.terms import plain_value

#: Goals whose cascading 国知发运字〔2021〕17号 forbids; which ones they are is in their names.
PLEDGE = ("pledge_amount_growth", "pledge_projects_growth")
_ADDS = (MeasureType.COUNT, MeasureType.EXISTENCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something wrong with a target. An error blocks the plan; a warning is shown beside it and confirmed with a reason."""

    code: str
    goal: str
    blocks: bool
    says: Text
    cite: Citation | None = None

    @property
    def reason(self) -> Reason:
        return Reason(code=self.code, says=self.says, cite=self.cite, field=f"target.{self.goal}")

    def as_json(self) -> dict[str, Any]:
        return {**self.reason.as_json(), "blocks": self.blocks, "goal": self.goal}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One goal's figures. ``merges`` are the application's goals that went into it, ``promised`` theirs beside its own."""

    target: Target
    promise: Fraction | None = None
    defence: Fraction | None = None
    plan: Fraction | None = None
    merges: tuple[str, ...] = ()
    merged: Mapping[str, Fraction] = field(default_factory=dict)
    years: Mapping[int, Fraction] = field(default_factory=dict)
    districts: Mapping[str, Fraction] = field(default_factory=dict)
    joined_to: str = ""

    @property
    def bound(self) -> Fraction | None:
        """The strictest of what was promised for this goal alone."""
        said = [v for v in (self.promise, self.defence) if v is not None]
        strictest = max if self.target.comparator in ("ge", "gt", "") else min
        return strictest(said) if said else None

    def as_json(self) -> dict[str, Any]:
        def told(value: Fraction | None) -> Any:
            return None if value is None else plain_value(value)

        return {
            "goal": self.target.id,
            "title": self.target.title.as_json(),
            "unit": self.target.unit,
            "floor": told(self.target.floor),
            "promise": told(self.promise),
            "defence": told(self.defence),
            "plan": told(self.plan),
            "merges": list(self.merges),
            "joined_to": self.joined_to,
            "years": {str(y): told(v) for y, v in sorted(self.years.items())},
            "districts": {p: told(v) for p, v in sorted(self.districts.items())},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Every figure told of a plan so far, by goal."""

    promise: Mapping[str, Fraction] = field(default_factory=dict)
    defence: Mapping[str, Fraction] = field(default_factory=dict)
    plan: Mapping[str, Fraction] = field(default_factory=dict)
    merges: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    years: Mapping[str, Mapping[int, Fraction]] = field(default_factory=dict)
    districts: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)


def lines(floors: Pack, figures: Figures, on: date) -> tuple[Line, ...]:
    """One line a goal of the notice, in its order. ``floors`` is the pack of the notice, whose own plan figures are left out."""
    into = {part: goal for goal, parts in figures.merges.items() for part in parts}
    made = []
    for target in floors.targets(on):
        goal = target.id
        parts = figures.merges.get(goal, ())
        made.append(
            Line(
                target=target,
                promise=figures.promise.get(goal),
                defence=figures.defence.get(goal),
                plan=figures.plan.get(goal),
                merges=parts,
                merged={p: v for p in parts if (v := _strictest(p, figures)) is not None},
                years=figures.years.get(goal, {}),
                districts=figures.districts.get(goal, {}),
                joined_to=into.get(goal, ""),
            )
        )
    return tuple(made)


def _strictest(goal: str, figures: Figures) -> Fraction | None:
    said = [m[goal] for m in (figures.promise, figures.defence) if goal in m]
    return max(said) if said else None


def findings(floors: Pack, made: Iterable[Line], years: range, on: date) -> tuple[Finding, ...]:
    """Everything wrong, goal by goal, errors and warnings alike."""
    listed = {line.target.id: line for line in made}
    found: list[Finding] = []
    for line in listed.values():
        found += _missing(line)
        found += _joined(line, listed.get(line.joined_to))
        found += _below(line)
        found += _annual(line, floors, years, on)
        found += _districts(line, floors, on)
    return tuple(found)


def _finding(line: Line, code: str, blocks: bool, zh: str, en: str, cite: Citation | None) -> Finding:
    title = line.target.title
    says = Text(f"“{title.zh}”{zh}", f"“{title.en}” {en}")
    return Finding(code=code, goal=line.target.id, blocks=blocks, says=says, cite=cite)


def _missing(line: Line) -> Iterator[Finding]:
    if line.plan is None and not line.joined_to and (line.target.floor is not None or line.bound is not None):
        yield _finding(
            line,
            "plan-missing",
            True,
            "没有方案目标值；若已并入其他目标，请注明。",
            "has no plan figure; if it was joined with another goal, say so.",
            line.target.cite,
        )


def _joined(line: Line, into: Line | None) -> Iterator[Finding]:
    """A goal goes into one of its own kind that keeps a figure: what it promised would else bind nobody."""
    if not line.joined_to:
        return
    if into is None:
        wrong = (
            "joined-to-nothing",
            f"并入的“{line.joined_to}”不是通知的目标。",
            f"is joined to {line.joined_to}, no goal of the notice.",
        )
    elif into.joined_to:
        title = into.target.title
        wrong = (
            "joined-in-a-chain",
            f"并入的“{title.zh}”自己也并入了别的目标。",
            f"is joined to “{title.en}”, which is joined to another itself.",
        )
    elif _adds(into) != _adds(line) or into.target.measure_type is MeasureType.QUALITATIVE:
        title = into.target.title
        wrong = (
            "joined-unlike",
            f"与“{title.zh}”性质不同（计数、增幅、定性），不能合并。",
            f"is of another kind (count, growth, words) than “{title.en}” and is not joined with it.",
        )
    else:
        return
    yield _finding(line, wrong[0], True, wrong[1], wrong[2], line.target.cite)


def _adds(line: Line) -> bool:
    """Whether figures of the goal add up."""
    return line.target.measure_type in (*_ADDS, MeasureType.CUMULATIVE_DISTINCT)


def _keeps(line: Line) -> Callable[[Any, Any], bool]:
    return ge if line.target.comparator in ("ge", "gt", "") else le


def _below(line: Line) -> Iterator[Finding]:
    if line.plan is None:
        return
    keeps, plan = _keeps(line), decimal_text(line.plan)
    for code, least, zh, en in (
        ("below-floor", line.target.floor, "通知下限", "the floor"),
        ("below-promise", line.promise, "申报承诺", "the promise of the application"),
        ("below-defence", line.defence, "答辩承诺", "the promise of the defence"),
    ):
        if least is not None and not keeps(line.plan, least):
            told = decimal_text(least)
            yield _finding(
                line,
                code,
                True,
                f"方案为 {plan}，低于{zh} {told}。",
                f"is {plan} in the plan, below {en}, {told}.",
                line.target.cite,
            )
    if line.merged:
        yield from _below_merged(line, keeps)


def _below_merged(line: Line, keeps: Callable[[Any, Any], bool]) -> Iterator[Finding]:
    assert line.plan is not None
    own = [line.bound] if line.bound is not None else []
    adds = _adds(line)
    least = sum([*own, *line.merged.values()], Fraction(0)) if adds else max([*own, *line.merged.values()])
    if keeps(line.plan, least):
        return
    parts = "、".join(line.merges)
    how_zh, how_en = ("合计", "together") if adds else ("最高", "at most")
    yield _finding(
        line,
        "below-merged",
        True,
        f"由 {parts} 合并而来，承诺{how_zh} {decimal_text(least)}，方案只有 {decimal_text(line.plan)}。",
        f"joins {parts}, which {how_en} promise {decimal_text(least)}; the plan has {decimal_text(line.plan)}.",
        line.target.cite,
    )


def _annual(line: Line, floors: Pack, years: range, on: date) -> Iterator[Finding]:
    if not line.years or line.plan is None:
        return
    lacking = [y for y in years if y not in line.years]
    stray = [y for y in line.years if y not in years]
    if lacking or stray:
        told = "、".join(map(str, lacking or stray))
        yield _finding(
            line,
            "years-differ",
            True,
            f"年度分解与方案期不符：{told}。",
            f"is split over other years than the plan's: {told}.",
            line.target.cite,
        )
        return
    told_years = [line.years[y] for y in sorted(line.years)]
    got = _reached(line, told_years, floors, on)
    if isinstance(got, Finding):
        yield got
        return
    reached, needed = got
    if not _keeps(line)(reached, needed):
        yield _finding(
            line,
            "years-below-plan",
            True,
            f"各年合起来是 {decimal_text(reached)}，方案要求 {decimal_text(needed)}。",
            f"comes to {decimal_text(reached)} over the years; the plan needs {decimal_text(needed)}.",
            line.target.cite,
        )


def _reached(line: Line, told: list[Fraction], floors: Pack, on: date) -> tuple[Fraction, Fraction] | Finding:
    """What the years come to, and what the plan needs, in one measure: a sum, an end, or a growth over the whole plan."""
    assert line.plan is not None
    kind = line.target.measure_type
    if kind is MeasureType.CUMULATIVE_DISTINCT and any(a > b for a, b in pairwise(told)):
        return _finding(
            line,
            "running-total-falls",
            True,
            "是累计数，逐年不能减少。",
            "is a running total and cannot fall.",
            line.target.cite,
        )
    if kind in _ADDS:
        return sum(told, Fraction(0)), line.plan
    if kind is MeasureType.GROWTH:
        return _growth(line, line.plan, told, floors, on)
    return told[-1], line.plan


def _growth(
    line: Line, plan: Fraction, told: list[Fraction], floors: Pack, on: date
) -> tuple[Fraction, Fraction] | Finding:
    """By the pack's formula, exactly: a compound rate is compared by the growth it makes over the whole plan, without a root."""
    method = floors.term("growth.method", on)
    chosen = str(method.value) if isinstance(method, Known) else ""
    whole = prod((1 + rate / 100 for rate in told), start=Fraction(1))
    if chosen == "mean_yoy":
        return sum(told, Fraction(0)) / len(told), plan
    if chosen == "compound":
        return (whole - 1) * 100, ((1 + plan / 100) ** len(told) - 1) * 100
    if chosen == "simple":
        return (whole - 1) * 100 / len(told), plan
    if chosen == "last_vs_base":
        return (whole - 1) * 100, plan
    cite = method.cite if isinstance(method, Known) else next(iter(method.cites), None)
    return _finding(
        line,
        "growth-method-open",
        False,
        "的年均算法未定，年度分解是否够不能判断。",
        "is an average growth whose formula is open: whether the years suffice cannot be told.",
        cite,
    )


def _districts(line: Line, floors: Pack, on: date) -> Iterator[Finding]:
    if not line.districts:
        return
    if line.target.id in PLEDGE:
        rule = floors.term("pledge.cascade_targets", on)
        if isinstance(rule, Known) and rule.value == "forbidden":
            yield _finding(
                line,
                "pledge-cascaded",
                False,
                "是质押指标，不得层层分解、分派。",
                "is a pledge target: it may not be broken down or assigned level by level.",
                rule.cite,
            )
    if line.plan is None or not _adds(line):
        return
    told = sum(line.districts.values(), Fraction(0))
    if told < line.plan:
        yield _finding(
            line,
            "districts-below-plan",
            True,
            f"各区县合计 {decimal_text(told)}，少于全市的 {decimal_text(line.plan)}。",
            f"comes to {decimal_text(told)} over the districts, short of the city's {decimal_text(line.plan)}.",
            line.target.cite,
        )


def set_too_low(target: Target, value: Fraction, overshoot: Fraction | None, cite: Citation) -> Finding | None:
    """A result far above its target says that the target was low. How far is the scheme's; without a figure nothing is said."""
    asked = target.asked
    if overshoot is None or asked is None or asked <= 0 or value < asked * overshoot:
        return None
    says = Text(
        f"“{target.title.zh}”完成 {decimal_text(value)}，是目标 {decimal_text(asked)} 的 {decimal_text(overshoot)} 倍以上：目标可能定低了。",
        f"“{target.title.en}” came to {decimal_text(value)}, over {decimal_text(overshoot)} times its target"
        f" {decimal_text(asked)}: the target may have been set too low.",
    )
    return Finding(code="set-too-low", goal=target.id, blocks=False, says=says, cite=cite)
