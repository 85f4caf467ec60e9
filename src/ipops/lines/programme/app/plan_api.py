"""A city's plan over the API: adopted, lineage and splits, the task book, meetings, policies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from ipops.kernel.money import Money
from ipops.lines.programme import facts as f
from ipops.lines.programme.app import duties
from ipops.lines.programme.app.api_doors import (
    Code,
    Fen,
    Hash,
    Kept,
    Reference,
    Short,
    Words,
    Year,
    city_of,
    may,
    told,
)
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import plan as plans
from ipops.lines.programme.app.reading import tasks as reading
from ipops.lines.programme.app.services import plan as planning
from ipops.lines.programme.app.services import tasks
from ipops.lines.programme.facts.words import TaskChoice, TaskState
from ipops.lines.programme.rules.plan.files import PlanFile, Task, plan_code
from ipops.webkit import api
from ipops.webkit.pages.doors import today

router = Router(tags=["programme"])
Figure = Annotated[Decimal, Field(max_digits=18, decimal_places=4)]


class TaskBookedIn(Schema):
    task: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[\w-]+$")]
    title: Annotated[str, Field(min_length=1, max_length=100)]
    choice: TaskChoice
    owner: Short = ""
    due_on: date | None = None
    evidence: Short = ""
    goals: list[Code] = Field(default=[])
    money_fen: Fen | None = None


class PlanIn(Schema):
    """``merges`` names by goal those of the application that were joined into it; ``confirmed`` answers warnings."""

    number: Annotated[str, Field(min_length=1, max_length=80)]
    pack: Code
    base_year: Year
    first_year: Year
    last_year: Year
    targets: dict[Code, Figure]
    document: Hash
    merges: dict[Code, list[Code]] = Field(default={})
    tasks: list[TaskBookedIn] = Field(default=[])
    confirmed: Annotated[str, Field(max_length=300)] = ""


class SplitIn(Schema):
    """By goal: years and division codes with their figures. ``confirmed`` answers warnings."""

    years: dict[Code, dict[Year, Figure]] = Field(default={})
    districts: dict[Code, dict[Annotated[str, Field(pattern=r"^[0-9]{6}$")], Figure]] = Field(default={})
    confirmed: Annotated[str, Field(max_length=300)] = ""


class TaskIn(Schema):
    title: Annotated[str, Field(min_length=1, max_length=100)]
    choice: TaskChoice
    reference: Reference
    task: Annotated[str, Field(max_length=40, pattern=r"^[\w-]*$")] = ""
    owner: Short = ""
    due_on: date | None = None
    evidence: Short = ""
    goals: list[Code] = Field(default=[])
    money_fen: Fen | None = None
    why: Short = ""
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
    items: list[Short] = Field(default=[])
    until: date | None = None


class SettleIn(Schema):
    item: Short
    words: Words
    reference: Reference
    document: Hash = ""


class PolicyIn(Schema):
    number: Annotated[str, Field(min_length=1, max_length=80)]
    title: Annotated[str, Field(min_length=1, max_length=200)]
    on: date
    reference: Reference
    task: Short = ""
    until: date | None = None
    replaces: Short = ""
    shared_as: Short = ""
    document: Hash = ""


@router.get("/cases/{case}/plan", response=dict[str, Any], summary="目标来龙去脉 · Targets and what is wrong with them")
def plan(request: HttpRequest, case: Code) -> dict[str, Any]:
    row = city_of(request, case)
    read = plans.plan_of(row, today(), money=True)
    return {
        "lines": [x.as_json() for x in read.lines],
        "findings": [x.as_json() for x in (*read.findings, *reading.overshot(read, today()))],
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
    read = reading.task_of(city_of(request, case), task, today())
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


def _exact(figures: Mapping[Any, Mapping[Any, Decimal]]) -> dict[Any, dict[Any, Fraction]]:
    return {goal: {at: Fraction(v) for at, v in by.items()} for goal, by in figures.items()}


@router.post("/cases/{case}/adoption", response=Kept, summary="印发实施方案 · Adopt the plan")
def adopt(request: HttpRequest, case: Code, given: PlanIn) -> dict[str, Any]:
    """Below a floor or a promise is an error, 409; warnings pass with ``confirmed``."""
    row = city_of(request, case)
    by = may(request, duties.ADOPT, row.place, given.document)
    plan_ = planning.Plan(
        number=given.number,
        pack=given.pack,
        base_year=given.base_year,
        first_year=given.first_year,
        last_year=given.last_year,
        targets={g: Fraction(v) for g, v in given.targets.items()},
        merges={g: tuple(parts) for g, parts in given.merges.items()},
        tasks=[_booked(t, row) for t in given.tasks],
        document=given.document,
    )
    return told(planning.plan_adopt(nomination=row.case, plan=plan_, by=by, today=today(), confirmed=given.confirmed))


def _booked(given: TaskBookedIn, row: Dossier) -> f.TaskBooked:
    told_ = given.model_dump(exclude={"goals", "money_fen"})
    money = None if given.money_fen is None else Money(given.money_fen)
    return f.TaskBooked(
        plan=plan_code(row.case), place=row.place, goals=tuple(given.goals), money=money, on=today(), **told_
    )


@router.post("/cases/{case}/split", response=Kept, summary="分解目标 · Split targets over years and districts")
def split(request: HttpRequest, case: Code, given: SplitIn) -> dict[str, Any]:
    row = city_of(request, case)
    return told(
        planning.targets_split(
            nomination=row.case,
            years=_exact(given.years),
            districts=_exact(given.districts),
            by=may(request, duties.SPLIT, row.place),
            today=today(),
            confirmed=given.confirmed,
        )
    )


@router.post("/cases/{case}/tasks", response=Kept, summary="登记任务 · Book a task, or word one anew")
def task_book(request: HttpRequest, case: Code, given: TaskIn) -> dict[str, Any]:
    row = city_of(request, case)
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
    return told(
        tasks.task_book(
            nomination=row.case,
            asked=asked,
            by=may(request, duties.BOOK, row.place, given.document),
            today=today(),
            reference=given.reference,
            document=given.document,
            why=given.why,
        )
    )


@router.post("/cases/{case}/tasks/{task}/progress", response=Kept, summary="报告进展 · Report on a task")
def task_progress(request: HttpRequest, case: Code, task: Code, given: ProgressIn) -> dict[str, Any]:
    row = city_of(request, case)
    return told(
        planning.task_report(
            nomination=row.case,
            task=task,
            state=given.state,
            words=given.words,
            by=may(request, duties.REPORT, row.place, given.document),
            today=today(),
            reference=given.reference,
            document=given.document,
        )
    )


@router.post("/cases/{case}/meetings", response=Kept, summary="领导小组会议 · A meeting with its supervised items")
def meeting(request: HttpRequest, case: Code, given: MeetingIn) -> dict[str, Any]:
    row = city_of(request, case)
    return told(
        planning.meeting_record(
            nomination=row.case,
            title=given.title,
            items=given.items,
            until=given.until,
            document=given.document,
            by=may(request, duties.MEET, row.place, given.document),
            on=given.on,
            reference=given.reference,
        )
    )


@router.post("/cases/{case}/items", response=Kept, summary="办结督办事项 · Settle a supervised item")
def item_settle(request: HttpRequest, case: Code, given: SettleIn) -> dict[str, Any]:
    row = city_of(request, case)
    return told(
        tasks.item_settle(
            nomination=row.case,
            item=given.item,
            words=given.words,
            by=may(request, duties.SETTLE, row.place, given.document),
            today=today(),
            reference=given.reference,
            document=given.document,
        )
    )


@router.post("/cases/{case}/policies", response=Kept, summary="配套政策 · A policy document of the city")
def policy(request: HttpRequest, case: Code, given: PolicyIn) -> dict[str, Any]:
    row = city_of(request, case)
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
    by = may(request, duties.POLICY, row.place, given.document)
    return told(
        planning.policy_record(
            nomination=row.case, policy=issued, document=given.document, by=by, reference=given.reference
        )
    )
