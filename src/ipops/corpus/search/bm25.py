"""BM25 as Lucene counts it: weights of postings, and the best documents of a question.

weight(t, d) = ln(1 + (N - n + ½)/(n + ½)) · f / (f + k1 · (1 - b + b · |d|/avg)), with n documents holding t, f times in d,
|d| its tokens. A score is the sum over the tokens of the question, a repeated one counting again.

Rule 1: equal scores stand in the order of documents. Whoever scores nothing is no answer.
Rule 2: weights are made once, in single precision, as bm25s makes them (its ``method="lucene"``); tests hold ours to its.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ipops.corpus.compiled import compiled

K1, B = 1.2, 0.75
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float32]


def weights(starts: Longs, documents: Ints, times: Ints, lengths: Ints, *, k1: float = K1, b: float = B) -> Floats:
    """One weight a posting. The postings of token ``t`` are ``starts[t]:starts[t + 1]``; ``lengths`` are |d| of all."""
    n = len(lengths)
    holding = np.diff(starts).astype(np.float64)
    idf = np.log(1 + (n - holding + 0.5) / (holding + 0.5)).astype(np.float32)
    average = float(lengths.mean()) if n else 1.0
    damped = (k1 * (1 - b + b * lengths / max(average, 1e-9))).astype(np.float32)
    f = times.astype(np.float32)
    made: Floats = np.repeat(idf, np.diff(starts)) * (f / (f + damped[documents]))
    return made


@compiled
def score(starts: Longs, documents: Ints, weight: Floats, tokens: Ints, factors: Floats, scores: Floats) -> None:
    """Add to ``scores`` what each token of the question is worth in each document."""
    for i in range(len(tokens)):
        factor = factors[i]
        for p in range(starts[tokens[i]], starts[tokens[i] + 1]):
            scores[documents[p]] += weight[p] * factor


@compiled
def _worse(scores: Floats, one: int, other: int) -> bool:
    """Whether document ``one`` stands behind ``other``."""
    return scores[one] < scores[other] or (scores[one] == scores[other] and one > other)


@compiled
def _sink(scores: Floats, heap: Ints, at: int, size: int) -> None:
    moved = heap[at]
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size and _worse(scores, heap[child + 1], heap[child]):
            child += 1
        if not _worse(scores, heap[child], moved):
            break
        heap[at] = heap[child]
        at = child
    heap[at] = moved


@compiled
def _heapify(scores: Floats, heap: Ints, size: int) -> None:
    for at in range(size // 2 - 1, -1, -1):
        _sink(scores, heap, at, size)


@compiled
def best(scores: Floats, k: int) -> Ints:
    """The ``k`` best documents with a score above nothing, the best first. A heap with the worst of them on top."""
    heap = np.empty(min(k, len(scores)), dtype=np.int32)
    size, held = len(heap), 0
    worst = np.float32(0)  # to be beaten; one comparison that mostly fails, so that the scan runs ahead
    for d in range(len(scores)):
        if scores[d] > worst:
            if held < size:
                heap[held] = d
                held += 1
                if held < size:
                    continue
                _heapify(scores, heap, held)
            else:
                heap[0] = d
                _sink(scores, heap, 0, held)
            worst = scores[heap[0]]
    if held < size:
        _heapify(scores, heap, held)
    for last in range(held - 1, 0, -1):
        heap[0], heap[last] = heap[last], heap[0]
        _sink(scores, heap, 0, last)
    return heap[:held]


@compiled
def scoring(scores: Floats) -> int:
    """How many documents have a score."""
    n = 0
    for d in range(len(scores)):
        n += scores[d] > 0
    return n
