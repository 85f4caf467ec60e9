"""Registrations that only lift a count: the same lender, pledgor and rights cancelled and registered again within days.

A chain of them is one project. A renewal after real repayment is an ordinary case and is told apart: it is shown, not joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """``repaid_on``: the day the loan behind it was really repaid, if it was. ``pledgor``: who pledged, if not the borrower."""

    id: str
    lender: str
    borrower: str
    rights: frozenset[str]
    registered_on: date
    cancelled_on: date | None = None
    repaid_on: date | None = None
    pledgor: str = ""

    @property
    def giver(self) -> str:
        return self.pledgor or self.borrower


@dataclass(frozen=True, slots=True)
class Pair:
    """An earlier registration and the one that took its place."""

    before: str
    after: str
    days: int
    repaid: bool


def pairs(registrations: Sequence[Registration], within_days: int) -> tuple[Pair, ...]:
    """Every registration that follows the cancellation of one with the same parties and a common right so closely."""
    found = []
    ordered = sorted(registrations, key=lambda r: r.registered_on)
    for i, before in enumerate(ordered):
        for after in ordered[i + 1 :]:
            if before.cancelled_on is None or (before.lender, before.giver) != (after.lender, after.giver):
                continue
            gap = (after.registered_on - before.cancelled_on).days
            if 0 <= gap <= within_days and before.rights & after.rights:
                repaid = before.repaid_on is not None and before.repaid_on <= after.registered_on
                found.append(Pair(before.id, after.id, gap, repaid))
    return tuple(found)


def projects(registrations: Sequence[Registration], within_days: int) -> int:
    """How many projects there are when chains without a real repayment count once."""
    joined = {p.after for p in pairs(registrations, within_days) if not p.repaid}
    return sum(r.id not in joined for r in registrations)
