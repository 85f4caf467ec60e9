"""A docket as an iCalendar feed (RFC 5545): one all-day event for each day to keep, with alarms before it.

Pure text: the day it is made for is an argument, and the same docket gives the same bytes. A provisional day is TENTATIVE.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.rights.docket.item import DueItem, Status

MIME = "text/calendar"
#: days before the due day: ours, the lead times of custody (services.md 4.1)
ALARMS = (90, 30, 7)
_FOLD = 75


def calendar(items: Iterable[DueItem], *, name: Text, on: date, lang: str = "zh") -> str:
    """The feed. Items without a day are left out; notes carry no alarm."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//ipops//docket//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name.in_(lang))}",
        *(line for item in items for line in _event(item, on, lang)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(item: DueItem, on: date, lang: str) -> Iterator[str]:
    if item.due_on is None:
        return
    summary = f"{item.right} {item.does.in_(lang)}"
    if item.provisional:
        summary = f"{_PROVISIONAL.in_(lang)}{summary}"
    yield "BEGIN:VEVENT"
    yield f"UID:{item.rule}-{item.year or 0}-{escaped(item.right)}@ipops"
    yield f"DTSTAMP:{on:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{item.due_on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{item.due_on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(summary)}"
    yield f"DESCRIPTION:{escaped(_description(item, lang))}"
    yield f"STATUS:{'TENTATIVE' if item.provisional else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    if item.status is not Status.NOTE:
        for days in ALARMS:
            yield from (
                "BEGIN:VALARM",
                "ACTION:DISPLAY",
                f"DESCRIPTION:{escaped(summary)}",
                f"TRIGGER:-P{days}D",
                "END:VALARM",
            )
    yield "END:VEVENT"


def _description(item: DueItem, lang: str) -> str:
    """Amount, what follows, notes, clauses: why it is in the calendar."""
    said = []
    if isinstance(item.amount, Money):
        said.append(_AMOUNT.fill(amount=item.amount).in_(lang))
    if item.missed is not None:
        said.append(_MISSED.fill(then=item.missed).in_(lang))
    said += [t.in_(lang) for t in (*item.readings, *item.notes)]
    said.append("; ".join(f"{c} ({c.grade})" for c in item.cites))
    return "\n".join(said)


def escaped(text: str) -> str:
    """Text as a value of iCalendar: no raw line end, comma, semicolon or backslash."""
    for raw, safe in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(raw, safe)
    return text


def folded(line: str) -> str:
    """A line of at most 75 bytes, continued on the next ones; no character is cut in two."""
    parts: list[str] = []
    part, size = "", 0
    for char in line:
        width = len(char.encode())
        if size + width > (_FOLD if not parts else _FOLD - 1):
            parts.append(part)
            part, size = "", 0
        part += char
        size += width
    return "\r\n ".join([*parts, part])


_PROVISIONAL = Text("（暂定）", "(provisional) ")
_AMOUNT = Text("金额：{amount}", "Amount: {amount}")
_MISSED = Text("逾期：{then}", "If missed: {then}")
