"""A stretch of a file read, and written as a segment: a folder of Parquet, one file a raw table."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ipops.corpus.feeds.batch import Batch, Quarantined
from ipops.corpus.feeds.pieces import Piece
from ipops.corpus.feeds.prologue import Prologue
from ipops.corpus.feeds.raw import DOCUMENT, LISTS, SCHEMAS
from ipops.corpus.feeds.record import Read, Record

if TYPE_CHECKING:
    from ipops.corpus.feeds.plain.sheet import Sheet

KEEP = 8 << 20  #: bytes kept of a quarantined document
SPAN = 1_000_000  #: numbers a segment has for its records; it never holds so many


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where records come from: the file's name and format, and how much it counts beside others (less counts more)."""

    folder: Path
    file: str
    format: str
    rank: int
    plain: bool = False  #: read plain grants without a tree: compiled loops are worth their start for a large file


@dataclass(slots=True)
class Gathered:
    """Reads held until they are worth a segment."""

    origin: Origin
    at: int = 0
    records: list[tuple[Record, int, str]] = field(default_factory=list)
    bad: list[Quarantined] = field(default_factory=list)
    skipped: int = 0
    sheet: Sheet | None = None

    def __post_init__(self) -> None:
        if self.origin.plain:
            from ipops.corpus.feeds.plain.sheet import Sheet

            self.sheet = Sheet()

    def take_item(self, item: Any, turn: Callable[[Any], Read]) -> None:
        """An item of a file, on the sheet if it is a plain document, else as ``turn`` reads it."""
        end = self.take_plain(item.data, 0, item.offset, item.prologue) if self.sheet and isinstance(item, Piece) else 0
        if not end or end != len(item.data):
            self.take(turn(item))

    def take_plain(self, data: bytes, at: int, base: int, prologue: Prologue | None) -> int:
        """The plain document at a byte of ``data``, which stands at ``base`` in the file; the byte behind it, 0 if it is not plain."""
        assert self.sheet is not None
        read = self.sheet.read(np.frombuffer(data, np.uint8), prologue, len(self.records))
        if read is None:
            return 0
        record, end = read
        self.at = base + end
        self.records.append((record, base + at, hashlib.sha256(memoryview(data)[at:end]).hexdigest()))
        return end

    def take(self, read: Read) -> None:
        self.at = read.offset + read.size
        self.skipped += read.skipped
        if read.bad is not None:
            self.bad.append(_keep(self.origin.folder, read))
        if read.records:
            digest = hashlib.sha256(read.raw).hexdigest() if read.raw else ""
            self.records += [(r, read.offset, digest) for r in read.records]

    def write(self, segment: int) -> Batch:
        """Write the segment, whatever a load that was killed left in its place."""
        if self.records:
            place = self.origin.folder / "segments" / f"{segment:06}"
            if place.exists():
                shutil.rmtree(place)
            place.mkdir()
            _write(place, segment * SPAN, self)
        keys = [r.key for r, _, _ in self.records]
        return Batch(at=self.at, keys=keys, bad=self.bad, skipped=self.skipped, segment=segment if keys else None)


def read_and_write(items: Iterable[Any], turn: Callable[[Any], Read], origin: Origin, segment: int) -> Batch:
    """Turn each item into what it says and write the segment; done in another process for large files."""
    held = Gathered(origin)
    for item in items:
        held.take_item(item, turn)
    return held.write(segment)


def _keep(folder: Path, read: Read) -> Quarantined:
    assert read.bad is not None
    sha = None
    if read.raw:
        kept = read.raw[:KEEP]
        sha = hashlib.sha256(kept).hexdigest()
        _keep_bytes(folder / "quarantine" / sha, kept)
    bad = read.bad
    return Quarantined(offset=read.offset, bytes=read.size, code=bad.code, says=bad.says, line=bad.line, raw_sha256=sha)


def _keep_bytes(place: Path, kept: bytes) -> None:
    """Whole or not at all; what a killed load has left half is written anew."""
    if place.exists() and place.stat().st_size == len(kept):
        return
    place.parent.mkdir(exist_ok=True)
    half = place.with_name(f".{place.name}.{os.getpid()}")  # several processes may meet the same bytes
    half.write_bytes(kept)
    half.replace(place)


def _write(place: Path, first: int, held: Gathered) -> None:
    records = held.records
    keys = pa.array([r.key for r, _, _ in records], pa.string())
    _put(place, "documents", _documents(held, keys, first))

    def head(whose: Any) -> list[pa.Array]:
        return [pa.array(whose.astype(np.int64) + first), keys.take(pa.array(whose))]

    for name in LISTS:
        lists = [getattr(r, name) for r, _, _ in records]
        parts = []
        if any(lists):
            whose = np.repeat(np.arange(len(lists)), np.fromiter(map(len, lists), np.int64, len(lists)))
            parts.append(_table(name, chain.from_iterable(lists), head(whose)))
        if held.sheet and (table := held.sheet.table(name, SCHEMAS[name], head)) is not None:
            parts.append(table)
        if parts:
            _put(place, name, pa.concat_tables(parts).sort_by("record") if len(parts) > 1 else parts[0])


def _documents(held: Gathered, keys: pa.Array, first: int) -> pa.Table:
    """Column by column: most records of an export say little of the document, so most columns are empty."""
    records, origin, n = held.records, held.origin, len(held.records)
    said = [r.document for r, _, _ in records]
    there: set[str] = set().union(*said)
    columns = [
        pa.array([d.get(c) for d in said], kind) if c in there else pa.nulls(n, kind) for c, kind in DOCUMENT.items()
    ]
    beside = (
        pa.repeat(pa.scalar(origin.file, pa.string()), n), pa.repeat(pa.scalar(origin.format, pa.string()), n),
        pa.array([offset for _, offset, _ in records], pa.int64()), pa.array([d for _, _, d in records], pa.string()),
        pa.repeat(pa.scalar(origin.rank, pa.int16()), n),
    )  # fmt: skip
    numbers = pa.array(np.arange(first, first + n, dtype=np.int64))
    return pa.Table.from_arrays([numbers, keys, *columns, *beside], schema=SCHEMAS["documents"])


def _table(name: str, rows: Iterable[tuple[Any, ...]], head: Sequence[pa.Array] = ()) -> pa.Table:
    schema = SCHEMAS[name]
    held = zip(zip(*rows, strict=True), list(schema)[len(head) :], strict=True)
    return pa.Table.from_arrays([*head, *(pa.array(c, type=f.type) for c, f in held)], schema=schema)


def _put(place: Path, name: str, table: pa.Table) -> None:
    pq.write_table(
        table,
        place / f"{name}.parquet",
        compression="lz4",
        use_dictionary=_DICTIONARY.get(name, []),
        write_statistics=False,
    )


#: columns that repeat; the others cost more to look up than they save
_DICTIONARY = {
    "documents": ["office", "kind", "right_type", "title_lang", "source_file", "source_format"],
    "parties": ["role", "kind", "country", "region"],
    "citations": ["office", "kind", "origin"],
    "literature": ["origin"],
    "classes": ["scheme", "edition", "office"],
    "claims": ["lang"],
}
