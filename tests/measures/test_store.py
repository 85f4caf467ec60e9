"""The open export answers as the expressions do, from statements that are kept; and safely to many at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipops.kernel.period import CalendarPeriod
from ipops.lines.custody.indicators import MEASURES as CUSTODY
from ipops.lines.programme.indicators import PLEDGE_AMOUNT_GROWTH, PLEDGE_PROJECTS_GROWTH
from ipops.lines.trading.indicators import MEASURES as TRADING
from ipops.lines.trading.indicators import TRANSFERS_LICENCES_GROWTH
from ipops.measures import compute, places, tables, window
from ipops.measures.params import Params, readings
from ipops.measures.store import Store, _statements
from tests.measures import facts
from tests.measures.facts import T0, licence

MEASURES = (TRANSFERS_LICENCES_GROWTH, PLEDGE_AMOUNT_GROWTH, PLEDGE_PROJECTS_GROWTH)
WINDOWS = (*window.years(2019, 2022), window.trailing_twelve(date(2022, 6, 30)))


@settings(max_examples=12, deadline=None)
@given(
    history=facts.histories(20),
    params=st.sampled_from(readings(None, None)),
    place=st.sampled_from(["990100", "990101", "370000", "CN"]),
    known=st.none() | st.integers(0, 14),
)
def test_an_open_export_answers_as_the_expressions_do(tmp_path_factory, history, params, place, known):
    folder = tmp_path_factory.mktemp("p")
    known_by = None if known is None else T0 + timedelta(days=known)
    facts.write(folder, history)
    store = Store(folder, MEASURES)
    con = ibis.duckdb.connect()
    for m in MEASURES:
        found = tables.fact_tables(con, folder, m.rows.kinds, known_by)
        roll = places.rollup([place], compute.divisions([m], found))
        expected = compute.values(m, found, WINDOWS, params, places=roll, asked=[place])
        assert store.values(m, WINDOWS, params, place=place, known_by=known_by) == expected
        got = store.facts_behind(m, WINDOWS[1], params, place=place, known_by=known_by)
        assert got == compute.facts_behind(m, found, WINDOWS[1], params, places=roll, place=place)


def test_the_first_day_of_each_division_is_told(tmp_path):
    facts.write(
        tmp_path,
        [
            licence("D1", "R1", date(2021, 5, 5), frm="990101", to="990103"),
            licence("D2", "R2", date(2020, 2, 2), frm="990103", to=""),
        ],
    )
    store = Store(tmp_path, MEASURES)
    assert store.first_days(TRANSFERS_LICENCES_GROWTH) == {"990101": date(2021, 5, 5), "990103": date(2020, 2, 2)}
    assert store.first_days(PLEDGE_AMOUNT_GROWTH) == {}


STRETCHES = (
    window.of(CalendarPeriod.parse("2024Q3")),
    window.of(CalendarPeriod.parse("2024-02")),
    window.trailing_twelve(date(2022, 6, 30)),
    window.Window(label="..2024Q1", start=window.BEGINNING, end=date(2024, 4, 1)),
)


@pytest.mark.parametrize(
    "group",
    compute.together([*MEASURES, *CUSTODY, *(m for m in TRADING if m.rows and m not in MEASURES)]),
    ids=lambda g: g[0].code,
)
@pytest.mark.parametrize("stretch", STRETCHES, ids=lambda w: w.label)
def test_the_statement_of_a_stretch_of_days_is_the_one_made_for_it(group, stretch):
    """To the letter: two days are put into a statement that is made once."""
    found = tables.named(group[0].rows.kinds, None)
    ((family, expression),) = compute.expressions(group, found, [stretch], Params(), places=places.named())
    assert _statements(group, (stretch,), Params(), None) == ((family, compute.sql(expression)),)


def test_many_may_ask_at_once(tmp_path):
    facts.write(tmp_path, [licence(f"D{i}", f"R{i}", date(2021, 5, 5)) for i in range(9)])
    store = Store(tmp_path, MEASURES)

    def ask(place):
        (value,) = store.values(TRANSFERS_LICENCES_GROWTH, [window.year(2021)], Params(), place=place, known_by=None)
        return value.value

    asked = ["990100", "990101", "990102", "990103"] * 8
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, asked)) == [9, 9, 9, 0] * 8


def test_a_folder_with_a_quote_in_its_name_is_read(tmp_path):
    folder = tmp_path / "it's here"
    facts.write(folder, [licence("D", "R", date(2021, 5, 5))])
    (value,) = Store(folder, MEASURES).values(
        TRANSFERS_LICENCES_GROWTH, [window.year(2021)], Params(), place="990100", known_by=None
    )
    assert value.value == 1
