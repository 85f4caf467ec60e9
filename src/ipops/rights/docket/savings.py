"""Money around annuities: who must file the reduction again and what it saves, what was saved, what may come back.

Rule 1: a saving is told only where the reduction was on record in the year of payment and the sum paid shows it.
Rule 2: paid too much is more than the dearer of the two readings of lateness asks; a whole payment is too much where the
year had been paid before or the right had ended (实施细则 111: three years from the day of payment).
Rule 3: a payment from before the day on which the known tariff holds is judged by nobody here: it is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from ipops.kernel.citation import Citation
from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Unknown
from ipops.kernel.period import months_after
from ipops.kernel.text import Text
from ipops.ledger.facts import AnnuityPaid
from ipops.rights.docket import lines as rows
from ipops.rights.docket.days import PUBLISHED, Calendar, anniversary, patent_year
from ipops.rights.docket.given import Given
from ipops.rights.docket.payment import OLD_TARIFF, annuity_on
from ipops.rights.law import Book, book

REFUND, RECORD = "P-19", "FR-5"
REFUND_MONTHS = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class Refiling:
    """An annuity that falls due in a calendar year for which the owners, reduced before, are not on record."""

    right: str
    title: str
    year: int
    patent_year: int
    due_on: date
    last_recorded: int
    percent: int
    full: Money
    saves: Money
    cites: tuple[Citation, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "right": self.right,
            "title": self.title,
            "year": self.year,
            "patent_year": self.patent_year,
            "due_on": self.due_on.isoformat(),
            "last_recorded": self.last_recorded,
            "percent": self.percent,
            "full_fen": self.full.fen,
            "saves_fen": self.saves.fen,
            "cites": [c.as_json() for c in self.cites],
        }


def refilings(
    given: Given, year: int, *, on: date | None = None, calendar: Calendar = PUBLISHED, law: Book | None = None
) -> Iterator[Refiling]:
    """What must be filed again for ``year``, seen on its first day, or on a later one in it. Nothing where the owners are on
    record for it already, or never were: whether they would qualify only they can say; nothing either once the late months
    have passed: then the right has ended by law and no record saves anything."""
    law = law or book()
    seen_on = min(max(date(year, 1, 1), on or date.min), date(year, 12, 31))
    live = given.live(date(year, 1, 1))
    last = max((y for y in given.reductions if y < year), default=None)
    if live is None or last is None or year in given.reductions or given.is_ended or live.granted_on is None:
        return
    if not given.kind.is_patent:
        return
    ends, nth = rows.term_ends(live, law), rows.open_year(live, date(year, 1, 1), calendar)
    while ends is not None and (due := anniversary(live.filed_on, nth)) < ends and due.year <= year:
        yuan = law.tariff(due)[0].yuan(given.kind, nth)
        last_on = calendar.roll(due).day
        if calendar.roll(months_after(due, law.late.months)).day < seen_on:
            return
        if yuan is not None and rows.may_be_reduced(live, nth, max(last_on, date(year, 1, 1)), law):
            percent = given.reductions[last]
            yield Refiling(
                right=given.right,
                title=given.title,
                year=year,
                patent_year=nth,
                due_on=last_on,
                last_recorded=last,
                percent=percent,
                full=Money(yuan * rows.FEN),
                saves=Money(yuan * percent),
                cites=(*law.reductions[RECORD].cites, law.tariff(due)[0].cite),
            )
        nth += 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One payment looked at. ``saved`` and ``over`` are ``Unknown`` where no tariff of its day is at hand; ``until`` is the
    last day to ask for ``over`` back."""

    right: str
    patent_year: int
    paid_on: date
    paid: Money
    saved: Money | Unknown
    over: Money | Unknown
    why: Text | None
    until: date
    provisional: bool
    cites: tuple[Citation, ...]

    def open_on(self, day: date) -> bool:
        """Whether money may still be asked back."""
        return isinstance(self.over, Money) and self.over > NIL and self.paid_on <= day <= self.until

    def as_json(self) -> dict[str, Any]:
        def fen(m: Money | Unknown) -> int | None:
            return m.fen if isinstance(m, Money) else None

        return {
            "right": self.right,
            "patent_year": self.patent_year,
            "paid_on": self.paid_on.isoformat(),
            "paid_fen": self.paid.fen,
            "saved_fen": fen(self.saved),
            "over_fen": fen(self.over),
            "why": self.why.as_json() if self.why else None,
            "until": self.until.isoformat(),
            "provisional": self.provisional,
            "cites": [c.as_json() for c in self.cites],
        }


