"""``ipops corpus load`` and ``ipops corpus tables`` as they are typed: what they print, and how they end."""

import json

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from ipops.site.commands.corpus import app
from tests.corpus.feeds.conftest import grant


@pytest.fixture
def ipops(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "w.xml").write_text(grant(7000001) + grant(7000002).replace("</abstract>", "") + grant(7000001))
    (tmp_path / "l.csv").write_text("Lens ID,Display Key,Title\n056-511-251-084-461,US 7000009 B2,Kite\n")

    def run(*args):
        return CliRunner().invoke(app, list(args))

    return run


def test_a_load_prints_one_document_of_json_and_nothing_is_lost(ipops):
    done = ipops("load", "w.xml", "l.csv", "--into", "corpus", "--json")
    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert list(told) == ["files", "documents", "stored", "merged", "quarantined"]
    assert (told["files"], told["documents"], told["stored"], told["merged"]) == (2, 4, 2, 1)
    (held,) = told["quarantined"]
    assert held["file"] == "w.xml"
    assert held["offset"] == len(grant(7000001).encode())
    assert "XML" in held["reason"]
    assert told["documents"] == told["stored"] + told["merged"] + len(told["quarantined"])


def test_a_load_for_people_says_the_same(ipops):
    shown = ipops("load", "w.xml", "--into", "corpus").stdout
    assert "3 documents = 1 stored + 1 merged + 1 quarantined" in " ".join(shown.split())


def test_tables_are_written_and_counted(ipops, tmp_path):
    ipops("load", "w.xml", "l.csv", "--into", "corpus", "--json")
    done = ipops("tables", "corpus", "--out", "tables", "--json")
    told = json.loads(done.stdout)
    assert done.exit_code == 0
    for name in ("documents", "parties", "citations", "classes", "claims"):
        assert pq.read_metadata(tmp_path / "tables" / f"{name}.parquet").num_rows == told["tables"][name]
    assert told["tables"]["documents"] == 2


@pytest.mark.parametrize(
    "args",
    [
        ("load", "nowhere.xml", "--into", "corpus"),
        ("load", "w.xml", "--into", "corpus", "--profile", "no-such-profile"),
        ("tables", ".", "--out", "tables"),
        ("tables", ".", "--out", "tables", "--fields", "l.csv"),
    ],
)
def test_wrong_usage_ends_with_two_and_a_word_why(ipops, args):
    done = ipops(*args)
    assert done.exit_code == 2
    assert done.stderr.strip()
