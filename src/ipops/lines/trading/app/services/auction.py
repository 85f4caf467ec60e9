"""Bids for an offer that is auctioned, and the highest one that wins: from there it is a deal like any other.

Rule 1: a bid is above every earlier one and not below the asked price; it comes no later than the last day.
Rule 2: nothing is knocked down before the last day has passed; owner and agency do not bid. Both rules are ours: the clause told
beside a refusal is the one that names the auction as a way to a price.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from django.db import transaction

from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.lines.trading import facts as f
from ipops.lines.trading.app.models import MarketCase
from ipops.lines.trading.app.services.course import Sent
from ipops.lines.trading.app.services.market import Made, Who, step
from ipops.lines.trading.app.services.parties import Directory, Named
from ipops.lines.trading.facts import Act
from ipops.lines.trading.facts.words import Origin, Priced
from ipops.lines.trading.machine import clauses
from ipops.webkit import journal


def no_auction(row: MarketCase) -> Refused | None:
    if row.how == Priced.AUCTION:
        return None
    return _no("no-auction", Text("该供给不以拍卖定价。", "This offer is not priced by auction."))


def no_winner(row: MarketCase, on: date) -> Refused | None:
    """Why nothing can be knocked down on the day."""
    if lacking := no_auction(row):
        return lacking
    if not row.shares:
        return _no("no-bid", Text("还没有人出价。", "Nobody has bid."))
    if row.until is not None and on <= row.until:
        says = Text("竞价到 {day} 截止，之后方可成交。", "Bids are taken to {day}; it is knocked down after that.")
        return _no("still-open", says.fill(day=str(row.until)))
    return None


@transaction.atomic
def bid_place(*, case: str, bidder: Who, amount: Money, sent: Sent) -> Entry | Refused:
    """One bid of one party."""
    directory = Directory(by=sent.by, on=sent.today, source=sent.source)
    named = Named(text=bidder.name, record=f"{case}|{sent.reference}", place=bidder.place)
    directory.read([named])
    got = directory.find(named, field_name="bidder")
    if isinstance(got, Reason):
        return Refused(reasons=(got,))

    def make(row: MarketCase) -> Made:
        if lacking := no_auction(row) or _too_late(row, sent.today) or _too_low(row, amount):
            return lacking
        if got.party in row.parties or got.party == row.agency:
            says = Text("权利人和经办机构不得竞买。", "Neither the owner nor the agency in charge may bid.")
            return _no("own-offer", says, "bidder")
        return f.BidPlaced(on=sent.today, offer=case, bidder=got.party, amount=amount, place=bidder.place or got.place)

    entry = step(case, "bid", sent, make)
    if isinstance(entry, Entry) and (new := list(directory.drafts([got.party]).values())):
        journal.append(new, by=sent.by)
    return entry


def _too_late(row: MarketCase, on: date) -> Refused | None:
    if row.until is None or on <= row.until:
        return None
    return _no("too-late", Text("竞价已于 {day} 截止。", "Bids closed on {day}.").fill(day=str(row.until)))


def _too_low(row: MarketCase, amount: Money) -> Refused | None:
    best = max(row.shares, default=None)
    if best is not None and amount.fen <= best:
        says = Text("出价须高于现有最高价 {best}。", "Bid more than the highest so far, {best}.")
        return _no("too-low", says.fill(best=str(Money(best))), "amount")
    if row.fen is not None and amount.fen < row.fen:
        says = Text("出价不得低于起拍价 {asked}。", "Do not bid less than the asked price, {asked}.")
        return _no("below-start", says.fill(asked=str(Money(row.fen))), "amount")
    return None


@transaction.atomic
def auction_award(*, case: str, sent: Sent) -> Entry | Refused:
    """The highest bid wins: the offer ends and its deal begins, found by auction, with both sides in it."""

    def make(row: MarketCase) -> Made:
        if lacking := no_winner(row, sent.today):
            return lacking
        winner, fen = best_bid(row.takers, row.shares)
        deal = f"D:auction-{hashlib.sha256(case.encode()).hexdigest()[:16]}"
        won = f.AuctionWon(on=sent.today, offer=case, deal=deal, winner=winner, amount=Money(fen), place=row.place)
        found = f.DealFound(
            on=sent.today, deal=deal, act=Act(row.act), rights=tuple(row.rights), givers=tuple(row.parties), takers=(winner,),
            from_place=row.place, origin=Origin.AUCTION, source=case,
        )  # fmt: skip
        return (won, found)

    return step(case, "award", sent, make)


def best_bid(bidders: Sequence[str], bids: Sequence[int]) -> tuple[str, int]:
    at = max(range(len(bids)), key=lambda i: bids[i])
    return bidders[at], bids[at]


def _no(code: str, says: Text, field: str = "") -> Refused:
    return Refused(reasons=(Reason(code=code, says=says, cite=clauses.PRICE_WAYS, field=field),))
