"""Pledged rights over time, in two views: the legal one, in which an invalidated right never was, and the ledger's, in which
it was there until the day of the event. Both are kept, because both are asked for (how much was secured, and since when not).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text

View = Literal["legal", "ledger"]
#: What ends a right. ``invalidated`` ends it from the start in the legal view; the others from their day in both.
Ending = Literal["invalidated", "lapsed", "expired", "twin_granted", "released"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RightEnded:
    """``twin_granted``: the invention filed on the same day was granted, and the utility model was given up for it."""

    right: str
    how: Ending
    on: date


def is_alive(right: str, events: Iterable[RightEnded], on: date, view: View) -> bool:
    """Whether a pledged right exists on a day."""
    ended = (e for e in events if e.right == right)
    return not any(e.on <= on or (view == "legal" and e.how == "invalidated") for e in ended)


def unsecured_since(right: str, pledged_on: date, events: Iterable[RightEnded]) -> Mapping[View, date | None]:
    """Since when the loan has been without this right: from the pledge (legal) or from the event (ledger)."""
    mine = sorted((e for e in events if e.right == right), key=lambda e: e.on)
    if not mine:
        return {"legal": None, "ledger": None}
    invalid = any(e.how == "invalidated" for e in mine)
    return {"legal": pledged_on if invalid else mine[0].on, "ledger": mine[0].on}


def ip_share(parts: Mapping[str, Money], other: Money, events: Sequence[RightEnded], on: date, view: View) -> Fraction:
    """The part of a combined loan that living rights secure: their parts over the whole loan, which does not shrink."""
    whole = sum(m.fen for m in parts.values()) + other.fen
    alive = sum(m.fen for right, m in parts.items() if is_alive(right, events, on, view))
    return Fraction(alive, whole) if whole else Fraction(0)


def outlives(due_on: date, expires_on: date, *, renewable: bool, renewal_agreed: bool) -> Refused | None:
    """A loan may not be due after its right expires, unless the right can be renewed and the parties agreed that it will."""
    if due_on <= expires_on or (renewable and renewal_agreed):
        return None
    says = (
        Text(
            f"贷款 {due_on} 到期，晚于权利届满日 {expires_on}；须约定续展。",
            f"The loan is due on {due_on}, after the right expires on {expires_on}; agree on its renewal.",
        )
        if renewable
        else Text(
            f"贷款 {due_on} 到期，晚于权利届满日 {expires_on}，该权利不能续展。",
            f"The loan is due on {due_on}, after the right expires on {expires_on}, and it cannot be renewed.",
        )
    )
    code = "renewal-not-agreed" if renewable else "outlives-the-right"
    return Refused(reasons=(Reason(code=code, says=says, field="loan.due_on"),))


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceGiven:
    """A licence granted while the right is pledged. ``by_co_owner``: by one owner alone, without the pledgee."""

    right: str
    on: date
    ordinary: bool
    by_co_owner: bool
    pledgee_agreed: bool


def flags_of(licences: Iterable[LicenceGiven], pledged_on: date, *, contract_settles: bool) -> tuple[Reason, ...]:
    """Licences during a pledge that need a person: the co-owner's ordinary licence is allowed by one rule and barred by
    another, so it is flagged and never decided here, unless the pledge contract settles it."""
    found = []
    for x in licences:
        if x.on < pledged_on or x.pledgee_agreed:
            continue
        if x.ordinary and x.by_co_owner:
            if not contract_settles:
                says = Text(
                    f"{x.on} 共有人单独给予 {x.right} 普通许可：共有规则允许，质押规则须质权人同意。请看合同约定。",
                    f"On {x.on} a co-owner alone gave an ordinary licence of {x.right}: the rule of co-ownership allows it, that of the pledge asks the pledgee. See the contract.",
                )
                found.append(Reason(code="co-owners-licence", says=says, field="licence"))
        else:
            says = Text(
                f"{x.on} 未经质权人同意许可 {x.right}。", f"On {x.on} {x.right} was licensed without the pledgee."
            )
            found.append(Reason(code="licence-without-pledgee", says=says, field="licence"))
    return tuple(found)
