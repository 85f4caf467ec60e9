"""Small corpora for the search: tables in a folder as ``ipops corpus tables`` writes them, of what a test names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ipops.corpus.model import TABLES
from ipops.corpus.search import Index, Search, Tokeniser, open_index, shipped_terms


def write(folder: Path, name: str, rows: list[dict[str, Any]]) -> None:
    """Rows with the columns a test cares for; the others are null, required ones get something."""
    schema = TABLES[name].arrow
    fill = {pa.string(): "", pa.int32(): 1, pa.int64(): 1, pa.bool_(): True, pa.list_(pa.string()): []}
    full = [{f.name: row.get(f.name, None if f.nullable else fill[f.type]) for f in schema} for row in rows]
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(full, schema=schema), folder / f"{name}.parquet")


def opened(folder: Path, **tables: list[dict[str, Any]]) -> Search:
    for name, rows in tables.items():
        write(folder, name, rows)
    return Search(index_of(folder))


def index_of(folder: Path) -> Index:
    return open_index(folder, Tokeniser(shipped_terms()))
