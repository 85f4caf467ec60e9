"""What somebody means to do with a right, and what is known of rights and parties on that day. Plain values; nobody queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from ipops.ledger.facts.words import EndOfRight, LicenceKind, RightKind, Word


class Act(Word):
    """What collides: codes are those of the facts, so that a line's own word for an act compares equal."""

    TRANSFER = "transfer", "转让", "transfer"
    LICENCE = "licence", "许可", "licence"
    PLEDGE = "pledge", "质押", "pledge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Where and for what a licence runs. ``whole`` is the country; else ``codes`` are divisions, and ``unread`` the names of
    places that we could not turn into a division. ``fields`` are fields of use as compared, ``words`` as written; none named
    is all of them."""

    text: str = ""
    whole: bool = True
    codes: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()

    def meets(self, other: Reach) -> bool:
        """Whether both reach one place in one field. An unread name meets only itself and the whole country."""
        if self.fields and other.fields and not self.fields & other.fields:
            return False
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


class Intent(Protocol):
    """What the rules need to know of an act. ``on`` is the counted day; ``until`` is exclusive; consents are written ones
    that are at hand."""

    @property
    def act(self) -> str: ...
    @property
    def deal(self) -> str: ...
    @property
    def givers(self) -> tuple[str, ...]: ...
    @property
    def takers(self) -> tuple[str, ...]: ...
    @property
    def on(self) -> date: ...
    @property
    def contract_on(self) -> date | None: ...
    @property
    def kind_of_licence(self) -> LicenceKind | None: ...
    @property
    def starts_on(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...
    @property
    def reach(self) -> Reach: ...
    @property
    def co_owners_agree(self) -> bool: ...
    @property
    def pledgees_agree(self) -> bool: ...
    @property
    def title_shown(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Intended:
    """An act as a value, for callers that have no ask of their own."""

    act: str
    givers: tuple[str, ...]
    takers: tuple[str, ...]
    on: date
    deal: str = ""
    contract_on: date | None = None
    kind_of_licence: LicenceKind | None = None
    starts_on: date | None = None
    until: date | None = None
    reach: Reach = field(default_factory=Reach)
    co_owners_agree: bool = False
    pledgees_agree: bool = False
    title_shown: bool = False


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
    suspended: bool = False
    entries: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSeen:
    """A mark of an owner: its sign in words (empty for a mere figure), its Nice classes, its owners."""

    number: str
    sign: str
    classes: frozenset[str]
    owners: frozenset[str]


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
    """Everything the rules look at. ``marks`` are all marks of whoever transfers one, those that move among them."""

    rights: Mapping[str, RightSeen]
    parties: Mapping[str, PartySeen] = field(default_factory=dict)
    marks: tuple[MarkSeen, ...] = ()

    def right(self, number: str) -> RightSeen:
        return self.rights.get(number) or RightSeen(number=number, known=False)

    def party(self, code: str) -> PartySeen:
        return self.parties.get(code) or PartySeen(party=code)

    def names(self, parties: Iterable[str]) -> str:
        """The parties as a reader knows them: by name where there is one, else by code."""
        return "、".join(self.party(p).name or p for p in dict.fromkeys(parties))

    def common_hands(self, ask: Intent) -> frozenset[str]:
        """Who stands on both sides of the deal, as far as is known."""
        ours = frozenset[str]().union(*(self.party(p).hands for p in ask.givers))
        theirs = frozenset[str]().union(*(self.party(p).hands for p in ask.takers))
        return ours & theirs
