"""What somebody asks for. What is known of the rights and parties on that day is ``rights.collisions.seen``; nobody queries
here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ipops.kernel.money import Money
from ipops.ledger.facts.words import LicenceKind, Proof, RightKind, Word
from ipops.lines.trading.facts import Act
from ipops.rights.collisions.seen import LicenceSeen, PartySeen, PledgeSeen, Reach, RightSeen, Seen


class Standing(Word):
    """Whether the act is still meant or already stands on the register. The first may be refused, the second never."""

    INTENDED = "intended", "拟办理", "intended"
    REGISTERED = "registered", "已登记或已备案", "already on the register"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A transfer or licence to record. ``on`` is the counted day: register or recordal day, for an intended act today.

    ``until`` is exclusive. ``co_owners_agree`` and ``pledgees_agree`` say that a written consent is at hand;
    ``title_shown`` that the register's extract is, for a right we do not know.
    """

    act: Act
    standing: Standing
    deal: str
    rights: tuple[str, ...]
    givers: tuple[str, ...]
    takers: tuple[str, ...]
    on: date
    from_place: str = ""
    to_place: str = ""
    proof: Proof = Proof.REPORTED
    contract_on: date | None = None
    price: Money | None = None
    free: bool = False
    related: bool | None = None
    register_no: str = ""
    kind_of_licence: LicenceKind | None = None
    starts_on: date | None = None
    until: date | None = None
    reach: Reach = field(default_factory=Reach)
    co_owners_agree: bool = False
    pledgees_agree: bool = False
    title_shown: bool = False
    kinds_of_right: Mapping[str, RightKind] = field(default_factory=dict)


__all__ = ["Ask", "LicenceSeen", "PartySeen", "PledgeSeen", "Reach", "RightSeen", "Seen", "Standing"]
