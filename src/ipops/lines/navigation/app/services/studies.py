"""A study from need to use.

Rule 1: one transaction under the journal's turn: read what is known, think (pure rules), write facts and rows.
Rule 2: the sender's ``reference`` makes a second submission give the first one's study and store nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.db import transaction

from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.fact import Fact
from ipops.lines.navigation.app.models import Study
from ipops.lines.navigation.app.results import results_of
from ipops.lines.navigation.facts import (
    Goal,
    StudyAccepted,
    StudyContracted,
    StudyDataFrozen,
    StudyKind,
    StudyProposed,
    StudyUsed,
    Verdict,
)
from ipops.lines.navigation.machine import STUDY
from ipops.lines.navigation.rules import admission
from ipops.webkit import enrol, journal
from ipops.webkit.course import Course, refuse
from ipops.webkit.enrol import By
from ipops.webkit.places import Places

_COURSE = Course(
    line="navigation",
    letter="N",
    model=Study,
    key="study",
    lifecycle=STUDY,
    missing=Text("没有这个导航项目。", "There is no such study."),
)
_row, _append, study_code = _COURSE.row, _COURSE.append, _COURSE.code


@transaction.atomic
def study_propose(
    *,
    kind: StudyKind,
    title: str,
    owner: enrol.Written,
    industry: str,
    goals: Sequence[Goal],
    by: By,
    covers: Places | None = None,
) -> str | Refused:
    """Propose a study; gives its code. ``covers`` are the places the sender may record for."""
    journal.take_turn()
    study = study_code(by)
    if Study.objects.filter(study=study).exists():
        return study
    if no := admission.propose(kind, goals):
        return no
    if covers is not None and owner.place not in covers:
        return refuse("other-place", _OTHER_PLACE, "place")
    known = enrol.find(owner, on=by.today, source=by.source, field="owner")
    if isinstance(known, Reason):
        return Refused(reasons=(known,))
    fact = StudyProposed(
        on=by.today,
        study=study,
        kind_of_study=kind,
        title=title,
        owner=known.party,
        place=owner.place,
        industry=industry,
        goals=tuple(dict.fromkeys(goals)),
    )
    _append(by, fact, before=[known.draft])
    return study


@transaction.atomic
def study_contract(
    *, study: str, contractor: enrol.Written, leader: str, fee: Money | None, due_on: date | None, by: By
) -> Refused | None:
    journal.take_turn()
    row = _row(study, "contract", by)
    if not isinstance(row, Study):
        return row
    known = enrol.find(contractor, on=by.today, source=by.source, field="contractor")
    if isinstance(known, Reason):
        return Refused(reasons=(known,))
    fact = StudyContracted(
        on=by.today,
        study=study,
        owner=row.owner,
        contractor=known.party,
        place=row.place,
        leader=leader,
        fee=fee,
        due_on=due_on,
    )
    _append(by, fact, before=[known.draft])
    return None


@transaction.atomic
def study_freeze(
    *,
    study: str,
    on: date,
    source_of_data: str,
    query: str,
    documents: int,
    recall: tuple[int | None, int | None],
    precision: tuple[int | None, int | None],
    by: By,
) -> Refused | None:
    """Freeze the data set; done again it replaces the set the report is to rest on, and both stay on record."""
    journal.take_turn()
    row = _row(study, "freeze", by)
    if not isinstance(row, Study):
        return row
    if no := admission.freeze(on=on, today=by.today, documents=documents, recall=recall, precision=precision):
        return no
    fact = StudyDataFrozen(
        on=on,
        study=study,
        place=row.place,
        source_of_data=source_of_data,
        query=query,
        documents=documents,
        relevant_found=recall[0],
        relevant_sample=recall[1],
        precise_found=precision[0],
        precise_sample=precision[1],
        mark=got.mark if (got := results_of(study)) is not None else "",
    )
    _append(by, fact)
    return None


@transaction.atomic
def study_accept(*, study: str, verdict: Verdict, panel: str, by: By) -> Refused | None:
    journal.take_turn()
    row = _row(study, "accept", by)
    if not isinstance(row, Study):
        return row
    if no := admission.accept(accepted_by=by.by, reported_by=row.reported_by):
        return no
    fact = StudyAccepted(
        on=by.today,
        study=study,
        owner=row.owner,
        place=row.place,
        kind_of_study=StudyKind(row.kind),
        verdict=verdict,
        panel=panel,
    )
    _append(by, fact)
    return None


@transaction.atomic
def study_use(*, study: str, on: date, by_whom: enrol.Written, decision: str, finding: str, by: By) -> Refused | None:
    journal.take_turn()
    row = _row(study, "use", by)
    if not isinstance(row, Study):
        return row
    if no := admission.use(on=on, today=by.today, searched_on=row.frozen_on):
        return no
    known = enrol.find(by_whom, on=by.today, source=by.source, field="by_whom")
    if isinstance(known, Reason):
        return Refused(reasons=(known,))
    fact = StudyUsed(
        on=on,
        study=study,
        place=row.place,
        kind_of_study=StudyKind(row.kind),
        by_whom=known.party,
        decision=decision,
        finding=finding,
    )
    _append(by, fact, before=[known.draft])
    return None


@transaction.atomic
def study_tell(*, study: str, event: str, fact: Callable[[Study], Fact], by: By) -> Refused | None:
    """Store what needs no decision but the table's: a report, its return, a publication, an evaluation, a stop."""
    journal.take_turn()
    row = _row(study, event, by)
    if not isinstance(row, Study):
        return row
    _append(by, fact(row))
    return None


_OTHER_PLACE = Text("项目地区不在您的辖区。", "The study's place lies outside yours.")
