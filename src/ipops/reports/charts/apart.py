"""Labels kept from lying on one another: boxes pushed apart, each no further than it must be, within a sheet of a given width.

The sheet grows in height until there is room for all. The same boxes always come to lie at the same places.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

ROUNDS, GROWTH, MOST_GROWTHS = 300, 1.15, 12
AIR = 4.0  #: pixels left free between two boxes


@dataclass(slots=True)
class Box:
    """``x`` and ``y`` are its middle, in pixels of the sheet."""

    x: float
    y: float
    wide: float
    high: float


def folded(text: str, most: int, lines: int = 2) -> list[str]:
    """The text over at most so many lines of so many letters, a Chinese character counting as two; what does not fit ends in ``…``."""
    made = [""]
    for word in _words(text):
        if _long(made[-1] + word.rstrip()) <= most or not made[-1].strip():
            made[-1] += word
        else:
            made.append(word)
    made = [line.strip() for line in made]
    kept = made[:lines]
    if len(made) > lines or any(_long(line) > most for line in kept):
        kept = [line if _long(line) <= most else _cut(line, most) for line in kept]
        if len(made) > lines:
            kept[-1] = _cut(kept[-1] + "…", most)
    return kept


def _words(text: str) -> list[str]:
    """Words with the blank behind them; Chinese may be broken behind every character."""
    found, word = [], ""
    for c in text:
        word += c
        if c == " " or unicodedata.east_asian_width(c) in "WF":
            found.append(word)
            word = ""
    return [*found, word] if word else found


def _long(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def _cut(line: str, most: int) -> str:
    bare = line.rstrip("…")
    while _long(bare) > most - 1:
        bare = bare[:-1]
    return bare.rstrip() + "…"


def apart(boxes: Sequence[Box], width: float, height: float) -> float:
    """Moves the boxes until none touches another, and gives the height of the sheet that this took."""
    for box in boxes:
        box.x, box.y = _within(box, width, height)
    for _ in range(MOST_GROWTHS):
        if _settled(boxes, width, height):
            return height
        for box in boxes:
            box.y *= GROWTH
        height *= GROWTH
    return height


def _settled(boxes: Sequence[Box], width: float, height: float) -> bool:
    for _ in range(ROUNDS):
        moved = False
        for i, a in enumerate(boxes):
            for b in boxes[i + 1 :]:
                moved |= _push(a, b)
        if not moved:
            return True
        for box in boxes:
            box.x, box.y = _within(box, width, height)
    return False


def _push(a: Box, b: Box) -> bool:
    """The shorter way out, half by each."""
    across = (a.wide + b.wide) / 2 + AIR - abs(a.x - b.x)
    down = (a.high + b.high) / 2 + AIR - abs(a.y - b.y)
    if across <= 0.01 or down <= 0.01:
        return False
    if across < down:
        step = across / 2 if a.x > b.x else -across / 2
        a.x, b.x = a.x + step, b.x - step
    else:
        step = down / 2 if a.y > b.y else -down / 2
        a.y, b.y = a.y + step, b.y - step
    return True


def _within(box: Box, width: float, height: float) -> tuple[float, float]:
    x = min(max(box.x, box.wide / 2), max(width - box.wide / 2, box.wide / 2))
    return x, min(max(box.y, box.high / 2), max(height - box.high / 2, box.high / 2))
