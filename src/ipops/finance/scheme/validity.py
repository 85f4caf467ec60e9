"""From when until when a scheme holds, and what becomes of loans made under the version before it."""

from __future__ import annotations

from datetime import date

from ipops.finance.scheme.case import Case
from ipops.finance.scheme.facts import FACTS
from ipops.finance.scheme.form import Valid
from ipops.finance.scheme.outcome import Log
from ipops.kernel.outcome import Reason
from ipops.kernel.text import Text

#: Words of ``transition``: which version governs a loan drawn before this one began.
OLD, NEW = "old", "new"
#: Words of ``run_off``: what becomes of loans drawn in its time once a scheme has ended.
GOES_ON, ENDS = "go_on", "ends"


def in_force(valid: Valid, case: Case, log: Log) -> tuple[list[Reason], bool]:
    """Refusals for a case outside the scheme's time, and whether a transition rule that nobody knows stands in the way."""
    cite = valid.cite.cite
    if case.on < valid.since:
        says = Text(
            f"方案自 {valid.since} 起有效，{case.on} 尚未施行。",
            f"The scheme holds from {valid.since}; {case.on} is before it.",
        )
        return [Reason(code="not-yet-in-force", says=says, cite=cite)], False
    open_ = False
    if valid.until is not None and case.on > valid.until:
        reasons, open_ = _after_its_end(valid, valid.until, case, log)
        if reasons:
            return reasons, False
    drawn = case.get("loan.drawn_on")
    if not isinstance(drawn, date) or drawn >= valid.since or valid.transition is None:
        return [], open_
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
    return [], open_


def _after_its_end(valid: Valid, until: date, case: Case, log: Log) -> tuple[list[Reason], bool]:
    """A claim after the last day of the scheme: on a loan drawn later it is refused; on one drawn in its time the scheme says, or
    nobody knows, whether it still governs."""
    told, drawn = valid.run_off, case.get("loan.drawn_on")
    where = told.cite.cite if told is not None and told.cite else valid.cite.cite
    if (told is not None and told.value == ENDS) or (isinstance(drawn, date) and drawn > until):
        says = Text(
            f"方案有效期至 {until}，{case.on} 已失效。",
            f"The scheme held until {until}; {case.on} is after it.",
        )
        return [Reason(code="no-longer-in-force", says=says, cite=where)], False
    if told is None or told.unknown is not None:
        log.lacks_word(
            "valid.run_off", told.unknown.text if told and told.unknown else _SILENT.fill(until=until), where
        )
        return [], True
    if not isinstance(drawn, date):
        log.lacks_fact("valid.run_off", "loan.drawn_on", FACTS["loan.drawn_on"].says, where)
        return [], True
    return [], False


_SILENT = Text(
    "方案有效期至 {until}；此前发放的贷款之后申请补偿是否仍适用，来源未载。",
    "The scheme held until {until}; whether it still governs claims made later on loans drawn in its time is in no source seen.",
)
