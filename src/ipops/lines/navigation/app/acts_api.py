"""``/api/v1/navigation/studies``: a study from proposal to evaluation, each act with the form, the door and the service of its screen.

A reference is the sender's own and holds once: sent again with the same content it changes nothing, with another it is 409. Papers are
sent to ``/api/v1/documents`` before and named by their hash.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema
from pydantic import StringConstraints

from ipops.ledger.entry import Entry
from ipops.ledger.facts.words import PartyKind
from ipops.lines.navigation.app import forms, services
from ipops.lines.navigation.app.models import Study
from ipops.lines.navigation.facts import StudyKind, StudyProposed
from ipops.lines.navigation.machine import STUDY
from ipops.webkit import access, api
from ipops.webkit.api import acting
from ipops.webkit.enrol import By, Written
from ipops.webkit.pages import doors

router = Router(tags=["navigation"])
Reference = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")]
Hash = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]
Line = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=5_000, pattern=r"^[^\x00]*$")]
Place = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
Count = Annotated[int, Field(ge=0, le=10**9)]


class StudyOut(Schema):
    """Money in fen; ``documents`` are those of the data set frozen last."""

    study: str
    stage: str
    kind: str
    title: str
    owner: str
    contractor: str
    place: str
    industry: str
    goals: list[str]
    leader: str
    fee_fen: int | None
    due_on: date | None
    frozen_on: date | None
    documents: int | None
    verdict: str
    accepted_on: date | None
    published_at: str
    used_on: date | None


class ActIn(Schema):
    reference: Reference


class PaperIn(ActIn):
    document: Hash = ""


class StudyProposeIn(ActIn):
    """``owner`` is the credit code of who needs it; ``owner_name`` is needed of one that is new to the city."""

    kind: Literal["region", "industry", "enterprise", "rnd", "talent"]
    title: Line
    industry: Line = ""
    goals: Annotated[list[Line], Field(min_length=1, max_length=20)]
    owner: Line
    owner_name: Line = ""
    place: Place


class StudyContractIn(PaperIn):
    contractor: Line
    contractor_name: Line = ""
    leader: Line
    fee_fen: Annotated[int, Field(ge=0, le=10**15)] | None = None
    due_on: Day | None = None


class StudyFreezeIn(PaperIn):
    """The four counts are of samples: drawn, and of them found or relevant."""

    on: Day
    source_of_data: Line
    query: Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=r"^[^\x00]*$")]
    documents: Count
    relevant_sample: Count | None = None
    relevant_found: Count | None = None
    precise_sample: Count | None = None
    precise_found: Count | None = None


class StudyReportIn(PaperIn):
    """``document`` is the report itself and must be there."""

    findings: Annotated[int, Field(ge=1, le=10_000)]
    says: Text


class StudyAcceptIn(PaperIn):
    verdict: Line
    panel: Line


class StudyPublishIn(ActIn):
    where: Line


class StudyUseIn(PaperIn):
    """``by_whom`` is the credit code of who decided."""

    on: Day
    by_whom: Line
    by_whom_name: Line = ""
    decision: Text
    finding: Text


class StudyEvaluateIn(PaperIn):
    says: Text


class StudyReturnIn(ActIn):
    why: Text


class StudyStopIn(ActIn):
    """``sure`` says that you know it cannot be undone."""

    why: Text
    sure: Literal[True]


def propose(request: HttpRequest, given: StudyProposeIn) -> Study:
    user = api.may(request, access.Action.RECORD, given.place)
    v = acting.read(forms.ProposeForm, acting.plain(given), "").cleaned_data
    by = By(by=str(getattr(user, "label", "")), today=doors.today(), reference=given.reference)

    def same(held: Entry) -> bool:
        told = v | {"kind_of_study": v["kind"], "goals": tuple(dict.fromkeys(v["goals"]))}
        return isinstance(held.fact, StudyProposed) and acting.says(held, told, "")

    acting.once(
        by.by, f"navigation:{by.reference}", same,
        lambda: services.study_propose(
            kind=StudyKind(v["kind"]), title=v["title"], industry=v["industry"], goals=v["goals"], by=by,
            owner=Written(code=v["owner"], name=v["owner_name"], kind=PartyKind.OTHER, place=v["place"]),
            covers=access.visible_places(user),
        ),
    )  # fmt: skip
    return Study.objects.get(study=services.study_code(by))


@router.post("/studies/{study}/contract", response=StudyOut, summary="启动项目 · Start the study")
def contract(request: HttpRequest, study: api.Code, given: StudyContractIn) -> Study:
    fee = {} if given.fee_fen is None else {"fee": f"{given.fee_fen // 100}.{given.fee_fen % 100:02d}"}
    return _done(request, study, "contract", given, **fee)


@router.post("/studies/{study}/data", response=StudyOut, summary="冻结数据集 · Freeze the data")
def freeze(request: HttpRequest, study: api.Code, given: StudyFreezeIn) -> Study:
    return _done(request, study, "freeze", given)


@router.post("/studies/{study}/report", response=StudyOut, summary="提交报告 · Hand the report in")
def report(request: HttpRequest, study: api.Code, given: StudyReportIn) -> Study:
    return _done(request, study, "report", given)


@router.post("/studies/{study}/acceptance", response=StudyOut, summary="验收 · Accept the report")
def accept(request: HttpRequest, study: api.Code, given: StudyAcceptIn) -> Study:
    return _done(request, study, "accept", given)


@router.post("/studies/{study}/return", response=StudyOut, summary="退回修改 · Send the report back")
def send_back(request: HttpRequest, study: api.Code, given: StudyReturnIn) -> Study:
    return _done(request, study, "return", given)


@router.post("/studies/{study}/publication", response=StudyOut, summary="发布成果 · Publish")
def publish(request: HttpRequest, study: api.Code, given: StudyPublishIn) -> Study:
    return _done(request, study, "publish", given)


@router.post("/studies/{study}/uses", response=StudyOut, summary="记录运用 · Tell a decision that used it")
def use(request: HttpRequest, study: api.Code, given: StudyUseIn) -> Study:
    return _done(request, study, "use", given)


@router.post("/studies/{study}/evaluations", response=StudyOut, summary="绩效评价 · Evaluate")
def evaluate(request: HttpRequest, study: api.Code, given: StudyEvaluateIn) -> Study:
    return _done(request, study, "evaluate", given)


@router.post("/studies/{study}/stop", response=StudyOut, summary="终止项目 · Stop the study")
def stop(request: HttpRequest, study: api.Code, given: StudyStopIn) -> Study:
    return _done(request, study, "stop", given)


def _done(request: HttpRequest, study: str, event: str, given: ActIn, **more: Any) -> Study:
    acting.act(request, STUDY.code, study, event, given, **more)
    return Study.objects.get(study=study)
