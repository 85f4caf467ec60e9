"""A study of the demo city that is under way: its data stand frozen, two people label and judge, a third settles what they differ on.

What is said of a document follows from its made-up title and class, so every verdict here is made up as well. The sample is the one
that a run of ``robots.yaml`` draws: a test runs it and compares.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ipops.ledger.fact import Fact
from ipops.lines.navigation import facts as f
from ipops.lines.navigation.study.desk import mark_of
from ipops.lines.navigation.study.samples import picked
from ipops.reference.demo_places import DEMO_CITY
from ipops.site.demo.corpus import patents
from ipops.site.demo.dice import Dice
from ipops.site.demo.parties import DEMO, Party
from ipops.site.demo.people import Actor
from ipops.site.demo.rights import Right, classes_of

ROBOTS = "N:demo-robots"
SEED, EACH, LABELLED = 11, 20, 24
WORDS = {"减速器": "gears", "机械臂": "arms", "夹具": "clamps", "焊接": "welding"}
CLASSES = {"F16H": "gears", "G05B": "control", "B25J": "arms", "B23K": "welding"}
_WHY = f"看过全文{DEMO}"
Told = tuple[str, Actor, Fact]


class Document(NamedTuple):
    """A document as the boundary, the rules and the readers see it."""

    key: str
    title: str
    subclass: str

    @property
    def by_title(self) -> set[str]:
        return {node for word, node in WORDS.items() if word in self.title}

    @property
    def rule(self) -> set[str]:
        return self.by_title | ({CLASSES[self.subclass]} if self.subclass in CLASSES else set())

    @property
    def within(self) -> bool:
        return bool(self.by_title) or self.subclass == "B25J"

    @property
    def relevant(self) -> bool:
        """Within, medicine and farming are not of the industry; beyond, its control is."""
        return self.subclass[:1] != "A" if self.within else self.subclass == "G05B"


def frozen(rights: Sequence[Right]) -> list[Document]:
    """Every document of the set, by its key."""
    made = []
    for r in patents(rights):
        kinds = classes_of(r.kind, Dice("annuities", r.number))
        made.append(Document(key=r.number, title=r.title, subclass=kinds[0][:4]))
    return sorted(made)


def sample(documents: Sequence[Document], within: bool) -> list[Document]:
    named = {d.key: d for d in documents if d.within is within}
    return [named[k] for k in picked(named, SEED, EACH)]


def tell(office: Party, agency: Party, documents: Sequence[Document]) -> Iterator[Told]:
    place = DEMO_CITY
    yield "robots/proposed", Actor.CLERK, f.StudyProposed(
        on=date(2026, 1, 12), study=ROBOTS, kind_of_study=f.StudyKind.INDUSTRY, title=f"机器人与焊接装备产业专利导航{DEMO}",
        owner=office.id, place=place, industry="机器人与焊接装备", goals=(f.Goal.DIRECTION, f.Goal.POSITION),
    )  # fmt: skip
    yield "robots/contracted", Actor.CLERK, f.StudyContracted(
        on=date(2026, 1, 26), study=ROBOTS, owner=office.id, contractor=agency.id, place=place, leader=f"项目负责人{DEMO}",
        due_on=date(2026, 6, 30),
    )  # fmt: skip
    mark = mark_of(d.key for d in documents if d.within)
    yield "robots/frozen", Actor.CLERK, f.StudyDataFrozen(
        on=date(2026, 3, 2), study=ROBOTS, place=place, source_of_data="演示城市的登记簿（虚构）",
        query="title:(机械臂 OR 夹具 OR 焊接 OR 减速器) OR class:B25J", documents=len(documents), mark=mark,
    )  # fmt: skip
    yield from _verdicts(documents, mark)
    yield from _labels(documents, mark)


def _verdicts(documents: Sequence[Document], mark: str) -> Iterator[Told]:
    """One reader reads both samples through, the other the first half of each; the three that they differ on are
    settled by a third person."""
    for part, within in ((f.Sample.PRECISION, True), (f.Sample.RECALL, False)):
        for n, d in enumerate(sample(documents, within)):
            said = f.Relevance.RELEVANT if d.relevant else f.Relevance.NOT
            other = {f.Relevance.RELEVANT: f.Relevance.NOT, f.Relevance.NOT: f.Relevance.RELEVANT}[said]
            yield _verdict(d, part, said, mark, Actor.CLERK, date(2026, 3, 9))
            if n < EACH // 2:
                differs = n == 4 or (within and n == 7)
                yield _verdict(d, part, other if differs else said, mark, Actor.OFFICER, date(2026, 3, 10))
                if differs:
                    yield _verdict(d, part, said, mark, Actor.CERTIFIER, date(2026, 3, 16))


def _verdict(d: Document, part: f.Sample, said: f.Relevance, mark: str, actor: Actor, on: date) -> Told:
    review = actor is Actor.CERTIFIER
    fact = f.SampleJudged(
        on=on, item=f.item_of(ROBOTS, d.key), study=ROBOTS, place=DEMO_CITY, publication=d.key, sample=part, verdict=said,
        reviewed=review, why=_WHY if review else "", mark=mark,
    )  # fmt: skip
    return f"robots/{d.key}/judged/{actor.name.lower()}", actor, fact


def _labels(documents: Sequence[Document], mark: str) -> Iterator[Told]:
    """The first reader takes the class's node away where the title speaks of something else; the second reads half of them and
    all of those, and follows the rule in two of those. One difference still waits for its reviewer."""
    within = {d.key: d for d in documents if d.within}
    doubts = 0
    for n, key in enumerate(picked(within, SEED + 1, LABELLED)):
        d = within[key]
        mine = d.by_title or d.rule
        yield _label(d, mine, mark, Actor.CLERK, date(2026, 3, 11))
        doubtful = mine != d.rule
        if n >= LABELLED // 2 and not doubtful:
            continue
        doubts += doubtful
        differs = doubtful and doubts <= 2
        yield _label(d, d.rule if differs else mine, mark, Actor.OFFICER, date(2026, 3, 12))
        if differs and doubts == 1:
            yield _label(d, d.rule, mark, Actor.CERTIFIER, date(2026, 3, 17))


def _label(d: Document, under: set[str], mark: str, actor: Actor, on: date) -> Told:
    review = actor is Actor.CERTIFIER
    nodes = {"gears", "control", "arms", "clamps", "welding"}
    fact = f.DocumentLabelled(
        on=on, item=f.item_of(ROBOTS, d.key), study=ROBOTS, place=DEMO_CITY, publication=d.key, under=tuple(sorted(under)),
        not_under=tuple(sorted(nodes - under)), reviewed=review, why=_WHY if review else "", mark=mark,
    )  # fmt: skip
    return f"robots/{d.key}/labelled/{actor.name.lower()}", actor, fact
