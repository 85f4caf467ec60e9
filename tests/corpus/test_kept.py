"""What took long is kept beside the result: taken up again for the same input, thrown away for another, gone when all is written."""

import numpy as np
import pyarrow.csv as pacsv
import pytest
from typer.testing import CliRunner

from ipops.corpus.citation_graph import cd
from ipops.corpus.kept import Kept, files_told
from ipops.site.commands.corpus import app
from ipops.site.commands.corpus_analysis import cd as command

app.command("cd")(command)


def never():
    raise AssertionError("it was worked out before")


class TestKept:
    def test_is_taken_up_again_for_the_same_and_thrown_away_for_another(self, tmp_path):
        made = Kept(tmp_path / "out", ["a", 1]).array("x", lambda: np.arange(3))
        assert made.tolist() == Kept(tmp_path / "out", ["a", 1]).array("x", never).tolist() == [0, 1, 2]
        other = Kept(tmp_path / "out", ["b", 1])
        assert other.array("x", lambda: np.arange(2)).tolist() == [0, 1]
        assert Kept(tmp_path / "out", ["a", 1]).array("x", lambda: np.arange(1)).tolist() == [0]

    def test_is_gone_when_the_result_is_whole(self, tmp_path):
        kept = Kept(tmp_path / "out", ["a"])
        kept.array("x", lambda: np.arange(3))
        kept.whole()
        assert list(tmp_path.iterdir()) == []

    def test_tells_files_that_changed(self, tmp_path):
        path = tmp_path / "f"
        path.write_text("a")
        before = files_told(path, tmp_path / "none")
        path.write_text("ab")
        assert files_told(path) != before
        assert len(before) == 1


def test_an_index_broken_off_goes_on_with_its_next_chunk(tmp_path, monkeypatch):
    monkeypatch.setattr(cd, "CHUNK", 2)
    (tmp_path / "n.csv").write_text("document,date\n" + "".join(f"D{i},{2000 + i}-01-01\n" for i in range(6)))
    (tmp_path / "e.csv").write_text("citing,cited\n" + "".join(f"D{i},D{j}\n" for i in range(6) for j in range(i)))
    args = ["cd", "--nodes", str(tmp_path / "n.csv"), "--edges", str(tmp_path / "e.csv"), "--out"]
    assert CliRunner().invoke(app, [*args, str(tmp_path / "whole.csv")]).exit_code == 0
    real, starts = cd._chunk, []

    def broken_off(graph, ends, start, *rest):
        if start == 4:
            raise KeyboardInterrupt
        return real(graph, ends, start, *rest)

    def heard(graph, ends, start, *rest):
        starts.append(start)
        return real(graph, ends, start, *rest)

    monkeypatch.setattr(cd, "_chunk", broken_off)
    assert CliRunner().invoke(app, [*args, str(tmp_path / "again.csv")]).exit_code != 0
    assert not (tmp_path / "again.csv").exists()
    monkeypatch.setattr(cd, "_chunk", heard)
    assert CliRunner().invoke(app, [*args, str(tmp_path / "again.csv")]).exit_code == 0
    assert starts == [4]
    assert pacsv.read_csv(tmp_path / "again.csv") == pacsv.read_csv(tmp_path / "whole.csv")
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]


@pytest.mark.parametrize("name", ["betweenness", "closeness", "community"])
def test_a_network_takes_up_what_was_worked_out(tmp_path, name):
    from ipops.corpus.network.build import Network
    from ipops.corpus.network.measure import measure

    edges = np.array([[0, 1], [1, 2], [2, 3]], np.int32)
    made = Network(
        kind="co-applicants", directed=False, nodes=list("abcd"), labels=list("abcd"), families=np.ones(4, np.int64), edges=edges,
        weight=np.ones(3, np.int64), mentions=4, unresolved=0,
    )  # fmt: skip
    first = measure(made, kept=Kept(tmp_path / "net", [1]))
    (held,) = (tmp_path / ".net.kept").glob(f"*/{name}.npy")
    np.save(held, np.full(4, 7))
    again = measure(made, kept=Kept(tmp_path / "net", [1]))
    assert getattr(again, name).tolist() == [7] * 4
    assert getattr(first, name).tolist() != [7] * 4
