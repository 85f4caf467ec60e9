"""The CD index of every document: does later work cite it instead of what it built on (+1), or together with it (-1)?

CD = (1/n) Σ (f - 2 f b) over the n documents that cite the focal one or any of its references, dated *strictly after* the
focal one and not later than the end of the window; f says that a document cites the focal one, b that it cites one of
its references. With N_F citing it alone, N_B both, N_R its references alone: CD = (N_F - N_B) / (N_F + N_B + N_R).

Rule 1: the strict date rule is the one under which published values are reproduced; a citation of the same day is out.
Rule 2: nobody in the window means that there is no value, not zero. A window that the data do not cover yet is truncated.
Rule 3: a document without references has CD = 1 as soon as it is cited. That says more about the data than about the
document, so ``references`` stands beside every value.

Source: Funk & Owen-Smith 2017, Management Science 63(3); Holst et al. 2024, arXiv 2402.14583 on rule 3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ipops.corpus.citation_graph.graph import UNDATED, CitationGraph, Ints, Longs
from ipops.corpus.compiled import compiled
from ipops.corpus.kept import Kept

CHUNK = 100_000
OK, UNDEFINED, TRUNCATED = 0, 1, 2
STATUS = ("ok", "undefined", "truncated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How long after the focal document. Five years are 1,825 days in the published programs; by the calendar they are up to
    two days longer, which changes values: one of the two is chosen, and said."""

    days: int = 0
    years: int = 0

    def __post_init__(self) -> None:
        if (self.days > 0) == (self.years > 0):
            raise ValueError("A window is either days or calendar years.")

    def ends(self, days: Ints) -> Ints:
        """The last day of each document's window; 29 February plus years is 28 February where there is none."""
        if self.days:
            return np.where(days == UNDATED, UNDATED, days + self.days).astype(np.int32)
        known = np.where(days == UNDATED, 0, days).astype("datetime64[D]")
        month = known.astype("datetime64[M]")
        of_month = (known - month.astype("datetime64[D]")).astype(np.int64)
        there = month + 12 * self.years
        last = ((there + 1).astype("datetime64[D]") - there.astype("datetime64[D]")).astype(np.int64) - 1
        ended = there.astype("datetime64[D]").astype(np.int64) + np.minimum(of_month, last)
        return np.where(days == UNDATED, UNDATED, ended).astype(np.int32)

    def __str__(self) -> str:
        return f"{self.days} days" if self.days else f"{self.years} calendar years"


@dataclass(frozen=True, slots=True, kw_only=True)
class CdValues:
    """In the order of the documents asked. ``cd`` is NaN where nobody is in the window; ``status`` indexes ``STATUS``."""

    cd: NDArray[np.float64]
    only_focal: Ints
    both: Ints
    only_references: Ints
    references: Ints
    status: NDArray[np.int8]


def cd_index(
    graph: CitationGraph,
    window: Window,
    *,
    first: int = 0,
    last: int | None = None,
    after: Callable[[int], None] | None = None,
    kept: Kept | None = None,
) -> CdValues:
    """The CD index of the documents ``first`` to ``last`` (exclusive); ``after`` hears how many are done, for a bar. ``kept`` holds chunks
    for a run that goes on."""
    stop = graph.nodes if last is None else last
    ends, counts = window.ends(graph.days), np.zeros((stop - first, 3), dtype=np.int32)
    seen = np.full(graph.nodes, -1, dtype=np.int32)
    for start in range(first, stop, CHUNK):
        end = min(start + CHUNK, stop)
        chunk = partial(_chunk, graph, ends, start, seen, counts[start - first : end - first])
        counts[start - first : end - first] = kept.array(f"cd-{start}-{end}", chunk) if kept else chunk()
        if after is not None:
            after(end - start)
    return _values(graph, ends[first:stop], counts, slice(first, stop))


def _chunk(graph: CitationGraph, ends: Ints, start: int, seen: Ints, counts: Ints) -> Ints:
    _count(
        graph.days, ends, graph.cited_from, graph.cited, graph.citing_from, graph.citing, graph.citing_day, start, seen, counts
    )  # fmt: skip
    return counts


def _values(graph: CitationGraph, ends: Ints, counts: Ints, asked: slice) -> CdValues:
    f, b, r = counts[:, 0], counts[:, 1], counts[:, 2]
    n = f + b + r
    days = graph.days[asked]
    status = np.where(ends > graph.last_day, TRUNCATED, OK)
    status = np.where((n == 0) & (status == OK) | (days == UNDATED), UNDEFINED, status).astype(np.int8)
    return CdValues(
        cd=np.where(n > 0, (f - b) / np.maximum(n, 1), np.nan),
        only_focal=f,
        both=b,
        only_references=r,
        references=np.diff(graph.cited_from)[asked].astype(np.int32),
        status=status,
    )


@compiled
def _after(days: Ints, low: int, high: int, day: int) -> int:
    """The first place in ``days[low:high]``, which ascend, with a later day."""
    while low < high:
        middle = (low + high) // 2
        if days[middle] > day:
            high = middle
        else:
            low = middle + 1
    return low


@compiled
def _count(
    days: Ints, ends: Ints, cited_from: Longs, cited: Ints, citing_from: Longs, citing: Ints, citing_day: Ints,
    start: int, seen: Ints, counts: Ints,
) -> None:  # fmt: skip
    """Whoever cites a reference is stamped with the focal document, once; who cites the focal one finds the stamp or not."""
    for row in range(len(counts)):
        focal = start + row
        day, end = days[focal], ends[focal]
        if day == UNDATED:
            continue
        around = 0
        for r in range(cited_from[focal], cited_from[focal + 1]):
            there = cited[r]
            high = citing_from[there + 1]
            for c in range(_after(citing_day, citing_from[there], high, day), high):
                if citing_day[c] > end:
                    break
                if seen[citing[c]] != focal:
                    seen[citing[c]] = focal
                    around += 1
        both, alone = 0, 0
        high = citing_from[focal + 1]
        for c in range(_after(citing_day, citing_from[focal], high, day), high):
            if citing_day[c] > end:
                break
            if seen[citing[c]] == focal:
                both += 1
            else:
                alone += 1
        counts[row, 0], counts[row, 1], counts[row, 2] = alone, both, around - both
