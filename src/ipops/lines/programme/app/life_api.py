"""The programme's life over the API: the same services, the same doors and refusals as on the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from ipops.kernel.outcome import Refused, Unknown
from ipops.ledger.entry import Entry
from ipops.lines.programme.app.api_doors import Code, Stored
from ipops.lines.programme.app.evaluation_api import router as evaluation
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.money_api import router as money
from ipops.lines.programme.app.objections_api import router as objecting
from ipops.lines.programme.app.plan_api import router as plan
from ipops.lines.programme.app.reading import dossiers
from ipops.lines.programme.app.reading import evaluation as evaluations
from ipops.lines.programme.app.returns_api import router as returned
from ipops.lines.programme.app.selection_api import router as selection
from ipops.lines.programme.app.services import evaluation as evaluating
from ipops.lines.programme.app.services import objections, projects, returns, steps
from ipops.lines.programme.app.services import selection as selecting
from ipops.lines.programme.rules.dossier import CYCLES
from ipops.lines.programme.rules.selection import publicity
from ipops.lines.programme.rules.selection.asked import asked
from ipops.webkit import access, api, documents
from ipops.webkit.pages.doors import today

router = Router(tags=["programme"])
for part in (selection, plan, money, evaluation, objecting):
    router.add_router("", part)
router.add_router("", returned)


class Case(Schema):
    case: str
    cycle: str
    stage: str
    place: str
    title: str
    parent: str
    period: str
    opened_on: date | None
    since: date | None
    due_on: date | None
    fen: int | None
    revision: int
    may: Annotated[list[str], Field(default_factory=list)]


class AskedCases(Schema):
    cycle: Annotated[str, Field(max_length=60, pattern=r"^[a-z_.]*$")] = ""
    place: Annotated[str, Field(pattern=r"^([0-9]{6})?$")] = ""
    after: Annotated[str, Field(max_length=120)] = ""


class StepIn(Schema):
    """``event`` is one of the lifecycle's; ``proposed`` belongs to publishing a list. The same reference acts once."""

    event: Annotated[str, Field(max_length=40, pattern=r"^[a-z_]+$")]
    reference: Annotated[str, Field(min_length=1, max_length=80)]
    why: Annotated[str, Field(max_length=2000)] = ""
    document: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    proposed: Annotated[int, Field(ge=1, le=100)] | None = None


class AskedEligible(Schema):
    pack: api.Code
    city: Annotated[str, Field(max_length=40)] = ""
    province: Annotated[str, Field(max_length=20)] = ""


@router.get("/eligibility", response=dict[str, Any], summary="推荐资格 · Who may be nominated")
def eligibility(request: HttpRequest, given: Query[AskedEligible]) -> dict[str, Any]:
    """Every provincial unit and the notice's own cities, or the one city asked for: each check with clause and entries."""
    api.may_see(request)
    got = asked(given.pack, city=given.city, province=given.province)
    if isinstance(got, Refused):
        raise api.refused(got, 422)
    return got.as_json()


def _case(row: Dossier, user: access.Reader) -> dict[str, Any]:
    table = CYCLES[row.cycle].table.get(row.stage, {}) if row.cycle in CYCLES else {}
    may = [e for e in table if steps.why_not_step(user, row, e) is None]
    return {name: getattr(row, name) for name in Case.model_fields if name != "may"} | {"may": may}


@router.get("/cases", response=list[Case], summary="事项 · Cases, a hundred at a time in the order of their codes")
def cases(request: HttpRequest, given: Query[AskedCases]) -> list[dict[str, Any]]:
    user = api.may_see(request)
    rows = dossiers.dossiers_for(user, given.cycle).filter(case__gt=given.after).order_by("case")
    if given.place:
        rows = rows.filter(place=given.place)
    return [_case(r, user) for r in rows[:100]]


@router.get("/cases/{case}", response=Case, summary="一个事项 · One case, and what you may do to it now")
def case_one(request: HttpRequest, case: Code) -> dict[str, Any]:
    user = api.may_see(request)
    return _case(_found(user, case), user)


