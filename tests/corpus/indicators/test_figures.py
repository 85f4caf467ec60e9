"""Figures of portfolios, fields and places; the S-curve and when there is none."""

from __future__ import annotations

import json
import math
from datetime import date
from fractions import Fraction

import pyarrow.csv as pacsv
import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from ipops.corpus.indicators import figures, portfolio
from ipops.corpus.indicators.life_cycle import life_cycle
from ipops.kernel.outcome import Refused
from ipops.site.commands import corpus_portfolio
from tests.corpus.rows import write

THROUGH = date(2024, 6, 30)
places = st.lists(
    st.tuples(st.sampled_from("AB"), st.sampled_from("xyz"), st.fractions(0, 5, max_denominator=4)), max_size=12
)


class TestRta:
    def test_is_one_where_a_place_is_like_all(self):
        got = figures.rta([(p, f, Fraction(2)) for p in "AB" for f in "xy"])
        assert [a.rta for a in got] == [1.0] * 4
        assert [a.symmetric for a in got] == [0.0] * 4

    def test_is_the_quotient_of_shares(self):
        got = {
            (a.place, a.field): a
            for a in figures.rta([("A", "x", Fraction(3)), ("A", "y", Fraction(1)), ("B", "y", Fraction(4))])
        }
        assert got["A", "x"].rta == pytest.approx((3 / 3) / (4 / 8))
        assert got["B", "x"].rta == 0.0
        assert got["B", "x"].symmetric == -1.0

    @given(places)
    def test_averages_to_one_over_places_by_their_weight(self, counts):
        got = figures.rta(counts)
        total = sum(n for _, _, n in counts)
        for f in {a.field for a in got}:
            mine = [a for a in got if a.field == f]
            if any(a.status == "undefined" for a in mine) or not total:
                continue
            weights = {p: sum(n for q, _, n in counts if q == p) / total for p in {a.place for a in mine}}
            assert sum(a.rta * float(weights[a.place]) for a in mine) == pytest.approx(1.0)

    def test_marks_places_the_source_would_not_compare(self):
        assert all(a.small for a in figures.rta([("A", "x", Fraction(500))]))
        assert not any(a.small for a in figures.rta([("A", "x", Fraction(501))]))

    def test_has_no_value_for_a_field_without_patents(self):
        assert figures.rta([("A", "x", Fraction(0))])[0].status == "undefined"


class TestHhi:
    def test_of_two_equals_is_a_half_and_tells_the_unresolved_share(self):
        got = figures.hhi([("P", Fraction(1)), ("Q", Fraction(1)), (None, Fraction(2))])
        assert (got.value, got.n, got.share_known) == (0.5, 2, 0.5)

    def test_without_a_resolved_owner_is_undefined(self):
        assert figures.hhi([(None, Fraction(1))]).status == "undefined"
        assert figures.hhi([]).share_known is None


class TestOthers:
    @given(st.lists(st.integers(0, 30), min_size=1, max_size=40))
    def test_h_is_the_greatest_number_that_holds(self, cited):
        h = int(figures.h_index(cited).value)
        assert sum(n >= h for n in cited) >= h
        assert sum(n >= h + 1 for n in cited) < h + 1

    def test_h_of_nothing_is_undefined_and_of_uncited_zero(self):
        assert figures.h_index([]).status == "undefined"
        assert figures.h_index([0, 0]).value == 0.0

    def test_cycle_time_is_the_median_age_of_dated_citations(self):
        day = date(2020, 1, 1)
        got = figures.cycle_time(
            [(day, date(2010, 1, 1)), (day, date(2016, 1, 1)), (day, None), (day, date(2021, 1, 1))]
        )
        assert got.value == pytest.approx(7.0, abs=0.01)
        assert (got.n, got.share_known) == (2, 0.5)

    def test_self_citation_is_by_resolved_owners_of_both_ends(self):
        p, q, none = frozenset("P"), frozenset("Q"), frozenset()
        got = figures.self_citation([(p, p | q), (p, q), (p, none)])
        assert (got.value, got.n, got.share_known) == (0.5, 2, pytest.approx(2 / 3))

    def test_growth_is_compound_and_truncated_where_publication_is_not_over(self):
        assert figures.growth({2018: 100, 2020: 144}, 2018, 2020, THROUGH).value == pytest.approx(0.2)
        assert figures.whole_years(THROUGH) == 2021
        assert figures.growth({2018: 100, 2022: 144}, 2018, 2022, THROUGH).status == "truncated"
        assert figures.growth({2020: 144}, 2018, 2020, THROUGH).status == "undefined"

    def test_years_are_whole_once_eighteen_months_have_passed(self):
        assert figures.whole_years(date(2024, 7, 1)) == 2022
        assert figures.whole_years(date(2024, 6, 30)) == 2021

    def test_strength_divides_by_the_cohort_and_leaves_the_dead_out(self):
        mine = [(True, 6, 2010, "1"), (False, 9, 2010, "1"), (True, 4, 2011, None)]
        means = figures.cohort_means([*mine, (True, 0, 2010, "1")])
        got = figures.portfolio_strength(mine, means)
        assert (got.value, got.n, got.share_known) == (pytest.approx(6 / 5), 1, 0.5)
        assert figures.portfolio_strength([(False, 9, 2010, "1")], means).status == "undefined"


def logistic(k: float, m: float, r: float, years: range) -> dict[int, int]:
    total = [round(k / (1 + math.exp(-r * (y - m)))) for y in [years[0] - 1, *years]]
    return {y: b - a for y, a, b in zip(years, total, total[1:], strict=False)}


