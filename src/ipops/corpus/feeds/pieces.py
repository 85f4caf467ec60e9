"""A stream of XML cut into documents, whatever stands between them, holding one document at a time.

A weekly file is many documents one after another, each with its own declaration and document type, sequence listings
between; a back file is one container of many records. Cutting is by bytes, so a broken document spoils itself alone: the next
one begins at the next declaration, document type or root of the same name. Offsets are bytes of the (unpacked) file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import IO, cast

from ipops.corpus.feeds.opened import Patient
from ipops.corpus.feeds.prologue import Prologue, read_prologue

CHUNK = 1 << 20
LARGEST = 96 << 20  #: bytes of one document; the largest grants with tables stay below thirty megabytes
PROLOGUE = 4 << 20  #: bytes in which a root element must begin; some grants declare ten thousand figures

#: local names of containers, and of the records in them
CONTAINERS: Mapping[str, str] = {
    "exchange-documents": "exchange-document",
    "us-patent-assignments": "patent-assignment",
    "response": "doc",
    "CPCMasterClassificationFile": "CPCMasterClassificationRecord",
}
#: between documents, no documents themselves; skipped without being held
BETWEEN = frozenset({"sequence-cwu", "sequence-list", "seq-listing"})
_HEADS = (b"<?xml ", b"<?xml\t", b"<!DOCTYPE")


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch. ``root`` is its root's qualified name, empty if none was found; ``skip`` says it is no document;
    ``endless`` that it was longer than ``LARGEST`` (``data`` then is its beginning)."""

    offset: int
    data: bytes
    root: str
    skip: bool = False
    endless: bool = False
    size: int = 0
    prologue: Prologue | None = None
    fault: OSError | None = None


def first(buffer: bytes, marks: tuple[bytes, ...], begin: int) -> int | None:
    """Where the first of the marks stands at or after ``begin``. Each is looked for only up to the best so far, so name the
    likeliest first."""
    best: int | None = None
    for mark in marks:
        found = buffer.find(mark, begin) if best is None else buffer.find(mark, begin, best + len(mark))
        if found >= 0 and (best is None or found < best):
            best = found
    return best


def local(name: str) -> str:
    return name.rpartition(":")[2]


def pieces_of(stream: Patient, start: int = 0) -> Iterator[Piece]:
    """The same of a stream whose fault is its end: the last piece says what happened; of nothing left, an empty one."""
    last: Piece | None = None
    for piece in pieces(cast(IO[bytes], stream), start):
        if last is not None:
            yield last
        last = piece
    if stream.fault is not None:
        at = last.offset + last.size if last is not None else start
        empty = Piece(at, b"", "")
        yield replace(last if last is not None and not last.skip else empty, fault=stream.fault)
    elif last is not None:
        yield last


def pieces(stream: IO[bytes], start: int = 0) -> Iterator[Piece]:
    """Every document of the stream, which stands at byte ``start``, in order."""
    window = _Window(stream, start)
    while window.skip_blanks():
        prologue = window.prologue()
        if prologue is None:
            yield window.cut("", ())
            continue
        name = local(prologue.root)
        if name in CONTAINERS:
            yield from _records(window, prologue)
        elif name in BETWEEN:
            yield window.drop(prologue.root)
        else:
            yield window.cut(prologue.root, _again(prologue.root), prologue)


@lru_cache(maxsize=256)
def _again(root: str) -> tuple[bytes, ...]:
    """Marks of another document of the same root."""
    return (b"<" + root.encode() + b" ", b"<" + root.encode() + b">")


def _records(window: _Window, prologue: Prologue) -> Iterator[Piece]:
    """The records of a container; the container's own start and what is between its records is passed over."""
    prefix = prologue.root.rpartition(":")[0]
    names = {CONTAINERS[local(prologue.root)]}
    names |= {f"{prefix}:{n}" for n in tuple(names)} if prefix else set()
    opens = tuple(b"<" + n.encode() + e for n in names for e in (b" ", b">", b"\n", b"\r", b"\t"))
    window.at += prologue.body - window.at
    while window.seek(opens):
        yield window.record(opens)


