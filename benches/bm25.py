"""Top 100 of 49,417 real titles: as bm25s scores the same tokens, and no slower than tantivy on the same questions in one thread.

Titles: ``lens-drones-2022``. Questions: 1,000 titles taken at random, each cut to 2, 3, 4 or all of its tokens. All three get
the same tokens (tantivy as words between blanks) and turn them into the best 100 with scores; cutting text into tokens is
timed apart. The contenders take turns, the best of five turns counts.
"""

from __future__ import annotations

import csv
import gzip
import random
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np

from benches.table import Line
from ipops.corpus.search.postings import Postings, encode, merge
from ipops.corpus.search.rank import Ranked, Ranker
from ipops.corpus.search.tokens import Tokeniser, shipped_terms
from ipops.kernel.outcome import Unknown
from ipops.reference.shared import shared_file

QUESTIONS, TOP, TURNS = 1000, 100, 5
PROMISED = 1.0


def bench(long: bool = False) -> list[Line]:
    path = shared_file("patents", "lens-drones-2022", "pat_title.tsv.gz")
    if isinstance(path, Unknown):
        sys.stderr.write(f"{path.why.zh} {path.why.en}\n")
        return []
    with gzip.open(path, "rt", encoding="utf-8", newline="") as f:
        titles = [row["text"] for row in csv.DictReader(f, delimiter="\t")]
    tokeniser = Tokeniser(shipped_terms())
    began = time.perf_counter()
    postings = merge([encode([[[t]] for t in titles], tokeniser)])
    indexing = time.perf_counter() - began
    words = [tokeniser.words(t) for t in titles]
    chosen = random.Random(20261129)
    asked = [w for w in (words[i] for i in chosen.sample(range(len(words)), QUESTIONS)) if w]
    asked = [chosen.sample(w, min(len(w), chosen.choice([2, 3, 4, len(w)]))) for w in asked]
    ranker = Ranker(postings)
    tokens = [ranker.tokens(w) for w in asked]
    contenders: dict[str, Callable[[], Any]] = {"ours": lambda: [ranker.top(t, TOP) for t in tokens]}
    if find_spec("bm25s") is not None:
        contenders["bm25s"] = by_bm25s(postings, words, tokens)
    if find_spec("tantivy") is not None:
        contenders["tantivy"] = by_tantivy(words, asked)
    rate = {name: len(asked) / took for name, took in best(contenders).items()}
    rate["ours with reasons"] = len(asked) / best({"why": lambda: answered(ranker, tokens)})["why"]
    return lines(f"{len(titles):,} titles, {len(asked):,} questions", rate, indexing, differing(contenders, tokens))


def answered(ranker: Ranker, tokens: list[Any]) -> int:
    """As the engine answers: with what each token adds to each score."""
    return sum(len(ranker.why(t, ranker.top(t, TOP).documents)) for t in tokens)


def best(contenders: dict[str, Callable[[], Any]]) -> dict[str, float]:
    took: dict[str, list[float]] = {name: [] for name in contenders}
    for name, ask in contenders.items():
        ask()  # compiled, and in the caches
        took[name].clear()
    for _ in range(TURNS):
        for name, ask in contenders.items():
            began = time.perf_counter()
            ask()
            took[name].append(time.perf_counter() - began)
    return {name: min(times) for name, times in took.items()}


def by_bm25s(postings: Postings, words: list[list[str]], tokens: list[Any]) -> Callable[[], Any]:
    import bm25s

    known = {w: i for i, w in enumerate(postings.vocabulary)}
    made = bm25s.BM25(method="lucene", k1=1.2, b=0.75, backend="numba")
    made.index(([[known[w] for w in one] for one in words], known), show_progress=False)
    asked = [t.tolist() for t in tokens]
    return lambda: made.retrieve(asked, k=TOP, n_threads=1, show_progress=False)


def by_tantivy(words: list[list[str]], asked: list[list[str]]) -> Callable[[], Any]:
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("t", stored=False, tokenizer_name="whitespace", index_option="freq")
    built = schema.build()
    index = tantivy.Index(built)
    writer = index.writer(num_threads=1)
    for one in words:
        writer.add_document(tantivy.Document(t=[" ".join(one)]))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    should, term = tantivy.Occur.Should, tantivy.Query.term_query
    questions = [tantivy.Query.boolean_query([(should, term(built, "t", w)) for w in one]) for one in asked]
    return lambda: [searcher.search(q, TOP, count=False).hits for q in questions]


def differing(contenders: dict[str, Callable[[], Any]], tokens: list[Any]) -> int | None:
    """Questions whose 100 scores differ from bm25s' by more than 1e-5, or whose equal scores are out of order."""
    if "bm25s" not in contenders:
        return None
    ours: list[Ranked] = contenders["ours"]()
    theirs = contenders["bm25s"]()
    wrong = 0
    for i, got in enumerate(ours):
        scores = theirs.scores[i][: len(got.scores)]
        in_order = all(
            a > b or (a == b and d < e)
            for a, b, d, e in zip(got.scores, got.scores[1:], got.documents, got.documents[1:], strict=False)
        )
        same = dict(zip(theirs.documents[i].tolist(), theirs.scores[i].tolist(), strict=True))
        cut = scores[-1] + 1e-5 if len(scores) else 0.0
        sure = {d for d, s in same.items() if s > cut}
        wrong += not (
            np.allclose(got.scores, scores, atol=1e-5, rtol=0) and in_order and sure <= set(got.documents.tolist())
        )
    return wrong


def lines(size: str, rate: dict[str, float], indexing: float, wrong: int | None) -> list[Line]:
    made = [Line(bench="bm25", what=f"top 100, {size}: {name}", value=r, unit="q/s") for name, r in rate.items()]
    made.append(Line(bench="bm25", what="index of the titles, texts to postings", value=indexing, unit="s"))
    for peer in ("tantivy", "bm25s"):
        if peer in rate:
            owed = PROMISED if peer == "tantivy" else None
            made.append(
                Line(bench="bm25", what=f"ours to {peer}", value=rate["ours"] / rate[peer], unit="x", promised=owed)
            )
        else:
            sys.stderr.write(
                f"{peer} is not installed (pip install -r requirements/bench.txt): its line is left out.\n"
            )
    if wrong is not None:
        what = "questions that differ from bm25s (scores 1e-5, ties by document)"
        made.append(Line(bench="bm25", what=what, value=wrong, unit="", promised=0, at_most=True))
    return made