class TestTheLifeCycle:
    def test_finds_the_curve_it_was_made_from(self):
        got = life_cycle(logistic(10_000, 2010, 0.5, range(1995, 2022)), THROUGH)
        assert not isinstance(got, Refused)
        assert got.saturation.value == pytest.approx(10_000, rel=0.01)
        assert got.midpoint.low <= got.midpoint.value == pytest.approx(2010, abs=0.2)
        assert got.growth_time == pytest.approx(math.log(81) / 0.5, rel=0.03)
        assert got.r2 > 0.999
        assert got.stage == "saturation"
        assert got.at(got.midpoint.value) == pytest.approx(got.saturation.value / 2)

    def test_is_wider_for_a_noisier_curve(self):
        clean = logistic(10_000, 2012, 0.4, range(2000, 2022))
        noisy = {y: n + (200 if y % 2 else -min(n, 200)) for y, n in clean.items()}
        widths = []
        for counts in (clean, noisy):
            got = life_cycle(counts, THROUGH)
            assert not isinstance(got, Refused)
            widths.append(got.saturation.high - got.saturation.low)
        assert widths[0] < widths[1]

    @pytest.mark.parametrize(
        ("counts", "code"),
        [
            ({}, "life-cycle-empty"),
            ({2022: 5, 2023: 9}, "life-cycle-empty"),
            ({2018: 1, 2019: 2, 2020: 3}, "life-cycle-short"),
            ({y: round(2 ** (y - 2000)) for y in range(2005, 2020)}, "life-cycle-outside"),
        ],
    )
    def test_is_refused_where_the_data_do_not_show_it(self, counts, code):
        got = life_cycle(counts, THROUGH)
        assert isinstance(got, Refused)
        assert got.reasons[0].code == code


class TestPortfolios:
    @pytest.fixture
    def found(self, tmp_path):
        documents = [
            {
                "document": f"D{i}",
                "family": f"F{i // 2}",
                "filed_on": date(2010 + i, 1, 1),
                "published_on": date(2011 + i, 1, 1),
                "legal_status": s,
            }
            for i, s in enumerate(["active", "active", "lapsed", "lapsed", "active", None])
        ]
        parties = [
            {"document": d, "role": r, "party": p}
            for d, r, p in [
                ("D0", "applicant", "P"),
                ("D1", "owner", "P"),
                ("D2", "applicant", "P"),
                ("D2", "applicant", "Q"),
                ("D4", "inventor", "P"),
            ]
        ]
        pairs = [("D2", "D0"), ("D3", "D1"), ("D4", "D0"), ("D2", "X1")]
        citations = [{"citing": a, "cited": b, "cited_raw": b} for a, b in pairs]
        fields = [{"document": f"D{i}", "scheme": "wipo35", "field": "1", "first": True} for i in range(6)]
        return portfolio.families(
            write(tmp_path, documents=documents, parties=parties, citations=citations, fields=fields)
        )

    def test_count_families_not_publications(self, found):
        rows = portfolio.portfolios(found)
        assert [(r["party"], r["families"], r["families_fractional"], r["living"]) for r in rows] == [
            ("P", 2, 1.5, 1),
            ("Q", 1, 0.5, 0),
        ]
        assert (rows[0]["citations"], rows[0]["h_index"]) == (2, 1.0)
        assert rows[0]["self_citation"] == 1.0, "F1 of P and Q cites F0 of P"
        assert rows[1]["self_citation"] == 0.0
        assert portfolio.no_owner(found) == 1

    def test_give_concentration_with_the_unresolved_share(self, found):
        got = portfolio.concentration(found)
        assert got.value == pytest.approx((1.5 / 2) ** 2 + (0.5 / 2) ** 2)
        assert got.share_known == pytest.approx(2 / 3)

    def test_give_years_and_advantages(self, found):
        assert portfolio.by_year(found) == {2010: 1, 2012: 1, 2014: 1}
        assert {a.rta for a in portfolio.advantages(found)} == {1.0}


def test_citing_numbers_outside_the_corpus_leave_the_h_index_a_part(tmp_path):
    documents = [{"document": f"D{i}", "published_on": date(2011, 1, 1)} for i in range(2)]
    parties = [{"document": f"D{i}", "role": "applicant", "party": p} for i, p in enumerate("PQ")]
    outside = {"citing": "US9", "cited": "D0", "cited_raw": "D0", "citing_here": False, "cited_here": True}
    within = {"citing": "D1", "cited": "D0", "cited_raw": "D0", "citing_here": True, "cited_here": True}
    tables = write(tmp_path, documents=documents, parties=parties, citations=[within, outside])
    p, q = portfolio.portfolios(portfolio.families(tables))
    assert (p["citations"], p["citing_numbers_outside"], p["h_index"], p["h_index_status"]) == (1, 1, 1.0, "truncated")
    assert (q["citing_numbers_outside"], q["h_index_status"]) == (0, "ok")


def test_the_command_writes_a_row_an_owner(tmp_path):
    app = typer.Typer()
    corpus_portfolio.register(app)
    app.command("other")(lambda: None)
    documents = [
        {"document": f"D{i}", "filed_on": date(2010, 1, 1), "published_on": date(2011, 1, 1)} for i in range(3)
    ]
    parties = [{"document": f"D{i}", "role": "applicant", "party": p} for i, p in enumerate(["P", "P", None])]
    tables = write(tmp_path / "t", documents=documents, parties=parties)
    words = ["corpus", "portfolio", str(tables), "--out", str(tmp_path / "o.csv"), "--json"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert (said["owners"], said["families"], said["no_owner"]) == (1, 3, 1)
    assert said["hhi"]["share_known"] == pytest.approx(2 / 3)
    assert said["life_cycle"]["code"] == "life-cycle-empty", "2011 is not all published yet when the data end in it"
    assert pacsv.read_csv(tmp_path / "o.csv").to_pylist()[0]["party"] == "P"
