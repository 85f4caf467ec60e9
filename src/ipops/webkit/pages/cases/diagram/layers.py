"""States in layers: each as far from the start as its longest way without turning back, ordered so that few lines cross.

A line that skips a layer passes through it at a *bend*, which takes a place there like a state does.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SWEEPS = 6
Edge = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Layered:
    """``layers`` hold names of states and of bends (``a>b#2``); ``ways`` are the points each forward line passes through."""

    layers: tuple[tuple[str, ...], ...]
    ways: Mapping[Edge, tuple[str, ...]]
    back: tuple[Edge, ...]


def layered(states: Sequence[str], edges: Sequence[Edge], start: str) -> Layered:
    """``edges`` without loops onto itself and without twins. States that nothing leads to stand in the first layer."""
    back = _backward(states, edges, start)
    forward = [e for e in edges if e not in back]
    rank = _ranks(states, forward)
    layers: list[list[str]] = [[s for s in states if rank[s] == i] for i in range(max(rank.values()) + 1)]
    ways: dict[Edge, tuple[str, ...]] = {}
    for a, b in forward:
        bends = []
        for i in range(rank[a] + 1, rank[b]):
            layers[i].append(bend := f"{a}>{b}#{i}")
            bends.append(bend)
        ways[a, b] = (a, *bends, b)
    return Layered(_ordered(layers, [p for w in ways.values() for p in itertools.pairwise(w)]), ways, tuple(back))


def _backward(states: Sequence[str], edges: Sequence[Edge], start: str) -> list[Edge]:
    """Edges that lead back to a state on the way here, found depth first in the order of the table."""
    after: dict[str, list[str]] = {s: [b for a, b in edges if a == s] for s in states}
    done: set[str] = set()
    found: list[Edge] = []

    def walk(state: str, way: tuple[str, ...]) -> None:
        for b in after[state]:
            if b in way or b == state:
                found.append((state, b))
            elif b not in done:
                walk(b, (*way, state))
        done.add(state)

    for s in (start, *states):
        if s not in done:
            walk(s, ())
    return found


def _ranks(states: Sequence[str], forward: Sequence[Edge]) -> dict[str, int]:
    rank = dict.fromkeys(states, 0)
    for _ in states:  # longest ways of an acyclic graph settle within as many rounds as it has states
        for a, b in forward:
            rank[b] = max(rank[b], rank[a] + 1)
    return rank


def _ordered(layers: list[list[str]], pairs: Sequence[Edge]) -> tuple[tuple[str, ...], ...]:
    """Each point near the middle of those it is joined to, by sweeps forth and back."""
    joined: dict[str, list[str]] = {}
    for a, b in pairs:
        joined.setdefault(a, []).append(b)
        joined.setdefault(b, []).append(a)
    for sweep in range(SWEEPS):
        forth = sweep % 2 == 0
        for i in range(1, len(layers)) if forth else range(len(layers) - 2, -1, -1):
            fixed, here = _middles(layers[i - 1 if forth else i + 1]), _middles(layers[i])
            layers[i].sort(key=lambda p, f=fixed, h=here: _mean([f[q] for q in joined.get(p, ()) if q in f], h[p]))  # type: ignore[misc]
    return tuple(map(tuple, layers))


def _middles(layer: Sequence[str]) -> dict[str, float]:
    return {p: n - (len(layer) - 1) / 2 for n, p in enumerate(layer)}


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
