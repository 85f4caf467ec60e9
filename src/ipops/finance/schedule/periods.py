"""Interest periods: the days on which they end, with the stub where the terms want it, and the days of payment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, pairwise

from ipops.finance.schedule.calendars import rolled
from ipops.finance.schedule.terms import LoanTerms
from ipops.kernel.outcome import Refused
from ipops.kernel.period import months_after


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestPeriod:
    """``[start, end)`` bears interest and is paid on ``pays_on``; all three are days of the contract's calendar."""

    start: date
    end: date
    pays_on: date
    provisional: bool = False


def boundaries(start: date, end: date, terms: LoanTerms) -> tuple[date, ...]:
    """The unadjusted days that divide ``[start, end)``, both ends included.

    A long stub is the short one joined with its neighbour. Whether there is a stub is asked of the grid of regular days, not
    of the distance to the next one: the 28 February of a loan that pays on the 30th is no stub.
    """
    grid = list(_grid(start, end, terms))
    inner = [d for d in grid if start < d < end]
    if terms.stub == "long_first" and start not in grid:
        inner = inner[1:]
    if terms.stub == "long_last" and end not in grid:
        inner = inner[:-1]
    return (start, *inner, end)


def _grid(start: date, end: date, terms: LoanTerms) -> Iterator[date]:
    """The regular days in order of time, from one at or before the start (or the first after it) to one at or after the end."""
    if terms.pay_day is not None:
        yield from _until(end, (_day_of(months_after(start, k), terms.pay_day) for k in count(0, terms.every)))
        return
    backwards = terms.stub in ("short_first", "long_first")
    anchor = end if backwards else start
    sticks = terms.month_end and _is_month_end(anchor)
    step = -terms.every if backwards else terms.every
    days = (months_after(anchor, k * step) for k in count())
    days = (_day_of(d, 31) if sticks else d for d in days)
    if not backwards:
        yield from _until(end, days)
        return
    made = [next(days)]
    while made[-1] > start:
        made.append(next(days))
    yield from reversed(made)


def _until(end: date, days: Iterator[date]) -> Iterator[date]:
    """The days up to the first one at or after ``end``, that one included."""
    for day in days:
        yield day
        if day >= end:
            return


def _day_of(month: date, day: int) -> date:
    """That day of the month, or its last one."""
    first = months_after(date(month.year, month.month, 1), 1)
    return date(month.year, month.month, min(day, (first - timedelta(days=1)).day))


def _is_month_end(day: date) -> bool:
    return (day + timedelta(days=1)).month != day.month


def interest_periods(terms: LoanTerms, end: date | None = None) -> tuple[InterestPeriod, ...] | Refused:
    """The periods of a loan until ``end`` (its own last day unless told), payment days rolled by its calendar."""
    days = boundaries(terms.start, end or terms.end, terms)
    return rolled_periods(days, terms)


def rolled_periods(days: tuple[date, ...], terms: LoanTerms) -> tuple[InterestPeriod, ...] | Refused:
    made: list[InterestPeriod] = []
    starts = days[0]
    for low, high in pairwise(days):
        moved = rolled(high, terms.roll, terms.calendar, terms.beyond)
        if isinstance(moved, Refused):
            return moved
        ends = moved.day if terms.accrue == "adjusted" else high
        begins = starts if terms.accrue == "adjusted" else low
        made.append(InterestPeriod(start=begins, end=ends, pays_on=moved.day, provisional=moved.provisional))
        starts = moved.day
    return tuple(made)
