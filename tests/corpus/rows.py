"""Tables of a corpus from the few columns a test names: the rest is null, or something where null is not allowed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ipops.corpus.model import TABLES

_FILL = {pa.string(): "-", pa.int32(): 1, pa.int64(): 1, pa.bool_(): True, pa.float64(): 1.0, pa.list_(pa.string()): []}


def table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    schema = TABLES[name].arrow
    full = [{f.name: row.get(f.name, None if f.nullable else _FILL[f.type]) for f in schema} for row in rows]
    return pa.Table.from_pylist(full, schema=schema)


def write(folder: Path, **tables: list[dict[str, Any]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        pq.write_table(table(name, rows), folder / f"{name}.parquet")
    return folder
