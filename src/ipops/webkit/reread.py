"""Reading the journal again for ``verify``, range by range, with a bare connection: this runs in processes without Django.

Stored rows are read as they are, also what no honest program would have written there.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from ipops.corpus.helpers import end_with
from ipops.ledger import audit
from ipops.ledger.columns import Columns, Lookups
from ipops.ledger.merkle import HashName
from ipops.ledger.tiles import Tiles

_TYPES = {
    "n": "int8",
    "version": "int2",
    "took_effect": "date",
    "recorded_at": "timestamptz",
    "supersedes": "int8",
    "leaf_sha256": "bytea",
    "leaf_sm3": "bytea",
    "canonical": "bytea",
    **dict.fromkeys(Lookups._fields, "text[]"),
}
#: The table's columns in the order of COPY both ways, and their PostgreSQL types.
COLUMNS = audit.ROW
NAMES = ", ".join(f'"{name}"' for name in COLUMNS)
TYPES = [_TYPES.get(name, "text") for name in COLUMNS]
_LOOKUPS = range(len(Columns._fields) - len(Lookups._fields), len(Columns._fields))
#: Days and moments beyond Python's: no entry has one, but a tampered row may.
_CLAMPED = {
    "took_effect": "CASE WHEN took_effect BETWEEN '0001-01-01' AND '9999-12-31' THEN took_effect END",
    "recorded_at": "CASE WHEN recorded_at BETWEEN '0001-01-02' AND '9999-12-30' THEN recorded_at END",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Where the leaf files are and how long they were, and the highest number of the snapshot."""

    folder: Path
    sizes: Mapping[HashName, int]
    highest: int


def rows(con: psycopg.Connection[Any], span: audit.Range, highest: int) -> Generator[tuple[Any, ...]]:
    """The stored rows of a range in order of number; the first range also has those numbered below 1."""
    lowest = -(2**63) if span.first == 1 else span.first
    copy_out = sql.SQL(
        "COPY (SELECT {} FROM journal WHERE n BETWEEN {} AND {} ORDER BY n) TO STDOUT (FORMAT BINARY)"
    ).format(sql.SQL(NAMES), lowest, min(span.last, highest))
    with con.cursor() as cursor, cursor.copy(copy_out) as copy:
        copy.set_types(TYPES)
        yield from copy.rows()


def check(con: psycopg.Connection[Any], span: audit.Range, work: Work) -> audit.Checked:
    """Check one range. Values that Python cannot hold are read again as values that are merely wrong."""
    kept = {
        name: Tiles(work.folder, name).hashes(span.first - 1, min(span.last, size)) for name, size in work.sizes.items()
    }
    try:
        # A COPY left half-read is cancelled, which may reach the server in time to abort the transaction or too late:
        # the savepoint is what makes the second reading possible either way.
        with con.transaction(), closing(rows(con, span, work.highest)) as stored:
            return audit.check(span, stored, kept)
    except (psycopg.DataError, TypeError, AttributeError):
        return audit.check(span, _odd_rows(con, span, work.highest), kept)


def _odd_rows(con: psycopg.Connection[Any], span: audit.Range, highest: int) -> list[Sequence[Any]]:
    columns = sql.SQL(", ").join(sql.SQL(_CLAMPED.get(name, f'"{name}"')) for name in COLUMNS)
    lowest = -(2**63) if span.first == 1 else span.first
    query = sql.SQL("SELECT {} FROM journal WHERE n BETWEEN {} AND {} ORDER BY n").format(
        columns, lowest, min(span.last, highest)
    )
    with con.cursor() as cursor:
        return [_even(row) for row in cursor.execute(query).fetchall()]


def _even(row: Sequence[Any]) -> tuple[Any, ...]:
    """Nothing where something must stand becomes something of the same type that no entry has."""
    made = list(row)
    made[COLUMNS.index("took_effect")] = made[COLUMNS.index("took_effect")] or date.min
    made[COLUMNS.index("recorded_at")] = made[COLUMNS.index("recorded_at")] or datetime.min.replace(tzinfo=UTC)
    for i in _LOOKUPS:
        made[i] = made[i] or ()
    for name in ("canonical", "leaf_sha256"):
        made[COLUMNS.index(name)] = made[COLUMNS.index(name)] or b""
    return tuple(made)


# In a process of its own: one connection, which looks at the snapshot of whoever started it.
_there: tuple[psycopg.Connection[Any], Work] | None = None


def start(parent: int, address: Mapping[str, Any], snapshot: str, modules: Sequence[str], work: Work) -> None:
    """Connect to the snapshot and learn the kinds of facts, which these modules declare; end with the process that asked."""
    global _there
    end_with(parent)
    for module in modules:
        import_module(module)
    con = psycopg.connect(**address)
    con.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    con.read_only = True
    con.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(sql.Literal(snapshot)))
    _there = con, work


def check_there(span: audit.Range) -> audit.Checked:
    assert _there is not None, "start() runs first"
    con, work = _there
    return check(con, span, work)
