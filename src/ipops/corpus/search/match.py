"""Which documents a condition lets through, and by which of its words they are ranked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ipops.corpus.search.attributes import Attributes, Mask
from ipops.corpus.search.bm25 import Ints, Longs
from ipops.corpus.search.postings import FIELDS, PLACES, POSITIONS, Postings
from ipops.corpus.search.query import Between, Either, Every, Node, Not, Value, Words
from ipops.corpus.search.tokens import Tokeniser, normal, stem


@dataclass(frozen=True, slots=True)
class Matcher:
    """A corpus as a condition sees it."""

    postings: Postings
    attributes: Attributes
    tokeniser: Tokeniser

    def passing(self, node: Node) -> Mask:
        """One flag a document."""
        if isinstance(node, Not):
            return ~self.passing(node.one)
        if isinstance(node, Every | Either):
            masks = [self.passing(p) for p in node.parts]
            together = np.logical_and if isinstance(node, Every) else np.logical_or
            made: Mask = together.reduce(masks)
            return made
        if isinstance(node, Value):
            return self.attributes.where(node.field, node.value)
        if isinstance(node, Between):
            return self.attributes.between(node.field, node.first, node.last)
        return self._with(node)

    def ranking(self, node: Node) -> Iterator[str]:
        """The tokens of all words that are asked for and not denied, in their order."""
        if isinstance(node, Words):
            if node.begins:
                yield from (self.postings.vocabulary[t] for t in self._beginning(node.text))
            else:
                yield from self.words(node.text)
        elif isinstance(node, Every | Either):
            for part in node.parts:
                yield from self.ranking(part)

    def words(self, text: str) -> list[str]:
        """The tokens a text is ranked by. A Chinese character alone stands in texts as half of a pair, and asks for every such pair."""
        found: list[str] = []
        for word in self.tokeniser.words(text):
            alone = len(word) == 1 and not word.isascii()
            found += (alone and [w for w, _ in self._halves(word) if self.postings.token(w) is not None]) or [word]
        return found

    def _halves(self, character: str) -> list[tuple[str, int]]:
        """The tokens a character stands in, and at which place."""
        words = self.postings.vocabulary
        return [(w, 0 if w[0] == character else 1) for w in words if len(w) <= 2 and character in w]

    def _with(self, node: Words) -> Mask:
        made = np.zeros(self.postings.count, dtype=bool)
        for documents in self._found(node):
            made[documents] = True
        return made

    def _found(self, node: Words) -> Iterator[Ints]:
        if node.begins:
            for number in self._beginning(node.text):
                yield self._in_field(self.postings.of(number), node.field)
            return
        side_by_side = self.tokeniser.tokens(node.text, terms=False)
        if not side_by_side:
            return  # nothing but signs stands in no document
        together: Longs | None = None
        for token, at in side_by_side:
            places = self._places(token, at)
            together = places if together is None else np.intersect1d(together, places)
            if not len(together):
                return
        if together is not None:
            yield self._in_field(together, node.field)

    def _places(self, token: str, at: int) -> Longs:
        """Where the phrase would begin if the token stood where it is. A character alone may be half of a pair."""
        kinds = [(token, 0)]
        if len(token) == 1 and not token.isascii():
            kinds = self._halves(token)
            kinds += [(w, 1) for w, _ in kinds if w == token * 2]
        found = [self.postings.of(t) + (shift - at) for w, shift in kinds if (t := self.postings.token(w)) is not None]
        return np.unique(np.concatenate([np.empty(0, dtype=np.int64), *found]))

    def _beginning(self, text: str) -> range:
        bare = normal(text)
        whole = stem(
            bare
        )  # what a word became in the texts may be shorter than what is typed: vehicle* asks for vehicl*
        return self.postings.beginning(whole if bare.startswith(whole) else bare)

    def _in_field(self, occurrences: Longs, field: str) -> Ints:
        if field:
            place = (occurrences >> POSITIONS) & ((1 << (PLACES - POSITIONS)) - 1)
            occurrences = occurrences[place == FIELDS.index(field)]
        return (occurrences >> PLACES).astype(np.int32)
