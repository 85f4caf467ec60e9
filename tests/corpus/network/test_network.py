"""Networks counted by hand, their centre, their communities, and what is left out."""

from __future__ import annotations

import itertools
import json
from collections import Counter

import numpy as np
import pyarrow.csv as pacsv
import pytest
import typer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from ipops.corpus.network import KINDS, measure, network
from ipops.corpus.network.build import Network
from ipops.corpus.network.communities import communities, modularity
from ipops.site.commands import corpus_analysis
from tests.corpus.rows import write


def mentions(*rows: tuple[str, str | None]) -> list[dict]:
    return [{"document": d, "role": "applicant", "party": p, "name": f"Name {p}"} for d, p in rows]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["P1", "P2", "P3", None])), max_size=14))
def test_a_weight_is_the_number_of_families_two_owners_share(tmp_path_factory, rows):
    documents = [{"document": f"D{i}", "family": f"F{i // 2}"} for i in range(6)]
    found = write(tmp_path_factory.mktemp("n"), documents=documents, parties=mentions(*((f"D{d}", p) for d, p in rows)))
    got = network(found, "co-applicants")
    on: dict[str, set[str]] = {}
    for d, p in rows:
        if p:
            on.setdefault(f"F{d // 2}", set()).add(p)
    by_hand = Counter(pair for owners in on.values() for pair in itertools.combinations(sorted(owners), 2))
    ours = {
        (got.nodes[a], got.nodes[b]): int(w) for (a, b), w in zip(got.edges.tolist(), got.weight.tolist(), strict=True)
    }
    assert ours == by_hand
    assert dict(zip(got.nodes, got.families.tolist(), strict=True)) == Counter(
        p for owners in on.values() for p in owners
    )
    assert got.unresolved == sum(p is None for _, p in rows)


def test_two_inventors_of_one_name_are_two_nodes(tmp_path):
    rows = [{"document": f"D{i}", "role": "inventor", "party": f"I{i}", "name": "张伟"} for i in range(2)]
    got = network(write(tmp_path, documents=[{"document": "D0"}, {"document": "D1"}], parties=rows), "co-inventors")
    assert (got.nodes, got.labels, len(got.edges)) == (["I0", "I1"], ["张伟", "张伟"], 0)


def test_classes_stand_together_by_families(tmp_path):
    classes = [
        {"document": d, "scheme": "ipc", "symbol": s, "subclass": s[:4]}
        for d, s in [("D0", "B64C1/00"), ("D0", "B64C3/00"), ("D1", "G05D1/00"), ("D1", "H04N1/00")]
    ]
    documents = [{"document": "D0", "family": "F"}, {"document": "D1", "family": "F"}]
    got = network(write(tmp_path, documents=documents, classes=classes), "classes")
    assert got.nodes == ["B64C", "G05D", "H04N"]
    assert got.weight.tolist() == [1, 1, 1]


def test_citations_have_a_direction_and_lose_what_is_not_here(tmp_path):
    pairs = [("D0", "D1"), ("D2", "D1"), ("D0", "X9"), ("D1", "D1")]
    rows = [{"citing": a, "cited": b, "cited_raw": b, "citing_here": True, "cited_here": b[0] == "D"} for a, b in pairs]
    got = network(write(tmp_path, documents=[{"document": f"D{i}"} for i in range(4)], citations=rows), "citations")
    made = measure(got)
    assert got.directed
    assert got.nodes == ["D0", "D1", "D2"]
    assert made.cited.tolist() == [0, 2, 0]
    assert got.unresolved == 2


@pytest.mark.parametrize("kind", KINDS)
def test_of_an_empty_corpus_is_empty(tmp_path, kind):
    got = network(write(tmp_path, documents=[]), kind)
    made = measure(got)
    assert (got.nodes, made.community.tolist(), made.modularity) == ([], [], 0.0)


def test_a_network_of_another_kind_is_refused(tmp_path):
    with pytest.raises(ValueError, match="co-applicants"):
        network(tmp_path, "friends")


def star(n: int) -> np.ndarray:
    return np.array([(0, i) for i in range(1, n)], dtype=np.int32)


