"""Days on which the interbank market and the exchanges settle, kept apart from the days on which offices work.

The interbank market follows the working days of offices, make-up weekends included, but for eight days of 2006 and 2007.
Exchanges never open on a weekend, made up or not, and were closed on 9 February 2024. Held against QuantLib 1.44
(``China.IB``, ``China.SSE``), day by day, by ``tests/reference/test_market_days.py``.

Rule: no notice, no calendar. A year beyond ``LAST_YEAR`` has no settlement days here, and callers must say so.
"""

from __future__ import annotations

from datetime import date

from ipops.reference.workdays import LAST_YEAR, is_working_day

FIRST_INTERBANK_YEAR = 2006
FIRST_EXCHANGE_YEAR = 2008
_SATURDAY = 5
_INTERBANK_CLOSED = frozenset(
    date.fromisoformat(d)
    for d in (
        "2006-01-26",
        "2006-01-27",
        "2006-02-05",
        "2006-04-04",
        "2006-06-09",
        "2006-09-15",
        "2006-10-08",
        "2007-04-04",
    )
)
_EXCHANGES_CLOSED = frozenset({date(2024, 2, 9)})


def covers(day: date, *, exchange: bool = False) -> bool:
    """Whether the calendar of that market is known for the day's year."""
    return (FIRST_EXCHANGE_YEAR if exchange else FIRST_INTERBANK_YEAR) <= day.year <= LAST_YEAR


def interbank_open(day: date) -> bool:
    """Whether the interbank market settles. ``ValueError`` for a year whose calendar is not known."""
    if not covers(day):
        raise ValueError(f"The interbank calendar holds {FIRST_INTERBANK_YEAR} to {LAST_YEAR}, not {day.year}.")
    return is_working_day(day) and day not in _INTERBANK_CLOSED


def exchange_open(day: date) -> bool:
    """Whether the exchanges trade. ``ValueError`` for a year whose calendar is not known."""
    if not covers(day, exchange=True):
        raise ValueError(f"The exchanges' calendar holds {FIRST_EXCHANGE_YEAR} to {LAST_YEAR}, not {day.year}.")
    return is_working_day(day) and day.weekday() < _SATURDAY and day not in _EXCHANGES_CLOSED
