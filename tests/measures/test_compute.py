"""Every measure over facts against counting by hand, on DuckDB; ``test_spark`` does the same on Spark."""

from datetime import date, timedelta

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipops.ledger.facts.words import Proof, RightKind
from ipops.lines.programme.indicators import PLEDGE_AMOUNT_GROWTH, PLEDGE_PROJECTS_GROWTH
from ipops.lines.trading.indicators import TRANSFERS_LICENCES_GROWTH as DEALS
from ipops.measures import compute, places, tables, window
from ipops.measures.params import Params, readings
from ipops.measures.words import Counting, Territory
from tests.measures import by_hand, facts
from tests.measures.facts import T0, ended, licence, opened, pledge, transfer

ASKED = ("990100", "990101", "990103", "370000", "CN")
WINDOWS = (
    *window.years(2019, 2022),
    window.year_to(date(2022, 6, 30)),
    window.same_months(window.year_to(date(2022, 6, 30)), 1),
    window.trailing_twelve(date(2022, 6, 30)),
)


@pytest.fixture(scope="module")
def duck():
    return ibis.duckdb.connect()


def computed(con, measure, folder, params, known_by=None, windows=WINDOWS):
    found = tables.fact_tables(con, folder, measure.rows.kinds, known_by)
    roll = places.rollup(ASKED, compute.divisions([measure], found))
    return found, roll, compute.values(measure, found, windows, params, places=roll, asked=ASKED)


@settings(max_examples=25, deadline=None)
@given(history=facts.histories(), params=st.sampled_from(readings(None, None)), known=st.none() | st.integers(0, 14))
def test_deals_agree_with_counting_by_hand(duck, tmp_path_factory, history, params, known):
    folder = tmp_path_factory.mktemp("p")
    known_by = None if known is None else T0 + timedelta(days=known)
    entries = by_hand.live(facts.write(folder, history), known_by)
    found, roll, values = computed(duck, DEALS, folder, params, known_by)
    for v in values:
        counts, behind = by_hand.deals(entries, v.place, v.window, params)
        assert {**v.columns, "facts": v.facts} == counts
        assert v.value == counts["net"]
        if v.window.label == "2021" and v.place == "990100":
            got = compute.facts_behind(DEALS, found, v.window, params, places=roll, place=v.place)
            assert got == behind


@settings(max_examples=15, deadline=None)
@given(history=facts.histories(), known=st.none() | st.integers(0, 14))
def test_pledges_agree_with_counting_by_hand(duck, tmp_path_factory, history, known):
    folder = tmp_path_factory.mktemp("p")
    known_by = None if known is None else T0 + timedelta(days=known)
    entries = by_hand.live(facts.write(folder, history), known_by)
    for measure, nth in ((PLEDGE_AMOUNT_GROWTH, 0), (PLEDGE_PROJECTS_GROWTH, 1)):
        found, roll, values = computed(duck, measure, folder, Params(), known_by)
        for v in values:
            *counts, behind = by_hand.pledges(entries, v.place, v.window, Params())
            assert {**v.columns, "facts": v.facts} == dict.fromkeys(v.columns, 0) | {"facts": 0} | counts[nth]
            if v.window.label == "2021" and v.place == "990100":
                got = compute.facts_behind(measure, found, v.window, Params(), places=roll, place=v.place)
                assert got == behind


def one(con, folder, history, params, place="990100", year=2021):
    facts.write(folder, history)
    _, _, values = computed(con, DEALS, folder, params, windows=window.years(2019, 2022))
    return next(v for v in values if v.place == place and v.window.label == str(year))


def test_a_deal_over_forty_patents_is_one_or_forty(duck, tmp_path):
    history = [transfer("D", f"R{i}", date(2021, 3, 1)) for i in range(40)]
    facts.write(tmp_path, history)
    for counting, number in ((Counting.PER_DEAL, 1), (Counting.PER_RIGHT, 40)):
        _, _, values = computed(duck, DEALS, tmp_path, Params(counting=counting))
        assert values[2].value == number
        assert values[2].facts == 40


def test_a_deal_entered_in_december_and_january_counts_in_december_only(duck, tmp_path):
    history = [licence("D", "R1", date(2021, 12, 30)), licence("D", "R2", date(2022, 1, 4))]
    facts.write(tmp_path, history)
    _, _, values = computed(duck, DEALS, tmp_path, Params(), windows=window.years(2021, 2022))
    assert [v.value for v in values if v.place == "990100"] == [1, 0]


def test_a_deal_between_two_districts_is_one_deal_of_the_city(duck, tmp_path):
    facts.write(tmp_path, [licence("D", "R1", date(2021, 5, 5), frm="990101", to="990103")])
    _, _, values = computed(duck, DEALS, tmp_path, Params(territory=Territory.EITHER), windows=[window.year(2021)])
    assert {v.place: (v.value, v.facts) for v in values} == {
        "990100": (1, 1),
        "990101": (1, 1),
        "990103": (1, 1),
        "370000": (0, 0),
        "CN": (0, 0),  # a made-up city is no part of the country
    }


