"""Draws who defaults and when: one normal a name and path, nothing kept but the defaults. Loans of one firm share its normal:
a firm that cannot pay one bank does not pay another (finance.md 7.4).

Why the loop is compiled: of fifty million draws a few per cent matter, and an array of the rest would be written and read for
nothing. Each chunk of paths has a generator of its own, so that results depend on the seed and not on the number of threads.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ipops.finance.whatif.compiled import compiled


@compiled()
def draw(  # type: ignore[no-untyped-def]  # compiled; shapes and kinds stand in the docstring
    rng, paths, lines, firm, n_firms, industry, n_industries, market, per_industry, alone, df, starts, loans, months
):
    """Fills the defaults of ``paths`` paths, path after path, loans in the book's order.

    ``lines[i, m]`` float64, ``firm[i]`` and ``industry[i]`` int32; ``starts[paths + 1]`` int64, ``loans`` int32 and ``months`` int8 receive
    path ``p``'s defaults in ``[starts[p], starts[p + 1])``. Returns how many there are.
    """
    n, last = lines.shape[0], lines.shape[1] - 1
    ends = np.empty(n)
    for i in range(n):
        ends[i] = lines[i, last]
    shift = np.empty(n_industries)
    own, met = np.empty(n_firms), np.full(n_firms, -1)
    at = 0
    starts[0] = 0
    for p in range(paths):
        scale = 1.0
        if df > 0:
            chi = 0.0
            for _ in range(df):
                z = rng.standard_normal()
                chi += z * z
            scale = np.sqrt(chi / df)
        common = market * rng.standard_normal()
        for k in range(n_industries):
            shift[k] = common
            if per_industry > 0.0:
                shift[k] += per_industry * rng.standard_normal()
        for i in range(n):
            f = firm[i]
            if met[f] != p:
                met[f] = p
                own[f] = alone * rng.standard_normal()
            x = own[f] + shift[industry[i]]
            if x < scale * ends[i]:
                low, high = 0, last
                while low < high:
                    mid = (low + high) >> 1
                    if x < scale * lines[i, mid]:
                        high = mid
                    else:
                        low = mid + 1
                loans[at] = i
                months[at] = low
                at += 1
        starts[p + 1] = at
    return at


def room(paths: int, size: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], npt.NDArray[np.int8]]:
    """Arrays large enough for every loan of every path to default."""
    return np.empty(paths + 1, np.int64), np.empty(paths * size, np.int32), np.empty(paths * size, np.int8)
