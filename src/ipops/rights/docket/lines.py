"""Fee windows of one live right as plain rows: what to pay by when, month by month of lateness. Money is in fen.

Rule 1: an annuity falls due on the anniversary of *filing*; the year of grant is paid at registration (实施细则 114, 115).
Rule 2: the surcharge is a part of the full annuity, whatever the reduction; the first late month is free.
Rule 3: no source says whether late months count from the statutory day or from the working day it moved to. ``last_on``
counts from the statutory day (never later than the other reading); ``other_last_on`` from the moved day.
Rule 4: the best single relief applies, never two; a reduction holds in calendar years that are on record.
``columns`` gives the same rows for many rights at once; a test holds them against one another.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ipops.kernel.period import months_after
from ipops.ledger.facts.words import RightKind
from ipops.rights.docket.days import ONE_DAY, Calendar, anniversary, mark_last_day, patent_year
from ipops.rights.law import Book

FEN = 100
ANNUITY, RENEWAL, EXPIRY = "annuity", "renewal", "expiry"
RESTORATION = 7  #: the step after the six late months
MARK_YEARS, MARK_OPENS, MARK_GRACE = 10, 12, 6
#: rights that ended their six reduced years before this day are reduced again from the next year only (FR-7)
LONGER_FROM = date(2018, 8, 1)
OLD_YEARS = 6


class LiveRight(NamedTuple):
    """What a fee needs to know. ``granted_on`` is the day a mark's current term began; ``paid_to`` the last patent year
    paid, ``None`` if nobody told; ``entitled`` the per cent not charged while the owners are on record in ``on_record``."""

    kind: RightKind
    filed_on: date
    granted_on: date | None
    expires_on: date | None = None
    paid_to: int | None = None
    entitled: int = 0
    on_record: frozenset[int] = frozenset()
    open_from: date | None = None
    open_until: date | None = None
    classes: int = 1
    loss_received_on: date | None = None


class Line(NamedTuple):
    """``step`` 0 is in time, 1 … 6 the late months, 7 restoration. ``relief`` is the per cent that holds on the last day;
    ``lowest`` the total if the owners' reduction were on record (for a mark: filed online). ``None`` is unknown."""

    item: str
    year: int
    step: int
    opens_on: date
    last_on: date | None
    other_last_on: date | None
    provisional: bool
    full: int | None
    relief: int
    surcharge: int | None
    total: int | None
    lowest: int | None


def lines(right: LiveRight, on: date, calendar: Calendar, book: Book) -> list[Line]:
    """The windows of the earliest open fee, and the end of the term where it is known."""
    made: list[Line] = []
    if right.kind.is_patent and right.granted_on is not None:
        year = open_year(right, on, calendar)
        made += annuity_lines(right, year, calendar, book) if _is_owed(right, year, book) else ()
    elif right.kind is RightKind.TRADEMARK and right.granted_on is not None:
        made += renewal_lines(right, calendar, book)
    ends = term_ends(right, book)
    if ends is not None:
        last = ends - ONE_DAY
        made.append(Line(EXPIRY, 0, 0, last, last, last, False, None, 0, None, None, None))
    return made


def term_ends(right: LiveRight, book: Book) -> date | None:
    """The first day after the term, as stated, else by law from the filing day; ``None`` where that needs other days."""
    if right.expires_on is not None:
        return right.expires_on
    if right.kind is RightKind.TRADEMARK:
        return mark_last_day(right.granted_on, MARK_YEARS) + ONE_DAY if right.granted_on else None
    years = book.terms[right.kind].length(right.filed_on) if right.kind.is_patent else None
    return months_after(right.filed_on, 12 * years) if years else None


def open_year(right: LiveRight, on: date, calendar: Calendar) -> int:
    """The earliest patent year that is not known to be paid. Where no payment is known, a right in force has paid
    whatever its six late months have passed for."""
    assert right.granted_on is not None
    first = patent_year(right.filed_on, right.granted_on) + 1  # the year of grant is paid at registration
    if right.paid_to is not None:
        return max(first, right.paid_to + 1)
    now = patent_year(right.filed_on, on)
    late_end = calendar.roll(months_after(anniversary(right.filed_on, now), 6)).day
    return max(first, now if on <= late_end else now + 1)


def _is_owed(right: LiveRight, year: int, book: Book) -> bool:
    """Whether the patent still has such a year."""
    ends = term_ends(right, book)
    return ends is not None and anniversary(right.filed_on, year) < ends


def relief_on(right: LiveRight, year: int, day: date, book: Book) -> int:
    """Per cent not charged if the annuity of ``year`` is paid on ``day``: the best of reduction on record and open licence."""
    reduced = right.entitled if day.year in right.on_record and may_be_reduced(right, year, day, book) else 0
    return max(reduced, open_relief(right, day, book))


