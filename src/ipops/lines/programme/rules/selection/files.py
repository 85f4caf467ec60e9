"""A call and its reviews, put together from facts. Pure: live entries in order go in, one value comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.lines.programme import facts as f
from ipops.lines.programme.facts.words import Ground
from ipops.lines.programme.rules.selection import review
from ipops.lines.programme.rules.selection.review import Declared, Expert, Placed, Sheet
from ipops.policy.schemes import Scheme

UNTOLD, _BETWEEN = "-", ","


def review_code(nomination: str) -> str:
    """The code under which experts speak of an application. The city's own facts never name it."""
    return f"rev:{nomination}"


def nomination_code(call: str, place: str) -> str:
    return f"nom:{call.removeprefix('call:')}:{place}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFile:
    """What the experts did about one application."""

    declared: tuple[Declared, ...] = ()
    opened: frozenset[str] = frozenset()
    sheets: tuple[Sheet, ...] = ()
    remarks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFile:
    """``round`` is the second once an upheld objection sent the call back to its review: its first list and
    sheets no longer count."""

    call: f.CallOpened
    nominations: Mapping[str, f.CityNominated]
    panel: tuple[Expert, ...]
    scheme: str
    published: f.ListPublished | None
    reviews: Mapping[str, ReviewFile]
    lock_by: date | None = None
    round: int = 1

    def review(self, nomination: str) -> ReviewFile:
        return self.reviews.get(nomination, ReviewFile())

    def ranked(self, scheme: Scheme) -> tuple[tuple[Placed, ...], Mapping[str, Refused]]:
        """The ranking of what can be ranked, and why the rest cannot."""
        made, lacking = [], {}
        for code in self.nominations:
            got = review.result(code, scheme, self.review(code).sheets)
            if isinstance(got, Refused):
                lacking[code] = got
            else:
                made.append(got)
        return review.ranking(made), lacking


def call_file(call: str, entries: Iterable[Entry]) -> CallFile | None:
    """``None`` if none of the entries opens the call."""
    opened: f.CallOpened | None = None
    published: f.ListPublished | None = None
    nominations: dict[str, f.CityNominated] = {}
    panel: tuple[Expert, ...] = ()
    scheme, lock_by, round_ = "review", None, 1
    reviews: dict[str, list[Entry]] = {}
    for e in entries:
        match e.fact:
            case f.CallOpened() as x if x.call == call:
                opened = x
            case f.CityNominated() as x if x.call == call:
                nominations[x.nomination] = x
            case f.PanelSeated() as x if x.call == call:
                panel, scheme, lock_by = _panel(x), x.scheme, x.lock_by
            case f.ListPublished() as x if x.call == call:
                published = x
            case f.ProgrammeStep(event="review_again") as x if x.case == call:
                published, round_ = None, round_ + 1
                reviews = {k: [r for r in v if not isinstance(r.fact, f.SheetLocked)] for k, v in reviews.items()}
            case f.ConflictDeclared() | f.DocumentsOpened() | f.SheetLocked() as x:
                reviews.setdefault(x.review, []).append(e)
    if opened is None:
        return None
    return CallFile(
        call=opened,
        nominations=nominations,
        panel=panel,
        scheme=scheme,
        published=published,
        reviews={n: review_file(reviews.get(review_code(n), ())) for n in nominations},
        lock_by=lock_by,
        round=round_,
    )


def told_places(places: Iterable[str]) -> str:
    """The divisions of one expert's employers as the fact of the panel keeps them."""
    return _BETWEEN.join(sorted(set(places))) or UNTOLD


def _panel(x: f.PanelSeated) -> tuple[Expert, ...]:
    return tuple(
        Expert(expert=e, name=Text(n or e, n or e), places=() if p == UNTOLD else tuple(p.split(_BETWEEN)))
        for e, n, p in zip(x.experts, x.names, x.places, strict=False)
    )


def review_file(entries: Iterable[Entry]) -> ReviewFile:
    """The first sheet of an expert stands: a locked one cannot be handed in again. One whose expert declared a conflict
    afterwards does not count."""
    declared: list[Declared] = []
    opened: set[str] = set()
    sheets: dict[str, Sheet] = {}
    remarks: dict[str, str] = {}
    for e in entries:
        match e.fact:
            case f.ConflictDeclared() as x:
                declared.append(Declared(expert=x.expert, ground=x.ground, why=x.why))
            case f.DocumentsOpened() as x:
                opened.add(x.expert)
            case f.SheetLocked() as x if x.expert not in sheets:
                points = dict(zip(x.items, x.points, strict=False))
                sheets[x.expert] = Sheet(expert=x.expert, points=points, entry=e.n)
                remarks[x.expert] = x.remarks
    last = {d.expert: d.ground for d in declared}
    return ReviewFile(
        declared=tuple(declared),
        opened=frozenset(opened),
        sheets=tuple(s for e, s in sheets.items() if last.get(e, Ground.NONE) is Ground.NONE),
        remarks=remarks,
    )