def judged(
    given: Given, paid: Iterable[AnnuityPaid], *, calendar: Calendar = PUBLISHED, law: Book | None = None
) -> Iterator[Judged]:
    """Every payment of a right, the earliest first, with what it saved and what was too much."""
    law = law or book()
    before: dict[int, _Before] = {}
    for fact in sorted(paid, key=lambda p: (p.on, p.year, p.paid.fen)):
        was = before.get(fact.year, _Before())
        saved, over, why, settled = _look(given, fact, was, calendar, law)
        before[fact.year] = _Before(was.paid + fact.paid, was.settled or settled)
        end = calendar.roll(months_after(fact.on, REFUND_MONTHS))
        yield Judged(
            right=given.right,
            patent_year=fact.year,
            paid_on=fact.on,
            paid=fact.paid,
            saved=saved,
            over=over,
            why=why,
            until=end.day,
            provisional=end.provisional,
            cites=law.deadlines[REFUND].cites,
        )


class _Before(NamedTuple):
    """What was paid for a year before, and whether that was enough on its day: then nothing is owed for it any more."""

    paid: Money = NIL
    settled: bool = False


def _look(
    given: Given, fact: AnnuityPaid, before: _Before, calendar: Calendar, law: Book
) -> tuple[Money | Unknown, Money | Unknown, Text | None, bool]:
    """Saved, too much and why, and whether the year is paid with it."""
    if given.ended_on is not None and given.ended_on < fact.on and _begins_after_the_end(given, fact):
        return NIL, fact.paid, _AFTER_END.fill(day=given.ended_on.isoformat()), True
    if before.settled:
        return NIL, fact.paid, _TWICE.fill(year=fact.year), True
    live = given.live(fact.on)
    tariff, held = law.tariff(fact.on)
    if live is None or live.granted_on is None or not held:
        lacks = Unknown(why=OLD_TARIFF.fill(day=tariff.holds_from) if live else _NO_DAYS)
        return lacks, lacks, None, False
    reduced = live._replace(entitled=given.reductions.get(fact.on.year, 0))
    priced = annuity_on(reduced, fact.year, fact.on, calendar=calendar, law=law)
    if isinstance(priced, Unknown):
        return priced, priced, None, False
    at_grant = fact.year <= patent_year(live.filed_on, live.granted_on)  # paid with the registration: it cannot be late
    asked = [priced.payable] if at_grant else [r.total for r in priced.readings if r.total is not None]
    if not asked:
        return NIL, NIL, None, False
    late = NIL if at_grant else priced.main.surcharge or NIL
    owed = max(max(asked) - before.paid, NIL)
    over = max(fact.paid - owed, NIL)
    unpaid = max(priced.full + late - before.paid - fact.paid, NIL)
    settled = before.paid + fact.paid >= min(asked)
    saved = min(priced.full - priced.payable, unpaid) if settled else NIL
    return saved, over, _TOO_MUCH.fill(owed=owed) if over > NIL else None, settled


def _begins_after_the_end(given: Given, fact: AnnuityPaid) -> bool:
    """Whether the year that was paid had not begun when the right ended."""
    return given.filed_on is not None and anniversary(given.filed_on, fact.year) >= (given.ended_on or date.max)


_AFTER_END = Text(
    "权利已于{day}终止，该年度无须缴纳（错缴）。", "The right ended on {day}; this year was not owed (paid by mistake)."
)
_TWICE = Text("第{year}年度已缴过（重缴）。", "The annuity of year {year} had been paid before (paid twice).")
_TOO_MUCH = Text("当日应缴{owed}（多缴）。", "{owed} was owed that day (paid too much).")
_NO_DAYS = Text("缺少申请日或授权日，无法核对。", "Without the days of filing and grant it cannot be checked.")
