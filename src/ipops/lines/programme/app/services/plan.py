"""Promises of the defence, the plan with its targets and task book, splits, progress, meetings, policies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from django.db import transaction

from ipops.kernel.outcome import Refused
from ipops.ledger.entry import Draft, Entry
from ipops.ledger.fact import Fact
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import plan as reading
from ipops.lines.programme.app.services.steps import drafted, no, source_of, unknown_case
from ipops.lines.programme.facts.words import TargetStage, TaskChoice, TaskState
from ipops.lines.programme.rules.plan import lineage
from ipops.lines.programme.rules.plan.files import plan_code, task_problems
from ipops.lines.programme.rules.plan.lineage import Figures, Finding
from ipops.policy import pack_named
from ipops.reference import divisions
from ipops.webkit import journal


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What was stored, and the warnings that stand beside it."""

    entries: tuple[Entry, ...]
    warnings: tuple[Finding, ...] = ()


def _city(nomination: str) -> Dossier | None:
    return Dossier.objects.filter(case=nomination, cycle="programme.city").first()


@transaction.atomic
def defence_promise(
    *, nomination: str, figures: Mapping[str, Fraction], words: str, by: str, today: date, document: str = ""
) -> Kept | Refused:
    """What a city promised before the experts binds it like its application."""
    journal.take_turn()
    row = _city(nomination)
    if row is None:
        return unknown_case(nomination)
    if row.stage not in ("nominated", "reviewed"):
        return no(
            "defence-over",
            "答辩承诺须在公示前记录。",
            "Promises of the defence are recorded before the list is published.",
        )
    units = {t.id: t.unit for t in reading.floors_of(row).targets(today)}
    if strangers := sorted(set(figures) - set(units)):
        return no(
            "no-such-goal",
            f"没有这样的目标：{'、'.join(strangers)}。",
            f"No such goals: {', '.join(strangers)}.",
            "figures",
        )
    drafts = [
        _target(row, TargetStage.DEFENCE, goal, value, today, unit=units[goal], why=words, document=document)
        for goal, value in figures.items()
    ]
    return Kept(entries=tuple(journal.append(drafts, by=by)))


