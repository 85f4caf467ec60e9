"""What is to be done: mine, my office's, done. Late first."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from ipops.kernel.text import Text
from ipops.webkit import access, clock, work
from ipops.webkit.models import WorkItem
from ipops.webkit.pages import names, tables
from ipops.webkit.pages.cases import due
from ipops.webkit.pages.reader import reader
from ipops.webkit.pages.states import State, state
from ipops.webkit.pages.timeline import Tab
from ipops.webkit.roles import Role

MINE, OFFICE, DONE = "mine", "office", "done"
_OF_PLACES, _OF_BODY = Text("辖区", "In my area"), Text("本单位", "My body's")


NO_DEADLINE = Text("无期限", "no deadline")


def today() -> date:
    """The day in China, where the offices are."""
    return clock.today()


def theirs(user: Any) -> Text:
    """What the work beside one's own is called: that of the places one covers, whoever owns it, or that of one's body."""
    return _OF_PLACES if access.visible_places(user) else _OF_BODY


def days_left(item: WorkItem) -> Text | None:
    """Working days until the task falls due, the day itself not counted; how late it is once it has passed."""
    if item.done_at is not None:
        return Text("已办结", "done")
    if item.due_on is None:
        return None
    return due.left(item.due_on, today())


def standing(item: WorkItem) -> State:
    if item.done_at is not None:
        return state("done")
    return state("late" if item.due_on and item.due_on < today() else "due")


#: Tasks by what they say, or by their case.
TITLE = tables.Filter(
    name="q",
    title=Text("事项", "Task"),
    narrow=lambda rows, v: rows.filter(Q(title_zh__icontains=v) | Q(title_en__icontains=v) | Q(case=v)),
)
SPEC = tables.TableSpec(
    code="work",
    title=Text("待办事项", "Work to do"),
    columns=(
        tables.Column(
            key="title",
            title=Text("事项", "Task"),
            value=lambda i: Text(i.title_zh, i.title_en),
            link=lambda i: i.link,
            wide=True,
        ),
        tables.Column(key="state", title=Text("状态", "State"), value=standing),
        tables.Column(key="due", title=Text("期限", "Due"), value=lambda i: i.due_on or NO_DEADLINE, sort="due_on"),
        tables.Column(key="left", title=Text("剩余", "Left"), value=lambda i: days_left(i) or NO_DEADLINE),
        tables.Column(key="role", title=Text("承办岗位", "Falls to"), value=lambda i: Role(i.owner_role)),
        tables.Column(key="place", title=Text("区划", "Place"), value=lambda i: names.place(i.place)),
        tables.Column(
            key="outcome",
            title=Text("结果", "Outcome"),
            value=lambda i: Text(i.outcome_zh, i.outcome_en) if i.outcome_zh and i.outcome_en else "",
            shown=False,
        ),
    ),
    filters=(
        TITLE,
        tables.Filter(
            name="before",
            title=Text("期限不晚于", "Due on or before"),
            kind="day",
            narrow=lambda rows, v: rows.filter(due_on__lte=tables.as_day(v)),
        ),
    ),
    empty=Text("登记、核查或冲突产生的事项会列在这里。", "Tasks from records, checks and conflicts will stand here."),
)


def items(user: Any, which: str) -> QuerySet[WorkItem]:
    if which == MINE:
        return work.mine(user)
    rows = work.items_for(user)
    if which == DONE:
        return rows.exclude(done_at=None).order_by("-done_at", "id")
    return rows.filter(done_at=None).order_by(F("due_on").asc(nulls_last=True), "id")


@require_safe
@login_required
def work_list(request: HttpRequest) -> HttpResponseBase:
    asked = request.GET.get("tab", MINE)
    titles = {MINE: Text("我的", "Mine"), OFFICE: theirs(reader(request)), DONE: Text("已办结", "Done")}
    which = asked if asked in titles else MINE
    tabs = tuple(Tab(title=title, href=f"?tab={code}", here=code == which) for code, title in titles.items())
    context = {"tabs": tabs, "tabs_title": Text("范围", "Whose")}
    return tables.page(request, SPEC, items(reader(request), which), "webkit/work.html", context)
