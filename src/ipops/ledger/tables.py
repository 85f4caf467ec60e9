"""Entries as Arrow tables, one per kind, in the columns of ``schema.arrow_schema``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

import pyarrow as pa

from ipops.kernel.money import Money
from ipops.ledger.entry import Entry
from ipops.ledger.fact import Fact, Sealed
from ipops.ledger.kinds import current, kind_named
from ipops.ledger.schema import INSTANT, arrow_schema
from ipops.ledger.shape import Shape, shapes

#: Which entry was corrected or withdrawn, by which, and since when; kept beside the kinds' own tables.
SUPERSEDED = pa.schema([("n", pa.int64()), ("by_n", pa.int64()), ("recorded_at", INSTANT)])


def by_kind(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Entries sorted into their kinds, in order of number within each."""
    found: dict[str, list[Entry]] = {}
    for e in entries:
        found.setdefault(type(e.fact).KIND, []).append(e)
    return found


def table(kind: type[Fact], entries: Sequence[Entry]) -> pa.Table:
    """The entries, all of ``kind`` in any of its versions, as one table in the words of the newest."""
    schema = arrow_schema(kind)
    facts = [current(e.fact) for e in entries]
    envelope: list[list[Any]] = [
        [e.n for e in entries],
        [e.recorded_at for e in entries],
        [e.by for e in entries],
        [e.reference for e in entries],
        [e.source.document for e in entries],
        [e.source.reason for e in entries],
        [e.supersedes for e in entries],
    ]
    fields = [[getattr(f, s.name) for f in facts] for s in shapes(kind)]
    columns = [*envelope, *(_arrow_values(s, v) for s, v in zip(shapes(kind), fields, strict=True))]
    arrays = [pa.array(values, type=f.type) for values, f in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _arrow_values(shape: Shape, values: list[Any]) -> list[Any]:
    if shape.base is Money:
        return _each(shape, values, lambda v: v.fen)
    if shape.base is Sealed:
        return _each(shape, values, lambda v: v.digest)
    if shape.base is Fraction:
        return _each(shape, values, lambda v: f"{v.numerator}/{v.denominator}")
    return values


def _each(shape: Shape, values: list[Any], plain: Any) -> list[Any]:
    if shape.many:
        return [[plain(one) for one in v] for v in values]
    return [None if v is None else plain(v) for v in values]


def tables(entries: Iterable[Entry]) -> dict[str, pa.Table]:
    """One table per kind that occurs."""
    return {name: table(kind_named(name), found) for name, found in by_kind(entries).items()}


def superseded(entries: Iterable[Entry]) -> pa.Table:
    """Each correction and withdrawal among ``entries`` as a row ``(n, by_n, recorded_at)``."""
    rows: list[tuple[int, int, datetime]] = [
        (e.supersedes, e.n, e.recorded_at) for e in entries if e.supersedes is not None
    ]
    columns = [list(c) for c in zip(*rows, strict=True)] or [[], [], []]
    return pa.Table.from_arrays(
        [pa.array(values, type=f.type) for values, f in zip(columns, SUPERSEDED, strict=True)], schema=SUPERSEDED
    )
