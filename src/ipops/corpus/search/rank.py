"""The best documents of a question out of its postings, among those a condition lets through."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ipops.corpus.search import bm25
from ipops.corpus.search.bm25 import Floats, Ints
from ipops.corpus.search.postings import Postings

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best first; ``found`` is how many documents have a score or, without tokens, pass the condition."""

    documents: Ints
    scores: Floats
    found: int


class Ranker:
    """Ranks one set of postings. Each thread keeps one array of scores, for a fresh one costs more than the ranking."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._own = threading.local()

    def tokens(self, words: Iterable[str]) -> Ints:
        """The tokens of words that any document holds, repeated ones again."""
        found = (self._postings.token(w) for w in words)
        return np.array([t for t in found if t is not None], dtype=np.int32)

    def top(self, tokens: Ints, k: int, *, among: Mask | None = None, factors: Floats | None = None) -> Ranked:
        """The ``k`` best. Without tokens the condition alone speaks: the first ``k`` in the order of documents."""
        if not len(tokens):
            passing = np.flatnonzero(among).astype(np.int32) if among is not None else np.empty(0, dtype=np.int32)
            return Ranked(passing[:k], np.zeros(min(k, len(passing)), dtype=np.float32), len(passing))
        scores = self._scores(tokens, factors)
        if among is not None:
            scores *= among
        found = bm25.best(scores, k)
        return Ranked(found, scores[found], bm25.scoring(scores))

    def _scores(self, tokens: Ints, factors: Floats | None) -> Floats:
        scores: Floats | None = getattr(self._own, "scores", None)
        if scores is None:
            scores = self._own.scores = np.zeros(self._postings.count, dtype=np.float32)
        scores.fill(0)
        even = np.ones(len(tokens), dtype=np.float32) if factors is None else factors
        p = self._postings
        bm25.score(p.token_starts, p.documents, p.weight, tokens, even, scores)
        return scores

    def why(self, tokens: Ints, documents: Ints) -> list[dict[str, float]]:
        """For each document what each token of the question adds to its score, the weightiest first."""
        p, each = self._postings, np.unique(tokens)
        worth = np.zeros((len(documents), len(each)), dtype=np.float32)
        for column, t in enumerate(each.tolist()):
            holding = p.holding(t)
            at = np.searchsorted(holding, documents)
            there = (at < len(holding)) & (holding[np.minimum(at, len(holding) - 1)] == documents)
            worth[there, column] = p.weight[p.token_starts[t] + at[there]] * np.count_nonzero(tokens == t)
        words, order = [p.vocabulary[t] for t in each.tolist()], np.argsort(-worth, axis=1, kind="stable")
        return [
            {words[c]: row[c] for c in by if row[c] > 0} for row, by in zip(worth.tolist(), order.tolist(), strict=True)
        ]
