"""The OECD set against counting by hand, on whatever is written and however it is chosen; edge cases by name."""

from __future__ import annotations

import math
from datetime import date

import ibis
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from ipops.corpus.indicators import oecd, spread
from ipops.corpus.indicators.params import Params
from ipops.corpus.indicators.stages import Stages
from tests.corpus.indicators import corpora
from tests.corpus.indicators.by_hand import Corpus
from tests.corpus.rows import table

#: One example costs half a second; making a failing one small would cost minutes.
SLOW = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
NONE = {name: [] for name in oecd.TABLES}
THROUGH = date(2023, 12, 31)
CON = ibis.duckdb.connect()


def computed(rows: corpora.Tables, params: Params, folder, con=CON) -> dict[str, dict[str, tuple]]:
    """What the engine says, in the shape of counting by hand."""
    tables = {name: ibis.memtable(table(name, found)) for name, found in (NONE | rows).items()}
    got = oecd.oecd(tables, params, Stages(con, folder, "test")).to_pyarrow().to_pylist()
    assert [r["app_nbr"] for r in got] == sorted(r["app_nbr"] for r in got)
    return {
        r["app_nbr"]: {c: (r[c], r[f"{c}_status"]) for c in oecd.COLUMNS}
        | {"_": ((r["filing"], r["tech_field"], r["many_field"], r["grant_days"]), "")}
        for r in got
    }


def agree(ours: dict, by_hand: dict) -> None:
    assert ours.keys() == by_hand.keys()
    for unit, row in by_hand.items():
        for column, (value, status) in row.items():
            got, told = ours[unit][column]
            assert told == status, (unit, column, got, value)
            if isinstance(value, float) and got is not None:
                assert math.isclose(got, value, abs_tol=1e-7), (unit, column, got, value)
            else:
                assert got == value, (unit, column)


@settings(SLOW, max_examples=20)
@given(rows=corpora.corpora(), params=corpora.params)
def test_the_set_is_what_counting_by_hand_gives(tmp_path_factory, rows, params):
    agree(computed(rows, params, tmp_path_factory.mktemp("s")), Corpus(NONE | rows, params).values())


@settings(SLOW, max_examples=8)
@given(rows=corpora.corpora(), params=corpora.params)
def test_the_loops_give_what_the_expressions_give_to_the_last_bit(tmp_path_factory, rows, params):
    folder = tmp_path_factory.mktemp("s")
    computed(rows, params, folder)
    kept = {p.stem: CON.read_parquet(str(p)) for p in folder.glob("*/*.parquet")}
    pairs, shares, own, edges = kept["pairs"], kept["shares"], kept["own"], kept["edges"]
    for expression, name, key in (
        (spread.generality(pairs, shares, params), "generality", "key"),
        (spread.of_cited(edges, shares, own, params), "cited", "unit"),
    ):
        columns = sorted(expression.columns)
        said = [
            sorted(map(tuple, (r.values() for r in t.select(columns).to_pyarrow().to_pylist())), key=repr)
            for t in (expression, kept[name])
        ]
        assert said[0] == said[1], (name, key)


def patents(*rows: dict) -> list[dict]:
    return [
        {"document": f"D{i}", "application": f"A{i}", "filed_on": date(2010, 1, 1), "published_on": date(2011, 7, 1)}
        | r
        for i, r in enumerate(rows)
    ]


def cites(*pairs: tuple[str, str]) -> list[dict]:
    return [{"citing": a, "cited": b, "cited_raw": b, "citing_here": True, "cited_here": b[0] == "D"} for a, b in pairs]


def classes(**of: str) -> list[dict]:
    return [
        {"document": d, "scheme": "ipc", "symbol": s, "subclass": s[:4]}
        for d, found in of.items()
        for s in found.split()
    ]


def one(rows, folder, unit="A0", **choices):
    return computed(rows, Params(**({"through": THROUGH} | choices)), folder)[unit]