def test_the_amount_of_a_pledge_counts_once_however_many_rights_it_covers(duck, tmp_path):
    history = [pledge("P", f"R{i}", date(2021, 3, 1), secured=5_000) for i in range(7)]
    history += [pledge("P", "TM1", date(2021, 3, 2), secured=5_000, kind=RightKind.TRADEMARK)]
    facts.write(tmp_path, history)
    _, _, values = computed(duck, PLEDGE_AMOUNT_GROWTH, tmp_path, Params(), windows=[window.year(2021)])
    assert values[0].value == 5_000
    assert values[0].columns["mixed"] == 5_000
    assert values[0].columns["patents"] == values[0].columns["trademarks"] == 0


def test_amounts_beyond_what_a_float_holds_add_up_to_the_fen(duck, tmp_path):
    history = [pledge(f"P{i}", "R1", date(2021, 3, 1), secured=9_007_199_254_740_993) for i in range(3)]
    facts.write(tmp_path, history)
    _, _, values = computed(duck, PLEDGE_AMOUNT_GROWTH, tmp_path, Params(), windows=[window.year(2021)])
    assert values[0].value == 3 * 9_007_199_254_740_993


def test_a_check_moves_a_deal_between_columns_and_never_out_of_gross(duck, tmp_path):
    day = date(2021, 3, 1)
    deal = [transfer("D", "R1", day)]
    for steps, expected in (
        ([], (1, 0, 0, 1)),
        ([opened("C", "D", on=day)], (1, 1, 0, 1)),
        ([opened("C", "D", on=day), ended("C", "cleared", "D", on=day)], (1, 0, 0, 1)),
        ([opened("C", "D", on=day), ended("C", "reported", "D", on=day)], (1, 1, 0, 1)),
        ([opened("C", "D", on=day), ended("C", "excluded", "D", on=day)], (1, 0, 1, 0)),
        ([opened("C", "D", on=day), ended("C", "excluded", "D", on=day), opened("E", "D", on=day)], (1, 0, 1, 0)),
        ([opened("C", "D", on=day), ended("C", "excluded", "D", on=day), opened("C", "D", on=day)], (1, 1, 0, 1)),
    ):
        v = one(duck, tmp_path / str(len(list(tmp_path.iterdir()))), deal + steps, Params())
        assert tuple(v.columns[c] for c in ("gross", "flagged", "excluded", "net")) == expected


def test_a_reported_deal_waits_until_the_register_or_the_notice_shows_it(duck, tmp_path):
    told = transfer("D", "R1", date(2021, 2, 1), proof=Proof.REPORTED)
    assert one(duck, tmp_path / "a", [told], Params()).value == 0
    listed = transfer("D", "R1", date(2021, 3, 1), proof=Proof.LISTED)
    assert one(duck, tmp_path / "b", [told, listed], Params()).value == 1
    assert one(duck, tmp_path / "c", [transfer("D", "R1", date(2021, 3, 1), proof=Proof.NOTICE)], Params()).value == 1


def test_the_contract_day_never_counts(duck, tmp_path):
    deal = transfer("D", "R1", date(2021, 1, 2), contract_on=date(2020, 12, 1))
    assert one(duck, tmp_path, [deal], Params(), year=2021).value == 1
    assert one(duck, tmp_path / "again", [deal], Params(), year=2020).value == 0


def test_a_measure_runs_on_an_empty_city(duck, tmp_path):
    _, _, values = computed(duck, DEALS, tmp_path, Params())
    assert len(values) == len(ASKED) * len(WINDOWS)
    assert {(v.value, v.facts) for v in values} == {(0, 0)}


def test_what_was_recorded_at_the_end_of_the_day_in_beijing_was_known_that_day():
    assert tables.known_through(date(2020, 12, 31)).isoformat() == "2020-12-31T15:59:59.999999+00:00"


@pytest.mark.parametrize(
    ("place", "division", "inside"),
    [
        ("CN", "370102", True),
        ("370000", "370102", True),
        ("370100", "370102", True),
        ("370102", "370102", True),
        ("370100", "370200", False),
        ("370102", "370100", False),
        ("990100", "990104", True),
        ("990100", "CN", False),
        ("CN", "CN", True),
        ("CN", "US", False),
        ("CN", "990101", False),
        ("370100", "37", False),
    ],
)
def test_a_code_lies_in_another_by_its_digits(place, division, inside):
    assert places.contains(place, division) is inside


@settings(max_examples=5, deadline=None)
@given(history=facts.histories(20))
def test_measures_of_one_group_give_what_each_gives_alone(duck, tmp_path_factory, history):
    folder = tmp_path_factory.mktemp("p")
    facts.write(folder, history)
    groups = compute.together([DEALS, PLEDGE_AMOUNT_GROWTH, PLEDGE_PROJECTS_GROWTH])
    assert [[m.code for m in g] for g in groups] == [
        ["transfers_licences_growth"],
        ["pledge_amount_growth", "pledge_projects_growth"],
    ]
    for group in groups:
        found = tables.fact_tables(duck, folder, group[0].rows.kinds)
        roll = places.rollup(ASKED, compute.divisions(group, found))
        got = compute.values_together(group, found, WINDOWS, Params(), places=roll, asked=ASKED)
        for m in group:
            assert got[m.code] == compute.values(m, found, WINDOWS, Params(), places=roll, asked=ASKED)
