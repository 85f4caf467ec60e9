"""Merkle trees as RFC 9162 section 2 defines them, over SHA-256 or SM3 (GB/T 32905).

    leaf = H(0x00 || canonical bytes)      node = H(0x01 || left || right)      empty tree = H("")

Rule 1: leaves are counted from 0 here, entries from 1: entry ``n`` is leaf ``n - 1``.
Rule 2: this file knows hashes only; where leaf hashes are kept is ``tiles``, what a proof looks like is ``proof``.
Rule 3: proofs are verified by the very lines that an outsider runs, ``verify_offline``; they are not written twice.
A *node* ``(level, index)`` is the root of the complete subtree over leaves ``index << level`` up to ``+ (1 << level)``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from struct import Struct
from typing import Literal, Protocol

from ipops.kernel.text import Text
from ipops.ledger.verify_offline import verify_consistency as verify_consistency
from ipops.ledger.verify_offline import verify_inclusion as verify_inclusion

HashName = Literal["sha256", "sm3"]
SHA256: HashName = "sha256"
SM3: HashName = "sm3"
WIDTH = 32  #: bytes of one hash, the same for both

NO_SM3 = Text(
    "本机 Python 的 OpenSSL 不含 SM3（国密杂凑算法），只计算和核对 SHA-256。",
    "Python's OpenSSL on this machine lacks SM3; only SHA-256 is computed and checked.",
)
_PAIR = Struct(f"{2 * WIDTH}s")


def sm3_available() -> bool:
    """Whether Python's OpenSSL has SM3; if not, show ``NO_SM3`` once and leave SM3 roots empty."""
    try:
        hashlib.new(SM3)
    except ValueError:
        return False
    return True


def hash_names() -> tuple[HashName, ...]:
    """The hashes this machine can compute, SHA-256 first."""
    return (SHA256, SM3) if sm3_available() else (SHA256,)


def _each(prefix: bytes, blocks: Iterable[bytes], hash_name: HashName) -> bytes:
    """One hash after another. Copying a started hash is twice as fast as asking OpenSSL for SM3 by name each time."""
    started = hashlib.new(hash_name, prefix)
    made = []
    for block in blocks:
        h = started.copy()
        h.update(block)
        made.append(h.digest())
    return b"".join(made)


def leaf_hash(data: bytes, hash_name: HashName = SHA256) -> bytes:
    return hashlib.new(hash_name, b"\x00" + data).digest()


def leaf_hashes(leaves: Iterable[bytes], hash_name: HashName = SHA256) -> bytes:
    """The leaf hashes of many leaves, ``WIDTH`` bytes each, side by side."""
    return _each(b"\x00", leaves, hash_name)


def node_hash(left: bytes, right: bytes, hash_name: HashName = SHA256) -> bytes:
    return hashlib.new(hash_name, b"\x01" + left + right).digest()


def parents(level: bytes, hash_name: HashName = SHA256) -> bytes:
    """The hashes one level up. ``level`` holds an even number of hashes side by side."""
    return _each(b"\x01", (pair for (pair,) in _PAIR.iter_unpack(level)), hash_name)


class Nodes(Protocol):
    """Anything that knows the hashes of complete subtrees: a ``Tree`` in memory or ``Tiles`` on disk."""

    @property
    def hash_name(self) -> HashName: ...

    def node(self, level: int, index: int) -> bytes: ...


class Frontier:
    """Only the right edge of a growing tree: enough for its root, 32 bytes a level whatever its size."""

    def __init__(self, hash_name: HashName = SHA256) -> None:
        self.hash_name: HashName = hash_name
        self.size = 0
        self._peaks: list[bytes] = []  # by level: the complete subtree that waits for its right-hand twin, or b""

    def append(self, leaf: bytes) -> None:
        self.extend(leaf)

    def extend(self, leaves: bytes) -> None:
        """Add leaf hashes (not leaves), side by side."""
        self.size += len(leaves) // WIDTH
        self._push(0, leaves)

    def graft(self, level: int, subtree: bytes) -> None:
        """Add the root of a complete subtree of ``1 << level`` leaves; the size so far must be a multiple of that."""
        if self.size & ((1 << level) - 1):
            raise ValueError(f"A subtree of {1 << level} leaves cannot follow {self.size}.")
        self._push(level, subtree)
        self.size += 1 << level

    def _push(self, level: int, block: bytes) -> None:
        while block:
            while level >= len(self._peaks):
                self._peaks.append(b"")
            block = self._peaks[level] + block
            even = len(block) - len(block) % (2 * WIDTH)
            self._peaks[level] = block[even:]
            block = parents(block[:even], self.hash_name)
            level += 1

    def copy(self) -> Frontier:
        return Frontier.resume(self.size, self.peaks(), self.hash_name)

    def peaks(self) -> list[bytes]:
        """The complete subtrees that make up the tree, the largest first: all that ``resume`` needs."""
        return [p for p in reversed(self._peaks) if p]

    @classmethod
    def resume(cls, size: int, peaks: Sequence[bytes], hash_name: HashName = SHA256) -> Frontier:
        """Go on from ``size`` leaves whose ``peaks`` were kept. Raises ``ValueError`` if their number does not fit."""
        if size < 0 or len(peaks) != size.bit_count() or any(len(p) != WIDTH for p in peaks):
            raise ValueError(f"{len(peaks)} subtrees do not make a tree of {size} leaves.")
        made, left = cls(hash_name), iter(reversed(peaks))
        made.size = size
        made._peaks = [next(left) if size >> level & 1 else b"" for level in range(size.bit_length())]
        return made

    def root(self) -> bytes:
        return _fold(self.peaks(), self.hash_name)


