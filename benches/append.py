"""How fast facts go into the journal through ``webkit.journal.append``: numbered, hashed, checked, with rows folded.

Promise: 15,000 facts a second in batches; at ten million (``--long``) at least 80 % of the rate at one million. The floor
is PostgreSQL's own: the same rows by COPY into a table without index, key or trigger, on the same server.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benches import facts
from benches.table import Line

BATCH = 5_000
SHORT, LONG = 200_000, 10_000_000
MILLION = 1_000_000
PROMISED, PROMISED_SHARE = 15_000, 0.8


@contextmanager
def fresh_city() -> Iterator[None]:
    """A home and an embedded server of its own, thrown away afterwards; settings as in every installation."""
    with tempfile.TemporaryDirectory(prefix="ipops-bench-") as folder:
        os.chmod(folder, 0o711)
        os.environ["IPOPS_HOME"] = str(Path(folder) / "home")
        os.environ.pop("DATABASE_URL", None)
        from ipops.site.boot import with_database

        with with_database():
            yield


def append_many(first: int, count: int) -> float:
    """Seconds spent in ``append`` for so many facts; making the drafts is the caller's work and not counted."""
    from ipops.webkit import journal

    spent = 0.0
    for batch in facts.batches(first, count, BATCH):
        began = time.perf_counter()
        journal.append(batch, by="bench")
        spent += time.perf_counter() - began
    return spent


def raw_copy(count: int) -> float:
    """Facts a second by COPY of the journal's first rows into a bare table."""
    from django.db import connection, transaction

    from ipops.webkit import reread

    connection.ensure_connection()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {reread.NAMES} FROM journal WHERE n <= %s", [count])
        rows = [tuple(row) for row in cursor.fetchall()]
        cursor.execute("CREATE TEMPORARY TABLE bare AS SELECT * FROM journal WITH NO DATA")
        began = time.perf_counter()
        with cursor.copy(f"COPY bare ({reread.NAMES}) FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(reread.TYPES)
            for row in rows:
                copy.write_row(row)
        took = time.perf_counter() - began
    return len(rows) / took


def bench(long: bool = False) -> list[Line]:
    with fresh_city():
        append_many(0, BATCH * 2)  # the first batches plan queries and read dictionaries
        at = BATCH * 2
        rate = SHORT / append_many(at, SHORT)
        at += SHORT
        floor = raw_copy(SHORT // 2)
        lines = [
            Line(
                bench="append",
                what=f"append in batches of {BATCH:,}, with rows of rights",
                value=rate,
                unit="facts/s",
                promised=PROMISED,
                floor="COPY into a bare table",
                floor_value=floor,
            )
        ]
        if long:
            lines += _long(at)
    return lines


def _long(at: int) -> list[Line]:
    """The rate over the facts around the millionth, and around the ten-millionth."""

    def go_to(target: int) -> None:
        nonlocal at
        while at < target:
            some = min(MILLION // 4, target - at)
            took = append_many(at, some)
            at += some
            sys.stderr.write(f"{at:>12,} facts  {some / took:>9,.0f} facts/s\n")

    def rate_now() -> float:
        nonlocal at
        took = append_many(at, SHORT)
        at += SHORT
        return SHORT / took

    go_to(MILLION - SHORT // 2)
    early = rate_now()
    go_to(LONG - SHORT // 2)
    late = rate_now()
    return [
        Line(bench="append", what="append at 1 million", value=early, unit="facts/s", promised=PROMISED),
        Line(bench="append", what="append at 10 million", value=late, unit="facts/s"),
        Line(
            bench="append",
            what="share of the rate that is left at 10 million",
            value=late / early,
            unit="",
            promised=PROMISED_SHARE,
        ),
    ]
