"""The stock of patents and of needs, read from rows, kept in memory as long as the journal has not grown."""

from __future__ import annotations

from functools import lru_cache

from ipops.ledger.facts import PreservationLifted, RightPreserved
from ipops.ledger.facts.words import CreditGrade, PartyKind
from ipops.lines.trading.app.market_selectors import hidden_rights
from ipops.lines.trading.app.models import MarketCase
from ipops.lines.trading.facts.market import MatchJudged
from ipops.lines.trading.machine import NEED, OFFER, OPEN
from ipops.lines.trading.rules.matching.stock import Stock, Thing, stock_of
from ipops.webkit import columns, credit, journal
from ipops.webkit.models import JournalRow, Party, Right

_SCHOOLS = (str(PartyKind.UNIVERSITY), str(PartyKind.INSTITUTE))
_PATENTS = ("invention", "utility_model", "design")


def patents() -> Stock:
    return _patents(journal.size())


def needs() -> Stock:
    return _needs(journal.size())


@lru_cache(maxsize=1)
def _patents(_size: int) -> Stock:
    """Granted patents in force that are published: a right in trouble (ended, preserved, pledged without being offered) is
    not sound. Nothing of a disclosure is here: it has no row of a right before it is published."""
    offers = {
        r: c for c in MarketCase.objects.filter(cycle=OFFER.code, stage__in=("shown", "contacted")) for r in c.rights
    }
    hidden = hidden_rights()
    barred = _graded_d()
    opened = {r for c in MarketCase.objects.filter(cycle=OPEN.code, stage="announced") for r in c.rights}
    preserved = _preserved()
    schools = set(Party.objects.filter(kind__in=_SCHOOLS).values_list("party", flat=True))
    things = []
    for r in Right.objects.filter(kind__in=_PATENTS).exclude(title="").order_by("right").iterator(chunk_size=5_000):
        if r.right in hidden:
            continue
        offer = offers.get(r.right)
        things.append(
            Thing(
                code=r.right,
                texts=(r.title,),
                place=r.place,
                classes=tuple(r.classes),
                fen=offer.fen if offer else None,
                sound=r.ended_on is None
                and r.granted_on is not None
                and r.right not in preserved
                and not (r.pledges and offer is None)
                and not (offer and offer.agency in barred),
                open_to_all=r.right in opened,
                from_school=bool(schools & set(r.owners)),
                lives_until=r.expires_on,
            )
        )
    return stock_of(things)


def _graded_d() -> set[str]:
    """Agencies whose last published grade is D."""
    return {agency for agency, told in credit.graded().items() if told.grade is CreditGrade.D}


def _preserved() -> set[str]:
    """Rights under a court's order that has not been lifted."""
    rows = JournalRow.objects.filter(kind__in=(RightPreserved.KIND, PreservationLifted.KIND)).order_by("n")
    held: dict[str, str] = {}
    for stored in rows.values_list("canonical", flat=True):
        match columns.entry_of(stored).fact:
            case RightPreserved() as f:
                held[f.order] = f.right
            case PreservationLifted() as f:
                held.pop(f.order, None)
    return set(held.values())


@lru_cache(maxsize=1)
def _needs(_size: int) -> Stock:
    rows = MarketCase.objects.filter(cycle=NEED.code, stage="open").order_by("case")
    return stock_of([Thing(code=c.case, texts=(c.title, c.words), place=c.place, fen=c.fen) for c in rows])


def judged() -> list[MatchJudged]:
    """Everything that was said of matches."""
    rows = JournalRow.objects.filter(kind=MatchJudged.KIND).order_by("n")
    facts = (columns.entry_of(b).fact for b in rows.values_list("canonical", flat=True))
    return [x for x in facts if isinstance(x, MatchJudged)]
