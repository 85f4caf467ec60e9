"""Chance that falls alike on every machine: numbers drawn from SHA-256 over a seed, a stream's name and a counter.

No hash seed, no float, no generator of the standard library whose methods may change. Streams are named, so a new draw
in one part of the city moves nothing in another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

T = TypeVar("T")
SEED = "ipops demo city 1"
_WORD = 8


class Dice:
    """One named stream of draws."""

    def __init__(self, *stream: str) -> None:
        self._key = "/".join((SEED, *stream)).encode()
        self._counter = 0
        self._pool = b""

    def _word(self) -> int:
        if not self._pool:
            self._pool = hashlib.sha256(self._key + self._counter.to_bytes(8, "big")).digest()
            self._counter += 1
        word, self._pool = self._pool[:_WORD], self._pool[_WORD:]
        return int.from_bytes(word, "big")

    def below(self, n: int) -> int:
        """A whole number in ``[0, n)``, each alike; words beyond the last full multiple of ``n`` are thrown again."""
        if n <= 0:
            raise ValueError("There is nothing to draw from.")
        limit = (1 << 8 * _WORD) // n * n
        while (word := self._word()) >= limit:
            pass
        return word % n

    def between(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + self.below(high - low + 1)

    def chance(self, n: int, of: int = 100) -> bool:
        """True ``n`` times out of ``of``."""
        return self.below(of) < n

    def pick(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]

    def weighted(self, items: Sequence[T], weights: Sequence[int]) -> T:
        at = self.below(sum(weights))
        for item, weight in zip(items, weights, strict=True):
            at -= weight
            if at < 0:
                return item
        raise AssertionError("unreachable: the draw is below the sum of weights")

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """A new list in a drawn order (Fisher-Yates)."""
        made = list(items)
        for i in range(len(made) - 1, 0, -1):
            j = self.below(i + 1)
            made[i], made[j] = made[j], made[i]
        return made

    def day(self, first: date, last: date) -> date:
        """A day from ``first`` to ``last``, both included."""
        return first + timedelta(days=self.below((last - first).days + 1))

    def digits(self, n: int) -> str:
        return f"{self.below(10**n):0{n}d}"
