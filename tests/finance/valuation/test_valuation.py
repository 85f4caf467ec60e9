"""Valuations: approaches side by side, lives that end, frames that must be loaded, bands by seed, free licences no price."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from ipops.finance.forms import read
from ipops.finance.valuation import ValuationForm, value
from ipops.finance.valuation.frame import STANDARD, FrameForm, Score, scored
from ipops.finance.valuation.worth import life, rounded_percent
from ipops.kernel.outcome import Refused, Unknown
from ipops.site.commands.finance import app

RELIEF = {
    "method": "relief_from_royalty", "sales": ["1000万元"] * 5, "royalty": "3%", "tax": "25%", "economic_life": 5, "n": 12,
}  # fmt: skip
COST = {"method": "cost", "replacement": "80万元", "depreciation": "20%"}


def form(**changes) -> ValuationForm:
    told = {
        "purpose": "pledge", "valued_on": "2026-06-30", "right": {"kind": "invention", "expires_on": "2035-06-30"},
        "rate": {"parts": {"risk_free": "2%", "technical": "4%", "market": "3%", "capital": "2%", "management": "1%"}},
        "approaches": [RELIEF, COST], "disagree": "2", "rounding": "1元",
        "report": {"by": "appraiser", "signers": ["甲", "乙"], "signed_on": "2026-07-10"},
        **changes,
    }  # fmt: skip
    got = read(ValuationForm, told)
    assert isinstance(got, ValuationForm), got
    return got


def valued(**changes) -> dict:
    got = value(form(**changes))
    assert isinstance(got, dict), got
    return got


class TestIncome:
    def test_relief_from_royalty_is_the_discounted_royalty_after_tax(self):
        exact = sum(Fraction(10_000_000_00 * 3, 100) * Fraction(3, 4) / Fraction(112, 100) ** t for t in range(1, 6))
        assert valued()["estimates"][0]["value_fen"] == round(exact / 100) * 100

    def test_the_middle_of_the_year_is_worth_more_than_its_end(self):
        middle = valued(approaches=[{**RELIEF, "timing": "middle"}, COST])["estimates"][0]["value_fen"]
        assert middle == pytest.approx(valued()["estimates"][0]["value_fen"] * 1.12**0.5, abs=100)

    def test_decay_takes_its_part_each_year_after_the_first(self):
        got = valued(approaches=[{**RELIEF, "decay": "10%"}, COST])["estimates"][0]["value_fen"]
        exact = sum(10_000_000_00 * 0.03 * 0.75 * 0.9 ** (t - 1) / 1.12**t for t in range(1, 6))
        assert got == pytest.approx(exact, abs=100)

    def test_excess_income_is_the_difference(self):
        at = {
            "method": "excess_income",
            "with_right": ["300万元"],
            "without": ["200万元"],
            "tax": "25%",
            "economic_life": 1,
        }
        got = valued(approaches=[at, COST])["estimates"][0]["value_fen"]
        assert got == round(1_000_000 * Fraction(3, 4) / Fraction(112, 100)) * 100

    def test_a_share_by_equivalent_investment_is_rounded_where_the_method_says_so(self):
        """The step of rounding changes the answer, so it is kept with the method (finance.md 5.2)."""
        invest = {"right_cost": "100万元", "right_margin": "400%", "other_cost": "3000万元", "other_margin": "15%"}
        at = {"method": "profit_split", "profits": ["1000万元"], "investment": invest, "tax": "0%", "economic_life": 1}
        plain = valued(approaches=[at, COST])["estimates"][0]
        rounded = valued(approaches=[{**at, "decimals": 2}, COST])["estimates"][0]
        share = Fraction(500, 500 + 3450)
        assert plain["value_fen"] == round(10_000_000 * share / Fraction(112, 100)) * 100
        assert rounded["inputs"]["share"] == "12.66%"
        assert rounded["value_fen"] == round(10_000_000 * Fraction(1266, 10000) / Fraction(112, 100)) * 100
        assert rounded["value_fen"] != plain["value_fen"]

    @given(st.integers(-(10**7), 10**7), st.integers(0, 6))
    def test_rounding_a_per_cent_is_half_away_from_nought(self, n, decimals):
        rate = Fraction(n, 10**7)
        got = rounded_percent(rate, decimals)
        assert abs(got - rate) <= Fraction(1, 2 * 100 * 10**decimals)
        assert (got * 100 * 10**decimals).denominator == 1


class TestLives:
    def test_after_the_right_ends_nothing_counts_and_its_last_year_counts_in_part(self):
        got = life(date(2026, 6, 30), date(2027, 12, 30), years=5, economic=5)
        assert got.parts[0] == 1
        assert got.parts[1] == Fraction(183, 366)
        assert got.parts[2:] == (0, 0, 0)
        assert got.ends == "legal_life"

    def test_the_economic_life_may_end_first(self):
        got = life(date(2026, 6, 30), date(2040, 1, 1), years=10, economic=4)
        assert (len(got.parts), got.ends) == (4, "economic_life")

    def test_a_right_that_has_expired_is_not_valued(self):
        got = value(form(right={"kind": "invention", "expires_on": "2026-06-30"}))
        assert isinstance(got, Refused)


class TestMarket:
    def deals(self, *told: tuple[str, str]) -> dict:
        return {"method": "market", "comparables": [{"price": p, "paid": how} for p, how in told]}

    def test_shows_a_range_and_n_and_one_figure_only_from_three_deals_on(self):
        got = valued(approaches=[self.deals(("100万元", "fixed"), ("300万元", "fixed")), COST])["estimates"][0]
        assert (got["value_fen"], got["low_fen"], got["high_fen"], got["n"]) == (None, 1_000_000_00, 3_000_000_00, 2)

    def test_a_range_far_from_another_figure_disagrees_and_one_that_holds_it_does_not(self):
        far = self.deals(("300万元", "fixed"), ("500万元", "fixed"))
        got = valued(approaches=[far, COST])
        assert (got["disagree"], got["range_fen"]) == (True, [640_000_00, 5_000_000_00])
        near = self.deals(("60万元", "fixed"), ("500万元", "fixed"))
        got = valued(approaches=[near, COST])
        assert (got["disagree"], got["apart"], got["value_fen"]) == (False, "1", None)

    def test_takes_the_median_of_corrected_prices(self):
        at = self.deals(("100万元", "fixed"), ("300万元", "royalty"), ("200万元", "fixed"))
        at["comparables"][2]["corrections"] = {"term": "0.9", "field": "1.1"}
        got = valued(approaches=[at, COST])["estimates"][0]
        assert got["value_fen"] == 1_980_000_00

    def test_is_unknown_where_every_licence_was_free(self):
        got = valued(approaches=[self.deals(("0元", "free"), ("0元", "free")), COST])
        assert got["estimates"][0]["unknown"] is True
        assert got["unknowns"][0]["rule"] == "market"


class TestRoyaltiesFromLicences:
    def relief(self, *rates: str, free: int = 0, **more) -> dict:
        told = [{"paid": "royalty", "rate": r} for r in rates] + [{"paid": "free"}] * free
        at = {k: v for k, v in RELIEF.items() if k not in ("royalty", "n")}
        return valued(approaches=[{**at, "licences": told, **more}, COST])["estimates"][0]

    def worth(self, royalty: str) -> int:
        return valued(approaches=[{**RELIEF, "royalty": royalty}, COST])["estimates"][0]["value_fen"]

    def test_give_a_range_and_one_figure_only_from_three_on(self):
        got = self.relief("2%", "6%", free=7)
        assert (got["value_fen"], got["low_fen"], got["high_fen"], got["n"]) == (
            None,
            self.worth("2%"),
            self.worth("6%"),
            2,
        )
        got = self.relief("2%", "3%", "6%", free=7)
        assert (got["value_fen"], got["n"]) == (self.worth("3%"), 3)
        assert "7" in got["says"]["en"]

    def test_free_ones_alone_are_no_rate(self):
        got = self.relief(free=9)
        assert got["unknown"] is True
        stated = valued(approaches=[{**RELIEF, "n": 0}, COST])["estimates"][0]
        assert stated["unknown"] is True

    def test_a_rate_that_rests_on_two_licences_without_their_rates_is_no_figure(self):
        assert valued(approaches=[{**RELIEF, "n": 2}, COST])["estimates"][0]["unknown"] is True

    def test_without_one_royalty_there_is_nothing_to_swing_but_the_band_moves_it(self):
        at = {k: v for k, v in RELIEF.items() if k not in ("royalty", "n")}
        told = [{"paid": "royalty", "rate": "2%"}, {"paid": "royalty", "rate": "6%"}]
        moves = {"royalty": {"low": "2%", "mode": "4%", "high": "6%"}}
        got = valued(
            approaches=[{**at, "licences": told}, COST], sensitivity={"rate": "10%"},
            simulation={"paths": 100, "seed": 1, "moves": moves},
        )  # fmt: skip
        assert got["sensitivity"] == []
        assert got["bands"][0]["moved"] == ["royalty"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"approaches": [{**RELIEF, "royalty": "130%"}]}, "approaches.0.royalty"),
        ({"approaches": [{**RELIEF, "tax": "-5%"}]}, "approaches.0"),
        ({"approaches": [{**RELIEF, "economic_life": 5000}]}, "approaches.0"),
        ({"approaches": [{**RELIEF, "sales": ["-1元"]}]}, "approaches.0.sales"),
        ({"approaches": [{**RELIEF, "sales": ["9" * 400]}]}, "approaches.0.sales"),
        ({"approaches": [{**RELIEF, "licences": [{"paid": "free"}]}]}, "approaches.0"),
        ({"approaches": [{**COST, "depreciation": "120%"}]}, "approaches.0.depreciation"),
        ({"rate": {"whole": "-100%"}}, "rate"),
        ({"sensitivity": {"rate": "150%"}}, "sensitivity.rate"),
        (
            {"simulation": {"paths": 9, "seed": 1, "moves": {"rate": {"low": "9%", "mode": "5%", "high": "12%"}}}},
            "simulation.moves.rate",
        ),
    ],
)
def test_inputs_that_make_no_valuation_are_refused_and_never_crash(changes, field):
    got = value(form(**changes))
    assert isinstance(got, Refused)
    assert field in {r.field for r in got.reasons}


class TestReports:
    def codes(self, **changes) -> set[str]:
        return {r["code"] for r in valued(**changes)["reasons"]}

    def test_need_two_signers_and_two_approaches_or_the_reason_for_one(self):
        assert self.codes() == set()
        one = {"by": "appraiser", "signers": ["甲"], "signed_on": "2026-07-10"}
        assert self.codes(approaches=[RELIEF], report=one) == {"signers", "one-approach"}
        reasoned = {
            "by": "appraiser",
            "signers": ["甲", "乙"],
            "signed_on": "2026-07-10",
            "reason_for_one": "无可比成交",
        }
        assert self.codes(approaches=[RELIEF], report=reasoned) == set()

    @pytest.mark.parametrize("signers", [["甲", " 甲　"], ["甲", ""], ["Li Wei", "LiWei"]])
    def test_one_person_typed_twice_or_a_blank_is_no_second_signer(self, signers):
        report = {"by": "appraiser", "signers": signers, "signed_on": "2026-07-10"}
        assert self.codes(report=report) == {"signers"}

    def test_a_blank_is_no_reason_for_one_approach(self):
        report = {"by": "appraiser", "signers": ["甲", "乙"], "signed_on": "2026-07-10", "reason_for_one": " 　"}
        assert self.codes(approaches=[COST], report=report) == {"one-approach"}

    @pytest.mark.parametrize("reviewer", [" 甲", " ", None])
    def test_a_bank_has_another_person_review(self, reviewer):
        report = {"by": "bank", "officer": "甲", **({"reviewer": reviewer} if reviewer else {})}
        assert self.codes(report=report) == {"bank-second-person"}

    def test_are_not_signed_before_the_day_they_value_nor_used_before_they_are_signed(self):
        report = {"by": "appraiser", "signers": ["甲", "乙"], "signed_on": "2026-06-30", "age_limit_months": 12}
        assert self.codes(report=report | {"used_on": "2026-06-30"}) == set()
        assert self.codes(report=report | {"signed_on": "2026-06-29"}) == {"signed-too-early"}
        assert self.codes(report=report | {"used_on": "2026-06-29"}) == {"used-too-early"}

    def test_two_income_methods_are_one_approach(self):
        split = {"method": "profit_split", "profits": ["100万元"], "share": "25%", "tax": "25%", "economic_life": 1}
        assert self.codes(approaches=[RELIEF, split]) == {"one-approach"}

    def test_a_banks_own_valuation_has_its_own_form(self):
        own = {"by": "bank", "officer": "甲", "reviewer": "乙"}
        assert self.codes(approaches=[RELIEF], report=own) == set()
        assert self.codes(report={"by": "bank", "officer": "甲", "reviewer": "甲"}) == {"bank-second-person"}

    def test_what_happened_since_ends_them(self):
        report = {
            "by": "appraiser", "signers": ["甲", "乙"], "signed_on": "2026-07-10", "used_on": "2026-09-01",
            "age_limit_months": 12, "events": {"invalidated": "2026-08-01"},
        }  # fmt: skip
        assert self.codes(report=report) == {"event-since"}


MOVES = {"royalty": {"low": "1%", "mode": "3%", "high": "6%"}, "rate": {"low": "10%", "mode": "12%", "high": "16%"}}


class TestBandsAndSensitivity:
    def run(self, seed: int) -> dict:
        return valued(simulation={"paths": 4000, "seed": seed, "moves": MOVES})["bands"][0]

    def test_a_seed_below_nought_is_a_mistake_and_no_crash(self):
        told = {"paths": 10, "seed": -1, "moves": MOVES}
        got = read(ValuationForm, {**form().model_dump(mode="json", include={"purpose"}), "simulation": told})
        assert any("seed" in p.says.en for p in got)

    def test_a_seed_gives_the_same_bands_again(self):
        assert self.run(3) == self.run(3)
        assert self.run(3) != self.run(4)

    def test_quantiles_are_in_order_and_hold_the_plain_value(self):
        got = self.run(3)
        ends = [got[f"p{q}_fen"] for q in (5, 25, 50, 75, 95)]
        assert ends == sorted(ends)
        assert got["p5_fen"] < valued()["estimates"][0]["value_fen"] < got["p95_fen"]

    def test_parameters_that_do_not_move_give_the_plain_value(self):
        still = {n: {"low": m, "mode": m, "high": m} for n, m in (("royalty", "3%"), ("rate", "12%"))}
        got = valued(simulation={"paths": 10, "seed": 1, "moves": still})["bands"][0]
        assert got["p5_fen"] == pytest.approx(valued()["estimates"][0]["value_fen"], abs=100)

    def test_sensitivity_lists_the_widest_swing_first(self):
        rows = valued(sensitivity={"royalty": "20%", "rate": "20%", "sales": "5%"})["sensitivity"]
        swings = [abs(r["higher_fen"] - r["lower_fen"]) for r in rows]
        assert swings == sorted(swings, reverse=True)
        assert rows[0]["parameter"] == "royalty"


def tree(weights: dict[str, str] | None = None, third: int = 27) -> dict:
    """A made-up frame of the standard's shape; its names and weights are ours, for tests only."""
    per_second = [third // 14 + (i < third % 14) for i in range(14)]
    seconds = [
        {
            "code": f"s{i}", "name": {"zh": f"二级{i}", "en": f"second {i}"},
            "below": [
                {"code": f"t{i}.{j}", "name": {"zh": "三级", "en": "third"}, "weights": {"finance": f"1/{n}"}}
                for j in range(n)
            ],
        }
        for i, n in enumerate(per_second)
    ]  # fmt: skip
    groups = [seconds[:5], seconds[5:10], seconds[10:]]
    tops = []
    for code, group in zip(("legal", "technical", "economic"), groups, strict=True):
        for s in group:
            s["weights"] = {"finance": f"1/{len(group)}"}
        weight = (weights or {}).get(code, "1/3")
        tops.append({"code": code, "name": {"zh": code, "en": code}, "weights": {"finance": weight}, "below": group})
    return {"standard": STANDARD, "indicators": tops}


class TestTheFrame:
    def frame(self, **changes) -> FrameForm:
        got = read(FrameForm, tree(**changes))
        assert isinstance(got, FrameForm), got
        return got

    def leaves(self) -> dict[str, int]:
        return {leaf["code"]: 60 for top in tree()["indicators"] for s in top["below"] for leaf in s["below"]}

    def test_without_its_file_the_score_is_unknown(self):
        got = valued(scoring={"scenario": "finance", "scores": {}})
        assert got["score"]["unknown"] is True
        assert {u["rule"] for u in got["unknowns"]} == {"score"}

    def test_equal_scores_give_that_score_exactly(self):
        got = scored(self.frame(), "finance", self.leaves())
        assert isinstance(got, Score)
        assert (got.low, got.high, got.missing) == (60, 60, ())

    def test_a_missing_score_leaves_the_whole_between_two_ends(self):
        scores = self.leaves()
        gone = scores.pop("t0.0")
        got = scored(self.frame(), "finance", scores)
        assert isinstance(got, Score)
        assert got.missing == ("t0.0",)
        assert got.low < gone < got.high

    @pytest.mark.parametrize(
        ("changes", "scenario", "code"),
        [
            ({"third": 26}, "finance", "frame-counts"),
            ({"weights": {"legal": "1/2"}}, "finance", "weights-not-one"),
            ({}, "licence", "no-weight"),
        ],
    )
    def test_a_frame_that_is_not_the_standards_is_refused(self, changes, scenario, code):
        got = scored(self.frame(**changes), scenario, {})
        assert isinstance(got, Refused)
        assert code in {r.code for r in got.reasons}

    def test_an_indicator_twice_or_a_negative_weight_is_refused(self):
        """With weights of 3/2 and −1/2, which add up to one, a right had 145 points of a hundred."""
        told = tree()
        second = next(s for top in told["indicators"] for s in top["below"] if len(s["below"]) == 2)
        second["below"][0]["weights"] = {"finance": "3/2"}
        second["below"][1]["weights"] = {"finance": "-1/2"}
        second["below"][1]["code"] = second["below"][0]["code"]
        frame = read(FrameForm, told)
        assert isinstance(frame, FrameForm), frame
        got = scored(frame, "finance", {})
        assert isinstance(got, Refused)
        assert {r.code for r in got.reasons} >= {"code-twice", "weight-negative"}

    def test_no_frame_is_unknown_with_what_would_settle_it(self):
        got = scored(None, "finance", {})
        assert isinstance(got, Unknown)
        assert got.needs is not None


def test_the_command_prints_every_approach_and_no_average(tmp_path):
    path = tmp_path / "value.json"
    path.write_text(json.dumps(_tree()), encoding="utf-8")
    got = CliRunner().invoke(app, ["value", str(path), "--json"])
    assert got.exit_code == 0, got.output
    said = json.loads(got.stdout)
    assert said["value_fen"] is None
    assert len(said["estimates"]) == 2
    plain = CliRunner().invoke(app, ["value", str(path), "--lang", "en"])
    assert "relief_from_royalty" in plain.stdout


def _tree() -> dict:
    return {
        "purpose": "pledge", "valued_on": "2026-06-30", "right": {"kind": "invention"}, "rate": {"whole": "12%"},
        "approaches": [RELIEF, COST], "disagree": "2", "rounding": "1元",
        "report": {"by": "appraiser", "signers": ["甲", "乙"], "signed_on": "2026-07-10"},
    }  # fmt: skip
