"""A loan's terms become rows: interest by the day count, principal by the way of repayment, to the fen.

Why the last row takes what is left: instalments are rounded, and the balance must end at nought.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from ipops.finance.forms.amounts import whole_fen
from ipops.finance.schedule.daycount import year_fraction
from ipops.finance.schedule.periods import InterestPeriod, boundaries, rolled_periods
from ipops.finance.schedule.sound import overpaid, unsound
from ipops.finance.schedule.terms import LoanTerms, Prepayment
from ipops.kernel.money import NIL, Money, split
from ipops.kernel.outcome import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One day of payment. ``balance`` is what is owed after it; ``kind`` tells an instalment from a prepayment."""

    kind: str
    start: date
    end: date
    pays_on: date
    principal: Money
    interest: Money
    balance: Money
    provisional: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "pays_on": self.pays_on.isoformat(),
            "principal_fen": self.principal.fen,
            "interest_fen": self.interest.fen,
            "balance_fen": self.balance.fen,
            "provisional": self.provisional,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    terms: LoanTerms
    rows: tuple[Row, ...]

    @property
    def interest(self) -> Money:
        return Money(sum(r.interest.fen for r in self.rows))

    @property
    def ends_on(self) -> date:
        return self.rows[-1].end

    def balance_on(self, day: date) -> Money:
        """Principal owed at the end of a day, if everything was paid as listed."""
        if day < self.terms.start:
            return NIL
        paid = [r for r in self.rows if r.pays_on <= day]
        return paid[-1].balance if paid else self.terms.principal


def schedule(terms: LoanTerms) -> Schedule | Refused:
    """The rows of a loan; refused with every reason where its terms contradict one another or the calendar ends."""
    wrong = unsound(terms)
    if wrong is not None:
        return wrong
    agreed, days, anew = _days(terms)
    periods = rolled_periods(days, terms)
    first = rolled_periods(agreed, terms)
    if isinstance(periods, Refused):
        return periods
    if isinstance(first, Refused):
        return first
    made = Schedule(terms=terms, rows=tuple(_Run(terms, periods, first, anew).rows()))
    return overpaid(terms, made.rows) or made


def _days(terms: LoanTerms) -> tuple[tuple[date, ...], tuple[date, ...], int]:
    """The ends of all periods as first agreed, as they really run, and the number of the period from which the two differ:
    an extension divides the time after the last regular day before it anew."""
    days = boundaries(terms.start, terms.end, terms)
    if terms.repay == "given":
        days = tuple(sorted({*days, *(g.on for g in terms.given)}))
    if terms.extension is None:
        return days, days, 0
    kept = [d for d in days if d <= terms.extension.on]
    return days, (*kept[:-1], *boundaries(kept[-1], terms.extension.until, terms)), len(kept) - 1


class _Run:
    """Walks the periods once, holding the balance. Made for one schedule and thrown away.

    Until period ``anew`` instalments are those of the loan as first agreed: nobody knew then that it would be extended.
    """

    def __init__(
        self, terms: LoanTerms, periods: Sequence[InterestPeriod], agreed: Sequence[InterestPeriod], anew: int
    ) -> None:
        self.terms = terms
        self.periods, self.agreed = periods, agreed
        self.balance = terms.principal
        self.given = {g.on: g.principal for g in terms.given}
        self.instalment: Money | None = None
        self.rate = terms.rate_on(terms.start)
        self.anew = anew

    def rows(self) -> Iterator[Row]:
        waiting = sorted(self.terms.prepayments, key=lambda p: p.on)
        for i, period in enumerate(self.periods):
            inside = [p for p in waiting if period.start <= p.on < period.end]
            moves = [(period.start, self.balance)]
            for prepaid in inside:
                yield self._prepaid(period, prepaid)
                moves.append((prepaid.on, self.balance))
            interest = self._interest(period, moves)
            if not self.balance and not interest:
                return
            principal = self._principal(i, period, interest)
            self.balance -= principal
            yield self._row("instalment", period, period.pays_on, principal, interest)

    def _row(self, kind: str, period: InterestPeriod, on: date, principal: Money, interest: Money) -> Row:
        return Row(
            kind=kind,
            start=period.start,
            end=period.end if kind == "instalment" else on,
            pays_on=on,
            principal=principal,
            interest=interest,
            balance=self.balance,
            provisional=period.provisional and kind == "instalment",
        )

    def _prepaid(self, period: InterestPeriod, prepaid: Prepayment) -> Row:
        amount = min(prepaid.principal, self.balance)
        self.balance -= amount
        if prepaid.keep == "term":
            self.instalment = None  # worked out again over what is left
        return self._row("prepayment", period, prepaid.on, amount, NIL)

    def _interest(self, period: InterestPeriod, moves: Sequence[tuple[date, Money]]) -> Money:
        """Interest of one period, piece by piece where the balance or the rate moved, rounded once."""
        cuts = sorted({d for d, _ in moves} | {d for d in self.terms.rate_changes() if period.start < d < period.end})
        exact = Fraction(0)
        for low, high in zip(cuts, [*cuts[1:], period.end], strict=True):
            balance = [b for d, b in moves if d <= low][-1]
            exact += balance.fen * self.terms.rate_on(low) * year_fraction(low, high, self.terms.day_count)
        return whole_fen(exact, self.terms.rounding)

    def _principal(self, i: int, period: InterestPeriod, interest: Money) -> Money:
        if i == len(self.periods) - 1:
            return self.balance
        if self.terms.repay == "bullet":
            return NIL
        if self.terms.repay == "given":
            return min(self.given.get(period.end, NIL), self.balance)
        rate = self.terms.rate_on(period.start)
        if i == self.anew or (rate != self.rate and self.terms.repay == "level"):
            self.instalment = None  # equal parts of principal do not hang on the rate
        self.rate = rate
        if self.terms.repay == "even":
            if self.instalment is None:
                self.instalment = split(self.balance, [1] * len(self._rest(i)))[0]
            return min(self.instalment, self.balance)
        if self.instalment is None:
            self.instalment = self._level(i)
        return max(NIL, min(self.instalment - interest, self.balance))

    def _rest(self, i: int) -> Sequence[InterestPeriod]:
        """The periods over which the balance is repaid, as they are known in period ``i``."""
        return self.periods[i:] if i >= self.anew else self.agreed[i:]

    def _level(self, i: int) -> Money:
        """The equal instalment that the rest is worth at the rate of the day: balance over the sum of discount factors."""
        factor, total = Fraction(1), Fraction(0)
        for period in self._rest(i):
            part = year_fraction(period.start, period.end, self.terms.day_count)
            factor /= 1 + self.rate * part
            total += factor
        return whole_fen(self.balance.fen / total, self.terms.rounding)
