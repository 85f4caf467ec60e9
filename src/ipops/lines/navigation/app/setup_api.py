"""``/api/v1/navigation/studies/{study}/setup``: data and template, as the form of the page asks for them. Lies in the home, outside the
journal: sent again it is laid out again, and nothing else changes. ``…/runs`` then works the study out."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema
from pydantic import StringConstraints

from ipops.kernel.outcome import Refused
from ipops.lines.navigation.app import hands, selectors
from ipops.lines.navigation.app.models import Study
from ipops.lines.navigation.app.services import setups
from ipops.lines.navigation.facts import Goal, StudyKind
from ipops.lines.navigation.study.setting import Answers, SetAnswers, brought, template_of
from ipops.lines.navigation.study.template import StudyFile
from ipops.webkit import api, documents
from ipops.webkit.pages import names

router = Router(tags=["navigation"])
Words = Annotated[str, StringConstraints(max_length=50_000, pattern=r"^[^\x00]*$")]
Line = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$")]
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
Lines = Annotated[list[Line], Field(max_length=500)]


class BroughtIn(Schema):
    """A document sent to ``/api/v1/documents``, and the name by which the template knows it."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
    document: Hash


class StudySetIn(Schema):
    """``data`` are names of files, ``corpus:NAME`` or ``shared:PATH``. What is not said in English stands as it is in Chinese."""

    data: Lines = Field(default_factory=list)
    source: Line = ""
    source_en: Line = ""
    query: Words = ""
    query_en: Words = ""
    searched_on: Day | None = None
    covers_until: Day | None = None
    boundary: Words = ""
    unit: Literal["family", "document", "title_and_owner"] = "family"


class StudyAnswersIn(StudySetIn):
    """As the fields of the page; ``second`` is a set that tells dates, families and citations where the first does not. Of ``tree``,
    ``owners`` and ``advice`` each line is one, with ``|`` between its columns."""

    second: StudySetIn | None = None
    title_en: Line = ""
    industry_en: Line = ""
    demand: Words = ""
    demand_en: Words = ""
    home: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = "CN"
    tree: Words = ""
    owners: Words = ""
    organisations: Lines = Field(default_factory=list)
    inventors: Lines = Field(default_factory=list)
    advice: Words = ""
    industry_data: Line = ""
    each: Annotated[int, Field(ge=10, le=2000)] = 60


class StudySetUpIn(Schema):
    """One of three: ``shipped``, a template that comes with the program; ``template``, one in YAML; or ``answers``."""

    langs: Annotated[list[Literal["zh", "en"]], Field(min_length=1, max_length=2)] = Field(default=["zh", "en"])
    files: Annotated[list[BroughtIn], Field(max_length=20)] = Field(default_factory=list)
    shipped: Line = ""
    template: Annotated[str, StringConstraints(max_length=250_000, pattern=r"^[^\x00]*$")] = ""
    answers: StudyAnswersIn | None = None


class StudySetUpOut(Schema):
    """``template`` is what a run reads, in YAML, empty before anything was set up; ``shipped`` and ``corpora`` may be named."""

    template: str
    files: list[str]
    shipped: list[str]
    corpora: list[str]


@router.get("/studies/{study}/setup", response=StudySetUpOut, summary="数据与模板 · Data and template as set up")
def set_up(request: HttpRequest, study: api.Code) -> dict[str, Any]:
    return _told(_study(request, study))


@router.post("/studies/{study}/setup", response=StudySetUpOut, summary="设置数据与模板 · Set up data and template")
def lay_out(request: HttpRequest, study: api.Code, given: StudySetUpIn) -> dict[str, Any]:
    """403 unless one records there or acts for the contractor, 409 once the report is in, 422 with every mistake of the template."""
    row = _study(request, study)
    if no := hands.why_not_label(api.reader(request), row):
        raise api.refused(no, 403)
    if no := setups.may_set_up(row.stage):
        raise api.refused(no)
    for one in given.files:
        if documents.document_for(api.reader(request), one.document) is None:
            raise api.missing("没有这份文件，或者您无权查看。", "There is no such document, or you may not see it.")
    got = _laid(row, given, str(getattr(api.reader(request), "label", "")))
    if isinstance(got, Refused):
        raise api.refused(got, 422)
    return _told(row)


def _laid(row: Study, given: StudySetUpIn, by: str) -> StudyFile | Refused:
    if given.shipped:
        return setups.study_take_shipped(study=row.study, code=given.shipped, by=by, langs=given.langs)
    goals = [Goal(g) for g in row.goals]
    if given.template:
        plain = brought(given.template, StudyKind(row.kind), goals, row.title)
    else:
        plain = template_of(_answers(row, goals, given.answers or StudyAnswersIn()))
    if isinstance(plain, Refused):
        return plain
    files = [setups.Brought(name=f.name, sha256=f.document) for f in given.files]
    return setups.study_set_up(study=row.study, plain=plain, files=files, by=by, langs=given.langs)


def _answers(row: Study, goals: list[Goal], a: StudyAnswersIn) -> Answers:
    told = a.model_dump(exclude={*StudySetIn.model_fields, "second", "owners"})
    told |= {
        "groups": a.owners,
        "demand": a.demand or row.title,
        "main": _set(a),
        "second": _set(a.second) if a.second else None,
    }
    return Answers(
        kind=StudyKind(row.kind),
        goals=goals,
        title=row.title,
        industry=row.industry,
        place=names.place(row.place),
        **told,
    )


def _set(one: StudySetIn) -> SetAnswers:
    told = one.model_dump(include=set(StudySetIn.model_fields))
    return SetAnswers(**told | {"boundary": one.boundary.strip()})


def _told(row: Study) -> dict[str, Any]:
    return {
        "template": setups.as_yaml(row.study) or "", "files": setups.files_there(row.study),
        "shipped": list(setups.shipped(row.kind)), "corpora": setups.corpora(),
    }  # fmt: skip


def _study(request: HttpRequest, study: str) -> Study:
    row = selectors.study_for(api.may_see(request), study)
    if row is None:
        raise api.missing()
    return row
