"""A citation graph as arrays: a day per document, and for each document whom it cites and who cites it.

Rule 1: one pair of documents is one edge, however often it is cited. A document's citation of itself is an edge too, as in
the published programs, for the formulas speak of *its references*; it is mostly a mistake of the data, so it is counted,
and may be left out.
Rule 2: an edge to or from a document that is not among the nodes is counted and left out; it is never a node of its own,
for it would have neither a day nor references, and a missing reference list is not an empty one.
Rule 3: whoever cites a document stands in the order of days, so that a window is a stretch of the array.

Memory: 4 bytes a day, 8 bytes an edge, 16 bytes a document; a graph of 10 million edges is about 100 MB.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
#: The day of a document whose date is not known. It is never in a window and has no value of its own.
UNDATED = np.iinfo(np.int32).min


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What became of the edges given: ``given`` = ``edges`` + ``repeated`` + ``outside`` + ``left_out``; ``to_itself`` are among
    the edges, ``left_out`` those to itself that were asked to be left out."""

    nodes: int
    undated: int
    given: int
    edges: int
    repeated: int
    to_itself: int
    outside: int
    left_out: int

    def as_json(self) -> dict[str, int]:
        return {name: int(getattr(self, name)) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationGraph:
    """``days`` counts from 1970-01-01. The documents that ``i`` cites are ``cited[cited_from[i]:cited_from[i + 1]]``, those
    that cite it ``citing[citing_from[i]:citing_from[i + 1]]``, the earliest first; ``citing_day`` are their days."""

    days: Ints
    cited_from: Longs
    cited: Ints
    citing_from: Longs
    citing: Ints
    citing_day: Ints
    made: Made

    @property
    def nodes(self) -> int:
        return len(self.days)

    @property
    def last_day(self) -> int:
        """The latest day any document has: what is cited after it cannot be known. ``UNDATED`` when none has a day."""
        return int(self.days.max()) if len(self.days) else UNDATED


def build(days: Any, citing: Any, cited: Any, *, to_itself: bool = True) -> CitationGraph:
    """A graph from the day of each document (``UNDATED`` if unknown) and pairs of positions; -1 is a stranger.

    ``to_itself=False`` leaves out a document's citations of itself.
    """
    day = np.ascontiguousarray(days, dtype=np.int32)
    source, target = np.asarray(citing, dtype=np.int64), np.asarray(cited, dtype=np.int64)
    n, given = len(day), len(source)
    if len(target) != given:
        raise ValueError("Every edge needs both ends.")
    inside = (source >= 0) & (target >= 0)
    if given and (int(source.max()) >= n or int(target.max()) >= n):
        raise ValueError("An edge names a position beyond the last document.")
    keep = inside if to_itself else inside & (source != target)
    pairs = np.unique(source[keep] * np.int64(max(n, 1)) + target[keep])
    src, dst = (pairs // max(n, 1)).astype(np.int32), (pairs % max(n, 1)).astype(np.int32)
    order = np.lexsort((src, day[src], dst))
    return CitationGraph(
        days=day,
        cited_from=_starts(src, n),
        cited=dst,
        citing_from=_starts(dst, n),
        citing=src[order],
        citing_day=day[src[order]],
        made=Made(
            nodes=n,
            undated=int(np.count_nonzero(day == UNDATED)),
            given=given,
            edges=len(pairs),
            repeated=int(np.count_nonzero(keep)) - len(pairs),
            to_itself=int(np.count_nonzero(src == dst)),
            outside=given - int(np.count_nonzero(inside)),
            left_out=int(np.count_nonzero(inside) - np.count_nonzero(keep)),
        ),
    )


def _starts(ends: Ints, n: int) -> Longs:
    """Where each document's stretch begins, and one past the last."""
    return np.concatenate(([0], np.cumsum(np.bincount(ends, minlength=n)))).astype(np.int64)
