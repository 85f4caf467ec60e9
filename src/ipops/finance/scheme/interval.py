"""An amount that is known, or known only to lie between two others. Exact fractions of a fen until the end.

Why: where a source says “at most 50 %” or leaves a bound open, much is still certain, and a question that does not matter
must not make the answer unknown. An amount whose two ends meet is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ipops.kernel.money import Money

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Between:
    """``low <= x <= high`` in fen."""

    low: Fraction
    high: Fraction

    @classmethod
    def of(cls, amount: Money | Fraction | int) -> Between:
        exact = Fraction(amount.fen if isinstance(amount, Money) else amount)
        return cls(exact, exact)

    @property
    def known(self) -> bool:
        return self.low == self.high

    def __add__(self, other: Between) -> Between:
        return Between(self.low + other.low, self.high + other.high)

    def less(self, other: Between) -> Between:
        """What is left after another amount was taken, never below nought."""
        return Between(max(ZERO, self.low - other.high), max(ZERO, self.high - other.low))

    def times(self, rate: Between | Fraction) -> Between:
        """Times a rate that is not negative."""
        by = rate if isinstance(rate, Between) else Between(rate, rate)
        return Between(self.low * by.low, self.high * by.high)

    def at_most(self, cap: Between) -> Between:
        return Between(min(self.low, cap.low), min(self.high, cap.high))

    def or_(self, other: Between) -> Between:
        """One or the other, nobody knows which."""
        return Between(min(self.low, other.low), max(self.high, other.high))

    def down(self) -> Between:
        """Both ends cut down to whole fen."""
        return Between(Fraction(self.low // 1), Fraction(self.high // 1))

    def outwards(self) -> Between:
        """Both ends moved apart to whole fen: what a division by largest remainder may give."""
        return Between(Fraction(self.low // 1), Fraction(-(-self.high // 1)))

    @property
    def money(self) -> Money | None:
        """The amount in whole fen, if it is known."""
        return Money(int(self.low)) if self.known else None


NOTHING = Between(ZERO, ZERO)
