"""What a load knows of itself: files, keys, segments, quarantine, and how far it got. One SQLite file beside the segments.

A segment counts when its row is committed, together with the keys it brought and the place in the file from which to go on.
A load that is killed leaves at most one segment without a row, which the next one writes anew (decision 0120).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ipops.corpus.feeds.batch import Batch, Quarantined
from ipops.kernel.text import Text

_TABLES = """
create table if not exists meta (version integer not null);
create table if not exists files (
    id integer primary key, sha256 text not null unique, name text not null, bytes integer not null, format text not null,
    done integer not null default 0, at integer not null default 0,
    stored integer not null default 0, merged integer not null default 0, quarantined integer not null default 0,
    skipped integer not null default 0);
create table if not exists keys (key text primary key) without rowid;
create table if not exists segments (n integer primary key, file integer not null);
create table if not exists quarantine (
    file integer not null, offset integer not null, bytes integer not null, code text not null, reason_zh text not null,
    reason_en text not null, line integer, raw_sha256 text);
"""
VERSION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A file as the catalogue has it; ``at`` is where reading goes on."""

    id: int
    sha256: str
    name: str
    bytes: int
    format: str
    done: bool
    at: int
    stored: int
    merged: int
    quarantined: int
    skipped: int

    @property
    def documents(self) -> int:
        return self.stored + self.merged + self.quarantined


class Catalogue:
    """The catalogue of the corpus in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.db = sqlite3.connect(folder / "catalogue.sqlite", isolation_level=None)
        self.db.execute("pragma journal_mode = wal")
        self.db.execute("pragma synchronous = normal")
        self.db.execute("pragma cache_size = -32000")
        self.db.executescript(_TABLES)
        if self.db.execute("select count(*) from meta").fetchone()[0] == 0:
            self.db.execute("insert into meta values (?)", (VERSION,))

    def close(self) -> None:
        self.db.close()

    @property
    def version(self) -> int:
        return int(self.db.execute("select version from meta").fetchone()[0])

    def file(self, *, sha256: str, name: str, size: int, kind: str) -> FileRow:
        """The row of a file, made if it is new. A file is known by its content; the name first seen stays."""
        self.db.execute(
            "insert into files (sha256, name, bytes, format) values (?, ?, ?, ?) on conflict (sha256) do nothing",
            (sha256, name, size, kind),
        )
        return _file_row(self.db.execute(_FILES + "where sha256 = ?", (sha256,)).fetchone())

    def files(self) -> Iterator[FileRow]:
        """Every file, in the order of loading."""
        yield from map(_file_row, self.db.execute(_FILES + "order by id"))

    def file_of(self, number: int) -> FileRow:
        return _file_row(self.db.execute(_FILES + "where id = ?", (number,)).fetchone())

    def next_segment(self) -> int:
        return int(self.db.execute("select coalesce(max(n), 0) + 1 from segments").fetchone()[0])

    def segments(self) -> tuple[int, ...]:
        return tuple(n for (n,) in self.db.execute("select n from segments order by n"))

    def commit(self, file: int, batch: Batch) -> None:
        """One segment and everything it changes, or nothing of it."""
        keys = batch.keys
        self.db.execute("begin immediate")
        try:
            before = self.db.total_changes
            self.db.executemany("insert or ignore into keys values (?)", [(k,) for k in keys])
            stored = self.db.total_changes - before
            self.db.executemany(
                "insert into quarantine values (?, ?, ?, ?, ?, ?, ?, ?)",
                [(file, q.offset, q.bytes, q.code, q.says.zh, q.says.en, q.line, q.raw_sha256) for q in batch.bad],
            )
            if batch.segment is not None:
                self.db.execute("insert into segments values (?, ?)", (batch.segment, file))
            self.db.execute(
                "update files set at = ?, stored = stored + ?, merged = merged + ?, quarantined = quarantined + ?, "
                "skipped = skipped + ? where id = ?",
                (batch.at, stored, len(keys) - stored, len(batch.bad), batch.skipped, file),
            )
            self.db.execute("commit")
        except BaseException:
            self.db.execute("rollback")
            raise

    def finish(self, file: int) -> None:
        self.db.execute("update files set done = 1 where id = ?", (file,))

    def quarantined(self, file: int | None = None) -> Iterator[tuple[str, Quarantined]]:
        """File name and entry, of one file or of all, in order."""
        rows = self.db.execute(_QUARANTINE + "where ?1 is null or q.file = ?1 order by q.file, q.offset", (file,))
        for name, offset, size, code, zh, en, line, sha in rows:
            held = Quarantined(offset=offset, bytes=size, code=code, says=Text(zh, en), line=line, raw_sha256=sha)
            yield name, held


_FILES = "select id, sha256, name, bytes, format, done, at, stored, merged, quarantined, skipped from files "
_QUARANTINE = (
    "select f.name, q.offset, q.bytes, q.code, q.reason_zh, q.reason_en, q.line, q.raw_sha256 "
    "from quarantine q join files f on f.id = q.file "
)


def _file_row(row: tuple[Any, ...]) -> FileRow:
    number, sha, name, size, kind, done, at, stored, merged, quarantined, skipped = row
    return FileRow(
        id=number,
        sha256=sha,
        name=name,
        bytes=size,
        format=kind,
        done=bool(done),
        at=at,
        stored=stored,
        merged=merged,
        quarantined=quarantined,
        skipped=skipped,
    )