class _Window:
    """Bytes of the stream from ``at`` on, read as far as was asked for."""

    def __init__(self, stream: IO[bytes], start: int) -> None:
        self.stream, self.buffer, self.at = stream, b"", 0
        self.before = start  #: bytes of the stream in front of the buffer
        self.ended = False

    def more(self) -> bool:
        if self.ended:
            return False
        got = self.stream.read(CHUNK)
        if not got:
            self.ended = True
            return False
        if self.at:
            self.before += self.at
            self.buffer, self.at = self.buffer[self.at :] + got, 0
        else:
            self.buffer += got
        return True

    def skip_blanks(self) -> bool:
        """To the next byte that is not white, a NUL or a byte order mark; false at the end."""
        while True:
            rest = self.buffer[self.at : self.at + 64]
            kept = rest.lstrip(b" \t\r\n\0\x0c\x1a\xef\xbb\xbf")
            if kept:
                self.at += len(rest) - len(kept)
                return True
            self.at += len(rest)
            if not rest and not self.more():
                return False

    def prologue(self) -> Prologue | None:
        while True:
            found = read_prologue(self.buffer, self.at)
            if found is not None and found.body + 256 < len(self.buffer):
                return found
            if len(self.buffer) - self.at > PROLOGUE or not self.more():
                return found

    def find(self, marks: tuple[bytes, ...], begin: int) -> int | None:
        """Where the first of the marks stands at or after ``begin`` (relative to ``at``); ``None`` at the end of the stream or
        beyond ``LARGEST``."""
        while True:
            found = first(self.buffer, marks, self.at + begin)
            if found is not None:
                return found - self.at
            begin = max(begin, len(self.buffer) - self.at - 64)
            if len(self.buffer) - self.at > LARGEST or not self.more():
                return None

    def cut(self, root: str, again: tuple[bytes, ...], prologue: Prologue | None = None) -> Piece:
        """The document at ``at``: up to the next declaration, document type or root."""
        before = prologue.body - self.at if prologue else 0
        end = self._whole(root, before + 1) if again else None
        if end is None:
            end = self.find((*_HEADS, *again), before + 1)
        piece = self._take(root, end, (*_HEADS, *again))
        return replace(piece, prologue=replace(prologue, body=before)) if prologue else piece

    def _whole(self, root: str, begin: int) -> int | None:
        """Where the document ends, found by its end tag: one search for a long name costs less than five for short marks.
        ``None`` where it is not all here, or something odd is in it or behind it; then marks of the next document tell."""
        name = root.encode()
        found = self.buffer.find(name, self.at + begin + len(name))
        end = found + len(name) + 1
        if found < 0 or self.buffer[found - 2 : end] != b"</" + name + b">":
            return None
        behind = self.buffer[end : end + 64]
        blanks = len(behind) - len(behind.lstrip(b" \t\r\n\0\xef\xbb\xbf"))
        return end + blanks - self.at if behind[blanks : blanks + 2] in (b"<?", b"<!") else None

    def _take(self, root: str, end: int | None, marks: tuple[bytes, ...]) -> Piece:
        offset = self.before + self.at
        if end is None and not self.ended:
            head = self.buffer[self.at : self.at + CHUNK]
            size = self._pass_over(marks)
            return Piece(offset, head, root, endless=True, size=size)
        stop = len(self.buffer) if end is None else self.at + end
        data = self.buffer[self.at : stop]
        self.at = stop
        return Piece(offset, data, root, size=len(data))

    def drop(self, root: str) -> Piece:
        """Pass over a document that is none, holding no more than a chunk of it."""
        offset = self.before + self.at
        found = read_prologue(self.buffer, self.at)
        self.at = found.body + 1 if found else self.at + 1
        self._pass_over(_HEADS)
        return Piece(offset, b"", root, skip=True, size=self.before + self.at - offset)

    def _pass_over(self, marks: tuple[bytes, ...]) -> int:
        begun = self.before + self.at
        self.at += 1
        while True:
            found = first(self.buffer, marks, self.at)
            if found is not None:
                self.at = found
                break
            self.at = max(self.at, len(self.buffer) - 64)
            if not self.more():
                self.at = len(self.buffer)
                break
        return self.before + self.at - begun

    def seek(self, opens: tuple[bytes, ...]) -> bool:
        """To the next record of the container; false at its end, which is the end of the stream or the next declaration."""
        while True:
            found = first(self.buffer, (*opens, *_HEADS), self.at)
            if found is not None:
                self.at = found
                return not self.buffer.startswith(_HEADS, found)
            self.at = max(self.at, len(self.buffer) - 64)
            if not self.more():
                self.at = len(self.buffer)
                return False

    def record(self, opens: tuple[bytes, ...]) -> Piece:
        """The record at ``at``, from its start to its end tag; what lacks one ends where the next begins."""
        name = self.buffer[self.at + 1 : self.at + 80].split(None, 1)[0].split(b">", 1)[0]
        close = b"</" + name + b">"
        marks = (*opens, *_HEADS)
        end = self.find((close, *marks), 1)
        if end is not None and self.buffer.startswith(close, self.at + end):
            end += len(close)
        return self._take(name.decode("utf-8", "replace"), end, marks)
