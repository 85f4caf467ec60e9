"""What is due or late, from whom: every open task this reader may see, late first, and how many wait for whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, F, Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from ipops.kernel.text import Text
from ipops.webkit import work
from ipops.webkit.pages import names, sent_back, tables
from ipops.webkit.pages.reader import reader
from ipops.webkit.pages.views.work import SPEC, TITLE, today
from ipops.webkit.roles import Role

SOON = timedelta(days=7)
LATE, WEEK, UNDATED = "late", "week", "undated"


def _when(rows: Any, which: str) -> Any:
    now = today()
    if which == LATE:
        return rows.filter(due_on__lt=now)
    return rows.filter(due_on=None) if which == UNDATED else rows.filter(due_on__range=(now, now + SOON))


DUE = tables.TableSpec(
    code="due",
    title=Text("到期与逾期", "Due and late"),
    columns=SPEC.columns[:6],
    filters=(
        tables.Filter(
            name="when",
            title=Text("何时", "When"),
            kind="choice",
            choices=((LATE, Text("逾期", "late")), (WEEK, Text("七日内", "within a week")), (UNDATED, Text("无期限", "no deadline"))),
            narrow=_when,
        ),
        TITLE,
        tables.Filter(
            name="role",
            title=Text("承办岗位", "Falls to"),
            kind="choice",
            choices=tuple((str(r), r.named) for r in Role if r is not Role.PUBLIC),
            narrow=lambda rows, v: rows.filter(owner_role=v),
        ),
    ),
    empty=Text("没有未办结的事项。", "Nothing is open."),
)  # fmt: skip


@require_safe
@login_required
def due(request: HttpRequest) -> HttpResponseBase:
    rows = work.items_for(reader(request)).filter(done_at=None).order_by(F("due_on").asc(nulls_last=True), "id")
    now = today()
    waits = (
        rows.order_by()
        .values("owner_role", "place")
        .annotate(n=Count("id"), late=Count("id", filter=Q(due_on__lt=now)))
    )
    listed = sorted(waits, key=lambda w: (-w["late"], -w["n"], w["owner_role"], w["place"]))
    context = {
        "total": sum(w["n"] for w in listed),
        "late": sum(w["late"] for w in listed),
        "soon": _when(rows, WEEK).count(),
        "waits": [(Role(w["owner_role"]), names.place(w["place"]), w["n"], w["late"]) for w in listed],
    }
    context["heaps"] = sent_back.heaps(reader(request))
    return tables.page(request, DUE, rows, "webkit/due.html", context)
