"""University to small firm: which SMEs have a recorded transfer or licence from a university or institute, each once.

Rule 1: a firm counts in the year of its first such deal, by its party code; a deal counts by its first counted day.
Rule 2: *with evidence of use* (a product, sales, a trial) is our stricter reading, told beside, in the year of the first
evidence. The Notice says *successfully converted* and not what shows it.
Rule 3: a firm whose size nobody declared is told apart; it counts in neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ipops.lines.trading.facts.market import UseReported


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A deal on the register that a university or institute gave: its takers, and the day it counts."""

    deal: str
    takers: tuple[str, ...]
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """``firms`` are new in the year; ``so_far`` all up to its end; ``shown`` and ``shown_so_far`` those with evidence."""

    year: int
    firms: int
    so_far: int
    shown: int
    shown_so_far: int
    size_untold: int


def by_year(handed: Iterable[Handed], sme: Mapping[str, bool | None], uses: Iterable[UseReported]) -> tuple[Year, ...]:
    """The years from the first deal to the last, without gaps. ``sme`` is what each firm declared of itself."""
    first: dict[str, int] = {}
    of_deal: dict[str, tuple[str, ...]] = {}
    for h in sorted(handed, key=lambda h: (h.on, h.deal)):
        of_deal[h.deal] = h.takers
        for taker in h.takers:
            first.setdefault(taker, h.on.year)
    proven: dict[str, int] = {}
    said = {(u.deal, u.year): u for u in uses}  # the last word on each year stands, also where it takes evidence back
    for use in sorted((u for u in said.values() if u.evidence), key=lambda u: u.year):
        for taker in of_deal.get(use.deal, ()):
            proven.setdefault(taker, max(use.year, first[taker]))
    if not first:
        return ()
    small = {t for t in first if sme.get(t) is True}
    untold = {t for t in first if sme.get(t) is None}
    last = max(max(first.values()), max(proven.values(), default=0))
    return tuple(
        Year(
            year=y,
            firms=sum(first[t] == y for t in small),
            so_far=sum(first[t] <= y for t in small),
            shown=sum(proven.get(t) == y for t in small),
            shown_so_far=sum(proven.get(t, y + 1) <= y for t in small),
            size_untold=sum(first[t] == y for t in untold),
        )
        for y in range(min(first.values()), last + 1)
    )
