"""Whose rights these are and who looks after them, for one reader: their own, those in their care, those pledged to them.

Rule 1: a contract that names rights covers those of them that are its client's; one that names none covers every right of its
client (decision 0205).
Rule 2: of a right that one owns, looks after or holds in pledge all that the register says is read, though its entries (a
grant, a payment) name no party.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ipops.ledger.facts import PledgeRegistered
from ipops.lines.custody.app import selectors
from ipops.lines.custody.app.models import Custody
from ipops.rights.docket.due import Docket, due
from ipops.rights.docket.given import Given, from_standing
from ipops.rights.register.standing import Standing
from ipops.webkit import access, docket
from ipops.webkit.models import JournalRow, Right

AHEAD = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A right with how it stands and what is due on it on a day."""

    right: str
    standing: Standing
    given: Given
    docket: Docket


def owned(parties: Collection[str]) -> list[str]:
    """The numbers of the rights that these parties own."""
    if not parties:
        return []
    found = Right.objects.filter(owners__overlap=list(parties)).order_by("right")
    return list(found.values_list("right", flat=True))


def covered_by(rows: Iterable[Custody]) -> dict[str, Custody]:
    """The rights that contracts cover, each with its contract; the older contract where two do. What a contract names and is
    known as somebody else's (it was assigned since) is in nobody's care by it."""
    rows = sorted(rows, key=lambda r: (r.signed_on or date.max, r.custody), reverse=True)
    silent = {r.client: r for r in rows if not r.rights}
    found: dict[str, Custody] = {}
    named = {n for row in rows for n in row.rights}
    asked = Q(owners__overlap=list(silent)) if silent else Q()
    asked |= Q(right__in=list(named)) if named else Q()
    of = dict(Right.objects.filter(asked).values_list("right", "owners")) if silent or named else {}
    for number, owners in of.items():
        if contract := next((silent[o] for o in owners if o in silent), None):
            found[number] = contract
    for row in rows:
        found |= {n: row for n in row.rights if not of.get(n) or row.client in of[n]}
    return dict(sorted(found.items()))


def in_care(reader: access.Reader) -> dict[str, Custody]:
    """Rights in standing custodies whose agency the reader acts for."""
    bodies = list(access.bodies(reader))
    return covered_by(Custody.objects.filter(agency__in=bodies, stage__in=selectors.STANDING)) if bodies else {}


def in_custody(reader: access.Reader) -> dict[str, Custody]:
    """Rights in standing custodies that the reader may see at all."""
    return covered_by(selectors.custodies_for(reader).filter(stage__in=selectors.STANDING))


def may_record(reader: access.Reader, right: str) -> bool:
    """Its owner, the agency that looks after it, or an office of its place that may record."""
    bodies = list(access.bodies(reader))
    row = Right.objects.filter(right=right).first()
    if row is None:
        return False
    if set(row.owners) & set(bodies):
        return True
    mine = Custody.objects.filter(Q(rights__contains=[right]) | Q(rights=[]), client__in=row.owners)
    if bodies and mine.filter(agency__in=bodies, stage__in=selectors.STANDING).exists():
        return True
    return bool(row.place) and access.may(reader, access.Action.RECORD, row.place)


def pledged_to(parties: Collection[str]) -> dict[str, list[str]]:
    """Rights with a pledge that runs and that one of these parties holds, each with the pledgees among them."""
    if not parties:
        return {}
    kind = PledgeRegistered.KIND
    named = JournalRow.objects.filter(kind=kind, parties__overlap=list(parties)).values_list("rights", flat=True)
    numbers = {n for rights in named for n in rights}
    held = Right.objects.filter(right__in=list(numbers)).exclude(pledges=[]).order_by("right")
    found = {}
    for number, standing in docket.standings(list(held.values_list("right", flat=True))).items():
        mine = [p for r in standing.pledges if r.until is None for p in r.parties if p in parties]
        if mine:
            found[number] = sorted(set(mine))
    return found


def seen(numbers: Collection[str], on: date, *, months: int = AHEAD) -> Iterator[Seen]:
    """Each right with its docket; one of which not even the kind is known is left out."""
    for number, standing in docket.standings(numbers, on).items():
        given = from_standing(standing)
        if given is not None:
            yield Seen(right=number, standing=standing, given=given, docket=due(given, on, months=months))
