"""A study from proposal on, for the tests of this line."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ipops.ledger.facts.words import PartyKind
from ipops.lines.navigation import facts as f

TODAY = date(2024, 6, 3)
BUREAU, LAB = "91990101MA3C00003N", "91990102MA3C0002XP"
DOC = "ab" * 32


def by(reference: str, who: str = "user:clerk", **more: Any) -> Any:
    from ipops.webkit.enrol import By

    return By(by=who, today=TODAY, reference=reference, **more)


def written(code: str, name: str, place: str = "990101") -> Any:
    from ipops.webkit.enrol import Written

    return Written(code=code, name=name, kind=PartyKind.OTHER, place=place)


def proposed(reference: str = "p", **more: Any) -> Any:
    from ipops.lines.navigation.app import services

    given: dict[str, Any] = {
        "kind": f.StudyKind.INDUSTRY,
        "title": "无人机产业专利导航",
        "owner": written(BUREAU, "示范市工业局"),
        "industry": "无人机",
        "goals": (f.Goal.DIRECTION, f.Goal.PATH),
        "by": by(reference),
    }
    return services.study_propose(**given | more)


def contracted(study: str) -> Any:
    from ipops.lines.navigation.app import services

    lab = written(LAB, "城南专利信息中心")
    return services.study_contract(
        study=study, contractor=lab, leader="王工", fee=None, due_on=date(2024, 9, 1), by=by(f"c-{study}")
    )


def frozen(study: str, reference: str = "f", **more: Any) -> Any:
    from ipops.lines.navigation.app import services

    given: dict[str, Any] = {
        "on": date(2024, 6, 1),
        "source_of_data": "Lens",
        "query": "drone OR UAV",
        "documents": 49_417,
        "recall": (95, 100),
        "precision": (88, 100),
        "by": by(f"{reference}-{study}"),
    }
    return services.study_freeze(study=study, **given | more)


def reported(study: str, reference: str = "r") -> Any:
    from ipops.lines.navigation.app import services

    def fact(row: Any) -> f.StudyReported:
        return f.StudyReported(
            on=TODAY, study=study, contractor=row.contractor, place=row.place, findings=7, says="七条结论"
        )

    return services.study_tell(study=study, event="report", fact=fact, by=by(f"{reference}-{study}", document=DOC))


def accepted(study: str, who: str = "user:officer") -> Any:
    from ipops.lines.navigation.app import services

    return services.study_accept(study=study, verdict=f.Verdict.ACCEPTED, panel="五名专家", by=by(f"a-{study}", who))


def used(study: str, reference: str = "u", **more: Any) -> Any:
    from ipops.lines.navigation.app import services

    given: dict[str, Any] = {
        "on": TODAY,
        "by_whom": written(BUREAU, ""),
        "decision": "列入产业链招商目录",
        "finding": "结论三：飞控芯片缺口",
        "by": by(f"{reference}-{study}"),
    }
    return services.study_use(study=study, **given | more)


@pytest.fixture
def city(db: Any) -> None:
    """An empty journal of a database."""
