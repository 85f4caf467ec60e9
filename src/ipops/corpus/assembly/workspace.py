"""A DuckDB over the segments of a corpus: one view a raw table, and the few ways this room talks to it.

What SQL cannot say (numbers, symbols, names) is worked out in Python over *distinct* values and joined back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from pathlib import Path
from typing import Any, Self

import duckdb
import pyarrow as pa

from ipops.corpus.feeds.catalogue import Catalogue
from ipops.corpus.feeds.raw import SCHEMAS

MEMORY = "2GB"  #: what DuckDB may hold; it spills to the scratch folder beyond

_QUIET = "set enable_progress_bar = false"  #: what is said of steps is said by who asked for them


class Workspace:
    """The segments of ``folder`` as views ``raw_<table>``; tables made on the way live in a scratch folder. A context.

    ``kept``: they live in a file there, together with the steps that made them, so that a run that was broken off goes on.
    """

    def __init__(self, folder: Path, scratch: Path, *, kept: bool = False) -> None:
        self.folder = folder
        self.con = duckdb.connect(
            str(scratch / "made.duckdb") if kept else ":memory:",
            config={"memory_limit": MEMORY, "temp_directory": str(scratch), "preserve_insertion_order": "true"},
        )
        self.con.execute(_QUIET)
        self.con.execute("create table if not exists steps_done (step varchar)")
        self.done = frozenset(step for (step,) in self.rows("select step from steps_done"))
        self.catalogue = Catalogue(folder)
        segments = self.catalogue.segments()
        for name, schema in SCHEMAS.items():
            files = [str(p) for n in segments if (p := folder / "segments" / f"{n:06}" / f"{name}.parquet").exists()]
            self._view(name, schema, files)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.con.close()
        self.catalogue.close()

    def beside(self) -> Workspace:
        """The same tables for another thread: a connection of its own, and what has been made so far and will be made."""
        twin = copy(self)
        twin.con = self.con.cursor()
        twin.con.execute(_QUIET)
        return twin

    def _view(self, name: str, schema: pa.Schema, files: list[str]) -> None:
        if files:
            self.con.read_parquet(files, union_by_name=False).create_view(f"raw_{name}", replace=True)
        else:
            self.hand_over(f"raw_{name}", schema.empty_table())

    def step(self, name: str, work: Callable[[Workspace], None]) -> None:
        """A step and that it was done, or nothing of it; passed over if it was done before."""
        if name in self.done:
            return
        self.con.execute("begin")
        work(self)
        self.con.execute("insert into steps_done values (?)", [name])
        self.con.execute("commit")

    def run(self, sql: str, *args: Any) -> None:
        self.con.execute(sql, list(args) or None)

    def one(self, sql: str) -> Any:
        row = self.con.execute(sql).fetchone()
        return row[0] if row else None

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self.con.execute(sql).fetchall()
        return found

    def batches(self, sql: str, size: int = 50_000) -> pa.RecordBatchReader:
        return self.con.execute(sql).to_arrow_reader(size)

    def keep(self, name: str, columns: Sequence[tuple[str, pa.DataType]], rows: Iterable[tuple[Any, ...]]) -> None:
        """A table from rows worked out in Python."""
        schema = pa.schema(list(columns))
        held = list(zip(*rows, strict=True))
        arrays = [pa.array(c, type=f.type) for c, f in zip(held, schema, strict=True)] if held else None
        table = pa.Table.from_arrays(arrays, schema=schema) if arrays else schema.empty_table()
        self.hand_over(name, table)

    def hand_over(self, name: str, table: pa.Table) -> None:
        """A table of DuckDB's own: what is only registered is seen by one connection alone."""
        self.con.register("handed_over", table)
        self.con.execute(f'create or replace table "{name}" as select * from handed_over')  # noqa: S608  names are our own
        self.con.unregister("handed_over")

    def map(
        self,
        name: str,
        distinct: str,
        made: Sequence[tuple[str, pa.DataType]],
        work_out: Callable[..., tuple[Any, ...]],
    ) -> None:
        """Table ``name`` of the distinct rows of a query, each with what ``work_out`` makes of it beside it.

        ``distinct`` is a select whose columns are the arguments of ``work_out``.
        """
        found = self.con.execute(distinct).to_arrow_table()
        columns = [c.to_pylist() for c in found.columns]
        worked = [work_out(*args) for args in zip(*columns, strict=True)]
        beside = list(zip(*worked, strict=True)) if worked else [() for _ in made]
        for (column, kind), values in zip(made, beside, strict=True):
            found = found.append_column(column, pa.array(values, type=kind))
        self.hand_over(name, found)
