"""Rights: how facts make a right's row, and the questions asked of those rows.

The row says what the register says, for lists, forms and look-ups. Shares, chains of title and docket are the engine
``ipops.rights``'s.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from ipops.ledger.entry import Entry
from ipops.ledger.facts import (
    AnnuityPaid,
    LicenceRecorded,
    MarkRenewed,
    OwnerMerged,
    OwnerRenamed,
    PledgeRegistered,
    PledgeReleased,
    RightEnded,
    RightFiled,
    RightGranted,
    RightRestored,
    TermCompensated,
    TransferRegistered,
)
from ipops.webkit import pinyin
from ipops.webkit.models import Right
from ipops.webkit.refold import Fold

Codes = tuple[str, ...]


class RightState(NamedTuple):
    """A tuple, because a register changes one of these with every fact."""

    kind: str = ""
    title: str = ""
    office: str = ""
    owners: Codes = ()
    place: str = ""
    classes: Codes = ()
    filed_on: date | None = None
    published_on: date | None = None
    granted_on: date | None = None
    expires_on: date | None = None
    ended_on: date | None = None
    ended_why: str = ""
    paid_to_year: int | None = None
    pledges: Codes = ()
    deals: Codes = ()
    sort_key: str = ""
    search_key: str = ""


def step(right: str, state: RightState | None, entry: Entry) -> RightState | None:
    """What one fact changes in a right. A deal may be known before the filing is: the row then waits for its title."""
    was = state or RightState(search_key=pinyin.search_key(right))
    match entry.fact:
        case RightFiled() as f:
            return _filed(right, was, f)
        case RightGranted() as f:
            return was._replace(granted_on=f.on, expires_on=f.expires_on or was.expires_on)
        case RightEnded() as f:
            return was._replace(ended_on=f.on, ended_why=str(f.why))
        case RightRestored():
            return was._replace(ended_on=None, ended_why="")
        case TermCompensated() | MarkRenewed() as f:
            return was._replace(expires_on=f.expires_on or was.expires_on)
        case AnnuityPaid() as f:
            return was._replace(paid_to_year=max(was.paid_to_year or 0, f.year))
        case TransferRegistered() as f:
            return _transferred(was, f)
        case LicenceRecorded() as f:
            return was._replace(kind=was.kind or str(f.kind_of_right), deals=_with(was.deals, f.deal))
        case PledgeRegistered() as f:
            return was._replace(kind=was.kind or str(f.kind_of_right), pledges=_with(was.pledges, f.pledge))
        case PledgeReleased() as f:
            return was._replace(pledges=tuple(p for p in was.pledges if p != f.pledge))
        case OwnerMerged() as f:
            return was._replace(owners=_succeeded(was.owners, f.merged, f.into))
        case OwnerRenamed() as f:
            return was._replace(owners=_succeeded(was.owners, f.former, f.renamed))
    return state


def _filed(right: str, was: RightState, f: RightFiled) -> RightState:
    """Owners and place are those of the filing; deals come after it in history. What a second source tells of it fills what
    the first left empty."""
    title = f.title or was.title
    return was._replace(
        kind=str(f.kind_of_right),
        title=title,
        office=f.office,
        owners=f.owners or was.owners,
        place=f.place or was.place,
        classes=f.classes or was.classes,
        filed_on=f.on,
        published_on=f.published_on or was.published_on,
        sort_key=pinyin.sort_key(title),
        search_key=pinyin.search_key(title, right),
    )


def _transferred(was: RightState, f: TransferRegistered) -> RightState:
    """The transferors go, the transferees come, co-owners who were no party to it stay."""
    stay = tuple(o for o in was.owners if o not in f.transferors)
    return was._replace(
        kind=was.kind or str(f.kind_of_right),
        owners=tuple(dict.fromkeys((*stay, *f.transferees))),
        place=f.to_place or was.place,
        deals=_with(was.deals, f.deal),
    )


def _succeeded(owners: Codes, gone: Codes, come: Codes) -> Codes:
    """Who came by merger or under a new name stands where the owner stood; others are not touched. Nothing changes if the
    register names somebody whom we do not know as an owner."""
    if not set(owners) & set(gone):
        return owners
    stay = tuple(o for o in owners if o not in gone)
    return tuple(dict.fromkeys((*stay, *come)))


def _with(codes: Codes, one: str) -> Codes:
    return codes if one in codes else (*codes, one)


FOLD = Fold(
    code="webkit.right",
    refers="right",
    kinds=frozenset(
        k.KIND
        for k in (
            RightFiled,
            RightGranted,
            RightEnded,
            RightRestored,
            TermCompensated,
            MarkRenewed,
            AnnuityPaid,
            TransferRegistered,
            LicenceRecorded,
            PledgeRegistered,
            PledgeReleased,
            OwnerMerged,
            OwnerRenamed,
        )
    ),
    model=Right,
    key="right",
    state=RightState,
    step=step,
)


def right(number: str) -> Right | None:
    return Right.objects.filter(right=number).first()


def search(typed: str = "", *, places: frozenset[str] | None = None) -> QuerySet[Right]:
    """Rights by a part of the number, the title, its pinyin or initials; of ``places`` only if given."""
    found = Right.objects.all()
    if places is not None:
        found = found.filter(place__in=places)
    return found.filter(search_key__contains=pinyin.needle(typed)) if typed.strip() else found


def owned_by(party: str) -> QuerySet[Right]:
    return Right.objects.filter(owners__contains=[party])
