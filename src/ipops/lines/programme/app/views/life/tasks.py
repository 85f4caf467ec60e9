"""The task book line by line: one screen a task sets money spent beside results; booking and reporting."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.programme import facts as f
from ipops.lines.programme.app import duties
from ipops.lines.programme.app.asking.planning import ReportForm, TaskForm
from ipops.lines.programme.app.reading import plan as plans
from ipops.lines.programme.app.reading import tasks as reading
from ipops.lines.programme.app.services import plan as services
from ipops.lines.programme.app.services import tasks as booking
from ipops.lines.programme.app.views.life.common import NOTHING, Screen, Sheet, form_view, go, sheet, told
from ipops.lines.programme.app.views.life.roads import find
from ipops.lines.programme.facts.words import TaskChoice, TaskState
from ipops.lines.programme.machine import PROJECT
from ipops.lines.programme.rules.plan.lineage import Line
from ipops.policy.units import UNITS
from ipops.webkit.pages import doors, names
from ipops.webkit.pages.cases import Lines, Said
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.reader import reader

_DAY, _WORDS = Text("日期", "Day"), Text("说明", "In words")


@require_safe
@login_required
def task(request: HttpRequest, key: str, task: str) -> HttpResponse:
    row = find(reader(request), key)
    read = reading.task_of(row, task, doors.today()) if row else None
    if row is None or read is None:
        raise Http404
    late = read.task.is_late(doors.today())
    return sheet(
        request,
        Sheet(
            title=Text(f"任务：{read.task.booked.title}", f"Task: {read.task.booked.title}"),
            back=(row.title, reverse("programme:road", args=[key])),
            says=_says(read),
            lines=(
                _results(read),
                _money(read),
                _projects(read),
                _policies(read),
                _history(read),
                _doing(request, read),
            ),
            notes=(Text("已过期限，尚未完成。", "Its day has passed and it is not done."),) if late else (),
        ),
    )


def _says(read: reading.TaskRead) -> tuple[Said, ...]:
    booked, spent = read.task.booked, read.task.spent
    aside = sum((c.money for c in read.calls), NIL)
    return (
        Said(title=Text("类型", "Kind"), value=booked.choice),
        Said(title=Text("进展", "State"), value=read.task.standing),
        Said(title=Text("责任单位", "Owner"), value=booked.owner),
        Said(title=Text("完成期限", "Due"), value=booked.due_on),
        Said(title=Text("完成标志", "What shows it"), value=booked.evidence),
        Said(title=Text("方案安排资金", "Money in the plan"), value=booked.money),
        Said(title=Text("项目征集安排", "Set aside by project calls"), value=aside),
        Said(
            title=Text("已支出", "Spent"),
            value=spent,
            because=Text("已支付与已投出之和", "paid and invested together"),
        ),
    )


def _results(read: reading.TaskRead) -> Lines:
    """What came of it: each goal's figure of the year beside its target."""
    rows = []
    for line, got in read.results:
        value = got.value if got and got.value is not None else (got.why if got else None)
        why = names.link(_why(read, line.target.id), Text("依据", "why"))
        rows.append((line.target.title, _unit(line), line.plan, value, why))
    heads = (
        Text("对应目标", "Goal it serves"), Text("单位", "Unit"), Text("方案目标", "Target"),
        Text(f"{read.year}年结果", f"Result of {read.year}"), Text("依据", "Why"),
    )  # fmt: skip
    return Lines(
        title=Text("结果", "Results"),
        heads=heads,
        rows=tuple(rows),
        numeric=frozenset({2, 3}),
        empty=Text(
            "任务书没有写明对应目标，钱与结果无从对照。",
            "The task book names no goal: money cannot be set beside results.",
        ),
    )


def _unit(line: Line) -> Text | str:
    known = UNITS.get(line.target.unit)
    return known.named if known else NOTHING


def _why(read: reading.TaskRead, goal: str) -> str:
    return f"{reverse('programme:why', args=[goal])}?place={read.nomination.place}&year={read.year}"


def _money(read: reading.TaskRead) -> Lines:
    rows = tuple(
        (
            x.on,
            x.says,
            max(x.amounts),
            go("order", x.order, x.order) if x.order else (x.reference_no or NOTHING),
        )
        for x in read.postings
    )
    return Lines(
        title=Text("资金", "Money"),
        heads=(_DAY, Text("摘要", "In words"), Text("金额", "Amount"), Text("支付单或凭证", "Order or voucher")),
        rows=rows,
        numeric=frozenset({2}),
        empty=Text("还没有为此任务记账。", "Nothing was posted for this task yet."),
    )


def _projects(read: reading.TaskRead) -> Lines:
    rows = tuple(
        (go("project", p.title, p.case), PROJECT.states.get(p.stage), Money(p.fen or 0)) for p in read.projects
    )
    return Lines(
        title=Text("项目", "Projects"),
        heads=(Text("项目", "Project"), Text("状态", "State"), Text("申请金额", "Amount asked")),
        rows=rows,
        numeric=frozenset({2}),
    )


