"""The set over a folder of tables, into a file. The connection is the caller's: DuckDB here, Spark on a cluster.

Stages lie beside the result (``OUT.stages``) until it is whole; a second run with the same tables and parameters goes on there.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from ipops.corpus.indicators import oecd
from ipops.corpus.indicators.params import Params
from ipops.corpus.indicators.stages import Heard, Stages, read
from ipops.corpus.model import TABLES

VERSION = 3  #: of the expressions; stages of another version are not used


def tables_of(con: Any, folder: Path) -> dict[str, Any]:
    """The tables the set reads, by the model's columns; one that is not there is empty, a column that is not there is null."""
    return {name: _table(con, folder, name) for name in oecd.TABLES}


def _table(con: Any, folder: Path, name: str) -> Any:
    path, schema = folder / f"{name}.parquet", TABLES[name].arrow
    if not path.exists():
        return ibis.memtable(schema.empty_table(), schema=ibis.Schema.from_pyarrow(schema))
    table = read(con, path, name)
    kinds = ibis.Schema.from_pyarrow(schema)
    lacking = {c: ibis.null(kinds[c]) for c in schema.names if c not in table.columns}
    return table.mutate(**lacking) if lacking else table


def last_day(folder: Path) -> date | None:
    """The latest publication of the corpus: what the data cover, if nobody says otherwise."""
    days = pq.read_table(folder / "documents.parquet", columns=["published_on"])["published_on"]
    found: date | None = pc.max(days).as_py()
    return found


def mark(folder: Path, params: Params) -> str:
    told: list[Any] = [VERSION, params.as_json()]
    for name in oecd.TABLES:
        path = folder / f"{name}.parquet"
        if path.exists():
            told.append([name, path.stat().st_size, path.stat().st_mtime_ns])
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def run(
    con: Any, folder: Path, params: Params, out: Path, *, heard: Heard | None = None
) -> Mapping[str, Mapping[str, int]]:
    """Write the set to ``out`` (``.parquet``, ``.csv``, ``.tsv``) and answer how many of each status every column has."""
    stages = Stages(con, out.with_name(out.name + ".stages"), mark(folder, params), heard)
    result = oecd.oecd(tables_of(con, folder), params, stages).to_pyarrow()
    plain = {b"ipops.params": json.dumps(params.as_json(), ensure_ascii=False).encode()}
    result = result.replace_schema_metadata(plain)
    half = out.with_name(out.name + ".part")
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.suffix == ".parquet":
        pq.write_table(result, half)
    else:
        pacsv.write_csv(result, half, pacsv.WriteOptions(delimiter="\t" if out.suffix == ".tsv" else ","))
    os.replace(half, out)
    shutil.rmtree(stages.folder.parent)
    return {c: statuses(result, c) for c in oecd.COLUMNS}


def statuses(result: pa.Table, column: str) -> dict[str, int]:
    counted = pc.value_counts(result[f"{column}_status"]).to_pylist()
    return {c["values"]: c["counts"] for c in sorted(counted, key=lambda c: c["values"])}
