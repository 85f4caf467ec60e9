"""A table as a value: its columns with types, both languages, and the Arrow schema made from them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from ipops.kernel.text import Text

TEXT, DAY, FLAG = pa.string(), pa.date32(), pa.bool_()
COUNT, PLACE, SHARE = pa.int32(), pa.int64(), pa.float64()
TEXTS, COUNTS = pa.list_(pa.string()), pa.list_(pa.int32())


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``required`` columns are never null; a null anywhere else means *not known*, never no or zero."""

    name: str
    type: pa.DataType
    about: Text
    required: bool = False


def column(name: str, kind: pa.DataType, zh: str, en: str, *, required: bool = False) -> Column:
    return Column(name, kind, Text(zh, en), required)


@dataclass(frozen=True)
class TableSpec:
    """A table of a corpus: one Parquet file ``<name>.parquet``; ``grain`` says what one row is."""

    name: str
    title: Text
    grain: Text
    columns: tuple[Column, ...]

    @cached_property
    def arrow(self) -> pa.Schema:
        return pa.schema([pa.field(c.name, c.type, nullable=not c.required) for c in self.columns])

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)
