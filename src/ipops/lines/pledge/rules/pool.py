"""How near a fund is to its warning and its fuse, and how its state by each line turns: lines of the scheme against the book of the day.

Rule 1: the state remembers. ``before`` is what stood last; a stop ends below its resume line alone (``finance.scheme.triggers``).
Rule 2: a line whose measure cannot be told, or no loan stands under it, turns nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from ipops.finance.forms.amounts import money, rate, shown_rate
from ipops.finance.scheme import Scheme
from ipops.finance.scheme.case import Case
from ipops.finance.scheme.form import Level, Trigger
from ipops.finance.scheme.outcome import Log
from ipops.finance.scheme.triggers import measured, step
from ipops.kernel.citation import Citation
from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.pledge.facts.words import LineState

Measure = Money | Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """One line of a scheme: where the measure stands, where the line is, and how far it is off (``left``) or already
    past it (``over``); ``None`` for both: nobody knows."""

    line: str
    says: Text
    stands: str | None
    at: str
    left: str | None
    over: str | None
    status: LineState
    cite: Citation
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A line whose state is another than it was."""

    line: str
    before: LineState
    after: LineState
    measure: str


def near(scheme: Scheme, told: Mapping[str, Any], on: date, before: Mapping[str, str]) -> tuple[Near, ...]:
    """Every warning, stop and resume line of the scheme. A scheme without one has none, and that is said by an empty answer."""
    made = []
    for trigger, measure, _, now in _states(scheme, told, on, before):
        for says, level in ((_WARN, trigger.warn), (_STOP, trigger.stop), (RESUME, trigger.resume)):
            if level is not None:
                made.append(_near(trigger, level, says, measure, now))
    return tuple(made)


def turned(scheme: Scheme, told: Mapping[str, Any], on: date, before: Mapping[str, str]) -> tuple[Turned, ...]:
    """The lines that turn with the book as it stands."""
    return tuple(
        Turned(line=trigger.id, before=was, after=now, measure=shown(measure))
        for trigger, measure, was, now in _states(scheme, told, on, before)
        if measure is not None and now is not was
    )


def _states(
    scheme: Scheme, told: Mapping[str, Any], on: date, before: Mapping[str, str]
) -> Iterator[tuple[Trigger, Measure | None, LineState, LineState]]:
    case = Case(on, {k: v for k, v in told.items() if v is not None})
    for trigger in scheme.form.triggers:
        log = Log()
        was, measure = LineState(before.get(trigger.id, LineState.OPEN)), measured(trigger, case, log)
        yield trigger, measure, was, was if measure is None else LineState(step(trigger, str(was), measure, log))


def may_take_on(scheme: Scheme, told: Mapping[str, Any], on: date, before: Mapping[str, str]) -> Refused | None:
    """Whether a fund still takes on loans: not once a stop of its scheme is reached, and not before it is lifted. What becomes of
    claims in process the scheme says or the fund's agreement (``triggers.….in_process``); where neither does, the engine calls
    them unknown."""
    blown = [n for n in near(scheme, told, on, before) if n.status is LineState.STOPPED and n.says == _STOP]
    reasons = tuple(
        Reason(code="fund-stopped", says=_STOPPED.fill(line=n.at, stands=n.stands or n.at), cite=n.cite, field="fund")
        for n in blown
    )
    return Refused(reasons=reasons) if reasons else None


def _near(trigger: Trigger, level: Level, says: Text, measure: Measure | None, now: LineState) -> Near:
    line: Measure = money(level.at) if trigger.against is None else rate(level.at)
    short: Measure | None = line - measure if measure is not None else None  # type: ignore[operator]
    passed = short is not None and short < type(short)(0)  # type: ignore[operator]
    return Near(
        line=trigger.id,
        says=says,
        stands=shown(measure) if measure is not None else None,
        at=shown(line),
        left=shown(short) if short is not None and not passed else None,
        over=shown(-short) if short is not None and passed else None,
        status=now,
        cite=trigger.cite.cite,
        scope=str(trigger.scope),
    )


def shown(measure: Measure) -> str:
    """A sum, or a rate: exact where few digits are, else to a hundredth of a per cent with the sign of nearness."""
    if isinstance(measure, Money):
        return str(measure)
    exact = shown_rate(measure)
    return exact if "/" not in exact else f"≈{shown_rate(Fraction(round(measure * 10_000), 10_000))}"


_WARN = Text("预警线", "warning")
_STOP = Text("熔断（停办）线", "fuse (stop)")
RESUME = Text("恢复线", "resume")
_STOPPED = Text(
    "资金已停办（停办线 {line}，现为 {stands}），恢复前不再新增备案；在途的补偿申请依方案或资金协议办理，都未载的为未知。",
    "The fund is stopped (its line is {line}; it stands at {stands}): until it resumes no new loan is filed. Claims in process go by the scheme or the fund's agreement, and are unknown where neither says.",
)
