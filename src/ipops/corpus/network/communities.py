"""Communities by Louvain: nodes move to the neighbouring community that raises modularity most, then communities become nodes.

Rule 1: nodes are visited in their order and equals go to the smaller number, so the same network always gives the same
communities. Rule 2: community 0 is the largest; a node without edges is one of its own.

Source: Blondel, Guillaume, Lambiotte, Lefebvre 2008, J. Stat. Mech. P10008.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ipops.corpus.compiled import compiled

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Communities:
    """``of`` numbers each node's community, the largest 0; ``modularity`` is Newman's Q."""

    of: Longs
    modularity: float

    @property
    def count(self) -> int:
        return int(self.of.max()) + 1 if len(self.of) else 0


def communities(nodes: int, edges: NDArray[np.int32], weight: Longs) -> Communities:
    """Of an undirected network (directions are not looked at)."""
    a, b, w = edges[:, 0].astype(np.int64), edges[:, 1].astype(np.int64), weight.astype(np.float64)
    of = np.arange(nodes, dtype=np.int64)
    for level in _levels(nodes, a, b, w):
        of = level[of]
    of = _by_size(of)
    return Communities(of, modularity(of, a, b, w))


def modularity(of: Longs, a: Longs, b: Longs, w: Floats) -> float:
    """Q = Σ_c [inside/m - (degrees/2m)²]; 0 without edges."""
    total = float(w.sum())
    if not total:
        return 0.0
    degrees = np.bincount(of[a], w, len(of)) + np.bincount(of[b], w, len(of))
    inside = np.bincount(of[a], w * (of[a] == of[b]), len(of))
    return float((inside / total - (degrees / (2 * total)) ** 2).sum())


def _levels(n: int, a: Longs, b: Longs, w: Floats) -> Iterator[Longs]:
    while len(w):
        loops = np.bincount(a, w * (a == b), n).astype(np.float64)
        apart = a != b
        both, other, of_both = np.append(a[apart], b[apart]), np.append(b[apart], a[apart]), np.tile(w[apart], 2)
        order = np.lexsort((other, both))
        starts = np.searchsorted(both[order], np.arange(n + 1)).astype(np.int64)
        of = np.arange(n, dtype=np.int64)
        moved = _move(starts, other[order], of_both[order], loops, of)
        if not moved:
            return
        names, of = np.unique(of, return_inverse=True)
        yield of
        n = len(names)
        pairs = np.minimum(of[a], of[b]) * n + np.maximum(of[a], of[b])
        kept, at = np.unique(pairs, return_inverse=True)
        a, b, w = kept // n, kept % n, np.bincount(at, w).astype(np.float64)


@compiled
def _move(starts: Longs, other: Longs, w: Floats, loops: Floats, of: Longs) -> int:
    """Moves until nobody gains; answers how many moves there were. ``loops`` are weights of nodes with themselves."""
    n = len(of)
    degree = np.zeros(n)
    for i in range(n):
        degree[i] = 2 * loops[i] + w[starts[i] : starts[i + 1]].sum()
    total, twice = degree.copy(), degree.sum()
    near, touched = np.zeros(n), np.empty(n, dtype=np.int64)
    moves = 0
    for _ in range(100):
        before = moves
        for i in range(n):
            held, home = 0, of[i]
            for e in range(starts[i], starts[i + 1]):
                c = of[other[e]]
                if near[c] == 0.0:
                    touched[held] = c
                    held += 1
                near[c] += w[e]
            total[home] -= degree[i]
            best, gain = home, near[home] - degree[i] * total[home] / twice
            for t in range(held):
                c = touched[t]
                here = near[c] - degree[i] * total[c] / twice
                if here > gain + 1e-12 or (here > gain - 1e-12 and c < best and best != home):
                    best, gain = c, here
            total[best] += degree[i]
            for t in range(held):
                near[touched[t]] = 0.0
            if best != home:
                of[i] = best
                moves += 1
        if moves == before:
            break
    return moves


def _by_size(of: Longs) -> Longs:
    """Numbered by size, the community of the first node first among equals."""
    if not len(of):
        return of
    _, first, at, sizes = np.unique(of, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -sizes))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    made: Longs = rank[at]
    return made
