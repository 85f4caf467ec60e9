"""One task of the task book with everything that belongs to it: money spent, projects, results of its goals, policies, reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ipops.kernel.outcome import Unknown
from ipops.ledger.entry import Entry
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import evaluation, plan
from ipops.lines.programme.app.reading.entries import of_cases
from ipops.lines.programme.rules.evaluation.score import Result
from ipops.lines.programme.rules.plan.files import Task, plan_code
from ipops.lines.programme.rules.plan.lineage import Finding, Line, set_too_low


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRead:
    """``results`` are the figures of the goals the task serves in ``year``; without goals there is nothing to set beside
    the money, and the page says so."""

    nomination: Dossier
    task: Task
    year: int
    lines: tuple[Line, ...]
    results: tuple[tuple[Line, Result | None], ...]
    entries: tuple[Entry, ...]
    postings: tuple[f.MoneyPosted, ...]
    calls: tuple[f.ProjectCalled, ...]
    projects: tuple[Dossier, ...]
    policies: tuple[f.PolicyIssued, ...]


def task_of(nomination: Dossier, code: str, on: date) -> TaskRead | None:
    """``None`` for a task that is not in the book."""
    read = plan.plan_of(nomination, on, money=True)
    task = read.file.tasks.get(code)
    if task is None:
        return None
    about = of_cases([plan_code(nomination.case)], [f.TaskBooked, f.TaskReported])
    money = [e.fact for e in of_cases([plan.fund_of(nomination)], [f.MoneyPosted, f.ProjectCalled])]
    calls = tuple(x for x in money if isinstance(x, f.ProjectCalled) and x.task == code)
    projects = Dossier.objects.filter(cycle="programme.project", parent__in=[c.call for c in calls])
    year = results_year(read, on)
    return TaskRead(
        nomination=nomination,
        task=task,
        year=year,
        lines=read.lines,
        results=_results(task, read, year),
        entries=tuple(e for e in about if _of_task(e, code)),
        postings=tuple(x for x in money if isinstance(x, f.MoneyPosted) and x.task == code),
        calls=calls,
        projects=tuple(projects.order_by("case")),
        policies=tuple(p for p in read.file.policies if p.task == code),
    )


def results_year(read: plan.PlanRead, on: date) -> int:
    """The last whole year, within the plan's own."""
    years = read.file.years
    return min(max(on.year - 1, years.start), years.stop - 1) if years else on.year - 1


def overshot(read: plan.PlanRead, on: date) -> tuple[Finding, ...]:
    """Targets far below what the last whole year came to: by the factor that the scheme names for each, else nothing is said."""
    year, scheme = results_year(read, on), read.floors.scheme("evaluation", on)
    if read.file.adopted is None or date(year, 12, 31) >= on or isinstance(scheme, Unknown):
        return ()
    figures = evaluation.results_of(read.nomination.place, year, read.floors)
    made = []
    for item in scheme.leaves:
        target, got = read.floors.target(item.goal, on), figures.get(item.goal)
        if target is not None and got is not None and got.value is not None:
            made.append(set_too_low(target, got.value, item.overshoot, scheme.cite))
    return tuple(x for x in made if x is not None)


def _of_task(e: Entry, code: str) -> bool:
    return isinstance(e.fact, f.TaskBooked | f.TaskReported) and e.fact.task == code


def _results(task: Task, read: plan.PlanRead, year: int) -> tuple[tuple[Line, Result | None], ...]:
    if not task.booked.goals:
        return ()
    figures = evaluation.results_of(read.nomination.place, year, read.floors)
    by_goal = {x.target.id: x for x in read.lines}
    served: Iterable[str] = (g for g in task.booked.goals if g in by_goal)
    return tuple((by_goal[g], figures.get(g)) for g in served)
