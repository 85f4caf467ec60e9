"""Interest up to a day: what a claim may count when interest stops (bankruptcy accepted), and what runs on elsewhere."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from ipops.finance.forms.amounts import whole_fen
from ipops.finance.schedule.daycount import DayCount, year_fraction
from ipops.kernel.money import Money


def accrued(
    principal: Money,
    rate: Fraction,
    start: date,
    on: date,
    count: DayCount,
    *,
    stops_on: date | None = None,
    rounding: str = "half_up",
) -> Money:
    """Simple interest in ``[start, on)``, or until ``stops_on`` if that comes first."""
    end = min(on, stops_on) if stops_on is not None else on
    if end <= start:
        return Money(0)
    return whole_fen(principal.fen * rate * year_fraction(start, end, count), rounding)
