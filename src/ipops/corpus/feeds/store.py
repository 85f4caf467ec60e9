"""Where loaded records lie until they are made into tables: segments, a catalogue that says which of them count, and
quarantined bytes under their SHA-256, so that nothing is lost to a fault of ours.

A large file is read by several processes, this one among them: each parses and writes segments, and batches are committed in
the order of the file, so a load that is killed goes on where the last one ended.
"""

from __future__ import annotations

import fcntl
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import current_process
from pathlib import Path
from typing import Any, Self

from ipops.corpus.feeds.batch import Batch
from ipops.corpus.feeds.catalogue import VERSION, Catalogue, FileRow
from ipops.corpus.feeds.record import Read
from ipops.corpus.feeds.segment import Gathered, Origin, read_and_write
from ipops.corpus.feeds.stretches import BYTES, Stretch, read_stretch
from ipops.corpus.helpers import pool
from ipops.kernel.text import Text

RECORDS = 2_000  #: items a segment, about
ROWS = 5  #: times as many if they are rows of a table, which say little each
WORKERS = min(4, os.cpu_count() or 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How a file is read: by several processes if there are, plain documents by compiled loops; whether it holds rows of a table."""

    shared: bool = False
    plain: bool = False
    rows: bool = False


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
    """A corpus being loaded. One writer at a time; use it as a context. ``workers`` below 2 reads in this process alone."""

    def __init__(self, folder: Path, workers: int = 1) -> None:
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
        self.workers = 0 if current_process().daemon else workers  # a daemon may have no children
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        self.catalogue.close()
        os.close(self._lock)

    def read(
        self, file: FileRow, rank: int, items: Iterable[Any], turn: Callable[[Any], Read], how: How
    ) -> Iterator[Batch]:
        """Read a file's items and commit them batch by batch; each batch once it is safe on disk."""
        origin, most = self._origin(file, rank, how), RECORDS * (ROWS if how.rows else 1)
        if how.shared and self.workers > 1:
            batches = self._shared(origin, (partial(read_and_write, part, turn) for part in _parts(items, most)))
        else:
            batches = self._here(origin, items, turn, most)
        yield from self._commit(file, batches)

    def read_stretches(self, file: FileRow, rank: int, stretches: Iterable[Stretch], how: How) -> Iterator[Batch]:
        """The same of stretches of a file that each process cuts for itself."""
        origin, jobs = self._origin(file, rank, how), (partial(read_stretch, s) for s in stretches)
        if how.shared and self.workers > 1:
            batches: Iterable[Batch] = self._shared(origin, jobs)
        else:
            batches = (job(origin, n) for n, job in enumerate(jobs, self.catalogue.next_segment()))
        yield from self._commit(file, batches)

    def _origin(self, file: FileRow, rank: int, how: How) -> Origin:
        return Origin(folder=self.folder, file=file.name, format=file.format, rank=rank, plain=how.plain)

    def _commit(self, file: FileRow, batches: Iterable[Batch]) -> Iterator[Batch]:
        for batch in batches:
            self.catalogue.commit(file.id, batch)
            yield batch

    def finish(self, file: FileRow) -> FileRow:
        self.catalogue.finish(file.id)
        return self.catalogue.file_of(file.id)

    def _here(self, origin: Origin, items: Iterable[Any], turn: Callable[[Any], Read], most: int) -> Iterator[Batch]:
        held = Gathered(origin)
        for item in items:
            held.take_item(item, turn)
            if len(held.records) >= most or len(held.bad) >= most:
                yield held.write(self.catalogue.next_segment())
                held = Gathered(origin, held.at)
        yield held.write(self.catalogue.next_segment())

    def _shared(self, origin: Origin, jobs: Iterable[Callable[[Origin, int], Batch]]) -> Iterator[Batch]:
        """The batches of jobs, in their order. Each helper is kept one job ahead; this process does what is too much for them."""
        helpers = self.workers - 1
        if self._pool is None:
            self._pool = pool(helpers)
        given: deque[Future[Batch]] = deque()
        for segment, job in enumerate(jobs, self.catalogue.next_segment()):
            if sum(not g.done() for g in given) < 2 * helpers:
                given.append(self._pool.submit(job, origin, segment))
            else:
                given.append(_done(job(origin, segment)))
            while given and given[0].done():
                yield given.popleft().result()
        while given:
            yield given.popleft().result()


def _done(batch: Batch) -> Future[Batch]:
    held: Future[Batch] = Future()
    held.set_result(batch)
    return held


def _parts(items: Iterable[Any], most: int) -> Iterator[list[Any]]:
    """Items in lists of a segment's size."""
    part: list[Any] = []
    size = 0
    for item in items:
        part.append(item)
        size += getattr(item, "size", 256)
        if len(part) >= most or size >= BYTES:
            yield part
            part, size = [], 0
    if part:
        yield part
