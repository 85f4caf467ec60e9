"""Of many rights: reductions to be filed again, fees saved per firm and year, money that may be asked back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipops.kernel.money import NIL, Money
from ipops.ledger.facts import AnnuityPaid
from ipops.lines.custody.app.reading.care import MOST
from ipops.rights.docket.given import Given, from_standing
from ipops.rights.docket.savings import Judged, Refiling, judged, refilings
from ipops.rights.register.fold import fold
from ipops.webkit import docket, parties


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


def to_refile(numbers: Collection[str], year: int, on: date) -> list[tuple[Refiling, tuple[str, ...]]]:
    """What must be filed again for the year, by its day, each with the owners."""
    found = [(r, owners) for given, owners, _ in _known(numbers, on) for r in refilings(given, year)]
    return sorted(found, key=lambda f: (f[0].due_on, f[0].right, f[0].patent_year))


def saved(numbers: Collection[str], on: date) -> list[Saving]:
    """Fees saved per firm and year, the newest year first."""
    sums: dict[tuple[int, str], list[Judged]] = defaultdict(list)
    for given, owners, paid in _known(numbers, on):
        for one in judged(given, paid):
            sums[(one.paid_on.year, owners[0] if owners else "")].append(one)
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


def refunds(numbers: Collection[str], on: date) -> list[Back]:
    """What may be asked back on the day, the first to run out first."""
    found = [
        Back(judged=one, title=given.title, owners=owners)
        for given, owners, paid in _known(numbers, on)
        for one in judged(given, paid)
        if one.open_on(on)
    ]
    return sorted(found, key=lambda b: (b.judged.until, b.judged.right))


def _known(numbers: Collection[str], on: date) -> Iterator[tuple[Given, tuple[str, ...], list[AnnuityPaid]]]:
    """Each patent with its owners and payments as known on the day."""
    told: Mapping[str, list[Any]] = docket.told(list(numbers)[:MOST])
    for number, facts in told.items():
        standing = fold(number, facts, on=on)
        given = from_standing(standing)
        if given is not None and given.kind.is_patent:
            paid = [f for f in facts if isinstance(f, AnnuityPaid) and f.on <= on]
            yield given, standing.owners.owners, paid