def _target(
    row: Dossier,
    stage: TargetStage,
    goal: str,
    value: Fraction,
    today: date,
    *,
    document: str = "",
    place: str = "",
    **more: object,
) -> Draft:
    fact = f.TargetSet(
        plan=plan_code(row.case),
        place=place or row.place,
        stage=stage,
        goal=goal,
        value=value,
        on=today,
        **more,  # type: ignore[arg-type]
    )
    told = f"target:{row.case}:{stage}:{goal}:{place}:{more.get('year', '')}:{value}:{journal.size()}"
    return Draft(fact=fact, source=source_of(document, str(more.get("why", ""))), reference=told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a city hands in as its plan."""

    number: str
    pack: str
    base_year: int
    first_year: int
    last_year: int
    targets: Mapping[str, Fraction]
    merges: Mapping[str, tuple[str, ...]]
    tasks: Sequence[f.TaskBooked]
    document: str


#: Findings that hold a plan against its notice's floors.
_FLOORS = ("plan-missing", "below-floor")


def plan_findings(nomination: Dossier, plan: Plan, today: date) -> tuple[Finding, ...]:
    """What is wrong with a plan before it is adopted; nothing is written. The floors of the notice the city was chosen under
    bind whatever pack the plan names."""
    read = reading.plan_of(nomination, today)
    pack = pack_named(plan.pack)
    if isinstance(pack, Refused):
        return tuple(Finding(code=r.code, goal="", blocks=True, says=r.says) for r in pack.reasons)
    figures = replace(read.file.figures, plan=plan.targets, merges=plan.merges)
    made = lineage.lines(reading.figures_pack(pack), figures, today)
    years = range(plan.first_year, plan.last_year + 1)
    found = lineage.findings(pack, made, years, today)
    told = {(x.code, x.goal) for x in found}
    called = reading.floors_of(nomination)
    of_call = lineage.findings(called, lineage.lines(reading.figures_pack(called), figures, today), years, today)
    return (*found, *(x for x in of_call if x.code in _FLOORS and (x.code, x.goal) not in told))


@transaction.atomic
def plan_adopt(*, nomination: str, plan: Plan, by: str, today: date, confirmed: str = "") -> Kept | Refused:
    """Adopt the plan: errors block it; warnings need one reason for all (``confirmed``). Moves the city on."""
    journal.take_turn()
    row = _city(nomination)
    if row is None:
        return unknown_case(nomination)
    moved = drafted(row, "publish_plan", on=today, why="", document=plan.document, reference=plan.number)
    if isinstance(moved, Refused):
        return moved
    if not plan.base_year < plan.first_year <= plan.last_year:
        return no(
            "plan-years",
            "基期年须早于方案首年，首年不晚于末年。",
            "The base year lies before the plan, which begins before it ends.",
            "first_year",
        )
    found = plan_findings(row, plan, today)
    blocking = tuple(x.reason for x in found if x.blocks) + tuple(r for t in plan.tasks for r in task_problems(t))
    if blocking:
        return Refused(reasons=blocking)
    if found and not confirmed.strip():
        return Refused(reasons=tuple(x.reason for x in found))
    code = plan_code(row.case)
    adopted = f.PlanAdopted(
        plan=code,
        nomination=row.case,
        place=row.place,
        number=plan.number,
        pack=plan.pack,
        base_year=plan.base_year,
        first_year=plan.first_year,
        last_year=plan.last_year,
        on=today,
    )
    source = source_of(plan.document, confirmed)
    units = _units(row, plan.pack, today)
    drafts = [Draft(fact=adopted, source=source, reference=f"plan:{code}:{plan.number}")]
    drafts += [
        _target(
            row,
            TargetStage.PLAN,
            g,
            v,
            today,
            unit=units.get(g, ""),
            merges=plan.merges.get(g, ()),
            document=plan.document,
        )
        for g, v in plan.targets.items()
    ]
    drafts += [Draft(fact=t, source=source, reference=f"task:{code}:{t.task}") for t in plan.tasks]
    return Kept(entries=tuple(journal.append([*drafts, moved], by=by)), warnings=found)


def _units(row: Dossier, code: str, today: date) -> dict[str, str]:
    """By goal: the notice's unit, and the plan's own where the notice has only words."""
    own, called = pack_named(code), reading.floors_of(row)
    packs = [p for p in (own, called) if not isinstance(p, Refused)]
    return {t.id: t.unit for p in packs for t in p.targets(today) if t.unit}


@transaction.atomic
def targets_split(
    *,
    nomination: str,
    years: Mapping[str, Mapping[int, Fraction]],
    districts: Mapping[str, Mapping[str, Fraction]],
    by: str,
    today: date,
    confirmed: str = "",
) -> Kept | Refused:
    """Split plan figures over years and districts. Errors block; warnings (a pledge quota handed down) need a reason."""
    journal.take_turn()
    row = _city(nomination)
    if row is None:
        return unknown_case(nomination)
    read = reading.plan_of(row, today)
    if read.file.adopted is None:
        return no("plan-missing", "方案尚未印发，不能分解。", "The plan is not adopted yet.")
    outside = sorted(
        {p for by_place in districts.values() for p in by_place if not divisions.places().is_within(p, row.place)}
    )
    if outside:
        return no(
            "not-a-district",
            f"不属于本市：{'、'.join(outside)}。",
            f"Not in this city: {', '.join(outside)}.",
            "districts",
        )
    figures: Figures = replace(
        read.file.figures,
        years={**read.file.figures.years, **years},
        districts={**read.file.figures.districts, **districts},
    )
    touched = set(years) | set(districts)
    made = [x for x in lineage.lines(reading.figures_pack(read.floors), figures, today) if x.target.id in touched]
    found = lineage.findings(read.floors, made, read.file.years, today)
    if blocking := tuple(x.reason for x in found if x.blocks):
        return Refused(reasons=blocking)
    if found and not confirmed.strip():
        return Refused(reasons=tuple(x.reason for x in found))
    drafts = [
        _target(row, TargetStage.ANNUAL, g, v, today, year=y, why=confirmed)
        for g, by_year in years.items()
        for y, v in by_year.items()
    ]
    drafts += [
        _target(row, TargetStage.DISTRICT, g, v, today, place=p, why=confirmed)
        for g, by_place in districts.items()
        for p, v in by_place.items()
    ]
    return Kept(entries=tuple(journal.append(drafts, by=by)), warnings=found)


@transaction.atomic
def task_report(
    *,
    nomination: str,
    task: str,
    state: TaskState,
    words: str,
    by: str,
    today: date,
    reference: str,
    document: str = "",
) -> Entry | Refused:
    """How a task stands. *Done* rests on a document: the sign that the task book named."""
    journal.take_turn()
    row = _city(nomination)
    if row is None:
        return unknown_case(nomination)
    known = reading.plan_of(row, today).file.tasks
    if task not in known:
        return no("no-such-task", f"任务书中没有 {task}。", f"The task book has no {task}.", "task")
    if known[task].booked.choice is TaskChoice.NOT_CHOSEN:
        return no(
            "not-chosen", "未选的选做任务不报进展。", "Nothing is reported on a task that was not chosen.", "task"
        )
    if state is TaskState.DONE and not document:
        wanted = known[task].booked.evidence or "完成标志"
        return no("no-evidence", f"报完成须附佐证：{wanted}。", f"Done needs its evidence: {wanted}.", "document")
    fact = f.TaskReported(plan=plan_code(row.case), place=row.place, task=task, state=state, words=words, on=today)
    return _one(fact, f"progress:{reference}", by, document, words)


@transaction.atomic
def meeting_record(
    *,
    nomination: str,
    title: str,
    items: Sequence[str],
    until: date | None,
    document: str,
    by: str,
    on: date,
    reference: str,
) -> Entry | Refused:
    """Minutes of the leading group, with what is to be seen to; the minutes themselves are the document."""
    journal.take_turn()
    row = _city(nomination)
    if row is None:
        return unknown_case(nomination)
    if not document:
        return no("no-minutes", "请附会议纪要。", "Attach the minutes.", "document")
    fact = f.MeetingHeld(plan=plan_code(row.case), place=row.place, title=title, items=tuple(items), until=until, on=on)
    return _one(fact, f"meeting:{reference}", by, document, "")


@transaction.atomic
def policy_record(
    *, nomination: str, policy: f.PolicyIssued, document: str, by: str, reference: str
) -> Entry | Refused:
    """A policy document of the city: which task it serves, until when it holds, what it repeals."""
    journal.take_turn()
    row = _city(nomination)
    if row is None:
        return unknown_case(nomination)
    read = reading.plan_of(row, policy.on)
    if policy.replaces and policy.replaces not in {p.number for p in read.file.policies}:
        return no(
            "repeals-unknown", f"没有登记过 {policy.replaces}。", f"{policy.replaces} is not on record.", "replaces"
        )
    if policy.until is not None and policy.until <= policy.on:
        return no("until-before", "失效日须晚于印发日。", "It ends after it is issued.", "until")
    if policy.number in {p.number for p in read.file.policies}:
        return no("number-twice", f"{policy.number} 已登记。", f"{policy.number} is on record already.", "number")
    fact = replace(policy, plan=plan_code(row.case), place=row.place)
    return _one(fact, f"policy:{reference}", by, document, policy.title)


def _one(fact: Fact, reference: str, by: str, document: str, why: str) -> Entry:
    (entry,) = journal.append([Draft(fact=fact, source=source_of(document, why), reference=reference)], by=by)
    return entry
