"""Our ranking against bm25s on the same tokens, and against the definition; ties in the order of documents."""

from __future__ import annotations

import csv
import gzip
import math
import random

import bm25s
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipops.corpus.search import bm25
from ipops.corpus.search.postings import Postings, encode, merge
from ipops.corpus.search.rank import Ranker
from ipops.corpus.search.tokens import Tokeniser, shipped_terms

TOKENISER = Tokeniser(shipped_terms())


def postings(titles: list[str]) -> Postings:
    return merge([encode([[[t]] for t in titles], TOKENISER)])


def peer(made: Postings, titles: list[str]) -> bm25s.BM25:
    known = {w: i for i, w in enumerate(made.vocabulary)}
    theirs = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    theirs.index(([[known[w] for w in TOKENISER.words(t)] for t in titles], known), show_progress=False)
    return theirs


def agree(made: Postings, theirs: bm25s.BM25, question: str, k: int = 100) -> int:
    """Hold one answer to the peer's: scores within 1e-5, the same documents up to ties at the end, ties in order."""
    ranker = Ranker(made)
    tokens = ranker.tokens(TOKENISER.words(question))
    got = ranker.top(tokens, k)
    scores = theirs.get_scores_from_ids(tokens.tolist()) if len(tokens) else np.zeros(made.count)
    expected = sorted(range(made.count), key=lambda d: (-scores[d], d))[: len(got.documents)]
    np.testing.assert_allclose(got.scores, scores[got.documents], atol=1e-5)
    np.testing.assert_allclose(got.scores, scores[expected], atol=1e-5)
    assert got.found == int((scores > 0).sum())
    assert len(got.documents) == min(k, got.found)
    pairs = list(zip(got.scores.tolist(), got.documents.tolist(), strict=True))
    assert pairs == sorted(pairs, key=lambda p: (-p[0], p[1])), "equal scores stand in the order of documents"
    return got.found


class TestAgainstThePeer:
    @pytest.mark.shared
    def test_agrees_on_49417_real_titles(self, shared):
        path = shared / "data" / "patents" / "lens-drones-2022" / "pat_title.tsv.gz"
        with gzip.open(path, "rt", encoding="utf-8", newline="") as f:
            titles = [row["text"] for row in csv.DictReader(f, delimiter="\t")]
        assert len(titles) == 49_417
        made = postings(titles)
        theirs = peer(made, titles)
        questions = [*random.Random(1).sample(titles, 60), "drone", "無人機", "zzzz"]
        assert sum(agree(made, theirs, q) > 100 for q in questions) > 50

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(st.text("无人机电池ab ", max_size=9), min_size=1, max_size=9),
        st.text("无人机电池ab ", max_size=9),
        st.integers(1, 6),
    )
    def test_agrees_on_whatever_is_written(self, titles, question, k):
        made = postings([*titles, "无人"])
        agree(made, peer(made, [*titles, "无人"]), question, k)


class TestTheWeight:
    def test_is_the_formula(self):
        made = postings(["drone drone wing", "wing", "battery"])
        n, holding, f, length, average = 3, 1, 2, 3, 5 / 3
        idf = math.log(1 + (n - holding + 0.5) / (holding + 0.5))
        token = made.token("drone")
        got = made.weight[made.token_starts[token]]
        assert got == pytest.approx(idf * f / (f + 1.2 * (1 - 0.75 + 0.75 * length / average)), rel=1e-6)


class TestTheBest:
    @settings(max_examples=200, deadline=None)
    @given(st.lists(st.sampled_from([0.0, 0.5, 1.0, 1.5, 2.0]), max_size=40), st.integers(1, 50))
    def test_are_those_of_a_sort_by_score_then_document(self, scores, k):
        array = np.array(scores, dtype=np.float32)
        by_hand = sorted((d for d in range(len(scores)) if scores[d] > 0), key=lambda d: (-scores[d], d))[:k]
        assert bm25.best(array, k).tolist() == by_hand

    def test_are_none_of_nothing(self):
        assert bm25.best(np.empty(0, dtype=np.float32), 5).tolist() == []


class TestTheReasons:
    def test_add_up_to_the_score(self):
        made = postings(["植保无人机 drone", "无人机", "drone wing"])
        ranker = Ranker(made)
        tokens = ranker.tokens(TOKENISER.words("无人机 drone drone"))
        got = ranker.top(tokens, 1)
        why = ranker.why(tokens, got.documents)[0]
        assert sum(why.values()) == pytest.approx(float(got.scores[0]), abs=1e-5)
        assert list(why.values()) == sorted(why.values(), reverse=True)


class TestParts:
    def test_put_together_are_the_whole(self, tmp_path):
        titles = ["drone wing", "", "无人机 电池", "wing wing"]
        whole = postings(titles)
        parts = [encode([[[t]] for t in titles[i : i + 1]], TOKENISER, first=i) for i in range(4)]
        for p in parts:
            p.save(tmp_path / "p.npz")
        made = merge(parts)
        made.save(tmp_path / "kept")
        again = Postings.load(tmp_path / "kept")
        for one in (made, again):
            assert one.vocabulary == whole.vocabulary
            for name in ("starts", "occurrences", "token_starts", "documents", "weight", "lengths"):
                np.testing.assert_array_equal(getattr(one, name), getattr(whole, name))
