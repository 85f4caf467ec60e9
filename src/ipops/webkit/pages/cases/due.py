"""What falls due on a case and how many working days are left: deadlines of the table, what the house tells, open tasks."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ipops.kernel.citation import Citation
from ipops.kernel.machine import Deadline
from ipops.kernel.text import Text
from ipops.reference import workdays
from ipops.webkit.models import WorkItem
from ipops.webkit.pages.cases.kind import Asked, CaseKind, Due, Told
from ipops.webkit.pages.states import State, state
from ipops.webkit.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Falls:
    """One line of what falls due, with what is left of the time."""

    due: Due
    left: Text
    state: State
    who: Text | None = None

    @property
    def cite(self) -> Citation | None:
        return self.due.cite


def left(on: date | None, today: date, *, provisional: bool = False) -> Text:
    """Working days after today up to the day and with it; how late it is once it has passed."""
    if on is None:
        return Text("无期限", "no deadline")
    if on < today:
        n = (today - on).days
        return Text(f"逾期{n}天", f"{n} day late" if n == 1 else f"{n} days late")
    n, rests = workdays.working_days_between(today + timedelta(days=1), on + timedelta(days=1))
    if on == today:
        return Text("今日到期", "due today")
    if provisional or rests:
        return Text(
            f"余{n}个工作日（假日安排未公布，暂计）", f"{n} working days left (holidays not announced, provisional)"
        )
    return Text(f"余{n}个工作日", f"{n} working day left" if n == 1 else f"{n} working days left")


def last_day(since: date, within: Deadline) -> workdays.Rolled:
    """The last day of a term that begins the day after ``since``. Months end on the day of the same number, or on the last
    of a shorter month; a term in days or months whose last day is a holiday ends on the next working day."""
    match within.unit:
        case "working_days":
            return workdays.add_working_days(since, within.n)
        case "days":
            return workdays.roll(since + timedelta(days=within.n))
    years, month = divmod(since.month - 1 + within.n, 12)
    year, month = since.year + years, month + 1
    return workdays.roll(date(year, month, min(since.day, calendar.monthrange(year, month)[1])))


def of_table(kind: CaseKind[Any], told: Told) -> tuple[Due, ...]:
    """Deadlines of the steps that may come from here. Without the day the state was entered, the day is said to be open."""
    made = []
    for event, step in kind.lifecycle.table.get(told.state, {}).items():
        if step.within is None:
            continue
        title = kind.lifecycle.events[event]
        if told.since is None:
            made.append(Due(title=title, on=None, cite=step.within.cite, why=_NO_DAY))
        else:
            end = last_day(told.since, step.within)
            made.append(Due(title=title, on=end.day, cite=step.within.cite, provisional=end.provisional))
    return tuple(made)


def falls(kind: CaseKind[Any], told: Told, tasks: Iterable[WorkItem], asked: Asked) -> tuple[Falls, ...]:
    """Everything that falls due, late first, undated last."""
    made = [_told(d, asked.today) for d in (*told.dues, *of_table(kind, told))]
    made += [_task(t, asked.today) for t in tasks]
    return tuple(sorted(made, key=lambda f: (f.due.on is None, f.due.on or date.max)))


def _told(due: Due, today: date) -> Falls:
    late = due.on is not None and due.on < today
    says = due.why if due.on is None and due.why else left(due.on, today, provisional=due.provisional)
    return Falls(due=due, left=says, state=state("late" if late else "due" if due.on else "unknown"))


def _task(task: WorkItem, today: date) -> Falls:
    due = Due(title=Text(task.title_zh, task.title_en), on=task.due_on, href=task.link)
    late = due.on is not None and due.on < today
    return Falls(
        due=due, left=left(due.on, today), state=state("late" if late else "due"), who=Role(task.owner_role).named
    )


_NO_DAY = Text(
    "进入此状态的日期未知，期限不能计算。", "The day it entered this state is unknown; the term cannot be counted."
)
