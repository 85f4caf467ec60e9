"""Fields and industries by tables that are given by path."""

from pathlib import Path

import pytest

from ipops.corpus.classes.concordance import Concordance, read_concordance
from ipops.corpus.classes.symbols import normalise


def fields(table, raw):
    s = normalise("ipc", raw)
    return [f.code for f in table.fields_of(s.symbol, s.main_group, s.subclass)]


@pytest.fixture
def ours(tmp_path):
    path = tmp_path / "sei.csv"
    path.write_text(
        "scheme,edition,code,title,ipc,condition\nsei,demo,1.1,网络,H04N,\nsei,demo,1.2,电子,H04N21/00,\nsei,demo,1.2,电子,H04N21/2343,关键词\n"
    )
    (table,) = read_concordance(path)
    return table


def test_a_group_counts_before_its_subclass(ours):
    assert fields(ours, "H04N5/00") == ["1.1"]
    assert fields(ours, "H04N21/44") == ["1.2"]


def test_a_condition_beside_a_symbol_is_kept(ours):
    s = normalise("ipc", "H04N21/2343")
    assert [f.conditional for f in ours.fields_of(s.symbol, s.main_group, s.subclass)] == [True]


def test_what_no_row_claims_has_no_field(ours):
    assert fields(ours, "H10B1/00") == []


@pytest.mark.parametrize(
    "text",
    ["a,b\n1,2\n", "scheme,edition,code,title,ipc\nx,1,c,t,NOPE?\n", "scheme,edition,code,title,ipc\nx,,c,t,H04N\n"],
)
def test_a_wrong_table_says_which_line(tmp_path, text):
    path = tmp_path / "t.csv"
    path.write_text(text)
    problems = read_concordance(path)
    assert problems
    assert not isinstance(problems[0], Concordance)
    assert problems[0].at.line


@pytest.mark.shared
def test_wipos_table_splits_the_six_subclasses_it_says(shared):
    (table,) = read_concordance(Path(shared) / "data/patents/wipo-ipc-technology-35/ipc_technology.csv")
    assert {f.code for fs in table.by_symbol.values() for f in fs} == {str(n) for n in range(1, 36)}
    assert fields(table, "G01N 33/50") == ["11"]
    assert fields(table, "G01N 21/00") == ["10"]
    assert fields(table, "H04N1/00") == ["3"]
    assert fields(table, "H04N21/2343") == ["4"]
    assert fields(table, "A61K8/00") == ["14"]
    assert fields(table, "B01D53/00") == ["24"]
    assert fields(table, "F21K9/00") == ["1"]
