"""Day counts: which part of a year lies between two days, as an exact fraction."""

from __future__ import annotations

import calendar
from datetime import date
from enum import StrEnum
from fractions import Fraction


class DayCount(StrEnum):
    ACT_365F = "ACT/365F"
    ACT_360 = "ACT/360"
    D30_360 = "30/360"  #: bond basis, ISDA 2006 §4.16(f)
    D30E_360 = "30E/360"  #: Eurobond basis, ISDA 2006 §4.16(g)
    ACT_ACT = "ACT/ACT"  #: ISDA 2006 §4.16(b): each year's days over that year's length


def year_fraction(start: date, end: date, count: DayCount) -> Fraction:
    """The part of a year in ``[start, end)``. Negative if ``end`` is earlier."""
    if end < start:
        return -year_fraction(end, start, count)
    if count is DayCount.ACT_365F:
        return Fraction((end - start).days, 365)
    if count is DayCount.ACT_360:
        return Fraction((end - start).days, 360)
    if count is DayCount.ACT_ACT:
        return _act_act(start, end)
    return _thirty(start, end, european=count is DayCount.D30E_360)


def _thirty(start: date, end: date, *, european: bool) -> Fraction:
    first, last = min(start.day, 30), end.day
    if last == 31 and (european or first == 30):
        last = 30
    days = 360 * (end.year - start.year) + 30 * (end.month - start.month) + last - first
    return Fraction(days, 360)


def _act_act(start: date, end: date) -> Fraction:
    total = Fraction(0)
    for year in range(start.year, end.year + 1):
        low, high = max(start, date(year, 1, 1)), min(end, date(year + 1, 1, 1))
        if high > low:
            total += Fraction((high - low).days, 366 if calendar.isleap(year) else 365)
    return total
