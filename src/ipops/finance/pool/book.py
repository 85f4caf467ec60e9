"""Entries whose postings sum to zero, folded into balances; what a bank's statement says is held against them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Place, Problem, Reason, Refused
from ipops.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Posting:
    """An amount on an account: positive in, negative out."""

    account: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event in double entry. Raises ``ValueError`` unless the postings sum to zero: that is a mistake of ours."""

    ref: str
    on: date
    says: Text
    postings: tuple[Posting, ...]

    def __post_init__(self) -> None:
        total = sum(p.amount.fen for p in self.postings)
        if total:
            raise ValueError(f"Entry {self.ref} is out by {total} fen.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What somebody else's books say an account stood at, at the end of a day."""

    account: str
    on: date
    stood_at: Money


@dataclass(frozen=True, slots=True)
class Book:
    """Entries in order. Adding one whose reference is already there changes nothing; a different one under it is refused."""

    entries: tuple[Entry, ...] = ()
    refs: Mapping[str, Entry] = field(default_factory=dict)

    def plus(self, entry: Entry) -> Book | Refused:
        known = self.refs.get(entry.ref)
        if known == entry:
            return self
        if known is not None:
            says = Text(
                f"编号 {entry.ref} 已用于另一笔。请换编号，或先更正原来的一笔。",
                f"The reference {entry.ref} already stands for another entry. Use another, or correct the first one.",
            )
            return Refused(reasons=(Reason(code="reference-taken", says=says, field="ref"),))
        return Book((*self.entries, entry), {**self.refs, entry.ref: entry})

    def balances(self, on: date | None = None) -> Mapping[str, Money]:
        """Every account's balance at the end of a day, or of all entries."""
        return _folded(e for e in self.entries if on is None or e.on <= on)

    def balance(self, account: str, on: date | None = None) -> Money:
        return self.balances(on).get(account, NIL)

    def under(self, prefix: str, on: date | None = None) -> Money:
        """The sum of all accounts whose name begins so."""
        return Money(sum(m.fen for a, m in self.balances(on).items() if a.startswith(prefix)))


def _folded(entries: Iterable[Entry]) -> Mapping[str, Money]:
    made: dict[str, Money] = {}
    for entry in entries:
        for p in entry.postings:
            made[p.account] = made.get(p.account, NIL) + p.amount
    return made


def asserted(book: Book, told: Iterable[Balance]) -> tuple[Problem, ...]:
    """Where a statement and the book differ, with the gap. Nothing is adjusted."""
    found = []
    for t in told:
        ours = book.balance(t.account, t.on)
        if ours != t.stood_at:
            gap = t.stood_at - ours
            says = Text(
                f"{t.account} 在 {t.on} 日终：对账单 {t.stood_at}，账上 {ours}，相差 {gap}。请查明后用新分录更正。",
                f"{t.account} at the end of {t.on}: the statement says {t.stood_at}, the book {ours}, a gap of {gap}. Find "
                "it and correct it by a new entry.",
            )
            found.append(Problem(code="balance-differs", says=says, at=Place(field=t.account)))
    return tuple(found)
