"""How near a fund is to its warning and its fuse, and how a bank stands in it: lines of the scheme against the book of the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from ipops.finance.forms.amounts import money, rate, shown_rate
from ipops.finance.scheme import Scheme
from ipops.finance.scheme.case import Case
from ipops.finance.scheme.form import Level, Trigger
from ipops.finance.scheme.outcome import Log
from ipops.finance.scheme.triggers import measured, status
from ipops.kernel.citation import Citation
from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """One line of a scheme: where the measure stands, where the line is, how far it is. ``None``: nobody knows."""

    says: Text
    stands: str | None
    line: str
    left: str | None
    status: str
    cite: Citation
    scope: str


def near(scheme: Scheme, told: Mapping[str, Any], on: date) -> tuple[Near, ...]:
    """Every warning and stop of the scheme. A scheme without one has none, and that is said by an empty answer."""
    case = Case(on, {k: v for k, v in told.items() if v is not None})
    made = []
    for trigger in scheme.form.triggers:
        log = Log()
        measure, now = measured(trigger, case, log), status(trigger, case, log)
        for says, level in ((_WARN, trigger.warn), (_STOP, trigger.stop)):
            if level is not None:
                made.append(_near(trigger, level, says, measure, now))
    return tuple(made)


def may_take_on(scheme: Scheme, told: Mapping[str, Any], on: date) -> Refused | None:
    """Whether a fund still takes on loans: not once a stop of its scheme is reached. What becomes of claims in process the
    scheme says or the fund's agreement (``triggers.….in_process``); where neither does, the engine calls them unknown."""
    blown = [n for n in near(scheme, told, on) if n.status == "stopped" and n.says == _STOP]
    reasons = tuple(
        Reason(
            code="fund-stopped", says=_STOPPED.fill(line=n.line, stands=n.stands or n.line), cite=n.cite, field="fund"
        )
        for n in blown
    )
    return Refused(reasons=reasons) if reasons else None


def _near(trigger: Trigger, level: Level, says: Text, measure: Money | Fraction | None, now: str) -> Near:
    stands: str | None = None
    left: str | None = None
    if trigger.against is None:
        line = money(level.at)
        at = str(line)
        if isinstance(measure, Money):
            stands, left = str(measure), str(line - measure)
    else:
        share = rate(level.at)
        at = shown_rate(share)
        if isinstance(measure, Fraction):
            stands, left = shown_rate(measure), shown_rate(share - measure)
    return Near(
        says=says, stands=stands, line=at, left=left, status=now, cite=trigger.cite.cite, scope=str(trigger.scope)
    )


_WARN = Text("预警线", "warning")
_STOP = Text("熔断（停办）线", "fuse (stop)")
_STOPPED = Text(
    "资金已到停办线 {line}（现为 {stands}），不再新增备案；在途的补偿申请依方案或资金协议办理，都未载的为未知。",
    "The fund has reached its stop of {line} (it stands at {stands}): no new loan is filed. Claims in process go by the scheme or the fund's agreement, and are unknown where neither says.",
)
