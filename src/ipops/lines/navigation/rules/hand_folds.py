"""How words on documents become rows: one a document of a study, with a place for each person's last word.

The fold sees live entries only, so a superseded word is gone; what a person takes back leaves no place of theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from ipops.ledger.entry import Entry
from ipops.lines.navigation import facts as f
from ipops.lines.navigation.rules import hands

Codes = tuple[str, ...]
S = TypeVar("S", bound="WordsState")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsState:
    """Words on one document, whatever they say: ``people``, ``reviews``, ``whys`` and ``entries`` go together, a place a person."""

    study: str = ""
    place: str = ""
    document: str = ""
    standing: str = ""
    people: Codes = ()
    reviews: tuple[bool, ...] = ()
    whys: Codes = ()
    entries: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelState(WordsState):
    """``unders`` and ``outs`` go with ``people``, nodes of one person with a space between; ``under``, ``out`` and ``differ`` are what
    they come to."""

    under: Codes = ()
    out: Codes = ()
    differ: Codes = ()
    unders: Codes = ()
    outs: Codes = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictState(WordsState):
    """``verdicts`` go with ``people``; ``verdict`` is empty where nobody's stands."""

    sample: str = ""
    verdict: str = ""
    verdicts: Codes = ()


class LabelLike(Protocol):
    @property
    def people(self) -> Sequence[str]: ...
    @property
    def reviews(self) -> Sequence[bool]: ...
    @property
    def unders(self) -> Sequence[str]: ...
    @property
    def outs(self) -> Sequence[str]: ...


def label_step(_: str, state: LabelState | None, entry: Entry) -> LabelState | None:
    x = entry.fact
    if not isinstance(x, f.DocumentLabelled):
        return state
    said = {"unders": " ".join(x.under), "outs": " ".join(x.not_under)} if x.under or x.not_under else None
    kept = _spoken(state or LabelState(), x, entry, ("unders", "outs"), said)
    if not kept.people:
        return None
    come_to = hands.settle_labels(words_of(kept))
    return replace(kept, standing=str(come_to.standing), under=come_to.under, out=come_to.out, differ=come_to.differ)


def verdict_step(_: str, state: VerdictState | None, entry: Entry) -> VerdictState | None:
    x = entry.fact
    if not isinstance(x, f.SampleJudged):
        return state
    said = {"verdicts": str(x.verdict)} if x.verdict is not None else None
    kept = _spoken(state or VerdictState(), x, entry, ("verdicts",), said)
    if not kept.people:
        return None
    stands, standing = hands.settle_verdicts(
        [(f.Relevance(v), reviewed) for v, reviewed in zip(kept.verdicts, kept.reviews, strict=True)]
    )
    return replace(kept, sample=str(x.sample), standing=str(standing), verdict=str(stands or ""))


def _spoken(
    was: S, x: f.DocumentLabelled | f.SampleJudged, entry: Entry, columns: Sequence[str], said: dict[str, str] | None
) -> S:
    """The person's earlier word is gone; the new one, if it says anything, stands last in every column that goes with ``people``."""
    left = [i for i, who in enumerate(was.people) if who != entry.by]
    new: dict[str, Any] = {"people": entry.by, "reviews": x.reviewed, "whys": x.why, "entries": entry.n, **(said or {})}
    row: dict[str, Any] = {
        name: tuple(getattr(was, name)[i] for i in left) + ((new[name],) if said else ())
        for name in ("people", "reviews", "whys", "entries", *columns)
    }
    return replace(was, study=x.study, place=x.place, document=x.publication, **row)


def words_of(state: LabelLike) -> list[hands.Said]:
    """What each person said: of a state, or of the row made from it."""
    told = zip(state.people, state.reviews, state.unders, state.outs, strict=True)
    return [
        hands.Said(by=who, reviewed=reviewed, under=frozenset(under.split()), out=frozenset(out.split()))
        for who, reviewed, under, out in told
    ]
