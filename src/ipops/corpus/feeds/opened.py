"""Files as they lie on disk: plain, gzip or in a zip, told apart by their first bytes; each part as one stream of bytes."""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

HEAD = 1 << 16
#: a member may unpack to so many times its packed size; beyond it is no data of any office but a bomb
RATIO, FREE = 400, 64 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One stream to read: a file, or a member of a zip (named ``file.zip!member``). ``size`` is the packed size on disk of
    what is read; ``sha256`` names the content."""

    path: Path
    name: str
    size: int
    sha256: str
    member: str = ""
    packed: str = ""  #: "", "gzip", "zip"


class TooMuch(OSError):
    """A packed file unpacks to far more than any office's file does."""


def parts(path: Path, name: str) -> Iterator[Part]:
    """The streams of one file. Raises ``OSError`` or ``zipfile.BadZipFile`` for what cannot be opened."""
    with path.open("rb") as f:
        head = f.read(8)
        f.seek(0)
        sha = hashlib.file_digest(f, "sha256").hexdigest()
    size = path.stat().st_size
    if head.startswith(b"\x1f\x8b"):
        yield Part(path=path, name=name, size=size, sha256=sha, packed="gzip")
    elif head.startswith(b"PK\x03\x04") and not _workbook(path):
        yield from _members(path, name, sha)
    else:
        yield Part(path=path, name=name, size=size, sha256=sha)


def _workbook(path: Path) -> bool:
    with zipfile.ZipFile(path) as z:
        return "[Content_Types].xml" in z.namelist()


def _members(path: Path, name: str, sha: str) -> Iterator[Part]:
    with zipfile.ZipFile(path) as z:
        for info in z.infolist():
            if not info.is_dir():
                own = hashlib.sha256(f"{sha}!{info.filename}".encode()).hexdigest()
                yield Part(
                    path=path,
                    name=f"{name}!{info.filename}",
                    size=info.compress_size,
                    sha256=own,
                    member=info.filename,
                    packed="zip",
                )


@contextmanager
def opened(part: Part) -> Iterator[IO[bytes]]:
    """The bytes of a part, unpacked, in UTF-8 where a mark says UTF-16. Ends with ``TooMuch`` when a bomb shows."""
    with part.path.open("rb") as f:
        if part.packed == "gzip":
            with gzip.open(f) as g:
                yield _utf8(cast(IO[bytes], _Measured(g, part.size)))
        elif part.packed == "zip":
            with zipfile.ZipFile(f) as z, z.open(part.member) as m:
                yield _utf8(cast(IO[bytes], _Measured(m, part.size)))
        else:
            yield _utf8(f)


class _Measured:
    """A packed stream that ends with ``TooMuch`` beyond ``RATIO`` times its packed size. What unpacks before a fault is given."""

    def __init__(self, stream: Any, packed: int) -> None:
        self.stream, self.left = stream, max(FREE, packed * RATIO)

    def read(self, n: int = -1) -> bytes:
        parts: list[bytes] = []
        held = 0
        while n < 0 or held < n:
            try:
                got = self.stream.read1(HEAD if n < 0 else min(HEAD, n - held))
            except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as broken:
                if parts:
                    break  # the fault comes again with the next read
                raise OSError(str(broken)) from broken
            if not got:
                break
            parts.append(got)
            held += len(got)
        self.left -= held
        if self.left < 0:
            raise TooMuch
        return b"".join(parts)


class Patient:
    """A stream whose fault is its end: what was read before it is still used; ``fault`` then says what happened."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.fault = stream, None

    fault: OSError | None

    def read(self, n: int = -1) -> bytes:
        if self.fault is not None:
            return b""
        try:
            return self.stream.read(n)
        except OSError as broken:
            self.fault = broken
            return b""


class _Recoded:
    """A UTF-16 stream as UTF-8."""

    def __init__(self, text: io.TextIOBase) -> None:
        self.text, self.held = text, b""

    def read(self, n: int = -1) -> bytes:
        while n < 0 or len(self.held) < n:
            try:
                more = self.text.read(HEAD)
            except UnicodeError as broken:
                if self.held:
                    break  # the fault comes again with the next read
                raise OSError(str(broken)) from broken
            if not more:
                break
            self.held += more.encode("utf-8", "surrogatepass")
        n = len(self.held) if n < 0 else n
        got, self.held = self.held[:n], self.held[n:]
        return got


class _Pushed:
    """A stream with some bytes put back in front."""

    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        self.head, self.stream = head, stream

    def read(self, n: int = -1) -> bytes:
        if not self.head:
            return self.stream.read(n)
        if n < 0:
            got, self.head = self.head + self.stream.read(), b""
            return got
        got, self.head = self.head[:n], self.head[n:]
        return got + self.stream.read(n - len(got)) if len(got) < n else got


class _Raw(io.RawIOBase):
    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, into: object) -> int:
        view = memoryview(into)  # type: ignore[arg-type]
        got = self.stream.read(len(view))
        view[: len(got)] = got
        return len(got)


def _utf8(stream: IO[bytes]) -> IO[bytes]:
    head = stream.read(2)
    pushed = cast(IO[bytes], _Pushed(head, stream))
    if head in (b"\xff\xfe", b"\xfe\xff"):
        text = io.TextIOWrapper(io.BufferedReader(_Raw(pushed)), encoding="utf-16", newline="")
        return cast(IO[bytes], _Recoded(text))
    return pushed


def skip(stream: IO[bytes], count: int) -> None:
    """Pass over ``count`` bytes; a packed stream has no other way."""
    while count > 0:
        got = stream.read(min(count, 1 << 20))
        if not got:
            return
        count -= len(got)
