"""Interest periods: the days on which they end, with the stub where the terms want it, and the days of payment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

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
    """The unadjusted days that divide ``[start, end)``, both ends included."""
    inner = _regular(start, end, terms)
    if terms.pay_day is None or terms.stub in ("long_first", "long_last"):
        inner = _without_long_stub(inner, start, end, terms)
    return (start, *inner, end)


def _regular(start: date, end: date, terms: LoanTerms) -> list[date]:
    if terms.pay_day is not None:
        anchor, day = date(start.year, start.month, 1), terms.pay_day
        steps = ((months_after(anchor, k), day) for k in range(0, 12_000, terms.every))
        found = []
        for month, wanted in steps:
            at = _day_of(month, wanted)
            if at >= end:
                break
            if at > start:
                found.append(at)
        return found
    backwards = terms.stub in ("short_first", "long_first")
    anchor = end if backwards else start
    sticks = terms.month_end and _is_month_end(anchor)
    found, k = [], 1
    while True:
        at = months_after(anchor, (-k if backwards else k) * terms.every)
        at = _day_of(at, 31) if sticks else at
        if not start < at < end:
            break
        found.append(at)
        k += 1
    return sorted(found)


def _without_long_stub(inner: list[date], start: date, end: date, terms: LoanTerms) -> list[date]:
    """A long stub is the short one joined with its neighbour."""
    if not inner:
        return inner
    if terms.stub == "long_first" and months_after(inner[0], -terms.every) != start and len(inner) > 1:
        return inner[1:]
    if terms.stub == "long_last" and months_after(inner[-1], terms.every) != end and len(inner) > 1:
        return inner[:-1]
    return inner


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
