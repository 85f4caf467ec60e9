"""The approaches: relief from royalty, excess income, profit split, market comparables, cost. Each tells what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
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
from ipops.kernel.outcome import Reason, Refused, Unknown
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
    ``profits``); arrays of one length give an array. ``None`` for approaches that have no such parameters."""
    rate = moves.get("rate", float(rate_of(form.rate)))
    if isinstance(at, ReliefFromRoyalty):
        lives = lives_of(form, at, len(at.sales))
        return worth(at.sales, at, lives, rate, moves.get("royalty", float(at.royalty)), moves.get("sales", 1.0))
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
    return Estimate(
        method=at.method, value=_round(form, Fraction(moved(form, at, {}))), n=_n(at), inputs=_inputs(form, at)
    )


def _n(at: Approach) -> int | None:
    return at.n if isinstance(at, ReliefFromRoyalty) else None


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
        told["royalty"] = shown_rate(at.royalty)
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
    n, half = len(paid), len(paid) // 2
    median = paid[half] if n % 2 else (paid[half - 1] + paid[half]) / 2
    says = Text(f"有偿 {n} 件，无偿 {free} 件不计。", f"{n} paid deals; {free} free ones left out.")
    return Estimate(
        method=at.method,
        value=_round(form, median) if n >= LEAST_DEALS else None,
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


def unsound(form: ValuationForm) -> Refused | None:
    """Every reason why these inputs make no valuation."""
    reasons = []
    rate = form.rate
    if (rate.whole is None) == (not rate.parts):
        reasons.append(_no("rate", "写 whole 或 parts 之一。", "Give either whole or parts."))
    elif rate_of(rate) <= -1:
        reasons.append(_no("rate", "折现率须大于负百分之百。", "The rate is above minus 100 per cent."))
    if form.rounding.fen <= 0 or form.disagree < 1:
        reasons.append(
            _no("rounding", "取整步长须大于零，disagree 不小于 1。", "Rounding above nought, disagree at least 1.")
        )
    if form.right.expires_on is not None and form.right.expires_on <= form.valued_on:
        reasons.append(
            _no("right.expires_on", "权利在评估日已届满。", "The right has expired on the day of valuation.")
        )
    for i, at in enumerate(form.approaches):
        if isinstance(at, ProfitSplit) and (at.share is None) == (at.investment is None):
            reasons.append(_no(f"approaches.{i}", "写 share 或 investment 之一。", "Give either share or investment."))
        if isinstance(at, ExcessIncome) and len(at.with_right) != len(at.without):
            reasons.append(_no(f"approaches.{i}", "有无两列年数须相同。", "Both lists have the same years."))
        if isinstance(at, SelfCreated) and not 0 <= at.risk < 1:
            reasons.append(_no(f"approaches.{i}.risk", "风险率在 0 与 1 之间。", "The risk lies between 0 and 1."))
    return Refused(reasons=tuple(reasons)) if reasons else None


def _no(field_: str, zh: str, en: str) -> Reason:
    return Reason(code="unsound", says=Text(f"{field_}：{zh}", f"{field_}: {en}"), field=field_)
