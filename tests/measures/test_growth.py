"""Growth against slow arithmetic of its own, the traps of the published series, and the edges of a threshold."""

import itertools
from decimal import Decimal, getcontext
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ipops.kernel.outcome import Refused
from ipops.measures import growth
from ipops.measures.growth import Growth, Method, every_method, grown, least_to_meet

getcontext().prec = 60

levels = st.lists(st.integers(1, 10**12), min_size=2, max_size=7)
floors = st.fractions(min_value=Fraction(-1, 2), max_value=3, max_denominator=100)
methods = st.sampled_from(list(Method.__members__.values()))


def by_decimal(method, v):
    """The formula of the docstring in decimals of sixty digits."""
    n, ratio = len(v) - 1, Decimal(v[-1]) / Decimal(v[0])
    match method:
        case Method.COMPOUND:
            return ratio ** (Decimal(1) / n) - 1
        case Method.SIMPLE:
            return (ratio - 1) / n
        case Method.LAST_VS_BASE:
            return ratio - 1
        case Method.MEAN_YOY:
            return sum(Decimal(b) / Decimal(a) - 1 for a, b in itertools.pairwise(v)) / n


@given(levels, methods, st.integers(0, 6))
@example([100, 250, 125, 220], Method.COMPOUND, 1)
@example([1, 10**12], Method.COMPOUND, 6)
def test_the_percent_is_the_nearest_step_of_its_last_decimal(v, method, decimals):
    text = grown(method, v).percent(decimals)
    assert abs(Decimal(text) - by_decimal(method, v) * 100) <= Decimal("0.5000001") / 10**decimals
    assert len(text.partition(".")[2]) == decimals


@given(levels, methods, floors)
def test_the_smallest_level_that_meets_the_floor_meets_it_and_one_less_does_not(v, method, floor):
    need = least_to_meet(method, v, floor)
    assert grown(method, [*v[:-1], need]).meets(floor)
    if need > 0:
        assert not grown(method, [*v[:-1], need - 1]).meets(floor)


@given(levels, methods, floors)
def test_what_is_printed_beside_a_floor_never_says_the_opposite(v, method, floor):
    got = grown(method, v)
    assert (Fraction(got.percent_beside(floor)) >= floor * 100) == got.meets(floor)


@given(st.integers(1, 10**15), st.integers(1, 10**15))
def test_over_one_year_all_methods_are_one(base, last):
    assert len({g.percent(3) for g in every_method([base, last]).values()}) == 1


@given(st.integers(1, 10**6), st.integers(1, 5), st.fractions(min_value=0, max_value=2, max_denominator=10))
def test_steady_growth_is_met_exactly_at_its_own_rate(base, years, rate):
    v = [base * (1 + rate) ** i for i in range(years + 1)]
    for method in (Method.COMPOUND, Method.MEAN_YOY):
        got = grown(method, v)
        assert got.meets(rate)
        assert not got.meets(rate + Fraction(1, 10**9))


def test_the_synthetic_series_passes_or_fails_forty_percent_by_the_formula_alone():
    """domain/programme.md 5.3, trap 7."""
    got = every_method([100, 250, 125, 220])
    assert {m.value: g.percent() for m, g in got.items()} == {
        "compound": "30.1",
        "mean_yoy": "58.7",
        "simple": "40.0",
        "last_vs_base": "120.0",
    }
    assert [g.meets(Fraction(2, 5)) for g in got.values()] == [False, True, True, True]


def test_a_rate_of_exactly_the_floor_meets_it():
    assert grown(Method.COMPOUND, [25, 30, 36]).meets(Fraction(1, 5))
    assert not grown(Method.COMPOUND, [25_000_000, 30, 35_999_999]).meets(Fraction(1, 5))
    assert grown(Method.COMPOUND, [25_000_000, 30, 35_999_999]).percent() == "20.0"
    assert grown(Method.COMPOUND, [25_000_000, 30, 35_999_999]).percent_beside(Fraction(1, 5)) == "19.999998"


@pytest.mark.parametrize(
    ("v", "code"),
    [
        ([None, 5], "missing-base"),
        ([0, 5], "zero-base"),
        ([-3, 5], "negative-base"),
        ([5, None], "missing-last"),
        ([5, -1], "negative-last"),
    ],
)
def test_a_growth_that_cannot_be_computed_says_why(v, code):
    for got in every_method(v).values():
        assert isinstance(got, Refused)
        assert got.reasons[0].code == code


@pytest.mark.parametrize(("middle", "code"), [(None, "missing-year"), (0, "zero-year")])
def test_a_hole_in_the_middle_stops_only_the_method_that_needs_it(middle, code):
    got = every_method([100, middle, 144])
    assert got[Method.MEAN_YOY].reasons[0].code == code
    assert got[Method.COMPOUND].percent() == "20.0"
    assert isinstance(least_to_meet(Method.MEAN_YOY, [100, middle, 0], Fraction(1, 5)), Refused)


def test_falling_to_zero_is_minus_one_hundred_percent_by_every_way_that_exists():
    got = every_method([100, 50, 0])
    assert got[Method.COMPOUND].percent() == "-100.0"
    assert got[Method.SIMPLE].percent() == "-50.0"
    assert got[Method.MEAN_YOY].percent() == "-75.0"


def test_one_level_is_no_growth():
    with pytest.raises(ValueError, match="2"):
        grown(Method.SIMPLE, [3])


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (Fraction(-1, 30), 1, "0.0"),
        (Fraction(5, 100), 1, "0.1"),
        (Fraction(-5, 100), 1, "-0.1"),
        (Fraction(7, 2), 0, "4"),
    ],
)
def test_decimal_text_rounds_half_away_from_zero_and_knows_no_minus_zero(value, decimals, text):
    assert growth.decimal_text(value, decimals) == text


def test_the_json_carries_the_fraction_where_there_is_one():
    assert grown(Method.SIMPLE, [1224, 1515]).as_json() == {
        "method": "simple",
        "years": 1,
        "percent": "23.8",
        "fraction": "97/408",
        "ratio": "505/408",
    }
    assert isinstance(grown(Method.COMPOUND, [1, 2, 3]), Growth)
    assert grown(Method.COMPOUND, [1, 2, 3]).as_json()["fraction"] is None
