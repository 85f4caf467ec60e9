"""How words on documents become rows: one a document of a study, with a place for each person's last word.

The fold sees live entries only, so a superseded word is gone; what a person takes back leaves no place of theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, TypeVar

from ipops.ledger.entry import Entry
from ipops.lines.navigation import facts as f
from ipops.lines.navigation.rules import hands

Codes = tuple[str, ...]
T = TypeVar("T")


class LabelState(NamedTuple):
    """``people``, ``reviews``, ``unders``, ``outs``, ``whys`` and ``entries`` go together, a place a person; nodes of one person are
    written with a space between. ``under``, ``out`` and ``differ`` are what they come to."""

    study: str = ""
    place: str = ""
    document: str = ""
    standing: str = ""
    under: Codes = ()
    out: Codes = ()
    differ: Codes = ()
    people: Codes = ()
    reviews: tuple[bool, ...] = ()
    unders: Codes = ()
    outs: Codes = ()
    whys: Codes = ()
    entries: tuple[int, ...] = ()


class VerdictState(NamedTuple):
    """As ``LabelState``; ``verdict`` is empty where nobody's stands."""

    study: str = ""
    place: str = ""
    document: str = ""
    sample: str = ""
    standing: str = ""
    verdict: str = ""
    people: Codes = ()
    reviews: tuple[bool, ...] = ()
    verdicts: Codes = ()
    whys: Codes = ()
    entries: tuple[int, ...] = ()


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
    x, was = entry.fact, state or LabelState()
    if not isinstance(x, f.DocumentLabelled):
        return state
    at = [i for i, who in enumerate(was.people) if who != entry.by]
    kept = was._replace(
        study=x.study, place=x.place, document=x.publication, people=_of(was.people, at), reviews=_of(was.reviews, at),
        unders=_of(was.unders, at), outs=_of(was.outs, at), whys=_of(was.whys, at), entries=_of(was.entries, at),
    )  # fmt: skip
    if x.under or x.not_under:
        kept = kept._replace(
            people=(*kept.people, entry.by), reviews=(*kept.reviews, x.reviewed), unders=(*kept.unders, " ".join(x.under)),
            outs=(*kept.outs, " ".join(x.not_under)), whys=(*kept.whys, x.why), entries=(*kept.entries, entry.n),
        )  # fmt: skip
    if not kept.people:
        return None
    come_to = hands.settle_labels(words_of(kept))
    return kept._replace(standing=str(come_to.standing), under=come_to.under, out=come_to.out, differ=come_to.differ)


def words_of(state: LabelLike) -> list[hands.Said]:
    """What each person said: of a state, or of the row made from it."""
    told = zip(state.people, state.reviews, state.unders, state.outs, strict=True)
    return [
        hands.Said(by=who, reviewed=reviewed, under=frozenset(under.split()), out=frozenset(out.split()))
        for who, reviewed, under, out in told
    ]


def verdict_step(_: str, state: VerdictState | None, entry: Entry) -> VerdictState | None:
    x, was = entry.fact, state or VerdictState()
    if not isinstance(x, f.SampleJudged):
        return state
    at = [i for i, who in enumerate(was.people) if who != entry.by]
    kept = was._replace(
        study=x.study, place=x.place, document=x.publication, sample=str(x.sample), people=_of(was.people, at),
        reviews=_of(was.reviews, at), verdicts=_of(was.verdicts, at), whys=_of(was.whys, at), entries=_of(was.entries, at),
    )  # fmt: skip
    if x.verdict is not None:
        kept = kept._replace(
            people=(*kept.people, entry.by), reviews=(*kept.reviews, x.reviewed), verdicts=(*kept.verdicts, str(x.verdict)),
            whys=(*kept.whys, x.why), entries=(*kept.entries, entry.n),
        )  # fmt: skip
    if not kept.people:
        return None
    stands, standing = hands.settle_verdicts(
        [(f.Relevance(v), reviewed) for v, reviewed in zip(kept.verdicts, kept.reviews, strict=True)]
    )
    return kept._replace(standing=str(standing), verdict=str(stands or ""))


def _of(values: tuple[T, ...], at: list[int]) -> tuple[T, ...]:
    return tuple(values[i] for i in at)
