"""Half-open stretches of days, and the calendar's own: years, half-years, quarters, months. The day is an argument."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Literal

Grain = Literal["year", "half", "quarter", "month", "span"]
_MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """``[start, end)``: the end day is the first day that no longer belongs."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"A period ends after it starts: {self.start} … {self.end}.")

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def overlaps(self, other: Period) -> bool:
        return self.start < other.end and other.start < self.end

    def covers(self, other: Period) -> bool:
        return self.start <= other.start and other.end <= self.end

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)


def _month_add(year: int, month: int, n: int) -> tuple[int, int]:
    at = year * 12 + (month - 1) + n
    return at // 12, at % 12 + 1


@dataclass(frozen=True, slots=True)
class CalendarPeriod:
    """A period of the calendar: ``grain``, and its first year and month; ``months`` is its length.

    Text forms (``parse`` and ``str`` are inverse): ``2019``, ``2017H1``, ``2025Q3``, ``2024-10``, and spans with both
    ends included: ``2025Q1-Q3``, ``2024-01..2024-09``, ``2016..2020``.
    """

    grain: Grain
    year: int
    month: int
    months: int
    text: str

    _FORMS: ClassVar[tuple[tuple[str, re.Pattern[str]], ...]] = (
        ("year", re.compile(r"([0-9]{4})")),
        ("half", re.compile(r"([0-9]{4})H([12])")),
        ("quarter", re.compile(r"([0-9]{4})Q([1-4])")),
        ("month", re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")),
    )

    def __post_init__(self) -> None:
        if not 1 <= self.year <= 9998:
            raise ValueError(f"No such year: {self.year}.")

    @classmethod
    def parse(cls, text: str) -> CalendarPeriod:
        """Raises ``ValueError`` naming the forms for anything else."""
        text = text.strip()
        if m := re.fullmatch(r"([0-9]{4})Q([1-4])-Q([1-4])", text):
            text_from, text_to = f"{m[1]}Q{m[2]}", f"{m[1]}Q{m[3]}"
            return cls._span(text, cls.parse(text_from), cls.parse(text_to))
        if ".." in text:
            left, right = text.split("..", 1)
            return cls._span(text, cls.parse(left), cls.parse(right))
        for grain, form in cls._FORMS:
            if m := form.fullmatch(text):
                months = _MONTHS[grain]
                nth = int(m[2]) if grain != "year" else 1
                return cls(grain, int(m[1]), (nth - 1) * months + 1, months, text)  # type: ignore[arg-type]
        raise ValueError(
            f"{text!r} is no period; write 2019, 2017H1, 2025Q3, 2024-10, 2025Q1-Q3, 2024-01..2024-09 or 2016..2020."
        )

    @classmethod
    def _span(cls, text: str, first: CalendarPeriod, last: CalendarPeriod) -> CalendarPeriod:
        months = (last.year * 12 + last.month + last.months) - (first.year * 12 + first.month)
        if first.grain != last.grain or months <= 0:
            raise ValueError(f"{text!r} runs backwards or mixes two kinds of period.")
        return cls("span", first.year, first.month, months, text)

    @classmethod
    def of_year(cls, year: int) -> CalendarPeriod:
        return cls("year", year, 1, 12, f"{year:04d}")

    @classmethod
    def of_month(cls, year: int, month: int) -> CalendarPeriod:
        return cls("month", year, month, 1, f"{year:04d}-{month:02d}")

    @property
    def start(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def end(self) -> date:
        """The first day after it."""
        year, month = _month_add(self.year, self.month, self.months)
        return date(year, month, 1)

    @property
    def days(self) -> Period:
        return Period(self.start, self.end)

    def shifted_years(self, n: int) -> CalendarPeriod:
        """The same months ``n`` years later (earlier if negative)."""
        moved = re.sub(r"[0-9]{4}", lambda m: f"{int(m[0]) + n:04d}", self.text)
        return CalendarPeriod.parse(moved)

    @property
    def before(self) -> CalendarPeriod:
        """The period of the same kind that ends where this one begins. Raises ``ValueError`` for a span."""
        return period_of(self.grain, self.start - timedelta(days=1))

    @property
    def is_part_year(self) -> bool:
        """Shorter than twelve months: such a figure is never scaled up to a year (traps 6)."""
        return self.months < 12

    def __str__(self) -> str:
        return self.text


def half_of(day: date) -> CalendarPeriod:
    return CalendarPeriod.parse(f"{day.year:04d}H{1 if day.month <= 6 else 2}")


def quarter_of(day: date) -> CalendarPeriod:
    return CalendarPeriod.parse(f"{day.year:04d}Q{(day.month - 1) // 3 + 1}")


def period_of(grain: str, day: date) -> CalendarPeriod:
    """The month, quarter, half or year a day lies in. Raises ``ValueError`` for another grain."""
    match grain:
        case "month":
            return CalendarPeriod.of_month(day.year, day.month)
        case "quarter":
            return quarter_of(day)
        case "half":
            return half_of(day)
        case "year":
            return CalendarPeriod.of_year(day.year)
    raise ValueError(f"No calendar has periods of the kind {grain!r}.")


def months_after(start: date, n: int) -> date:
    """``start`` plus ``n`` months, clamped to the month's end (31 January + 1 month is the last of February)."""
    year, month = _month_add(start.year, start.month, n)
    nxt = _month_add(year, month, 1)
    last = (date(nxt[0], nxt[1], 1) - timedelta(days=1)).day
    return date(year, month, min(start.day, last))
