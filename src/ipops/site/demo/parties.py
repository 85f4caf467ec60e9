"""About 200 made-up parties. Credit codes have right check characters and a division that does not exist (9901…).

Natural persons appear by a code of ours and a sealed name only; controllers stand behind groups of firms.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ipops.kernel.identifiers import credit_code_check, organisation_check
from ipops.ledger.fact import Sealed
from ipops.ledger.facts import PartyRegistered, PartyRenamed
from ipops.ledger.facts.words import PartyKind
from ipops.reference.demo_places import DEMO_CITY, DEMO_DISTRICTS, DEMO_SECOND
from ipops.site.demo import words
from ipops.site.demo.dice import Dice
from ipops.site.demo.people import Actor, weekday_from
from ipops.site.demo.story import OPENED
from ipops.site.demo.timeline import Happening, Timeline

DEMO = "（演示）"
TRADER = f"示范港口博览知识产权运营有限公司{DEMO}"  #: holds many patents only to sell them
_FRONTS = {
    PartyKind.UNIVERSITY: "12",
    PartyKind.INSTITUTE: "12",
    PartyKind.GOVERNMENT: "11",
    PartyKind.OTHER: "51",
}
_ORG = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ENTERPRISES = dict(zip((*DEMO_DISTRICTS, DEMO_SECOND), (56, 34, 30, 16, 12), strict=True))
_DISTRICT_PREFIX = {
    DEMO_CITY: "示范市",
    DEMO_SECOND: "滨江",
    "990101": "示范高新",
    "990102": "示范老城",
    "990103": "示范港口",
    "990104": "示范山乡",
}
_HEADS_OF_GROUPS = 2  #: firms of a district that may stand behind others
_TAKES = {"3971": 3, "6513": 3, "3511": 2, "3491": 2}


@dataclass(frozen=True, slots=True)
class Party:
    """What the rest of the demo needs to know of a party."""

    id: str
    name: str
    kind: PartyKind
    place: str
    founded: date
    sme: bool
    controller: str = ""
    industry: str = ""
    code: str = ""

    @property
    def registered(self) -> PartyRegistered:
        person = self.kind is PartyKind.PERSON
        return PartyRegistered(
            on=self.founded,
            party=self.id,
            kind_of_party=self.kind,
            name="" if person else self.name,
            name_sealed=Sealed(hashlib.sha256(f"demo salt/{self.id}".encode()).hexdigest()) if person else None,
            code=self.code,
            place=self.place,
            industry=self.industry,
            sme=self.sme if self.kind is PartyKind.ENTERPRISE else None,
            founded_known=not person,
            controller=self.controller,
        )


def credit_code(front: str, place: str, dice: Dice) -> str:
    """A code with both check characters right, of a division that no register has."""
    body = "".join(dice.pick(_ORG) for _ in range(8))
    seventeen = front + place + body + organisation_check(body)
    return seventeen + credit_code_check(seventeen)


def founded_late(name: str, place: str, founded: date, controller: str = "") -> Party:
    """A firm of the story, fresh on its day."""
    code = credit_code("91", place, Dice("fresh firm", name))
    return Party(f"P:{code}", f"{name}{DEMO}", PartyKind.ENTERPRISE, place, founded, True, controller, "7320", code)


def make_parties() -> tuple[Party, ...]:
    """All of them, persons first, in one order."""
    dice = Dice("parties")
    persons = [
        Party(f"P:x-demo-person-{n:02d}", "", PartyKind.PERSON, place, date(2022, 12, 1), False)
        for n, place in enumerate((*DEMO_DISTRICTS, DEMO_SECOND) * 3, 1)
    ]
    return (*persons, *_bodies(dice), *_enterprises(dice, persons))


def _bodies(dice: Dice) -> Iterator[Party]:
    """Universities, institutes, banks, agencies, offices and associations."""
    homes = ("990101", "990101", "990102", "990103")
    groups: tuple[tuple[PartyKind, tuple[str, ...], str], ...] = (
        (PartyKind.UNIVERSITY, words.UNIVERSITIES, ""),
        (PartyKind.INSTITUTE, words.INSTITUTES, ""),
        (PartyKind.BANK, words.BANKS, "6621"),
        (PartyKind.AGENCY, words.AGENCIES, "7520"),
        (PartyKind.OTHER, words.ASSOCIATIONS, ""),
    )
    for kind, names, industry in groups:
        for i, name in enumerate(names):
            place = "990104" if name.startswith("山乡") else homes[i % len(homes)]
            yield _body(kind, f"{name}{DEMO}", place, dice, industry)
    for place in (DEMO_CITY, *DEMO_DISTRICTS, DEMO_SECOND):
        yield _body(PartyKind.GOVERNMENT, f"{_DISTRICT_PREFIX[place]}知识产权局{DEMO}", place, dice)
    yield _body(PartyKind.AGENCY, TRADER, "990103", dice, "7520")
    yield _body(PartyKind.UNIVERSITY, f"滨江学院{DEMO}", DEMO_SECOND, dice)
    yield _body(PartyKind.BANK, f"滨江银行{DEMO}", DEMO_SECOND, dice, "6621")


def _body(kind: PartyKind, name: str, place: str, dice: Dice, industry: str = "") -> Party:
    code = credit_code(_FRONTS.get(kind, "91"), place, dice)
    founded = dice.day(date(1985, 1, 1), date(2012, 12, 31))
    return Party(f"P:{code}", name, kind, place, founded, False, "", industry, code)


def _enterprises(dice: Dice, persons: list[Party]) -> Iterator[Party]:
    """Firms of each district; one in five belongs to a group behind which a person or another firm stands."""
    trades = list(words.FIRM_TRADES)
    weights = [_TAKES.get(t, 1) for t in trades]
    used: set[str] = set()
    heads: dict[str, list[Party]] = {}
    for place, n in _ENTERPRISES.items():
        for _ in range(n):
            trade = dice.weighted(trades, weights)
            name = _firm_name(dice, place, trade, used)
            controller = ""
            if dice.chance(20):
                group = heads.setdefault(place, [])
                controller = dice.pick([*group, *(p for p in persons if p.place == place)]).id
            code = credit_code("91", place, dice)
            founded = dice.day(date(1996, 1, 1), date(2022, 11, 30))
            firm = Party(
                f"P:{code}", name, PartyKind.ENTERPRISE, place, founded, dice.chance(85), controller, trade, code
            )
            if not controller and len(heads.setdefault(place, [])) < _HEADS_OF_GROUPS:
                heads[place].append(firm)
            yield firm


def _firm_name(dice: Dice, place: str, trade: str, used: set[str]) -> str:
    while True:
        head = _DISTRICT_PREFIX[place] + dice.pick(words.FIRM_HEADS) + words.FIRM_TRADES[trade]
        if head not in used:
            used.add(head)
            return head + dice.pick(words.FIRM_FORMS) + DEMO


def enter(party: Party, timeline: Timeline, day: date = OPENED) -> None:
    timeline.add(
        Happening(day=weekday_from(day), actor=Actor.CLERK, fact=party.registered, reference=f"demo/party/{party.id}")
    )


def rename_some(parties: tuple[Party, ...], timeline: Timeline) -> None:
    """Six firms take another name over the years; the register says so a few days later."""
    dice = Dice("renames")
    firms = [p for p in parties if p.kind is PartyKind.ENTERPRISE and p.place != DEMO_SECOND]
    for i, firm in enumerate(dice.shuffled(firms)[:6]):
        on = dice.day(date(2023, 3, 1), date(2025, 12, 1))
        new = firm.name.replace("有限公司", "集团有限公司", 1).replace("股份集团", "集团股份", 1)
        timeline.add(
            Happening(
                day=weekday_from(on + timedelta(days=9)),
                actor=Actor.CLERK,
                fact=PartyRenamed(on=on, party=firm.id, name=new),
                reference=f"demo/rename/{i + 1}",
            )
        )
