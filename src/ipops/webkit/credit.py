"""The public credit grade of an agency: one fact, and one place where every house reads it.

Rule 1: the last word stands, by its day and then by its number. *Unknown* is no grade: it is not put on record and repairs none.
Rule 2: a house that is told a grade on a form of its own states it here. One that contradicts what is on record is refused there:
it goes on record first, on the agency's page, with where it is published. So nobody types a D away.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Entry, Source
from ipops.ledger.facts import AgencyGraded
from ipops.ledger.facts.words import CreditGrade
from ipops.reports import wording
from ipops.webkit import journal
from ipops.webkit.course import refuse
from ipops.webkit.enrol import By
from ipops.webkit.models import JournalRow, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The grade that holds, and the draft that puts it on record where it was not."""

    grade: CreditGrade
    draft: Draft | None = None


def graded(*agencies: str, on: date | None = None) -> dict[str, AgencyGraded]:
    """What was last published of these agencies (of all, if none is named) by ``on``; one of which nothing is known is left out."""
    rows = JournalRow.objects.filter(kind=AgencyGraded.KIND)
    if agencies:
        rows = rows.filter(parties__overlap=list(agencies))
    told = sorted((e for e in journal.live(rows) if on is None or e.fact.on <= on), key=lambda e: (e.fact.on, e.n))
    return {e.fact.agency: e.fact for e in told if isinstance(e.fact, AgencyGraded)}


def grade_of(agency: str, on: date | None = None) -> CreditGrade:
    held = graded(agency, on=on).get(agency) if agency else None
    return held.grade if held else CreditGrade.UNKNOWN


def stated(agency: str, told: CreditGrade, *, on: date, source: Source, field: str) -> Stated | Reason:
    """The grade a house may rely on when it was told one: what is on record, else what was told, with its draft."""
    held = graded(agency, on=on).get(agency)
    if held is None:
        known = told is not CreditGrade.UNKNOWN
        fact = AgencyGraded(on=on, agency=agency, grade=told)
        draft = Draft(fact=fact, source=source, reference=f"grade:{agency}:{on.isoformat()}") if known else None
        return Stated(grade=told, draft=draft)
    if told in (CreditGrade.UNKNOWN, held.grade):
        return Stated(grade=held.grade)
    says = _DIFFERS.fill(grade=held.grade.named, day=wording.day(held.on))
    return Reason(code="grade-differs", says=says, field=field)


@transaction.atomic
def grade_record(*, agency: str, grade: CreditGrade, on: date, period: str, where: str, by: By) -> Entry | Refused:
    """Put a published grade on record, better or worse than the last."""
    journal.take_turn()
    mark = f"grade:{by.reference}"
    if again := [e for e in journal.about(party=agency) if e.by == by.by and e.reference == mark]:
        return again[0]
    if not Party.objects.filter(party=agency).exists():
        return refuse("no-such-party", _NO_PARTY, "agency")
    if grade is CreditGrade.UNKNOWN:
        return refuse("grade-unknown", _NO_GRADE, "grade")
    if on > by.today:
        return refuse("in-the-future", _FUTURE, "on")
    if not where.strip() and not by.document:
        return refuse("grade-unfounded", _WHERE, "where")
    fact = AgencyGraded(on=on, agency=agency, grade=grade, period=period.strip(), where=where.strip())
    (entry,) = journal.append([Draft(fact=fact, source=by.source, reference=mark)], by=by.by)
    return entry


_DIFFERS = Text(
    "该机构在案的信用等级为{grade}（{day}），与所填不同；请先在该机构的主体页面登记新公布的等级。",
    "The grade on record is {grade} ({day}) and not what was entered: put the newly published one on record first, on the agency's page.",
)
_NO_PARTY = Text("没有这个主体。", "There is no such party.")
_NO_GRADE = Text("请选择公布的等级；未知不是等级。", "Choose the grade as published; unknown is none.")
_FUTURE = Text("公布日不能晚于今天。", "It cannot be published later than today.")
_WHERE = Text("请写明公示处或文号，或附文件。", "Say where it is published, or attach the paper.")
