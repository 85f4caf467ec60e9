"""The citation graph of a folder of tables: every end is a node, and the CD index is told for the documents that are here."""

import json
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from ipops.corpus.citation_graph import UNDATED
from ipops.corpus.citation_graph.tables import graph_of
from ipops.site.commands import corpus_analysis

app = typer.Typer()
corpus_analysis.register(app)


@pytest.fixture
def tables(tmp_path):
    documents = {
        "US1B2": date(2000, 1, 1),
        "US2B2": date(2002, 1, 1),
        "US3B2": date(2003, 1, 1),
        "US4B2": date(2020, 1, 1),
    }
    said = [
        ("US1B2", "EP9A1", "EP 9 A1", date(1990, 5, 1)),  # a reference that is not here, with its day
        ("US1B2", None, "junk", None),  # one that nobody can read
        ("US2B2", "US1B2", "US 1 B2", None),
        ("US3B2", "US1B2", "US 1 B2", None),
        ("US3B2", "EP9A1", "EP 9 A1", date(1990, 5, 1)),
        ("US20040012345A1", "US1B2", "US 1 B2", None),  # who cites is not here; its number tells its year
    ]
    pq.write_table(
        pa.table({"document": list(documents), "published_on": list(documents.values())}),
        tmp_path / "documents.parquet",
    )
    columns = dict(zip(("citing", "cited", "cited_raw", "cited_on"), map(list, zip(*said, strict=True)), strict=True))
    pq.write_table(pa.table(columns), tmp_path / "citations.parquet")
    return tmp_path


def test_every_end_is_a_node_with_the_best_day_there_is(tables):
    named, here = graph_of(tables)
    days = {
        n: (None if d == UNDATED else date.fromordinal(719163 + d))
        for n, d in zip(named.names.to_pylist(), named.graph.days.tolist(), strict=True)
    }
    assert days == {
        "US1B2": date(2000, 1, 1), "US2B2": date(2002, 1, 1), "US3B2": date(2003, 1, 1), "US4B2": date(2020, 1, 1),
        "EP9A1": date(1990, 5, 1), "junk": None, "US20040012345A1": date(2004, 1, 1),
    }  # fmt: skip
    assert dict(zip(named.names.to_pylist(), here.to_pylist(), strict=True))["EP9A1"] is False


def test_the_command_tells_the_documents_that_are_here(tables):
    out = tables / "cd.parquet"
    done = CliRunner().invoke(
        app, ["corpus", "cd", "--tables", str(tables), "--out", str(out), "--years", "5", "--json"]
    )
    assert done.exit_code == 0
    rows = {r["document"]: r for r in pq.read_table(out).to_pylist()}
    assert list(rows) == ["US1B2", "US2B2", "US3B2", "US4B2"]
    one = rows["US1B2"]  # cited alone by US2B2 and the application of 2004, together with its reference by US3B2
    assert (one["only_focal"], one["both"], one["only_references"], one["references"]) == (2, 1, 0, 2)
    assert one["cd"] == pytest.approx(1 / 3)
    assert rows["US4B2"]["status"] == "truncated"
    assert rows["US4B2"]["cd"] is None
    assert json.loads(done.stdout)["one_without_references"] == 0


@pytest.mark.parametrize(
    "args", [[], ["--edges", "documents.parquet"], ["--tables", ".", "--nodes", "documents.parquet"]]
)
def test_the_command_takes_files_or_tables(tables, monkeypatch, args):
    monkeypatch.chdir(tables)
    assert CliRunner().invoke(app, ["corpus", "cd", "--out", "cd.csv", *args]).exit_code == 2
