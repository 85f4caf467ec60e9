"""Which cells of a published table of sums must be left blank, so that no figure of fewer than three units can be read or
worked out from it.

A table has rows, columns and their totals; each cell knows the units (parties, firms, districts …) it sums over.

Rule 1 (primary): a cell of one or two units is blank. A cell of none is zero and stays: it tells of nobody.
Rule 2 (secondary): a blank must not follow from its line. In the graph of rows and columns whose edges are the blanks, a
  blank can be worked out exactly if and only if it is a *bridge* (it lies on no circle). Each bridge is put on a circle by
  blanking the cheapest further cells; totals are cells like others, only dearer.
Rule 3: the blanks of one line, whose sum does follow from the line, are together of at least three units.

What this does not do: bound a blank from above by its line's total, or protect against what somebody knows beforehand.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

LEAST = 3
TOTAL = ""  #: the row and the column of the totals
Key = tuple[str, str]
_DEAR = 10**12


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """``units`` names whom the value sums over. Values are counts or sums that are never below zero."""

    value: int | Fraction
    units: frozenset[str]

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError("Sums of positive and negative parts hide nothing by blanks; publish them apart.")


class Blank(Enum):
    """Why a cell is not published: too few units, or another could be worked out from it."""

    FEW = "few"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Published:
    """Every cell of the table with its totals: the value, or why there is none."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Key, int | Fraction | Blank]

    def at(self, row: str, column: str) -> int | Fraction | Blank:
        return self.cells[row, column]


def publish(cells: Mapping[Key, Cell], *, least: int = LEAST) -> Published:
    """The table as it may be published. ``cells`` maps (row, column); a pair that is not there is an empty cell.

    Raises ``ValueError`` for a row or column named like the totals.
    """
    rows = tuple(dict.fromkeys(r for r, _ in cells))
    columns = tuple(dict.fromkeys(c for _, c in cells))
    if TOTAL in (*rows, *columns):
        raise ValueError("A row or column without a name would be taken for the totals.")
    whole = _with_totals(cells, rows, columns)
    few = {k for k, cell in whole.items() if 0 < len(cell.units) < least}
    blank = _protected(whole, set(few), (*rows, TOTAL), (*columns, TOTAL), least)
    shown: dict[Key, int | Fraction | Blank] = {
        k: Blank.FEW if k in few else Blank.BESIDE if k in blank else cell.value for k, cell in whole.items()
    }
    return Published(rows=(*rows, TOTAL), columns=(*columns, TOTAL), cells=shown)


def _with_totals(cells: Mapping[Key, Cell], rows: Sequence[str], columns: Sequence[str]) -> dict[Key, Cell]:
    nothing = Cell(value=0, units=frozenset())
    whole = {(r, c): cells.get((r, c), nothing) for r in rows for c in columns}

    def summed(keys: Iterator[Key]) -> Cell:
        parts = [whole[k] for k in keys]
        return Cell(value=sum((p.value for p in parts), 0), units=frozenset().union(*(p.units for p in parts)))

    whole |= {(r, TOTAL): summed((r, c) for c in columns) for r in rows}
    whole |= {(TOTAL, c): summed((r, c) for r in rows) for c in columns}
    whole[TOTAL, TOTAL] = summed((r, TOTAL) for r in rows)
    return whole


def _protected(
    whole: Mapping[Key, Cell], blank: set[Key], rows: Sequence[str], columns: Sequence[str], least: int
) -> set[Key]:
    """More blanks until none follows from the rest. Every round adds one at least, so it ends."""
    if len(rows) == 2 or len(columns) == 2:  # a single line repeats its totals: hide the copies together
        blank |= _copies(blank, rows, columns)
    while True:
        bridge = _a_bridge(blank)
        more = _circle(whole, blank, bridge) if bridge else _thin(whole, blank, rows, columns, least)
        if not more - blank:
            return blank | (set(whole) if bridge else set())
        blank |= more


def _copies(blank: set[Key], rows: Sequence[str], columns: Sequence[str]) -> set[Key]:
    """With one row (or column) its cells and the totals are the same figures twice."""
    made = set()
    if len(rows) == 2:
        made |= {(r, c) for _, c in blank for r in rows}
    if len(columns) == 2:
        made |= {(r, c) for r, _ in blank for c in columns}
    return made


def _graph(keys: set[Key]) -> dict[tuple[str, str], list[tuple[tuple[str, str], Key]]]:
    """Rows and columns as nodes, cells as edges between them."""
    found: dict[tuple[str, str], list[tuple[tuple[str, str], Key]]] = {}
    for key in sorted(keys):
        a, b = ("row", key[0]), ("column", key[1])
        found.setdefault(a, []).append((b, key))
        found.setdefault(b, []).append((a, key))
    return found


def _a_bridge(blank: set[Key]) -> Key | None:
    """The first blank, in order, that lies on no circle of blanks."""
    graph = _graph(blank)
    return next((k for k in sorted(blank) if not _way(graph, k)), None)


def _way(graph: Mapping[tuple[str, str], list[tuple[tuple[str, str], Key]]], key: Key) -> bool:
    """Whether the row and the column of the cell are joined by other cells."""
    start, goal = ("row", key[0]), ("column", key[1])
    seen, waiting = {start}, [start]
    while waiting:
        for node, edge in graph.get(waiting.pop(), ()):
            if edge != key and node not in seen:
                if node == goal:
                    return True
                seen.add(node)
                waiting.append(node)
    return False


def _circle(whole: Mapping[Key, Cell], blank: set[Key], bridge: Key) -> set[Key]:
    """The cheapest cells that put the bridge on a circle; nothing if there is no way at all. Empty cells hide nothing."""
    graph = _graph({k for k, cell in whole.items() if cell.units})
    start, goal = ("row", bridge[0]), ("column", bridge[1])
    best: dict[tuple[str, str], int] = {start: 0}
    queue: list[tuple[int, tuple[str, str], tuple[Key, ...]]] = [(0, start, ())]
    while queue:
        cost, node, way = heapq.heappop(queue)
        if node == goal:
            return set(way)
        for there, edge in graph.get(node, ()):
            price = cost + (0 if edge in blank else _price(whole[edge], edge)) + 1
            if edge != bridge and price < best.get(there, price + 1):
                best[there] = price
                heapq.heappush(queue, (price, there, (*way, edge)))
    return set()


def _price(cell: Cell, key: Key) -> int:
    """What is lost with it: its value, a total far more than any cell."""
    return 10 * (int(cell.value) + 1) + (_DEAR if TOTAL in key else 0)


def _thin(
    whole: Mapping[Key, Cell], blank: set[Key], rows: Sequence[str], columns: Sequence[str], least: int
) -> set[Key]:
    """For the first line whose blanks are together of too few units: its cheapest cell that is still shown."""
    lines = [[(r, c) for c in columns] for r in rows] + [[(r, c) for r in rows] for c in columns]
    for line in lines:
        hidden = [k for k in line if k in blank]
        units = frozenset().union(*(whole[k].units for k in hidden)) if hidden else frozenset()
        if not hidden or len(units) >= least:
            continue
        rest = [k for k in line if k not in blank and whole[k].units]
        if rest:
            return {min(rest, key=lambda k: (_price(whole[k], k), k))}
    return set()
