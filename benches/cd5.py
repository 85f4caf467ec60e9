"""The CD index of every node of the drones' citation graph: equal to ``cdindex``, and how many times as fast.

Graph: the pairs of both citation columns of ``drones-2017-citations-families`` whose ends have a year (of the publication,
or in the number of an American or international application). Window 1,825 days. Promise: the same value on every node, at least twice
the peer's values a second. The peer is GPL and runs here only; loading is timed apart. Ours is timed warm, the
compiled loop being kept on disk; the best of three each.
"""

from __future__ import annotations

import csv
import gzip
import math
import re
import sys
import time
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from benches.table import Line
from ipops.corpus.citation_graph import Window, build, cd_index
from ipops.kernel.outcome import Unknown
from ipops.reference.shared import shared_file

DAYS = 1825
PROMISED = 2.0
_EPOCH = date(1970, 1, 1)
_YEAR = re.compile(r"(?:US((?:19|20)\d\d)\d{7}|WO((?:19|20)\d\d)\d{6})A")


def drones(path: Path) -> tuple[list[str], list[int], list[tuple[int, int]]]:
    """Names, days (the first of the year) and edges of the dated part of the graph, each in a fixed order."""
    csv.field_size_limit(1 << 30)
    year: dict[str, int] = {}
    edges: set[tuple[str, str]] = set()
    with gzip.open(path, "rt", encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f, delimiter="\t"):
            number = row["publication_number"]
            if row["publication_year"].isdigit():
                year[number] = int(row["publication_year"])
            for column, forward in (("cited_patents", True), ("citing_patents", False)):
                others = (o.strip() for o in row[column].split(";"))
                edges |= {(number, o) if forward else (o, number) for o in others if o and o != "NA"}
    for name in {n for pair in edges for n in pair} - year.keys():
        if found := _YEAR.match(name):
            year[name] = int(found[1] or found[2])
    kept = sorted((a, b) for a, b in edges if a in year and b in year)
    names = sorted({n for pair in kept for n in pair})
    at = {name: i for i, name in enumerate(names)}
    days = [(date(year[name], 1, 1) - _EPOCH).days for name in names]
    return names, days, [(at[a], at[b]) for a, b in kept]


def bench(long: bool = False) -> list[Line]:
    path = shared_file("patents", "drones-2017-citations-families", "numbers.tsv.gz")
    if isinstance(path, Unknown):
        sys.stderr.write(f"{path.why.zh} {path.why.en}\n")
        return []
    names, days, edges = drones(path)
    pairs = np.array(edges, dtype=np.int64)
    began = time.perf_counter()
    graph = build(days, pairs[:, 0], pairs[:, 1])
    loading = time.perf_counter() - began
    cd_index(graph, Window(days=DAYS), last=1)  # compiled or read from disk
    took = []
    for _ in range(3):
        began = time.perf_counter()
        ours = cd_index(graph, Window(days=DAYS))
        took.append(time.perf_counter() - began)
    rate = len(names) / min(took)
    size = f"{len(names):,} nodes, {len(edges):,} edges"
    if find_spec("cdindex") is None:
        sys.stderr.write("cdindex is not installed (pip install -r requirements/bench.txt): nothing to compare with.\n")
        return [Line(bench="cd5", what=f"CD5, {size}", value=rate, unit="CD/s")]
    theirs, peer_loading, peer_took = by_cdindex(names, days, edges)
    differing = sum(not same(a, b) for a, b in zip(ours.cd.tolist(), theirs, strict=True))
    defined = sum(not math.isnan(v) for v in ours.cd.tolist())
    assert defined > len(names) // 3, "the graph is the real one"
    peer, named = len(names) / peer_took, "cdindex"
    return [
        Line(bench="cd5", what=f"CD5, {size}: ours", value=rate, unit="CD/s", floor=named, floor_value=peer),
        Line(bench="cd5", what="ours to cdindex", value=rate / peer, unit="x", promised=PROMISED),
        Line(bench="cd5", what="graph made: ours to cdindex", value=peer_loading / loading, unit="x", promised=1.0),
        Line(
            bench="cd5",
            what=f"nodes that differ, of {defined:,} defined",
            value=differing,
            unit="",
            promised=0,
            at_most=True,
        ),
    ]


def same(ours: float, theirs: float | None) -> bool:
    """Both undefined, or equal to the last bit."""
    undefined = theirs is None or math.isnan(theirs)
    return math.isnan(ours) if undefined else ours == theirs


def by_cdindex(names: list[str], days: list[int], edges: list[tuple[int, int]]) -> tuple[list[Any], float, float]:
    import cdindex

    began = time.perf_counter()
    graph = cdindex.Graph()
    for name, day in zip(names, days, strict=True):
        graph.add_vertex(name, day * 86_400)
    for citing, cited in edges:
        graph.add_edge(names[citing], names[cited])
    loading = time.perf_counter() - began
    took, values = [], []
    for _ in range(3):
        began = time.perf_counter()
        values = [graph.cdindex(name, DAYS * 86_400) for name in names]
        took.append(time.perf_counter() - began)
    return values, loading, min(took)
