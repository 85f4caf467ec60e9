"""Stretches of days that a measure is asked for. They may overlap: each family of disjoint ones is one query.

A part of a year is compared with the same months of another year or not at all; nothing here scales a part up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ipops.kernel.period import CalendarPeriod, Period, months_after
from ipops.kernel.text import Text

#: Before any fact that is counted: the Patent Law took effect on 1 April 1985.
BEGINNING = date(1985, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """``[start, end)`` with a label that is unique in one question, e.g. ``2021``, ``2021H1``, ``2021-07..2022-06``."""

    label: str
    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"Window {self.label} ends before it starts: {self.start} … {self.end}.")

    @property
    def days(self) -> Period:
        return Period(self.start, self.end)

    def overlaps(self, other: Window) -> bool:
        return self.start < other.end and other.start < self.end

    @property
    def is_whole_year(self) -> bool:
        return self == year(self.start.year)

    @property
    def named(self) -> Text:
        last = self.days.last_day
        return Text(
            f"{self.start.year}年{self.start.month}月{self.start.day}日至{last.year}年{last.month}月{last.day}日",
            f"{self.start.isoformat()} to {last.isoformat()}",
        )


def of(period: CalendarPeriod) -> Window:
    return Window(label=period.text, start=period.start, end=period.end)


def year(number: int) -> Window:
    return of(CalendarPeriod.of_year(number))


def years(first: int, last: int) -> tuple[Window, ...]:
    """The calendar years from ``first`` to ``last``, both included."""
    return tuple(year(y) for y in range(first, last + 1))


def year_to(day: date) -> Window:
    """The months of ``day``'s year that are complete on the evening of ``day``; the part year of a mid-term view.

    A month still running is left out: its deals would make a part month look like a whole one. Raises ``ValueError``
    when not one month is complete.
    """
    months = day.month if months_after(day.replace(day=1), 1) == next_day(day) else day.month - 1
    if months == 0:
        raise ValueError(f"No month of {day.year} is complete on {day}.")
    end = months_after(date(day.year, 1, 1), months)
    return Window(label=f"{day.year:04d}-01..{day.year:04d}-{months:02d}", start=date(day.year, 1, 1), end=end)


def same_months(window: Window, years_earlier: int) -> Window:
    """The same months ``years_earlier`` years before."""
    start = months_after(window.start, -12 * years_earlier)
    end = months_after(window.end, -12 * years_earlier)
    return Window(label=_months_label(start, end), start=start, end=end)


def trailing_twelve(day: date) -> Window:
    """The twelve months that end with the last month complete on the evening of ``day``."""
    end = months_after(day.replace(day=1), 1)
    if end != next_day(day):
        end = day.replace(day=1)
    start = months_after(end, -12)
    return Window(label=_months_label(start, end), start=start, end=end)


def next_day(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def _months_label(start: date, end: date) -> str:
    last = months_after(end, -1)
    return f"{start.year:04d}-{start.month:02d}..{last.year:04d}-{last.month:02d}"


def families(windows: Iterable[Window]) -> tuple[tuple[Window, ...], ...]:
    """The windows in as few families of disjoint ones as a greedy walk by start day finds; labels must be unique."""
    made: list[list[Window]] = []
    seen: set[str] = set()
    for w in sorted(windows, key=lambda w: (w.start, w.end)):
        if w.label in seen:
            raise ValueError(f"Two windows are called {w.label!r}.")
        seen.add(w.label)
        for family in made:
            if not family[-1].overlaps(w):
                family.append(w)
                break
        else:
            made.append([w])
    return tuple(tuple(f) for f in made)


def are_years(family: Sequence[Window]) -> bool:
    """Whether the family is an unbroken run of calendar years: then ``year(day)`` names the window."""
    return all(w.is_whole_year for w in family) and [w.start.year for w in family] == list(
        range(family[0].start.year, family[0].start.year + len(family))
    )