class Tree:
    """A growing tree with all its nodes in memory (64 bytes a leaf); roots and proofs of any earlier size are quick."""

    def __init__(self, hash_name: HashName = SHA256, leaves: bytes = b"") -> None:
        self.hash_name: HashName = hash_name
        self._levels: list[bytearray] = [bytearray()]
        self.extend(leaves)

    @property
    def size(self) -> int:
        return len(self._levels[0]) // WIDTH

    def append(self, leaf: bytes) -> int:
        """Add one leaf hash; gives its index."""
        self.extend(leaf)
        return self.size - 1

    def extend(self, leaves: bytes) -> None:
        """Add leaf hashes (not leaves), side by side."""
        self._levels[0] += leaves
        for level, below in enumerate(self._levels):
            above = self._levels[level + 1] if level + 1 < len(self._levels) else bytearray()
            fresh = below[2 * len(above) : len(below) - len(below) % (2 * WIDTH)]
            if not fresh:
                return
            above += parents(bytes(fresh), self.hash_name)
            if level + 1 == len(self._levels):
                self._levels.append(above)

    def node(self, level: int, index: int) -> bytes:
        return bytes(self._levels[level][index * WIDTH : (index + 1) * WIDTH])

    def root(self, size: int | None = None) -> bytes:
        """The root as it was at ``size`` leaves; now if not said."""
        return root_at(self, self.size if size is None else size)

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        return inclusion(self, index, self.size if size is None else size)

    def consistency(self, first: int, second: int | None = None) -> list[bytes]:
        return consistency(self, first, self.size if second is None else second)


def root(leaves: bytes, hash_name: HashName = SHA256) -> bytes:
    """The root over leaf hashes side by side."""
    edge = Frontier(hash_name)
    edge.extend(leaves)
    return edge.root()


def _fold(subtrees: Sequence[bytes], hash_name: HashName) -> bytes:
    """The root over complete subtrees that shrink from left to right."""
    if not subtrees:
        return hashlib.new(hash_name).digest()
    made = subtrees[-1]
    for left in reversed(subtrees[:-1]):
        made = node_hash(left, made, hash_name)
    return made


def _split(width: int) -> int:
    """The largest power of two below ``width`` (RFC 9162's k)."""
    return 1 << ((width - 1).bit_length() - 1)


def _subtrees(nodes: Nodes, start: int, end: int) -> list[bytes]:
    """The complete subtrees over leaves ``[start, end)``, where ``start`` is one of the tree's split points."""
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append(nodes.node(level, start >> level))
        start += 1 << level
    return found


def _over(nodes: Nodes, start: int, end: int) -> bytes:
    return _fold(_subtrees(nodes, start, end), nodes.hash_name)


def peaks_at(nodes: Nodes, size: int) -> list[bytes]:
    """The complete subtrees that make up the tree of ``size`` leaves, the largest first."""
    return _subtrees(nodes, 0, size)


def root_at(nodes: Nodes, size: int) -> bytes:
    return _over(nodes, 0, size)


def inclusion(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """The path from leaf ``index`` to the root at ``size``, lowest sibling first (RFC 9162 2.1.3.1).

    Raises ``IndexError`` unless ``0 <= index < size``.
    """
    if not 0 <= index < size:
        raise IndexError(f"Leaf {index} is not in a tree of {size}.")
    path, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_over(nodes, middle, end))
            end = middle
        else:
            path.append(_over(nodes, start, middle))
            start = middle
    return path[::-1]


def consistency(nodes: Nodes, first: int, second: int) -> list[bytes]:
    """The proof that the tree of ``second`` leaves begins with the tree of ``first`` (RFC 9162 2.1.4.1).

    Empty when the sizes are equal. Raises ``IndexError`` unless ``0 < first <= second``.
    """
    if not 0 < first <= second:
        raise IndexError(f"No consistency proof from {first} to {second} leaves.")
    path, start, end, left_edge = [], 0, second, True
    while first != end - start:
        middle = start + _split(end - start)
        if first <= middle - start:
            path.append(_over(nodes, middle, end))
            end = middle
        else:
            path.append(_over(nodes, start, middle))
            first -= middle - start
            start, left_edge = middle, False
    if not left_edge:
        path.append(_over(nodes, start, end))
    return path[::-1]
