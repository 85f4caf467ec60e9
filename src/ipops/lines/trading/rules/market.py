"""How the facts of supply and demand become rows: one row for each disclosure, offer, need, open licence and pool.

The row of a disclosure holds the digests of what is sealed, and a title only once its application is published.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ipops.ledger.entry import Entry
from ipops.ledger.fact import Fact
from ipops.lines.trading import facts as f
from ipops.lines.trading.facts.words import Assessed
from ipops.lines.trading.machine.market import CYCLES, DISCLOSURE, NEED, OFFER, OPEN, POOL

Codes = tuple[str, ...]
KINDS = frozenset(
    k.KIND
    for k in (
        f.MarketMoved, f.InventionDisclosed, f.DisclosureAssessed, f.DisclosureFiled, f.DisclosurePublished, f.OfferMade,
        f.BidPlaced, f.AuctionWon, f.NeedStated, f.OpenLicenceStated, f.OpenLicenceTaken, f.PoolAgreed, f.PoolFeeReceived,
    )
)  # fmt: skip


class MarketState(NamedTuple):
    """``parties`` are owners, the asker, or a pool's members; of an auction ``takers`` bid ``shares`` (fen), in that order; ``how`` a word of the case's kind (way of pricing, of paying)."""

    cycle: str = ""
    stage: str = ""
    title: str = ""
    words: str = ""
    parties: Codes = ()
    rights: Codes = ()
    place: str = ""
    how: str = ""
    act: str = ""
    fen: int | None = None
    industry: str = ""
    size: str = ""
    until: date | None = None
    sealed_title: str = ""
    sealed_words: str = ""
    takers: Codes = ()
    deals: Codes = ()
    shares: tuple[int, ...] = ()
    agency: str = ""
    agency_grade: str = ""
    opened_on: date | None = None
    since: date | None = None


def market_step(_: str, state: MarketState | None, entry: Entry) -> MarketState | None:
    was = state or MarketState()
    now = _opened(was, entry.fact) or _moved(was, entry.fact)
    if now.stage != was.stage:
        now = now._replace(since=entry.fact.on, opened_on=now.opened_on or entry.fact.on)
    return now


def _opened(was: MarketState, fact: Fact) -> MarketState | None:
    match fact:
        case f.InventionDisclosed() as x:
            return was._replace(
                cycle=DISCLOSURE.code,
                stage=was.stage or DISCLOSURE.start,
                parties=(x.owner,),
                place=x.place,
                sealed_title=x.title_sealed.digest,
                sealed_words=x.words_sealed.digest,
            )
        case f.OfferMade() as x:
            return _offered(was, x)
        case f.NeedStated() as x:
            return was._replace(
                cycle=NEED.code,
                stage=was.stage or NEED.start,
                parties=(x.party,),
                title=x.title,
                words=x.words,
                place=x.place,
                industry=x.industry,
                size=x.size,
                fen=x.budget.fen if x.budget else None,
                until=x.closes_on,
            )
        case f.OpenLicenceStated() as x:
            return was._replace(
                cycle=OPEN.code,
                stage=was.stage or OPEN.start,
                parties=x.owners,
                rights=(x.right,),
                place=x.place,
                how=str(x.way),
                words=x.standard,
                until=x.until,
            )
        case f.PoolAgreed() as x:
            return was._replace(
                cycle=POOL.code,
                stage=was.stage or POOL.start,
                title=x.title,
                parties=x.members,
                shares=x.shares,
                rights=x.rights,
                place=x.place,
                words=x.terms,
            )
    return None  # fmt: skip


def _offered(was: MarketState, x: f.OfferMade) -> MarketState:
    return was._replace(
        cycle=OFFER.code,
        stage=was.stage or OFFER.start,
        parties=(x.owner,),
        rights=x.rights,
        place=x.place,
        act=str(x.act),
        how=str(x.priced),
        fen=x.asked.fen if x.asked else None,
        until=x.closes_on,
        words=x.words,
        agency=x.agency,
        agency_grade=str(x.agency_grade) if x.agency else "",
    )


def _moved(was: MarketState, fact: Fact) -> MarketState:
    match fact:
        case f.MarketMoved() as x:
            return was._replace(stage=_after(was, x.event))
        case f.DisclosureAssessed() as x:
            return was._replace(stage=_after(was, "assess" if x.end is Assessed.FILE else "keep"), how=str(x.end))
        case f.DisclosureFiled() as x:
            return was._replace(stage=_after(was, "file"), rights=(x.right,))
        case f.DisclosurePublished() as x:
            # its day may lie before the day on which the disclosure was put on record: what is published is published
            return was._replace(stage="published", title=x.title)
        case f.BidPlaced() as x:
            return was._replace(
                stage=_after(was, "bid"), takers=(*was.takers, x.bidder), shares=(*was.shares, x.amount.fen)
            )
        case f.AuctionWon() as x:
            return was._replace(stage=_after(was, "award"), deals=(*was.deals, x.deal))
        case f.OpenLicenceTaken() as x:
            return was._replace(takers=(*was.takers, x.taker), deals=(*was.deals, x.deal))
        case f.PoolFeeReceived() as x:
            return was._replace(fen=(was.fen or 0) + x.amount.fen)
    return was


def _after(was: MarketState, event: str) -> str:
    cycle = CYCLES.get(was.cycle)
    step = cycle.table[was.stage].get(event) if cycle and was.stage else None
    return step.to if step else was.stage
