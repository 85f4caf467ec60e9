"""Who is paid first from one right or receivable: by time of registration to the second, then by notice, then in proportion.

The order is the law's (civil code 414, 768) and is handed in by nobody else here: what this module holds is the arithmetic of
ranks, ties and caps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from ipops.kernel.money import NIL, Money, split
from ipops.kernel.period import months_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One who has the same thing assigned, factored or pledged to him."""

    holder: str
    amount: Money
    registered_at: datetime | None = None
    notified_at: datetime | None = None


def _rank(c: Claim) -> tuple[int, datetime]:
    if c.registered_at is not None:
        return (0, c.registered_at)
    if c.notified_at is not None:
        return (1, c.notified_at)
    return (2, datetime.min)  # noqa: DTZ901  only a place in a list


def ranked(claims: Sequence[Claim]) -> tuple[tuple[Claim, ...], ...]:
    """Ranks, first paid first; claims of one rank are paid in proportion."""
    return tuple(tuple(group) for _, group in groupby(sorted(claims, key=_rank), key=_rank))


def shared(proceeds: Money, claims: Sequence[Claim]) -> dict[str, Money]:
    """What each holder gets of the proceeds."""
    left = proceeds
    got: dict[str, Money] = {}
    for rank in ranked(claims):
        total = Money(sum(c.amount.fen for c in rank))
        now = min(left, total)
        parts = split(now, [c.amount.fen for c in rank]) if total > NIL else tuple(NIL for _ in rank)
        for c, part in zip(rank, parts, strict=True):
            got[c.holder] = got.get(c.holder, NIL) + part
        left -= now
    return got


def first_rank(claim: Money, registered_cap: Money) -> Money:
    """What a maximum-amount pledge puts first: no more than the registered cap, whatever the parties agreed."""
    return min(claim, registered_cap)


def guarantee_counts_from(due_on: date, extended_until: date | None, *, consented: bool) -> date:
    """The day from which a guarantor's period runs: an extension he did not consent to in writing does not move it."""
    return extended_until if extended_until is not None and consented else due_on


def is_voidable(pledged_on: date, accepted_on: date, *, for_older_debt: bool, months: int = 12) -> bool:
    """Whether security for an older unsecured debt fell within so many months before a bankruptcy was accepted."""
    return for_older_debt and months_after(accepted_on, -months) <= pledged_on < accepted_on
