"""Money in whole fen (decision 0002). One lossless way to split it; no floats, no other rounding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ipops.kernel.text import Text

FEN_PER_YUAN = 100


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount of renminbi in fen. May be negative (a posting); adds, subtracts and compares exactly."""

    fen: int

    def __post_init__(self) -> None:
        if not isinstance(self.fen, int) or isinstance(self.fen, bool):
            raise TypeError(f"Money is whole fen, not {self.fen!r}; build it with Money.yuan('12.34').")

    @classmethod
    def yuan(cls, amount: str | int | Decimal) -> Money:
        """From yuan as text, int or Decimal. Raises ``ValueError`` for parts of a fen; floats are refused."""
        if isinstance(amount, float):
            raise TypeError("A float is not an amount of money; pass text or Decimal.")
        fen = Decimal(amount) * FEN_PER_YUAN
        if fen != fen.to_integral_value():
            raise ValueError(f"{amount} yuan has parts of a fen.")
        return cls(int(fen))

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + other.fen)

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - other.fen)

    def __neg__(self) -> Money:
        return Money(-self.fen)

    def __mul__(self, times: int) -> Money:
        if not isinstance(times, int):
            raise TypeError("Money times a rate needs a rounding rule: use split() or share().")
        return Money(self.fen * times)

    def __bool__(self) -> bool:
        return self.fen != 0

    def as_yuan(self) -> Decimal:
        return Decimal(self.fen) / FEN_PER_YUAN

    def __str__(self) -> str:
        return f"¥{self.as_yuan():,.2f}"

    @property
    def in_full(self) -> Text:
        """Every fen, for sentences: where money is shared or refused, nothing is rounded away."""
        figure = f"{abs(self.as_yuan()):,.2f}"
        sign = "\u2212" if self.fen < 0 else ""
        return Text(f"{sign}{figure} 元", f"{sign}¥{figure}")


NIL = Money(0)


def split(whole: Money, weights: Sequence[int | Fraction]) -> tuple[Money, ...]:
    """Share ``whole`` by ``weights`` so that the parts add up to it exactly (largest remainder, ties to the first).

    Weights are non-negative and not all zero, else ``ValueError``. A negative whole is split as its mirror image.
    """
    shares = [Fraction(w) for w in weights]
    total = sum(shares, Fraction(0))
    if total <= 0 or any(s < 0 for s in shares):
        raise ValueError("Weights must be non-negative and not all zero.")
    sign = -1 if whole.fen < 0 else 1
    exact = [abs(whole.fen) * s / total for s in shares]
    floors = [int(e) for e in exact]
    missing = abs(whole.fen) - sum(floors)
    by_remainder = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    for i in by_remainder[:missing]:
        floors[i] += 1
    return tuple(Money(sign * f) for f in floors)
