"""A small programme for the page tests: licences and pledges of four years, one doubted, one excluded, some observations."""

from __future__ import annotations

from datetime import UTC, date, datetime

from ipops.kernel.money import Money
from ipops.ledger.entry import Draft, Source
from ipops.ledger.fact import Fact
from ipops.ledger.facts import (
    CheckEnded,
    CheckOpened,
    LicenceRecorded,
    Observed,
    PartyRegistered,
    PledgeRegistered,
    RightFiled,
    RightGranted,
)
from ipops.ledger.facts.words import CheckEnd, LicenceKind, ObservationKind, PartyKind, Proof, RightKind, Signal

#: The page tests look from this moment, so that 2025 is over and 2026 is not.
NOW = "2026-06-15T10:00:00+08:00"
CITY, DISTRICTS = "990100", ("990101", "990102")
SAID = Source(reason="测试 test")
#: Licences a year: 2023 → 2025 grows by half, far more than a fifth a year.
LICENCES = {2023: 8, 2024: 12, 2025: 18, 2026: 5}
PLEDGES = {2023: 4, 2024: 4, 2025: 4}


def licence(year: int, i: int, **changed: object) -> LicenceRecorded:
    given: dict[str, object] = {
        "on": date(year, 1 + i % 10, 1 + i),
        "deal": f"L:{year}-{i}",
        "right": f"CN2015102{year % 100}{i:03d}.7",
        "kind_of_right": RightKind.INVENTION,
        "kind_of_licence": LicenceKind.ORDINARY,
        "licensors": ("P:x-school",),
        "licensees": ("P:91370100MA3C0000XX",),
        "from_place": DISTRICTS[i % 2],
        "to_place": DISTRICTS[0],
        "proof": Proof.LISTED,
        "price": Money.yuan(50_000 + i),
        "free": i % 4 == 0,
        "related": i % 5 == 0,
    }
    return LicenceRecorded(**given | changed)  # type: ignore[arg-type]


def pledge(year: int, i: int) -> PledgeRegistered:
    return PledgeRegistered(
        on=date(year, 2 + i, 3),
        pledge=f"P:{year}-{i}",
        right=f"CN2016102{year % 100}{i:03d}.7",
        kind_of_right=RightKind.INVENTION,
        pledgors=("P:91370100MA3C0000XX",),
        pledgees=("P:x-bank",),
        place=DISTRICTS[i % 2],
        proof=Proof.LISTED,
        secured=Money.yuan(3_000_000),
    )


def seen(place: str, indicator: str, scope: str, period: str, value: str, unit: str = "CNY_100M") -> Observed:
    year = int(period[:4])
    return Observed(
        on=date(year, 12, 31),
        indicator=indicator,
        place=place,
        period=period,
        scope=scope,
        kind_of_figure=ObservationKind.FLOW,
        value=value,
        unit=unit,
        grade="B",
        where="https://example.org/series",
        announced_on=date(year + 1, 2, 1),
    )


NATION = (
    ("pledge_amount", "patents", "2016", "436"),
    ("pledge_amount", "patents", "2017", "720"),
    ("pledge_amount", "patents", "2018", "885"),
    ("pledge_amount", "patents+trademarks", "2018", "1224"),
    ("pledge_amount", "patents+trademarks", "2019", "1515"),
    ("pledge_amount", "patents+trademarks", "2020", "2180"),
)


def facts() -> list[Fact]:
    made: list[Fact] = [licence(y, i) for y, n in LICENCES.items() for i in range(n)]
    made += [pledge(y, i) for y, n in PLEDGES.items() for i in range(n)]
    made += [seen("CN", *row) for row in NATION]
    doubt = {"signal": Signal.SAME_HAND, "owner": "user:checker", "entries": (), "why": "测试"}
    made += [
        CheckOpened(on=date(2025, 11, 1), case="C:1", deals=("L:2025-1",), **doubt),  # type: ignore[arg-type]
        CheckOpened(on=date(2025, 11, 1), case="C:2", deals=("L:2025-2",), **doubt),  # type: ignore[arg-type]
        CheckEnded(on=date(2025, 12, 1), case="C:2", end=CheckEnd.EXCLUDED, deals=("L:2025-2",), why="测试"),
    ]
    return made


def found_programme() -> None:
    """Written after ``found_city``; sealed."""
    from ipops.webkit import journal, seals

    drafts = [Draft(fact=f, source=SAID, reference=f"programme:{i}") for i, f in enumerate(facts())]
    journal.append(drafts, by="import:test", at=datetime(2026, 1, 15, tzinfo=UTC))
    seals.seal()


#: For the walk: a free right, a pledged right, and two firms of one hand with a right between them.
FREE, PLEDGED, SISTERS = "CN201810654321.1", "CN201710123456.0", "CN201910111222.3"
ONE, OTHER, BOSS = "P:x-one", "P:x-other", "P:x-boss"


def _right(number: str, owner: str, title: str) -> list[Fact]:
    return [
        RightFiled(
            on=date(2019, 1, 2),
            right=number,
            kind_of_right=RightKind.INVENTION,
            title=title,
            owners=(owner,),
            place="990101",
        ),
        RightGranted(on=date(2021, 3, 4), right=number, expires_on=date(2039, 1, 2)),
    ]


def walk_facts() -> list[Fact]:
    firms = [
        PartyRegistered(
            on=date(2015, 1, 1),
            party=code,
            kind_of_party=PartyKind.ENTERPRISE,
            name=name,
            place="990101",
            controller=BOSS,
        )
        for code, name in ((ONE, "同源一号科技有限公司（演示）"), (OTHER, "同源二号科技有限公司（演示）"))
    ]
    pledged = PledgeRegistered(
        on=date(2025, 5, 5),
        pledge="P:walk",
        right=PLEDGED,
        kind_of_right=RightKind.INVENTION,
        pledgors=("P:x-school",),
        pledgees=("P:x-bank",),
        place="990101",
        proof=Proof.LISTED,
        secured=Money.yuan(1_000_000),
    )
    return [
        *firms,
        *_right(FREE, "P:x-school", "一种水处理膜组件"),
        *_right(PLEDGED, "P:x-school", "电池隔膜及其制法"),
        *_right(SISTERS, ONE, "图像去噪方法"),
        pledged,
    ]


def found_walk() -> None:
    """Written after the programme; sealed."""
    from ipops.webkit import journal, seals

    drafts = [Draft(fact=f, source=SAID, reference=f"walk:{i}") for i, f in enumerate(walk_facts())]
    journal.append(drafts, by="import:test")
    seals.seal()
