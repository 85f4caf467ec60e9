"""``/api/v1/navigation/studies``: a study from proposal to evaluation, each act with the form, the door and the service of its screen.

A reference is the sender's own and holds once: sent again with the same content it changes nothing, with another it is 409. Papers are
sent to ``/api/v1/documents`` before and named by their hash.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Literal

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


#: Every act of the lifecycle but the proposal: its event, its address, what is told, and how documentation calls it.
ACTS: tuple[tuple[str, str, type[ActIn], str], ...] = (
    ("contract", "contract", StudyContractIn, "启动项目 · Start the study"),
    ("freeze", "data", StudyFreezeIn, "冻结数据集 · Freeze the data"),
    ("report", "report", StudyReportIn, "提交报告 · Hand the report in"),
    ("accept", "acceptance", StudyAcceptIn, "验收 · Accept the report"),
    ("return", "return", StudyReturnIn, "退回修改 · Send the report back"),
    ("publish", "publication", StudyPublishIn, "发布成果 · Publish"),
    ("use", "uses", StudyUseIn, "记录运用 · Tell a decision that used it"),
    ("evaluate", "evaluations", StudyEvaluateIn, "绩效评价 · Evaluate"),
    ("stop", "stop", StudyStopIn, "终止项目 · Stop the study"),
)


def _act(event: str, told: type[ActIn]) -> Callable[..., Study]:
    """What answers an act's address; its signature is what the API documents."""

    def act(request: HttpRequest, study: str, given: ActIn) -> Study:
        acting.act(request, STUDY.code, study, event, given, **_as_typed(given))
        return Study.objects.get(study=study)

    act.__name__ = event
    act.__annotations__ = {"request": HttpRequest, "study": api.Code, "given": told, "return": Study}
    return act


def _as_typed(given: ActIn) -> dict[str, str]:
    """A fee as the form of the page takes it: in yuan."""
    fen = getattr(given, "fee_fen", None)
    return {} if fen is None else {"fee": f"{fen // 100}.{fen % 100:02d}"}


for _event, _tail, _told, _summary in ACTS:
    router.post(f"/studies/{{study}}/{_tail}", response=StudyOut, summary=_summary)(_act(_event, _told))
