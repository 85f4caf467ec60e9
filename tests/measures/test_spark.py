"""The same expressions on Spark: equal to DuckDB and to counting by hand. One session for all tests (traps 4)."""

import os
from datetime import date, timedelta

import ibis
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ipops.lines.programme.indicators import PLEDGE_AMOUNT_GROWTH, PLEDGE_PROJECTS_GROWTH
from ipops.lines.trading.indicators import TRANSFERS_LICENCES_GROWTH
from ipops.measures import compute, places, spark, tables, window
from ipops.measures.params import Params, readings
from tests.measures import by_hand, facts
from tests.measures.facts import T0

pytestmark = [pytest.mark.spark, pytest.mark.slow, pytest.mark.xdist_group("spark")]
ASKED = ("990100", "990101", "370000", "CN")
WINDOWS = (*window.years(2019, 2022), window.trailing_twelve(date(2022, 6, 30)))
MEASURES = (TRANSFERS_LICENCES_GROWTH, PLEDGE_AMOUNT_GROWTH, PLEDGE_PROJECTS_GROWTH)
NTH = {"pledge_amount_growth": 0, "pledge_projects_growth": 1}


@pytest.fixture(scope="session")
def spark_con():
    con = spark.connect()
    if isinstance(con, str):
        if os.environ.get("IPOPS_REQUIRE_SPARK") == "1":
            pytest.fail(con)
        pytest.skip(con)
    yield con
    spark.stop(con)


def by_loops(measure, entries, v, params):
    if measure is TRANSFERS_LICENCES_GROWTH:
        return by_hand.deals(entries, v.place, v.window, params)[0]
    return dict(by_hand.pledges(entries, v.place, v.window, params)[NTH[measure.code]])


@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(history=facts.histories(60), params=st.sampled_from(readings(None, None)), known=st.integers(20, 60))
def test_spark_duckdb_and_counting_by_hand_agree_on_every_measure(spark_con, tmp_path_factory, history, params, known):
    folder = tmp_path_factory.mktemp("p")
    known_by = T0 + timedelta(days=known)
    entries = by_hand.live(facts.write(folder, history), known_by)
    duck = ibis.duckdb.connect()
    for measure in MEASURES:
        answers = []
        for con in (duck, spark_con):
            found = tables.fact_tables(con, folder, measure.rows.kinds, known_by)
            roll = places.rollup(ASKED, compute.divisions([measure], found))
            answers.append(compute.values(measure, found, WINDOWS, params, places=roll, asked=ASKED))
        assert answers[0] == answers[1]
        for v in answers[1]:
            nothing = dict.fromkeys([*v.columns, "facts"], 0)
            assert {**v.columns, "facts": v.facts} == nothing | by_loops(measure, entries, v, params)


def test_every_measure_runs_on_an_empty_city_on_spark(spark_con, tmp_path):
    for measure in MEASURES:
        found = tables.fact_tables(spark_con, tmp_path, measure.rows.kinds)
        roll = places.rollup(ASKED, compute.divisions([measure], found))
        values = compute.values(measure, found, WINDOWS, Params(), places=roll, asked=ASKED)
        assert {(v.value, v.facts) for v in values} == {(0, 0)}


def test_spark_runs_in_ansi_mode_in_utc_and_without_a_web_page(spark_con):
    conf = spark_con._session.conf
    assert conf.get("spark.sql.ansi.enabled") == "true"
    assert conf.get("spark.sql.session.timeZone") == "UTC"
    assert spark_con._session.sparkContext.getConf().get("spark.ui.enabled") == "false"
