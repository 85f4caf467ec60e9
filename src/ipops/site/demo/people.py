"""Who acts in the demo, and at which hour of the day what they enter is stored. All labels end in @demo."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import Enum

_CHINA = timedelta(hours=8)


class Actor(Enum):
    """Label in the journal, and the hour and minute in China at which the day's batch is stored."""

    REGISTER = ("import:register@demo", 9, 0)
    CLERK = ("user:clerk@demo", 10, 30)
    DISTRICT = ("user:district@demo", 11, 15)
    NEIGHBOUR = ("user:neighbour@demo", 13, 30)
    OFFICER = ("user:officer@demo", 15, 0)
    CHECKER = ("user:checker@demo", 16, 0)
    CERTIFIER = ("user:certifier@demo", 17, 0)

    @property
    def label(self) -> str:
        return self.value[0]

    def at(self, day: date) -> datetime:
        """When this actor's batch of that day is stored, in UTC."""
        _, hour, minute = self.value
        return datetime.combine(day, time(hour, minute), tzinfo=UTC) - _CHINA


def weekday_from(day: date) -> date:
    """The day itself, or the Monday after if it is a weekend. Public holidays are left out on purpose: the demo must
    not move when a calendar library learns of another year."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= 5 else day


def monday_after(day: date) -> date:
    """The Monday on which the week's list from the register is loaded."""
    return day + timedelta(days=7 - day.weekday())


def gazette_day(day: date) -> date:
    """Marks are announced on the 6th, 13th, 20th and 27th: the last such day up to ``day``, or the month's first."""
    return day.replace(day=max((d for d in (6, 13, 20, 27) if d <= day.day), default=6))
