"""What is read: each takes the reader and gives rows that this reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources

import yaml
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.ledger.facts.words import PartyKind
from ipops.lines.custody.app.models import Custody
from ipops.lines.custody.facts import CustodyOffered, Service, Size
from ipops.lines.custody.machine import CUSTODY
from ipops.lines.custody.rules.admission import Held, Level
from ipops.webkit import access, journal
from ipops.webkit.models import Party, Right

STANDING = ("signed", "active")
BIDDING = ("asked", "offered")
_QUIET = timedelta(days=365)


def custodies_for(user: access.Reader) -> QuerySet[Custody]:
    """Custodies of clients in the reader's places, and those in which the reader's body is client, agency or park. A need or
    an offer is also seen by the agencies that it invites, that have offered, and by all of them if it is open."""
    places = access.visible_places(user)
    if places.everywhere:
        return Custody.objects.all()
    seen = places.q("place")
    if bodies := list(access.bodies(user)):
        seen |= Q(client__in=bodies) | Q(agency__in=bodies) | Q(park__in=bodies)
        asked = (
            Q(invited__overlap=bodies)
            | Q(bidders__overlap=bodies)
            | (Q(open_to_all=True) & Q(Exists(_agencies(bodies))))
        )
        seen |= Q(stage__in=BIDDING) & asked
    return Custody.objects.filter(seen)


def _agencies(bodies: Iterable[str]) -> QuerySet[Party]:
    return Party.objects.filter(party__in=list(bodies), kind=PartyKind.AGENCY)


def may_bid(bodies: Iterable[str], row: Custody) -> str:
    """The agency among these bodies that may offer for this need; empty if there is none."""
    named = set(row.invited) | set(row.bidders)
    for agency in _agencies(bodies).values_list("party", flat=True) if row.stage in BIDDING else ():
        if row.open_to_all or agency in named:
            return str(agency)
    return ""


def offers_of(row: Custody, entries: Iterable[Entry] | None = None) -> list[CustodyOffered]:
    """The latest offer of each agency, in the order in which they first came; ``entries`` where they were read already."""
    latest: dict[str, CustodyOffered] = {}
    for entry in journal.entries(row.offers) if entries is None else entries:
        if isinstance(entry.fact, CustodyOffered):
            latest[entry.fact.agency] = entry.fact
    return list(latest.values())


def custody_for(user: access.Reader, custody: str) -> Custody | None:
    """With the client's name, which every screen of it says."""
    named = Subquery(Party.objects.filter(party=OuterRef("client")).values("name")[:1])
    return custodies_for(user).filter(custody=custody).annotate(client_name=named).first()


def held_by(agency: str, rights: Iterable[str], *, but: str) -> list[Held]:
    """Standing custodies of the agency over any of these rights, except one; of contracts that name no rights, which cover
    all of their client's, those over a right of which the client is an owner."""
    standing = Custody.objects.filter(agency=agency, stage__in=STANDING).exclude(custody=but)
    named = standing.filter(rights__overlap=list(rights))
    found = [Held(custody=r.custody, client=r.client, agency=r.agency, rights=frozenset(r.rights)) for r in named]
    of = dict(Right.objects.filter(right__in=list(rights)).values_list("right", "owners"))
    silent = standing.filter(rights=[], client__in={o for owners in of.values() for o in owners})
    for r in silent:
        theirs = frozenset(number for number, owners in of.items() if r.client in owners)
        found.append(Held(custody=r.custody, client=r.client, agency=r.agency, rights=theirs))
    return found


def of_others(client: str, named: Iterable[str]) -> tuple[str, ...]:
    """Those of the rights that are known as somebody else's."""
    held = Right.objects.filter(right__in=list(named)).exclude(owners=[]).exclude(owners__contains=[client])
    return tuple(held.order_by("right").values_list("right", flat=True))


def rights_meant(client: str, named: Iterable[str]) -> frozenset[str]:
    """What a contract covers: the rights it names, else those that its client alone owns; co-owners who go to one agency
    are no adversaries for that."""
    if rights := frozenset(named):
        return rights
    return frozenset(Right.objects.filter(owners=[client]).values_list("right", flat=True))


@lru_cache(maxsize=1)
def levels() -> Mapping[str, Level]:
    """``policy/levels.yaml``: ours, as it says."""
    text = (resources.files("ipops.lines.custody") / "policy" / "levels.yaml").read_text(encoding="utf-8")
    read = yaml.safe_load(text)["levels"]
    return {
        code: Level(
            code=code,
            says=Text(given["says"]["zh"], given["says"]["en"]),
            services=tuple(Service(s) for s in given["services"]),
        )
        for code, given in read.items()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How custody stands among what the reader sees. ``covered``, ``shells``, ``undecided`` count distinct clients;
    ``quiet`` counts custodies being served without a service for a year."""

    stages: Mapping[str, int]
    covered: int
    shells: int
    undecided: int
    saved_fen: int
    quiet: int


def overview(user: access.Reader, today: date) -> Overview:
    rows = custodies_for(user)
    signed = rows.exclude(signed_on=None)
    sme = Q(computed=Size.SME) | Q(computed=Size.UNKNOWN, declared=Size.SME)
    unknown = Q(computed=Size.UNKNOWN, declared=Size.UNKNOWN)
    once = signed.exclude(covered_on=None).order_by().values("client")
    under, never = ~Q(signed_on=None), ~Q(signed_on=None) & ~Q(client__in=once)
    told = rows.aggregate(
        covered=Count("client", distinct=True, filter=under & ~Q(covered_on=None)),
        shells=Count("client", distinct=True, filter=never & sme & Q(served=0)),
        undecided=Count("client", distinct=True, filter=never & unknown),
        saved=Sum("saved_fen", filter=under),
        quiet=Count("pk", filter=under & Q(stage="active", last_served_on__lt=today - _QUIET)),
        **{f"in_{stage}": Count("pk", filter=Q(stage=stage)) for stage in CUSTODY.states},
    )
    return Overview(
        stages={stage: n for stage in CUSTODY.states if (n := told[f"in_{stage}"])},
        covered=told["covered"],
        shells=told["shells"],
        undecided=told["undecided"],
        saved_fen=told["saved"] or 0,
        quiet=told["quiet"],
    )
