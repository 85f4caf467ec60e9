"""Nodes and weighted edges out of the tables.

    co-applicants  resolved owners; weight: families they are both on      co-inventors  the same for inventors
    classes        subclasses; weight: families that carry both            citations     documents, directed from citing to cited

Rule 1: a family counts once, however many of its publications say the same; without a family, the application, else the document.
Rule 2: a mention that is not resolved to a party is no node: two people are never one because their names are. How many mentions
that leaves out is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from ipops.corpus.compiled import compiled

KINDS = ("co-applicants", "co-inventors", "classes", "citations")
ROLES = {"co-applicants": ("applicant", "owner", "owner_now"), "co-inventors": ("inventor",)}
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """``edges`` are rows ``a, b`` of positions (``a < b`` unless ``directed``) with a whole ``weight``; ``families`` of a node are how
    many it stands on; ``mentions`` and ``unresolved`` tell what was left out by rule 2."""

    kind: str
    directed: bool
    nodes: list[str]
    labels: list[str]
    families: Longs
    edges: NDArray[np.int32]
    weight: Longs
    mentions: int
    unresolved: int


def network(tables: Path, kind: str) -> Network:
    """One of ``KINDS`` over a folder of tables; a table that is not there gives an empty network."""
    if kind not in KINDS:
        raise ValueError(f"There is no network {kind!r}; there are {', '.join(KINDS)}.")
    documents = _read(tables, "documents", ["document", "application", "family"])
    if kind == "citations":
        return _citations(tables, documents)
    family = pc.coalesce(documents["family"], documents["application"], documents["document"])
    if kind == "classes":
        found = _read(tables, "classes", ["document", "subclass"])
        found = found.filter(pc.is_valid(found["subclass"])).rename_columns(["document", "node"])
        return _together(kind, found, documents["document"], family, {}, len(found), 0)
    found = _read(tables, "parties", ["document", "role", "party", "name"])
    found = found.filter(pc.is_in(found["role"], pa.array(ROLES[kind])))
    resolved = found.filter(pc.is_valid(found["party"]))
    names = dict(zip(resolved["party"].to_pylist(), resolved["name"].to_pylist(), strict=True))
    names |= _best_names(tables)
    made = resolved.select(["document", "party"]).rename_columns(["document", "node"])
    return _together(kind, made, documents["document"], family, names, len(found), len(found) - len(resolved))


def _best_names(tables: Path) -> dict[str, str]:
    owners = _read(tables, "owners", ["party", "name"])
    return dict(zip(owners["party"].to_pylist(), owners["name"].to_pylist(), strict=True))


def _read(tables: Path, name: str, columns: list[str]) -> Any:
    path = tables / f"{name}.parquet"
    if not path.exists():
        return pa.table({c: pa.array([], pa.string()) for c in columns})
    there = set(pq.read_schema(path).names)
    table = pq.read_table(path, columns=[c for c in columns if c in there])
    for lacking in (c for c in columns if c not in there):
        table = table.append_column(lacking, pa.nulls(len(table), pa.string()))
    return table.select(columns)


def _together(
    kind: str, found: Any, document: Any, family: Any, names: dict[str, str], mentions: int, unresolved: int
) -> Network:
    """Everything that stands on one family stands together."""
    groups = (
        family.combine_chunks().dictionary_encode() if len(family) else pa.array([], pa.string()).dictionary_encode()
    )
    at = pc.index_in(found["document"], value_set=document.combine_chunks())
    found = found.append_column("at", at).filter(pc.is_valid(at))
    group = groups.indices.to_numpy(zero_copy_only=False).astype(np.int64)[found["at"].to_numpy()]
    nodes = sorted(set(found["node"].to_pylist()))
    node = pc.index_in(found["node"], value_set=pa.array(nodes, pa.string())).to_numpy().astype(np.int64)
    pairs = np.unique(group * max(len(nodes), 1) + node)
    node = (pairs % max(len(nodes), 1)).astype(np.int32)
    starts = np.flatnonzero(np.diff(pairs // max(len(nodes), 1), prepend=-1)).astype(np.int64)
    edges, weight = _pairs(np.append(starts, len(node)), node, len(nodes))
    return Network(
        kind=kind, directed=False, nodes=nodes, labels=[names.get(n) or n for n in nodes],
        families=np.bincount(node, minlength=len(nodes)), edges=edges, weight=weight, mentions=mentions, unresolved=unresolved,
    )  # fmt: skip


def _pairs(starts: Longs, node: Ints, nodes: int) -> tuple[NDArray[np.int32], Longs]:
    """Every pair within a stretch, with how often it occurs."""
    sizes = np.diff(starts)
    made = np.empty(int((sizes * (sizes - 1) // 2).sum()), dtype=np.int64)
    _fill(starts, node, nodes, made)
    pairs, weight = np.unique(made, return_counts=True)
    n = max(nodes, 1)
    return np.column_stack((pairs // n, pairs % n)).astype(np.int32), weight.astype(np.int64)


@compiled
def _fill(starts: Longs, node: Ints, nodes: int, made: Longs) -> None:
    at = 0
    for g in range(len(starts) - 1):
        for i in range(starts[g], starts[g + 1]):
            for j in range(i + 1, starts[g + 1]):
                made[at] = np.int64(node[i]) * nodes + node[j]
                at += 1


def _citations(tables: Path, documents: Any) -> Network:
    found = _read(tables, "citations", ["citing", "cited"])
    names = documents["document"].combine_chunks()
    ends = [
        pc.fill_null(pc.index_in(found[c], value_set=names), -1).to_numpy().astype(np.int64)
        for c in ("citing", "cited")
    ]
    inside = (ends[0] >= 0) & (ends[1] >= 0) & (ends[0] != ends[1])
    pairs = np.unique(ends[0][inside] * max(len(names), 1) + ends[1][inside])
    edges = np.column_stack((pairs // max(len(names), 1), pairs % max(len(names), 1))).astype(np.int32)
    used = np.unique(edges)
    kept = np.searchsorted(used, edges).astype(np.int32)
    nodes = names.take(pa.array(used)).to_pylist()
    return Network(
        kind="citations", directed=True, nodes=nodes, labels=nodes, families=np.ones(len(nodes), dtype=np.int64), edges=kept,
        weight=np.ones(len(kept), dtype=np.int64), mentions=len(found), unresolved=int(np.count_nonzero(~inside)),
    )  # fmt: skip
