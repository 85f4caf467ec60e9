"""From when until when a scheme holds, and what becomes of loans made under the version before it."""

from __future__ import annotations

from datetime import date

from ipops.finance.scheme.case import Case
from ipops.finance.scheme.form import Valid
from ipops.finance.scheme.outcome import Log
from ipops.kernel.outcome import Reason
from ipops.kernel.text import Text

#: Words of ``transition``: which version governs a loan drawn before this one began.
OLD, NEW = "old", "new"


def in_force(valid: Valid, case: Case, log: Log) -> tuple[list[Reason], bool]:
    """Refusals for a case outside the scheme's time, and whether a transition rule that nobody knows stands in the way."""
    cite = valid.cite.cite
    if case.on < valid.since:
        says = Text(
            f"方案自 {valid.since} 起有效，{case.on} 尚未施行。",
            f"The scheme holds from {valid.since}; {case.on} is before it.",
        )
        return [Reason(code="not-yet-in-force", says=says, cite=cite)], False
    if valid.until is not None and case.on > valid.until:
        says = Text(
            f"方案有效期至 {valid.until}，{case.on} 已失效。",
            f"The scheme held until {valid.until}; {case.on} is after it.",
        )
        return [Reason(code="no-longer-in-force", says=says, cite=cite)], False
    drawn = case.get("loan.drawn_on")
    if not isinstance(drawn, date) or drawn >= valid.since or valid.transition is None:
        return [], False
    told = valid.transition
    where = told.cite.cite if told.cite else cite
    if told.unknown is not None:
        log.lacks_word("valid.transition", told.unknown.text, where)
        return [], True
    if told.value == OLD:
        says = Text(
            f"{valid.since} 之前发放的贷款适用旧办法。", f"Loans drawn before {valid.since} keep the earlier version."
        )
        return [Reason(code="governed-by-the-earlier-version", says=says, cite=where)], False
    return [], False
