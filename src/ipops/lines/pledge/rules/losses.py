"""The book of one loss: facts of a claim become entries that sum to zero; a recovery is shared by what was really paid."""

from __future__ import annotations

from collections.abc import Iterable

from ipops.finance.pool import (
    CostAdvanced,
    Event,
    LossBook,
    LossFound,
    Paid,
    PaidBack,
    Recovered,
    post,
)
from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.ledger.entry import Entry
from ipops.ledger.fact import Fact
from ipops.lines.pledge import facts as f


def book_of(entries: Iterable[Entry], *, bearer: str, into: dict[str, str]) -> LossBook | Refused:
    """``bearer`` is what the scheme calls the bank; ``into`` says where a party's part of a recovery goes if not to itself."""
    made = (event_of(x.fact, str(x.n), bearer=bearer, into=into) for x in entries)
    return post(LossBook(), [e for e in made if e is not None])


def taken(book: LossBook, fact: Fact, *, bearer: str, into: dict[str, str]) -> LossBook | Refused:
    """The book after a fact that is not stored yet: what it does not take is not stored."""
    event = event_of(fact, "new", bearer=bearer, into=into)
    return post(book, [event] if event is not None else [])


def event_of(fact: Fact, ref: str, *, bearer: str, into: dict[str, str]) -> Event | None:
    match fact:
        case f.ClaimFiled():
            lost = fact.principal - fact.recovered
            return LossFound(ref=ref, on=fact.on, loan=fact.claim, principal=lost, bank=bearer)
        case f.ClaimPaid():
            return Paid(ref=ref, on=fact.on, loan=fact.claim, party=fact.party, amount=fact.amount, bank=bearer)
        case f.ClaimTruedUp():
            return PaidBack(ref=ref, on=fact.on, loan=fact.claim, party=fact.party, amount=fact.amount, bank=bearer)
        case f.RecoveryCostAdvanced():
            return CostAdvanced(ref=ref, on=fact.on, loan=fact.claim, payer=fact.party, amount=fact.amount)
        case f.RecoveryReceived():
            return Recovered(ref=ref, on=fact.on, loan=fact.claim, gross=fact.gross, into=into)
    return None


def recovered(book: LossBook, event: Recovered) -> tuple[LossBook, dict[str, Money], Money, Money] | Refused:
    """The book after a recovery, and what it says: each party's part, what went to costs, what is the debtor's."""
    after = post(book, [event])
    if isinstance(after, Refused):
        return after
    parties = book.paid(event.loan)
    parts = {p: book.bears(event.loan, p) - after.bears(event.loan, p) for p in parties}
    before, now = book.book, after.book
    cost = before.balance(f"costs/{event.loan}") - now.balance(f"costs/{event.loan}")
    surplus = before.balance(f"debtor/{event.loan}/surplus") - now.balance(f"debtor/{event.loan}/surplus")
    return after, {p: m for p, m in parts.items() if m}, cost, surplus
