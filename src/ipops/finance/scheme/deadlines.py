"""Deadlines: so many working days, days, months or years after an event; the event's day is not counted.

A term in days, months or years whose last day is no working day rolls to the next one where its source says so; working
days are those of offices, make-up weekends included. Months end on the like day, or on the last day of a shorter month.
"""

from __future__ import annotations

from datetime import date, timedelta

from ipops.finance.scheme.case import Case
from ipops.finance.scheme.conditions import holds
from ipops.finance.scheme.facts import FACTS
from ipops.finance.scheme.form import Deadline
from ipops.finance.scheme.outcome import Due, Log
from ipops.kernel.period import months_after
from ipops.kernel.text import Text
from ipops.reference import workdays


def last_day(start: date, n: int, unit: str, rolls: bool) -> workdays.Rolled:
    """The last day of a term of ``n`` units after ``start``."""
    if unit == "workday":
        return workdays.add_working_days(start, n)
    end = start + timedelta(days=n) if unit == "day" else months_after(start, n * (12 if unit == "year" else 1))
    return workdays.roll(end) if rolls else workdays.Rolled(end, False)


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
    in_time = acted <= got.day if isinstance(acted, date) else None
    if silent and (later := last_day(start, deadline.n, deadline.unit, True)).day != got.day:
        why = Text("来源未载末日逢休息日是否顺延。", "The source does not say whether a last day of rest is moved.")
        log.lacks_word(f"{rule}.rolls", why, deadline.cite.cite)
        if isinstance(acted, date) and got.day < acted <= later.day:
            in_time = None
    inputs = {deadline.starts: str(start), "n": f"{deadline.n} {deadline.unit}"}
    log.step(rule, deadline.says.text, deadline.cite.cite, str(got.day), **inputs)
    return Due(
        rule=rule,
        says=deadline.says.text,
        last_day=got.day,
        provisional=got.provisional,
        in_time=in_time,
        cite=deadline.cite.cite,
    )
