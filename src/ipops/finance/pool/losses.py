"""The life of a loss: found, compensated (in advance, trued up), costs advanced, recovered. Each event becomes one entry.

Rule 1: compensation never passes what the bank still bears; indemnity above the loss is refused.
Rule 2: recoveries are divided by what was actually paid (``sharing_out``), whenever they come, also after the scheme ended.
Rule 3: a reference posted twice changes nothing.

Accounts: ``<party>/cash``, ``bank/loans``, ``claims/<loan>/<party>`` (what a party still bears), ``costs/<loan>`` (advanced,
not yet back), ``debtor/<loan>/surplus``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ipops.finance.pool.book import Book, Entry, Posting
from ipops.finance.pool.sharing_out import shared_out
from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Happened:
    ref: str
    on: date
    loan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LossFound(_Happened):
    """A loan became a loss of the bank's (its classification day); several parts of it may come."""

    principal: Money
    bank: str = "bank"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid(_Happened):
    """A party compensated the bank, in advance or finally."""

    party: str
    amount: Money
    bank: str = "bank"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidBack(_Happened):
    """An advance was too high: the bank pays the difference back."""

    party: str
    amount: Money
    bank: str = "bank"


@dataclass(frozen=True, slots=True, kw_only=True)
class CostAdvanced(_Happened):
    payer: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered(_Happened):
    """Money from the debtor, a sale of the right, a guarantor. ``into`` says where a party's part goes if not to itself,
    e.g. ``{"fund": "treasury"}``."""

    gross: Money
    into: Mapping[str, str] = field(default_factory=dict)


Event = LossFound | Paid | PaidBack | CostAdvanced | Recovered


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loan:
    paid: Mapping[str, Money] = field(default_factory=dict)
    had_back: Mapping[str, Money] = field(default_factory=dict)
    costs: Mapping[str, Money] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LossBook:
    """The book with, for each loan, what each party has paid and had back."""

    book: Book = field(default_factory=Book)
    loans: Mapping[str, _Loan] = field(default_factory=dict)

    def bears(self, loan: str, party: str) -> Money:
        """What a party still bears of a loan."""
        return self.book.balance(f"claims/{loan}/{party}")

    def paid(self, loan: str) -> Mapping[str, Money]:
        return self.loans[loan].paid if loan in self.loans else {}


def post(book: LossBook, events: Iterable[Event]) -> LossBook | Refused:
    """The book after the events, in order; the first that is refused ends it."""
    for event in events:
        got = _one(book, event)
        if isinstance(got, Refused):
            return got
        book = got
    return book


def _one(book: LossBook, event: Event) -> LossBook | Refused:
    if event.ref in book.book.refs:
        return book
    loan = book.loans.get(event.loan, _Loan())
    made = _entry(book, loan, event)
    if isinstance(made, Refused):
        return made
    entry, after = made
    grown = book.book.plus(entry)
    return grown if isinstance(grown, Refused) else LossBook(grown, {**book.loans, event.loan: after})


def _entry(book: LossBook, loan: _Loan, event: Event) -> tuple[Entry, _Loan] | Refused:
    if isinstance(event, Recovered):
        return _recovered(loan, event)
    if isinstance(event, LossFound):
        moves = [(f"claims/{event.loan}/{event.bank}", event.principal), (f"{event.bank}/loans", -event.principal)]
        paid = _plus(loan.paid, event.bank, event.principal)
        return _made(event, Text("认定损失", "loss found"), moves), replace(loan, paid=paid)
    if isinstance(event, CostAdvanced):
        moves = [(f"costs/{event.loan}", event.amount), (f"{event.payer}/cash", -event.amount)]
        costs = _plus(loan.costs, event.payer, event.amount)
        return _made(event, Text("垫付追偿费用", "cost advanced"), moves), replace(loan, costs=costs)
    return _compensated(book, loan, event)


def _compensated(book: LossBook, loan: _Loan, event: Paid | PaidBack) -> tuple[Entry, _Loan] | Refused:
    back = isinstance(event, PaidBack)
    giver = event.party if back else event.bank
    still = book.bears(event.loan, giver)
    if event.amount.fen <= 0 or event.amount > still:
        return _too_much(event, giver, still)
    amount = -event.amount if back else event.amount
    moves = [
        (f"{event.party}/cash", -amount),
        (f"{event.bank}/cash", amount),
        (f"claims/{event.loan}/{event.party}", amount),
        (f"claims/{event.loan}/{event.bank}", -amount),
    ]
    paid = _plus(_plus(loan.paid, event.bank, -amount), event.party, amount)
    says = Text("退回多付补偿", "advance paid back") if back else Text("支付补偿", "compensation paid")
    return _made(event, says, moves), replace(loan, paid=paid)


def _recovered(loan: _Loan, event: Recovered) -> tuple[Entry, _Loan] | Refused:
    owed = Money(sum(m.fen for m in loan.costs.values()))
    got = shared_out(event.gross, owed, loan.paid, loan.had_back)
    moves: list[tuple[str, Money]] = [(f"costs/{event.loan}", -got.cost)]
    costs, left = dict(loan.costs), got.cost
    for payer, advanced in loan.costs.items():
        back = min(advanced, left)
        costs[payer], left = advanced - back, left - back
        moves.append((f"{payer}/cash", back))
    for party, part in got.parts.items():
        moves += [(f"{event.into.get(party, party)}/cash", part), (f"claims/{event.loan}/{party}", -part)]
    moves += [("escrow/cash", got.surplus), (f"debtor/{event.loan}/surplus", -got.surplus)]
    had = {p: loan.had_back.get(p, NIL) + m for p, m in got.parts.items()}
    return _made(event, Text("追偿到账", "recovery"), moves), replace(loan, had_back=had, costs=costs)


def _made(event: Event, says: Text, moves: list[tuple[str, Money]]) -> Entry:
    postings = tuple(Posting(a, m) for a, m in moves if m)
    return Entry(ref=event.ref, on=event.on, says=says, postings=postings)


def _plus(amounts: Mapping[str, Money], party: str, more: Money) -> dict[str, Money]:
    return {**amounts, party: amounts.get(party, NIL) + more}


def _too_much(event: Paid | PaidBack, giver: str, still: Money) -> Refused:
    says = Text(
        f"{event.amount} 超过{giver}就 {event.loan} 尚承担的 {still}：补偿不得超过损失。",
        f"{event.amount} is more than the {still} that {giver} still bears of {event.loan}: no indemnity above the loss.",
    )
    return Refused(reasons=(Reason(code="above-the-loss", says=says, field="amount"),))
