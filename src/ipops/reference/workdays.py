"""Working days of mainland China, by chinesecalendar: facts of the yearly notices of the State Council's office.

Rule: a year whose notice is not out has only weekends; every answer that had to look at such a day is provisional and
is to be worked out again once the notice is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar
from chinese_calendar.constants import holidays as _published

from ipops.kernel.citation import Citation, Grade

FIRST_YEAR: int = min(day.year for day in _published)
LAST_YEAR: int = max(day.year for day in _published)
ROLLS = Citation(
    document="总则",
    clause="第二百零三条",
    grade=Grade.B,
    quote="期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日。",
    source="laws/总则.md",
)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Rolled:
    """A day worked out, and whether it rests on a year whose holidays are not announced."""

    day: date
    provisional: bool


def is_announced(day: date) -> bool:
    """Whether the notice on that year's holidays is in the calendar."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def is_working_day(day: date) -> bool:
    """Whether offices work on that day; in years without a notice, whether it is Monday to Friday."""
    if is_announced(day):
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < _SATURDAY


def add_working_days(day: date, n: int) -> Rolled:
    """The ``n``-th working day after ``day``, which itself is not counted; before it if ``n`` is negative.

    ``n == 0`` gives the day itself, working or not.
    """
    step = timedelta(days=1 if n > 0 else -1)
    at, provisional = day, not is_announced(day) and n != 0
    for _ in range(abs(n)):
        at += step
        while not is_working_day(at):
            provisional |= not is_announced(at)
            at += step
        provisional |= not is_announced(at)
    return Rolled(at, provisional)


def roll(day: date) -> Rolled:
    """The day itself if offices work, else the next one on which they do: the last day of a term (``ROLLS``)."""
    at, provisional = day, not is_announced(day)
    while not is_working_day(at):
        at += timedelta(days=1)
        provisional |= not is_announced(at)
    return Rolled(at, provisional)


def working_days_between(start: date, end: date) -> tuple[int, bool]:
    """How many working days lie in ``[start, end)``, negative if ``end`` is earlier, and whether that is provisional."""
    if end < start:
        n, provisional = working_days_between(end, start)
        return -n, provisional
    days = [start + timedelta(days=i) for i in range((end - start).days)]
    return sum(map(is_working_day, days)), not all(map(is_announced, days))
