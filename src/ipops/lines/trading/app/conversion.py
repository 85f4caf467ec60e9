"""What the conversion page looks at: recorded deals that universities and institutes gave, who took them, what became of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from ipops.kernel.money import NIL, Money
from ipops.ledger.facts.words import PartyKind, RightKind
from ipops.lines.trading.app import selectors
from ipops.lines.trading.app.models import Deal
from ipops.lines.trading.facts import RewardPaid, UseReported
from ipops.lines.trading.rules.conversion import Handed, Year, by_year
from ipops.webkit import access, journal
from ipops.webkit.models import JournalRow, Party

_PATENTS = [str(k) for k in RightKind if k.is_patent]
_SCHOOLS = (str(PartyKind.UNIVERSITY), str(PartyKind.INSTITUTE))


def handed_for(user: access.Reader) -> list[Deal]:
    """Deals on the register by which a university or institute handed over a patent to somebody in the reader's places, as goal 5
    counts them; a body sees its own."""
    schools = list(Party.objects.filter(kind__in=_SCHOOLS).values_list("party", flat=True))
    rows = selectors.deals_for(user).filter(stage__in=selectors.CLOSED, givers__overlap=schools, excluded=False)
    rows = rows.filter(kinds__overlap=_PATENTS)
    places = access.visible_places(user)
    if not places.everywhere:
        bodies = list(access.bodies(user))
        own = Q(givers__overlap=bodies) | Q(takers__overlap=bodies) if bodies else Q(pk__in=[])
        rows = rows.filter((places.q("to_place") & ~Q(to_place="")) | own)
    return list(rows.only("deal", "takers", "on"))


def facts_about(deals: set[str], kind: str) -> list[object]:
    """Live facts of a kind about any of the deals."""
    rows = JournalRow.objects.filter(kind=kind)
    return [e.fact for e in journal.live(rows) if getattr(e.fact, "deal", "") in deals]


def years(user: access.Reader) -> tuple[Year, ...]:
    rows = handed_for(user)
    takers = {t for r in rows for t in r.takers}
    sme = dict(Party.objects.filter(party__in=takers).values_list("party", "sme"))
    uses = [u for u in facts_about({r.deal for r in rows}, UseReported.KIND) if isinstance(u, UseReported)]
    return by_year((Handed(deal=r.deal, takers=tuple(r.takers), on=r.on) for r in rows if r.on), sme, uses)


@dataclass(slots=True)
class Outcome:
    """One year of all deals the reader sees: products, sales, jobs as reported; rewards as paid."""

    year: int
    deals: int = 0
    products: int = 0
    sales: Money = NIL
    jobs: int = 0
    rewards: Money = NIL
    people: int = 0
    seen: set[str] = field(default_factory=set)


def outcomes(user: access.Reader) -> list[Outcome]:
    deals = set(selectors.deals_for(user).filter(stage__in=selectors.CLOSED).values_list("deal", flat=True))
    made: dict[int, Outcome] = defaultdict(lambda: Outcome(year=0))
    last = {(u.deal, u.year): u for u in facts_about(deals, UseReported.KIND) if isinstance(u, UseReported)}
    for u in last.values():
        one = made[u.year]
        one.year, one.deals = u.year, one.deals + 1
        one.products, one.jobs = one.products + u.products, one.jobs + (u.jobs or 0)
        one.sales = one.sales + (u.sales or NIL)
    for p in facts_about(deals, RewardPaid.KIND):
        if isinstance(p, RewardPaid):
            one = made[p.year]
            one.year, one.rewards, one.people = p.year, one.rewards + p.amount, one.people + p.people
    return sorted(made.values(), key=lambda o: -o.year)
