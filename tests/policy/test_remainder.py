"""The rest of the money: by the rule of the batch, and never a number that no source gives."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.citation import Citation
from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused, Unknown
from ipops.policy import packs
from ipops.policy.in_force import in_force, rule_on, shapes
from ipops.policy.remainder import RULE, Payment, Result, after_annual_assessment, in_tiers, remainder

ON = date(2026, 6, 30)


def rest(code: str, result: Result) -> Payment | Unknown | Refused:
    return remainder(packs()[code], result, ON)


class TestThe2020Batch:
    @given(score=st.fractions(min_value=0, max_value=100))
    def test_gets_no_number_while_the_tiers_are_unknown(self, score):
        answer = rest("cn-2020-40", Result(passed=True, score=score))
        assert isinstance(answer, Unknown)
        assert answer.cites[0].quote == "剩余资金根据中期绩效评价结果进行分档拨付"

    @pytest.mark.parametrize(
        ("score", "yuan"),
        [
            (0, 0),
            (Fraction(5999, 100), 0),
            (60, 20_000_000),
            (80, 35_000_000),
            (Fraction(899, 10), 35_000_000),
            (90, 50_000_000),
            (100, 50_000_000),
        ],
    )
    def test_the_demo_city_pays_by_its_own_tiers_labelled_demo(self, score, yuan):
        answer = rest("demo-city", Result(score=Fraction(score)))
        assert isinstance(answer, Payment)
        assert answer.amount == Money.yuan(yuan)
        assert answer.demo

    @given(score=st.fractions(min_value=0, max_value=100))
    def test_never_pays_more_than_the_rest_of_the_notice(self, score):
        answer = rest("demo-city", Result(score=score))
        assert isinstance(answer, Payment)
        assert answer.amount <= Money.yuan(50_000_000)

    def test_a_score_outside_the_bands_and_a_missing_one_are_unknown(self):
        assert isinstance(rest("demo-city", Result(score=Fraction(101))), Unknown)
        assert isinstance(rest("demo-city", Result(passed=True)), Unknown)


class TestEarlierBatches:
    def test_2018_pays_the_whole_rest_after_passing(self):
        answer = rest("cn-2018-96", Result(passed=True))
        assert isinstance(answer, Payment)
        assert answer.amount == Money.yuan(50_000_000)
        assert not answer.demo

    def test_2018_pays_nothing_before_passing(self):
        assert isinstance(rest("cn-2018-96", Result(passed=False)), Refused)
        assert isinstance(rest("cn-2018-96", Result()), Unknown)

    def test_2019_knows_only_a_range(self):
        answer = rest("cn-2019-70", Result(passed=True))
        assert isinstance(answer, Unknown)
        assert "0–1亿元" in answer.why.zh

    def test_2017_has_no_rule_at_all_and_names_the_first_day_of_one(self):
        answer = rest("cn-2017-35", Result(passed=True))
        assert isinstance(answer, Unknown)
        assert "2018-08-06" in answer.why.zh

    def test_a_pack_without_a_notice_has_nothing_to_pay(self):
        assert isinstance(rest("cn-budget-law-2018", Result(passed=True)), Unknown)


class TestDatedShapes:
    def test_an_old_shape_stays_for_its_days(self):
        old, new = rule_on(RULE, date(2018, 8, 6)), rule_on(RULE, date(2026, 1, 1))
        assert not isinstance(old, Unknown)
        assert not isinstance(new, Unknown)
        assert (old.apply, new.apply) == (after_annual_assessment, in_tiers)

    def test_run_from_old_to_new_and_each_cites_a_document(self):
        for known in shapes().values():
            assert [s.from_ for s in known] == sorted({s.from_ for s in known})
            assert all(s.cite.document for s in known)

    def test_two_of_one_day_are_a_bug(self):
        with pytest.raises(ValueError, match="Two shapes"):

            @in_force(RULE, from_=date(2020, 4, 30), cite=Citation(document="x"))
            def another() -> None: ...
