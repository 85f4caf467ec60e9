"""Of many rights: reductions to be filed again, fees saved per firm and year, money that may be asked back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import F, Func, QuerySet

from ipops.kernel.money import NIL, Money
from ipops.kernel.period import months_after
from ipops.ledger.facts import AnnuityPaid, FeeReductionRecorded
from ipops.rights.docket.given import Given, from_standing
from ipops.rights.docket.savings import REFUND_MONTHS, Judged, Refiling, judged, refilings
from ipops.rights.register.fold import fold
from ipops.webkit import docket, journal, parties
from ipops.webkit.models import JournalRow
from ipops.webkit.once import single_flight

Mark = tuple[int, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """Fees of one firm and year. A right of several owners is told under the first; ``unknown`` counts payments that could
    not be judged."""

    party: str
    name: str
    year: int
    payments: int
    saved: Money
    unknown: int

    def as_json(self) -> dict[str, Any]:
        return {
            "party": self.party,
            "name": self.name,
            "year": self.year,
            "payments": self.payments,
            "saved_fen": self.saved.fen,
            "unknown": self.unknown,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """Money that may be asked back, with the right's title and owners."""

    judged: Judged
    title: str
    owners: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {**self.judged.as_json(), "title": self.title, "owners": list(self.owners)}


def to_refile(
    numbers: Collection[str], year: int, on: date, mark: Mark | None = None
) -> list[tuple[Refiling, tuple[str, ...]]]:
    """What must be filed again for the year, by its day, each with the owners. ``mark`` is where the journal stands, for who has
    asked it already."""
    found = [
        (r, one.owners) for one in _looked(_on_record(numbers), on, mark) for r in refilings(one.given, year, on=on)
    ]
    return sorted(found, key=lambda f: (f[0].due_on, f[0].right, f[0].patent_year))


def saved(numbers: Collection[str], on: date) -> list[Saving]:
    """Fees saved per firm and year, the newest year first; of rights that were ever on record."""
    sums: dict[tuple[int, str], list[Judged]] = defaultdict(list)
    for one in _looked(_on_record(numbers), on):
        for paid in one.judged:
            sums[(paid.paid_on.year, one.owners[0] if one.owners else "")].append(paid)
    names = parties.named(sorted({party for _, party in sums}))
    return [
        Saving(
            party=party,
            name=names.get(party, party),
            year=year,
            payments=len(ones),
            saved=Money(sum(o.saved.fen for o in ones if isinstance(o.saved, Money))),
            unknown=sum(not isinstance(o.saved, Money) for o in ones),
        )
        for (year, party), ones in sorted(sums.items(), key=lambda s: (-s[0][0], s[0][1]))
        if any(not isinstance(o.saved, Money) or o.saved > NIL for o in ones)
    ]


def refunds(numbers: Collection[str], on: date, mark: Mark | None = None) -> list[Back]:
    """What may be asked back on the day, the first to run out first."""
    found = [
        Back(judged=paid, title=one.given.title, owners=one.owners)
        for one in _looked(_paid_since(numbers, months_after(on, -REFUND_MONTHS)), on, mark)
        for paid in one.judged
        if paid.open_on(on)
    ]
    return sorted(found, key=lambda b: (b.judged.until, b.judged.right))


def _on_record(numbers: Collection[str]) -> tuple[str, ...]:
    """Those of the rights that were ever on record."""
    return _named_by(JournalRow.objects.filter(kind=FeeReductionRecorded.KIND), numbers)


def _paid_since(numbers: Collection[str], day: date) -> tuple[str, ...]:
    """Those of the rights for which something was paid after the day."""
    return _named_by(JournalRow.objects.filter(kind=AnnuityPaid.KIND, took_effect__gt=day), numbers)


def _named_by(rows: QuerySet[JournalRow], numbers: Collection[str]) -> tuple[str, ...]:
    named = rows.order_by().annotate(one=Func(F("rights"), function="unnest")).values_list("one", flat=True).distinct()
    return tuple(sorted(set(numbers) & set(named)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _One:
    """A patent with its owners and its payments looked at, as known on the day."""

    given: Given
    owners: tuple[str, ...]
    judged: tuple[Judged, ...]


def _looked(numbers: tuple[str, ...], on: date, mark: Mark | None = None) -> tuple[_One, ...]:
    return _worked_out(numbers, on, mark or journal.mark())


@single_flight
@lru_cache(maxsize=16)
def _worked_out(numbers: tuple[str, ...], on: date, _mark: Mark) -> tuple[_One, ...]:
    """Kept while the journal stands still: the three lists of an office ask the same of the same rights."""
    made = []
    for number, facts in docket.told(numbers).items():
        standing = fold(number, facts, on=on)
        given = from_standing(standing)
        if given is not None and given.kind.is_patent:
            paid = [f for f in facts if isinstance(f, AnnuityPaid) and f.on <= on]
            made.append(_One(given=given, owners=standing.owners.owners, judged=tuple(judged(given, paid))))
    return tuple(made)
