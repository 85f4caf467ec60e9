"""Fact tables for a measure: one folder of Parquet a kind, read by DuckDB or by Spark, live as known by a moment.

Live means: recorded by then, and not corrected or withdrawn by then. A kind without files is an empty table of the
right columns, so every measure runs on an empty city.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

import ipops.ledger.facts  # noqa: F401  (declares the shared kinds)
from ipops.ledger import export
from ipops.ledger import tables as ledger_tables
from ipops.ledger.fold import CHINA, end_of_day
from ipops.ledger.kinds import kind_named
from ipops.ledger.schema import arrow_schema
from ipops.measures.measure import Table, Tables

#: A day of the journal is a day of Beijing's calendar (decision 0040); what was recorded by its end was known on it.
OFFICE, known_through = CHINA, end_of_day


def schema_of(kind: str) -> pa.Schema:
    """The columns of a kind's export, or of what was superseded."""
    return ledger_tables.SUPERSEDED if kind == export.SUPERSEDED else arrow_schema(kind_named(kind))


def raw(con: Any, folder: Path, kind: str) -> Table:
    """Every exported fact of a kind, corrected ones included. ``con`` is an ibis connection to DuckDB or Spark."""
    files = [str(f) for f in export.parts(folder, kind)]
    if not files:
        schema = schema_of(kind)
        return ibis.memtable(schema.empty_table(), schema=ibis.Schema.from_pyarrow(schema))
    if con.name == "pyspark":
        view = f"{kind}_{hashlib.sha256(repr(files).encode()).hexdigest()[:12]}"
        con._session.read.parquet(*files).createOrReplaceTempView(view)
        return con.table(view)
    return con.read_parquet(files, union_by_name=True)


def live(facts: Table, superseded: Table, known_by: datetime | None = None) -> Table:
    """The rows of ``facts`` that stood at ``known_by`` (now if ``None``)."""
    if known_by is not None:
        moment = ibis.literal(known_by)
        facts = facts.filter(facts["recorded_at"] <= moment)
        superseded = superseded.filter(superseded["recorded_at"] <= moment)
    return facts.anti_join(superseded, "n")


def fact_tables(con: Any, folder: Path, kinds: Iterable[str], known_by: datetime | None = None) -> dict[str, Table]:
    """Live tables by kind. Raises ``KeyError`` for a kind nobody declared."""
    superseded = raw(con, folder, export.SUPERSEDED)
    return {k: live(raw(con, folder, k), superseded, known_by) for k in dict.fromkeys(kinds)}


def named(kinds: Iterable[str], known_by: datetime | None = None) -> Tables:
    """The same live tables bound to nothing, under their kinds' names: for SQL that a person reads."""
    superseded = _unbound(export.SUPERSEDED)
    return {k: live(_unbound(k), superseded, known_by) for k in dict.fromkeys(kinds)}


def _unbound(kind: str) -> Table:
    return ibis.table(ibis.Schema.from_pyarrow(schema_of(kind)), name=unbound_name(kind))


def unbound_name(kind: str) -> str:
    """What a kind's table is called in SQL for people: its own name, and ``superseded``."""
    return kind.lstrip("_")
