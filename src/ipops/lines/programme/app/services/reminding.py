"""Reminders of returns as notices: one for each person, return and line of the matrix, however often this runs."""

from __future__ import annotations

from datetime import date

from ipops.kernel.text import Text
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import returns as reading
from ipops.lines.programme.rules.returns.reminders import MATRIX, Reminder, falling
from ipops.reference import divisions
from ipops.webkit.desk import notices
from ipops.webkit.desk.notices import Event
from ipops.webkit.models import User

#: Cities that report: their plan is adopted and they are not closed.
_REPORTING = ("running", "evaluated", "second_paid")


def event_of(one: Reminder) -> Event:
    """A line of the matrix as something a person may choose to have by mail, or not."""
    return Event(
        code=f"programme.return.{one.code}",
        title=Text(f"报表提醒：{one.says.zh}", f"Returns: {one.says.en}"),
        why=one.why,
        binding=one.binding,
    )


EVENTS = {one.code: event_of(one) for one in MATRIX}


def remind(today: date) -> int:
    """Tell everybody what the matrix says of today; gives how many notices are new."""
    rows = Dossier.objects.filter(cycle="programme.city", stage__in=_REPORTING)
    told = 0
    for place in sorted(set(rows.values_list("place", flat=True))):
        windows = reading.windows(place, today)
        stages = dict(Dossier.objects.filter(case__in=[w.code for w in windows]).values_list("case", "stage"))
        for window in windows:
            for one in falling(window.due_on, today, stages.get(window.code, "")):
                told += _tell(window, one, notices.people_at(place, [one.role]))
    return told


def _tell(window: reading.Window, one: Reminder, people: list[User]) -> int:
    place, schema = divisions.places().title(window.place), window.schema.title
    title = Text(
        f"{one.says.zh}：{place.zh} {window.period.text} {schema.zh}（{window.due_on} 到期）",
        f"{one.says.en}: {place.en}, {window.period.text}, {schema.en} (due {window.due_on})",
    )
    return notices.tell(
        people,
        event=EVENTS[one.code],
        code=f"programme.return:{one.code}:{window.code}",
        title=title,
        link="/programme/returns/",
    )
