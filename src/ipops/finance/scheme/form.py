"""The form of a scheme file: every primitive of the language. What it means stands in the modules named after it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ipops.finance.forms.form import Both, CiteForm, Day, Form, MoneyText, RateText
from ipops.finance.schedule.daycount import DayCount

Id = Annotated[str, Field(min_length=1)]


Loose = Field(default=(), strict=False)


class Stated(Form):
    """What a scheme must say: a word, or that its source is silent."""

    value: str | None = None
    unknown: Both | None = None
    cite: CiteForm | None = None


class FactRef(Form):
    """Another fact as the thing compared with, perhaps times a number."""

    fact: str
    times: RateText | None = None


Operand = str | int | bool | FactRef


class When(Form):
    """One comparison, or several joined by ``all``, ``any``, ``not``."""

    fact: str | None = None
    is_: Annotated[str | int | bool | None, Field(alias="is")] = None
    one_of: Annotated[tuple[str, ...] | None, Field(strict=False)] = None
    at_most: Operand | None = None
    below: Operand | None = None
    at_least: Operand | None = None
    above: Operand | None = None
    all_: Annotated[tuple[When, ...] | None, Field(alias="all", strict=False)] = None
    any_: Annotated[tuple[When, ...] | None, Field(alias="any", strict=False)] = None
    not_: Annotated[When | None, Field(alias="not")] = None


class Benchmark(Form):
    """A published rate, found by a rule: which series, which day."""

    series: str | None = None
    series_unknown: Both | None = None
    on: Literal["month_before", "december_before", "day"] | None = None
    on_unknown: Both | None = None
    of: str
    times: RateText | None = None
    plus: RateText | None = None


class Condition(Form):
    """Refuses (or, with ``effect: flag``, only says so) when it does not hold. ``unknown``: it exists, its words unseen.

    ``rate_at_most``: the loan's rate is no higher than a published one.
    """

    id: Id
    says: Both
    when: When | None = None
    rate_at_most: Benchmark | None = None
    unknown: Both | None = None
    effect: Literal["refuse", "flag"] = "refuse"
    cite: CiteForm


class Bracket(Form):
    """One step. ``up_to`` includes its bound, ``below`` does not, ``about`` leaves it open because the source does."""

    up_to: MoneyText | None = None
    below: MoneyText | None = None
    about: MoneyText | None = None
    pays: RateText | None = None
    at_most: RateText | None = None
    shares: dict[str, RateText] | None = None


class Choose(Form):
    """``cliff``: the whole amount takes the rate of its step. ``marginal``: each slice takes its own."""

    by: str
    how: Literal["cliff", "marginal"]
    steps: Annotated[tuple[Bracket, ...], Field(min_length=1, strict=False)]
    beyond: Literal["refuse", "nothing", "unknown"] | None = None


class Add(Form):
    id: Id
    when: When
    adds: RateText
    cite: CiteForm


class MostOf(Form):
    """A cap as a share of another amount."""

    rate: RateText
    fact: str


class MostBy(Form):
    """A cap by a word, e.g. a credit grade; a word not listed is unknown."""

    fact: str
    gives: dict[str, MoneyText]


Scope = Literal["loan", "firm", "firm_year", "lifetime", "product", "pot_year", "pot", "bank_quota", "unknown"]


class Cap(Form):
    """``of: counted`` limits what the layer looks at, ``paid`` what it pays; ``unknown`` if the source leaves it open.
    ``at_most``: the cap itself is set case by case, and the source gives only how high it may be."""

    id: Id
    per: Scope
    of: Literal["counted", "paid", "unknown"]
    most: MoneyText | None = None
    at_most: MoneyText | None = None
    most_of: MostOf | None = None
    most_by: MostBy | None = None
    unknown: Both | None = None
    when: When | None = None
    cite: CiteForm


class Layer(Form):
    """One who bears part of a loss. ``of: base`` looks at the whole base, ``left`` at what earlier layers left."""

    id: Id
    party: str | None = None
    of: Literal["base", "left"] = "base"
    pays: RateText | None = None
    at_most: RateText | None = None
    unknown: Both | None = None
    choose: Choose | None = None
    shares: dict[str, RateText] | None = None
    plus: Annotated[tuple[Add, ...], Loose]
    together: Literal["each", "once", "unknown"] = "each"
    caps: Annotated[tuple[Cap, ...], Loose]
    when: When | None = None
    cite: CiteForm


class Base(Form):
    """What a loss is: facts added, facts taken off, the whole of it or the IP part."""

    adds: Annotated[tuple[str, ...], Field(min_length=1, strict=False)]
    less: Annotated[tuple[str, ...], Loose]
    part: Literal["whole", "ip", "unknown"] = "whole"
    cite: CiteForm


class Total(Form):
    """A limit on the sum of layers as a share of another amount; ``cut`` says which layer gives way."""

    layers: Annotated[tuple[str, ...], Field(min_length=1, strict=False)]
    most: RateText
    of: str
    with_paid: str | None = None
    cut: Literal["last_first", "pro_rata", "unknown"]
    cite: CiteForm


class Pot(Form):
    """``balance_limits``: nothing is owed beyond what the pot holds."""

    balance_limits: bool
    recycles: Literal["yes", "no", "unknown"] = "unknown"
    size: MoneyText | None = None
    layers: Annotated[tuple[str, ...], Loose]
    cite: CiteForm


class States(Form):
    moment: Stated
    recoveries: Stated
    enforcement_cost: Stated
    short_pot: Stated


class Level(Form):
    """A line a measure must reach (``reached``) or pass (``passed``); ``unknown`` where the source leaves it open."""

    at: str
    bound: Literal["reached", "passed", "unknown"]


class Trigger(Form):
    """``in_process``: what becomes of claims while it is stopped: they ``go_on``, or they ``wait``."""

    id: Id
    of: str
    against: str | None = None
    scope: Literal["bank", "scheme", "unknown"]
    warn: Level | None = None
    stop: Level | None = None
    resume: Level | None = None
    resume_unknown: Both | None = None
    in_process: Stated
    cite: CiteForm


class Deadline(Form):
    """``n`` units after a fact's day, which itself is not counted; rolled to the next working day if ``rolls``. ``late``: what comes
    of an act after the last day: it is ``refused``, or ``taken`` all the same; left out, the source does not say."""

    id: Id
    says: Both
    starts: str
    n: Annotated[int, Field(gt=0)]
    unit: Literal["workday", "day", "month", "year"]
    rolls: bool | None = None
    acts: str | None = None
    late: Stated | None = None
    when: When | None = None
    cite: CiteForm


class Award(Form):
    """One subsidy. Interest is worked out over periods; a cost is a fact."""

    id: Id
    says: Both
    of: str
    benchmark: Benchmark | None = None
    use: Literal["benchmark", "lower_of_actual", "actual"] | None = None
    part: Literal["whole", "ip", "unknown"] = "whole"
    day_count: Annotated[DayCount | None, Field(strict=False)] = None
    within_window: bool = False
    vat: Literal["excluded", "included", "unknown"] | None = None
    when: When | None = None
    pays: RateText | None = None
    at_most: RateText | None = None
    choose: Choose | None = None
    caps: Annotated[tuple[Cap, ...], Loose]
    cite: CiteForm


class Instead(Form):
    when: When
    most: RateText


class Over(Form):
    """Another ratio, plus so many points."""

    fact: str
    plus: RateText


class Ratio(Form):
    """A limit on facts against another: ``of`` added up may be at most ``most`` times ``against``."""

    id: Id
    says: Both
    of: Annotated[tuple[str, ...], Field(min_length=1, strict=False)]
    against: str
    most: RateText | None = None
    over: Over | None = None
    instead: Annotated[tuple[Instead, ...], Loose]
    cite: CiteForm


class Valid(Form):
    """``transition``: loans drawn before ``since`` keep the ``old`` version or take the ``new``. ``run_off``: after ``until`` claims on
    loans drawn in its time ``go_on`` under it, or it ``ends`` for them too. What is not said of either is silent."""

    since: Day
    basis: Literal["issued", "effective", "first_seen", "numbered"]
    until: Day | None = None
    until_unknown: Both | None = None
    transition: Stated | None = None
    run_off: Stated | None = None
    cite: CiteForm


class Rounding(Form):
    step: MoneyText
    how: Literal["down", "half_up"]
    cite: CiteForm


class SchemeForm(Form):
    code: Id
    title: Both
    kind: Literal["sharing", "subsidy", "limits", "clocks", "registration"]
    place: str
    document: str
    completeness: Literal["full", "partial", "digest", "missing"]
    valid: Valid
    predecessor: str | None = None
    reviewed_on: Day
    note: Both | None = None
    demo: bool = False
    parties: Annotated[dict[str, Both], Field(default_factory=dict)]
    bearer: str | None = None
    states: States | None = None
    conditions: Annotated[tuple[Condition, ...], Loose]
    base: Base | None = None
    layers: Annotated[tuple[Layer, ...], Loose]
    total: Total | None = None
    pot: Pot | None = None
    triggers: Annotated[tuple[Trigger, ...], Loose]
    deadlines: Annotated[tuple[Deadline, ...], Loose]
    awards: Annotated[tuple[Award, ...], Loose]
    ratios: Annotated[tuple[Ratio, ...], Loose]
    rounding: Rounding | None = None


When.model_rebuild()