def _found(user: access.Reader, case: str) -> Dossier:
    row = dossiers.dossier_for(user, case)
    if row is None:
        raise api.missing()
    return row


@router.get(
    "/cases/{case}/sheet", response=dict[str, Any], summary="评分表 · The score sheet with its trace, grade and money"
)
def sheet(request: HttpRequest, case: Code) -> dict[str, Any]:
    read = evaluations.shown_of(_found(api.may_see(request), case), today())
    if read is None:
        raise api.missing()
    if isinstance(read, Refused):
        raise api.refused(read, 409)
    total = read.sheet.total
    return {
        **read.sheet.as_json(),
        "total": None if isinstance(total, Unknown) else str(Fraction(total)),
        "grade": read.grade.as_json(),
        "payment": read.payment.as_json(),
        "demo": read.scheme.demo,
        "objections": publicity.told(evaluations.objecting(read.pack, read.published.on)).as_json()
        if read.published
        else None,
    }


@router.post("/cases/{case}/steps", response=Stored, summary="办理一步 · Move a case by its table")
def step(request: HttpRequest, case: Code, given: StepIn) -> dict[str, Any]:
    """403 where the step is another's, 409 where the table or a rule says no."""
    user = api.may_see(request)
    row = _found(user, case)
    if row.cycle not in CYCLES:
        raise api.missing()
    if given.event not in CYCLES[row.cycle].events:
        raise api.refused(
            steps.no("no-such-event", f"没有“{given.event}”这一步。", f"There is no step {given.event!r}.", "event"),
            422,
        )
    if no := steps.why_not_step(user, row, given.event):
        raise api.refused(no, 409 if no.reasons[0].code == "not-from-here" else 403)
    if given.document and documents.document_for(user, given.document) is None:
        raise api.missing()
    got = _moved(row, given, str(getattr(user, "label", "")))
    if isinstance(got, Refused):
        raise api.refused(got, 409)
    return {"n": got.n, "case": case, "stage": Dossier.objects.get(case=case).stage}


#: Steps that come with figures of their own and are not taken by name alone.
_ELSEWHERE = {
    "programme.city": {"publish_plan", "pay_second", "review", "publicise", "evaluate"},
    "programme.evaluation": {"object", "reopen", "uphold"},
    "programme.return": {"correct"},
    "programme.project": {"receive_back"},
}


def _moved(row: Dossier, given: StepIn, by: str) -> Entry | Refused:
    common: dict[str, Any] = {"by": by, "today": today(), "reference": given.reference}
    told: dict[str, Any] = {"event": given.event, "why": given.why, "document": given.document}
    movers: dict[str, Callable[[], Entry | Refused]] = {
        "programme.city": lambda: selecting.city_step(case=row.case, **told, **common),
        "programme.return": lambda: returns.return_step(case=row.case, **told, **common),
        "programme.project": lambda: projects.project_step(case=row.case, **told, **common),
        "programme.order": lambda: projects.order_step(case=row.case, **told, **common),
        "programme.objection": lambda: objections.objection_settle(case=row.case, **told, **common),
    }
    if row.cycle == "programme.call" and given.event == "publish":
        return selecting.list_publish(
            call=row.case, proposed=given.proposed or 0, by=by, today=today(), document=given.document
        )
    if row.cycle == "programme.call" and given.event == "decide":
        return selecting.call_decide(call=row.case, by=by, today=today(), why=given.why, document=given.document)
    if row.cycle == "programme.evaluation" and given.event == "publish":
        return evaluating.evaluation_publish(evaluation=row.case, **common)
    if row.cycle == "programme.evaluation" and given.event == "settle":
        return evaluating.evaluation_settle(evaluation=row.case, why=given.why, document=given.document, **common)
    if given.event in _ELSEWHERE.get(row.cycle, ()):
        return steps.no("own-way", "此步另有办法（方案、名单、评价、异议、拨付）。", "This step has a way of its own.")
    if row.cycle in movers:
        return movers[row.cycle]()
    return steps.step(case=row.case, **told, **common)
