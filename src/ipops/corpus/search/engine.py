"""Questions to a corpus: words, conditions, or a document whose like is sought; answers say why each document stands there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ipops.corpus.search.attributes import Mask, squeezed
from ipops.corpus.search.bm25 import Ints
from ipops.corpus.search.index import Index
from ipops.corpus.search.match import Matcher
from ipops.corpus.search.query import Free, Node, parse
from ipops.corpus.search.rank import Ranked, Ranker
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text

OF_DOCUMENT = 25  #: tokens of a document that ask for its like: those that tell it from others most


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """``number`` is the document's place in the table; ``because`` what each token adds to the score."""

    document: str
    number: int
    score: float
    because: Mapping[str, float]

    def as_json(self) -> dict[str, Any]:
        because = [{"token": t, "adds": round(w, 6)} for t, w in self.because.items()]
        return {"document": self.document, "score": round(self.score, 6), "because": because}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The best first; ``found`` is how many there are in all, ``tokens`` what was ranked by, ``unheard`` what no document holds."""

    hits: tuple[Hit, ...]
    found: int
    tokens: tuple[str, ...]
    unheard: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "found": self.found,
            "tokens": list(self.tokens),
            "unheard": list(self.unheard),
            "hits": [h.as_json() for h in self.hits],
        }


class Search:
    """``Search(index).ask("植保无人机", k=20)``; several threads may ask at once."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._ranker = Ranker(index.postings)
        self._matcher = Matcher(index.postings, index.attributes, index.tokeniser)

    def ask(self, question: str, *, k: int = 100, where: Sequence[str] = ()) -> Answer | Refused:
        """The ``k`` best for a question (``query``), among those that pass every condition of ``where``."""
        asked = parse(question)
        passing = self._where(where)
        if isinstance(asked, Refused) or isinstance(passing, Refused):
            both = [r for no in (asked, passing) if isinstance(no, Refused) for r in no.reasons]
            return Refused(reasons=tuple(both))
        if isinstance(asked, Free):
            return self._answer(self._matcher.words(asked.text), k, passing)
        among = self._matcher.passing(asked)
        words = list(self._matcher.ranking(asked))
        return self._answer(words, k, among if passing is None else among & passing, condition=True)

    def like(self, document: str, *, k: int = 100, where: Sequence[str] = ()) -> Answer | Refused:
        """The documents most like one of the corpus, by the tokens that tell it from others most; never itself."""
        at = self._number(document)
        passing = self._where(where)
        if at is None:
            zh, en = f"库中没有文献 {document}。", f"there is no document {document} in the corpus."
            return Refused(reasons=(Reason(code="document-unknown", says=Text(zh, en)),))
        if isinstance(passing, Refused):
            return passing
        among = np.ones(self.index.postings.count, dtype=bool) if passing is None else passing.copy()
        among[at] = False
        return self._answer(self._telling(at), k, among)

    def like_text(self, text: str, *, k: int = 100, where: Sequence[str] = ()) -> Answer | Refused:
        """The documents most like a text from outside, such as a demand; nothing in it is read as an operator."""
        passing = self._where(where)
        return passing if isinstance(passing, Refused) else self._answer(self.index.tokeniser.words(text), k, passing)

    def passing(self, question: str) -> Mask | Refused:
        """One flag a document: which pass a condition, or hold any word of a question that is none."""
        asked = parse(question)
        if isinstance(asked, Refused):
            return asked
        if not isinstance(asked, Free):
            return self._matcher.passing(asked)
        made = np.zeros(self.index.postings.count, dtype=bool)
        for token in self._ranker.tokens(self._matcher.words(asked.text)).tolist():
            made[self.index.postings.holding(token)] = True
        return made

    def _where(self, conditions: Sequence[str]) -> Mask | Refused | None:
        masks: list[Mask] = []
        reasons: list[Reason] = []
        for one in conditions:
            asked: Node | Free | Refused = parse(one)
            if isinstance(asked, Refused):
                reasons += asked.reasons
            else:
                got = self.passing(one)
                masks += [] if isinstance(got, Refused) else [got]
        if reasons:
            return Refused(reasons=tuple(reasons))
        return np.logical_and.reduce(masks) if masks else None

    def _answer(self, words: Sequence[str], k: int, among: Mask | None, *, condition: bool = False) -> Answer:
        tokens = self._ranker.tokens(words)
        unheard = tuple(dict.fromkeys(w for w in words if self.index.postings.token(w) is None))
        if not len(tokens) and not condition:
            return Answer(hits=(), found=0, tokens=(), unheard=unheard)
        ranked = self._ranker.top(tokens, k, among=among)
        if condition:
            ranked = self._filled(ranked, k, among)
        hits = self._hits(ranked, tokens)
        named = tuple(dict.fromkeys(self.index.postings.vocabulary[t] for t in tokens.tolist()))
        return Answer(hits=hits, found=ranked.found, tokens=named, unheard=unheard)

    def _filled(self, ranked: Ranked, k: int, among: Mask | None) -> Ranked:
        """A condition lets through who has no word of it (``a OR class:b``): behind the ranked ones, in their order."""
        if among is None:
            return ranked
        total = int(among.sum())
        lacking = min(k, total) - len(ranked.documents)
        if lacking <= 0:
            return Ranked(ranked.documents, ranked.scores, total)
        rest = np.setdiff1d(np.flatnonzero(among), ranked.documents)[:lacking].astype(np.int32)
        scores = np.concatenate([ranked.scores, np.zeros(len(rest), dtype=np.float32)])
        return Ranked(np.concatenate([ranked.documents, rest]), scores, total)

    def _hits(self, ranked: Ranked, tokens: Ints) -> tuple[Hit, ...]:
        names, because = self.index.attributes.documents, self._ranker.why(tokens, ranked.documents)
        found = zip(ranked.documents.tolist(), ranked.scores.tolist(), because, strict=True)
        return tuple(Hit(document=names[d], number=d, score=s, because=why) for d, s, why in found)

    def _number(self, document: str) -> int | None:
        found = self.index.attributes.keyed["number"].equal(squeezed(document))
        return int(found[0]) if len(found) else None

    def _telling(self, at: int) -> list[str]:
        """The tokens of a document that weigh most in it, the first of equals by their names."""
        p = self.index.postings
        here = np.flatnonzero(np.asarray(p.documents) == at)
        tokens = np.searchsorted(p.token_starts, here, side="right") - 1
        by = sorted(zip((-p.weight[here]).tolist(), tokens.tolist(), strict=True))
        return [p.vocabulary[t] for _, t in by[:OF_DOCUMENT]]
