"""The S-curve of a technology: a logistic curve through the cumulative counts, with the interval the data allow.

    N(t) = K / (1 + exp(-r (t - m)))        K saturation, m midpoint, growth time ln(81)/r (from 10 % to 90 %)

Rule 1: counts alone mislead (Gao et al. 2013), so the fit stands beside the curve, and a curve whose midpoint lies outside the
data is refused: then the data do not show where growth turns, and K is a guess.
Rule 2: years that are not all published yet are not fitted.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from scipy import optimize, stats

from ipops.corpus.indicators.figures import whole_years
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text

LEAST_YEARS = 6  #: three parameters and as many degrees of freedom
STAGES = ((0.1, "emerging"), (0.5, "growth"), (0.9, "maturity"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A value with its 95 per cent interval, by Student's t on the curvature of the fit."""

    value: float
    low: float
    high: float

    def as_json(self) -> dict[str, float]:
        return {"value": self.value, "low": self.low, "high": self.high}


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeCycle:
    """``r2`` of the cumulative counts; ``reached`` the last count over saturation; ``stage`` emerging, growth, maturity, saturation."""

    saturation: Estimate
    midpoint: Estimate
    rate: Estimate
    growth_time: float
    r2: float
    years: tuple[int, ...]
    counts: tuple[int, ...]
    fitted: tuple[float, ...]

    @property
    def reached(self) -> float:
        return self.counts[-1] / self.saturation.value

    @property
    def stage(self) -> str:
        return next((name for limit, name in STAGES if self.reached < limit), "saturation")

    def at(self, year: float) -> float:
        return float(_curve(np.array([year]), self.saturation.value, self.midpoint.value, self.rate.value)[0])

    def as_json(self) -> dict[str, Any]:
        plain = {n: getattr(self, n).as_json() for n in ("saturation", "midpoint", "rate")}
        more = {"growth_time": self.growth_time, "r2": self.r2, "reached": self.reached, "stage": self.stage}
        return {**plain, **more, "years": list(self.years), "counts": list(self.counts), "fitted": list(self.fitted)}


def _curve(t: Any, k: float, m: float, r: float) -> Any:
    return k / (1 + np.exp(-r * (t - m)))


def life_cycle(by_year: Mapping[int, int], through: date) -> LifeCycle | Refused:
    """The curve through filings a year, or why there is none."""
    last = whole_years(through)
    known = {y: n for y, n in by_year.items() if y <= last and n > 0}
    if not known:
        return _no("life-cycle-empty", "没有可用的年度数量", "there are no counts of whole years")
    years = tuple(range(min(known), max(known) + 1))
    if len(years) < LEAST_YEARS:
        return _no(
            "life-cycle-short",
            f"只有 {len(years)} 年，至少 {LEAST_YEARS} 年",
            f"{len(years)} years only, {LEAST_YEARS} are needed",
        )
    counts = np.cumsum([known.get(y, 0) for y in years]).astype(float)
    t = np.array(years, dtype=float)
    fit = _fit(t, counts)
    if fit is None:
        return _no("life-cycle-no-fit", "拟合不收敛", "the fit does not converge")
    values, spread = fit
    if not t[0] <= values[1] <= t[-1]:
        return _no(
            "life-cycle-outside",
            "拐点不在数据年份之内，尚看不出增长何时放缓",
            "the midpoint is not within the years of the data; when growth slows does not show yet",
        )
    fitted = _curve(t, *values)
    residual = float(((counts - fitted) ** 2).sum())
    wide = float(stats.t.ppf(0.975, len(t) - 3)) * spread
    k, m, r = (Estimate(value=float(v), low=float(v - w), high=float(v + w)) for v, w in zip(values, wide, strict=True))
    return LifeCycle(
        saturation=k, midpoint=m, rate=r, growth_time=math.log(81) / r.value,
        r2=1 - residual / float(((counts - counts.mean()) ** 2).sum()), years=years,
        counts=tuple(int(c) for c in counts), fitted=tuple(float(f) for f in fitted),
    )  # fmt: skip


def _fit(t: Any, counts: Any) -> tuple[Any, Any] | None:
    half = t[int(np.searchsorted(counts, counts[-1] / 2))]
    begin, bounds = (counts[-1] * 1.2, half, 0.3), ([counts[-1] * 0.5, t[0] - 50, 1e-3], [np.inf, t[-1] + 50, 10.0])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", optimize.OptimizeWarning)
            values, covariance = optimize.curve_fit(_curve, t, counts, p0=begin, bounds=bounds, max_nfev=5000)
    except (RuntimeError, ValueError, optimize.OptimizeWarning):
        return None
    return values, np.sqrt(np.diag(covariance))


def _no(code: str, zh: str, en: str) -> Refused:
    return Refused(reasons=(Reason(code=code, says=Text(f"不给出 S 曲线：{zh}。", f"No S-curve: {en}.")),))
