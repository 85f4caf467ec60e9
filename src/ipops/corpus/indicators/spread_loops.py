"""Generality, originality and radicalness as compiled loops over arrays: what ``spread`` says, for data that fit into memory.

A group-by of 27 million rows becomes one pass over each patent's references with an array of classes to add up in.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ipops.corpus.compiled import compiled
from ipops.corpus.indicators.params import Params, Radical
from ipops.corpus.indicators.spread import BILLION

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


def generality(pairs: pa.Table, shares: pa.Table, params: Params) -> pa.Table:
    """``pairs`` within the window: ``target, source``. As ``spread.generality``."""
    of, n, squares, _, _ = _sums(pairs["target"], pairs["source"], shares, None)
    value, there = _values(n, squares, params), n > 0
    return pa.table({"key": of[there], "generality": value.filter(pa.array(there)), "citing_with_classes": n[there]})


def of_cited(edges: pa.Table, shares: pa.Table, own: pa.Table, params: Params) -> pa.Table:
    """``edges``: ``unit, target``; ``own``: distinct ``unit, cls``. As ``spread.of_cited``."""
    of, n, squares, foreign, t = _sums(edges["unit"], edges["target"], shares, own)
    there = n > 0
    radical = foreign.astype(np.float64)
    if params.radical == Radical.SHARE:
        radical = radical / np.maximum(t, 1)
    columns = {"unit": of, "radicalness": radical, "cited_with_classes": n}
    made = pa.table({name: array[there] for name, array in columns.items()})
    return made.append_column("originality", _values(n, squares, params).filter(pa.array(there)))


def _values(n: Longs, squares: Longs, params: Params) -> pa.Array:
    value = (BILLION * BILLION - squares).astype(np.float64) / float(BILLION * BILLION)
    if params.corrected:
        value = value * n / np.maximum(n - 1, 1)
        return pa.array(value, mask=n < 2)
    return pa.array(value)


def _sums(of: Any, other: Any, shares: pa.Table, own: pa.Table | None) -> tuple[Longs, Longs, Longs, Longs, Longs]:
    """Per number up to the greatest of ``of``: patents with classes, Σ s², symbols outside its own classes, all symbols."""
    one, two = _numbers(of), _numbers(other)
    units = int(one.max()) + 1 if len(one) else 0
    keys = max(int(two.max()) + 1 if len(two) else 0, int(_numbers(shares["key"]).max()) + 1 if len(shares) else 0)
    starts, others = _grouped(one, units, two)
    key = _numbers(shares["key"])
    from_, cls, t, beta = _grouped(key, keys, *(_numbers(shares[c]) for c in ("cls", "t", "beta")))
    classes = int(cls.max()) + 1 if len(cls) else 0
    own_starts, own_cls = np.zeros(units + 1, dtype=np.int64), np.empty(0, dtype=np.int32)
    if own is not None:
        unit = _numbers(own["unit"])
        inside = unit < units
        own_starts, own_cls = _grouped(unit[inside], units, _numbers(own["cls"])[inside])
        classes = max(classes, int(own_cls.max()) + 1 if len(own_cls) else 0)
    made = np.zeros((4, units), dtype=np.int64)
    _walk(starts, others, from_, cls, t, beta, own_starts, own_cls, np.zeros((2, classes), dtype=np.int64), made)
    return np.arange(units, dtype=np.int64), made[0], made[1], made[2], made[3]


def _numbers(column: Any) -> Ints:
    found: Ints = column.to_numpy().astype(np.int32, copy=False)
    return found


def _grouped(group: Ints, groups: int, *columns: Ints) -> tuple[Any, ...]:
    """Where each group begins, and the columns with the rows of a group side by side."""
    starts = np.zeros(groups + 1, dtype=np.int64)
    np.cumsum(np.bincount(group, minlength=groups), out=starts[1:])
    place = np.empty(len(group), dtype=np.int64)
    _places(group, starts[:-1].copy(), place)
    made = [np.empty(len(c), dtype=np.int32) for c in columns]
    for array, column in zip(made, columns, strict=True):
        array[place] = column
    return (starts, *made)


@compiled
def _places(group: Ints, next_: Longs, place: Longs) -> None:
    for i in range(len(group)):
        place[i] = next_[group[i]]
        next_[group[i]] += 1


@compiled
def _walk(
    starts: Longs, others: Ints, from_: Longs, cls: Ints, t: Ints, beta: Ints, own_starts: Longs, own_cls: Ints,
    sums: Longs, made: Longs,
) -> None:  # fmt: skip
    """``sums`` are zeros of (2, classes): the shares added up, and a class's mark as one's own; ``made`` receives the result."""
    touched = np.empty(sums.shape[1], dtype=np.int32)
    for unit in range(len(starts) - 1):
        n, symbols, foreign, held = 0, 0, 0, 0
        for o in range(own_starts[unit], own_starts[unit + 1]):
            sums[1, own_cls[o]] = 1
        for e in range(starts[unit], starts[unit + 1]):
            key = others[e]
            n += from_[key] < from_[key + 1]
            for p in range(from_[key], from_[key + 1]):
                c = cls[p]
                if sums[0, c] == 0:
                    touched[held] = c
                    held += 1
                sums[0, c] += beta[p]
                symbols += t[p]
                if sums[1, c] == 0:
                    foreign += t[p]
        squares = 0
        for h in range(held):
            share = sums[0, touched[h]] // n
            squares += share * share
            sums[0, touched[h]] = 0
        for o in range(own_starts[unit], own_starts[unit + 1]):
            sums[1, own_cls[o]] = 0
        made[0, unit], made[1, unit], made[2, unit], made[3, unit] = n, squares, foreign, symbols
