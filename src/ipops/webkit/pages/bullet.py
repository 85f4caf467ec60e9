"""A bullet: how far a value has come against its target, drawn as a bar and a mark, with both numbers said in words."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ipops.kernel.text import Text

WIDTH = 240
HEADROOM = Fraction(5, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullet:
    """``value`` and ``target`` in the same unit; ``value_text`` and ``target_text`` are how people read them.

    A negative value draws no bar (its text says it); the scale ends a quarter beyond the larger of the two.
    """

    value: Fraction
    target: Fraction
    value_text: Text
    target_text: Text
    state: str = "unknown"

    @property
    def _scale(self) -> Fraction:
        top = max(self.value, self.target, Fraction(0)) * HEADROOM
        return WIDTH / top if top > 0 else Fraction(0)

    @property
    def bar(self) -> int:
        """Width of the bar in the drawing's own units, 0 to ``WIDTH``."""
        return round(max(self.value, Fraction(0)) * self._scale)

    @property
    def mark(self) -> int:
        return round(max(self.target, Fraction(0)) * self._scale)

    @property
    def says(self) -> Text:
        return Text("实际 {v}，目标 {t}", "actual {v}, target {t}").fill(v=self.value_text, t=self.target_text)
