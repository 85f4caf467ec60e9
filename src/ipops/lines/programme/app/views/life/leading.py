"""How a city leads its programme: meetings of the leading group, supervised items, the policy documents it issued."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.lines.programme import facts as f
from ipops.lines.programme.app import duties
from ipops.lines.programme.app.asking.planning import MeetingForm, PolicyForm, SettleForm
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import plan as plans
from ipops.lines.programme.app.reading.entries import of_cases
from ipops.lines.programme.app.services import plan as services
from ipops.lines.programme.app.services import tasks
from ipops.lines.programme.app.views.life.common import (
    NOTHING,
    Sent,
    Sheet,
    case_form,
    go,
    sheet,
)
from ipops.lines.programme.app.views.life.roads import find
from ipops.lines.programme.rules.plan.files import PlanFile, plan_code
from ipops.webkit.pages import doors, names
from ipops.webkit.pages.cases import Lines
from ipops.webkit.pages.fields import several
from ipops.webkit.pages.reader import reader

TITLE = Text("领导小组与配套政策", "Leading group and policies")


@require_safe
@login_required
def leading(request: HttpRequest, key: str) -> HttpResponse:
    row = find(reader(request), key)
    if row is None:
        raise Http404
    today = doors.today()
    entries = of_cases([plan_code(key)], [f.MeetingHeld, f.ItemSettled, f.PolicyIssued])
    file = plans.plan_of(row, today).file
    user = reader(request)
    offered = ((duties.MEET, "meeting"), (duties.SETTLE, "settle"), (duties.POLICY, "policy"))
    doing = tuple((go(n, d.title, key),) for d, n in offered if d.why_not(user, row.place) is None)
    return sheet(
        request,
        Sheet(
            title=TITLE,
            back=(row.title, reverse("programme:road", args=[key])),
            lines=(
                _items(file, today),
                _policies(file, entries, today),
                _meetings(entries),
                Lines(title=Text("可办事项", "What can be done"), heads=(Text("事项", "What"),), rows=doing),
            ),
        ),
    )


def _meetings(entries: list[Entry]) -> Lines:
    rows = tuple(
        (e.fact.on, e.fact.title, len(e.fact.items), _paper(e, Text("纪要", "minutes")), names.fact(e.n))
        for e in reversed(entries)
        if isinstance(e.fact, f.MeetingHeld)
    )
    heads = (
        Text("日期", "Day"),
        Text("会议", "Meeting"),
        Text("督办事项数", "Items"),
        Text("会议纪要", "Minutes"),
        Text("账本条目", "Entry"),
    )
    return Lines(title=Text("会议", "Meetings"), heads=heads, rows=rows, numeric=frozenset({2}))


def _paper(e: Entry, title: Text) -> Any:
    return names.link(reverse("document", args=[e.source.document]), title) if e.source.document else NOTHING


def _items(file: PlanFile, today: Any) -> Lines:
    """Open ones first, late ones before all."""
    rows = []
    for i in sorted(
        file.items, key=lambda i: (i.settled is not None, i.meeting.until is None, i.meeting.until or today)
    ):
        done = Text(f"{i.settled.on} 办结", f"settled on {i.settled.on}") if i.settled else Text("待办", "open")
        state = Text("逾期未办", "late") if i.is_late(today) else done
        rows.append(
            (i.item, i.meeting.title, i.meeting.until or NOTHING, state, i.settled.words if i.settled else NOTHING)
        )
    heads = (
        Text("督办事项", "Supervised item"), Text("会议", "Meeting"), Text("办理期限", "By"), Text("状态", "State"),
        Text("办理结果", "What was done"),
    )  # fmt: skip
    return Lines(title=Text("督办事项", "Supervised items"), heads=heads, rows=tuple(rows))


def _policies(file: PlanFile, entries: list[Entry], today: Any) -> Lines:
    """Each document, whether it holds today, and why not."""
    holding = {p.number for p in file.policies_on(today)}
    repealed = {p.replaces: p.number for p in file.policies if p.replaces and p.on <= today}
    rows = []
    for e in entries:
        p = e.fact
        if not isinstance(p, f.PolicyIssued):
            continue
        title = file.tasks[p.task].booked.title if p.task in file.tasks else p.task or NOTHING
        rows.append(
            (
                p.number,
                _paper(e, Text(p.title, p.title)) if e.source.document else p.title,
                title,
                p.on,
                p.until or NOTHING,
                _standing(p, holding, repealed, today),
                p.shared_as or NOTHING,
            )
        )
    heads = (
        Text("文号", "Number"), Text("名称", "Title"), Text("对应任务", "Task"), Text("印发日", "Issued"),
        Text("失效日（不含）", "Until (exclusive)"), Text("效力", "In force"), Text("经验发布", "Experience published"),
    )  # fmt: skip
    return Lines(title=Text("配套政策", "Policies of the city"), heads=heads, rows=tuple(rows))


def _standing(p: f.PolicyIssued, holding: set[str], repealed: dict[str, str], today: Any) -> Text:
    if p.number in holding:
        return Text("现行有效", "in force")
    if p.number in repealed:
        return Text(f"已被 {repealed[p.number]} 废止", f"repealed by {repealed[p.number]}")
    return Text("尚未施行", "not yet in force") if p.on > today else Text("已失效", "run out")


def _meeting(row: Dossier, sent: Sent) -> Any:
    d = sent.data
    return services.meeting_record(
        nomination=row.case,
        title=d["title"],
        items=several(d["items"]),
        until=d["until"],
        document=sent.paper,
        by=sent.by,
        on=d["on"],
        reference=sent.reference,
    )


def _today(row: Dossier) -> dict[str, Any]:
    return {"on": doors.today()}


meeting = case_form(find, duties.MEET, MeetingForm, _meeting, back="leading", of=TITLE, initial=_today)


def _settle_form(row: Dossier) -> Any:
    waiting = [i.item for i in plans.plan_of(row, doors.today()).file.items if i.settled is None]
    return lambda *a, **k: SettleForm(*a, items=dict.fromkeys(waiting), **k)


def _settle(row: Dossier, sent: Sent) -> Any:
    return tasks.item_settle(
        nomination=row.case,
        item=sent.data["item"],
        words=sent.data["words"],
        by=sent.by,
        today=sent.today,
        reference=sent.reference,
        document=sent.paper,
    )


settle = case_form(find, duties.SETTLE, _settle_form, _settle, back="leading", of=TITLE)


def _policy_form(row: Dossier) -> Any:
    file = plans.plan_of(row, doors.today()).file
    known = [(t.booked.task, t.booked.title) for t in file.tasks.values()]
    return lambda *a, **k: PolicyForm(*a, tasks=known, numbers=[p.number for p in file.policies], **k)


def _policy(row: Dossier, sent: Sent) -> Any:
    d = sent.data
    issued = f.PolicyIssued(
        plan="",
        place=row.place,
        number=d["number"].strip(),
        title=d["title"].strip(),
        task=d["task"],
        until=d["until"],
        replaces=d["replaces"],
        shared_as=d["shared_as"].strip(),
        on=d["on"],
    )
    return services.policy_record(
        nomination=row.case, policy=issued, document=sent.paper, by=sent.by, reference=sent.reference
    )


policy = case_form(find, duties.POLICY, _policy_form, _policy, back="leading", of=TITLE, initial=_today)
