"""3,000 made-up rights: numbers with right check characters from a range no office has reached (serial 99…).

Rights known before the city opened come in with the first load, their old annuities too; later ones when they are
published or granted. Fees are those of the docket (``rights.law``).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from ipops.kernel.identifiers import cn_application_check, written
from ipops.kernel.money import Money
from ipops.kernel.period import months_after
from ipops.ledger.facts import AnnuityPaid, RightEnded, RightFiled, RightGranted
from ipops.ledger.facts.words import EndOfRight, PartyKind, RightKind
from ipops.reference.demo_places import DEMO_SECOND
from ipops.rights.law import book
from ipops.site.demo import words
from ipops.site.demo.dice import Dice
from ipops.site.demo.parties import DEMO, TRADER, Party
from ipops.site.demo.people import Actor, monday_after
from ipops.site.demo.story import OPENED, TODAY
from ipops.site.demo.timeline import Happening, Timeline

N_RIGHTS = {
    RightKind.INVENTION: 1730,
    RightKind.UTILITY_MODEL: 770,
    RightKind.DESIGN: 190,
    RightKind.TRADEMARK: 224,
    RightKind.LAYOUT: 28,
    RightKind.SOFTWARE: 50,
    RightKind.GI: 8,
}
#: Weights of the parties whose stocks the script sells in bulk.
_HOLDS_MANY = {TRADER: 330, f"示范大学{DEMO}": 330}
_OWNERS = (PartyKind.ENTERPRISE, PartyKind.UNIVERSITY, PartyKind.INSTITUTE)
_TERM_YEARS = {RightKind.INVENTION: 20, RightKind.UTILITY_MODEL: 10, RightKind.LAYOUT: 10, RightKind.TRADEMARK: 10}
_LONGER_DESIGNS_FROM = date(2021, 6, 1)
_TYPE_DIGIT = {RightKind.INVENTION: "1", RightKind.UTILITY_MODEL: "2", RightKind.DESIGN: "3"}
#: by this day of January the year's records are in
_RECORDED_BY = 10
#: patent years that are reduced, from the year of grant
_YEARS_REDUCED = 10
_FIRST_LOAD = OPENED + timedelta(days=1)
_OLD_FEES = OPENED + timedelta(days=2)


@dataclass(slots=True)
class Right:
    """A right as the market sees it; owner, place and encumbrances change as the story goes on."""

    number: str
    kind: RightKind
    title: str
    owners: tuple[str, ...]
    place: str
    filed: date
    published: date
    granted: date | None
    expires: date | None
    ended: date | None = None
    why_ended: EndOfRight | None = None
    pledged_until: date | None = None
    alone_until: date | None = None  #: last end of a sole or exclusive licence
    licensed_until: date | None = None  #: last end of any licence
    last_moved: date | None = None
    last_act: date | None = None  #: last transfer, licence or report of one
    reported: bool = False  #: somebody reported a deal of it that no register has
    past: tuple[str, ...] = ()  #: owners it had before, so that nothing goes in a circle by chance

    def in_force(self, day: date) -> bool:
        return self.granted is not None and self.granted <= day and (self.ended is None or day < self.ended)

    def is_quiet(self, day: date, *, days: int = 400) -> bool:
        """Whether nothing was done with it for so long; who comes back after that goes in no circle."""
        return self.last_act is None or (day - self.last_act).days >= days

    def is_pledged(self, day: date) -> bool:
        return self.pledged_until is not None and day < self.pledged_until

    def lives_past(self, day: date) -> bool:
        return (self.ended is None or day < self.ended) and (self.expires is None or day < self.expires)


def annuity(kind: RightKind, year: int) -> Money:
    """The yearly fee of a patent's ``year``-th year. Raises ``LookupError`` past its term."""
    yuan = book().tariffs[-1].yuan(kind, year)
    if yuan is None:
        raise LookupError(f"A {kind} has no year {year}.")
    return Money.yuan(yuan)


class _Numbers:
    """Serials per year and kind."""

    def __init__(self) -> None:
        self._used: Counter[str] = Counter()

    def next(self, kind: RightKind, filed: date) -> str:
        if digit := _TYPE_DIGIT.get(kind):
            front = f"{filed.year}{digit}99"
            self._used[front] += 1
            body = f"{front}{self._used[front]:05d}"
            return written(body, cn_application_check(body))
        front = {RightKind.TRADEMARK: "TM99", RightKind.GI: "GI99"}.get(kind) or (
            f"{'BS' if kind is RightKind.LAYOUT else 'SR'}99{filed.year % 100:02d}"
        )
        self._used[front] += 1
        return f"{front}{self._used[front]:0{10 - len(front)}d}"


