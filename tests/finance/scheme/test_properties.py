"""What must always hold of every scheme, tried on made-up cases."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipops.finance.scheme import Case, Scheme, evaluate, read_scheme
from ipops.finance.scheme.brackets import chosen
from ipops.finance.scheme.case import Span
from ipops.finance.scheme.facts import FACTS
from ipops.finance.scheme.form import Bracket, Choose
from ipops.kernel.money import Money
from ipops.policy.scheme_shelf import schemes

ON = date(2026, 6, 1)
money = st.integers(0, 60_000_000_00).map(Money)
rates = st.integers(0, 100_00).map(lambda n: Fraction(n, 100_00))
KINDS = ("invention", "utility_model", "trade_mark")
VALUES = {
    "money": money,
    "rate": rates,
    "number": st.integers(0, 60),
    "flag": st.booleans(),
    "word": st.sampled_from(["A", "B", "E", "insurance", "direct"]),
    "words": st.frozensets(st.sampled_from(KINDS), min_size=1),
    "day": st.dates(date(2019, 1, 1), ON),
}
FILLED = [f for f in FACTS.values() if f.kind in VALUES]
cases = st.fixed_dictionaries({}, optional={f.name: VALUES[f.kind] for f in FILLED}).map(lambda facts: Case(ON, facts))
#: One way only of telling the IP part: two that contradict one another are no knowledge.
TOLD_TWICE = {"loan.ip_part", "loan.combined"}
full = st.fixed_dictionaries({f.name: VALUES[f.kind] for f in FILLED if f.name not in TOLD_TWICE}).map(
    lambda facts: Case(ON, facts)
)


def scheme(code: str, **assume: str) -> Scheme:
    got = read_scheme(schemes()[code].tree, {k.replace("__", "."): v for k, v in assume.items()})
    assert isinstance(got, Scheme), got
    return got


SHARING = sorted(c for c in schemes() if scheme(c).form.layers)


@pytest.mark.parametrize("code", SHARING)
@settings(max_examples=15)
@given(case=cases)
def test_no_fen_is_made_or_lost_and_nobody_pays_more_than_the_loss(code, case):
    """Known or not: what the parties bear can add up to the base, and where all is known it does, to the fen."""
    got = evaluate(scheme(code), case)
    if got.base is None:
        assert got.verdict in ("unknown", "refused")
        return
    low = sum(a.low for a in got.amounts.values() if a is not None)
    high = sum(a.high for a in got.amounts.values() if a is not None)
    assert low <= got.base.high
    assert high >= got.base.low
    assert all(0 <= a.low <= a.high <= got.base.high for a in got.amounts.values() if a is not None)
    if got.verdict == "computed":
        assert sum(got.paid(p).fen for p in got.amounts) == got.base.money.fen


@pytest.mark.parametrize("code", sorted(schemes()))
@settings(max_examples=20)
@given(case=cases)
def test_every_scheme_answers_every_case_and_names_what_is_missing(code, case):
    got = evaluate(scheme(code), case)
    assert got.verdict in ("computed", "refused", "unknown")
    if got.verdict == "unknown":
        assert got.missing, "an unknown answer says what would settle it"
    assert (got.verdict == "refused") == bool(got.reasons)
    if got.verdict == "computed" and got.amounts:
        assert got.as_json()["trace"], "a computed amount shows its rules"


@pytest.mark.parametrize("code", SHARING)
@settings(max_examples=20)
@given(case=full, name=st.sampled_from(sorted(set(FACTS) - {"used.loan"})))
def test_knowing_less_never_makes_a_known_answer_wrong(code, case, name):
    """Take one fact away: the answer of the full case lies between the ends that remain."""
    whole = evaluate(scheme(code), case)
    less = evaluate(scheme(code), Case(ON, {k: v for k, v in case.facts.items() if k != name}))
    if whole.verdict == "refused" or less.verdict == "refused":
        return
    for party, amount in whole.amounts.items():
        other = less.amounts[party]
        assert other is None or amount is None or (other.low <= amount.low and amount.high <= other.high)


def test_figures_of_the_ip_part_that_contradict_one_another_settle_nothing():
    facts = {"loss.principal": Money(100), "loan.ip_share": Fraction(1, 2), "loan.combined": False}
    got = evaluate(scheme("haikou-2023", layers__fund__pays="100%"), Case(ON, {**facts, "pot.balance": Money(1000)}))
    amount = got.amounts["fund"]
    assert amount is not None
    assert (amount.low, amount.high) == (0, 100)
    assert "base.ip_part" in {m.rule for m in got.missing}


CAPPED_BY_ACTUAL = (
    (
        "bj-2023",
        "interest",
        {"awards.interest.benchmark.series": "LPR-1Y", "awards.interest.benchmark.on": "month_before"},
    ),
    ("fj-2022", "interest", {"awards.interest.benchmark.series": "LPR-1Y"}),
)


@pytest.mark.parametrize(("code", "award", "assume"), CAPPED_BY_ACTUAL, ids=[c for c, _, _ in CAPPED_BY_ACTUAL])
@given(
    low=st.integers(0, 1500).map(lambda n: Fraction(n, 10_000)),
    more=st.integers(0, 1500).map(lambda n: Fraction(n, 10_000)),
    lpr=st.integers(100, 900).map(lambda n: Fraction(n, 10_000)),
    principal=st.integers(1, 30_000_000_00),
    days=st.integers(1, 365),
)
def test_a_cheaper_loan_never_gets_more_subsidy_under_a_cap_by_actual(
    code, award, assume, low, more, lpr, principal, days
):
    got = read_scheme(schemes()[code].tree, {**assume, f"awards.{award}.day_count": "ACT/360"})
    assert isinstance(got, Scheme), got
    start = date(2024, 1, 10)

    def paid(rate: Fraction) -> int:
        span = Span(start=start, end=date.fromordinal(start.toordinal() + days), principal=Money(principal), rate=rate)
        facts = {
            "loan.periods": (span,), "loan.ip_share": Fraction(1), "loan.combined": False, "loan.signed_on": start, "loan.drawn_on": start,
            "series": {"LPR-1Y": {date(2023, 12, 20): lpr}}, "used.firm_year": Money(0), "used.lifetime": Money(0),
            "loan.settled": True, "loan.repaid_on": date(2024, 12, 1), "window.from": date(2024, 1, 1),
            "window.until": date(2025, 1, 1), "pledge.registered": True, "loan.term_months": 12,
            "loan.insured_or_guaranteed": False, "cost.fees": Money(0), "cost.vat": Money(0),
        }  # fmt: skip
        amount = evaluate(got, Case(ON, facts)).amounts[award]
        assert amount is not None
        assert amount.known
        return int(amount.low)

    assert paid(low) <= paid(low + more)


@given(
    bounds=st.lists(st.integers(1, 10**9), min_size=1, max_size=5, unique=True).map(sorted),
    pays=st.lists(rates, min_size=6, max_size=6),
    amount=st.integers(1, 2 * 10**9),
)
def test_slices_pay_what_each_slice_pays_on_its_own(bounds, pays, amount):
    """Marginal brackets against adding slice by slice by hand; a cliff takes one rate for all."""
    steps = [{"up_to": Money(b), "pays": p} for b, p in zip(bounds, pays, strict=False)] + [{"pays": pays[len(bounds)]}]
    form = {"by": "finance.raised", "steps": [Bracket.model_validate(s) for s in steps]}
    by_hand, low = Fraction(0), 0
    for b, p in zip([*bounds, None], pays, strict=False):
        high = amount if b is None else min(amount, b)
        by_hand += max(0, high - low) * p
        low = max(low, high)
    marginal = chosen(Choose.model_validate({**form, "how": "marginal"}), Money(amount)).rates[""]
    assert marginal.low * amount == by_hand
    cliff = chosen(Choose.model_validate({**form, "how": "cliff"}), Money(amount)).rates[""]
    assert cliff.low == next((p for b, p in zip(bounds, pays, strict=False) if amount <= b), pays[len(bounds)])
