"""How facts become the row of a study. A pure step; ``webkit.refold`` keeps the rows."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ipops.ledger.entry import Entry
from ipops.ledger.steps import staged, step_of
from ipops.lines.navigation import facts as f
from ipops.lines.navigation.machine import STUDY

Codes = tuple[str, ...]


class StudyState(NamedTuple):
    """``stage`` is a state of ``machine.STUDY``; ``data``, ``reports``, ``uses``, ``evaluations`` hold entry numbers."""

    stage: str = ""
    kind: str = ""
    title: str = ""
    owner: str = ""
    contractor: str = ""
    place: str = ""
    industry: str = ""
    goals: Codes = ()
    leader: str = ""
    fee_fen: int | None = None
    due_on: date | None = None
    proposed_on: date | None = None
    frozen_on: date | None = None
    documents: int | None = None
    reported_by: str = ""
    verdict: str = ""
    panel: str = ""
    accepted_on: date | None = None
    published_at: str = ""
    used_on: date | None = None
    stage_since: date | None = None
    data: tuple[int, ...] = ()
    reports: tuple[int, ...] = ()
    uses: tuple[int, ...] = ()
    evaluations: tuple[int, ...] = ()
    steps: Codes = ()


def study_step(_: str, state: StudyState | None, entry: Entry) -> StudyState | None:
    was = state or StudyState()
    steps = (*was.steps, step_of(entry, _EVENTS))
    stage, since = staged(STUDY, steps)
    return _told(was._replace(steps=steps, stage=stage, stage_since=since), entry)


def _told(was: StudyState, entry: Entry) -> StudyState:
    match entry.fact:
        case f.StudyProposed() as x:
            return was._replace(
                kind=str(x.kind_of_study),
                title=x.title,
                owner=x.owner,
                place=x.place,
                industry=x.industry,
                goals=tuple(map(str, x.goals)),
                proposed_on=x.on,
            )
        case f.StudyContracted() as x:
            return was._replace(
                owner=x.owner,
                contractor=x.contractor,
                place=x.place,
                leader=x.leader,
                fee_fen=x.fee.fen if x.fee is not None else None,
                due_on=x.due_on,
            )
        case f.StudyDataFrozen() as x:
            return was._replace(place=x.place, frozen_on=x.on, documents=x.documents, data=(*was.data, entry.n))
        case f.StudyReported():
            return was._replace(reported_by=entry.by, reports=(*was.reports, entry.n))
        case f.StudyAccepted() as x:
            return was._replace(
                kind=str(x.kind_of_study),
                owner=x.owner,
                place=x.place,
                verdict=str(x.verdict),
                panel=x.panel,
                accepted_on=x.on,
            )
        case f.StudyPublished() as x:
            return was._replace(published_at=x.where)
        case f.StudyUsed() as x:
            return was._replace(used_on=min(was.used_on or x.on, x.on), uses=(*was.uses, entry.n))
        case f.StudyEvaluated():
            return was._replace(evaluations=(*was.evaluations, entry.n))
        case _:
            return was


_EVENTS = {step.facts[0]: event for row in STUDY.table.values() for event, step in row.items() if step.facts}
