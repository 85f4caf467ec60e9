"""What is overdue on a day: money received is set off against what fell due, oldest first, in the order the file gives.

The order in which a short payment is set off (costs, interest, principal) is the contract's or the law's, and therefore an
argument. Dues are met oldest first inside each kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipops.finance.schedule.build import Schedule
from ipops.kernel.money import NIL, Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a loan stands on a day. ``unpaid`` by kind counts what is past its day; ``days_late`` from the oldest of it."""

    as_of: date
    due: Mapping[str, Money]
    met: Mapping[str, Money]
    days_late: int
    paid_ahead: Money
    principal_left: Money

    @property
    def unpaid(self) -> Mapping[str, Money]:
        return {kind: self.due[kind] - self.met[kind] for kind in self.due}

    def as_json(self) -> dict[str, Any]:
        return {
            "as_of": self.as_of.isoformat(),
            "due_fen": {k: v.fen for k, v in self.due.items()},
            "met_fen": {k: v.fen for k, v in self.met.items()},
            "unpaid_fen": {k: v.fen for k, v in self.unpaid.items()},
            "days_late": self.days_late,
            "paid_ahead_fen": self.paid_ahead.fen,
            "principal_left_fen": self.principal_left.fen,
        }


def set_off(received: Money, due: Mapping[str, Money], order: Sequence[str]) -> tuple[dict[str, Money], Money]:
    """Meets what is due in the order given; what each kind got, and what is left of the money."""
    left, met = received, {}
    for kind in order:
        met[kind] = min(left, due.get(kind, NIL))
        left -= met[kind]
    return met, left


def standing(made: Schedule) -> Standing | None:
    """Where the loan of a schedule stands; ``None`` if its terms tell nothing of what was paid."""
    told = made.terms.arrears
    if told is None:
        return None
    fallen = [r for r in made.rows if r.pays_on <= told.as_of]
    due = {
        "cost": told.costs or NIL,
        "interest": Money(sum(r.interest.fen for r in fallen)),
        "principal": Money(sum(r.principal.fen for r in fallen)),
    }
    received = Money(sum(p.amount.fen for p in told.paid if p.on <= told.as_of))
    met, ahead = set_off(received, due, told.order)
    met = {kind: met.get(kind, NIL) for kind in due}
    return Standing(
        as_of=told.as_of,
        due=due,
        met=met,
        days_late=_days_late(made, met, told.as_of),
        paid_ahead=ahead,
        principal_left=made.terms.principal - met["principal"],
    )


def _days_late(made: Schedule, met: Mapping[str, Money], as_of: date) -> int:
    """Days since the oldest due of either kind that is not met in full."""
    late = []
    for kind in ("interest", "principal"):
        covered = met[kind]
        for row in made.rows:
            owed = getattr(row, kind)
            if row.pays_on > as_of:
                break
            if owed > covered:
                late.append((as_of - row.pays_on).days)
                break
            covered -= owed
    return max(late, default=0)
