"""Stretches of a weekly file that lies unpacked on disk: where one ends, any process may begin to cut for itself.

A stretch ends behind an end tag of a grant or application that a declaration follows. ``pieces`` ends a document at the first
such place too, whatever it stands in, so a file cut in stretches gives the pieces of the file cut in one go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from ipops.corpus.feeds.batch import Batch
from ipops.corpus.feeds.documents import read_piece
from ipops.corpus.feeds.opened import Patient
from ipops.corpus.feeds.pieces import pieces_of
from ipops.corpus.feeds.segment import Gathered, Origin

BYTES = 16 << 20  #: bytes of raw documents a segment, about
_LOOK = 4 << 20
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
    with stretch.path.open("rb") as file:
        file.seek(stretch.start)
        limited = Patient(cast(IO[bytes], _Until(file, stretch.end - stretch.start)))
        for piece in pieces_of(limited, stretch.start):
            held.take(read_piece(piece))
    return held.write(segment)
