"""Leaf hashes kept in files beside the database, so that ``verify`` can name the very fact that was touched.

    leaves.sha256  leaves.sm3            32 bytes an entry, in order, only ever appended
    nodes8.sha256  nodes16.sha256 …      the nodes 8, 16, 24 levels up: a cache, so proofs read a few hundred hashes

Rule 1: leaf files are written once. A database that was changed afterwards no longer agrees with them, and whoever
changes both is caught by a head kept outside.
Rule 2: the node files can be thrown away; ``rebuild`` makes them again.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ipops.ledger import merkle
from ipops.ledger.merkle import WIDTH, HashName

STRIDE = 8  #: levels between two files
_BATCH = 1 << 16  #: hashes read at once when node files are brought up to date


@dataclass(frozen=True, slots=True)
class Tiles:
    """The leaf files in ``folder`` for one hash; a ``merkle.Nodes``, so ``merkle.root_at`` and proofs take it."""

    folder: Path
    hash_name: HashName = merkle.SHA256

    def _file(self, level: int) -> Path:
        return self.folder / (f"nodes{level}.{self.hash_name}" if level else f"leaves.{self.hash_name}")

    def _count(self, level: int) -> int:
        try:
            return os.stat(self._file(level)).st_size // WIDTH
        except FileNotFoundError:
            return 0

    @property
    def size(self) -> int:
        """How many leaves are kept; a hash cut short by a crash does not count."""
        return self._count(0)

    def hashes(self, start: int, end: int, *, level: int = 0) -> bytes:
        """Hashes ``[start, end)`` of a stored level (0, 8, 16 …), side by side; shorter if the file is."""
        if end <= start:
            return b""
        try:
            with open(self._file(level), "rb") as f:
                f.seek(start * WIDTH)
                got = f.read((end - start) * WIDTH)
        except FileNotFoundError:
            return b""
        return got[: len(got) - len(got) % WIDTH]

    def leaf(self, n: int) -> bytes:
        """The leaf hash of entry ``n``; raises ``IndexError`` if it is not kept."""
        got = self.hashes(n - 1, n) if n > 0 else b""
        if not got:
            raise IndexError(f"No leaf hash of entry {n}: {self.size} are kept.")
        return got

    def node(self, level: int, index: int) -> bytes:
        """Raises ``IndexError`` if the leaves under it are not all kept."""
        stored = min(level - level % STRIDE, self._highest())
        wide = 1 << (level - stored)
        block = self.hashes(index * wide, (index + 1) * wide, level=stored)
        if len(block) != wide * WIDTH:
            raise IndexError(f"Node {level}/{index} is not complete: {self.size} leaves are kept.")
        while len(block) > WIDTH:
            block = merkle.parents(block, self.hash_name)
        return block

    def _highest(self) -> int:
        level = 0
        while self._count(level) >> STRIDE and self._file(level + STRIDE).exists():
            level += STRIDE
        return level

    def root(self, size: int | None = None) -> bytes:
        return merkle.root_at(self, self.size if size is None else size)

    def append(self, leaves: bytes, *, at: int) -> None:
        """Add leaf hashes after the first ``at`` ones, and make them safe on disk.

        Raises ``ValueError`` unless exactly ``at`` are kept: leaves are neither skipped nor overwritten.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._locked():
            if at != self.size:
                raise ValueError(f"{self.size} leaf hashes are kept; cannot add after {at}.")
            _append(self._file(0), at, leaves)
            self._raise_nodes()

    def rebuild(self) -> None:
        """Make the node files again from the leaves."""
        with self._locked():
            for old in self.folder.glob(f"nodes*.{self.hash_name}"):
                old.unlink()
            self._raise_nodes()

    def _raise_nodes(self) -> None:
        level = 0
        while (full := self._count(level) >> STRIDE) > 0:
            above = level + STRIDE
            for start in range(self._count(above), full, _BATCH >> STRIDE):
                end = min(full, start + (_BATCH >> STRIDE))
                block = self.hashes(start << STRIDE, end << STRIDE, level=level)
                for _ in range(STRIDE):
                    block = merkle.parents(block, self.hash_name)
                _append(self._file(above), start, block)
            level = above

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with open(self.folder / f"lock.{self.hash_name}", "ab") as f:
            fcntl.flock(f, fcntl.LOCK_EX)
            yield


def _append(file: Path, count: int, hashes: bytes) -> None:
    with open(file, "ab") as f:
        f.truncate(count * WIDTH)  # a hash cut short by a crash goes; whole ones are counted and stay
        f.write(hashes)
        f.flush()
        os.fsync(f.fileno())


def open_tiles(folder: Path) -> Mapping[HashName, Tiles]:
    """The tiles of ``folder`` for every hash this machine can compute."""
    return {name: Tiles(folder, name) for name in merkle.hash_names()}
