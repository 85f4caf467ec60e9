"""Text into tokens, each with its position: words of letters and digits, overlapping pairs of Chinese characters, and
the terms of a dictionary wherever they stand.

Rule 1: full-width and half-width, upper and lower case, accents, traditional and simplified characters are one.
Rule 2: a run of n characters gives its n-1 pairs, a single one itself; terms of the dictionary (three characters and more)
stand beside them, so that a term weighs as a term and no word boundary has to be guessed.
Rule 3: positions count characters and words; the pairs of a term lie side by side, which is what a phrase asks for.
Rule 4: English words lose their endings (Snowball), in texts and in questions alike.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources

import opencc
import snowballstemmer

CJK = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_PIECE = re.compile(rf"[{CJK}]+|(?:(?![{CJK}])[^\W_])+")
_IS_CJK = re.compile(f"[{CJK}]")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_RULES = 1  #: raise it when the same text gives other tokens; indexes on disk are then made anew
_TO_SIMPLIFIED = opencc.OpenCC("t2s")
_STEMMER = snowballstemmer.stemmer("english")

Token = tuple[str, int]


def normal(text: str) -> str:
    """Rule 1: the one form in which texts, questions and names are compared."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold()
    if _HAN.search(folded):
        return str(_TO_SIMPLIFIED.convert(folded))
    apart = unicodedata.normalize("NFD", folded)
    return unicodedata.normalize("NFC", "".join(c for c in apart if not "\u0300" <= c <= "\u036f"))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    return str(_STEMMER.stemWord(word)) if word.isascii() and word.isalpha() and len(word) > 3 else word


def shipped_terms() -> frozenset[str]:
    """The terms of our own list (``terms.txt``): one a line, ``#`` begins a remark."""
    return terms_of((resources.files(__package__) / "terms.txt").read_text(encoding="utf-8").splitlines())


def terms_of(lines: Iterable[str]) -> frozenset[str]:
    """The Chinese terms of a list; shorter than three characters they are pairs already."""
    bare = (normal(line.partition("#")[0].strip()) for line in lines)
    return frozenset(t for t in bare if len(t) > 2 and len(_IS_CJK.findall(t)) == len(t))


class Tokeniser:
    """``Tokeniser(terms).tokens("无人机 UAVs")``. Two with the same ``mark`` give the same tokens for the same text."""

    def __init__(self, terms: frozenset[str]) -> None:
        self._terms = terms
        self._lengths: dict[str, tuple[int, ...]] = {}
        for term in terms:
            self._lengths[term[:2]] = tuple(sorted({*self._lengths.get(term[:2], ()), len(term)}))
        told = "\n".join([str(_RULES), *sorted(terms)])
        self.mark = hashlib.sha256(told.encode()).hexdigest()[:16]

    def tokens(self, text: str, *, at: int = 0, terms: bool = True) -> list[Token]:
        """Tokens in the order of their positions, the first at ``at``; ``terms=False`` without the dictionary's."""
        found: list[Token] = []
        for piece in _PIECE.finditer(normal(text)):
            run = piece[0]
            if _IS_CJK.match(run):
                found += self._of_run(run, at, terms)
                at += len(run)
            else:
                found.append((stem(run), at))
                at += 1
        return found

    def _of_run(self, run: str, at: int, terms: bool) -> Iterator[Token]:
        if len(run) == 1:
            yield run, at
        for i in range(len(run) - 1):
            pair = run[i : i + 2]
            yield pair, at + i
            if terms and pair in self._lengths:
                for length in self._lengths[pair]:
                    if run[i : i + length] in self._terms:
                        yield run[i : i + length], at + i

    def words(self, text: str) -> list[str]:
        """The tokens alone: what is ranked by."""
        return [token for token, _ in self.tokens(text)]
