"""Open tables as files, made once for each state of the journal and kept in the cache until the journal grows."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import get_ident
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ipops.ledger import export
from ipops.webkit import analytics
from ipops.webkit.home import room
from ipops.webkit.opendata.datasets import DATASETS, Dataset

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Edition:
    """The export the files are made of: its folder, its name, the number of its last entry."""

    folder: Path
    name: str
    up_to: int


def current() -> Edition:
    folder = analytics.refresh()
    return Edition(folder, analytics.edition(folder)[:16] or "empty", export.exported_up_to(folder))


def _csv(table: pa.Table, of: Dataset, edition: Edition) -> bytes:
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(table.column_names)
    for row in zip(*(c.to_pylist() for c in table.columns), strict=True):
        writer.writerow(["" if v is None else f"'{v}" if str(v).startswith(_FORMULA) else v for v in row])
    return out.getvalue().encode()


def _json(table: pa.Table, of: Dataset, edition: Edition) -> bytes:
    whole: dict[str, Any] = {
        "dataset": of.code,
        "title": of.title.as_json(),
        "says": of.says.as_json(),
        "columns": {c.name: c.says.as_json() for c in of.columns},
        "entries_up_to": edition.up_to,
        "rows": table.to_pylist(),
    }
    return json.dumps(whole, ensure_ascii=False, default=str).encode()


def _parquet(table: pa.Table, of: Dataset, edition: Edition) -> bytes:
    out = io.BytesIO()
    said = {f"ipops.{k}": v for k, v in (("dataset", of.code), ("entries_up_to", str(edition.up_to)))}
    pq.write_table(table.replace_schema_metadata(said), out)
    return out.getvalue()


_MAKE: Mapping[str, Callable[[pa.Table, Dataset, Edition], bytes]] = MappingProxyType(
    {"csv": _csv, "json": _json, "parquet": _parquet}
)
#: Suffix -> media type.
FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "csv": "text/csv; charset=utf-8; header=present",
        "json": "application/json",
        "parquet": "application/vnd.apache.parquet",
    }
)


def file_of(of: Dataset, how: str, edition: Edition) -> bytes:
    """The table in one of ``FORMATS``. Raises ``KeyError`` for another."""
    make = _MAKE[how]
    return _kept(edition, f"{of.code}.{how}", lambda: make(_checked(of, edition), of, edition))


def rows_of(of: Dataset, edition: Edition) -> list[dict[str, Any]]:
    """The rows of the very file that everybody may take, so that a page beside it cannot say something else."""
    found: list[dict[str, Any]] = json.loads(file_of(of, "json", edition))["rows"]
    return found


def summary(edition: Edition) -> Mapping[str, int]:
    """How many rows each table has."""
    raw = _kept(
        edition,
        "summary.json",
        lambda: json.dumps({d.code: d.make(edition.folder).num_rows for d in DATASETS.values()}).encode(),
    )
    found: Mapping[str, int] = json.loads(raw)
    return found


def _checked(of: Dataset, edition: Edition) -> pa.Table:
    table = of.make(edition.folder)
    promised = [c.name for c in of.columns]
    if table.column_names != promised:
        raise RuntimeError(f"{of.code} has the columns {table.column_names}, promised are {promised}.")
    return table


def _kept(edition: Edition, name: str, make: Callable[[], bytes]) -> bytes:
    """From the cache or made; files of earlier states go when the first of a new one is made."""
    folder = room("cache") / "open" / edition.name
    place = folder / name
    if place.is_file():
        return place.read_bytes()
    made = make()
    if not folder.is_dir():
        for old in folder.parent.glob("*"):
            shutil.rmtree(old, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{name}.{os.getpid()}.{get_ident()}"
    draft.write_bytes(made)
    draft.replace(place)
    return made
