"""The navigation studies of the demo city, from need to use.

    N:demo-drones  real public data (The Lens, by way of two open packages), read from the shared folder when it is there
    N:demo-city    the demo city's own made-up patents, always worked out
    N:demo-robots  the same patents, under way: labelled and judged by two readers, no report yet (``robots``)
    N:demo-…       five industries of earlier years, on paper alone: what the city's returns attest of them stands in records

The facts are the same whether the shared folder is there or not: what was frozen, found and accepted is told as it was told, while
data and reports lie outside the journal (``site.demo_results``). The numbers of the first are those of its published data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact
from ipops.ledger.facts.words import PartyKind
from ipops.lines.navigation.facts import (
    Goal,
    StudyAccepted,
    StudyContracted,
    StudyDataFrozen,
    StudyKind,
    StudyProposed,
    StudyPublished,
    StudyReported,
    StudyUsed,
    Verdict,
)
from ipops.reference.demo_places import DEMO_CITY
from ipops.site.demo import robots
from ipops.site.demo.parties import DEMO, Party
from ipops.site.demo.people import Actor, weekday_from
from ipops.site.demo.timeline import Happening, Timeline

DRONES, CITY = "N:demo-drones", "N:demo-city"
#: Documents and findings of the real study: told here, for the journal may not hang on whether the data are at hand.
DRONE_DOCUMENTS, DRONE_FINDINGS = 49_417, 30
CITY_FINDINGS = 9
_AGENCY = f"远见导航{DEMO}"
_REASON = "演示：网页填报 / demo: entered on the page"


def tell(parties: tuple[Party, ...], documents: Sequence[robots.Document], timeline: Timeline) -> None:
    """Put the studies on record; ``documents`` are the city's patents as they were filed. Who hands a report in never accepts it: the officer does."""
    office = next(p for p in parties if p.kind is PartyKind.GOVERNMENT and p.place == DEMO_CITY)
    agency = next(p for p in parties if p.name == _AGENCY)
    for name, actor, fact in (
        *_earlier(office, agency),
        *_drones(office, agency),
        *_city(office, agency, len(documents)),
        *robots.tell(office, agency, documents),
    ):
        day = weekday_from(fact.on)
        timeline.add(Happening(day=day, actor=actor, fact=fact, reference=f"demo/navigation/{name}", reason=_REASON))


#: Industry, first day, and how many documents and findings: made up, and accepted in the quarters that the returns tell.
_EARLIER = (
    ("membranes", "水处理膜", date(2024, 1, 8), 8_214, 11),
    ("batteries", "储能电池", date(2024, 6, 17), 21_560, 16),
    ("software", "工业软件", date(2024, 9, 9), 6_873, 9),
    ("instruments", "精密仪器", date(2024, 12, 9), 9_405, 12),
    ("materials", "高分子材料", date(2025, 3, 10), 14_132, 14),
)


def _earlier(office: Party, agency: Party) -> Iterator[tuple[str, Actor, Fact]]:
    place, kind = DEMO_CITY, StudyKind.INDUSTRY
    for name, industry, begun, documents, findings in _EARLIER:
        study = f"N:demo-{name}"
        yield f"{name}/proposed", Actor.CLERK, StudyProposed(
            on=begun, study=study, kind_of_study=kind, title=f"{industry}产业专利导航{DEMO}", owner=office.id, place=place,
            industry=industry, goals=(Goal.DIRECTION, Goal.POSITION),
        )  # fmt: skip
        yield f"{name}/contracted", Actor.CLERK, StudyContracted(
            on=begun + timedelta(days=14), study=study, owner=office.id, contractor=agency.id, place=place,
            leader=f"项目负责人{DEMO}", due_on=begun + timedelta(days=150),
        )  # fmt: skip
        yield f"{name}/frozen", Actor.CLERK, StudyDataFrozen(
            on=begun + timedelta(days=42), study=study, place=place, source_of_data=f"商业数据库{DEMO}", query=f"{industry}{DEMO}",
            documents=documents,
        )  # fmt: skip
        yield f"{name}/reported", Actor.CLERK, StudyReported(
            on=begun + timedelta(days=105), study=study, contractor=agency.id, place=place, findings=findings,
            says=f"{industry}产业的发展方向与本市定位{DEMO}",
        )  # fmt: skip
        yield f"{name}/accepted", Actor.OFFICER, StudyAccepted(
            on=begun + timedelta(days=140), study=study, owner=office.id, place=place, kind_of_study=kind,
            verdict=Verdict.ACCEPTED, panel=f"五人验收组{DEMO}",
        )  # fmt: skip


