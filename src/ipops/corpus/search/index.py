"""The index of a corpus: its postings and attributes, made from the tables once and kept beside them until they change.

It is made in parts of 20,000 documents; an interrupted run goes on with the next part. Nothing here is the only copy of
anything: the folder may be deleted at any minute.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ipops.corpus.search.attributes import TABLES, Attributes, attributes_of
from ipops.corpus.search.postings import Part, Postings, encode, merge
from ipops.corpus.search.tokens import Tokeniser

FOLDER = ".search"
PART = 20_000
_TEXTS = {"title": ("title", "title_zh", "title_en"), "abstract": ("abstract", "abstract_zh", "abstract_en")}
_COLUMNS = (
    "document", "family", "office", "kind", "right_type", "legal_status", "stage", "filed_on", "published_on", "granted_on",
)  # fmt: skip
Heard = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Index:
    postings: Postings
    attributes: Attributes
    tokeniser: Tokeniser


def texts_of(batch: Any) -> list[list[list[str]]]:
    """Per document its titles and abstracts, each distinct text once; a column that is not there is not known."""
    columns = []
    for names in _TEXTS.values():
        there = [batch.column(n).to_pylist() for n in names if n in batch.schema.names]
        rows = zip(*there, strict=True) if there else ((),) * batch.num_rows
        columns.append([list(dict.fromkeys(t for t in row if t)) for row in rows])
    return [list(fields) for fields in zip(*columns, strict=True)]


def open_index(tables: Path, tokeniser: Tokeniser, *, heard: Heard | None = None) -> Index:
    """The index of a folder of tables, made anew if they or the terms have changed. ``heard(done, of)`` tells how far it is.

    Where the folder may not be written, the index lives in memory only.
    """
    kept = tables / FOLDER / _mark(tables, tokeniser)
    if (kept / "whole").exists():
        return Index(Postings.load(kept), Attributes.load(kept / "attributes.npz"), tokeniser)
    try:
        kept.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Index(merge(list(_parts(tables, tokeniser, None, heard))), attributes_of(_tables(tables)), tokeniser)
    for old in (tables / FOLDER).iterdir():
        if old != kept:
            shutil.rmtree(old, ignore_errors=True)
    made = Index(merge(list(_parts(tables, tokeniser, kept, heard))), attributes_of(_tables(tables)), tokeniser)
    made.postings.save(kept)
    made.attributes.save(kept / "attributes.npz")
    (kept / "whole").touch()
    for part in kept.glob("part-*.npz"):
        part.unlink()
    return made


def _parts(tables: Path, tokeniser: Tokeniser, kept: Path | None, heard: Heard | None) -> Iterator[Part]:
    file = pq.ParquetFile(tables / "documents.parquet")
    total, first = file.metadata.num_rows, 0
    wanted = [n for names in _TEXTS.values() for n in names if n in file.schema_arrow.names]
    for at, batch in enumerate(file.iter_batches(batch_size=PART, columns=wanted)):
        saved = kept / f"part-{at:05d}.npz" if kept else None
        if saved is not None and saved.exists():
            part = Part.load(saved)
        else:
            part = encode(texts_of(batch), tokeniser, first=first)
            if saved is not None:
                part.save(saved)
        first += batch.num_rows
        if heard is not None:
            heard(first, total)
        yield part


def _tables(folder: Path) -> dict[str, Any]:
    found = {}
    for name in TABLES:
        path = folder / f"{name}.parquet"
        if path.exists():
            columns = {
                "documents": _COLUMNS,
                "classes": ("document", "symbol"),
                "parties": ("document", "role", "name"),
            }
            there = set(pq.read_schema(path).names)
            asked = columns.get(name)
            table = pq.read_table(path, columns=[c for c in asked if c in there] if asked else None)
            for lacking in [c for c in asked or () if c not in there]:
                table = table.append_column(
                    lacking, pa.nulls(len(table), pa.string() if "_on" not in lacking else pa.date32())
                )
            found[name] = table
    return found


def _mark(tables: Path, tokeniser: Tokeniser) -> str:
    """Changes when a table does (by size and time of writing) or when the same text would give other tokens."""
    told = [tokeniser.mark]
    for name in TABLES:
        path = tables / f"{name}.parquet"
        if path.exists():
            told.append(f"{name} {path.stat().st_size} {path.stat().st_mtime_ns}")
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
