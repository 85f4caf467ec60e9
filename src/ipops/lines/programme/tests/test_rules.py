"""What the law makes of figures: pure, with the real packs. Pack, figures and points in, a line of the scorecard out."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.outcome import Refused
from ipops.kernel.period import CalendarPeriod
from ipops.ledger.facts.words import ObservationKind as Kind
from ipops.ledger.facts.words import Precision
from ipops.lines.programme.rules.scoring import Basis, Figures, Law, Midterm, Verdict, YearSet, judge
from ipops.measures.growth import Growth, Method, every_method
from ipops.measures.params import Params, readings
from ipops.measures.points import Point
from ipops.measures.words import Counting, Territory
from ipops.policy import pack_named
from ipops.webkit.street import lines

NOTICE, DEMO = pack_named("cn-2020-40"), pack_named("demo-city")
BY_CODE = {m.code: m for line in lines().values() for m in line.measures}
PROJECTS, AMOUNT = BY_CODE["pledge_projects_growth"], BY_CODE["pledge_amount_growth"]


def line(levels, year, pack=NOTICE, measure=PROJECTS, day=date(2026, 11, 25), sets=None, source="facts", **more):
    figures = Figures(
        measure=measure,
        place="990100",
        year=year,
        day=day,
        as_known_on=None,
        source=source,
        unit=measure.unit,
        sets=(YearSet(params=Params(), levels=levels),) if sets is None else sets,
        **more,
    )
    return judge(figures, Law.of(pack, year))


def codes(got):
    return [r.code for r in got.reasons]


class TestGrowth:
    def test_the_synthetic_series_is_unknown_under_the_notice_and_names_the_methods_that_disagree(self):
        got = line(
            {2020: 100, 2021: 250, 2022: 125, 2023: 220}, 2023, measure=BY_CODE["patent_tech_contract_amount_growth"]
        )
        assert got.as_json()["growth"] == {
            "compound": "30.1",
            "mean_yoy": "58.7",
            "simple": "40.0",
            "last_vs_base": "120.0",
        }
        assert got.verdict is Verdict.UNKNOWN
        assert "method-open" in codes(got)
        told = next(r for r in got.reasons if r.code == "method-open")
        assert "30.1% missed" in told.says.en
        assert "58.7% met" in told.says.en
        assert told.cite.document == "财办建〔2020〕40号"
        assert got.used is None

    def test_it_is_met_where_every_reading_agrees(self):
        got = line({2020: 100, 2021: 140, 2022: 200}, 2022)
        assert (got.verdict, got.reasons) == (Verdict.MET, ())

    def test_it_is_missed_where_every_reading_agrees_and_says_how_much_is_lacking(self):
        got = line({2021: 100, 2022: 90}, 2022)
        assert got.verdict is Verdict.MISSED
        assert got.short.as_json() == {"least": 40, "most": 40, "by": "2022-12-31", "unit": "project"}

    def test_a_pack_that_names_the_method_uses_it_and_shows_the_others(self):
        got = line({2023: 150, 2024: 267, 2025: 250}, 2025, pack=DEMO)
        assert got.used is Method.COMPOUND
        assert got.verdict is Verdict.MISSED
        assert set(got.growth) == set(Method.__members__.values())
        assert {r.method for r in got.reads} == {Method.COMPOUND}

    def test_a_growth_of_exactly_the_floor_meets_it_and_one_less_misses(self):
        assert line({2020: 100, 2021: 130}, 2021).verdict is Verdict.MET
        assert line({2020: 1000, 2021: 1299}, 2021).verdict is Verdict.MISSED
        assert line({2020: 10**9, 2021: 1_299_999_999}, 2021).as_json()["growth"]["compound"] == "29.9999999"

    @pytest.mark.parametrize(("base", "code"), [(0, "zero-base"), (None, "missing-base")])
    def test_a_zero_or_missing_base_is_not_computable_and_names_the_alternative(self, base, code):
        got = line({2023: base, 2024: 9}, 2024, pack=DEMO)
        assert got.verdict is Verdict.NOT_COMPUTABLE
        assert codes(got) == [code]
        assert "the plan's absolute figure" in got.reasons[0].says.en
        assert got.growth == {} or all(isinstance(g, Refused) for g in got.growth.values())

    def test_without_a_named_alternative_those_listed_are_told(self):
        got = line({2020: 0, 2021: 9}, 2021)
        assert got.verdict is Verdict.NOT_COMPUTABLE
        assert "open (the plan's absolute figure; evidence of the first ever)" in got.reasons[0].says.en

    def test_an_open_base_year_is_read_from_every_year_that_has_a_figure(self):
        got = line({2020: 100, 2021: 200, 2022: 210}, 2022)
        assert sorted({r.base_year for r in got.reads}) == [2020, 2021]
        assert got.base_year == 2020
        assert got.verdict is Verdict.UNKNOWN
        assert "base-year-open" in codes(got)

    def test_no_base_lies_before_the_year_before_the_notice_or_further_back_than_the_programme_is_long(self):
        assert list(Law.of(NOTICE, 2021).possible_bases(2021)) == [2019, 2020]
        assert list(Law.of(NOTICE, 2025).possible_bases(2025)) == [2022, 2023, 2024]
        assert list(Law.of(DEMO, 2025).possible_bases(2025)) == [2023]
        assert list(Law.of(DEMO, 2023).possible_bases(2023)) == []

    def test_open_counting_and_territory_are_named_when_they_decide(self):
        every = readings(None, None)
        by_right = {p: 125 if p.counting is Counting.PER_RIGHT else 140 for p in every}
        sets = tuple(YearSet(params=p, levels={2020: 100, 2021: by_right[p]}) for p in every)
        got = line({}, 2021, sets=sets)
        assert got.verdict is Verdict.UNKNOWN
        assert codes(got) == ["counting-open"]
        assert got.used_params == Params(counting=Counting.PER_DEAL, territory=Territory.EITHER)

    def test_figures_that_do_not_compare_give_not_comparable_with_the_reasons(self):
        from ipops.kernel.outcome import Reason
        from ipops.kernel.text import Text

        reason = Reason(code="other-scope", says=Text("口径不同。", "The scopes differ."))
        got = line({}, 2021, sets=(YearSet(params=None, levels={2020: 885, 2021: 1515}, reasons=(reason,)),))
        assert got.verdict is Verdict.NOT_COMPARABLE
        assert codes(got) == ["other-scope"]
        assert got.as_json()["growth"] == {}

    def test_a_restated_base_gives_both_answers_and_says_which_is_used(self):
        got = line({2023: 100, 2024: 131}, 2024, pack=NOTICE, first_known={2023: (date(2024, 1, 15), 102)})
        assert got.verdict is Verdict.MET
        assert got.restated.as_json()["baseline"] == 102
        assert got.restated.verdict_first is Verdict.MISSED
        assert got.as_json()["restated"]["used"] == "now"
        assert any("As known then: missed" in n.en for n in got.notes)

    def test_doubts_inside_the_value_and_tiny_bases_are_noted(self):
        got = line({2020: 4, 2021: 9}, 2021, columns={"flagged": 3, "net": 9})
        assert any("3 in doubt" in n.en for n in got.notes)
        assert any("tiny" in n.en for n in got.notes)

    def test_before_the_pack_was_in_force_nothing_is_judged(self):
        got = line({2018: 100, 2019: 200}, 2019)
        assert (got.verdict, codes(got)) == (Verdict.UNKNOWN, ["not-in-force"])
        assert got.target == 30

    def test_a_pack_without_the_goal_says_so(self):
        got = line({2018: 1}, 2018, pack=pack_named("cn-2018-96"))
        assert codes(got) == ["no-goal"]


class TestPartYears:
    DAY = date(2022, 7, 31)

    def midterm(self):
        return (
            Midterm(
                basis=Basis.LAST_FULL_YEAR,
                year=2021,
                sets=(YearSet(params=None, levels={2020: 100, 2021: 150}),),
                labels={2020: "2020", 2021: "2021"},
            ),
            Midterm(
                basis=Basis.SAME_MONTHS,
                year=2022,
                sets=(YearSet(params=None, levels={2020: 50, 2021: 60, 2022: 65}),),
                labels={2020: "2020-01..2020-07", 2022: "2022-01..2022-07"},
            ),
        )

    def test_a_year_that_is_not_over_is_unknown_while_the_view_is_open_and_every_view_is_shown(self):
        got = line({2020: 100, 2021: 150, 2022: 80}, 2022, day=self.DAY, midterm=self.midterm())
        assert got.verdict is Verdict.UNKNOWN
        assert codes(got) == ["part-year", "midterm-open"]
        assert [(v.basis, v.verdict) for v in got.views] == [
            (Basis.LAST_FULL_YEAR, Verdict.MET),
            (Basis.SAME_MONTHS, Verdict.UNKNOWN),
        ]
        assert got.growth == {}
        assert got.value == 80

    def test_the_lacking_units_are_counted_from_what_there_is_so_far(self):
        got = line({2020: 100, 2021: 150, 2022: 80}, 2022, day=self.DAY, midterm=self.midterm())
        assert (got.short.least, got.short.most) == (50, 115)  # last_vs_base 130; year on year 195

    def test_a_pack_that_names_the_view_judges_by_it(self):
        midterm = (
            Midterm(
                basis=Basis.LAST_FULL_YEAR,
                year=2025,
                sets=(YearSet(params=None, levels={2023: 100, 2024: 140, 2025: 200}),),
                labels={2025: "2025"},
            ),
        )
        got = line({2023: 100, 2024: 140, 2025: 200, 2026: 30}, 2026, pack=DEMO, day=date(2026, 4, 10), midterm=midterm)
        assert got.verdict is Verdict.MET
        assert got.basis is Basis.LAST_FULL_YEAR
        assert codes(got) == ["part-year", "midterm-basis"]
        assert got.as_json()["growth"]["compound"] == "41.4"


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=4), st.sampled_from(["cn-2020-40", "demo-city"]))
def test_a_verdict_is_met_or_missed_only_if_every_reading_says_so(values, pack):
    levels = dict(zip(range(2023, 2023 + len(values)), values, strict=True))
    year = 2022 + len(values)
    got = line(levels, year, pack=pack_named(pack), day=date(2027, 1, 1))
    floor = Fraction(got.target) / 100
    for r in got.reads:
        growth = every_method([levels[y] for y in range(r.base_year, year + 1)])[r.method] if r.base_year else None
        if isinstance(growth, Growth):
            assert r.verdict is (Verdict.MET if growth.meets(floor) else Verdict.MISSED)
    if got.verdict in (Verdict.MET, Verdict.MISSED):
        assert {r.verdict for r in got.reads} == {got.verdict}
        assert (got.short is None) == (got.verdict is Verdict.MET)
    elif got.verdict is Verdict.UNKNOWN:
        assert len({r.verdict for r in got.reads}) > 1
        assert got.reasons
    got.as_json()


def point(
    value, kind=Kind.CUMULATIVE, period="2025", *, n=1, precision=Precision.EXACT, grade="A", scope="smes", **more
):
    return Point(
        n=n,
        indicator="x",
        place="990100",
        period=CalendarPeriod.parse(period),
        scope=scope,
        kind=kind,
        printed=str(value),
        value=Fraction(value),
        unit="count",
        grade=grade,
        where="here",
        precision=precision,
        growth_published="",
        announced="",
        announced_on=None,
        recorded_on=date(2026, 1, 2),
        note=more.get("note", ""),
        attested_by=more.get("attested_by", ""),
        definition="",
        document="",
    )


def level(code, *points, year=2025, pack=NOTICE, day=date(2026, 11, 25)):
    return line(None, year, pack=pack, measure=BY_CODE[code], sets=(), day=day, points=points, source="observations")


def counted(code, levels, year=2025, pack=NOTICE, day=date(2026, 11, 25)):
    return line(levels, year, pack=pack, measure=BY_CODE[code], day=day)


class TestCountedLevels:
    def test_what_piled_up_from_facts_answers_a_cumulative_goal(self):
        got = counted("custody_smes", {2024: 700, 2025: 1000})
        assert (got.verdict, got.value, got.short) == (Verdict.MET, 1000, None)
        got = counted("custody_smes", {2024: 700, 2025: 963})
        assert (got.verdict, got.short.least) == (Verdict.MISSED, 37)

    def test_a_year_still_running_can_be_met_and_not_yet_missed(self):
        assert counted("custody_smes", {2026: 1000}, year=2026).verdict is Verdict.MET
        got = counted("custody_smes", {2026: 999}, year=2026)
        assert (got.verdict, codes(got)[0], got.short.least) == (Verdict.UNKNOWN, "part-year", 1)

    def test_a_count_goal_is_unknown_while_new_and_all_disagree(self):
        """The Notice does not say whether only new ones count: 120 in all, of which 30 are new."""
        got = counted("smes_converting_university_patents", {2019: 90, 2020: 95, 2021: 100, 2022: 120}, year=2022)
        assert (got.verdict, codes(got)) == (Verdict.UNKNOWN, ["stock-or-new-open"])
        got = counted("smes_converting_university_patents", {2019: 0, 2020: 0, 2021: 0, 2022: 120}, year=2022)
        assert got.verdict is Verdict.MET


class TestLevels:
    def test_a_cumulative_figure_answers_a_cumulative_goal(self):
        got = level("custody_smes", point(4447))
        assert (got.verdict, got.value, got.facts) == (Verdict.MET, 4447, 1)
        assert level("custody_smes", point(999)).verdict is Verdict.MISSED

    def test_a_flow_can_meet_a_cumulative_goal_and_never_miss_it(self):
        assert level("custody_smes", point(1000, Kind.FLOW)).verdict is Verdict.MET
        got = level("custody_smes", point(999, Kind.FLOW))
        assert (got.verdict, codes(got)) == (Verdict.UNKNOWN, ["at-least"])

    def test_more_than_can_meet_and_never_miss(self):
        assert level("custody_smes", point(1000, precision=Precision.MORE_THAN)).verdict is Verdict.MET
        assert level("custody_smes", point(900, precision=Precision.MORE_THAN)).verdict is Verdict.UNKNOWN

    def test_the_stock_of_certified_bodies_is_not_new_in_the_period(self):
        """Jinan's 2,630 of 2020 (domain/programme.md 8.3, 13)."""
        got = level("certified_bodies", point(2630, Kind.STOCK, "2020"), year=2020)
        assert got.verdict is Verdict.UNKNOWN
        assert codes(got)[0] == "stock-or-new-open"
        assert level("certified_bodies", point(233), pack=DEMO).verdict is Verdict.MET

    def test_what_the_source_does_not_state_answers_nothing(self):
        assert codes(level("industry_navigation_projects", point(77, Kind.UNSTATED)))[0] == "kind-unstated"
        assert codes(level("custody_smes", point(4447, scope="unstated"))) == ["scope-unstated"]

    def test_a_figure_known_by_repute_may_not_decide(self):
        assert codes(level("custody_smes", point(4447, grade="K"))) == ["grade"]

    def test_last_years_figure_is_never_shown_as_this_years(self):
        got = level("custody_smes", point(4447, period="2024"))
        assert (got.verdict, got.value, codes(got)) == (Verdict.UNKNOWN, None, ["no-figure"])
        assert "not carried over" in got.reasons[0].says.en

    def test_the_latest_figure_of_the_year_answers(self):
        got = level("custody_smes", point(900, period="2025-03", n=1), point(1100, period="2025-09", n=2))
        assert (got.verdict, got.value) == (Verdict.MET, 1100)

    def test_existence_is_one_or_more(self):
        assert level("regional_platform", point(1, Kind.STOCK)).verdict is Verdict.MET
        assert level("regional_platform", point(0, Kind.STOCK)).verdict is Verdict.MISSED

    def test_a_goal_of_words_is_never_met_by_a_number(self):
        got = level("gi_project_output", point(300, Kind.FLOW))
        assert (got.verdict, codes(got), got.target) == (Verdict.UNKNOWN, ["words-only"], None)

    def test_a_count_still_growing_is_not_missed_before_the_year_is_over(self):
        got = level("custody_smes", point(900, period="2026-03"), year=2026, day=date(2026, 4, 10))
        assert (got.verdict, codes(got)) == (Verdict.UNKNOWN, ["part-year"])
        assert got.short.most == 100

    def test_a_plan_still_running_is_said_beside_a_miss(self):
        got = level("smes_converting_university_patents", point(97), pack=DEMO)
        assert got.verdict is Verdict.MISSED
        assert any("runs to 2026" in n.en for n in got.notes)

    def test_an_attested_figure_needs_no_caution_and_a_published_one_has_it(self):
        assert level("custody_smes", point(4447, attested_by="P:x-bureau")).notes == ()
        assert any("published" in n.en for n in level("custody_smes", point(4447)).notes)
