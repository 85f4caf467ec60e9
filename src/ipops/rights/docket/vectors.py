"""Day arithmetic on whole arrays: days are ``int32`` counted from 1970-01-01, absent days ``NO_DAY``."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ipops.rights.docket.days import PUBLISHED, Calendar

Days = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
NO_DAY = np.int32(-(2**31))
EPOCH = date(1970, 1, 1)
#: the roll is looked up between these days; rights outside them are a mistake of the caller
FIRST, LAST = date(1950, 1, 1), date(2201, 1, 1)


def number(day: date | None) -> int:
    return int(NO_DAY) if day is None else (day - EPOCH).days


def day_of(n: int) -> date | None:
    return None if n == NO_DAY else EPOCH + timedelta(days=int(n))


class Months:
    """Days taken apart once, so that many shifts by months cost a look-up each. The end of a month clamps."""

    def __init__(self, days: Days) -> None:
        months = days.astype("datetime64[D]").astype("datetime64[M]")
        self.month = months.astype(np.int32)
        self.nth = days - _starts()[self.month - _MONTH_0]

    def plus(self, months: Any) -> Days:
        """So many months later (an ``int`` or an array of them): the corresponding day, or the month's last."""
        at = self.month + months - _MONTH_0
        starts = _starts()
        moved: Days = starts[at] + np.minimum(self.nth, starts[at + 1] - starts[at] - 1)
        return moved

    @property
    def year(self) -> Days:
        made: Days = (1970 + self.month // 12).astype(np.int32)
        return made


_MONTH_0 = (1900 - 1970) * 12
_MONTHS = 400 * 12


@lru_cache(maxsize=1)
def _starts() -> Days:
    """The first day of each month from 1900 on."""
    months = np.arange(_MONTH_0, _MONTH_0 + _MONTHS).astype("datetime64[M]")
    return months.astype("datetime64[D]").astype(np.int32)


def year_of(days: Days) -> Days:
    made: Days = (1970 + days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int32)).astype(np.int32)
    return made


class Roll:
    """A calendar as two tables, by day: where a period that would end on it ends, and whether that is provisional."""

    def __init__(self, calendar: Calendar) -> None:
        self.base = number(FIRST)
        rolled = [calendar.roll(FIRST + timedelta(days=i)) for i in range((LAST - FIRST).days)]
        self.to: Days = np.array([number(r.day) for r in rolled], dtype=np.int32)
        self.unsure: Flags = np.array([r.provisional for r in rolled], dtype=np.bool_)

    def __call__(self, days: Days) -> tuple[Days, Flags]:
        at = days - self.base
        return self.to[at], self.unsure[at]


@lru_cache(maxsize=4)
def roll_of(calendar: Calendar) -> Roll:
    """The tables of a calendar, made once."""
    return Roll(calendar)


PUBLISHED_CALENDAR = PUBLISHED
