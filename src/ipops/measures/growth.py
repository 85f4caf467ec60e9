"""Average annual growth by four methods, exactly: integers and fractions, no float and no root (style D5).

The Notice says 年均增幅 and not how it is averaged, so every method is computed and the pack names the one that decides.
For a base year 0 and a last year n, with levels v0 … vn:

    compound       (vn / v0) ** (1/n) - 1      compared as vn >= v0 * (1 + rate) ** n, never by taking the root
    mean_yoy       mean of v1/v0 - 1, …, vn/v(n-1) - 1
    simple         (vn / v0 - 1) / n
    last_vs_base   vn / v0 - 1                 the whole growth, not a yearly one
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import Word

MAX_YEARS = 60


class Method(Word):
    COMPOUND = "compound", "复合年均增长率", "compound annual growth"
    MEAN_YOY = "mean_yoy", "逐年增幅的算术平均", "mean of the yearly growths"
    SIMPLE = "simple", "总增幅除以年数", "whole growth divided by the years"
    LAST_VS_BASE = "last_vs_base", "末年对基年的总增幅", "last year against the base year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """One method's answer. ``levels`` run from the base year to the last, one a year; ``None`` is a year not known.

    ``ratio`` is last / base. ``rate`` is the exact growth, or ``None`` for a compound one over several years, which has
    no fraction; ``meets`` and ``percent`` are exact all the same.
    """

    method: Method
    years: int
    ratio: Fraction
    rate: Fraction | None

    def meets(self, floor: Fraction) -> bool:
        """Whether the growth is at least ``floor`` (``Fraction(1, 5)`` is 20 %); ``floor`` above -1."""
        return self.compare(floor) >= 0

    def compare(self, rate: Fraction) -> int:
        """-1, 0 or 1 as the growth is below, exactly at or above ``rate`` (above -1); by powers, never by a root."""
        mine, other = (self.rate, rate) if self.rate is not None else (self.ratio, (1 + rate) ** self.years)
        return (mine > other) - (mine < other)

    def percent(self, decimals: int = 1) -> str:
        """Percent as decimal text, half rounded away from zero, e.g. ``23.8``."""
        return decimal_text(self.rate * 100, decimals) if self.rate is not None else self._root_percent(decimals)

    def percent_beside(self, floor: Fraction, decimals: int = 1) -> str:
        """As ``percent``, with as many more decimals as it takes not to print a miss as if it were a hit."""
        met = self.meets(floor)
        for d in range(decimals, decimals + 12):
            text = self.percent(d)
            if (Fraction(text) >= floor * 100) == met:
                return text
        return self.percent(decimals + 12)

    def _root_percent(self, decimals: int) -> str:
        """The compound growth by search over whole steps of the last decimal; compared by powers only."""
        one, n, (above, below) = 100 * 10**decimals, self.years, self.ratio.as_integer_ratio()
        most = above * one**n  # steps ** n * below <= most: that many steps of 1 / one lie at or below the root
        low, high = -one, one
        while (one + high) ** n * below <= most:
            high *= 2
        while high - low > 1:  # low: the largest whole step at or below the root
            middle = (low + high) // 2
            if (one + middle) ** n * below <= most:
                low = middle
            else:
                high = middle
        halfway = (2 * (one + low) + 1) ** n * below
        up = 2**n * most > halfway or (2**n * most == halfway and low >= 0)
        return decimal_text(Fraction(low + up, 10**decimals), decimals)

    def as_json(self) -> dict[str, object]:
        return {
            "method": self.method.value,
            "years": self.years,
            "percent": self.percent(),
            "fraction": str(self.rate) if self.rate is not None else None,
            "ratio": str(self.ratio),
        }


def decimal_text(value: Fraction, decimals: int) -> str:
    """A fraction as decimal text, half rounded away from zero; no float on the way."""
    scaled = abs(value) * 10**decimals
    whole = int(scaled + Fraction(1, 2))
    sign = "-" if value < 0 and whole else ""
    digits = str(whole).rjust(decimals + 1, "0")
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"


def _refused(code: str, zh: str, en: str) -> Refused:
    return Refused(reasons=(Reason(code=code, says=Text(zh, en)),))


def base_refused(base: Fraction | int | None) -> Refused | None:
    """Why no growth can start from this base, or ``None``. Neither a pass nor a fail."""
    if base is None:
        return _refused(
            "missing-base", "没有基期数，增幅无法计算。", "There is no base figure, so no growth can be computed."
        )
    if base == 0:
        return _refused(
            "zero-base", "基期数为零，增幅无法计算。", "The base figure is zero, so no growth can be computed."
        )
    if base < 0:
        return _refused(
            "negative-base", "基期数为负，增幅没有意义。", "The base figure is negative, so a growth has no meaning."
        )
    return None


def grown(method: Method, levels: Sequence[Fraction | int | None]) -> Growth | Refused:
    """The growth from the first level to the last, one level a year. Raises ``ValueError`` for fewer than two levels."""
    return _grown(method, tuple(levels))


@lru_cache(maxsize=4096)
def _grown(method: Method, levels: tuple[Fraction | int | None, ...]) -> Growth | Refused:
    """Kept: most readings of a figure that the law leaves open come to the same levels."""
    years = len(levels) - 1
    if not 1 <= years <= MAX_YEARS:
        raise ValueError(f"Growth needs from 2 to {MAX_YEARS + 1} yearly levels, not {len(levels)}.")
    if refused := base_refused(levels[0]):
        return refused
    base, last = Fraction(levels[0] or 0), levels[-1]
    if last is None:
        return _refused(
            "missing-last", "没有末期数，增幅无法计算。", "There is no last figure, so no growth can be computed."
        )
    if last < 0:
        return _refused(
            "negative-last", "末期数为负，增幅没有意义。", "The last figure is negative, so a growth has no meaning."
        )
    ratio = Fraction(last) / base
    if years == 1:
        return Growth(method=method, years=1, ratio=ratio, rate=ratio - 1)
    match method:
        case Method.COMPOUND:
            return Growth(method=method, years=years, ratio=ratio, rate=None)
        case Method.SIMPLE:
            return Growth(method=method, years=years, ratio=ratio, rate=(ratio - 1) / years)
        case Method.LAST_VS_BASE:
            return Growth(method=method, years=years, ratio=ratio, rate=ratio - 1)
        case Method.MEAN_YOY:
            return _mean_yoy(levels, ratio)


def _mean_yoy(levels: Sequence[Fraction | int | None], ratio: Fraction) -> Growth | Refused:
    rates = []
    for before, after in itertools.pairwise(levels):
        if before is None or after is None:
            return _refused(
                "missing-year",
                "中间年份缺数，逐年增幅的平均无法计算。",
                "A year between is missing, so the mean of the yearly growths cannot be computed.",
            )
        if before <= 0:
            return _refused(
                "zero-year",
                "中间年份为零或为负，逐年增幅的平均无法计算。",
                "A year between is zero or negative, so the mean of the yearly growths cannot be computed.",
            )
        rates.append(Fraction(after) / Fraction(before) - 1)
    return Growth(method=Method.MEAN_YOY, years=len(rates), ratio=ratio, rate=sum(rates, Fraction(0)) / len(rates))


def every_method(levels: Sequence[Fraction | int | None]) -> Mapping[Method, Growth | Refused]:
    """All four answers, in the order of ``Method``."""
    return {m: grown(m, levels) for m in Method.__members__.values()}


def least_to_meet(method: Method, levels: Sequence[Fraction | int | None], floor: Fraction) -> int | Refused:
    """The smallest whole last level that meets ``floor``, given the levels of the years before (the last is ignored).

    For money the level is in fen, so the answer is whole fen.
    """
    return _least_to_meet(method, tuple(levels[:-1]), floor)


@lru_cache(maxsize=4096)
def _least_to_meet(method: Method, before: tuple[Fraction | int | None, ...], floor: Fraction) -> int | Refused:
    years = len(before)
    probe = grown(method, [*before, 0])
    if isinstance(probe, Refused):
        return probe
    base = Fraction(before[0] or 0)
    match method:
        case Method.COMPOUND:
            need = base * (1 + floor) ** years
        case Method.SIMPLE:
            need = base * (1 + floor * years)
        case Method.LAST_VS_BASE:
            need = base * (1 + floor)
        case Method.MEAN_YOY:
            earlier = sum((Fraction(b or 0) / Fraction(a or 0) - 1 for a, b in itertools.pairwise(before)), Fraction(0))
            need = Fraction(before[-1] or 0) * (1 + floor * years - earlier)
    return max(0, ceil(need))