class TestEdgeCases:
    def test_nobody_citing_leaves_generality_undefined_and_one_class_makes_it_zero(self, tmp_path):
        rows = {
            "documents": patents({}, {"published_on": date(2012, 1, 1)}),
            "citations": cites(("D1", "D0")),
            "classes": classes(D1="A01B1/02 A01B3/00"),
        }
        assert one(rows, tmp_path)["generality"] == (0.0, "ok")
        assert one(rows, tmp_path / "b", unit="A1")["generality"] == (None, "undefined")

    def test_a_missing_list_is_not_an_empty_one(self, tmp_path):
        got = computed(
            {"documents": patents({"references_listed": True}, {"references_listed": False}, {})},
            Params(through=THROUGH),
            tmp_path,
        )
        assert [got[u]["bwd_cits"] for u in ("A0", "A1", "A2")] == [(0, "ok"), (None, "undefined"), (None, "undefined")]
        assert got["A0"]["npl_cits"] == (0, "ok")
        assert got["A0"]["claims_bwd"] == (None, "undefined")

    def test_citations_to_the_application_and_to_its_grant_are_one(self, tmp_path):
        rows = {
            "documents": [
                *patents({}),
                {"document": "D0B", "application": "A0"},
                *patents({}, {"published_on": date(2012, 1, 1), "references_listed": True})[1:],
            ],
            "citations": cites(("D1", "D0"), ("D1", "D0B")),
        }
        got = computed(rows, Params(through=THROUGH), tmp_path)
        assert got["A0"]["fwd_cits5"] == (1, "ok")
        assert got["A1"]["bwd_cits"] == (1, "ok")

    def test_a_family_of_428_citing_members_counts_once(self, tmp_path):
        members = [{"family": "big", "published_on": date(2012, 1, 1)}] * 428
        rows = {"documents": patents({}, *members), "citations": cites(*((f"D{i}", "D0") for i in range(1, 429)))}
        assert one(rows, tmp_path)["fwd_cits5"] == (1, "ok")
        assert one(rows, tmp_path / "b", count_family=False)["fwd_cits5"] == (428, "ok")

    def test_a_recent_patent_is_truncated_never_zero_and_ok(self, tmp_path):
        rows = {"documents": patents({"published_on": date(2020, 1, 1)})}
        assert one(rows, tmp_path)["fwd_cits5"] == (0, "truncated")
        assert one(rows, tmp_path / "b", through=date(2024, 12, 31))["fwd_cits5"] == (0, "ok"), (
            "the window ends on the last day"
        )
        assert one(rows, tmp_path / "c", through=date(2024, 12, 30))["fwd_cits5"] == (0, "truncated")

    def test_a_pending_patent_has_no_lag_and_an_invalidated_one_ends(self, tmp_path):
        ends = {"granted_on": date(2012, 1, 1), "legal_status": "invalidated", "legal_status_on": date(2015, 12, 31)}
        got = computed(
            {"documents": patents({}, ends, ends | {"legal_status": "active", "legal_status_on": None})},
            Params(through=THROUGH),
            tmp_path,
        )
        assert got["A0"]["grant_lag"] == got["A0"]["renewal"] == (None, "undefined")
        assert got["A1"]["renewal"] == (5, "ok")
        assert got["A2"]["renewal"] == (13, "censored")

    def test_a_cohort_of_equals_at_zero_divides_nothing(self, tmp_path):
        field = [
            {"document": f"D{i}", "scheme": "wipo35", "field": "1", "symbols_n": 1, "first": True, "share": 1.0}
            for i in range(12)
        ]
        got = one({"documents": patents(*[{"claims_n": 0}] * 12), "fields": field}, tmp_path)
        assert got["quality_index_4"] == (None, "undefined")
        assert got["breakthrough"][0] == 0

    def test_a_small_cohort_normalises_nothing(self, tmp_path):
        field = [{"document": "D0", "scheme": "wipo35", "field": "1", "symbols_n": 1, "first": True, "share": 1.0}]
        assert one({"documents": patents({}), "fields": field}, tmp_path)["breakthrough"] == (None, "undefined")

    def test_a_singleton_has_no_family_size_unless_a_family_says_so(self, tmp_path):
        assert one({"documents": patents({})}, tmp_path)["family_size"] == (None, "undefined")
        family = [{"family": "single:D0", "kind": "single", "document": "D0", "office": "CN"}]
        rows = {"documents": patents({"family_simple_stated": 1}), "families": family}
        assert one(rows, tmp_path / "b")["family_size"] == (1, "ok")

    def test_a_family_nobody_lists_may_have_members_elsewhere(self, tmp_path):
        family = [{"family": "single:D0", "kind": "single", "document": "D0", "office": "CN", "source": "derived"}]
        for said, name in ((None, "a"), (30, "b")):
            rows = {"documents": patents({"family_simple_stated": said}), "families": family}
            assert one(rows, tmp_path / name)["family_size"] == (1, "truncated")
        listed = [f | {"family": "docdb:1", "kind": "docdb", "source": "stated"} for f in family]
        assert one({"documents": patents({}), "families": listed}, tmp_path / "c")["family_size"] == (1, "ok")

    def test_citing_numbers_that_are_not_here_leave_forward_counts_a_part(self, tmp_path):
        rows = {"documents": patents({}, {"published_on": date(2012, 1, 1)}), "citations": cites(("D1", "D0"))}
        rows["classes"] = classes(D1="A01B1/02")
        assert [one(rows, tmp_path)[c][1] for c in ("fwd_cits5", "fwd_cits7", "generality")] == ["ok"] * 3
        outside = {"citing": "US9", "cited": "D0", "cited_raw": "D0", "citing_here": False, "cited_here": True}
        more = rows | {"citations": [*rows["citations"], outside]}
        got = one(more, tmp_path / "b")
        assert got["fwd_cits5"] == got["fwd_cits7"] == (1, "truncated")
        assert got["generality"] == (0.0, "truncated")
        said = rows | {"documents": [rows["documents"][0] | {"cited_by_stated": 2}, rows["documents"][1]]}
        assert one(said, tmp_path / "c")["fwd_cits5"] == (1, "truncated")

    def test_a_citation_without_category_may_be_x_or_y(self, tmp_path):
        rows = {"documents": patents({}, {"published_on": date(2012, 1, 1)}), "citations": cites(("D1", "D0"))}
        assert one(rows, tmp_path)["fwd_cits5_xy"] == (0, "truncated")
        for category, n in (("A", 0), ("X", 1)):
            told = rows | {"citations": [rows["citations"][0] | {"category": category}]}
            assert one(told, tmp_path / category)["fwd_cits5_xy"] == (n, "ok")

    def test_being_named_as_citing_gives_nobody_a_list(self, tmp_path):
        rows = {"documents": patents({}, {"published_on": date(2012, 1, 1)}), "citations": cites(("D1", "D0"))}
        rows["classes"] = classes(D0="A01B1/02", D1="A01B1/02")
        got = one(rows, tmp_path, unit="A1")
        assert got["bwd_cits"] == (None, "undefined")
        assert got["originality"] == (0.0, "truncated")

    def test_a_small_cohort_ranks_no_lag(self, tmp_path):
        field = [{"document": "D0", "scheme": "wipo35", "field": "1", "symbols_n": 1, "first": True, "share": 1.0}]
        rows = {"documents": patents({"granted_on": date(2012, 1, 1)}), "fields": field}
        assert one(rows, tmp_path)["grant_lag"] == (None, "undefined")
        assert one(rows, tmp_path / "b", smallest_cohort=1)["grant_lag"] == (0.0, "ok")

    def test_of_an_empty_corpus_is_an_empty_table(self, tmp_path):
        assert computed({}, Params(through=THROUGH), tmp_path) == {}


class TestStages:
    def test_are_not_made_again_after_an_interruption(self, tmp_path):
        rows = NONE | {"documents": patents({})}
        tables = {name: ibis.memtable(table(name, found)) for name, found in rows.items()}
        made: list[str] = []

        def breaks(name: str) -> None:
            made.append(name)
            if name == "edges" and made.count("edges") == 1:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            oecd.oecd(tables, Params(through=THROUGH), Stages(CON, tmp_path, "m", breaks))
        before = {p.name: p.stat().st_mtime_ns for p in tmp_path.glob("*/*.parquet")}
        oecd.oecd(tables, Params(through=THROUGH), Stages(CON, tmp_path, "m", breaks))
        assert {p.name: p.stat().st_mtime_ns for p in tmp_path.glob("*/*.parquet") if p.name in before} == before
        assert [n for n in made if made.count(n) == 1] == [s for s in oecd.STEPS if s not in made[: len(before)]]

    def test_of_other_inputs_are_thrown_away(self, tmp_path):
        Stages(CON, tmp_path, "old")
        Stages(CON, tmp_path, "new")
        assert [p.name for p in tmp_path.iterdir()] == ["duckdb-new"]
