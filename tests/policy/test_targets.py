"""Floor, promise, plan: a plan below its floor or its promise is an error, held exactly."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.citation import Citation
from ipops.kernel.text import Text
from ipops.policy import MeasureType, Target, packs
from ipops.policy.targets import COMPARATORS, in_order, shortfalls

figure = st.none() | st.fractions(min_value=0, max_value=1000)


def codes(**figures: object) -> list[str]:
    told = {"floor": None, "promise": None, "plan": None, "comparator": "ge", "unit": "percent_per_year", **figures}
    return [s.code for s in shortfalls(**told)]  # type: ignore[arg-type]


class TestLineage:
    @given(floor=figure, promise=figure, plan=figure)
    def test_is_whole_exactly_when_no_figure_lies_below_an_earlier_one(self, floor, promise, plan):
        """By hand: each given pair, in order, must not fall."""
        pairs = ((floor, promise), (promise, plan), (floor, plan))
        breaks = sum(a is not None and b is not None and b < a for a, b in pairs)
        assert len(codes(floor=floor, promise=promise, plan=plan)) == breaks

    @given(st.fractions(min_value=1, max_value=1000), st.integers(min_value=1, max_value=10**40))
    def test_misses_by_the_smallest_part_are_misses(self, floor, parts):
        assert codes(floor=floor, plan=floor) == []
        assert codes(floor=floor, plan=floor - Fraction(1, parts)) == ["below-floor"]

    @given(st.fractions(min_value=1, max_value=1000))
    def test_of_a_goal_that_asks_for_less_runs_the_other_way(self, ceiling):
        assert codes(floor=ceiling, plan=ceiling + 1, comparator="le") == ["below-floor"]
        assert codes(floor=ceiling, plan=ceiling - 1, comparator="le") == []

    def test_names_each_break(self):
        assert codes(floor=20, promise=19, plan=18) == ["promise-below-floor", "below-promise", "below-floor"]


class TestAsking:
    @staticmethod
    def target(comparator: str = "ge", **figures: Fraction | None) -> Target:
        return Target(
            id="x",
            title=Text("甲", "x"),
            floor=figures.get("floor"),
            promise=figures.get("promise"),
            plan=figures.get("plan"),
            comparator=comparator,
            measure_type=MeasureType.COUNT,
            unit="body",
            cite=Citation(document="x"),
        )

    @given(floor=figure, promise=figure, plan=figure)
    def test_takes_the_plan_before_the_promise_before_the_floor(self, floor, promise, plan):
        asked = self.target(floor=floor, promise=promise, plan=plan).asked
        given_ = [v for v in (plan, promise, floor) if v is not None]
        assert asked == (given_[0] if given_ else None)

    @pytest.mark.parametrize(("comparator", "met"), [("ge", True), ("gt", False), ("le", True), ("lt", False)])
    def test_at_the_very_figure_the_comparator_decides(self, comparator, met):
        assert self.target(comparator, floor=Fraction(5)).is_met_by(5) is met
        assert set(COMPARATORS) == {"ge", "gt", "le", "lt"}

    def test_labels_sort_as_people_list_them(self):
        assert sorted(["x1", "10", "7b", "2", "7a", "14c"], key=in_order) == ["2", "7a", "7b", "10", "14c", "x1"]


class TestTheBuiltInPlans:
    def test_of_the_demo_city_lie_on_or_over_every_floor(self):
        for goal in packs()["demo-city"].targets():
            if goal.floor is not None:
                assert goal.plan is not None, goal.id
                assert goal.plan >= goal.floor, goal.id

    def test_a_plan_holds_from_its_day(self):
        before = packs()["demo-city"].target("custody_smes", date(2023, 12, 27))
        after = packs()["demo-city"].target("custody_smes", date(2023, 12, 28))
        assert before is not None
        assert after is not None
        assert (before.asked, before.demo) == (1000, False)
        assert (after.asked, after.demo) == (1200, True)

    def test_of_qinghai_are_read_from_the_historical_pack_only(self):
        goals = {g.id: g for g in packs()["qinghai-2016"].targets()}
        assert goals["qh_valid_inventions_per_10k_2018"].floor == Fraction(21, 10)
        assert goals["qh_patent_grants"].floor == 2
        assert goals["qh_patent_grants"].caution is not None
        others = {g.id for code, p in packs().items() if code != "qinghai-2016" for g in p.targets()}
        assert others.isdisjoint(goals)
