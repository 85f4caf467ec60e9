"""Facts as Parquet: a folder per kind, a file per export, merged when they become many. Everything here can be made again.

    parquet/licence_recorded/000000000001-000000040212.parquet     numbers of its first and last entry
    parquet/_superseded/…                                          what was corrected or withdrawn, by which, since when
    parquet/_exported.json                                         {"up_to": 40212}

Rule 1: a file appears whole (written aside, then renamed) and is never changed.
Rule 2: a file that a merged one replaces stays until the next merge: another process may be reading it.
Rule 3: ``_exported.json`` is written last. ``parts`` shows only files up to it, so a reader never sees half an export,
and never both a merged file and what it was merged from; read through it rather than by a pattern of file names.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ipops.ledger import tables
from ipops.ledger.entry import Entry
from ipops.ledger.kinds import kind_named
from ipops.ledger.schema import arrow_schema

SUPERSEDED = "_superseded"
MANY = 64  #: with more parts than this a kind's files are merged
CHUNK = 200_000  #: entries held at once
_MARK = "_exported.json"


def exported_up_to(folder: Path) -> int:
    """The number of the last entry that was exported; 0 for an empty or missing folder."""
    try:
        up_to: int = json.loads((folder / _MARK).read_text())["up_to"]
    except FileNotFoundError:
        return 0
    return up_to


def _span(file: Path) -> tuple[int, int]:
    first, last = file.stem.split("-")
    return int(first), int(last)


def parts(folder: Path, kind: str) -> list[Path]:
    """The files that together hold the kind's exported facts once each, in order; none if it has none."""
    up_to, chosen = exported_up_to(folder), []
    reached = 0
    files = (folder / kind).glob("*.parquet")
    for file in sorted(files, key=lambda f: (_span(f)[0], -_span(f)[1])):
        first, last = _span(file)
        if first > reached and last <= up_to:
            chosen.append(file)
            reached = last
    return chosen


def read(folder: Path, kind: str) -> pa.Table:
    """All exported facts of a kind, superseded ones included; of ``SUPERSEDED``, its three columns."""
    schema = tables.SUPERSEDED if kind == SUPERSEDED else arrow_schema(kind_named(kind))
    found = [pq.read_table(file, schema=schema) for file in parts(folder, kind)]
    return pa.concat_tables(found) if found else schema.empty_table()


def export_entries(folder: Path, entries: Iterable[Entry], *, chunk: int = CHUNK) -> int:
    """Write ``entries``, which begin right after ``exported_up_to`` and follow one another; gives the new last number.

    Raises ``ValueError`` if they do not: a gap would be a silent loss. A crash leaves the last mark, and the next call
    clears what was written beyond it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    up_to = exported_up_to(folder)
    _clear(folder, up_to)
    for block in _blocks(entries, chunk):
        for expected, e in enumerate(block, up_to + 1):
            if e.n != expected:
                raise ValueError(f"Exported up to {expected - 1}; the next entry is {expected}, not {e.n}.")
        for kind, found in tables.by_kind(block).items():
            _write(folder / kind, tables.table(kind_named(kind), found), found[0].n, found[-1].n)
        correcting = [e for e in block if e.supersedes is not None]
        if correcting:
            _write(folder / SUPERSEDED, tables.superseded(correcting), correcting[0].n, correcting[-1].n)
        up_to = block[-1].n
        _mark(folder, up_to)
    compact(folder)
    return up_to


def _blocks(entries: Iterable[Entry], chunk: int) -> Iterator[list[Entry]]:
    left = iter(entries)
    while block := list(islice(left, chunk)):
        yield block


def compact(folder: Path, *, many: int = MANY) -> None:
    """Merge the files of every kind that has more than ``many``. The merged-away ones go at the next merge of the kind, ``many``
    exports later: who listed them is still reading them."""
    for kind in _kinds(folder):
        files = parts(folder, kind)
        if len(files) <= many:
            continue
        for old in set((folder / kind).glob("*.parquet")) - set(files):
            old.unlink()
        schema = pq.read_schema(files[0])
        target = folder / kind / f"{files[0].stem[:12]}-{files[-1].stem[13:]}.parquet"
        aside = target.with_suffix(".part")
        with pq.ParquetWriter(aside, schema, compression="zstd") as writer:
            for file in files:
                writer.write_table(pq.read_table(file))
        _appear(aside, target)


def _kinds(folder: Path) -> list[str]:
    return sorted(d.name for d in folder.iterdir() if d.is_dir())


def _clear(folder: Path, up_to: int) -> None:
    """Remove half-written files and files beyond the mark: what a crash left."""
    for kind in _kinds(folder):
        for file in (folder / kind).iterdir():
            if file.suffix != ".parquet" or _span(file)[1] > up_to:
                file.unlink()


def _write(folder: Path, rows: pa.Table, first: int, last: int) -> None:
    folder.mkdir(exist_ok=True)
    target = folder / f"{first:012d}-{last:012d}.parquet"
    aside = target.with_suffix(".part")
    pq.write_table(rows, aside, compression="zstd")
    _appear(aside, target)


def _mark(folder: Path, up_to: int) -> None:
    aside = folder / f"{_MARK}.part"
    aside.write_text(json.dumps({"up_to": up_to}))
    _appear(aside, folder / _MARK)


def _appear(aside: Path, target: Path) -> None:
    with open(aside, "rb") as f:
        os.fsync(f.fileno())
    os.replace(aside, target)