def may_be_reduced(right: LiveRight, year: int, day: date, book: Book) -> bool:
    """Whether the year is one of those the scheme of that day reduces, counted from the patent year of grant."""
    if right.granted_on is None:
        return False
    nth = year - patent_year(right.filed_on, right.granted_on) + 1
    if nth > OLD_YEARS and anniversary(right.filed_on, year) < LONGER_FROM:
        return False
    return 1 <= nth <= book.years_reduced(day)


def open_relief(right: LiveRight, day: date, book: Book) -> int:
    """Per cent off while an open licence is being used."""
    rule = book.reductions["FR-6"]
    running = right.open_from is not None and right.open_from <= day
    if not running or day < rule.since or (right.open_until is not None and day >= right.open_until):
        return 0
    return rule.percent or 0


def annuity_lines(right: LiveRight, year: int, calendar: Calendar, book: Book) -> Iterator[Line]:
    """In time, six late months, restoration."""
    due = anniversary(right.filed_on, year)
    moved = calendar.roll(due)
    opens = max(anniversary(right.filed_on, year - 1), right.granted_on or right.filed_on)
    yield _annuity(right, year, 0, (opens, moved.day, moved.day), moved.provisional, book)
    opens = moved.day + ONE_DAY
    months = book.late.months
    for month in range(1, months):
        last = months_after(due, month)
        yield _annuity(right, year, month, (opens, last, months_after(moved.day, month)), moved.provisional, book)
        opens = last + ONE_DAY
    end, other = calendar.roll(months_after(due, months)), calendar.roll(months_after(moved.day, months))
    unsure = moved.provisional or end.provisional or other.provisional
    yield _annuity(right, year, months, (opens, end.day, other.day), unsure, book)
    yield _restoration(right, year, end.day + ONE_DAY, unsure, calendar, book)


def _restoration(right: LiveRight, year: int, opens: date, unsure: bool, calendar: Calendar, book: Book) -> Line:
    """Two months from the notice of loss; without the notice its last day is not known."""
    if right.loss_received_on is None:
        return _annuity(right, year, RESTORATION, (opens, None, None), unsure, book)
    last = calendar.roll(months_after(right.loss_received_on, book.restoration.months))
    return _annuity(right, year, RESTORATION, (opens, last.day, last.day), unsure or last.provisional, book)


def _annuity(
    right: LiveRight, year: int, step: int, days: tuple[date, date | None, date | None], unsure: bool, book: Book
) -> Line:
    opens, last, other = days
    pay_day = last or opens
    relief = relief_on(right, year, pay_day, book)
    best = max(
        right.entitled if may_be_reduced(right, year, pay_day, book) else 0, open_relief(right, pay_day, book), relief
    )
    yuan = book.tariff(pay_day)[0].yuan(right.kind, year)
    if yuan is None:
        return Line(ANNUITY, year, step, opens, last, other, unsure, None, relief, None, None, None)
    surcharge = late_part(yuan, step, book)
    return Line(
        item=ANNUITY,
        year=year,
        step=step,
        opens_on=opens,
        last_on=last,
        other_last_on=other,
        provisional=unsure,
        full=yuan * FEN,
        relief=relief,
        surcharge=surcharge,
        total=yuan * (100 - relief) + surcharge,
        lowest=yuan * (100 - best) + surcharge,
    )


def late_part(yuan: int, step: int, book: Book) -> int:
    """What lateness adds, in fen: a part of the full annuity, and the request's fee for restoration."""
    if step == 0:
        return 0
    if step == RESTORATION:
        return yuan * book.restoration.percent + book.restoration.request.fen
    return yuan * book.late.percent_by_month[step - 1]


def renewal_lines(right: LiveRight, calendar: Calendar, book: Book) -> Iterator[Line]:
    """The twelve months before a mark's term ends, and the six months of grace with the late fee, a class each."""
    ends = term_ends(right, book)
    if ends is None:
        return
    end = ends - ONE_DAY
    moved, grace = calendar.roll(end), calendar.roll(months_after(end, MARK_GRACE))
    fee, late = book.fees["renewal.trademark"], book.fees["renewal_late.trademark"]
    paper, paper_late = fee.paper.fen * right.classes, late.paper.fen * right.classes
    online = (fee.online or fee.paper).fen * right.classes
    online_late = (late.online or late.paper).fen * right.classes
    opens = months_after(end, -MARK_OPENS) + ONE_DAY
    yield Line(RENEWAL, 0, 0, opens, moved.day, end, moved.provisional, paper, 0, 0, paper, online)
    unsure = moved.provisional or grace.provisional
    total, lowest = paper + paper_late, online + online_late
    yield Line(RENEWAL, 0, 1, moved.day + ONE_DAY, grace.day, grace.day, unsure, paper, 0, paper_late, total, lowest)
