"""``ipops corpus indicators``: a folder of tables in, one file out, parameters inside it."""

from __future__ import annotations

import json
from datetime import date

import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from ipops.corpus.indicators import oecd
from ipops.site.commands import corpus_analysis
from tests.corpus.rows import write

DOCUMENTS = [
    {"document": "D0", "filed_on": date(2010, 1, 1), "published_on": date(2011, 1, 1), "claims_n": 3},
    {"document": "D1", "filed_on": date(2011, 1, 1), "published_on": date(2012, 1, 1), "references_listed": True},
]
CITATIONS = [{"citing": "D1", "cited": "D0", "cited_raw": "D0", "citing_here": True, "cited_here": True}]


@pytest.fixture
def run(tmp_path):
    app = typer.Typer()
    corpus_analysis.register(app)
    app.command("other")(lambda: None)
    tables = write(tmp_path / "t", documents=DOCUMENTS, citations=CITATIONS)
    return lambda out, *words: CliRunner().invoke(
        app, ["corpus", "indicators", str(tables), "--out", str(tmp_path / out), *words]
    )


def test_writes_the_oecd_columns_with_statuses_and_parameters(run, tmp_path):
    result = run("o.parquet", "--json", "--through", "2020-12-31")
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert said["status"]["fwd_cits5"] == {"ok": 2}
    table = pq.read_table(tmp_path / "o.parquet")
    assert table.column_names[:4] == list(oecd.KEYS)
    assert set(oecd.COLUMNS) <= set(table.column_names)
    assert table["fwd_cits5"].to_pylist() == [1, 0]
    assert table["bwd_cits"].to_pylist() == [None, 1]
    assert json.loads(table.schema.metadata[b"ipops.params"])["through"] == "2020-12-31"
    assert not (tmp_path / "o.parquet.stages").exists()


def test_takes_the_last_publication_for_the_end_of_the_data(run, tmp_path):
    result = run("o.csv", "--json")
    assert json.loads(result.stdout)["params"]["through"] == "2012-01-01"
    assert pacsv.read_csv(tmp_path / "o.csv")["fwd_cits5_status"].to_pylist() == ["truncated", "truncated"]


def test_says_what_the_tables_lack_and_which_columns_stay_empty_for_it(run, tmp_path):
    lacks = json.loads(run("o.csv", "--json").stdout)["lacking"]
    assert [w["en"].split(":")[0] for w in lacks] == ["There are no fields of wipo35", "No source tells a legal status"]
    assert "grant_lag" in lacks[0]["zh"]
    assert "--fields" in run("o.csv").stdout
    field = {"document": "D0", "scheme": "wipo35", "field": "1", "symbols_n": 1, "first": True, "share": 1.0}
    write(tmp_path / "t", fields=[field])
    assert "--fields" not in run("o.csv").stdout


def test_refuses_a_file_it_would_not_write_as_its_name_says(run, tmp_path):
    result = run("o.xlsx")
    assert result.exit_code == 2
    assert ".parquet" in result.output
    assert not (tmp_path / "o.xlsx").exists()
