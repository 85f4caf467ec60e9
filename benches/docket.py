"""The docket of a million live rights, with every fee and window, in one process.

Promise: twenty times a straightforward loop over the rights (``rights.docket.lines``, the engine's own, one right at a time,
its calendar looked up once a day) on equal rows, and less than 3 GB. The floor is that loop. It is timed on a part of the
stock, on all of it with ``--long``; every row of that part is compared.
"""

from __future__ import annotations

import gc
import resource
import time

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benches.table import Line
from ipops.rights.docket import columns
from ipops.rights.docket.columns import Stock, compute
from ipops.rights.docket.days import PUBLISHED
from ipops.rights.docket.lines import LiveRight, lines
from ipops.rights.law import book
from tests.rights import stock

RIGHTS = 1_000_000
LOOPED = 100_000
DRAWN = 50_000  #: different rights; the stock repeats them with other days
PROMISED, MOST_GB = 20, 3.0


def many(drawn: list[LiveRight], n: int) -> Stock:
    """The drawn rights over and over, each time filed and granted some days earlier."""
    base = Stock.of(drawn)
    parts = []
    for i in range(n // len(drawn)):
        moved = {f: getattr(base, f) - np.int32(i) for f in ("filed_on", "granted_on")}
        moved["granted_on"] = np.where(base.granted_on < -100_000, base.granted_on, moved["granted_on"])
        parts.append({f: moved.get(f, getattr(base, f)) for f in Stock.__dataclass_fields__})
    return Stock(**{f: np.concatenate([p[f] for p in parts]) for f in Stock.__dataclass_fields__})


def unpacked(s: Stock) -> list[LiveRight]:
    """The rights as the loop reads them."""
    from ipops.rights.docket.vectors import day_of

    def bits(record: int) -> frozenset[int]:
        return frozenset(columns.FIRST_RECORD + i for i in range(63) if record >> i & 1)

    return [
        LiveRight(
            kind=columns.KINDS[s.kind[i]],
            filed_on=day_of(s.filed_on[i]),  # type: ignore[arg-type]
            granted_on=day_of(s.granted_on[i]),
            expires_on=day_of(s.expires_on[i]),
            paid_to=None if s.paid_to[i] < 0 else int(s.paid_to[i]),
            entitled=int(s.entitled[i]),
            on_record=bits(int(s.on_record[i])),
            open_from=day_of(s.open_from[i]),
            open_until=day_of(s.open_until[i]),
            classes=int(s.classes[i]),
            loss_received_on=day_of(s.loss_received_on[i]),
        )
        for i in range(len(s))
    ]


def looped(rights: list[LiveRight], start: int) -> tuple[list[tuple[object, ...]], float]:
    """The loop's rows, the first right being number ``start``, and the seconds it took."""
    law = book()
    gc.disable()  # else the loop pays for the rows that the comparison keeps
    began = time.perf_counter()
    rows = [(i, *line) for i, r in enumerate(rights, start) for line in lines(r, stock.TODAY, PUBLISHED, law)]
    took = time.perf_counter() - began
    gc.enable()
    return rows, took


def in_order(table: pa.Table) -> pa.Table:
    return table.sort_by([("right", "ascending"), ("item", "ascending"), ("step", "ascending")])


def same(rows: list[tuple[object, ...]], table: pa.Table, start: int, end: int) -> bool:
    """Whether the loop's rows are exactly the table's of the rights from ``start`` to before ``end``."""
    here = pc.and_(pc.greater_equal(table["right"], start), pc.less(table["right"], end))
    part = in_order(table.filter(here))
    cells = list(zip(*rows, strict=True))
    cells[1] = tuple(columns.ITEMS.index(v) for v in cells[1])  # type: ignore[arg-type]
    made = pa.Table.from_arrays(
        [pa.array(c, f.type) for c, f in zip(cells, columns.SCHEMA, strict=True)], schema=columns.SCHEMA
    )
    return in_order(made).equals(part.combine_chunks())


def bench(long: bool = False) -> list[Line]:
    stock_ = many(stock.rights(DRAWN), RIGHTS)
    compute(stock_.part(slice(0, 1000)), stock.TODAY)  # the calendar's table is made once a process
    took = []
    for _ in range(3):
        began = time.perf_counter()
        table = compute(stock_, stock.TODAY)
        took.append(time.perf_counter() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    part = RIGHTS if long else LOOPED
    loop_took = 0.0
    for start in range(0, part, LOOPED):  # in parts, so that the loop's rows never stand in memory whole
        rows, seconds = looped(unpacked(stock_.part(slice(start, start + LOOPED))), start)
        loop_took += seconds
        assert same(rows, table, start, start + LOOPED), "the columns do not give the loop's rows"
    quick, slow = len(stock_) / min(took), part / loop_took
    return [
        Line(
            bench="docket",
            what=f"{RIGHTS:,} live rights, {table.num_rows:,} windows; rows of {part:,} compared",
            value=quick,
            unit="rights/s",
            floor="loop, rights/s",
            floor_value=slow,
        ),
        Line(bench="docket", what="as often as the loop", value=quick / slow, unit="times", promised=PROMISED),
        Line(bench="docket", what="memory at its most", value=peak, unit="GB", promised=MOST_GB, at_most=True),
    ]
