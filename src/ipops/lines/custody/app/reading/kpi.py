"""How a custody goes in a year: dates missed, how early alerts came, how fast questions were answered, how much of the plan was
delivered, what the client says. What nobody told is unknown and never good.

The five figures are ours (no national table was found; domain/services.md 3.1). A date counts as missed when the register ended
a right in care for an unpaid fee or an unasked renewal, or when an annuity or a mark's grace in care has run past its last day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.utils import timezone

from ipops.ledger.fact import Fact
from ipops.ledger.facts.words import EndOfRight
from ipops.lines.custody.app.models import Custody
from ipops.lines.custody.app.reading.care import Seen
from ipops.lines.custody.facts import CustodyAnswered, CustodyPlanned, CustodyRated, CustodyReviewed, CustodyServed
from ipops.rights.docket.item import DueItem, Status
from ipops.rights.docket.marks import GRACE, NON_USE
from ipops.webkit import columns
from ipops.webkit.models import JournalRow, Notice
from ipops.webkit.once import single_flight

#: ends that somebody who keeps dates would have prevented
LOST = (EndOfRight.UNPAID, EndOfRight.NOT_RENEWED)
_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """``lead`` is how many days before its day the tardiest alert came, ``told_late`` how many days had
    passed when they were first told; ``answer`` the mean of days until an answer; ``plan``
    what was delivered of what was planned, none counting twice; ``None`` where there is nothing to tell."""

    year: int
    missed: tuple[str, ...]
    lead: int | None
    alerts: int
    told_late: int
    answer: Fraction | None
    answers: int
    planned: int
    delivered: int
    satisfaction: Fraction | None
    ratings: int

    @property
    def plan(self) -> Fraction | None:
        return Fraction(self.delivered, self.planned) if self.planned else None

    def as_json(self) -> dict[str, Any]:
        return {
            "year": self.year,
            "missed": list(self.missed),
            "alert_lead_days": self.lead,
            "alerts": self.alerts,
            "told_late": self.told_late,
            "answer_days": str(self.answer) if self.answer is not None else None,
            "answers": self.answers,
            "planned": self.planned,
            "delivered": self.delivered,
            "plan": str(self.plan) if self.plan is not None else None,
            "satisfaction": str(self.satisfaction) if self.satisfaction is not None else None,
            "ratings": self.ratings,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What facts of one or many custodies say of a year, each with its custody."""

    planned: tuple[CustodyPlanned, ...]
    served: tuple[CustodyServed, ...]
    answered: tuple[CustodyAnswered, ...]
    rated: tuple[CustodyRated, ...]
    reviewed: tuple[CustodyReviewed, ...]


def told(rows: Iterable[Custody], year: int) -> Told:
    """What counts in the year, what was corrected or taken back left out."""
    numbers = tuple(sorted({n for r in rows for n in (*r.log, *r.reviews, *r.said)}))
    return _told(numbers, year, _hash_of(numbers[-1]) if numbers else b"")


def _hash_of(n: int) -> bytes:
    """Numbers alone do not tell entries: one that was taken back by a rollback gives its number to the next, and a restored
    journal has numbers of its own."""
    leaf = JournalRow.objects.filter(n=n).values_list("leaf_sha256", flat=True).first()
    return bytes(leaf or b"")


@single_flight
@lru_cache(maxsize=32)
def _told(numbers: tuple[int, ...], year: int, _newest: bytes) -> Told:
    """Entries never change, so what these ones tell is kept. Of services only those of the year are read, however long the logs are."""
    facts = tuple(_facts(numbers, year))
    return Told(
        planned=tuple(f for f in facts if isinstance(f, CustodyPlanned) and f.year == year),
        served=tuple(f for f in facts if isinstance(f, CustodyServed) and f.on.year == year),
        answered=tuple(f for f in facts if isinstance(f, CustodyAnswered) and f.on.year == year),
        rated=tuple(f for f in facts if isinstance(f, CustodyRated) and f.year == year),
        reviewed=tuple(f for f in facts if isinstance(f, CustodyReviewed) and f.year == year),
    )


