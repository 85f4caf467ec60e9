"""On which day a payment falls: the calendars of offices, of the interbank market and of the exchanges, kept apart.

Rule: beyond the last published year there is no calendar. A file may ask for weekends only (``beyond: weekends``), and the
days found so are marked provisional; nothing does so by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.reference import market_days, workdays


class Calendar(StrEnum):
    NONE = "none"
    OFFICE = "office"
    INTERBANK = "interbank"
    EXCHANGE = "exchange"


class Roll(StrEnum):
    NONE = "none"
    FOLLOWING = "following"
    MODIFIED_FOLLOWING = "modified_following"
    PRECEDING = "preceding"
    MODIFIED_PRECEDING = "modified_preceding"


class Beyond(StrEnum):
    REFUSE = "refuse"
    WEEKENDS = "weekends"


@dataclass(frozen=True, slots=True)
class Moved:
    """The day after rolling; ``provisional`` if a year without a calendar was looked at."""

    day: date
    provisional: bool = False


def rolled(day: date, roll: Roll, on: Calendar, beyond: Beyond = Beyond.REFUSE) -> Moved | Refused:
    """The day itself if the calendar is open, else the one the roll leads to."""
    if roll is Roll.NONE or on is Calendar.NONE:
        return Moved(day)
    forward = roll in (Roll.FOLLOWING, Roll.MODIFIED_FOLLOWING)
    got = _walk(day, 1 if forward else -1, on, beyond)
    if isinstance(got, Refused) or roll in (Roll.FOLLOWING, Roll.PRECEDING) or got.day.month == day.month:
        return got
    return _walk(day, -1 if forward else 1, on, beyond)


def _walk(day: date, step: int, on: Calendar, beyond: Beyond) -> Moved | Refused:
    provisional = False
    while True:
        if not covers(day, on):
            if beyond is Beyond.REFUSE:
                return _calendar_ends(day, on)
            provisional = True
            is_open = day.weekday() < 5
        else:
            is_open = opens(day, on)
        if is_open:
            return Moved(day, provisional)
        day += timedelta(days=step)


def covers(day: date, on: Calendar) -> bool:
    """Whether the calendar of that kind is published for the day's year."""
    if on is Calendar.NONE:
        return True
    if on is Calendar.OFFICE:
        return workdays.is_announced(day)
    return market_days.covers(day, exchange=on is Calendar.EXCHANGE)


def opens(day: date, on: Calendar) -> bool:
    """Whether that calendar is open on a day it covers."""
    if on is Calendar.NONE:
        return True
    if on is Calendar.OFFICE:
        return workdays.is_working_day(day)
    return market_days.interbank_open(day) if on is Calendar.INTERBANK else market_days.exchange_open(day)


_NAMES = {
    Calendar.NONE: Text("无", "no"),
    Calendar.OFFICE: Text("机关工作日", "office"),
    Calendar.INTERBANK: Text("银行间市场", "interbank"),
    Calendar.EXCHANGE: Text("交易所", "exchange"),
}


def _calendar_ends(day: date, on: Calendar) -> Refused:
    says = Text(
        f"{_NAMES[on].zh}日历只到 {workdays.LAST_YEAR} 年，{day} 是否营业尚无通知。请改用 roll: none，"
        "或写明 beyond: weekends（只避周末，结果标为暂定）。",
        f"The {_NAMES[on].en} calendar ends with {workdays.LAST_YEAR}; whether {day} is open has not been announced. Use "
        "roll: none, or say beyond: weekends (weekends only, the result marked provisional).",
    )
    return Refused(reasons=(Reason(code="calendar-ends", says=says, field="calendar"),))
