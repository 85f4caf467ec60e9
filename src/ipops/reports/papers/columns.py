"""Widths of the columns of a table: as asked for, but no column narrower than its longest word; if that cannot be, smaller letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from ipops.reports.letters import measured
from ipops.reports.papers.paper import Grid

SMALLER = (1.0, 0.9, 0.8, 0.72)
_BOLD = 1.1
_PARTS = re.compile(
    r"\d{4}-\d\d-\d\d|[\u2e80-\uffee]{1,4}|[^\s\u200b\u2e80-\uffee/-]+[/-]?|[/-]"
)  #: a day stays whole, four characters of Chinese stay together
#: A SHA-256 is set small, so that it stands in one line and can be copied.
HASH, SMALL = re.compile(r"([0-9a-f]{64})"), 0.7
_LONG = 25  #: letters of a word that may be broken behind its signs


@dataclass(frozen=True, slots=True)
class Columns:
    """``widths`` are in the unit of the line and fill it; ``size`` is that of the letters."""

    widths: tuple[float, ...]
    size: float


def fitted(grid: Grid, line: float, size: float, around: float) -> Columns:
    """``line`` and ``around``, what a cell leaves free to both sides of its words, are in points."""
    count = len(grid.heads) or max((len(r) for r in grid.rows), default=1)
    shares = list(grid.widths or [1] * count)[:count] or [1]
    asked = [line * s / sum(shares) for s in shares]
    for smaller in SMALLER:
        least = [_least(grid, i, size * smaller) + around for i in range(len(asked))]
        if sum(least) <= line:
            return Columns(_spread(asked, least), size * smaller)
    return Columns(tuple(n * line / sum(least) for n in least), size * SMALLER[-1])


def _least(grid: Grid, i: int, size: float) -> float:
    """The longest word of the column."""
    head = measured_longest(grid.heads[i], size) * _BOLD if i < len(grid.heads) else 0.0
    return max([head, *(measured_longest(str(row[i]), size) for row in grid.rows if i < len(row))])


def measured_longest(text: str, size: float) -> float:
    if HASH.fullmatch(text):
        return measured(text, size * SMALL)
    words = _PARTS.findall(text)
    parts = (p for w in words for p in (re.split(r"(?<=[:/_.-])", w) if len(w) >= _LONG else [w]))
    return max((measured(p[:_LONG], size) for p in parts), default=0.0)


def _spread(asked: Sequence[float], least: Sequence[float]) -> tuple[float, ...]:
    """What narrow columns lack is given by those that have more than they need, by how much more."""
    lacking = sum(max(0.0, n - a) for a, n in zip(asked, least, strict=True))
    spare = sum(max(0.0, a - n) for a, n in zip(asked, least, strict=True))
    part = lacking / spare if spare else 0.0
    return tuple(n if n >= a else a - (a - n) * part for a, n in zip(asked, least, strict=True))


def lines(text: str, line: float, size: float) -> int:
    """How many lines words take in a cell of so many points."""
    return sum(max(1, ceil(measured(part, size) / max(line, size))) for part in (text.split("\n") or [""]))