def make_rights(parties: tuple[Party, ...]) -> list[Right]:
    """All of them by day of filing, with their owners at filing; about one in fifteen has two."""
    dice, numbers = Dice("rights"), _Numbers()
    owners = [p for p in parties if p.kind in _OWNERS or p.name == TRADER]
    weights = [_owns(p, dice) for p in owners]
    persons = [p for p in parties if p.kind is PartyKind.PERSON]
    associations = [p for p in parties if p.kind is PartyKind.OTHER]
    plan = sorted(
        (filed, i, kind) for kind, n in N_RIGHTS.items() for i, filed in enumerate(_filing_days(kind, n, dice))
    )
    made = []
    for filed, i, kind in plan:
        if kind is RightKind.GI:
            holders = [associations[i % len(associations)]]
        elif dice.chance(3) and kind in _TYPE_DIGIT:
            holders = [dice.pick(persons)]
        else:
            holders = [dice.weighted(owners, weights)]
            if dice.chance(7) and (second := dice.weighted(owners, weights)) != holders[0]:
                holders.append(second)
        made.append(_right(kind, filed, holders, numbers.next(kind, filed), dice, i))
    return made


def _owns(party: Party, dice: Dice) -> int:
    """How much a party files: universities most, firms of the hills least."""
    if party.name in _HOLDS_MANY:
        return _HOLDS_MANY[party.name]
    if party.kind is PartyKind.UNIVERSITY:
        return 160 if party.place != DEMO_SECOND else 20
    if party.kind is PartyKind.INSTITUTE:
        return 45
    return dice.between(2, 24) // (2 if party.place == "990104" else 1)


def _filing_days(kind: RightKind, n: int, dice: Dice) -> list[date]:
    """Spread evenly; the last ones early enough to be published or registered by today."""
    first, delay = {
        RightKind.INVENTION: (date(2004, 1, 1), 570),
        RightKind.UTILITY_MODEL: (date(2016, 1, 1), 290),
        RightKind.DESIGN: (date(2014, 1, 1), 230),
        RightKind.TRADEMARK: (date(2016, 1, 1), 400),
        RightKind.LAYOUT: (date(2016, 6, 1), 130),
        RightKind.SOFTWARE: (date(2016, 6, 1), 90),
        RightKind.GI: (date(2009, 1, 1), 900),
    }[kind]
    last = TODAY - timedelta(days=delay)
    return [dice.day(first, last) for _ in range(n)]


def _right(kind: RightKind, filed: date, holders: list[Party], number: str, dice: Dice, i: int) -> Right:
    published, granted = _milestones(kind, filed, dice)
    expires = _expiry(kind, filed, granted)
    right = Right(
        number=number,
        kind=kind,
        title=_title(kind, dice, i),
        owners=tuple(p.id for p in holders),
        place=holders[0].place,
        filed=filed,
        published=published,
        granted=granted,
        expires=expires,
    )
    if kind in _TYPE_DIGIT and granted is not None:
        _let_lapse(right, dice)
    if right.ended is None and expires is not None and expires <= TODAY:
        right.ended, right.why_ended = expires, EndOfRight.EXPIRED
    return right


def _milestones(kind: RightKind, filed: date, dice: Dice) -> tuple[date, date | None]:
    """Day of publication, and day of grant, registration or recognition if it came."""
    if kind is RightKind.INVENTION:
        published = filed + timedelta(days=dice.between(500, 560))
        granted = published + timedelta(days=dice.between(150, 620))
        return published, granted if dice.chance(92) and granted <= TODAY else None
    low, high = {
        RightKind.UTILITY_MODEL: (150, 280),
        RightKind.DESIGN: (120, 220),
        RightKind.TRADEMARK: (250, 390),
        RightKind.LAYOUT: (60, 120),
        RightKind.SOFTWARE: (30, 80),
        RightKind.GI: (400, 800),
    }[kind]
    granted = filed + timedelta(days=dice.between(low, high))
    return granted, granted


def _expiry(kind: RightKind, filed: date, granted: date | None) -> date | None:
    """First day after the term; ``None`` where the demo states no term."""
    if granted is None:
        return None
    if kind is RightKind.DESIGN:
        return months_after(filed, 12 * (15 if filed >= _LONGER_DESIGNS_FROM else 10))
    years = _TERM_YEARS.get(kind)
    if years is None:
        return None
    return months_after(granted if kind is RightKind.TRADEMARK else filed, 12 * years)


def _let_lapse(right: Right, dice: Dice) -> None:
    """Each year from the fourth on, a few owners stop paying; the right ends when the unpaid year begins."""
    risk = {RightKind.INVENTION: 2, RightKind.UTILITY_MODEL: 4, RightKind.DESIGN: 6}[right.kind]
    for year in range(4, 21):
        begins = months_after(right.filed, 12 * (year - 1))
        if begins > TODAY or (right.expires and begins >= right.expires):
            return
        if right.granted and begins > right.granted + timedelta(days=300) and dice.chance(risk):
            right.ended, right.why_ended = begins, EndOfRight.UNPAID
            return


