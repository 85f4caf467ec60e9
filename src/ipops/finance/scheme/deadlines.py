"""Deadlines: so many working days, days, months or years after an event; the event's day is not counted.

A term in days, months or years whose last day is no working day rolls to the next one where its source says so; working
days are those of offices, make-up weekends included. Months end on the like day, or on the last day of a shorter month.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from ipops.finance.scheme.case import Case
from ipops.finance.scheme.conditions import holds
from ipops.finance.scheme.facts import FACTS
from ipops.finance.scheme.form import Deadline, Stated
from ipops.finance.scheme.outcome import Due, Log
from ipops.kernel.outcome import Reason
from ipops.kernel.period import months_after
from ipops.kernel.text import Text
from ipops.reference import workdays


def last_day(start: date, n: int, unit: str, rolls: bool) -> workdays.Rolled:
    """The last day of a term of ``n`` units after ``start``."""
    if unit == "workday":
        return workdays.add_working_days(start, n)
    end = start + timedelta(days=n) if unit == "day" else months_after(start, n * (12 if unit == "year" else 1))
    return workdays.roll(end) if rolls else workdays.Rolled(end, False)


def too_late(
    deadlines: Iterable[Deadline], found: Mapping[str, Due | None], case: Case
) -> tuple[list[Reason], list[Reason], bool]:
    """The reasons for which an act after its last day is refused, what is said of the others, and whether one that would be
    refused cannot be told to be in time."""
    reasons: list[Reason] = []
    flags: list[Reason] = []
    undecided = False
    for d in deadlines:
        got, late = found[d.id], d.late or Stated()
        if got is None or got.in_time is not False:
            undecided |= late.value == "refused" and (got.unsure if got else _may_be_late(d, case))
            continue
        cite = late.cite.cite if late.cite else d.cite.cite
        says = _LATE[late.value if late.unknown is None else None].fill(rule=d.says.text, day=got.last_day.isoformat())
        reason = Reason(code=f"late-{d.id}", says=says, cite=cite, field=d.acts or "")
        (reasons if late.value == "refused" else flags).append(reason)
    return reasons, flags, undecided


def _may_be_late(d: Deadline, case: Case) -> bool:
    """Done on a known day, under a deadline that may apply and whose start nobody tells."""
    done = d.acts is not None and case.get(d.acts) is not None
    return done and holds(d.when, case, f"deadlines.{d.id}", Log()) is not False


def due(deadline: Deadline, case: Case, log: Log) -> Due | None:
    """The deadline of a case; ``None`` if it does not apply or its start is not known."""
    rule = f"deadlines.{deadline.id}"
    if holds(deadline.when, case, rule, log) is not True:
        return None
    start = case.get(deadline.starts)
    if not isinstance(start, date):
        log.lacks_fact(rule, deadline.starts, FACTS[deadline.starts].says, deadline.cite.cite)
        return None
    silent = deadline.rolls is None and deadline.unit != "workday"
    got = last_day(start, deadline.n, deadline.unit, bool(deadline.rolls))
    acted = case.get(deadline.acts) if deadline.acts else None
    in_time, unsure = (acted <= got.day if isinstance(acted, date) else None), False
    if silent and (later := last_day(start, deadline.n, deadline.unit, True)).day != got.day:
        why = Text("来源未载末日逢休息日是否顺延。", "The source does not say whether a last day of rest is moved.")
        log.lacks_word(f"{rule}.rolls", why, deadline.cite.cite)
        if isinstance(acted, date) and got.day < acted <= later.day:
            in_time, unsure = None, True
    inputs = {deadline.starts: str(start), "n": f"{deadline.n} {deadline.unit}"}
    log.step(rule, deadline.says.text, deadline.cite.cite, str(got.day), **inputs)
    return Due(
        rule=rule,
        says=deadline.says.text,
        last_day=got.day,
        provisional=got.provisional,
        in_time=in_time,
        cite=deadline.cite.cite,
        unsure=unsure,
    )


_LATE = {
    "refused": Text(
        "逾期（{rule}，末日 {day}）：逾期的不予受理。", "Late ({rule} Last day {day}): what is late is refused."
    ),
    "taken": Text(
        "逾期（{rule}，末日 {day}）：逾期的仍予受理。", "Late ({rule} Last day {day}): it is taken all the same."
    ),
    None: Text(
        "逾期（{rule}，末日 {day}）：来源未载逾期如何处理，由决定人写明理由。",
        "Late ({rule} Last day {day}): the source does not say what comes of it; who decides gives the reason.",
    ),
}