def _facts(numbers: Sequence[int], year: int) -> Iterator[Fact]:
    told_by_year = [k.KIND for k in (CustodyPlanned, CustodyRated, CustodyReviewed)]
    for start in range(0, len(numbers), _AT_ONCE):
        some = JournalRow.objects.filter(n__in=numbers[start : start + _AT_ONCE])
        some = some.filter(Q(kind__in=told_by_year) | Q(took_effect__year=year)).order_by("n")
        yield from (columns.entry_of(c).fact for c in some.values_list("canonical", flat=True))


def kpi(rows: Collection[Custody], year: int, missed: Iterable[str], rights: Collection[str]) -> Kpi:
    """The figures of these custodies in the year. ``missed`` are rights on which a date was missed."""
    said = told(rows, year)
    planned, delivered = _plan(said)
    scores = _satisfaction(said)
    days = [(a.on - a.asked_on).days for a in said.answered]
    leads = alert_leads(rights, year)
    ahead = [n for n in leads if n >= 0]
    return Kpi(
        year=year,
        missed=tuple(sorted(missed)),
        lead=min(ahead, default=None),
        alerts=len(leads),
        told_late=len(leads) - len(ahead),
        answer=Fraction(sum(days), len(days)) if days else None,
        answers=len(days),
        planned=planned,
        delivered=delivered,
        satisfaction=Fraction(sum(scores), len(scores)) if scores else None,
        ratings=len(scores),
    )


def _plan(said: Told) -> tuple[int, int]:
    """Planned and, of what was planned, delivered: the latest plan of a service holds, more than planned counts once."""
    wanted = {(p.custody, str(p.service)): p.times for p in said.planned}
    done = Counter((s.custody, str(s.service)) for s in said.served)
    return sum(wanted.values()), sum(min(n, done[key]) for key, n in wanted.items())


def _satisfaction(said: Told) -> list[int]:
    """The client's own latest word; a review's only where the client gave none."""
    reviewed = {r.custody: r.satisfaction for r in said.reviewed if r.satisfaction is not None}
    return list((reviewed | {r.custody: r.satisfaction for r in said.rated}).values())


def alert_leads(rights: Collection[str], year: int) -> list[int]:
    """For each day of the year that was told of these rights, how many days before it the first alert came; below nought
    where it had passed. A mark's years without use are no day to keep and are left out."""
    wanted, first = set(rights), dict[tuple[str, str, str], int]()
    told_of = Notice.objects.filter(code__contains=f":{year}-", event="custody.docket").values_list("code", "at")
    for code, at in told_of.iterator():
        _, _, right, rule, nth, day, _ = code.split(":")
        due = date.fromisoformat(day)
        if right in wanted and due.year == year and rule != NON_USE:
            key, lead = (right, rule, nth), (due - timezone.localdate(at)).days
            first[key] = max(lead, first.get(key, lead))
    return list(first.values())


def _lost_on(item: DueItem) -> date | None:
    """The day that was not kept: of an annuity the anniversary, of a mark the last day of grace."""
    return {"P-16": item.statutory_on, GRACE: item.due_on}.get(item.rule)


def missed_dates(seen: Iterable[Seen], since: date | None, year: int) -> list[str]:
    """Rights in care that the register ended for an unpaid fee or an unasked renewal in the year, or whose late months or grace
    have run out."""
    found = []
    for s in seen:
        ended = s.given.ended_why in LOST and s.given.ended_on is not None
        lost = ended and s.given.ended_on is not None and s.given.ended_on.year == year
        ran_out = not s.given.is_ended and any(
            i.status is Status.MISSED and (day := _lost_on(i)) is not None and day.year == year for i in s.docket.items
        )
        after = since is None or s.given.ended_on is None or s.given.ended_on >= since
        if (lost and after) or ran_out:
            found.append(s.right)
    return found
