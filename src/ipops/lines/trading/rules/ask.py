"""What somebody asks for, and what is known of the rights and parties on that day. Plain values; nobody queries here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ipops.kernel.money import Money
from ipops.ledger.facts.words import EndOfRight, LicenceKind, Proof, RightKind, Word
from ipops.lines.trading.facts import Act


class Standing(Word):
    """Whether the act is still meant or already stands on the register. The first may be refused, the second never."""

    INTENDED = "intended", "拟办理", "intended"
    REGISTERED = "registered", "已登记或已备案", "already on the register"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Where a licence runs. ``whole`` is the country; else ``codes`` are divisions, and ``unread`` the names of places
    that we could not turn into a division."""

    text: str = ""
    whole: bool = True
    codes: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()

    def meets(self, other: Reach) -> bool:
        """Whether both reach one place. An unread name meets only itself and the whole country."""
        if self.whole or other.whole:
            return True
        if self.unread & other.unread:
            return True
        return any(_inside(a, b) or _inside(b, a) for a in self.codes for b in other.codes)


def _inside(code: str, outer: str) -> bool:
    """Division codes of GB/T 2260 end in zeros for the wider ones: 370102 is inside 370100 is inside 370000."""
    wide = outer
    while wide.endswith("00") and len(wide) > 2:
        wide = wide[:-2]
    return code.startswith(wide)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeSeen:
    pledge: str
    pledgees: tuple[str, ...]
    on: date
    entry: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceSeen:
    deal: str
    kind: LicenceKind
    reach: Reach
    starts_on: date
    until: date | None
    licensees: tuple[str, ...]
    entry: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RightSeen:
    """A right as it stood on the day, before the act. ``known`` is false if nothing but its number is."""

    number: str
    known: bool = True
    kind: RightKind | None = None
    owners: tuple[str, ...] = ()
    filed_on: date | None = None
    granted_on: date | None = None
    expires_on: date | None = None
    ended_on: date | None = None
    ended_why: EndOfRight | None = None
    pledges: tuple[PledgeSeen, ...] = ()
    licences: tuple[LicenceSeen, ...] = ()
    preserved_by: tuple[str, ...] = ()
    entries: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartySeen:
    """``controllers`` are the hands behind it that are known, nearest first, without itself."""

    party: str
    name: str = ""
    controllers: tuple[str, ...] = ()
    founded_on: date | None = None

    @property
    def hands(self) -> frozenset[str]:
        return frozenset((self.party, *self.controllers))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Everything the rules look at."""

    rights: Mapping[str, RightSeen]
    parties: Mapping[str, PartySeen] = field(default_factory=dict)

    def right(self, number: str) -> RightSeen:
        return self.rights.get(number) or RightSeen(number=number, known=False)

    def party(self, code: str) -> PartySeen:
        return self.parties.get(code) or PartySeen(party=code)

    def names(self, parties: Iterable[str]) -> str:
        """The parties as a reader knows them: by name where there is one, else by code."""
        return "、".join(self.party(p).name or p for p in dict.fromkeys(parties))

    def common_hands(self, ask: Ask) -> frozenset[str]:
        """Who stands on both sides of the deal, as far as is known."""
        ours = frozenset[str]().union(*(self.party(p).hands for p in ask.givers))
        theirs = frozenset[str]().union(*(self.party(p).hands for p in ask.takers))
        return ours & theirs