def _title(kind: RightKind, dice: Dice, i: int) -> str:
    part, trait = dice.pick(words.PARTS), dice.pick(words.TRAITS)
    match kind:
        case RightKind.TRADEMARK:
            return dice.pick(words.MARK_WORDS) + dice.pick(words.MARK_WORDS) + f" {i + 1}" + DEMO
        case RightKind.DESIGN:
            return f"{part}（{trait}）" + DEMO
        case RightKind.LAYOUT:
            return f"{trait}{part}芯片布图设计" + DEMO
        case RightKind.SOFTWARE:
            return f"{part}管理软件 V{dice.between(1, 4)}.{dice.between(0, 9)}" + DEMO
        case RightKind.GI:
            return words.GI_GOODS[i % len(words.GI_GOODS)] + DEMO
        case _:
            return f"一种{trait}{part}{dice.pick(words.ENDS)}" + DEMO


def enter(right: Right, timeline: Timeline, reduced: frozenset[int] = frozenset()) -> None:
    """Filing, grant, end and every annuity of one right, each when the city learned of it. Owners are those at filing; in
    the calendar years of ``reduced`` they are on record and pay 15 %."""
    dice = Dice("annuities", right.number)
    known = right.published
    filed = RightFiled(
        on=right.filed,
        right=right.number,
        kind_of_right=right.kind,
        title=right.title,
        owners=right.owners,
        place=right.place,
        published_on=right.published,
        classes=classes_of(right.kind, dice),
    )
    _load(timeline, known, filed, f"demo/filed/{right.number}", _FIRST_LOAD)
    if right.granted is not None:
        granted = RightGranted(on=right.granted, right=right.number, expires_on=right.expires)
        _load(timeline, right.granted, granted, f"demo/granted/{right.number}", _FIRST_LOAD)
        if right.kind.is_patent:
            _pay(right, timeline, dice, reduced)
    if right.ended is not None and right.why_ended is not None:
        seen = right.ended + timedelta(days=200 if right.why_ended is EndOfRight.UNPAID else 10)
        ended = RightEnded(on=right.ended, right=right.number, why=right.why_ended)
        _load(timeline, seen, ended, f"demo/ended/{right.number}", _OLD_FEES)


def classes_of(kind: RightKind, dice: Dice) -> tuple[str, ...]:
    if kind in (RightKind.INVENTION, RightKind.UTILITY_MODEL):
        return (dice.pick(words.IPC),)
    if kind is RightKind.TRADEMARK:
        return (dice.pick(words.NICE),)
    return (dice.pick(words.LOCARNO),) if kind is RightKind.DESIGN else ()


def _pay(right: Right, timeline: Timeline, dice: Dice, reduced: frozenset[int]) -> None:
    """The year of grant is paid with the grant, each later one in the month before it begins."""
    assert right.granted is not None
    first = (right.granted - right.filed).days // 366 + 1
    year = first
    while True:
        begins = months_after(right.filed, 12 * (year - 1))
        over = right.ended is not None and begins >= right.ended
        if over or (right.expires is not None and begins >= right.expires):
            return
        paid_on = right.granted if year == first else begins - timedelta(days=dice.between(1, 45))
        if paid_on > TODAY:
            return
        fact = AnnuityPaid(on=paid_on, right=right.number, year=year, paid=_sum(right, year, first, paid_on, reduced))
        _load(timeline, paid_on, fact, f"demo/annuity/{right.number}/{year}", _OLD_FEES)
        year += 1


def _sum(right: Right, year: int, first: int, paid_on: date, reduced: frozenset[int]) -> Money:
    """In full, or 15 % while the owners are on record and the year is one of the ten that are reduced; now and then somebody
    on record pays in full all the same, which may be asked back."""
    full = annuity(right.kind, year)
    mistaken = Dice("paid in full", right.number, str(year)).chance(2)
    recorded = paid_on.year in reduced and paid_on > date(paid_on.year, 1, _RECORDED_BY)
    may = recorded and year - first < _YEARS_REDUCED and not mistaken
    return Money(full.fen * 15 // 100) if may else full


def _load(
    timeline: Timeline,
    known: date,
    fact: RightFiled | RightGranted | RightEnded | AnnuityPaid,
    reference: str,
    first_load: date,
) -> None:
    """Before the city opened: with the first load; after: with the register's list of the following Monday."""
    day = first_load if known < OPENED else monday_after(known)
    timeline.add(Happening(day=day, actor=Actor.REGISTER, fact=fact, reference=reference))
