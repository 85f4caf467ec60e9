"""A fund's money over a span of days: what stood at its start, what came and went, what stands at its end.

Rule 1: only what moved the fund's own account: recoveries that go to the treasury are told beside and never added.
Rule 2: the end is what the steps make; that it equals the fund's balance is for the tests to hold, not for a line to hide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ipops.kernel.money import NIL, Money
from ipops.ledger.fact import Fact
from ipops.lines.pledge import facts as f

#: The kinds that move a fund's money.
MOVES = (f.FundMoved, f.ClaimPaid, f.ClaimTruedUp, f.RecoveryReceived)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """``elsewhere`` is the fund's part of recoveries that its agreement sends to the treasury."""

    opening: Money = NIL
    put_in: Money = NIL
    taken_out: Money = NIL
    paid: Money = NIL
    trued_up: Money = NIL
    recovered: Money = NIL
    elsewhere: Money = NIL

    @property
    def closing(self) -> Money:
        return self.opening + self.put_in - self.taken_out - self.paid + self.trued_up + self.recovered


def years(facts: Iterable[Fact]) -> tuple[int, ...]:
    """The years in which money moved, the newest first."""
    return tuple(sorted({x.on.year for x in facts if isinstance(x, MOVES)}, reverse=True))


def flow(facts: Iterable[Fact], *, payer: str, pooled: bool, year: int | None = None) -> Flow:
    """Of one calendar year, or since the fund was opened. ``payer`` is what its scheme calls the fund; ``pooled``: its part of a
    recovery comes back into it."""
    first = date(year, 1, 1) if year else date.min
    last = date(year, 12, 31) if year else date.max
    sums: dict[str, Money] = {}
    opening = NIL
    for fact in facts:
        if fact.on > last:
            continue
        for name, amount in _moved(fact, payer, pooled):
            if fact.on >= first:
                sums[name] = sums.get(name, NIL) + amount
            elif name != "elsewhere":
                opening += -amount if name in ("taken_out", "paid") else amount
    return Flow(opening=opening, **sums)


def _moved(fact: Fact, payer: str, pooled: bool) -> Iterator[tuple[str, Money]]:
    match fact:
        case f.FundMoved() if fact.amount < NIL:
            yield "taken_out", -fact.amount
        case f.FundMoved():
            yield "put_in", fact.amount
        case f.ClaimPaid() if fact.party == payer:
            yield "paid", fact.amount
        case f.ClaimTruedUp() if fact.party == payer:
            yield "trued_up", fact.amount
        case f.RecoveryReceived():
            got = sum((m for p, m in zip(fact.parties, fact.sums, strict=False) if p == payer), NIL)
            if got != NIL:
                yield "recovered" if pooled else "elsewhere", got
