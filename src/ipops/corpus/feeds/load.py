"""Load files into a corpus: open, tell the format, read, store. Documents in = stored + merged + quarantined, always.

A file is known by its content. One that was loaded whole before is not read again: its documents merge into themselves. One
that was broken off goes on where its last segment ended.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from ipops.corpus.feeds import faults, formats
from ipops.corpus.feeds.batch import Batch, Quarantined
from ipops.corpus.feeds.brs import read_brs
from ipops.corpus.feeds.catalogue import FileRow
from ipops.corpus.feeds.documents import read_piece
from ipops.corpus.feeds.faults import fault_of
from ipops.corpus.feeds.json_objects import read_json
from ipops.corpus.feeds.opened import HEAD, Part, Patient, opened, parts, skip
from ipops.corpus.feeds.pieces import pieces_of
from ipops.corpus.feeds.ppubs import read_object
from ipops.corpus.feeds.record import Read
from ipops.corpus.feeds.store import How, Store
from ipops.corpus.feeds.stretches import stretches
from ipops.corpus.feeds.us_aps import read_aps
from ipops.corpus.helpers import seldom_collected

#: called with (name, bytes or lines read so far, their total or ``None``, documents so far)
Tell = Callable[[str, int, int | None, int], None]
Turn = Callable[[Any], Read]
#: bytes from which a file is worth more processes than one, and from which compiled loops; an eighth of it when packed
LARGE, LOOPS = 12 << 20, 64 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What became of one file (or member of a zip)."""

    file: str
    format: str
    stored: int
    merged: int
    skipped: int
    quarantined: tuple[Quarantined, ...]

    @property
    def documents(self) -> int:
        return self.stored + self.merged + len(self.quarantined)


def load(
    files: Sequence[tuple[Path, str]],
    into: Path,
    *,
    tell: Tell | None = None,
    profile: Any = None,
    workers: int = 1,
) -> Iterator[Loaded]:
    """Load each (path, name to go by) into the corpus in ``into``; one ``Loaded`` a file, zip members apart.

    ``profile`` is a mapping profile for tables; without it the shipped ones are tried. ``workers`` are the processes that read a
    large file; they are spawned, so more than one needs a main module that may be imported. Raises ``store.Busy`` while another load
    runs.
    """
    with Store(into, workers) as store, seldom_collected():
        for path, name in files:
            for part in _parts(path, name):
                yield _load(store, part, tell or _silent, profile)


def _silent(*_: object) -> None:
    """Nobody is watching."""


def _parts(path: Path, name: str) -> Iterator[Part]:
    try:
        yield from parts(path, name)
    except (OSError, zipfile.BadZipFile) as broken:
        sha = hashlib.sha256(f"{name}: {broken}".encode()).hexdigest()
        yield Part(path=path, name=name, size=path.stat().st_size, sha256=sha, packed="broken")


def _load(store: Store, part: Part, tell: Tell, profile: Any) -> Loaded:
    kind = _kind(part)
    row = store.catalogue.file(sha256=part.sha256, name=part.name, size=part.size, kind=kind)
    if row.done:
        return _again(store, row, part)
    total = part.size if not part.packed else None
    count = row.documents
    for batch in _batches(store, row, part, profile):
        count += len(batch.keys) + len(batch.bad)
        tell(part.name, batch.at, total, count)
    done = store.finish(row)
    tell(part.name, part.size, total, done.documents)
    return _outcome(store, done)


def _batches(store: Store, row: FileRow, part: Part, profile: Any) -> Iterator[Batch]:
    rank = formats.rank_of(row.format)
    size = part.size * (8 if part.packed else 1)
    weekly = row.format == "uspto-xml-4"
    how = How(shared=size >= LARGE, plain=weekly and size >= LOOPS, rows=row.format == "table")
    if weekly and size >= LARGE and not part.packed and not _wide(part):
        yield from store.read_stretches(row, rank, stretches(part.path, row.at), how)
        return
    for items, turn in _reads(part, row.format, row.at, profile):
        yield from store.read(row, rank, items, turn, how)


def _wide(part: Part) -> bool:
    """Written in UTF-16, so that a byte of the file is none of what is read."""
    with part.path.open("rb") as f:
        return f.read(2) in (b"\xff\xfe", b"\xfe\xff")


def _outcome(store: Store, row: FileRow) -> Loaded:
    held = tuple(q for _, q in store.catalogue.quarantined(row.id))
    return Loaded(
        file=row.name, format=row.format, stored=row.stored, merged=row.merged, skipped=row.skipped, quarantined=held
    )


def _again(store: Store, row: FileRow, part: Part) -> Loaded:
    held = tuple(q for _, q in store.catalogue.quarantined(row.id))
    known = row.stored + row.merged
    return Loaded(file=part.name, format=row.format, stored=0, merged=known, skipped=row.skipped, quarantined=held)


def _kind(part: Part) -> str:
    if part.packed == "broken":
        return formats.UNKNOWN
    try:
        with opened(part) as stream:
            return formats.sniff(stream.read(HEAD))
    except (OSError, zipfile.BadZipFile):
        return formats.UNKNOWN


def _reads(part: Part, kind: str, start: int, profile: Any) -> Iterator[tuple[Iterable[Any], Turn]]:
    """The items of a part, and what makes of each what it says; a workbook has several runs of items."""
    try:
        if kind == "table":
            from ipops.corpus.feeds.exports import open_export

            yield from open_export(part, start, profile)
        elif kind == formats.UNKNOWN:
            bad = faults.UNKNOWN if part.packed != "broken" else faults.UNOPENED
            yield [Read(offset=0, size=part.size, bad=bad)], as_it_is
        else:
            with opened(part) as stream:
                patient = Patient(stream)
                if kind in _OTHERS or kind == "json":
                    yield _streamed(patient, kind, start), as_it_is
                else:
                    skip(cast(IO[bytes], patient), start)
                    yield pieces_of(patient, start), read_piece
    except OSError as broken:
        yield [Read(offset=start, size=part.size, bad=fault_of(broken))], as_it_is
    except zipfile.BadZipFile:
        yield [Read(offset=start, size=part.size, bad=faults.UNOPENED)], as_it_is


def as_it_is(read: Read) -> Read:
    """For items that are read already."""
    return read


_OTHERS = {"uspto-aps": read_aps, "uspto-brs": read_brs}


def _streamed(patient: Patient, kind: str, start: int) -> Iterator[Read]:
    """Every document; after a fault of the stream one more entry, which takes the place of a last document cut in half."""
    stream, last = cast(IO[bytes], patient), None
    if kind == "json":
        reads = read_json(stream, start, read_object)
    else:
        skip(stream, start)
        reads = _OTHERS[kind](stream, start)
    for read in reads:
        if last is not None:
            yield last
        last = read
    if last is not None and (patient.fault is None or last.bad is None):
        yield last
    if patient.fault is not None:
        cut = last is not None and last.bad is not None
        at = start if last is None else (last.offset if cut else last.offset + last.size)
        yield Read(offset=at, size=0, bad=fault_of(patient.fault), raw=last.raw if last is not None and cut else b"")
