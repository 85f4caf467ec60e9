"""Whose a right is, and by what share. A share that nobody registered is unknown, whatever the number of owners.

One exception is no guess: a sole owner holds the whole. What passes from one to one passes with its share; where several
give or take and the register does not say how, their shares are unknown from then on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ipops.kernel.outcome import Reason
from ipops.kernel.text import Text
from ipops.ledger.facts import SharesRegistered

WHOLE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Holders:
    """Owners in the register's order with their shares; ``None`` is unknown."""

    shares: tuple[tuple[str, Fraction | None], ...] = ()

    @classmethod
    def of(cls, owners: Iterable[str]) -> Holders:
        """Owners of whom no share is registered."""
        return cls(tuple((o, None) for o in dict.fromkeys(owners)))._settled()

    @property
    def owners(self) -> tuple[str, ...]:
        return tuple(o for o, _ in self.shares)

    def share(self, owner: str) -> Fraction | None:
        """The share of an owner: ``None`` if unknown. Raises ``KeyError`` for somebody who owns nothing of it."""
        return self._by[owner]

    @property
    def _by(self) -> dict[str, Fraction | None]:
        return dict(self.shares)

    @property
    def all_known(self) -> bool:
        return bool(self.shares) and all(s is not None for _, s in self.shares)

    def _settled(self) -> Holders:
        return Holders(((self.shares[0][0], WHOLE),)) if len(self.shares) == 1 else self

    def passed(self, givers: Sequence[str], takers: Sequence[str]) -> Holders:
        """After the givers passed theirs to the takers; co-owners who were no party stay with what they had."""
        held = dict(self.shares)
        takers = tuple(dict.fromkeys(takers))
        gone = [g for g in dict.fromkeys(givers) if g in held]
        given = sum_known(held[g] for g in gone) if gone else None
        stay = {o: s for o, s in held.items() if o not in gone or o in takers}
        if not gone:
            # from somebody who was not known as owner: what the others hold is no longer known either
            stay = dict.fromkeys(stay)
        one = len(takers) == 1
        for taker in takers:
            had = held.get(taker, Fraction(0)) if taker in stay and taker not in gone else Fraction(0)
            stay[taker] = given + had if one and given is not None and had is not None else None
        return Holders(tuple(stay.items()))._settled()

    def succeeded(self, former: Sequence[str], later: Sequence[str]) -> Holders:
        """By merger or a new name: who comes stands where the owner stood. Nothing changes for strangers."""
        if not set(former) & set(self.owners):
            return self
        return self.passed(former, later)

    def registered(self, fact: SharesRegistered) -> Holders | Reason:
        """With shares as registered; a reason where they cannot be: not whose it is, or more (or less) than the whole."""
        if len(fact.owners) != len(fact.shares) or len(set(fact.owners)) != len(fact.owners):
            return Reason(code="shares-unmatched", says=_UNMATCHED)
        strangers = [o for o in fact.owners if o not in self._by]
        if strangers:
            return Reason(code="share-of-a-stranger", says=_STRANGER.fill(who="、".join(strangers)))
        named = self._by | dict(zip(fact.owners, fact.shares, strict=True))
        known = [s for s in named.values() if s is not None]
        total, complete = sum(known, Fraction(0)), len(known) == len(named)
        if any(s <= 0 for s in known) or (total != WHOLE if complete else total >= WHOLE):
            return Reason(code="shares-not-one", says=_NOT_ONE.fill(total=str(total)))
        return Holders(tuple(named.items()))


@dataclass(frozen=True, slots=True)
class TitleStep:
    """From ``on`` (included) the right belonged to ``holders``."""

    on: date
    holders: Holders


def sum_known(shares: Iterable[Fraction | None]) -> Fraction | None:
    """The sum, or unknown if any of them is."""
    total = Fraction(0)
    for s in shares:
        if s is None:
            return None
        total += s
    return total


def holders_on(chain: Sequence[TitleStep], day: date) -> Holders:
    """Who held the right on a day; nobody before the first step."""
    held = [s.holders for s in chain if s.on <= day]
    return held[-1] if held else Holders()


_UNMATCHED = Text("权利人与份额不能一一对应。", "Owners and shares cannot be matched one to one.")
_STRANGER = Text(
    "{who} 不是登记的权利人，份额未采用。", "{who} is not an owner on the register; the shares were not taken."
)
_NOT_ONE = Text(
    "份额合计为 {total}，与整体不符；未采用。", "The shares add up to {total}, which cannot be; they were not taken."
)
