"""Days of a docket: months with the clamp at the month's end, patent years, the roll to a working day.

专利法实施细则 第五条 and 商标法实施条例 第十二条 say the same of both offices: the first day is not counted, a period of months
ends on the corresponding day or the month's last, and an end on a holiday moves to the next working day.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Protocol

from ipops.kernel.citation import Citation
from ipops.kernel.period import months_after
from ipops.kernel.text import Text
from ipops.reference import workdays
from ipops.reference.workdays import Rolled

ONE_DAY = timedelta(days=1)
#: days on which a docket can be seen: from the first patent law's on, as far as terms reach
FIRST, LAST = date(1985, 4, 1), date(2140, 1, 1)
CLAMP = Citation(
    document="专利法实施细则(2023-12-11)",
    clause="第五条",
    quote="期限以年或者月计算的，以其最后一月的相应日为期限届满日；该月无相应日的，以该月最后一日为期限届满日",
    source="shared/data/laws",
)
MARK_CLAMP = Citation(
    document="商标法实施条例(2014-04-29)",
    clause="第十二条",
    quote="期限届满日是节假日的，以节假日后的第一个工作日为期限届满日",
    source="shared/data/laws",
)
PROVISIONAL = Text(
    f"该日涉及{workdays.LAST_YEAR}年以后的放假安排，尚未公布；按周末推算，为暂定日期，公布后须重新计算。",
    f"This day rests on holidays after {workdays.LAST_YEAR}, which are not announced; it is provisional, worked out from weekends, and is to be worked out again.",
)


class Calendar(Protocol):
    """Says on which day a period ends that would end on ``day``."""

    def roll(self, day: date) -> Rolled: ...

    def __hash__(self) -> int: ...


class _Published:
    """The announced working days of mainland China; provisional after the last announced year."""

    @staticmethod
    @lru_cache(maxsize=1 << 17)
    def roll(day: date) -> Rolled:
        return workdays.roll(day)


PUBLISHED: Calendar = _Published()


def anniversary(filed_on: date, year: int) -> date:
    """The day on which patent year ``year`` begins, which is the last day to pay its annuity (审查指南 5-9-2)."""
    return months_after(filed_on, 12 * (year - 1))


def patent_year(filed_on: date, day: date) -> int:
    """The patent year in which ``day`` lies; the first begins on the filing day, never on the priority day."""
    whole = day.year - filed_on.year
    return whole + 1 if anniversary(filed_on, whole + 1) <= day else whole


def mark_last_day(start: date, years: int) -> date:
    """The last day of a mark's term: the day before the corresponding day, or the month's last where there is none."""
    end = months_after(start, 12 * years)
    return end if end.day != start.day else end - ONE_DAY
