"""Where loaded records lie until they are made into tables: segments of a few thousand records, each a folder of Parquet.

Memory holds one segment. Quarantined bytes are kept under their SHA-256, so nothing is lost to a fault of ours.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from pathlib import Path
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from ipops.corpus.feeds.catalogue import VERSION, Catalogue, FileRow, Quarantined
from ipops.corpus.feeds.raw import DOCUMENT, LISTS, SCHEMAS
from ipops.corpus.feeds.record import Read, Record
from ipops.kernel.text import Text

RECORDS = 2_000  #: records a segment
KEEP = 8 << 20  #: bytes kept of a quarantined document


class Busy(Exception):
    """Another load is writing the same corpus."""

    says = Text(
        "另一个载入正在写入该语料库；请待其结束后再试。",
        "Another load is writing this corpus; try again when it has ended.",
    )


class Newer(Exception):
    """The corpus was written by a version of this program that keeps it otherwise."""

    says = Text(
        "该语料库由另一版本的程序写成，无法接续；请另选目录重新载入。",
        "This corpus was written by another version of the program; load into another folder.",
    )


class Store:
    """A corpus being loaded. One writer at a time; use it as a context."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "segments").mkdir(exist_ok=True)
        self.folder = folder
        self._lock = os.open(folder / "lock", os.O_CREAT | os.O_RDWR, 0o644)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._lock)
            raise Busy from None
        self.catalogue = Catalogue(folder)
        if self.catalogue.version != VERSION:
            raise Newer
        self.file: FileRow | None = None
        self.rank = 0
        self._reset()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.catalogue.close()
        os.close(self._lock)

    def begin(self, file: FileRow, rank: int) -> None:
        """Records added from now on come from this file; ``rank`` says how much it counts beside others (less counts more)."""
        self.file, self.rank = file, rank
        self._reset()

    def _reset(self) -> None:
        self.records: list[tuple[Record, int, str]] = []
        self.bad: list[Quarantined] = []
        self.skipped = 0

    def add(self, read: Read) -> None:
        """Take what came out of one stretch of the file; write the segment when it is full."""
        self.skipped += read.skipped
        if read.bad is not None:
            self.bad.append(self._keep(read))
        else:
            digest = hashlib.sha256(read.raw).hexdigest() if read.raw else ""
            self.records += [(r, read.offset, digest) for r in read.records]
        if len(self.records) >= RECORDS or len(self.bad) >= RECORDS:
            self.flush(read.offset + read.size)

    def _keep(self, read: Read) -> Quarantined:
        assert read.bad is not None
        sha = None
        if read.raw:
            kept = read.raw[:KEEP]
            sha = hashlib.sha256(kept).hexdigest()
            place = self.folder / "quarantine" / sha
            if not place.exists():
                place.parent.mkdir(exist_ok=True)
                place.write_bytes(kept)
        bad = read.bad
        return Quarantined(
            offset=read.offset, bytes=read.size, code=bad.code, says=bad.says, line=bad.line, raw_sha256=sha
        )

    def flush(self, at: int) -> None:
        """Write what is held as a segment, and remember that everything before ``at`` is in."""
        assert self.file is not None
        segment = None
        if self.records:
            segment = self.catalogue.next_segment()
            self._write(segment)
        keys = [r.key for r, _, _ in self.records]
        self.catalogue.commit(self.file.id, at=at, keys=keys, bad=self.bad, skipped=self.skipped, segment=segment)
        self._reset()

    def finish(self) -> FileRow:
        assert self.file is not None
        self.flush(self.file.bytes)
        self.catalogue.finish(self.file.id)
        return self.catalogue.file_of(self.file.id)

    def _write(self, segment: int) -> None:
        place = self.folder / "segments" / f"{segment:06}"
        if place.exists():
            shutil.rmtree(place)  # of a load that was killed before it could commit
        place.mkdir()
        first = self.catalogue.next_record
        self._table(place, "documents", self._documents(first))
        for name in LISTS:
            rows = [(n, r.key, *row) for n, (r, _, _) in enumerate(self.records, first) for row in getattr(r, name)]
            if rows:
                self._table(place, name, rows)

    def _documents(self, first: int) -> list[tuple[Any, ...]]:
        assert self.file is not None
        source = (self.file.name, self.file.format)
        return [
            (n, r.key, *map(r.document.get, DOCUMENT), *source, offset, digest, self.rank)
            for n, (r, offset, digest) in enumerate(self.records, first)
        ]

    def _table(self, place: Path, name: str, rows: list[tuple[Any, ...]]) -> None:
        schema = SCHEMAS[name]
        columns = [pa.array(c, type=f.type) for c, f in zip(zip(*rows, strict=True), schema, strict=True)]
        table = pa.Table.from_arrays(columns, schema=schema)
        pq.write_table(table, place / f"{name}.parquet", compression="snappy", use_dictionary=_DICTIONARY.get(name, []))


#: columns that repeat; the others cost more to look up than they save
_DICTIONARY = {
    "documents": ["office", "kind", "right_type", "title_lang", "source_file", "source_format"],
    "parties": ["role", "kind", "country", "region"],
    "citations": ["office", "kind", "origin"],
    "literature": ["origin"],
    "classes": ["scheme", "edition", "office"],
    "claims": ["lang"],
}
