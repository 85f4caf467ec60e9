"""Who stands at the centre of a network, and which communities it has. Paths and components by rustworkx."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import rustworkx as rx
from numpy.typing import NDArray

from ipops.corpus.kept import Kept
from ipops.corpus.network.build import Network
from ipops.corpus.network.communities import communities, modularity

#: Nodes times edges up to which all shortest paths are looked at: some minutes on two cores. Beyond, there is no value.
PATHS = 20_000_000_000
STEPS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Columns in the order of the nodes. ``betweenness`` and ``closeness`` are 0 to 1, or ``None`` where the network is too large."""

    degree: NDArray[np.int64]
    strength: NDArray[np.int64]
    cited: NDArray[np.int64] | None
    betweenness: NDArray[np.float64] | None
    closeness: NDArray[np.float64] | None
    component: NDArray[np.int64]
    core: NDArray[np.int64]
    community: NDArray[np.int64]
    modularity: float


def measure(
    network: Network, *, paths: int = PATHS, after: Callable[[int], None] | None = None, kept: Kept | None = None
) -> Measured:
    """``paths`` bounds nodes times edges for what needs shortest paths; ``after`` hears each of ``STEPS``; ``kept`` holds what took long for
    a run that goes on."""
    heard = after or (lambda n: None)
    keep: Callable[[str, Callable[[], NDArray[Any]]], NDArray[Any]] = kept.array if kept else lambda name, make: make()
    n, edges = len(network.nodes), network.edges
    flat = _graph(n, edges)
    heard(1)
    degree = np.bincount(edges.ravel(), minlength=n)
    strength = np.zeros(n, dtype=np.int64)
    for side in (0, 1):
        np.add.at(strength, edges[:, side], network.weight)
    looked_at = n * max(len(edges), 1) <= paths
    between = keep("betweenness", lambda: _between(network)) if looked_at else None
    heard(1)
    close = (
        keep("closeness", lambda: _values(rx.closeness_centrality(flat, wf_improved=True), n)) if looked_at else None
    )
    heard(1)
    of = keep("community", lambda: communities(n, edges, network.weight).of)
    a, b = edges[:, 0].astype(np.int64), edges[:, 1].astype(np.int64)
    heard(1)
    return Measured(
        degree=degree,
        strength=strength,
        cited=np.bincount(edges[:, 1], minlength=n) if network.directed else None,
        betweenness=between,
        closeness=close,
        component=_components(flat, n),
        core=_values(rx.core_number(flat), n).astype(np.int64),
        community=of,
        modularity=modularity(of, a, b, network.weight.astype(np.float64)),
    )


def _between(network: Network) -> NDArray[np.float64]:
    """In one thread: several add up in another order each time, and two runs would differ in the last digit."""
    n = len(network.nodes)
    graph = _graph(n, network.edges, network.directed)
    return _values(rx.betweenness_centrality(graph, normalized=True, parallel_threshold=n + 1), n)


def _graph(n: int, edges: Any, directed: bool = False) -> Any:
    graph = rx.PyDiGraph() if directed else rx.PyGraph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from_no_data([(int(a), int(b)) for a, b in edges.tolist()])
    return graph


def _values(found: Any, n: int) -> NDArray[np.float64]:
    made = np.zeros(n)
    for i, value in found.items():
        made[i] = value
    return made


def _components(graph: Any, n: int) -> NDArray[np.int64]:
    """0 is the largest."""
    made = np.zeros(n, dtype=np.int64)
    for number, nodes in enumerate(sorted(rx.connected_components(graph), key=lambda c: (-len(c), min(c)))):
        made[list(nodes)] = number
    return made


def tables_of(network: Network, measured: Measured) -> tuple[pa.Table, pa.Table]:
    """Nodes, the strongest first, and edges by the nodes' names."""
    columns: dict[str, Any] = {"node": network.nodes, "label": network.labels, "families": network.families}
    for name in ("degree", "strength", "cited", "betweenness", "closeness", "component", "core", "community"):
        if (values := getattr(measured, name)) is not None:
            columns[name] = values
    nodes = pa.table(columns)
    nodes = nodes.sort_by([("strength", "descending"), ("node", "ascending")])
    names = pa.array(network.nodes, pa.string())
    ends = [names.take(pa.array(network.edges[:, side])) for side in (0, 1)]
    edges = pa.table({"source": ends[0], "target": ends[1], "weight": network.weight})
    return nodes, edges.sort_by([("weight", "descending"), ("source", "ascending"), ("target", "ascending")])


def write(network: Network, measured: Measured, folder: Path) -> None:
    """``nodes.csv`` and ``edges.csv``, as network programs read them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in zip(("nodes", "edges"), tables_of(network, measured), strict=True):
        half = folder / f"{name}.part"
        pacsv.write_csv(table, half)
        half.replace(folder / f"{name}.csv")
