"""Runs schemes side by side on the same drawn defaults, chunk by chunk, on as many threads as told; seeded.

Memory: a chunk holds its defaults only; a result is a dozen whole numbers a path and scheme.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ipops.finance.whatif import fund
from ipops.finance.whatif.arrays import FundArrays, columns
from ipops.finance.whatif.book import Book
from ipops.finance.whatif.draw import draw, room
from ipops.finance.whatif.model import Model
from ipops.finance.whatif.packed import packed, paper_for

Ints = npt.NDArray[np.int64]
Told = Callable[[int], None]  #: hears how many paths were just run
CHUNK_CELLS = 1_000_000  #: loans times paths of one chunk, whatever the threads: the seed alone decides the draws


def silently(paths: int) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """Who defaults when, for some paths: path ``p`` in ``[starts[p], starts[p + 1])``, loans in the book's order."""

    starts: Ints
    loans: npt.NDArray[np.int32]
    months: npt.NDArray[np.int8]

    @property
    def paths(self) -> int:
        return len(self.starts) - 1


def simulated(
    book: Book,
    model: Model,
    schemes: Sequence[FundArrays],
    paths: int,
    seed: int,
    threads: int = 1,
    told: Told = silently,
) -> list[Ints]:
    """One result ``[paths, columns]`` a scheme, all on the same defaults. ``told`` hears of each chunk, in this thread."""
    outs = [np.zeros((paths, columns(a.share.shape[1])), dtype=np.int64) for a in schemes]
    size = chunk_of(book)
    firsts = list(range(0, paths, size))
    seeds = np.random.SeedSequence(seed).spawn(len(firsts))

    def work(c: int) -> int:
        low, high = firsts[c], min(firsts[c] + size, paths)
        got = drawn(book, model, high - low, seeds[c])
        for a, out in zip(schemes, outs, strict=True):
            funded(a, got, out[low:high])
        return high - low

    with ThreadPoolExecutor(max(1, threads)) as pool:
        for done in pool.map(work, range(len(firsts))):
            told(done)
    return outs


def chunk_of(book: Book) -> int:
    return max(1, CHUNK_CELLS // max(book.size, 1))


def drawn(book: Book, model: Model, paths: int, seed: np.random.SeedSequence) -> Defaults:
    """The defaults of some paths."""
    starts, loans, months = room(paths, book.size)
    rng = np.random.Generator(np.random.SFC64(seed))
    n = draw(
        rng, paths, model.lines, book.firm, max(len(book.firms), 1), book.industry, max(len(book.industries), 1), model.market, model.industry, model.own, model.df,
        starts, loans, months,
    )  # fmt: skip
    return Defaults(starts, loans[:n], months[:n])


def funded(a: FundArrays, got: Defaults, out: Ints | None = None) -> Ints:
    """The fund's result for given defaults."""
    if out is None:
        out = np.zeros((got.paths, columns(a.share.shape[1])), dtype=np.int64)
    most = int(np.diff(got.starts).max(initial=0))
    tight = packed(a)
    fund.run(*tight, *paper_for(tight, most), got.starts, got.loans, got.months, out)
    return out


def given(pairs: Sequence[Sequence[tuple[int, int]]]) -> Defaults:
    """Defaults told by hand: for each path its pairs of loan and month, put in the book's order."""
    starts = np.cumsum([0, *(len(p) for p in pairs)], dtype=np.int64)
    flat: list[Any] = [x for p in pairs for x in sorted(p)]
    loans = np.array([i for i, _ in flat], dtype=np.int32)
    months = np.array([m for _, m in flat], dtype=np.int8)
    return Defaults(starts, loans, months)
