"""One payment day. Cash meets dues in the order of the deal's status; what is short is drawn from reserve, then from support.

Rule 1: cash in + reserve used + support drawn = paid + put into the reserve + residual, checked on every day.
Rule 2: support is drawn net: only what fees, interest and (on the last day) principal lack, never a whole coupon.
Rule 3: a trigger is measured at the point the deal says, before or after the payment; a status that does not cure stays.
Notes of one class share principal by balance, to the fen. What is not paid stays owed; it is never dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from ipops.kernel.money import NIL, Money, split

AMORTISING, ACCELERATED = "amortising", "accelerated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """``rank`` 0 is senior; ``owed`` is interest of earlier days not yet paid."""

    name: str
    rank: int
    balance: Money
    owed: Money = NIL


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """A payer of shortfalls: what it has left, and which part it can still pay (a payer in default pays less, or nothing)."""

    limit: Money
    able: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    notes: tuple[Note, ...]
    reserve: Money = NIL
    fees_owed: Money = NIL
    support: Support | None = None
    status: str = AMORTISING
    measured: Literal["before", "after"] = "before"
    cures: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What comes in and falls due. ``interest`` by note; ``principal`` is what the pool repaid; ``triggered`` at each point."""

    interest_cash: Money
    principal: Money
    fees: Money
    interest: Mapping[str, Money]
    reserve_target: Money = NIL
    triggered_before: bool = False
    triggered_after: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    deal: Deal
    fees: Money
    interest: Mapping[str, Money]
    principal: Mapping[str, Money]
    drawn: Money
    short: Money
    residual: Money
    log: tuple[str, ...] = field(default=())


def pay_day(deal: Deal, day: Day) -> Paid:
    """The deal after the day, with everything that was paid, drawn and left owed."""
    log: list[str] = []
    deal = _status(deal, day.triggered_before, "before", log)
    run = _Run(deal, day, log)
    run.pay_all()
    after = _status(run.after(), day.triggered_after, "after", log)
    return run.told(after)


def _status(deal: Deal, triggered: bool, point: str, log: list[str]) -> Deal:
    if point != deal.measured:
        return deal
    if triggered and deal.status == AMORTISING:
        log.append(f"trigger {point} payment: accelerated")
        return replace(deal, status=ACCELERATED)
    if not triggered and deal.status == ACCELERATED and deal.cures:
        log.append(f"cured {point} payment")
        return replace(deal, status=AMORTISING)
    return deal


class _Run:
    """The cash of one day. Made for one payment and thrown away."""

    def __init__(self, deal: Deal, day: Day, log: list[str]) -> None:
        self.deal, self.day, self.log = deal, day, log
        self.cash_in = day.interest_cash + day.principal
        self.cash = self.cash_in
        self.reserve = deal.reserve
        self.drawn = self.short = self.fees = self.topped = NIL
        self.interest = {n.name: NIL for n in deal.notes}
        self.principal = {n.name: NIL for n in deal.notes}
        if day.last and self.reserve:
            log.append("reserve released on the last day")
            self.cash, self.reserve = self.cash + self.reserve, NIL

    def pay_all(self) -> None:
        self.fees = self._meet(self.deal.fees_owed + self.day.fees, "fees")
        ranks = sorted({n.rank for n in self.deal.notes})
        for rank in ranks if self.deal.status == AMORTISING else ranks[:1]:
            self._pay_interest(rank)
        if not self.day.last:
            self._top_up()
        goes = self.day.principal if self.deal.status == AMORTISING and not self.day.last else self.cash
        left = min(goes, self.cash)
        for rank in ranks:
            if self.deal.status == ACCELERATED and rank != ranks[0]:
                self._pay_interest(rank)
                left = min(left, self.cash)
            left = self._repay(rank, left)

    def _pay_interest(self, rank: int) -> None:
        for n in self.deal.notes:
            if n.rank == rank:
                due = n.owed + self.day.interest.get(n.name, NIL)
                self.interest[n.name] = self._meet(due, f"interest {n.name}", support=rank == 0)

    def _meet(self, due: Money, what: str, *, support: bool = True) -> Money:
        """Pays a due from cash, then from the reserve, then from support, for what is lacking only."""
        paid = min(self.cash, due)
        self.cash -= paid
        lacks = due - paid
        if lacks and self.reserve:
            used = min(self.reserve, lacks)
            self.reserve, paid, lacks = self.reserve - used, paid + used, lacks - used
        if lacks and support and self.deal.support is not None:
            drawn = self._draw(lacks)
            paid, lacks = paid + drawn, lacks - drawn
        if lacks:
            self.short += lacks
            self.log.append(f"short {what}: {lacks}")
        return paid

    def _draw(self, lacks: Money) -> Money:
        support = self.deal.support
        assert support is not None
        able = Money(int(support.limit.fen * support.able)) - self.drawn
        drawn = min(lacks, max(able, NIL))
        if drawn:
            self.log.append(f"support drawn: {drawn}")
        self.drawn += drawn
        return drawn

    def _top_up(self) -> None:
        room = max(NIL, self.day.reserve_target - self.reserve)
        over = max(NIL, self.cash - self.day.principal)
        self.topped = min(room, over)
        self.cash, self.reserve = self.cash - self.topped, self.reserve + self.topped

    def _repay(self, rank: int, left: Money) -> Money:
        notes = [n for n in self.deal.notes if n.rank == rank and n.balance]
        total = Money(sum(n.balance.fen for n in notes))
        now = min(left, total)
        extra = NIL
        if self.day.last and rank == 0 and total > now and self.deal.support is not None:
            extra = self._draw(total - now)
        for n, part in zip(notes, split(now + extra, [n.balance.fen for n in notes]) if notes else (), strict=True):
            self.principal[n.name] = part
        self.cash -= now
        if self.day.last and total > now + extra:
            self.short += total - now - extra
            self.log.append(f"short principal of rank {rank}: {total - now - extra}")
        return left - now

    def after(self) -> Deal:
        notes = tuple(
            replace(
                n,
                balance=n.balance - self.principal[n.name],
                owed=n.owed + self.day.interest.get(n.name, NIL) - self.interest[n.name],
            )
            for n in self.deal.notes
        )
        support = self.deal.support
        if support is not None:
            support = replace(support, limit=support.limit - self.drawn)
        fees = self.deal.fees_owed + self.day.fees - self.fees
        return replace(self.deal, notes=notes, reserve=self.reserve, fees_owed=fees, support=support)

    def told(self, after: Deal) -> Paid:
        paid = self.fees + Money(sum(m.fen for m in (*self.interest.values(), *self.principal.values())))
        used = self.deal.reserve - self.reserve
        if self.cash_in + used + self.drawn != paid + self.cash:
            raise AssertionError("cash in + reserve used + drawn = paid + residual")
        return Paid(
            deal=after,
            fees=self.fees,
            interest=self.interest,
            principal=self.principal,
            drawn=self.drawn,
            short=self.short,
            residual=self.cash,
            log=tuple(self.log),
        )
