"""The task book after the plan: tasks added or reworded, optional ones chosen or not; supervised items seen to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Entry
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import plan as reading
from ipops.lines.programme.app.services.steps import no, source_of, unknown_case
from ipops.lines.programme.facts.words import TaskChoice
from ipops.lines.programme.rules.plan.files import PlanFile, plan_code, task_problems
from ipops.webkit import journal


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAsked:
    """A line of the task book as it is typed. ``task`` is empty for a new one, which then gets the next number."""

    task: str = ""
    title: str
    choice: TaskChoice
    owner: str = ""
    due_on: date | None = None
    evidence: str = ""
    goals: tuple[str, ...] = field(default=())
    money: Money | None = None


@transaction.atomic
def task_book(
    *, nomination: str, asked: TaskAsked, by: str, today: date, reference: str, document: str = "", why: str = ""
) -> Entry | Refused:
    """Add a task or word one anew; the last word stands and the earlier one stays in the ledger. A change of a task that
    is booked already needs a reason."""
    journal.take_turn()
    row = Dossier.objects.filter(case=nomination, cycle="programme.city").first()
    if row is None:
        return unknown_case(nomination)
    read = reading.plan_of(row, today)
    code = asked.task or _next(read.file)
    if wrong := _problems(asked, code, read, why):
        return Refused(reasons=tuple(wrong))
    fact = f.TaskBooked(
        plan=plan_code(row.case),
        place=row.place,
        task=code,
        title=asked.title.strip(),
        choice=asked.choice,
        owner=asked.owner.strip(),
        due_on=asked.due_on,
        evidence=asked.evidence.strip(),
        goals=asked.goals,
        money=asked.money,
        on=today,
    )
    if incomplete := task_problems(fact):
        return Refused(
            reasons=tuple(Reason(code=r.code, says=r.says, field=r.field.split(".")[-1]) for r in incomplete)
        )
    draft = Draft(fact=fact, source=source_of(document, why or "任务书 / task book"), reference=f"book:{reference}")
    (entry,) = journal.append([draft], by=by)
    return entry


def _next(file: PlanFile) -> str:
    taken = set(file.tasks)
    return next(f"T{n}" for n in range(1, len(taken) + 2) if f"T{n}" not in taken)


def _problems(asked: TaskAsked, code: str, read: reading.PlanRead, why: str) -> list[Reason]:
    goals = {x.target.id for x in read.lines}
    before = read.file.tasks.get(code)
    strangers = sorted(set(asked.goals) - goals)
    turned = before is not None and before.booked.choice is TaskChoice.MANDATORY
    found = (
        ("plan-missing", read.file.adopted is None, "方案尚未印发，没有任务书。", "The plan is not adopted: there is no task book yet.", ""),
        ("no-title", not asked.title.strip(), "请填写任务名称。", "Give the task its title.", "title"),
        ("no-such-task", bool(asked.task) and before is None, f"任务书中没有 {asked.task}。", f"The task book has no {asked.task}.", "task"),
        ("no-such-goal", bool(strangers), f"没有这样的目标：{'、'.join(strangers)}。", f"No such goals: {', '.join(strangers)}.", "goals"),
        (
            "mandatory-stays", turned and asked.choice is not TaskChoice.MANDATORY,
            "必做任务不能改为选做。", "A mandatory task does not become an optional one.", "choice",
        ),
        ("money-negative", asked.money is not None and asked.money < NIL, "金额不能为负。", "The amount cannot be negative.", "money"),
        ("no-why", before is not None and not why.strip(), "调整任务书须说明理由。", "Say why the task book changes.", "why"),
    )  # fmt: skip
    return [Reason(code=c, says=Text(zh, en), field=at) for c, wrong, zh, en, at in found if wrong]


@transaction.atomic
def item_settle(
    *, nomination: str, item: str, words: str, by: str, today: date, reference: str, document: str = ""
) -> Entry | Refused:
    """A supervised item is seen to: only one that a meeting set and nobody settled, and never without saying how."""
    journal.take_turn()
    row = Dossier.objects.filter(case=nomination, cycle="programme.city").first()
    if row is None:
        return unknown_case(nomination)
    if not words.strip():
        return no("no-words", "请写明办理结果。", "Say what was done.", "words")
    file = reading.plan_of(row, today).file
    if item not in {i.item for i in file.items if i.settled is None}:
        return no("no-such-item", "没有这项待办的督办事项。", "No such supervised item is open.", "item")
    fact = f.ItemSettled(plan=plan_code(row.case), place=row.place, item=item, words=words.strip(), on=today)
    draft = Draft(fact=fact, source=source_of(document, words), reference=f"item:{reference}")
    (entry,) = journal.append([draft], by=by)
    return entry
