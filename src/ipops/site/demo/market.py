"""Who holds what on a given day, and what may be sold, licensed or pledged then. Changes only through ``move``.

Days must be asked for in order: the market knows the present of the story, not its past.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from ipops.ledger.facts.words import PartyKind, RightKind
from ipops.site.demo.dice import Dice
from ipops.site.demo.parties import Party
from ipops.site.demo.rights import Right
from ipops.site.demo.story import BASE_YEAR, LATE_STARTER

PATENTS = (RightKind.INVENTION, RightKind.UTILITY_MODEL, RightKind.DESIGN)
#: Kinds whose transfer a public register dates.
COUNTED = (*PATENTS, RightKind.TRADEMARK, RightKind.LAYOUT)
#: Days that pass at least between two sales, and between any two acts, of one right.
BETWEEN_SALES, BETWEEN_ACTS = 200, 20
_TRIES = 20_000


class Market:
    """Parties by id, rights, and portfolios by their owners."""

    def __init__(self, parties: Iterable[Party], rights: list[Right]) -> None:
        self.parties = {p.id: p for p in parties}
        self.rights = rights
        self._portfolios: dict[tuple[str, ...], list[Right]] = {}
        for right in rights:
            self._portfolios.setdefault(right.owners, []).append(right)
        self._held_back: set[str] = set()

    def add_party(self, party: Party) -> None:
        self.parties[party.id] = party

    def hold_back(self, rights: Iterable[Right]) -> None:
        """Keep rights of a scripted deal out of the ordinary ones."""
        self._held_back.update(r.number for r in rights)

    def of(self, owners: tuple[str, ...]) -> list[Right]:
        return self._portfolios.get(owners, [])

    def move(self, right: Right, owners: tuple[str, ...], place: str) -> None:
        self._portfolios[right.owners].remove(right)
        right.past += right.owners
        right.owners, right.place = owners, place
        self._portfolios.setdefault(owners, []).append(right)

    def draw(self, dice: Dice, allowed: Callable[[Right], bool]) -> Right:
        """A right that is allowed. Raises ``LookupError`` when the market has none."""
        for _ in range(_TRIES):
            right = dice.pick(self.rights)
            if right.number not in self._held_back and allowed(right):
                return right
        raise LookupError("The demo's market has no such right left; make more rights or fewer deals.")

    def with_it(self, right: Right, n: int, dice: Dice, allowed: Callable[[Right], bool]) -> list[Right]:
        """The right and up to ``n - 1`` others of the same owners and sort that are allowed too."""
        marks = right.kind is RightKind.TRADEMARK
        others = [
            r
            for r in self.of(right.owners)
            if r is not right
            and (r.kind is RightKind.TRADEMARK) == marks
            and (r.kind is RightKind.SOFTWARE) == (right.kind is RightKind.SOFTWARE)
            and (r.kind is RightKind.LAYOUT) == (right.kind is RightKind.LAYOUT)
            and r.number not in self._held_back
            and allowed(r)
        ]
        return [right, *dice.shuffled(others)[: n - 1]]

    def buyer(self, dice: Dice, places: tuple[str, ...], day: date, rights: Iterable[Right]) -> Party:
        """A firm in one of the places, long founded, whose hand was never on the rights."""
        barred = self.hands(rights)
        firms = [
            p
            for p in self.parties.values()
            if p.kind is PartyKind.ENTERPRISE
            and p.place in places
            and p.founded < day - timedelta(days=400)
            and not barred & {p.id, p.controller}
        ]
        return dice.pick(firms)

    def hands(self, rights: Iterable[Right]) -> set[str]:
        """Everybody who owns or owned the rights, and who stands behind them."""
        ever = {o for r in rights for o in (*r.owners, *r.past)}
        return ever | {self.parties[o].controller for o in ever} - {""}

    def sister(self, right: Right, day: date) -> Party | None:
        """The first firm that the owner's own controller stands behind too and that never held the right, if any."""
        owner = self.parties[right.owners[0]]
        for p in self.parties.values():
            same = p.controller and p.controller == owner.controller
            if p.kind is PartyKind.ENTERPRISE and same and p.founded < day and p.id not in (*right.owners, *right.past):
                return p
        return None


def sleeps(place: str, day: date) -> bool:
    """Whether the district has not begun yet: it did nothing in the base year."""
    return place == LATE_STARTER and day.year <= BASE_YEAR


def may_transfer(right: Right, day: date) -> bool:
    return (
        right.kind in COUNTED
        and right.in_force(day)
        and right.lives_past(day + timedelta(days=365))
        and not right.is_pledged(day)
        and (right.last_moved is None or (day - right.last_moved).days >= BETWEEN_SALES)
        and right.is_quiet(day, days=BETWEEN_ACTS)
        and not sleeps(right.place, day)
    )


def may_license(right: Right, day: date, *, alone: bool) -> bool:
    """Whether a licence that starts up to 75 days before may stand beside those that run; ``alone`` suffers no other."""
    runs = right.licensed_until if alone else right.alone_until
    return (
        right.kind is not RightKind.GI
        and right.in_force(day)
        and right.lives_past(day + timedelta(days=900))
        and not right.is_pledged(day)
        and (runs is None or runs <= day - timedelta(days=75))
        and right.is_quiet(day, days=BETWEEN_ACTS)
        and not sleeps(right.place, day)
    )


def may_pledge(right: Right, day: date) -> bool:
    return (
        right.kind in (*PATENTS, RightKind.TRADEMARK)
        and right.in_force(day)
        and right.lives_past(day + timedelta(days=700))
        and not right.is_pledged(day)
        and not sleeps(right.place, day)
    )
