"""A DuckDB connection for measures: in memory, with a cap, spilling to a folder when a fold outgrows it."""

from __future__ import annotations

from typing import Any

import ibis


def connect(*, memory: str = "", threads: int = 0, scratch: str = "") -> Any:
    """An ibis connection. ``memory`` like ``1GB`` caps what DuckDB holds, ``scratch`` is where it spills beyond that.

    Order of rows is nothing to a measure, so it is not kept; that alone halves what a scan holds.
    """
    con = ibis.duckdb.connect()
    con.raw_sql("SET preserve_insertion_order = false")
    if memory:
        con.raw_sql(f"SET memory_limit = '{memory}'")
    if threads:
        con.raw_sql(f"SET threads = {int(threads)}")
    if scratch:
        con.raw_sql(f"SET temp_directory = '{scratch}'")
    return con
