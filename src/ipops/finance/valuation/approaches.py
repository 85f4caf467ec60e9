"""The approaches: relief from royalty, excess income, profit split, market comparables, cost. Each tells what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from ipops.finance.forms.amounts import shown_rate
from ipops.finance.valuation.form import (
    Approach,
    Cost,
    ExcessIncome,
    Flows,
    Market,
    ProfitSplit,
    ReliefFromRoyalty,
    SelfCreated,
    ValuationForm,
)
from ipops.finance.valuation.worth import Life, life, rate_of, rounded_percent, worth
from ipops.kernel.money import Money
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text

LEAST_DEALS = 3  #: our own rule: below three paid deals a range is shown, never one figure
FAMILY = {
    "relief_from_royalty": "income",
    "excess_income": "income",
    "profit_split": "income",
    "market": "market",
    "cost": "cost",
    "self_created": "cost",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What one approach says. ``value`` is ``None`` where only a range is sound; ``n`` counts what it rests on."""

    method: str
    value: Money | None
    low: Money | None = None
    high: Money | None = None
    n: int | None = None
    says: Text | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "method": self.method,
            "family": FAMILY[self.method],
            "value_fen": self.value.fen if self.value else None,
            "low_fen": self.low.fen if self.low else None,
            "high_fen": self.high.fen if self.high else None,
            "n": self.n,
            "says": self.says.as_json() if self.says else None,
            "inputs": dict(self.inputs),
        }


def moved(form: ValuationForm, at: Approach, moves: Mapping[str, Any]) -> Any:
    """An income approach's worth in fen with parameters replaced (``royalty``, ``share``, ``rate``) or scaled (``sales``,
    ``profits``); arrays of one length give an array. ``None`` where there is no such parameter, or no one royalty."""
    rate = moves.get("rate", float(rate_of(form.rate)))
    if isinstance(at, ReliefFromRoyalty):
        lives = lives_of(form, at, len(at.sales))
        royalty = moves["royalty"] if "royalty" in moves else royalty_of(at)
        if royalty is None:
            return None
        return worth(at.sales, at, lives, rate, royalty, moves.get("sales", 1.0))
    if isinstance(at, ProfitSplit):
        lives = lives_of(form, at, len(at.profits))
        share = moves.get("share", float(share_of(at)))
        return worth(at.profits, at, lives, rate, share, moves.get("profits", 1.0))
    if isinstance(at, ExcessIncome):
        extra = [a - b for a, b in zip(at.with_right, at.without, strict=False)]
        return worth(extra, at, lives_of(form, at, len(extra)), rate, 1.0, moves.get("profits", 1.0))
    return None


def lives_of(form: ValuationForm, at: Flows, years: int) -> Life:
    return life(form.valued_on, form.right.expires_on, years, at.economic_life)


def paid_rates(at: ReliefFromRoyalty) -> list[Fraction]:
    """The rates of the licences that were paid for, from low to high."""
    return sorted(x.rate for x in at.licences if x.paid != "free" and x.rate is not None)


def royalty_of(at: ReliefFromRoyalty) -> float | None:
    """The one royalty: as given, or the median of enough paid licences; ``None`` where only a range is sound."""
    if at.royalty is not None:
        return float(at.royalty)
    rates = paid_rates(at)
    return float(median(rates)) if len(rates) >= LEAST_DEALS else None


def median(ordered: Sequence[Fraction]) -> Fraction:
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def share_of(at: ProfitSplit) -> Fraction:
    """The share given, or by equivalent investment, rounded where the method says so."""
    if at.share is not None:
        return at.share
    assert at.investment is not None
    i = at.investment
    own, other = i.right_cost.fen * (1 + i.right_margin), i.other_cost.fen * (1 + i.other_margin)
    return rounded_percent(own / (own + other), at.decimals)


