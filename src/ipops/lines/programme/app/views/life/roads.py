"""A city's road through the programme as one case: targets, task book, money, returns, evaluation, each with its figures."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.kernel.period import CalendarPeriod
from ipops.kernel.text import Text
from ipops.lines.programme import facts as f
from ipops.lines.programme.app import duties
from ipops.lines.programme.app.asking import running as asking
from ipops.lines.programme.app.asking.selection import DefenceForm, ReasonForm, WhyForm
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import dossiers
from ipops.lines.programme.app.reading import fund as funds
from ipops.lines.programme.app.reading import plan as plans
from ipops.lines.programme.app.services import evaluation as evaluations
from ipops.lines.programme.app.services import plan as services
from ipops.lines.programme.app.services import selection as selecting
from ipops.lines.programme.app.views.life.common import Screen, form_view, go, step_of, told
from ipops.lines.programme.facts.words import TaskChoice
from ipops.lines.programme.machine import CITY
from ipops.lines.programme.rules.dossier import CYCLES
from ipops.lines.programme.rules.fund.accounts import Name, named
from ipops.lines.programme.rules.plan.files import plan_code
from ipops.policy import plan_of_place
from ipops.reports import wording
from ipops.webkit import access
from ipops.webkit.access import Role
from ipops.webkit.pages import doors, filters, tables
from ipops.webkit.pages.cases import Act, Asked, CaseKind, Lines, Said, Told
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.reader import reader
from ipops.webkit.pages.spec import Column, TableSpec

_CENTRE, _OFFICER = frozenset({Role.CENTRE}), frozenset({Role.OFFICER})
_SUPERIOR = frozenset({Role.CENTRE, Role.PROVINCE})
TONES = {"turned_down": ("✕", "bad"), "closed": ("✓", "good"), "second_paid": ("✓", "good")}
ROADS = TableSpec(
    code="programme-roads",
    title=Text("城市进程", "Cities in the programme"),
    empty=Text("还没有城市推荐。", "No city was nominated yet."),
    order="-opened_on",
    filters=(
        filters.holding(Text("城市", "City"), "title"),
        filters.one_of("stage", Text("状态", "State"), CITY.states),
    ),
    columns=(
        Column(
            key="title",
            title=Text("城市", "City"),
            value=lambda r: r.title,
            link=lambda r: reverse("programme:road", args=[r.case]),
        ),
        Column(
            key="stage", title=Text("状态", "State"), value=lambda r: CITY.states.get(r.stage, Text(r.stage, r.stage))
        ),
        Column(key="since", title=Text("自", "Since"), value=lambda r: r.since, sort="since"),
        Column(
            key="fen",
            title=Text("承诺配套", "Matching money"),
            value=lambda r: None if r.fen is None else Money(r.fen),
            numeric=True,
        ),
    ),
)


@require_safe
@login_required
def roads(request: HttpRequest) -> HttpResponseBase:
    return tables.page(
        request, ROADS, dossiers.dossiers_for(reader(request), CITY.code), "webkit/list.html", {"title": ROADS.title}
    )


def find(user: access.Reader, key: str) -> Dossier | None:
    return dossiers.dossier_for(user, key, CITY.code)


def _tell(row: Dossier, asked: Asked) -> Told:
    read = plans.plan_of(row, asked.today)
    fund = funds.fund_of(plans.fund_of(row), read.floors, asked.today)
    read = plans.with_money(read, fund.postings)
    linked = list(
        dossiers.dossiers_for(asked.reader)
        .filter(place=row.place)
        .exclude(case=row.case)
        .order_by("-opened_on", "case")[:40]
    )
    lines = [_doing(row, asked.reader), _targets(read), _tasks(read, asked), _money(fund), _linked(linked, asked)]
    if read.findings and read.file.adopted is not None:
        lines.insert(2, _findings(read))
    says = [
        Said(title=Text("承诺配套资金", "Matching money promised"), value=Money(row.fen or 0)),
        Said(title=Text("政策包", "Pack"), value=read.floors.title),
    ]
    adopted = read.file.adopted
    if adopted is not None:
        says += [
            Said(title=Text("方案文号", "Plan"), value=adopted.number),
            Said(title=Text("方案期", "Years"), value=f"{adopted.first_year}–{adopted.last_year}"),
            Said(title=Text("基期年", "Base year"), value=str(adopted.base_year)),
        ]
    says += [Said(title=Text("执行率", "Execution"), value=e.says) for e in fund.execution if e.rate is not None]
    notes = (Text("示例数据。", "Demo data."),) if read.floors.stands_on_demo else ()
    return Told(
        title=row.title,
        state=row.stage,
        version=row.folded_to,
        since=row.since,
        places=(row.place,),
        says=tuple(says),
        lines=tuple(lines),
        notes=notes,
    )


#: Screens of their own, and whose duty what is done there is; the first three are read by everybody who sees the case.
_SCREENS: tuple[tuple[str, Text, duties.Duty | None], ...] = (
    ("lineage", Text("目标来龙去脉", "Targets from floor to district"), None),
    ("fund", Text("资金账", "The fund: balances, clocks, payments"), None),
    ("leading", Text("领导小组与配套政策", "Leading group and policies"), None),
    ("task-book", duties.BOOK.title, duties.BOOK),
    ("defence", duties.DEFEND.title, duties.DEFEND),
    ("receive", duties.RECEIVE.title, duties.RECEIVE),
    ("move", duties.MOVE.title, duties.MOVE),
    ("project-call", duties.CALL.title, duties.CALL),
    ("evaluate", duties.EVALUATE.title, duties.EVALUATE),
)


def _doing(row: Dossier, user: access.Reader) -> Lines:
    """What this reader may do here now."""
    early = row.stage in ("nominated", "reviewed")
    rows = tuple(
        (go(name, title, row.case),)
        for name, title, duty in _SCREENS
        if (name == "lineage" or (name == "defence") == early)
        and (duty is None or duty.why_not(user, "" if duty is duties.DEFEND else row.place) is None)
    )
    return Lines(title=Text("可办事项", "What can be done"), heads=(Text("事项", "What"),), rows=rows)


def _targets(read: plans.PlanRead) -> Lines:
    rows = tuple(
        (x.target.title, x.target.floor, x.promise, x.defence, x.plan, "、".join(x.merges) or None)
        for x in read.lines
        if x.target.floor is not None or x.plan is not None or x.promise is not None
    )
    heads = (
        Text("目标", "Goal"), Text("通知下限", "Floor"), Text("申报承诺", "Promised"), Text("答辩承诺", "In the defence"),
        Text("方案", "Plan"), Text("合并自", "Joined from"),
    )  # fmt: skip
    return Lines(
        title=Text("目标来龙去脉", "Targets and where they come from"),
        heads=heads,
        rows=rows,
        numeric=frozenset({1, 2, 3, 4}),
    )


def _findings(read: plans.PlanRead) -> Lines:
    rows = tuple(
        (Text("不通过", "blocks") if x.blocks else Text("提示", "warning"), x.says, str(x.cite or ""))
        for x in read.findings
    )
    heads = (Text("效力", "Severity"), Text("问题", "What"), Text("条款", "Clause"))
    return Lines(title=Text("目标存在的问题", "What is wrong with the targets"), heads=heads, rows=rows)


def _tasks(read: plans.PlanRead, asked: Asked) -> Lines:
    """Money spent beside results: one line a task."""
    case = read.nomination.case
    rows = tuple(
        (
            go("task", t.booked.title, case, code),
            t.booked.choice,
            t.booked.owner,
            t.booked.due_on,
            t.standing,
            t.spent,
            Text("逾期", "late") if t.is_late(asked.today) else None,
        )
        for code, t in read.file.tasks.items()
    )
    heads = (
        Text("任务", "Task"), Text("类型", "Kind"), Text("责任单位", "Owner"), Text("期限", "Due"), Text("进展", "State"),
        Text("已支出", "Spent"), Text("逾期提示", "Late"),
    )  # fmt: skip
    return Lines(title=Text("任务书", "Task book"), heads=heads, rows=rows, numeric=frozenset({5}))


def _money(fund: funds.FundRead) -> Lines:
    rows: list[tuple[Any, ...]] = []
    for a in fund.accounts:
        name = named(a.account)
        if isinstance(name, Name) and a.fen and name.position != "outside":
            off = Text("与对账单不符", "differs from the statement") if a in fund.off else None
            rows.append((name.title, Money(a.fen), off))
    rows += [(c.title, c.due, Text("逾期", "late") if c.done and c.done > c.due else None) for c in fund.clocks]
    heads = (Text("科目或时限", "Account or clock"), Text("余额或期限", "Balance or day"), Text("提示", "Note"))
    return Lines(title=Text("资金", "Money"), heads=heads, rows=tuple(rows), numeric=frozenset({1}))


_CASES = {
    "programme.return": "return",
    "programme.project": "project",
    "programme.order": "order",
    "programme.evaluation": "evaluation",
    "programme.objection": "objection",
}


def _linked(rows: list[Dossier], asked: Asked) -> Lines:
    """A project call opens to who may apply for a project."""
    made: list[tuple[Any, ...]] = []
    for r in rows:
        cycle = CYCLES.get(r.cycle)
        if r.cycle == "programme.project_call":
            may = duties.APPLY.why_not(asked.reader, r.place) is None
            name = go("apply", r.title, r.case) if may else r.title
            made.append((Text("项目征集", "project call"), name, None, r.opened_on))
        elif cycle is not None and r.cycle in _CASES:
            name = wording.period(CalendarPeriod.parse(r.period)) if r.period else r.title or r.case
            made.append((cycle.title, go(_CASES[r.cycle], name, r.case), cycle.states.get(r.stage), r.opened_on))
    heads = (Text("种类", "Kind"), Text("事项", "Case"), Text("状态", "State"), Text("日期", "Day"))
    return Lines(title=Text("相关事项", "What belongs to it"), heads=heads, rows=tuple(made))


CITY_CASE: CaseKind[Dossier] = CaseKind(
    lifecycle=CITY,
    refers="case",
    find=find,
    tell=_tell,
    back=(ROADS.title, "programme:roads"),
    tones=TONES,
    acts=(
        Act(event="pay_first", form=WhyForm, do=step_of(selecting.city_step)),
        Act(event="turn_down", form=ReasonForm, do=step_of(selecting.city_step)),
        Act(event="publish_plan", href=lambda row: reverse("programme:plan", args=[row.case])),
        Act(event="close", form=WhyForm, do=step_of(selecting.city_step)),
    ),
)


def _defence(request: HttpRequest, key: str) -> Screen | None:
    row = find(reader(request), key)
    if row is None:
        return None
    goals = plans.floors_of(row).targets(doors.today())

    def do(form: Any, paper: str) -> Refused | Text:
        data = form.cleaned_data
        figures = {data["goal"]: Fraction(data["value"])}
        by = doors.who(request).label
        return told(
            services.defence_promise(
                nomination=key, figures=figures, words=data["why"], by=by, today=doors.today(), document=paper
            )
        )

    return Screen(
        title=Text("答辩承诺", "Promise of the defence"),
        of=row.title,
        back=reverse("programme:road", args=[key]),
        form=lambda *a, **k: DefenceForm(*a, goals=[(g.id, tr(g.title)) for g in goals], **k),
        do=do,
        roles=_CENTRE,
    )


defence = form_view(_defence)


def _plan(request: HttpRequest, key: str) -> Screen | None:
    row = find(reader(request), key)
    if row is None:
        return None
    read = plans.plan_of(row, doors.today())
    goals = [x.target for x in read.lines if x.target.floor is not None]
    bound = {f"target.{x.target.id}": x.bound for x in read.lines if x.bound is not None}

    def do(form: Any, paper: str) -> Refused | Text:
        got = services.plan_adopt(
            nomination=key,
            plan=_asked(row, form, paper, read.floors.code),
            by=doors.who(request).label,
            today=doors.today(),
            confirmed=form.cleaned_data["confirmed"],
        )
        return told(got, Text("方案已印发并记入账本。", "The plan is adopted and stands in the ledger."))

    return Screen(
        title=Text("印发实施方案", "Adopt the plan"),
        of=row.title,
        back=reverse("programme:road", args=[key]),
        form=lambda *a, **k: asking.PlanForm(*a, goals=goals, **k),
        do=do,
        place=row.place,
        roles=frozenset({Role.OFFICER, Role.CERTIFIER}),
        initial={k: float(v) if v.denominator > 1 else int(v) for k, v in bound.items()},
    )


def _asked(row: Dossier, form: Any, paper: str, pack: str) -> services.Plan:
    data = form.cleaned_data
    targets = {g.id: Fraction(v) for g in form.goals if (v := data.get(f"target.{g.id}")) is not None}
    tasks = []
    if data["task"]:
        tasks.append(
            f.TaskBooked(
                plan=plan_code(row.case),
                place=row.place,
                task="T1",
                title=data["task"],
                choice=TaskChoice.MANDATORY,
                owner=data["owner"],
                due_on=data["due_on"],
                evidence=data["evidence"],
                on=doors.today(),
            )
        )
    return services.Plan(
        number=data["number"],
        pack=pack,
        base_year=data["base_year"],
        first_year=data["first_year"],
        last_year=data["last_year"],
        targets=targets,
        merges=form.merges,
        tasks=tasks,
        document=paper,
    )


plan = form_view(_plan)


def _evaluate(request: HttpRequest, key: str) -> Screen | None:
    row = find(reader(request), key)
    if row is None:
        return None

    def do(form: Any, _: str) -> Refused | Text:
        data = form.cleaned_data
        by = doors.who(request).label
        return told(
            evaluations.evaluation_open(
                nomination=key, pack=data["pack"], year=data["year"], by=by, today=doors.today()
            )
        )

    own = plan_of_place(row.place)
    return Screen(
        title=Text("开展绩效评价", "Evaluate"),
        of=row.title,
        back=reverse("programme:road", args=[key]),
        form=asking.EvaluateForm,
        do=do,
        place=row.place,
        roles=_SUPERIOR,
        initial={"pack": own.code if own else "", "year": doors.today().year - 1},
    )


evaluate = form_view(_evaluate)
