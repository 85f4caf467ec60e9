"""Whole fen and exact fractions."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.money import NIL, Money, split
from ipops.kernel.rate import as_percent, percent

weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any)


class TestSplit:
    @given(fen=st.integers(-(10**15), 10**15), by=weights)
    def test_makes_and_loses_no_fen(self, fen, by):
        parts = split(Money(fen), by)
        assert sum((p.fen for p in parts), 0) == fen

    @given(fen=st.integers(0, 10**12), by=weights)
    def test_is_never_a_fen_off_the_exact_share(self, fen, by):
        for part, weight in zip(split(Money(fen), by), by, strict=True):
            assert abs(Fraction(fen * weight, sum(by)) - part.fen) < 1

    @given(fen=st.integers(0, 10**12), by=weights)
    def test_of_a_debt_mirrors_that_of_a_claim(self, fen, by):
        assert split(Money(-fen), by) == tuple(-p for p in split(Money(fen), by))

    def test_gives_the_odd_fen_to_the_first(self):
        assert split(Money(100), [1, 1, 1]) == (Money(34), Money(33), Money(33))

    @pytest.mark.parametrize("by", [[], [0, 0], [1, -1]])
    def test_refuses_weights_that_mean_nothing(self, by):
        with pytest.raises(ValueError, match="non-negative"):
            split(Money(1), by)


class TestMoney:
    @given(fen=st.integers(-(10**12), 10**12))
    def test_in_yuan_and_back_is_the_same(self, fen):
        assert Money.yuan(Money(fen).as_yuan()) == Money(fen)

    @pytest.mark.parametrize("amount", [0.1, True])
    def test_is_never_a_float_or_a_truth_value(self, amount):
        with pytest.raises(TypeError):
            Money(amount)

    def test_has_no_parts_of_a_fen(self):
        with pytest.raises(ValueError, match="parts of a fen"):
            Money.yuan("0.001")

    def test_knows_nothing_from_something(self):
        assert not NIL
        assert Money.yuan(Decimal("1e2")) == Money(10_000)


class TestPercent:
    @pytest.mark.parametrize(
        ("text", "rate"),
        [
            ("20", Fraction(1, 5)),
            ("20%", Fraction(1, 5)),
            ("２０．５％", Fraction(41, 200)),
            ("-3.5 %", Fraction(-7, 200)),
            ("3‰", Fraction(3, 1000)),
            ("1,234.5", Fraction(2469, 200)),
            (".5", Fraction(1, 200)),
            (30, Fraction(3, 10)),
        ],
    )
    def test_is_an_exact_fraction(self, text, rate):
        assert percent(text) == rate

    @pytest.mark.parametrize("text", ["", "twenty", "1e3", "20%%", "1.2.3", "٢٠"])
    def test_refuses_what_is_no_rate(self, text):
        with pytest.raises(ValueError, match="no rate"):
            percent(text)

    def test_refuses_a_float(self):
        with pytest.raises(TypeError):
            percent(0.2)

    @given(basis_points=st.integers(-(10**9), 10**9))
    def test_written_and_read_back_is_the_same(self, basis_points):
        rate = Fraction(basis_points, 10_000)
        assert percent(as_percent(rate)) == rate

    @pytest.mark.parametrize(
        ("rate", "decimals", "text"),
        [
            (Fraction(1, 3), 2, "33.33%"),
            (Fraction(2, 3), 0, "67%"),
            (Fraction(-1, 8), 0, "-13%"),
            (Fraction(-1, 10**9), 2, "0.00%"),
        ],
    )
    def test_is_written_half_away_from_zero(self, rate, decimals, text):
        assert as_percent(rate, decimals) == text