def _policies(read: reading.TaskRead) -> Lines:
    rows = tuple((p.number, p.title, p.on, p.shared_as or NOTHING) for p in read.policies)
    heads = (Text("文号", "Number"), Text("名称", "Title"), Text("印发日", "Issued"), Text("经验发布", "Experience"))
    return Lines(title=Text("配套政策", "Policies"), heads=heads, rows=rows)


def _history(read: reading.TaskRead) -> Lines:
    rows: list[tuple[Any, ...]] = []
    for e in reversed(read.entries):
        x, paper = e.fact, e.source.document
        shown = names.link(reverse("document", args=[paper]), Text("佐证", "evidence")) if paper else NOTHING
        if isinstance(x, f.TaskReported):
            rows.append((x.on, x.state, x.words or NOTHING, shown, names.fact(e.n)))
        elif isinstance(x, f.TaskBooked):
            rows.append(
                (
                    x.on,
                    Text("列入或调整任务书", "booked or changed"),
                    e.source.reason or NOTHING,
                    shown,
                    names.fact(e.n),
                )
            )
    heads = (_DAY, Text("进展", "State"), _WORDS, Text("佐证", "Evidence"), Text("账本条目", "Entry"))
    return Lines(title=Text("进展", "Progress"), heads=heads, rows=tuple(rows))


def _doing(request: HttpRequest, read: reading.TaskRead) -> Lines:
    place, case, code = read.nomination.place, read.nomination.case, read.task.booked.task
    user = reader(request)
    offered = (
        (duties.REPORT, duties.REPORT.title, "task-report", read.task.booked.choice is not TaskChoice.NOT_CHOSEN),
        (duties.BOOK, Text("调整任务", "Change the task"), "task-change", True),
    )
    rows = tuple((go(n, t, case, code),) for d, t, n, fits in offered if fits and d.why_not(user, place) is None)
    return Lines(title=Text("可办事项", "What can be done"), heads=(Text("事项", "What"),), rows=rows)


def _book(request: HttpRequest, key: str, task: str = "") -> Screen | None:
    row = find(reader(request), key)
    if row is None:
        return None
    read = plans.plan_of(row, doors.today())
    before = read.file.tasks.get(task)
    if task and before is None:
        return None
    goals = [(x.target.id, tr(x.target.title)) for x in read.lines if x.plan is not None or x.target.floor is not None]

    def do(form: Any, paper: str) -> Refused | Text:
        d = form.cleaned_data
        asked = booking.TaskAsked(
            task=task,
            title=d["title"],
            choice=TaskChoice(d["choice"]),
            owner=d["owner"],
            due_on=d["due_on"],
            evidence=d["evidence"],
            goals=tuple(d["goals"]),
            money=d["money"],
        )
        got = booking.task_book(
            nomination=key,
            asked=asked,
            by=doors.who(request).label,
            today=doors.today(),
            reference=d["reference"],
            document=paper,
            why=d.get("why", ""),
        )
        return told(got)

    return Screen(
        title=Text("调整任务", "Change a task") if before else Text("登记任务", "Book a task"),
        of=row.title,
        back=reverse("programme:task", args=[key, task]) if before else reverse("programme:road", args=[key]),
        form=lambda *a, **k: TaskForm(*a, goals=goals, known=before is not None, **k),
        do=do,
        place=row.place,
        roles=duties.BOOK.roles,
        initial=_booked(before.booked) if before else {},
    )


def _booked(x: f.TaskBooked) -> dict[str, Any]:
    told: dict[str, Any] = {"title": x.title, "choice": str(x.choice), "owner": x.owner, "due_on": x.due_on}
    return told | {
        "evidence": x.evidence,
        "goals": list(x.goals),
        "money": f"{x.money.as_yuan():.2f}" if x.money is not None else "",
    }


book = form_view(_book)


def _report(request: HttpRequest, key: str, task: str) -> Screen | None:
    row = find(reader(request), key)
    booked = plans.plan_of(row, doors.today()).file.tasks.get(task) if row else None
    if row is None or booked is None:
        return None

    def do(form: Any, paper: str) -> Refused | Text:
        d = form.cleaned_data
        got = services.task_report(
            nomination=key,
            task=task,
            state=TaskState(d["state"]),
            words=d["words"],
            by=doors.who(request).label,
            today=doors.today(),
            reference=d["reference"],
            document=paper,
        )
        return told(got)

    wanted = booked.booked.evidence
    return Screen(
        title=Text("报告任务进展", "Report on the task"),
        of=booked.booked.title,
        back=reverse("programme:task", args=[key, task]),
        form=ReportForm,
        do=do,
        place=row.place,
        roles=duties.REPORT.roles,
        warn=Text(f"报完成须附：{wanted}", f"Done needs: {wanted}") if wanted else None,
    )


report = form_view(_report)
