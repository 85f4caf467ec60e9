"""Where every token stands: made in parts that survive an interruption, put together once, mapped from disk after.

An occurrence is one number, ``document << 20 | field << 17 | position``: sorted by token they are the postings, a phrase is an
intersection of shifted occurrences, a field a mask. A field longer than 131,070 positions keeps its beginning; ``cut`` counts such texts.

    texts -> [encode] -> Part, Part … -> [merge] -> Postings (vocabulary sorted, so a prefix is a stretch of it)
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ipops.corpus.search import bm25
from ipops.corpus.search.bm25 import Floats, Ints, Longs
from ipops.corpus.search.tokens import Tokeniser

PLACES, POSITIONS = 20, 17
MOST = (1 << POSITIONS) - 2
FIELDS = ("title", "abstract")
_ARRAYS = ("starts", "occurrences", "token_starts", "documents", "weight", "lengths")
GAP = 8  #: positions between two texts of one field (its languages), so that no phrase bridges them


@dataclass(frozen=True, slots=True)
class Part:
    """The occurrences of some documents, by a vocabulary of its own."""

    vocabulary: list[str]
    tokens: Ints
    occurrences: Longs
    lengths: Ints
    cut: int

    def save(self, path: Path) -> None:
        half = path.with_name(path.name + ".half.npz")
        words = np.frombuffer("\n".join(self.vocabulary).encode(), dtype=np.uint8)
        np.savez(
            half, words=words, tokens=self.tokens, occurrences=self.occurrences, lengths=self.lengths, cut=self.cut
        )
        os.replace(half, path)

    @classmethod
    def load(cls, path: Path) -> Part:
        with np.load(path) as got:
            words = got["words"].tobytes().decode()
            return cls(
                words.split("\n") if words else [], got["tokens"], got["occurrences"], got["lengths"], int(got["cut"])
            )


@dataclass(slots=True)
class _Writer:
    first: int
    known: dict[str, int] = field(default_factory=dict)
    tokens: list[int] = field(default_factory=list)
    occurrences: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    cut: int = 0

    def add(self, tokeniser: Tokeniser, fields: Sequence[Sequence[str]]) -> None:
        document, before = (self.first + len(self.lengths)) << PLACES, len(self.tokens)
        for place, texts in enumerate(fields):
            at = 0
            for text in texts:
                for token, position in tokeniser.tokens(text, at=at):
                    if position > MOST:
                        self.cut += 1
                        break
                    self.tokens.append(self.known.setdefault(token, len(self.known)))
                    self.occurrences.append(document | place << POSITIONS | position)
                    at = position + GAP
        self.lengths.append(len(self.tokens) - before)


def encode(texts: Sequence[Sequence[Sequence[str]]], tokeniser: Tokeniser, *, first: int = 0) -> Part:
    """One part: per document and field (in the order of ``FIELDS``) its texts. ``first`` is the number of the first."""
    into = _Writer(first)
    for fields in texts:
        into.add(tokeniser, fields)
    return Part(
        list(into.known),
        np.array(into.tokens, dtype=np.int32),
        np.array(into.occurrences, dtype=np.int64),
        np.array(into.lengths, dtype=np.int32),
        into.cut,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Postings:
    """``occurrences[starts[t]:starts[t + 1]]`` of token ``t``, ascending; ``documents`` and ``weight`` by ``token_starts``: one a
    document that holds it."""

    vocabulary: list[str]
    starts: Longs
    occurrences: Longs
    token_starts: Longs
    documents: Ints
    weight: Floats
    lengths: Ints
    cut: int = 0

    @property
    def count(self) -> int:
        """Documents, empty ones included."""
        return len(self.lengths)

    def token(self, word: str) -> int | None:
        at = bisect_left(self.vocabulary, word)
        return at if at < len(self.vocabulary) and self.vocabulary[at] == word else None

    def beginning(self, prefix: str) -> range:
        """The tokens that begin so."""
        return range(bisect_left(self.vocabulary, prefix), bisect_left(self.vocabulary, prefix + "\U0010ffff"))

    def of(self, token: int) -> Longs:
        """Its occurrences."""
        return self.occurrences[self.starts[token] : self.starts[token + 1]]

    def holding(self, token: int) -> Ints:
        """The documents that hold it."""
        return self.documents[self.token_starts[token] : self.token_starts[token + 1]]

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name))
        (folder / "vocabulary.txt").write_text("\n".join(self.vocabulary), encoding="utf-8")
        (folder / "cut").write_text(str(self.cut))

    @classmethod
    def load(cls, folder: Path) -> Postings:
        arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS}
        words = (folder / "vocabulary.txt").read_text(encoding="utf-8")
        return cls(vocabulary=words.split("\n") if words else [], cut=int((folder / "cut").read_text()), **arrays)


def merge(parts: Sequence[Part]) -> Postings:
    """All parts as one; they are in the order of their documents."""
    words = sorted({w for p in parts for w in p.vocabulary})
    number = {w: i for i, w in enumerate(words)}
    token = _joined([np.array([number[w] for w in p.vocabulary], dtype=np.int32)[p.tokens] for p in parts], np.int32)
    order = np.argsort(token, kind="stable")
    token = token[order]
    occurrences = _joined([p.occurrences for p in parts], np.int64)[order]
    lengths = _joined([p.lengths for p in parts], np.int32)
    document = (occurrences >> PLACES).astype(np.int32)
    begins = np.ones(len(token), dtype=bool)
    begins[1:] = (token[1:] != token[:-1]) | (document[1:] != document[:-1])
    at = np.flatnonzero(begins)
    times = np.diff(np.append(at, len(token))).astype(np.int32)
    token_starts = np.searchsorted(token[at], np.arange(len(words) + 1)).astype(np.int64)
    documents = document[at]
    return Postings(
        vocabulary=words,
        starts=np.searchsorted(token, np.arange(len(words) + 1)).astype(np.int64),
        occurrences=occurrences,
        token_starts=token_starts,
        documents=documents,
        weight=bm25.weights(token_starts, documents, times, lengths),
        lengths=lengths,
        cut=sum(p.cut for p in parts),
    )


def _joined(arrays: Sequence[np.ndarray], kind: type) -> np.ndarray:
    return np.concatenate([np.empty(0, dtype=kind), *arrays]).astype(kind, copy=False)
