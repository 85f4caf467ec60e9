"""What I was told: the list, unread first; one followed; what I want by e-mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ipops.kernel.text import Text
from ipops.webkit.desk import mailing, notices
from ipops.webkit.models import Notice, User
from ipops.webkit.pages import tables
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.states import State

_NEW, _READ = State("new", Text("未读", "unread"), "●", "info"), State("read", Text("已读", "read"), "✓", "quiet")


def _by_state(rows: Any, asked: str) -> Any:
    return rows.filter(read_at=None) if asked == "new" else rows.exclude(read_at=None)


SPEC = tables.TableSpec(
    code="notices",
    title=Text("提醒", "Notices"),
    columns=(
        tables.Column(
            key="title",
            title=Text("内容", "It says"),
            value=lambda n: Text(n.title_zh, n.title_en),
            link=lambda n: reverse("notice", args=[n.pk]),
            wide=True,
        ),
        tables.Column(key="state", title=Text("状态", "State"), value=lambda n: _READ if n.read_at else _NEW),
        tables.Column(key="at", title=Text("时间", "When"), value=lambda n: n.at, sort="at"),
        tables.Column(
            key="why", title=Text("为何收到", "Why you get it"), value=lambda n: Text(n.why_zh, n.why_en), wide=True
        ),
    ),
    filters=(
        tables.Filter(
            name="state",
            title=Text("状态", "State"),
            kind="choice",
            choices=(("new", _NEW.title), ("read", _READ.title)),
            narrow=_by_state,
        ),
    ),
    empty=Text("到期的事项、办件上的留言会出现在这里。", "What falls due and messages on your cases will stand here."),
)


def _me(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    return user


@require_safe
@login_required
def notice_list(request: HttpRequest) -> HttpResponseBase:
    rows = notices.of(_me(request)).order_by(F("read_at").desc(nulls_first=True), "-at", "-id")
    return tables.page(request, SPEC, rows, "webkit/notices.html", {})


@require_safe
@login_required
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and go where it leads. Reading it twice changes nothing."""
    found: Notice | None = notices.of(_me(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    notices.read(_me(request), pk)
    inside = found.link.startswith("/") and not found.link.startswith("//")
    return redirect(found.link if inside else "notices")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        notices.read(_me(request))
    return redirect("notices")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def choices(request: HttpRequest) -> HttpResponse:
    """Which events also come by e-mail."""
    user = _me(request)
    if request.method == "POST":
        notices.choose(user, request.POST.getlist("event"))
        messages.success(request, tr(Text("已保存。", "Saved.")))
        return redirect("notice-choices")
    wanted = notices.choices(user)
    context = {
        "events": [(e, wanted[e.code]) for e in notices.events()],
        "address": user.email,
        "set_up": mailing.set_up(),
    }
    return render(request, "webkit/notice_choices.html", context)
