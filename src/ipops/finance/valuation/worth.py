"""Present worth of yearly amounts: decay, tax, the economic and the legal life, timing in the year. Floats, on arrays too.

A year of which the right lives only a part counts for that part. After the right's end nothing is its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from ipops.finance.valuation.form import Flows, RateForm
from ipops.kernel.money import Money
from ipops.kernel.period import months_after

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """``parts[t]``: which part of year ``t`` (from the day of valuation) belongs to the right; ``ends`` what ended it."""

    parts: tuple[Fraction, ...]
    ends: str


def life(valued_on: date, expires_on: date | None, years: int, economic: int) -> Life:
    """The years that count: those forecast, within the economic life, before the right expires."""
    counted = min(years, economic)
    ends = "economic_life" if economic <= years else "forecast"
    parts = []
    for t in range(counted):
        start, end = months_after(valued_on, 12 * t), months_after(valued_on, 12 * (t + 1))
        if expires_on is None or expires_on >= end:
            parts.append(Fraction(1))
            continue
        ends = "legal_life"
        parts.append(Fraction(max(0, (expires_on - start).days), (end - start).days))
    return Life(parts=tuple(parts), ends=ends)


def rate_of(form: RateForm) -> Fraction:
    """The discount rate: whole, or the sum of its parts; rounded in per cent where the method says so."""
    total = form.whole if form.whole is not None else sum(form.parts.values(), Fraction(0))
    return rounded_percent(total, form.decimals)


def rounded_percent(rate: Fraction, decimals: int | None) -> Fraction:
    """Half away from nought at so many decimals of a per cent; as it is without."""
    if decimals is None:
        return rate
    scale = 100 * 10**decimals
    return Fraction(int(abs(rate) * scale + Fraction(1, 2)), scale) * (-1 if rate < 0 else 1)


def worth(amounts: Sequence[Money], flows: Flows, lives: Life, rate: Any, share: Any = 1.0, factor: Any = 1.0) -> Any:
    """Sum of ``amount·factor·share·(1−decay)^t·(1−tax)·part`` discounted, in fen; scalars or arrays of one length."""
    keeps = 1.0 - float(flows.decay or 0)
    after_tax = 1.0 - float(flows.tax)
    shift = 0.5 if flows.timing == "middle" else 0.0
    total: Any = 0.0
    for t, (amount, part) in enumerate(zip(amounts, lives.parts, strict=False)):
        at = t + 1 - shift
        total = total + amount.fen * factor * share * keeps**t * after_tax * float(part) / (1.0 + rate) ** at
    return total
