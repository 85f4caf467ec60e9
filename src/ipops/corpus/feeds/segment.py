"""A stretch of a file read, and written as a segment: a folder of Parquet, one file a raw table."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ipops.corpus.feeds.batch import Batch, Quarantined
from ipops.corpus.feeds.raw import DOCUMENT, LISTS, SCHEMAS
from ipops.corpus.feeds.record import Read, Record

KEEP = 8 << 20  #: bytes kept of a quarantined document
SPAN = 1_000_000  #: numbers a segment has for its records; it never holds so many


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where records come from: the file's name and format, and how much it counts beside others (less counts more)."""

    folder: Path
    file: str
    format: str
    rank: int


@dataclass(slots=True)
class Gathered:
    """Reads held until they are worth a segment."""

    origin: Origin
    at: int = 0
    records: list[tuple[Record, int, str]] = field(default_factory=list)
    bad: list[Quarantined] = field(default_factory=list)
    skipped: int = 0

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
            _write(place, segment * SPAN, self.records, self.origin)
        keys = [r.key for r, _, _ in self.records]
        return Batch(at=self.at, keys=keys, bad=self.bad, skipped=self.skipped, segment=segment if keys else None)


def read_and_write(items: Iterable[Any], turn: Callable[[Any], Read], origin: Origin, segment: int) -> Batch:
    """Turn each item into what it says and write the segment; done in another process for large files."""
    held = Gathered(origin)
    for item in items:
        held.take(turn(item))
    return held.write(segment)


def _keep(folder: Path, read: Read) -> Quarantined:
    assert read.bad is not None
    sha = None
    if read.raw:
        kept = read.raw[:KEEP]
        sha = hashlib.sha256(kept).hexdigest()
        place = folder / "quarantine" / sha
        if not place.exists():
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(kept)
    bad = read.bad
    return Quarantined(offset=read.offset, bytes=read.size, code=bad.code, says=bad.says, line=bad.line, raw_sha256=sha)


def _write(place: Path, first: int, records: list[tuple[Record, int, str]], origin: Origin) -> None:
    documents = [
        (n, r.key, *map(r.document.get, DOCUMENT), origin.file, origin.format, offset, digest, origin.rank)
        for n, (r, offset, digest) in enumerate(records, first)
    ]
    _table(place, "documents", documents)
    keys = pa.array([r.key for r, _, _ in records], pa.string())
    for name in LISTS:
        lists = [getattr(r, name) for r, _, _ in records]
        if any(lists):
            whose = np.repeat(np.arange(len(lists)), np.fromiter(map(len, lists), np.int64, len(lists)))
            head = [pa.array(whose + first), keys.take(pa.array(whose))]
            _table(place, name, chain.from_iterable(lists), head)


def _table(place: Path, name: str, rows: Iterable[tuple[Any, ...]], head: Sequence[pa.Array] = ()) -> None:
    schema = SCHEMAS[name]
    held = zip(zip(*rows, strict=True), list(schema)[len(head) :], strict=True)
    table = pa.Table.from_arrays([*head, *(pa.array(c, type=f.type) for c, f in held)], schema=schema)
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