def _drones(office: Party, agency: Party) -> Iterator[tuple[str, Actor, Fact]]:
    study, place, kind = DRONES, DEMO_CITY, StudyKind.INDUSTRY
    yield "drones/proposed", Actor.CLERK, StudyProposed(
        on=date(2025, 3, 3), study=study, kind_of_study=kind, title=f"无人机产业专利导航{DEMO}", owner=office.id, place=place,
        industry="民用无人机", goals=(Goal.DIRECTION, Goal.POSITION, Goal.PATH),
    )  # fmt: skip
    yield "drones/contracted", Actor.CLERK, StudyContracted(
        on=date(2025, 4, 1), study=study, owner=office.id, contractor=agency.id, place=place, leader=f"项目负责人{DEMO}",
        fee=Money.yuan(280_000), due_on=date(2025, 9, 30),
    )  # fmt: skip
    yield "drones/frozen", Actor.CLERK, StudyDataFrozen(
        on=date(2025, 6, 3), study=study, place=place, source_of_data="The Lens（公开数据 lens-drones-2022、drones-2017-citations-families）",
        query="全文提及 drone(s) 的专利文献；边界见项目模板 drones.yaml", documents=DRONE_DOCUMENTS,
    )  # fmt: skip
    yield "drones/reported", Actor.CLERK, StudyReported(
        on=date(2025, 9, 15), study=study, contractor=agency.id, place=place, findings=DRONE_FINDINGS,
        says="全球无人机专利由谁领先、在哪些环节、与谁合作，产业链缺口与进入风险（演示）",
    )  # fmt: skip
    yield "drones/accepted", Actor.OFFICER, StudyAccepted(
        on=date(2025, 10, 20), study=study, owner=office.id, place=place, kind_of_study=kind, verdict=Verdict.ACCEPTED, panel=f"五人验收组{DEMO}",
    )  # fmt: skip
    yield (
        "drones/published",
        Actor.CLERK,
        StudyPublished(on=date(2025, 11, 17), study=study, place=place, where="市知识产权公共服务平台（演示）"),
    )
    yield "drones/used", Actor.CLERK, StudyUsed(
        on=date(2026, 1, 19), study=study, place=place, kind_of_study=kind, by_whom=office.id,
        decision="列入年度产业链招商目录的合作对象清单（演示）", finding="合作线索：居间程度高的机构与校企合作院所",
    )  # fmt: skip


def _city(office: Party, agency: Party, documents: int) -> Iterator[tuple[str, Actor, Fact]]:
    study, place = CITY, DEMO_CITY
    yield "city/proposed", Actor.CLERK, StudyProposed(
        on=date(2025, 11, 3), study=study, kind_of_study=StudyKind.REGION, title=f"示范市专利资源导航{DEMO}", owner=office.id, place=place,
        goals=(Goal.LAYOUT, Goal.QUALITY),
    )  # fmt: skip
    yield "city/contracted", Actor.CLERK, StudyContracted(
        on=date(2025, 12, 1), study=study, owner=office.id, contractor=agency.id, place=place, leader=f"项目负责人{DEMO}",
        due_on=date(2026, 5, 29),
    )  # fmt: skip
    yield "city/frozen", Actor.CLERK, StudyDataFrozen(
        on=date(2026, 2, 9), study=study, place=place, source_of_data="演示城市的登记簿（虚构）", query="示范市全部发明与实用新型（演示）",
        documents=documents,
    )  # fmt: skip
    yield "city/reported", Actor.CLERK, StudyReported(
        on=date(2026, 3, 30), study=study, contractor=agency.id, place=place, findings=CITY_FINDINGS, says="本市专利资源的分布、主体与缺口（演示）",
    )  # fmt: skip
