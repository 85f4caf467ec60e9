"""Stretches of a weekly file that lies unpacked on disk: where one ends, any process may begin to cut for itself.

A stretch ends behind an end tag of a grant or application that a declaration follows. ``pieces`` ends a document at the first
such place too, whatever it stands in, so a file cut in stretches gives the pieces of the file cut in one go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, cast

from ipops.corpus.feeds.batch import Batch
from ipops.corpus.feeds.documents import read_piece
from ipops.corpus.feeds.opened import Patient
from ipops.corpus.feeds.pieces import pieces, pieces_of
from ipops.corpus.feeds.prologue import read_prologue
from ipops.corpus.feeds.segment import Gathered, Origin

BYTES = 16 << 20  #: bytes of raw documents a segment, about
_LOOK = 4 << 20
_OPEN = ord("<")
_END = re.compile(rb"</us-patent-(?:grant|application)>\s{0,8}(?=<\?xml )")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Bytes ``start`` to ``end`` of a file."""

    path: Path
    start: int
    end: int


class _Until:
    """A file that ends at a byte."""

    def __init__(self, file: IO[bytes], left: int) -> None:
        self.file, self.left = file, left

    def read(self, n: int = -1) -> bytes:
        got = self.file.read(self.left if n < 0 else min(n, self.left))
        self.left -= len(got)
        return got


def stretches(path: Path, start: int) -> Iterator[Stretch]:
    """The file from ``start`` on, in stretches of about a segment; at least one, so that an end of nothing is said too."""
    size = path.stat().st_size
    with path.open("rb") as file:
        while True:
            end = _end(file, start + BYTES, size)
            yield Stretch(path=path, start=start, end=end)
            if end >= size:
                return
            start = end


def _end(file: IO[bytes], at: int, size: int) -> int:
    """The first place at or after ``at`` where a stretch may end: the end of the file, if there is none."""
    tail = b""
    file.seek(at)
    while got := file.read(_LOOK):
        window = tail + got
        if found := _END.search(window):
            return at - len(tail) + found.end()
        at += len(got)
        tail = window[-64:]
    return size


def read_stretch(stretch: Stretch, origin: Origin, segment: int) -> Batch:
    """Cut a stretch, read its documents and write the segment."""
    held = Gathered(origin, stretch.start)
    size = stretch.end - stretch.start
    with stretch.path.open("rb") as file:
        file.seek(stretch.start)
        limited = Patient(cast(IO[bytes], _Until(file, size)))
        data = limited.read(size) if held.sheet is not None and size <= 4 * BYTES else b""
        if len(data) == size and limited.fault is None:
            _take_all(held, data, stretch.start)
            return held.write(segment)
        file.seek(stretch.start)
        for piece in pieces_of(Patient(cast(IO[bytes], _Until(file, size))), stretch.start):
            held.take_item(piece, read_piece)
    return held.write(segment)


def _take_all(held: Gathered, data: bytes, base: int) -> None:
    """Every document of the bytes. A plain one tells where it ends; what is not plain is cut out and read as ever."""
    at, stream = 0, BytesIO(data)
    while at < len(data):
        end = held.take_plain(data, at, base, read_prologue(data, at)) if data[at] == _OPEN else 0
        if not end:
            stream.seek(at)
            piece = next(pieces(stream, base + at), None)
            if piece is None:
                return
            held.take(read_piece(piece))
            end = piece.offset + piece.size - base
        at = end
