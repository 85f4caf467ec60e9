"""One pot, several claims: who is paid what when it is short. The order is the scheme's, or nobody knows.

``first_come`` pays by day of filing, and divides among the claims of one day in proportion; ``pro_rata`` divides among all;
``carry_over`` pays first come and keeps the rest as owed for the next year's pot. Claims approved in an earlier year and not
yet paid come first, out of the year's pot that approved them if it still holds money.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from ipops.kernel.money import NIL, Money, split
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A claim the pot owes: who, how much, filed when; ``year`` is the pot's year that approved it."""

    claim: str
    amount: Money
    filed_on: date
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    claim: str
    paid: Money
    owed: Money  #: still owed after this (only with ``carry_over``)


def pay(waiting: Sequence[Waiting], balance: Money, order: str) -> tuple[Share, ...] | Unknown:
    """What each claim gets from one balance; unknown if the order is, and it matters."""
    total = Money(sum(w.amount.fen for w in waiting))
    left = max(balance, NIL)
    if total <= left:
        return tuple(Share(claim=w.claim, paid=w.amount, owed=NIL) for w in waiting)
    if order not in ("first_come", "pro_rata", "carry_over"):
        why = Text("资金不足时先付谁，来源未载。", "The source does not say who is paid first when the pot is short.")
        return Unknown(why=why, needs=Text("方案的支付次序。", "the order of payment of the scheme."))
    if order == "pro_rata":
        parts = split(left, [w.amount.fen for w in waiting])
        return tuple(Share(claim=w.claim, paid=p, owed=NIL) for w, p in zip(waiting, parts, strict=True))
    paid: dict[str, Money] = {}
    for _day, group in groupby(sorted(waiting, key=lambda w: w.filed_on), key=lambda w: w.filed_on):
        same_day = list(group)
        wants = Money(sum(w.amount.fen for w in same_day))
        now = min(wants, left)
        parts = split(now, [w.amount.fen for w in same_day]) if wants else tuple(NIL for _ in same_day)
        paid.update({w.claim: p for w, p in zip(same_day, parts, strict=True)})
        left -= now
    keeps = order == "carry_over"
    return tuple(
        Share(claim=w.claim, paid=paid[w.claim], owed=w.amount - paid[w.claim] if keeps else NIL) for w in waiting
    )


def pay_in_turn(
    carried: Sequence[Waiting], own: Sequence[Waiting], balance: Money, order: str
) -> tuple[Share, ...] | Unknown:
    """Out of one balance: first what an earlier pot left owing, then the claims of its own. What was carried once stays owed until
    it is paid, whatever this pot's order."""
    first = pay(carried, balance, order)
    if isinstance(first, Unknown):
        return first
    wants = {w.claim: w.amount for w in carried}
    second = pay(own, balance - Money(sum(s.paid.fen for s in first)), order)
    if isinstance(second, Unknown):
        return second
    return (*(replace(s, owed=wants[s.claim] - s.paid) for s in first), *second)


def pay_by_year(waiting: Sequence[Waiting], pots: Mapping[int, Money], order: str) -> tuple[Share, ...] | Unknown:
    """Claims of several years, each out of the pot of the year that approved it. Only ``carry_over`` lets a later year's pot pay
    what an earlier one could not, before its own claims."""
    got: dict[str, Share] = {}
    carried: list[Waiting] = []
    for year in sorted({*pots, *(w.year for w in waiting)}):
        shares = pay_in_turn(carried, [w for w in waiting if w.year == year], pots.get(year, NIL), order)
        if isinstance(shares, Unknown):
            return shares
        for s in shares:
            before = got[s.claim].paid if s.claim in got else NIL
            got[s.claim] = Share(claim=s.claim, paid=before + s.paid, owed=s.owed)
        carried = [replace(w, amount=got[w.claim].owed) for w in waiting if w.year <= year and got[w.claim].owed]
    return tuple(got.values())
