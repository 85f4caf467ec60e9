"""What can be matched, as columns: one place a document. Rebuilt from rows at any time; never the only copy of anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ipops.corpus.search.postings import Postings, encode, merge
from ipops.corpus.search.rank import Ranker
from ipops.corpus.search.tokens import Tokeniser, shipped_terms

UNKNOWN = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One document: a patent, or a need. ``sound`` is false for what is never pushed (a right in trouble, an agency with
    grade D behind it). ``fen`` is an asked price or a budget; ``lives_until`` the end of a patent's term."""

    code: str
    texts: tuple[str, ...]
    place: str = ""
    classes: tuple[str, ...] = ()
    fen: int | None = None
    sound: bool = True
    open_to_all: bool = False
    from_school: bool = False
    small: bool = False
    lives_until: date | None = None


@dataclass(frozen=True, slots=True)
class Stock:
    """Columns beside the postings: divisions as numbers, the first subclass as a number, money in fen (-1 not told)."""

    codes: tuple[str, ...]
    postings: Postings
    ranker: Ranker
    tokeniser: Tokeniser
    place: NDArray[np.int32]
    subclass: NDArray[np.int32]
    subclasses: tuple[str, ...]
    fen: NDArray[np.int64]
    sound: NDArray[np.bool_]
    open_to_all: NDArray[np.bool_]
    from_school: NDArray[np.bool_]
    small: NDArray[np.bool_]
    lives: NDArray[np.int32]

    @property
    def all_sound(self) -> bool:
        return bool(self.sound.all())


def stock_of(things: Sequence[Thing]) -> Stock:
    """Columns and postings of these things, in their order."""
    tokeniser = Tokeniser(shipped_terms())
    postings = merge([encode([[[t] for t in x.texts if t] or [[""]] for x in things], tokeniser)])
    named = sorted({c[:4] for x in things for c in x.classes[:1]})
    of_class = {c: i for i, c in enumerate(named)}
    return Stock(
        codes=tuple(x.code for x in things),
        postings=postings,
        ranker=Ranker(postings),
        tokeniser=tokeniser,
        place=np.array([division(x.place) for x in things], dtype=np.int32),
        subclass=np.array([of_class[x.classes[0][:4]] if x.classes else UNKNOWN for x in things], dtype=np.int32),
        subclasses=tuple(named),
        fen=np.array([UNKNOWN if x.fen is None else x.fen for x in things], dtype=np.int64),
        sound=np.array([x.sound for x in things], dtype=np.bool_),
        open_to_all=np.array([x.open_to_all for x in things], dtype=np.bool_),
        from_school=np.array([x.from_school for x in things], dtype=np.bool_),
        small=np.array([x.small for x in things], dtype=np.bool_),
        lives=np.array([x.lives_until.toordinal() if x.lives_until else UNKNOWN for x in things], dtype=np.int32),
    )


def division(code: str) -> int:
    return int(code) if code.isdigit() else 0
