"""The pledged rights of a failed loan become an offer on the market: a reaction, so that neither house knows the other.

The owner is still the pledgor; that the pledgee must agree to a transfer is held against every act on the rights anyway.
"""

from __future__ import annotations

import hashlib

from ipops.ledger.facts.pledges import CollateralOffered, Realised
from ipops.lines.trading.facts import Act, OfferMade
from ipops.lines.trading.facts.words import Priced

_PRICED = {Realised.AUCTION: Priced.AUCTION, Realised.SALE: Priced.LISTING, Realised.DISCOUNT: Priced.AGREEMENT}
_WORDS = "质押违约处置 / pledged right of a defaulted loan"


def offered(fact: CollateralOffered) -> tuple[OfferMade, ...]:
    """One offer for all rights of the pledge; the same fact gives the same offer."""
    told = hashlib.sha256(f"{fact.pledge}|{fact.on.isoformat()}".encode()).hexdigest()[:16]
    return (
        OfferMade(
            on=fact.on,
            offer=f"O:{told}",
            owner=fact.owner,
            rights=fact.rights,
            place=fact.place,
            act=Act.TRANSFER,
            priced=_PRICED[fact.how],
            asked=fact.asked,
            words=f"{_WORDS}（{fact.pledge}）{fact.words}",
        ),
    )
