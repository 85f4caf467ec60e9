"""The lowest level reached; undecided and not covered are answers too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused, Unknown
from ipops.reference.sme import Size, size_classes, sme_size


def wan(amount: int) -> Money:
    return Money.yuan(amount * 10_000)


def test_without_the_files_the_size_is_unknown(monkeypatch, tmp_path):
    monkeypatch.setenv("IPOPS_SHARED", str(tmp_path))
    assert isinstance(sme_size("3922", employees=10, revenue=wan(1)), Unknown)


@pytest.mark.shared
class TestSize:
    @pytest.mark.parametrize(
        ("employees", "revenue", "size"),
        [
            (1000, 40_000, Size.LARGE),
            (999, 40_000, Size.MEDIUM),
            (1000, 39_999, Size.MEDIUM),
            (5000, 299, Size.MICRO),
            (19, 90_000, Size.MICRO),
            (20, 300, Size.SMALL),
            (300, 2000, Size.MEDIUM),
        ],
    )
    def test_of_a_factory_is_the_lowest_level_that_either_metric_reaches(self, employees, revenue, size):
        assert sme_size("3922", employees=employees, revenue=wan(revenue)) is size

    def test_is_undecided_while_a_metric_is_missing(self):
        answer = sme_size("3922", employees=500)
        assert isinstance(answer, Unknown)
        assert "营业收入" in answer.why.zh

    def test_is_micro_whatever_is_missing_once_one_metric_says_so(self):
        assert sme_size("3922", employees=5) is Size.MICRO

    def test_of_a_farm_needs_revenue_alone(self):
        assert sme_size("0111", revenue=wan(500)) is Size.MEDIUM

    def test_one_fen_below_the_limit_is_below_it(self):
        assert sme_size("0111", revenue=wan(500) - Money(1)) is Size.SMALL

    @pytest.mark.parametrize("industry", ["6621", "8310", "J"])
    def test_is_refused_where_the_method_does_not_apply(self, industry):
        answer = sme_size(industry, employees=10, revenue=wan(10), assets=wan(10))
        assert isinstance(answer, Refused)
        assert answer.reasons[0].cite is not None

    @pytest.mark.parametrize("industry", ["G", "59", "F", "70", "7040", "Q", "9999", ""])
    def test_is_unknown_for_a_code_too_wide_unclear_or_strange(self, industry):
        assert isinstance(sme_size(industry, employees=10, revenue=wan(10), assets=wan(10)), Unknown)

    def test_the_longer_prefix_wins(self):
        method = size_classes()
        assert method.sector("5910") == "transport"
        assert method.sector("5990") == "storage"

    def test_every_class_of_the_standard_gets_an_answer(self):
        method = size_classes()
        answers = {type(method.sector(c)).__name__ for c, i in method.industries.by_code.items() if i.level == 4}
        assert answers == {"str", "Refused", "Unknown"}


@pytest.mark.shared
class TestWhetherItIsAnSme:
    def test_one_metric_below_large_decides_it(self):
        assert size_classes().is_sme("3922", employees=999) is True

    def test_a_metric_at_large_leaves_it_open(self):
        assert isinstance(size_classes().is_sme("3922", employees=1000), Unknown)
        assert size_classes().is_sme("3922", employees=1000, revenue=wan(40_000)) is False

    @given(employees=st.integers(0, 3000), revenue=st.integers(0, 10**5), more=st.integers(0, 3000))
    def test_agrees_with_the_size_and_growing_never_shrinks_it(self, employees, revenue, more):
        method = size_classes()
        size = method.size("3922", employees=employees, revenue=wan(revenue))
        assert isinstance(size, Size)
        assert method.is_sme("3922", employees=employees, revenue=wan(revenue)) is size.is_sme
        assert method.size("3922", employees=employees + more, revenue=wan(revenue)) >= size
