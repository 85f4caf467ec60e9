"""A recovery goes first to the cost of enforcement, then to those who bore the loss, by what each has actually paid.

Nobody gets back more than he has not yet had back: what that leaves goes round among the others, and what all leave is the
debtor's. The weights are what was paid in fact, never what a scheme once promised.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ipops.kernel.money import NIL, Money, split


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedOut:
    cost: Money
    parts: Mapping[str, Money]
    surplus: Money


def shared_out(gross: Money, cost_owed: Money, paid: Mapping[str, Money], had_back: Mapping[str, Money]) -> SharedOut:
    """Divides ``gross``. ``paid`` and ``had_back`` are totals by party; the order of ``paid`` breaks ties."""
    cost = min(gross, cost_owed)
    left = gross - cost
    owed = {p: m - had_back.get(p, NIL) for p, m in paid.items()}
    parts = dict.fromkeys(paid, NIL)
    while left and (open_ := [p for p in paid if owed[p] > NIL and paid[p] > NIL]):
        shares = split(left, [paid[p].fen for p in open_])
        got = {p: min(s, owed[p]) for p, s in zip(open_, shares, strict=True)}
        for p, m in got.items():
            parts[p], owed[p], left = parts[p] + m, owed[p] - m, left - m
        if all(not m for m in got.values()):
            break
    return SharedOut(cost=cost, parts=parts, surplus=left)
