"""The form of a valuation, as ``ipops finance value`` reads it: purpose, right, approaches, report, simulation."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ipops.finance.forms.form import Day, Form, MoneyText, RateText
from ipops.finance.valuation.frame import FrameForm

Loose = Field(default=(), strict=False)
Money_ = Annotated[tuple[MoneyText, ...], Field(strict=False, min_length=1)]


class RateForm(Form):
    """The discount rate as a whole, or built up; every part is the appraiser's. ``decimals``: rounded in per cent first."""

    whole: RateText | None = None
    parts: Annotated[dict[str, RateText], Field(default_factory=dict)]
    decimals: Annotated[int, Field(ge=0, le=6)] | None = None


class Flows(Form):
    """What yearly amounts have in common: tax, decay of the right's part, economic life in years, timing in the year."""

    tax: RateText
    decay: RateText | None = None
    economic_life: Annotated[int, Field(gt=0)]
    timing: Literal["end", "middle"] = "end"


class Licence(Form):
    """A recorded licence with its rate on sales. One that is free has no rate and is no evidence of one."""

    rate: RateText | None = None
    paid: Literal["royalty", "free"]


class ReliefFromRoyalty(Flows):
    """Sales by year and the royalty saved. Either ``royalty``, with ``n`` if it rests on so many paid licences, or the
    ``licences`` themselves: the paid ones give a range, and one figure only where there are enough of them."""

    method: Literal["relief_from_royalty"]
    sales: Money_
    royalty: RateText | None = None
    n: Annotated[int, Field(ge=0)] | None = None
    licences: Annotated[tuple[Licence, ...], Loose]
    source: str | None = None


class ExcessIncome(Flows):
    """Income with the right less income without it, by year."""

    method: Literal["excess_income"]
    with_right: Money_
    without: Money_


class Investment(Form):
    """Equivalent investment: each side's cost times one plus its margin."""

    right_cost: MoneyText
    right_margin: RateText
    other_cost: MoneyText
    other_margin: RateText


class ProfitSplit(Flows):
    """A share of profits by year: given, or by equivalent investment; ``decimals`` rounds the share (in per cent) first."""

    method: Literal["profit_split"]
    profits: Money_
    share: RateText | None = None
    investment: Investment | None = None
    decimals: Annotated[int, Field(ge=0, le=6)] | None = None


class Comparable(Form):
    """One deal. ``paid`` says how: a free licence is no price. ``corrections`` multiply (term, field, exclusivity, time)."""

    price: MoneyText
    paid: Literal["fixed", "royalty", "both", "free"]
    corrections: Annotated[dict[str, RateText], Field(default_factory=dict)]


class Market(Form):
    method: Literal["market"]
    comparables: Annotated[tuple[Comparable, ...], Field(strict=False)]


class Cost(Form):
    """Replacement less depreciation (functional and economic together)."""

    method: Literal["cost"]
    replacement: MoneyText
    depreciation: RateText


class SelfCreated(Form):
    """``(C + b1·V)(1 + L) / (1 − b2)``: material, labour times its multiple, profit, average risk of failure."""

    method: Literal["self_created"]
    material: MoneyText
    labour: MoneyText
    labour_multiple: RateText
    profit: RateText
    risk: RateText


Approach = ReliefFromRoyalty | ExcessIncome | ProfitSplit | Market | Cost | SelfCreated


class RightForm(Form):
    kind: str
    expires_on: Day | None = None


class ReportForm(Form):
    """An appraiser's report, or a bank's own valuation (``by``), which has an officer and a reviewer instead of signers."""

    by: Literal["appraiser", "bank"]
    signers: Annotated[tuple[str, ...], Loose]
    signed_on: Day | None = None
    reason_for_one: str | None = None
    officer: str | None = None
    reviewer: str | None = None
    used_on: Day | None = None
    age_limit_months: Annotated[int, Field(gt=0)] | None = None
    events: Annotated[dict[str, Day], Field(default_factory=dict)]


class Triangle(Form):
    """Least, likeliest, most."""

    low: RateText
    mode: RateText
    high: RateText


class SimulationForm(Form):
    """Which parameters move: ``royalty`` and ``rate`` themselves, ``sales`` and ``profits`` as factors on every year."""

    paths: Annotated[int, Field(gt=0, le=1_000_000)]
    seed: Annotated[int, Field(ge=0)]
    moves: dict[Literal["royalty", "share", "rate", "sales", "profits"], Triangle]


class ScoringForm(Form):
    """The loaded frame of indicators, the scenario whose weights count, and the scores given (0 to 100)."""

    frame: FrameForm | None = None
    scenario: str
    scores: dict[str, Annotated[int, Field(ge=0, le=100)]]


class ValuationForm(Form):
    """``disagree``: approaches whose highest is more than so many times their lowest are shown as disagreeing."""

    purpose: Literal["pledge", "licence", "transfer", "accounting", "tax", "relief", "grading", "litigation"]
    valued_on: Day
    right: RightForm
    rate: RateForm
    approaches: Annotated[
        tuple[Annotated[Approach, Field(discriminator="method")], ...], Field(strict=False, min_length=1)
    ]
    disagree: RateText
    rounding: MoneyText
    report: ReportForm
    simulation: SimulationForm | None = None
    sensitivity: Annotated[
        dict[Literal["royalty", "share", "rate", "sales", "profits"], RateText], Field(default_factory=dict)
    ]
    scoring: ScoringForm | None = None
