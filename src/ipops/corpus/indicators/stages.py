"""Expressions kept on disk between steps: nothing is worked out twice, memory stays flat, an interrupted run goes on.

A stage is a Parquet file (a folder on Spark) under its name; it appears when it is whole. The folder belongs to one set of
inputs and parameters: ``mark`` is a hash of both, and stages under another mark are thrown away.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

Table = Any  #: an ``ibis.expr.types.Table``
Heard = Callable[[str], None]


class Stages:
    """``keep("edges", expression)`` answers a table that reads what the expression gave."""

    def __init__(self, con: Any, folder: Path, mark: str, heard: Heard | None = None) -> None:
        self._con, self._heard = con, heard
        self.folder = folder / f"{con.name}-{mark}"
        for old in folder.glob(f"{con.name}-*"):
            if old != self.folder:
                shutil.rmtree(old)
        self.folder.mkdir(parents=True, exist_ok=True)

    @property
    def in_memory(self) -> bool:
        """Whether what the connection reads may be taken into this process: it is DuckDB, not a cluster."""
        return str(self._con.name) == "duckdb"

    def keep_made(self, name: str, make: Callable[[], pa.Table]) -> Table:
        """As ``keep``, for a table that Python makes."""
        path = self.folder / f"{name}.parquet"
        if not path.exists():
            half = self.folder / f"{name}.half"
            pq.write_table(make(), half)
            os.replace(half, path)
        if self._heard is not None:
            self._heard(name)
        return read(self._con, path, name)

    def keep(self, name: str, expression: Table) -> Table:
        path = self.folder / f"{name}.parquet"
        if not path.exists():
            half = self.folder / f"{name}.half"
            if half.is_dir():
                shutil.rmtree(half)
            if self._con.name == "pyspark":
                self._con.to_parquet(expression, str(half))
            else:
                self._con.to_parquet(expression, str(half), compression="uncompressed")
            os.replace(half, path)
        if self._heard is not None:
            self._heard(name)
        return read(self._con, path, name)


def read(con: Any, path: Path, name: str) -> Table:
    """A Parquet file or folder as a table of the connection."""
    if con.name == "pyspark":
        view = f"{name}_{abs(hash(str(path))):x}"
        con._session.read.parquet(str(path)).createOrReplaceTempView(view)
        return con.table(view)
    return con.read_parquet(str(path), table_name=f"{name}_{abs(hash(str(path))):x}")
