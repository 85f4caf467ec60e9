"""What falls due on many rights at once, as ``due`` tells it of each, without its words: rule, year, day, status and sums.

    Stock (one array a field) ─> columns.compute ─> now, of each fee ─┬─> entries by right, for lists of any length
                                       days of grant ────────────────┘      (words are worked out for the rows of a page)

Rule 1: for *plain* rights alone (``is_plain``): granted or registered, in force, with no paper, order, use or open licence on record.
All else has more on its docket than fees and days of grant, and is worked out one by one.
Rule 2: every row is the row of ``due``; a test holds both against one another for any stock and day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ipops.kernel.period import months_after
from ipops.ledger.facts.words import RightKind
from ipops.rights.docket import marks, terms
from ipops.rights.docket.annuities import RULE as ANNUITY
from ipops.rights.docket.columns import KINDS, Stock, compute
from ipops.rights.docket.days import PUBLISHED, Calendar
from ipops.rights.docket.due import AHEAD
from ipops.rights.docket.item import Status
from ipops.rights.docket.lines import RESTORATION
from ipops.rights.docket.periods import RESTORABLE_FOR
from ipops.rights.docket.vectors import NO_DAY, Days, Months, day_of, number
from ipops.rights.law import Book, book

Ints = npt.NDArray[Any]
_MARK = KINDS.index(RightKind.TRADEMARK)
_RISK, _BARRED = 36, 60
_STATES = (Status.OPEN, Status.LATE, Status.MISSED, Status.NOTE)
_OPEN, _LATE, _MISSED, _NOTE = range(4)


class Entry(NamedTuple):
    """One thing due. ``right`` is its place in the stock. Sums in fen, ``None`` where none is asked or none is known: ``total``
    as it stands, ``full`` and ``lowest`` without and with the reduction (a mark: on paper, online), lateness included."""

    right: int
    rule: str
    year: int | None
    status: Status
    due_on: date | None
    opens_on: date | None
    full: int | None
    total: int | None
    lowest: int | None


def is_plain(kind: RightKind, granted_on: date | None, on: date, law: Book | None = None) -> bool:
    """Whether fees, term and days of grant are all that falls due, if nothing else is on record: the periods that run from
    the grant itself must be over."""
    if granted_on is None or not (kind.is_patent or kind is RightKind.TRADEMARK):
        return False
    return months_after(granted_on, _after_grant(kind, law or book())) < on


def _after_grant(kind: RightKind, law: Book) -> int:
    """Months after which no period that runs from the grant is on the docket any more; one more for the roll."""
    unit = {"year": 12, "month": 1}
    running = [
        rule.length * unit.get(rule.unit, 1) + RESTORABLE_FOR * rule.restorable
        for rule in law.deadlines.values()
        if rule.anchor == "grant" and str(kind) in rule.kinds and isinstance(rule.length, int)
    ]
    return max(running, default=0) + 1


def agenda(
    stock: Stock, on: date, *, months: int = AHEAD, calendar: Calendar = PUBLISHED, law: Book | None = None
) -> list[Entry]:
    """Everything with a day up to ``months`` ahead, or past, or without a day because it was missed."""
    law = law or book()
    until = months_after(on, months)
    return [
        *_annuities(stock, on, until, calendar, law),
        *_marks(stock, on, until, calendar, law),
        *_terms(stock, on, until, calendar, law),
    ]


def _fees(stock: Stock, on: date, item: int, calendar: Calendar, law: Book) -> tuple[Ints, dict[str, Ints]]:
    """The rights with such a fee, and its windows as arrays of rights by steps."""
    table = compute(stock, on, calendar=calendar, law=law)
    table = table.filter(np.asarray(table["item"]) == item).sort_by([("right", "ascending"), ("step", "ascending")])
    steps = len(np.unique(np.asarray(table["step"]))) or 1

    def column(name: str, absent: int) -> Ints:
        values = table[name]
        if name.endswith("_on"):
            values = values.cast("int32")
        found: Ints = values.fill_null(absent).to_numpy().reshape(-1, steps)
        return found

    names = ("year", "opens_on", "last_on", "full", "surcharge", "total", "lowest")
    made = {n: column(n, int(NO_DAY) if n.endswith("_on") else -1) for n in names}
    return column("right", 0)[:, 0], made


def _annuities(stock: Stock, on: date, until: date, calendar: Calendar, law: Book) -> Iterator[Entry]:
    """The earliest open year of each patent, and every further one that falls due in time."""
    left, at = stock, np.arange(len(stock))
    first = True
    while len(at):
        rights, w = _fees(left, on, 0, calendar, law)
        if not len(rights):
            return
        year = w["year"][:, 0].astype(np.int32)
        due = Months(left.filed_on[rights]).plus(12 * (year - 1))
        open_ = w["last_on"][:, :RESTORATION] >= number(on)
        step = np.where(open_.any(axis=1), open_.argmax(axis=1), RESTORATION)
        state = np.where(step == 0, _OPEN, np.where(step == RESTORATION, _MISSED, _LATE))
        told = np.ones(len(rights), np.bool_) if first else due <= number(until)
        yield from _told(at[rights], ANNUITY, year, state, step, w, told, number(until))
        more = told & (state != _MISSED)
        at, left, first = at[rights[more]], _paid(left, rights[more], year[more]), False


def _paid(stock: Stock, rights: Ints, year: Ints) -> Stock:
    part = Stock(**{name: getattr(stock, name)[rights] for name in Stock.__dataclass_fields__})
    return replace(part, paid_to=year.astype(np.int16))


def _marks(stock: Stock, on: date, until: date, calendar: Calendar, law: Book) -> Iterator[Entry]:
    """Renewal or grace; use that nobody showed; the five years of earlier rights."""
    rights, w = _fees(stock, on, 1, calendar, law)
    if len(rights):
        step = np.where(number(on) <= w["last_on"][:, 0], 0, 1)
        over = number(on) > w["last_on"][:, 1]
        state = np.where(over, _MISSED, np.where(step == 0, _OPEN, _LATE))
        for rule, nth in ((marks.RENEW, 0), (marks.GRACE, 1)):
            yield from _told(rights, rule, None, state, step, w, step == nth, number(until))
    at = np.flatnonzero((stock.kind == _MARK) & (stock.granted_on != NO_DAY))
    since = Months(stock.granted_on[at])
    risk, barred = since.plus(_RISK), since.plus(_BARRED)
    unused = (since.plus(marks.WARN_AT[0]) <= number(on)) & (risk <= number(until))
    yield from _notes(at[unused], marks.NON_USE, risk[unused])
    near = (number(on) <= barred) & (barred <= number(until))
    yield from _notes(at[near], marks.EARLIER, barred[near])


def _terms(stock: Stock, on: date, until: date, calendar: Calendar, law: Book) -> Iterator[Entry]:
    """The last day of a term that ends in time."""
    rights, w = _fees(stock, on, 2, calendar, law)
    last = w["last_on"][:, 0]
    near = last <= number(until)
    yield from _notes(rights[near], terms.RULE, last[near])


def _told(
    rights: Ints, rule: str, year: Ints | None, state: Ints, step: Ints, w: dict[str, Ints], which: Ints, until: int
) -> Iterator[Entry]:
    """The window that is open now, of the rights that ``which`` picks."""
    at = np.arange(len(rights))
    last = np.where(state == _MISSED, w["last_on"][:, -1], w["last_on"][at, step])
    which = which & ((last == NO_DAY) | (last <= until))
    for i in np.flatnonzero(which):
        full, extra = int(w["full"][i, step[i]]), int(w["surcharge"][i, step[i]])
        known = full >= 0
        yield Entry(
            right=int(rights[i]),
            rule=rule,
            year=int(year[i]) if year is not None else None,
            status=_STATES[state[i]],
            due_on=day_of(last[i]),
            opens_on=day_of(w["opens_on"][i, step[i]]),
            full=full + extra if known else None,
            total=int(w["total"][i, step[i]]) if known else None,
            lowest=int(w["lowest"][i, step[i]]) if known else None,
        )


def _notes(rights: Ints, rule: str, days: Days) -> Iterator[Entry]:
    for right, day in zip(rights, days, strict=True):
        yield Entry(int(right), rule, None, Status.NOTE, day_of(day), None, None, None, None)


__all__ = ["Entry", "agenda", "is_plain"]
