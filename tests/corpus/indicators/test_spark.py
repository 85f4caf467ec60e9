"""The same expressions on Spark: the same rows, to the last bit, as the loops and DuckDB give."""

from __future__ import annotations

import os
from datetime import date

import ibis
import pyarrow.parquet as pq
import pytest

from benches import made_patents
from ipops.corpus.indicators import oecd, run
from ipops.corpus.indicators.params import Params
from ipops.corpus.indicators.stages import Stages
from ipops.measures import spark

pytestmark = [pytest.mark.spark, pytest.mark.slow, pytest.mark.xdist_group("spark")]


@pytest.fixture(scope="module")
def spark_con():
    con = spark.connect()
    if isinstance(con, str):
        if os.environ.get("IPOPS_REQUIRE_SPARK") == "1":
            pytest.fail(con)
        pytest.skip(con)
    yield con
    spark.stop(con)


def test_spark_gives_the_same_rows_to_the_last_bit(spark_con, tmp_path):
    made_patents.write(tmp_path / "tables", 1_500, 15_000)
    params = Params(through=date(2023, 12, 31))
    answers = []
    for con in (ibis.duckdb.connect(), spark_con):
        stages = Stages(con, tmp_path / con.name, run.mark(tmp_path / "tables", params))
        made = oecd.oecd(run.tables_of(con, tmp_path / "tables"), params, stages).order_by("app_nbr").to_pyarrow()
        answers.append(
            made.select([*oecd.KEYS, *(n for c in oecd.COLUMNS for n in (c, f"{c}_status")), "grant_days"]).to_pylist()
        )
    assert len(answers[0]) == 1_500
    assert answers[0] == answers[1]
    assert pq.read_metadata(tmp_path / "tables" / "citations.parquet").num_rows > 10_000
