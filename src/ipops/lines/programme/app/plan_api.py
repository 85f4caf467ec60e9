"""A city's plan and fund over the API: lineage and splits, the task book, meetings, policies, balances, contracts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.ledger.entry import Entry
from ipops.lines.programme import facts as f
from ipops.lines.programme.app import duties
from ipops.lines.programme.app.duties import Duty
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import dossiers, fund
from ipops.lines.programme.app.reading import plan as plans
from ipops.lines.programme.app.reading import tasks as reading
from ipops.lines.programme.app.services import contracts, tasks
from ipops.lines.programme.app.services import evaluation as evaluating
from ipops.lines.programme.app.services import fund as funds
from ipops.lines.programme.app.services import plan as planning
from ipops.lines.programme.facts.words import TaskChoice, TaskState
from ipops.lines.programme.rules.fund.accounts import named
from ipops.lines.programme.rules.fund.clocks import unspent
from ipops.lines.programme.rules.plan.files import PlanFile, Task
from ipops.webkit import access, api, documents
from ipops.webkit.pages.doors import today

router = Router(tags=["programme"])
Code = Annotated[str, Field(max_length=120, pattern=r"^[\w:.\-]+$")]
Words = Annotated[str, Field(max_length=2000)]
Line = Annotated[str, Field(max_length=200)]
Reference = Annotated[str, Field(min_length=1, max_length=80)]
Hash = Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]
Fen = Annotated[int, Field(ge=0, le=10**17)]
Figure = Annotated[Decimal, Field(max_digits=18, decimal_places=4)]


class Kept(Schema):
    """The numbers of the entries that were stored, and what stands beside them as a warning."""

    entries: list[int]
    warnings: list[dict[str, Any]]


class SplitIn(Schema):
    """By goal: years and division codes with their figures. ``confirmed`` answers warnings."""

    years: dict[Code, dict[Annotated[int, Field(ge=1985, le=2200)], Figure]] = Field(default={})
    districts: dict[Code, dict[Annotated[str, Field(pattern=r"^[0-9]{6}$")], Figure]] = Field(default={})
    confirmed: Annotated[str, Field(max_length=300)] = ""


class TaskIn(Schema):
    title: Annotated[str, Field(min_length=1, max_length=100)]
    choice: TaskChoice
    reference: Reference
    task: Annotated[str, Field(max_length=40, pattern=r"^[\w-]*$")] = ""
    owner: Line = ""
    due_on: date | None = None
    evidence: Line = ""
    goals: list[Code] = Field(default=[])
    money_fen: Fen | None = None
    why: Line = ""
    document: Hash = ""


class ProgressIn(Schema):
    state: TaskState
    reference: Reference
    words: Words = ""
    document: Hash = ""


class MeetingIn(Schema):
    title: Annotated[str, Field(min_length=1, max_length=100)]
    on: date
    reference: Reference
    document: Hash
    items: list[Line] = Field(default=[])
    until: date | None = None


class SettleIn(Schema):
    item: Line
    words: Words
    reference: Reference
    document: Hash = ""


class PolicyIn(Schema):
    number: Annotated[str, Field(min_length=1, max_length=80)]
    title: Annotated[str, Field(min_length=1, max_length=200)]
    on: date
    reference: Reference
    task: Line = ""
    until: date | None = None
    replaces: Line = ""
    shared_as: Line = ""
    document: Hash = ""


class BalanceIn(Schema):
    account: Code
    stated_fen: Fen
    on: date
    document: Hash
    reference: Reference


class ContractIn(Schema):
    contract: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[\w:.\-]+$")]
    amount_fen: Fen
    procurement: Line
    document: Hash
    reference: Reference
    accepted_on: date | None = None


class DeviationIn(Schema):
    item: Code
    why: Words
    reference: Reference
    remedy: Words = ""
    document: Hash = ""


def _city(request: HttpRequest, case: str) -> Dossier:
    return _case(request, case, "programme.city")


def _case(request: HttpRequest, case: str, cycle: str) -> Dossier:
    row = dossiers.dossier_for(api.may_see(request), case, cycle)
    if row is None:
        raise api.missing()
    return row


def _may(request: HttpRequest, duty: Duty, row: Dossier, document: str = "") -> str:
    """Who acts, if it is theirs to do here and the paper is one they may see."""
    user: access.Reader = api.may_see(request)
    if no := duty.why_not(user, row.place):
        raise api.refused(no, 403)
    if document and documents.document_for(user, document) is None:
        raise api.missing()
    return str(getattr(user, "label", ""))


def _told(got: Entry | planning.Kept | Refused) -> dict[str, Any]:
    if isinstance(got, Refused):
        raise api.refused(got, 409)
    if isinstance(got, Entry):
        return {"entries": [got.n], "warnings": []}
    return {"entries": [e.n for e in got.entries], "warnings": [w.as_json() for w in got.warnings]}


@router.get("/cases/{case}/plan", response=dict[str, Any], summary="目标来龙去脉 · Targets and what is wrong with them")
def plan(request: HttpRequest, case: Code) -> dict[str, Any]:
    row = _city(request, case)
    read = plans.plan_of(row, today(), money=True)
    return {
        "lines": [x.as_json() for x in read.lines],
        "findings": [x.as_json() for x in read.findings],
        "tasks": [_task(t) for t in read.file.tasks.values()],
        **_led(read.file),
    }


def _task(t: Task) -> dict[str, Any]:
    booked = t.booked
    return {
        "task": booked.task,
        "title": booked.title,
        "choice": str(booked.choice),
        "owner": booked.owner,
        "due_on": booked.due_on,
        "evidence": booked.evidence,
        "goals": list(booked.goals),
        "state": t.standing.as_json(),
        "spent_fen": t.spent.fen,
    }


def _led(file: PlanFile) -> dict[str, Any]:
    holding = {p.number for p in file.policies_on(today())}
    return {
        "meetings": [{"on": m.on, "title": m.title, "items": list(m.items), "until": m.until} for m in file.meetings],
        "items": [
            {"item": i.item, "until": i.meeting.until, "settled_on": i.settled and i.settled.on} for i in file.items
        ],
        "policies": [
            {
                "number": p.number,
                "title": p.title,
                "on": p.on,
                "until": p.until,
                "task": p.task,
                "replaces": p.replaces,
                "shared_as": p.shared_as,
                "in_force": p.number in holding,
            }
            for p in file.policies
        ],
    }


@router.get("/cases/{case}/tasks/{task}", response=dict[str, Any], summary="任务 · Money spent beside results")
def task_one(request: HttpRequest, case: Code, task: Code) -> dict[str, Any]:
    read = reading.task_of(_city(request, case), task, today())
    if read is None:
        raise api.missing()
    return {
        **_task(read.task),
        "year": read.year,
        "results": [
            {
                "goal": line.target.id,
                "target": None if line.plan is None else str(line.plan),
                "result": None if got is None or got.value is None else str(got.value),
                "facts": got.facts if got else 0,
            }
            for line, got in read.results
        ],
        "projects": [p.case for p in read.projects],
    }


@router.get("/cases/{case}/fund", response=dict[str, Any], summary="资金 · Accounts, clocks, rates of execution")
def fund_one(request: HttpRequest, case: Code) -> dict[str, Any]:
    row = _city(request, case)
    read = fund.fund_of(plans.fund_of(row), plans.floors_of(row), today())
    left = unspent(e.fact for e in read.postings if isinstance(e.fact, f.MoneyPosted))
    return {
        "accounts": {a.account: a.fen for a in read.accounts},
        "off": [a.account for a in read.off],
        "clocks": [c.as_json() for c in read.clocks],
        "unknown": [u.as_json() for u in read.unknown],
        "execution": [e.as_json() for e in read.execution],
        "unspent_fen": {str(y): m.fen for y, m in sorted(left.items())},
        "doubles": [
            {"claim": d.mine.code, "other": d.other.code, "what": d.what, "key": d.key, "blocks": d.blocks}
            for d in fund.doubles_of(row.place)
        ],
    }


def _exact(figures: Mapping[Any, Mapping[Any, Decimal]]) -> dict[Any, dict[Any, Fraction]]:
    return {goal: {at: Fraction(v) for at, v in by.items()} for goal, by in figures.items()}


@router.post("/cases/{case}/split", response=Kept, summary="分解目标 · Split targets over years and districts")
def split(request: HttpRequest, case: Code, given: SplitIn) -> dict[str, Any]:
    row = _city(request, case)
    return _told(
        planning.targets_split(
            nomination=row.case,
            years=_exact(given.years),
            districts=_exact(given.districts),
            by=_may(request, duties.SPLIT, row),
            today=today(),
            confirmed=given.confirmed,
        )
    )


@router.post("/cases/{case}/tasks", response=Kept, summary="登记任务 · Book a task, or word one anew")
def task_book(request: HttpRequest, case: Code, given: TaskIn) -> dict[str, Any]:
    row = _city(request, case)
    asked = tasks.TaskAsked(
        task=given.task,
        title=given.title,
        choice=given.choice,
        owner=given.owner,
        due_on=given.due_on,
        evidence=given.evidence,
        goals=tuple(given.goals),
        money=None if given.money_fen is None else Money(given.money_fen),
    )
    return _told(
        tasks.task_book(
            nomination=row.case,
            asked=asked,
            by=_may(request, duties.BOOK, row, given.document),
            today=today(),
            reference=given.reference,
            document=given.document,
            why=given.why,
        )
    )


@router.post("/cases/{case}/tasks/{task}/progress", response=Kept, summary="报告进展 · Report on a task")
def task_progress(request: HttpRequest, case: Code, task: Code, given: ProgressIn) -> dict[str, Any]:
    row = _city(request, case)
    return _told(
        planning.task_report(
            nomination=row.case,
            task=task,
            state=given.state,
            words=given.words,
            by=_may(request, duties.REPORT, row, given.document),
            today=today(),
            reference=given.reference,
            document=given.document,
        )
    )


@router.post("/cases/{case}/meetings", response=Kept, summary="领导小组会议 · A meeting with its supervised items")
def meeting(request: HttpRequest, case: Code, given: MeetingIn) -> dict[str, Any]:
    row = _city(request, case)
    return _told(
        planning.meeting_record(
            nomination=row.case,
            title=given.title,
            items=given.items,
            until=given.until,
            document=given.document,
            by=_may(request, duties.MEET, row, given.document),
            on=given.on,
            reference=given.reference,
        )
    )


@router.post("/cases/{case}/items", response=Kept, summary="办结督办事项 · Settle a supervised item")
def item_settle(request: HttpRequest, case: Code, given: SettleIn) -> dict[str, Any]:
    row = _city(request, case)
    return _told(
        tasks.item_settle(
            nomination=row.case,
            item=given.item,
            words=given.words,
            by=_may(request, duties.SETTLE, row, given.document),
            today=today(),
            reference=given.reference,
            document=given.document,
        )
    )


@router.post("/cases/{case}/policies", response=Kept, summary="配套政策 · A policy document of the city")
def policy(request: HttpRequest, case: Code, given: PolicyIn) -> dict[str, Any]:
    row = _city(request, case)
    issued = f.PolicyIssued(
        plan="",
        place=row.place,
        number=given.number,
        title=given.title,
        task=given.task,
        until=given.until,
        replaces=given.replaces,
        shared_as=given.shared_as,
        on=given.on,
    )
    by = _may(request, duties.POLICY, row, given.document)
    return _told(
        planning.policy_record(
            nomination=row.case, policy=issued, document=given.document, by=by, reference=given.reference
        )
    )


@router.post("/cases/{case}/balances", response=Kept, summary="对账单余额 · A balance from a statement")
def balance(request: HttpRequest, case: Code, given: BalanceIn) -> dict[str, Any]:
    """Only of an account of this city's fund."""
    row = _city(request, case)
    by = _may(request, duties.BALANCE, row, given.document)
    name = named(given.account)
    if isinstance(name, Refused):
        raise api.refused(name, 409)
    if name.place != row.place:
        raise api.missing()
    return _told(
        funds.balance_state(
            account=given.account,
            stated=Money(given.stated_fen),
            document=given.document,
            by=by,
            on=given.on,
            reference=given.reference,
        )
    )


@router.post("/cases/{case}/contracts", response=Kept, summary="支付合同 · A payment contract of a project")
def contract(request: HttpRequest, case: Code, given: ContractIn) -> dict[str, Any]:
    row = _case(request, case, "programme.project")
    asked = contracts.ContractAsked(
        contract=given.contract,
        project=row.case,
        amount=Money(given.amount_fen),
        procurement=given.procurement,
        accepted_on=given.accepted_on,
    )
    by = _may(request, duties.CONTRACT, row, given.document)
    return _told(
        contracts.contract_sign(asked=asked, by=by, today=today(), reference=given.reference, document=given.document)
    )


@router.post("/cases/{case}/deviations", response=Kept, summary="偏离说明 · Why an item of the sheet deviates")
def deviation(request: HttpRequest, case: Code, given: DeviationIn) -> dict[str, Any]:
    row = _case(request, case, "programme.evaluation")
    return _told(
        evaluating.deviation_explain(
            evaluation=row.case,
            item=given.item,
            why=given.why,
            remedy=given.remedy,
            by=_may(request, duties.EXPLAIN, row, given.document),
            today=today(),
            reference=given.reference,
            document=given.document,
        )
    )
