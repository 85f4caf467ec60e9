"""The CD index: its formula over sets, its window, its statuses, and what it says when nobody cites."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipops.corpus.citation_graph import UNDATED, Window, build, cd_index
from ipops.corpus.citation_graph.cd import STATUS

EPOCH = date(1970, 1, 1)


def day(*ymd: int) -> int:
    return (date(*ymd) - EPOCH).days


def graph(days: list[int], edges: list[tuple[int, int]], **more):
    return build(days, [a for a, _ in edges], [b for _, b in edges], **more)


def by_sets(days: list[int], edges: list[tuple[int, int]], focal: int, window: int) -> float:
    """The definition word for word."""
    if days[focal] == UNDATED:
        return math.nan
    references = {b for a, b in edges if a == focal}
    items = {a for a, b in edges if b == focal or b in references}
    items = {i for i in items if days[i] != UNDATED and days[focal] < days[i] <= days[focal] + window}
    if not items:
        return math.nan
    total = 0
    for i in items:
        f = (i, focal) in edges
        b = any((i, r) in edges for r in references)
        total += f - 2 * f * b
    return total / len(items)


graphs = st.integers(1, 9).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(0, 12) | st.just(UNDATED), min_size=n, max_size=n),
        st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=30),
    )
)


class TestTheValue:
    @settings(max_examples=300, deadline=None)
    @given(graphs, st.integers(1, 8))
    def test_is_the_formula_over_sets_on_every_document(self, made, window):
        days, edges = made
        ours = cd_index(graph(days, edges), Window(days=window)).cd.tolist()
        theirs = [by_sets(days, edges, i, window) for i in range(len(days))]
        assert [None if math.isnan(v) else v for v in ours] == [None if math.isnan(v) else v for v in theirs]

    def test_counts_nothing_of_the_same_day_and_nothing_after_the_window(self):
        days = [day(2000, 1, 1), day(2000, 1, 1), day(2000, 1, 2), day(2004, 12, 30), day(2004, 12, 31)]
        edges = [(i, 0) for i in range(1, 5)]
        got = cd_index(graph(days, edges), Window(days=1825))
        assert (got.only_focal[0], got.both[0], got.only_references[0]) == (2, 0, 0)

    def test_by_the_calendar_reaches_two_days_further_where_two_leap_days_lie_between(self):
        days = [day(2000, 1, 1), day(2005, 1, 1)]
        assert cd_index(graph(days, [(1, 0)]), Window(days=1825)).only_focal[0] == 0
        assert cd_index(graph(days, [(1, 0)]), Window(years=5)).only_focal[0] == 1

    def test_of_one_citing_alone_one_both_and_one_the_references_alone_is_zero_thirds(self):
        days = [0, 10, 20, 21, 22]
        got = cd_index(graph(days, [(1, 0), (2, 1), (3, 1), (3, 0), (4, 0)]), Window(days=100))
        assert (got.only_focal[1], got.both[1], got.only_references[1], got.cd[1]) == (1, 1, 1, 0.0)

    def test_is_the_same_whatever_chunk_it_is_asked_in(self):
        rng = np.random.default_rng(7)
        days, a, b = rng.integers(0, 400, 300), rng.integers(0, 300, 3000), rng.integers(0, 300, 3000)
        made = build(days, a, b)
        whole = cd_index(made, Window(days=90)).cd
        parts = [cd_index(made, Window(days=90), first=i, last=min(i + 7, 300)).cd for i in range(0, 300, 7)]
        np.testing.assert_array_equal(np.concatenate(parts), whole)


class TestTheStatus:
    def status(self, days, edges, window=10):
        return [STATUS[s] for s in cd_index(graph(days, edges), Window(days=window)).status]

    def test_is_undefined_without_anybody_in_a_window_that_is_over(self):
        assert self.status([0, 100], [])[0] == "undefined"

    def test_is_truncated_while_the_window_reaches_beyond_the_data(self):
        assert self.status([0, 95, 100], [(2, 1)]) == ["undefined", "truncated", "truncated"]

    def test_is_undefined_for_a_document_without_a_date(self):
        got = cd_index(graph([UNDATED, 5, 50], [(1, 0)]), Window(days=10))
        assert STATUS[got.status[0]] == "undefined"
        assert math.isnan(got.cd[0])


class TestWhatStandsBeside:
    def test_says_that_a_value_of_one_rests_on_no_references(self):
        got = cd_index(graph([0, 5, 50], [(1, 0)]), Window(days=10))
        assert (got.cd[0], got.references[0]) == (1.0, 0)


class TestTheGraph:
    def test_accounts_for_every_edge_given(self):
        made = graph([0, 1, 2], [(1, 0), (1, 0), (2, 2), (2, -1), (-1, 0), (2, 0)]).made
        assert (made.given, made.edges, made.repeated, made.outside, made.to_itself) == (6, 3, 1, 2, 1)
        assert made.given == made.edges + made.repeated + made.outside + made.left_out

    def test_leaves_out_citations_of_itself_where_asked(self):
        made = graph([0, 1], [(1, 1), (1, 0)], to_itself=False).made
        assert (made.edges, made.left_out, made.to_itself) == (1, 1, 0)

    def test_puts_who_cites_in_the_order_of_days(self):
        made = graph([0, 9, 5, 7], [(1, 0), (2, 0), (3, 0)])
        assert made.citing[made.citing_from[0] : made.citing_from[1]].tolist() == [2, 3, 1]

    def test_of_nothing_has_no_values(self):
        assert cd_index(graph([], []), Window(days=1)).cd.tolist() == []

    def test_refuses_a_position_beyond_the_last_document(self):
        with pytest.raises(ValueError, match="beyond the last document"):
            graph([0], [(0, 1)])


class TestTheWindow:
    def test_ends_on_28_february_after_a_leap_day(self):
        got = Window(years=1).ends(np.array([day(2020, 2, 29), UNDATED], dtype=np.int32))
        assert got.tolist() == [day(2021, 2, 28), UNDATED]

    @given(
        st.dates(date(1800, 1, 1), date(2100, 1, 1)).filter(lambda d: (d.month, d.day) != (2, 29)), st.integers(1, 20)
    )
    def test_of_calendar_years_ends_on_the_same_day_of_the_year(self, when, years):
        end = Window(years=years).ends(np.array([(when - EPOCH).days], dtype=np.int32))[0]
        assert end == (when.replace(year=when.year + years) - EPOCH).days

    def test_is_days_or_years_never_both_nor_neither(self):
        for wrong in ({}, {"days": 5, "years": 5}):
            with pytest.raises(ValueError, match="either"):
                Window(**wrong)
