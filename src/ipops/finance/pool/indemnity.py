"""What an insurer owes: never above the loss, in proportion when under-insured, in proportion among several, less what was
already had from the one who caused it. A scheme that also bears part of the loss is counted before, so that nobody is paid
twice. The proportions are the insurance law's (articles 55, 56, 60); the caller's pack cites them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ipops.kernel.money import NIL, Money, split


@dataclass(frozen=True, slots=True, kw_only=True)
class Indemnity:
    """By insurer; ``uncovered`` is what the insured keeps bearing."""

    by_insurer: Mapping[str, Money]
    uncovered: Money


def indemnity(loss: Money, value: Money, sums: Mapping[str, Money], *, had: Money = NIL) -> Indemnity:
    """``sums`` are the sums insured; ``had`` is what others (a scheme, the one liable) have already paid of this loss.

    Sums above the value count as the value (the excess is void); below it, the loss is paid in proportion. ``value`` must
    be above nought.
    """
    open_loss = max(NIL, loss - had)
    total = sum(s.fen for s in sums.values())
    insured = min(total, value.fen)
    owed = Money(int(Fraction(min(loss, value).fen * insured, value.fen)))
    owed = min(owed, open_loss)
    parts = split(owed, [s.fen for s in sums.values()]) if total else tuple(NIL for _ in sums)
    return Indemnity(by_insurer=dict(zip(sums, parts, strict=True)), uncovered=open_loss - owed)
