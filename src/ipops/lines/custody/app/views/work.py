"""The agent's desk: everything due on the rights in its care, its calendar; and for lenders the pledged rights in danger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ipops.kernel.text import Text
from ipops.lines.custody.app.models import Custody
from ipops.lines.custody.app.reading import agenda, care
from ipops.lines.custody.app.reading.danger import dangers
from ipops.lines.custody.app.views import costs as shown_costs
from ipops.lines.custody.app.views import feeds
from ipops.lines.custody.app.views.portal import as_calendar
from ipops.rights.docket.item import Status
from ipops.webkit import access, parties
from ipops.webkit.pages import doors, names, tables
from ipops.webkit.pages.reader import reader
from ipops.webkit.pages.states import State

#: what an agent asks for when it needs it: the table has the client's name instead
_ASIDE = ("title", "full", "condition")


def _spec(covered: Mapping[str, Custody], called: Mapping[str, str]) -> tables.TableSpec:
    """The table of what falls due, with the client and its contract before it."""
    client = tables.Column(
        key="client",
        title=Text("委托企业", "Client"),
        value=lambda c: called.get(covered[c.right].client, covered[c.right].client),
        link=lambda c: reverse("custody:custody", args=[covered[c.right].custody]),
        wide=True,
    )
    leader = tables.Column(
        key="leader", title=Text("项目负责人", "Leader"), value=lambda c: covered[c.right].leader or None, shown=False
    )
    due, *rest = (replace(c, shown=False) if c.key in _ASIDE else c for c in shown_costs.DUE.columns)
    firm = tables.Filter(
        name="client",
        title=Text("委托企业", "Client"),
        narrow=lambda rows, v: rows.filter(lambda c: v in called.get(covered[c.right].client, "")),
    )
    return tables.TableSpec(
        code="agent-work",
        title=Text("托管权利到期事项", "What falls due on rights in care"),
        columns=(due, client, *rest, leader),
        filters=(firm, *shown_costs.DUE.filters),
        empty=Text(
            "签订托管合同后，这里列出所托管权利的到期事项。", "Once custody is signed, what falls due stands here."
        ),
        order="due",
        per_page=25,
    )


@require_safe
@login_required
def work(request: HttpRequest) -> HttpResponseBase:
    """Agencies see the rights in their care; an office sees those of all custodies in its places."""
    who, today = reader(request), doors.today()
    agency = bool(access.bodies(who))
    covered = care.in_care(who) if agency else care.in_custody(who)
    if (wanted := request.GET.get("agency", "")) and not agency:
        covered = {n: c for n, c in covered.items() if c.agency == wanted}
    found = agenda.agenda_of(covered, today)
    called = parties.named(sorted({c.client for c in covered.values()}))
    context = {
        "rights": len(covered),
        "firms": len({c.client for c in covered.values()}),
        "late": found.count(Status.LATE),
        "missed": found.count(Status.MISSED),
        "sums": agenda.sums(found.to_pay.items),
        "agency": agency,
        "feed": feeds.address(request, "work", get_language() or "zh") if agency else "",
    }
    return tables.page(request, _spec(covered, called), found.rows, "custody/work.html", context)


@require_safe
@login_required
def work_calendar(request: HttpRequest) -> HttpResponse:
    """The agent's calendar: what falls due on every right in its care."""
    covered = care.in_care(reader(request))
    who = "、".join(parties.named(list(access.bodies(reader(request)))).values())
    return as_calendar(list(covered), who, doors.today(), "work")


_DANGER = tables.TableSpec(
    code="endangered",
    title=Text("质物风险", "Pledged rights in danger"),
    columns=(
        tables.Column(
            key="state",
            title=Text("情形", "How it stands"),
            value=lambda d: (
                State("gone", Text("已灭失", "gone"), "✕", "bad") if d.gone else State("danger", Text("有风险", "in danger"), "!", "warn")
            ),
        ),
        tables.Column(
            key="right", title=Text("权利号", "Right"), value=lambda d: d.right, sort="right",
            link=lambda d: names.address("right", d.right),
        ),
        tables.Column(key="title", title=Text("名称", "Title"), value=lambda d: d.title or d.right, wide=True),
        tables.Column(key="says", title=Text("原因", "What endangers it"), value=lambda d: d.says, wide=True),
        tables.Column(key="on", title=Text("日期", "Day"), value=lambda d: d.on, sort="on"),
        tables.Column(
            key="full", title=Text("应缴", "To pay"), value=lambda d: d.item.amount if d.item and d.item.amount else Text("无", "none"), numeric=True
        ),
    ),
    empty=Text("质押给贵单位的权利目前没有发现风险。", "No right pledged to you is in danger as far as is known."),
    order="on",
)  # fmt: skip


@require_safe
@login_required
def endangered(request: HttpRequest) -> HttpResponseBase:
    """For who holds pledges: what endangers them."""
    held = care.pledged_to(access.bodies(reader(request)))
    found = dangers(care.seen(list(held), doors.today()), held, doors.today())
    rows = tables.ListRows(found, {"right": lambda d: d.right, "on": lambda d: d.on})
    return tables.page(request, _DANGER, rows, "custody/endangered.html", {"held": len(held)})