class TestCommunities:
    def test_of_two_cliques_with_a_bridge_are_the_cliques(self):
        cliques = [p for base in (0, 5) for p in itertools.combinations(range(base, base + 5), 2)]
        edges = np.array([*cliques, (4, 5)], dtype=np.int32)
        got = communities(11, edges, np.ones(len(edges), dtype=np.int64))
        assert got.of.tolist() == [0] * 5 + [1] * 5 + [2], "a node without edges is one of its own"
        inside, degrees, m = 10, 21, 21
        assert got.modularity == pytest.approx(2 * (inside / m - (degrees / (2 * m)) ** 2))

    @settings(max_examples=60, deadline=None)
    @given(st.integers(2, 12), st.integers(0, 2**32 - 1))
    def test_are_never_worse_than_each_alone_nor_than_all_together(self, n, seed):
        rng = np.random.default_rng(seed)
        pairs = np.array(list(itertools.combinations(range(n), 2)), dtype=np.int32)
        edges = pairs[rng.random(len(pairs)) < 0.4]
        weight = rng.integers(1, 4, len(edges)).astype(np.int64)
        got = communities(n, edges, weight)
        a, b, w = edges[:, 0].astype(np.int64), edges[:, 1].astype(np.int64), weight.astype(float)
        assert got.modularity >= modularity(np.arange(n), a, b, w) - 1e-9
        assert got.modularity >= modularity(np.zeros(n, dtype=np.int64), a, b, w) - 1e-9
        assert got.of.tolist() == communities(n, edges, weight).of.tolist()
        sizes = np.bincount(got.of)
        assert sizes.tolist() == sorted(sizes.tolist(), reverse=True)


class TestTheCentre:
    def test_of_a_star_is_its_middle(self, tmp_path):
        documents = [{"document": f"D{i}"} for i in range(1, 6)]
        rows = mentions(*((f"D{i}", p) for i in range(1, 6) for p in ("P0", f"P{i}")))
        made = measure(network(write(tmp_path, documents=documents, parties=rows), "co-applicants"))
        assert made.betweenness.tolist() == [1.0, 0, 0, 0, 0, 0]
        assert (made.degree[0], made.strength[0], made.closeness[0]) == (5, 5, 1.0)
        assert set(made.component.tolist()) == {0}

    def test_has_no_value_by_paths_where_the_network_is_too_large(self, tmp_path):
        rows = mentions(("D1", "P0"), ("D1", "P1"))
        made = measure(network(write(tmp_path, documents=[{"document": "D1"}], parties=rows), "co-applicants"), paths=1)
        assert made.betweenness is None
        assert made.degree.tolist() == [1, 1]


def test_the_command_writes_nodes_and_edges_and_tells_what_is_left_out(tmp_path):
    app = typer.Typer()
    corpus_analysis.register(app)
    app.command("other")(lambda: None)
    rows = mentions(("D1", "P0"), ("D1", "P1"), ("D1", None))
    tables = write(tmp_path / "t", documents=[{"document": "D1"}], parties=rows)
    words = ["corpus", "network", str(tables), "--kind", "co-applicants", "--out", str(tmp_path / "o"), "--json"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert (said["nodes"], said["edges"], said["mentions"], said["unresolved"]) == (2, 1, 3, 1)
    nodes = pacsv.read_csv(tmp_path / "o" / "nodes.csv").to_pylist()
    assert nodes[0]["label"] == "Name P0"
    assert pacsv.read_csv(tmp_path / "o" / "edges.csv").to_pylist() == [{"source": "P0", "target": "P1", "weight": 1}]


def test_a_large_network_has_the_same_betweenness_to_the_last_digit_every_time():
    random, n = np.random.default_rng(1), 400
    edges = np.unique(np.sort(random.integers(0, n, (6000, 2)), axis=1), axis=0).astype(np.int32)
    edges = edges[edges[:, 0] != edges[:, 1]]
    ones = np.ones(len(edges), dtype=np.int64)
    names = [f"P{i}" for i in range(n)]
    told = {"kind": "classes", "directed": False, "nodes": names, "labels": names, "mentions": 0, "unresolved": 0}
    made = Network(**told, families=np.ones(n, dtype=np.int64), edges=edges, weight=ones)
    assert len({measure(made).betweenness.tobytes() for _ in range(4)}) == 1
