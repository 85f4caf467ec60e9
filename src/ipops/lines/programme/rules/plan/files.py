"""A plan put together from its facts: figures by stage, the task book as it stands, policies in force, open supervised items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.lines.programme import facts as f
from ipops.lines.programme.facts.words import Position, TargetStage, TaskChoice, TaskState
from ipops.lines.programme.rules.fund.accounts import Name, named
from ipops.lines.programme.rules.plan.lineage import Figures


def plan_code(nomination: str) -> str:
    return f"plan:{nomination.removeprefix('nom:')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One line of the task book. ``spent`` is what the postings of this task paid out or invested."""

    booked: f.TaskBooked
    state: TaskState | None = None
    reported_on: date | None = None
    words: str = ""
    spent: Money = NIL

    def is_late(self, on: date) -> bool:
        ended = self.state in (TaskState.DONE, TaskState.GIVEN_UP)
        return self.booked.due_on is not None and self.booked.due_on < on and not ended

    @property
    def standing(self) -> Text:
        """For an optional task: not chosen, chosen, done."""
        if self.booked.choice is TaskChoice.NOT_CHOSEN:
            return TaskChoice.NOT_CHOSEN.named
        return self.state.named if self.state else Text("未报进展", "nothing reported")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A supervised item with the meeting that set it and, once it is seen to, what was done."""

    item: str
    meeting: f.MeetingHeld
    settled: f.ItemSettled | None = None

    def is_late(self, on: date) -> bool:
        return self.settled is None and self.meeting.until is not None and self.meeting.until < on


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFile:
    """``adopted`` is ``None`` while only promises stand."""

    plan: str
    adopted: f.PlanAdopted | None
    figures: Figures
    tasks: Mapping[str, Task] = field(default_factory=dict)
    meetings: tuple[f.MeetingHeld, ...] = ()
    policies: tuple[f.PolicyIssued, ...] = ()
    settled: tuple[f.ItemSettled, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """Every supervised item in the order it was set; settling one settles it in every meeting up to that day."""
        return tuple(
            Item(item=i, meeting=m, settled=next((s for s in self.settled if s.item == i and s.on >= m.on), None))
            for m in self.meetings
            for i in m.items
        )

    @property
    def years(self) -> range:
        return range(self.adopted.first_year, self.adopted.last_year + 1) if self.adopted else range(0)

    def policies_on(self, day: date) -> tuple[f.PolicyIssued, ...]:
        """Those that hold on a day: issued, not run out, not repealed by a later one."""
        gone = {p.replaces for p in self.policies if p.replaces and p.on <= day}
        return tuple(
            p for p in self.policies if p.on <= day and (p.until is None or day < p.until) and p.number not in gone
        )


def plan_file(plan: str, entries: Iterable[Entry]) -> PlanFile:
    """Nominations give promises, targets the other stages; the last word on each figure stands."""
    entries = list(entries)
    adopted = next((e.fact for e in reversed(entries) if isinstance(e.fact, f.PlanAdopted)), None)
    return PlanFile(
        plan=plan,
        adopted=adopted,
        figures=_figures(entries),
        tasks=_tasks(entries),
        meetings=tuple(e.fact for e in entries if isinstance(e.fact, f.MeetingHeld)),
        policies=tuple(e.fact for e in entries if isinstance(e.fact, f.PolicyIssued)),
        settled=tuple(e.fact for e in entries if isinstance(e.fact, f.ItemSettled)),
    )


def _figures(entries: Iterable[Entry]) -> Figures:
    promise: dict[str, Fraction] = {}
    by_stage: dict[TargetStage, dict[str, Fraction]] = {TargetStage.DEFENCE: {}, TargetStage.PLAN: {}}
    merges: dict[str, tuple[str, ...]] = {}
    years: dict[str, dict[int, Fraction]] = {}
    districts: dict[str, dict[str, Fraction]] = {}
    for e in entries:
        match e.fact:
            case f.CityNominated() as x:
                promise |= dict(zip(x.goals, x.promised, strict=False))
            case f.TargetSet(stage=TargetStage.PROMISE) as x:
                promise[x.goal] = x.value
            case f.TargetSet(stage=TargetStage.ANNUAL) as x if x.year is not None:
                years.setdefault(x.goal, {})[x.year] = x.value
            case f.TargetSet(stage=TargetStage.DISTRICT) as x:
                districts.setdefault(x.goal, {})[x.place] = x.value
            case f.TargetSet() as x:
                by_stage[x.stage][x.goal] = x.value
                if x.merges:
                    merges[x.goal] = x.merges
    return Figures(
        promise=promise,
        defence=by_stage[TargetStage.DEFENCE],
        plan=by_stage[TargetStage.PLAN],
        merges=merges,
        years=years,
        districts=districts,
    )


def _tasks(entries: Iterable[Entry]) -> dict[str, Task]:
    made: dict[str, Task] = {}
    for e in entries:
        match e.fact:
            case f.TaskBooked() as x:
                made[x.task] = replace(made[x.task], booked=x) if x.task in made else Task(booked=x)
            case f.TaskReported() as x if x.task in made:
                made[x.task] = replace(made[x.task], state=x.state, reported_on=x.on, words=x.words)
    return made


_SPENT = (Position.PAID, Position.INVESTED)


def with_spending(file: PlanFile, postings: Iterable[f.MoneyPosted]) -> PlanFile:
    """The task book with what each task's postings have paid out or invested beside it."""
    spent: dict[str, Money] = {}
    for x in postings:
        for account, amount in zip(x.accounts, x.amounts, strict=False):
            name = named(account)
            if x.task and isinstance(name, Name) and name.position in _SPENT:
                spent[x.task] = spent.get(x.task, NIL) + amount
    return replace(file, tasks={t: replace(line, spent=spent.get(t, NIL)) for t, line in file.tasks.items()})


def task_problems(task: f.TaskBooked) -> list[Reason]:
    """A task that is to be done has an owner, a day and a sign by which one sees that it is done."""
    if task.choice is TaskChoice.NOT_CHOSEN:
        return []
    lacks = (
        ("owner", task.owner, "责任单位", "an owner"),
        ("due_on", task.due_on, "完成期限", "a day"),
        ("evidence", task.evidence, "完成标志", "what will show it"),
    )
    return [
        Reason(
            code="task-incomplete",
            says=Text(f"任务“{task.title}”缺{zh}。", f"The task “{task.title}” lacks {en}."),
            field=f"task.{task.task}.{field_}",
        )
        for field_, value, zh, en in lacks
        if not value
    ]
