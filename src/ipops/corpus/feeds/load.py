"""Load files into a corpus: open, tell the format, read, store. Documents in = stored + merged + quarantined, always.

A file is known by its content. One that was loaded whole before is not read again: its documents merge into themselves. One
that was broken off goes on where its last segment ended.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from ipops.corpus.feeds import formats
from ipops.corpus.feeds.brs import read_brs
from ipops.corpus.feeds.catalogue import FileRow, Quarantined
from ipops.corpus.feeds.documents import read_xml
from ipops.corpus.feeds.json_objects import read_json
from ipops.corpus.feeds.opened import HEAD, Part, Patient, TooMuch, opened, parts, skip
from ipops.corpus.feeds.ppubs import read_object
from ipops.corpus.feeds.record import Bad, Read
from ipops.corpus.feeds.store import Store
from ipops.corpus.feeds.us_aps import read_aps
from ipops.kernel.text import Text

#: called with (name, bytes or lines read so far, their total or ``None``, documents so far)
Tell = Callable[[str, int, int | None, int], None]


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
    files: Sequence[tuple[Path, str]], into: Path, *, tell: Tell | None = None, profile: Any = None
) -> Iterator[Loaded]:
    """Load each (path, name to go by) into the corpus in ``into``; one ``Loaded`` a file, zip members apart.

    ``profile`` is a mapping profile for tables; without it the shipped ones are tried. Raises ``store.Busy`` while another load
    runs.
    """
    with Store(into) as store:
        for path, name in files:
            for part in _parts(path, name):
                yield _load(store, part, tell or _silent, profile)


_EVERY = 1 << 18  #: bytes between two words of progress


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
    store.begin(row, formats.rank_of(kind))
    total = part.size if not part.packed else None
    count, last = row.documents, 0
    for read in _reads(part, kind, row.at, profile):
        store.add(read)
        count += len(read.records) + (read.bad is not None)
        at = read.offset + read.size
        if at - last > _EVERY or last == 0:
            tell(part.name, at, total, count)
            last = at
    done = store.finish()
    tell(part.name, part.size, total, done.documents)
    return _outcome(store, done)


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


def _reads(part: Part, kind: str, start: int, profile: Any) -> Iterator[Read]:
    try:
        if kind == "table":
            from ipops.corpus.feeds.exports import read_export

            yield from read_export(part, start, profile)
        elif kind == formats.UNKNOWN:
            yield Read(offset=0, size=part.size, bad=_UNKNOWN if part.packed != "broken" else _UNOPENED)
        else:
            yield from _streamed(part, kind, start)
    except OSError as broken:
        yield Read(offset=start, size=part.size, bad=_fault(broken))
    except zipfile.BadZipFile:
        yield Read(offset=start, size=part.size, bad=_UNOPENED)


def _streamed(part: Part, kind: str, start: int) -> Iterator[Read]:
    """Every document; after a fault of the stream one more entry, which takes the place of a last document cut in half."""
    with opened(part) as stream:
        patient = Patient(stream)
        last: Read | None = None
        for read in _read(cast(IO[bytes], patient), kind, start):
            if last is not None:
                yield last
            last = read
        if patient.fault is None:
            if last is not None:
                yield last
            return
        at = last.offset + last.size if last is not None else start
        if last is not None and last.bad is None:
            yield last
        elif last is not None:
            at = last.offset
        yield Read(offset=at, size=0, bad=_fault(patient.fault), raw=last.raw if last is not None and last.bad else b"")


def _fault(broken: OSError) -> Bad:
    if isinstance(broken, TooMuch):
        return _BOMB
    return Bad(code="cut-short", says=_CUT_SHORT.fill(detail=str(broken) or type(broken).__name__))


def _read(stream: IO[bytes], kind: str, start: int) -> Iterator[Read]:
    if kind == "json":
        yield from read_json(stream, start, read_object)
        return
    skip(stream, start)
    readers = {"uspto-aps": read_aps, "uspto-brs": read_brs}
    yield from readers.get(kind, read_xml)(stream, start)


_UNKNOWN = Bad(
    code="unknown-format",
    says=Text(
        "不是已知的专利文件（XML、JSON、绿皮书、表格）。若为网页格式的 .xls，请另存为 .xlsx 或 CSV。",
        "This is no patent file known here (XML, JSON, green book, table). If it is a web page called .xls, save it as .xlsx or CSV.",
    ),
)
_UNOPENED = Bad(
    code="unopened",
    says=Text("压缩包损坏，无法打开；请重新下载。", "The archive is broken and cannot be opened; fetch it again."),
)
_BOMB = Bad(
    code="swells",
    says=Text(
        "解压后远大于正常数据，疑为压缩炸弹，未继续读取。",
        "It unpacks to far more than any office's data and may be a bomb; it was not read further.",
    ),
)
_CUT_SHORT = Text(
    "文件自此处起无法读取（{detail}），可能下载不完整；此前的文献已载入，补全后再次载入即可。",
    "The file cannot be read from here on ({detail}), perhaps a broken download; the documents before it are loaded. Fetch it again and load it.",
)
