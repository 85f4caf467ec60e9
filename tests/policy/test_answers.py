"""What the packs answer: known with its source, unknown with its reason, never a default."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.citation import Grade
from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused, Unknown
from ipops.policy import Band, Known, Pack, Range, band_of, pack_named, pack_of_place, packs, plan_of_place

ON = date(2024, 6, 30)


def pack(code: str) -> Pack:
    found = pack_named(code)
    assert isinstance(found, Pack)
    return found


def known(code: str, name: str, on: date = ON) -> Known:
    answer = pack(code).term(name, on)
    assert isinstance(answer, Known), answer
    return answer


class TestTheTiersOf2020:
    def test_are_unknown_and_need_the_official_text(self):
        answer = pack("cn-2020-40").term("remainder_tiers", ON)
        assert isinstance(answer, Unknown)
        assert answer.needs is not None
        assert "官方文本" in answer.needs.zh
        assert "official text" in answer.needs.en

    def test_cite_the_clause_that_leaves_them_open(self):
        answer = pack("cn-2020-40").term("remainder_tiers", ON)
        assert isinstance(answer, Unknown)
        (cite,) = answer.cites
        assert cite.document == "财办建〔2020〕40号"
        assert cite.clause == "三、建设内容"
        assert "分档拨付" in cite.quote

    def test_are_chosen_by_the_demo_city_and_labelled_demo(self):
        answer = known("demo-city", "remainder_tiers")
        assert answer.demo
        assert answer.cite.grade is Grade.DEMO
        assert [b.gives for b in answer.bands] == [0, Fraction(1, 5), Fraction(7, 20), Fraction(1, 2)]


class TestWhatTheNoticeLeavesOpen:
    OPEN = (
        "growth.method",
        "growth.base_year",
        "deal.counting",
        "territory",
        "midterm.basis",
        "zero_base.alternative",
        "plan.period",
        "count.new_in_period",
    )

    @pytest.mark.parametrize("name", OPEN)
    def test_is_unknown_in_the_notice_with_a_citation(self, name):
        answer = pack("cn-2020-40").term(name, ON)
        assert isinstance(answer, Unknown)
        assert answer.cites[0].quote

    @pytest.mark.parametrize("name", OPEN)
    def test_is_chosen_by_the_demo_city(self, name):
        assert known("demo-city", name).demo


class TestLayers:
    def test_fall_through_to_the_notice(self):
        answer = known("demo-city", "amount_per_city")
        assert (answer.pack, answer.money, answer.demo) == ("cn-2020-40", Money.yuan(150_000_000), False)

    def test_fall_through_to_the_law_under_the_fund(self):
        assert known("cn-2020-40", "carry_over.years").whole == 2

    def test_stop_at_an_unknown_of_the_upper_layer(self):
        assert isinstance(pack("cn-2020-40").term("prohibited_uses", ON), Unknown)

    def test_are_named_from_the_most_specific_down(self):
        assert [p.code for p in pack("demo-city").layers][:2] == ["demo-city", "cn-method-2020-10"]
        ranks = [p.layer.rank for p in pack("demo-city").layers]
        assert ranks == sorted(ranks, reverse=True)

    def test_let_the_lower_layer_speak_until_the_upper_one_begins(self):
        before = pack("demo-city").term("deadlines", date(2020, 6, 1))
        assert isinstance(before, Unknown)
        assert before.cites[0].document == "财办建〔2020〕40号"
        assert known("demo-city", "deadlines", date(2023, 12, 28)).demo


class TestDates:
    def test_asking_before_the_first_value_names_its_day(self):
        answer = pack("cn-2020-40").term("amount_per_city", date(2020, 4, 29))
        assert isinstance(answer, Unknown)
        assert "2020-04-30" in answer.why.zh
        assert "2020-04-30" in answer.why.en

    @given(days=st.integers(min_value=1, max_value=4000), code=st.sampled_from(sorted(packs())))
    def test_no_term_is_known_before_its_document_begins(self, days, code):
        chosen = pack(code)
        day = chosen.start - timedelta(days=days)
        for name in chosen.own_terms:
            answer = chosen.term(name, day)
            assert isinstance(answer, Unknown) or answer.pack != code


class TestMoney:
    def test_hearsay_is_shown_but_never_decides_it(self):
        method = pack("cn-method-2020-10")
        told = method.term("self_evaluation.weight_output", ON)
        assert isinstance(told, Known)
        assert told.cite.grade is Grade.K
        assert isinstance(method.term("self_evaluation.weight_output", ON, for_money=True), Unknown)

    def test_a_range_is_no_single_number(self):
        answer = known("cn-2019-70", "amount_per_city")
        assert answer.value == Range(Fraction(3, 2), 2)
        with pytest.raises(TypeError):
            _ = answer.money


class TestNames:
    def test_a_pack_that_does_not_exist_is_refused_with_the_nearest_name(self):
        answer = pack_named("cn-2020-4")
        assert isinstance(answer, Refused)
        assert "cn-2020-40" in answer.reasons[0].says.en

    def test_a_term_nobody_has_is_unknown_and_names_the_nearest(self):
        answer = pack("cn-2020-40").term("growth.metod", ON)
        assert isinstance(answer, Unknown)
        assert answer.needs is not None
        assert "growth.method" in answer.needs.en

    def test_the_pack_of_the_demo_place_is_the_demo_city(self):
        found = pack_of_place("990100")
        assert found is not None
        assert found.code == "demo-city"
        assert pack_of_place("370100") is None

    def test_a_regulation_of_a_province_is_a_pack_of_its_place_but_no_plan(self):
        found = pack_of_place("330000")
        assert found is not None
        assert found.code == "zhejiang-conversion-2021"
        assert plan_of_place("330000") is None
        plan = plan_of_place("990100")
        assert plan is not None
        assert plan.code == "demo-city"


class TestTargets:
    def test_the_notice_has_twenty_one_goals_in_its_order(self):
        goals = pack("cn-2020-40").targets()
        assert len(goals) == 21
        assert [g.listed_as for g in goals][:2] == ["1", "2"]
        assert [g.listed_as for g in goals][-1] == "x4"

    def test_a_city_plan_stands_over_the_floor(self):
        goal = pack("demo-city").target("transfers_licences_growth")
        assert goal is not None
        assert (goal.floor, goal.plan, goal.asked) == (20, 22, 22)
        assert goal.as_rate(goal.asked) == Fraction(11, 50)
        assert goal.cite.document == "财办建〔2020〕40号"
        assert goal.asked_cite.grade is Grade.DEMO
        assert goal.demo

    def test_words_alone_can_be_neither_met_nor_missed(self):
        goal = pack("cn-2020-40").target("service_cluster")
        assert goal is not None
        assert goal.asked is None
        assert goal.is_met_by(5) is None

    def test_a_threshold_is_exact(self):
        goal = pack("cn-2020-40").target("transfers_licences_growth")
        assert goal is not None
        assert goal.is_met_by(Fraction(20)) is True
        assert goal.is_met_by(Fraction(20) - Fraction(1, 10**30)) is False

    def test_no_goal_is_set_before_the_notice(self):
        assert pack("cn-2020-40").targets(date(2020, 4, 29)) == ()


class TestBands:
    GRADES = (
        Band(low=0, high=60, top=False, gives=None, named=None),
        Band(low=60, high=80, top=False, gives=None, named=None),
        Band(low=80, high=100, top=True, gives=None, named=None),
    )

    @given(score=st.fractions(min_value=0, max_value=100))
    def test_every_score_falls_into_exactly_one(self, score):
        assert sum(score in band for band in self.GRADES) == 1

    @pytest.mark.parametrize(("score", "low"), [(Fraction(60), 60), (Fraction(599, 10), 0), (Fraction(100), 80)])
    def test_are_half_open_and_closed_at_the_top(self, score, low):
        found = band_of(self.GRADES, score)
        assert found is not None
        assert found.low == low

    def test_hold_nothing_outside(self):
        assert band_of(self.GRADES, 101) is None


def test_a_pack_is_known_by_its_bytes_and_a_stack_by_its_layers():
    every = packs()
    assert len({p.version for p in every.values()}) == len(every)
    assert every["demo-city"].stack_version != every["demo-city"].version
    assert all(len(p.version) == 64 for p in every.values())
