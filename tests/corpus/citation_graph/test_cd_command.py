"""``ipops corpus cd``: two files in, one out, and a sentence with a place for whatever cannot be read."""

from __future__ import annotations

import gzip
import json

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from ipops.site.commands import corpus_analysis

NODES = "document,date\nA,2000-01-01\nB,20010101\nC,2002\nD,2010-06\n"
EDGES = "citing,cited\nB,A\nC,A\nC,B\nD,A\nD,Z\n"


@pytest.fixture
def run(tmp_path):
    app = typer.Typer()
    corpus_analysis.register(app)
    app.command("other")(lambda: None)

    def call(nodes=NODES, edges=EDGES, *more, out="cd.csv", names=("nodes.csv", "edges.csv")):
        for name, text in zip(names, (nodes, edges), strict=True):
            (tmp_path / name).write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        words = ["--nodes", tmp_path / names[0], "--edges", tmp_path / names[1], "--out", tmp_path / out, *more]
        return CliRunner().invoke(app, ["corpus", "cd", *map(str, words)]), tmp_path / out

    return call


def rows(path) -> dict[str, dict]:
    table = pq.read_table(path) if path.suffix == ".parquet" else pacsv.read_csv(path)
    return {r["document"]: r for r in table.to_pylist()}


def test_writes_a_row_for_every_document(run):
    result, out = run()
    assert result.exit_code == 0, result.output
    got = rows(out)
    assert list(got) == ["A", "B", "C", "D"]
    assert got["A"] == {
        "document": "A", "cd": 1.0, "only_focal": 2, "both": 0, "only_references": 0, "references": 0, "status": "ok",
    }  # fmt: skip
    assert (got["B"]["cd"], got["B"]["both"]) == (-1.0, 1)
    assert (got["D"]["cd"], got["D"]["status"]) == (None, "truncated")


def test_tells_what_became_of_every_edge_as_json(run):
    result, _ = run(NODES, EDGES, "--json")
    said = json.loads(result.stdout)
    assert said["graph"]["given"] == 5
    assert (said["graph"]["edges"], said["graph"]["outside"]) == (4, 1)
    assert said["one_without_references"] == 1


@pytest.mark.parametrize("out", ["cd.csv", "cd.parquet"])
@pytest.mark.parametrize("names", [("n.tsv.gz", "e.csv.gz"), ("n.csv", "e.tsv")])
def test_reads_gzipped_and_tabbed_files_alike(run, names, out):
    texts = [t.replace(",", "\t") if ".tsv" in n else t for n, t in zip(names, (NODES, EDGES), strict=True)]
    result, path = run(*texts, names=names, out=out)
    assert result.exit_code == 0, result.output
    assert rows(path)["B"]["cd"] == -1.0


def test_reads_two_columns_without_names(run):
    result, path = run(NODES.split("\n", 1)[1], EDGES.split("\n", 1)[1])
    assert result.exit_code == 0, result.output
    assert rows(path)["A"]["only_focal"] == 2


def test_reads_dates_of_parquet(run, tmp_path):
    from datetime import date

    pq.write_table(
        pa.table({"id": ["A", "B"], "published_on": [date(2000, 1, 1), date(2001, 1, 1)]}), tmp_path / "n.parquet"
    )
    pq.write_table(pa.table({"source": ["B"], "target": ["A"]}), tmp_path / "e.parquet")
    app = typer.Typer()
    corpus_analysis.register(app)
    app.command("other")(lambda: None)
    words = ["--nodes", tmp_path / "n.parquet", "--edges", tmp_path / "e.parquet", "--out", tmp_path / "o.csv"]
    result = CliRunner().invoke(app, ["corpus", "cd", *map(str, words)])
    assert result.exit_code == 0, result.output
    assert rows(tmp_path / "o.csv")["A"]["cd"] == 1.0


@pytest.mark.parametrize(
    ("nodes", "edges", "says"),
    [
        (NODES + "E,20x0\n", EDGES, "nodes.csv, line 6: the date '20x0' cannot be read"),
        (NODES + "E,2001-02-30\n", EDGES, "nodes.csv, line 6: the date '2001-02-30' cannot be read"),
        ("A,2000\nB,20x0\n", "B,A\n", "nodes.csv, line 2: the date '20x0' cannot be read"),
        (NODES + "B,2003\n", EDGES, "nodes.csv, line 3: document B stands there more than once"),
        ("document,colour,size\nA,red,1\n", EDGES, "nodes.csv, line 1: there is no column date"),
        (NODES, "citing,cited\nA,B\nA\n", "edges.csv: it cannot be read"),
    ],
)
def test_says_what_is_wrong_where_and_what_to_do(run, nodes, edges, says):
    result, out = run(nodes, edges)
    assert result.exit_code == 1
    assert says in result.stderr
    assert not out.exists(), "nothing half done is left under the name"