def estimate(form: ValuationForm, at: Approach) -> Estimate | Unknown:
    """One approach's answer, to the fen; rounding to the report's step comes last."""
    if isinstance(at, Market):
        return _market(form, at)
    if isinstance(at, Cost):
        return Estimate(method=at.method, value=_round(form, at.replacement.fen * (1 - at.depreciation)))
    if isinstance(at, SelfCreated):
        exact = (at.material.fen + at.labour_multiple * at.labour.fen) * (1 + at.profit) / (1 - at.risk)
        return Estimate(method=at.method, value=_round(form, exact))
    if isinstance(at, ReliefFromRoyalty) and (at.licences or at.n is not None):
        return _from_licences(form, at)
    return Estimate(method=at.method, value=_round(form, Fraction(moved(form, at, {}))), inputs=_inputs(form, at))


def _from_licences(form: ValuationForm, at: ReliefFromRoyalty) -> Estimate | Unknown:
    """A royalty that rests on licences: a range with how many were paid for; too few of them are no one figure."""
    rates = paid_rates(at)
    n = len(rates) if at.licences else at.n or 0
    free = len(at.licences) - len(rates)
    says = Text(f"许可费率依据有偿许可 {n} 件，无偿 {free} 件不计。", f"{n} paid licences; {free} free ones left out.")
    if not n or (n < LEAST_DEALS and not rates):
        why = Text(
            f"许可费率所依据的有偿许可只有 {n} 件（无偿的不是费率）。",
            f"The royalty rests on {n} paid licences (a free one is no rate).",
        )
        return Unknown(why=why, needs=Text("有偿许可的费率。", "rates of licences that were paid for."))
    one = moved(form, at, {})
    ends = (
        [_round(form, Fraction(moved(form, at, {"royalty": float(r)}))) for r in (rates[0], rates[-1])] if rates else []
    )
    return Estimate(
        method=at.method,
        value=_round(form, Fraction(one)) if one is not None else None,
        low=ends[0] if ends else None,
        high=ends[1] if ends else None,
        n=n,
        says=says if at.licences else None,
        inputs=_inputs(form, at),
    )


def _inputs(form: ValuationForm, at: Flows) -> dict[str, str]:
    years = len(next(v for k, v in at.__dict__.items() if k in ("sales", "profits", "with_right")))
    lives = lives_of(form, at, years)
    told = {
        "rate": shown_rate(rate_of(form.rate)),
        "tax": shown_rate(at.tax),
        "years": ", ".join(str(p) for p in lives.parts),
        "ended_by": lives.ends,
    }
    if isinstance(at, ReliefFromRoyalty):
        rates = paid_rates(at)
        told["royalty"] = shown_rate(at.royalty) if at.royalty is not None else ", ".join(map(shown_rate, rates))
    if isinstance(at, ProfitSplit):
        told["share"] = shown_rate(share_of(at))
    return told


def _market(form: ValuationForm, at: Market) -> Estimate | Unknown:
    """Paid deals only, corrected; a range always, one figure (the median) only from ``LEAST_DEALS`` on."""
    paid = sorted(_corrected(c.price, c.corrections) for c in at.comparables if c.paid != "free")
    free = len(at.comparables) - sum(c.paid != "free" for c in at.comparables)
    if not paid:
        why = Text(f"没有有偿成交（无偿 {free} 件不是价格）。", f"No paid deal ({free} free licences are no price).")
        return Unknown(why=why, needs=Text("有偿的可比成交。", "comparable deals that were paid for."))
    n = len(paid)
    says = Text(f"有偿 {n} 件，无偿 {free} 件不计。", f"{n} paid deals; {free} free ones left out.")
    return Estimate(
        method=at.method,
        value=_round(form, median(paid)) if n >= LEAST_DEALS else None,
        low=_round(form, paid[0]),
        high=_round(form, paid[-1]),
        n=n,
        says=says,
    )


def _corrected(price: Money, corrections: Mapping[str, Fraction]) -> Fraction:
    exact = Fraction(price.fen)
    for by in corrections.values():
        exact *= by
    return exact


def _round(form: ValuationForm, fen: Fraction) -> Money:
    step = form.rounding.fen
    return Money(int(fen / step + Fraction(1, 2)) * step)
