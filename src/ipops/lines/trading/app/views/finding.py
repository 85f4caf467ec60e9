"""Opening a deal, and the yearly table of why deals came to nothing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Sum
from django.db.models.functions import ExtractYear
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.trading.app import selectors, services
from ipops.lines.trading.app.asking.course import FindForm
from ipops.lines.trading.app.services.course import Sent
from ipops.lines.trading.app.views import common, shown
from ipops.lines.trading.facts import Act
from ipops.lines.trading.facts.words import Abroad, FailedFor, Origin
from ipops.webkit import access
from ipops.webkit.pages import filters, tables
from ipops.webkit.pages.fields import several
from ipops.webkit.pages.forms import again, refuse
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.reader import reader

_FIND = Text("新建交易线索", "Open a deal")
_DEALS = Text("转让与许可", "Transfers and licences")
_FORM = "trading/form.html"
_ASKED = ("act", "rights", "givers", "takers", "origin", "source")

FAILURES = tables.TableSpec(
    code="failures",
    title=Text("未成原因年度表", "Why deals failed, by year"),
    columns=(
        tables.Column(key="year", title=Text("年度", "Year"), value=lambda r: str(r["year"] or ""), sort="year"),
        tables.Column(
            key="cause", title=Text("原因", "Cause"), value=lambda r: shown.word(FailedFor, r["failed_for"]), wide=True
        ),
        tables.Column(key="n", title=Text("宗数", "Deals"), value=lambda r: r["n"], numeric=True, sort="n"),
    ),
    filters=(
        filters.year(),
        filters.one_of("failed_for", Text("原因", "Cause"), {str(c): c.named for c in FailedFor}),
    ),
    empty=Text("没有未成的交易。", "No deal has failed."),
    order="-year",
)

CLOSED = tables.TableSpec(
    code="closed",
    title=Text("到款年度表", "Money closed, by year"),
    columns=(
        tables.Column(key="year", title=Text("年度", "Year"), value=lambda r: str(r["year"] or ""), sort="year"),
        tables.Column(key="n", title=Text("登记宗数", "Deals on the register"), value=lambda r: r["n"], numeric=True),
        tables.Column(
            key="paid",
            title=Text("其中已到款", "Money that arrived of them"),
            value=lambda r: Money(r["paid"] or 0),
            numeric=True,
        ),
    ),
    filters=(filters.year(),),
    empty=Text("还没有登记的交易。", "Nothing is on the register yet."),
    order="-year",
)


@require_http_methods(["GET", "HEAD", "POST"])
@common.needs(access.Action.RECORD, _FIND)
def find(request: HttpRequest) -> HttpResponseBase:
    """A deal between two sides; what a match, need or listing knows already comes with the address."""
    context: dict[str, Any] = {
        "title": _FIND,
        "crumb": (_DEALS, reverse("trading:deals")),
        "back": reverse("trading:deals"),
    }
    if request.method != "POST":
        given = {k: request.GET[k] for k in _ASKED if k in request.GET}
        return render(request, _FORM, {**context, "form": FindForm(initial=given)})
    form = FindForm(request.POST)
    if not form.is_valid():
        return again(request, form, _FORM, context)
    v = form.cleaned_data
    got = services.course.deal_find(
        act=Act(v["act"]),
        rights=several(v["rights"]),
        givers=several(v["givers"]),
        takers=several(v["takers"]),
        sent=Sent(by=common.who(request).label, today=common.today(), reference=v["reference"]),
        origin=Origin(v["origin"]),
        origin_case=v["source"],
        abroad=Abroad(v["abroad"]) if v["abroad"] else None,
        places=(v["from_place"], v["to_place"]),
        covers=access.visible_places(reader(request)),
    )
    if isinstance(got, Refused):
        return refuse(request, form, common.on_form(got), _FORM, context)
    messages.success(request, tr(Text("已建立；接着在本页办理各步。", "Opened; take each step from this page.")))
    return redirect("trading:deal", getattr(got.fact, "deal", ""))


@require_safe
@login_required
def failures(request: HttpRequest) -> HttpResponseBase:
    """By year and cause, from the deals that this reader sees."""
    rows = selectors.deals_for(reader(request)).filter(stage="failed").order_by()
    counted = rows.annotate(year=ExtractYear("since")).values("year", "failed_for").annotate(n=Count("deal"))
    lede = Text(
        "原因是数据，不是脚注：每宗未成的交易都记下一个。",
        "The cause is data, not a footnote: every deal that failed has one.",
    )
    context = {"title": FAILURES.title, "lede": lede, "crumb": (_DEALS, reverse("trading:deals"))}
    return tables.page(request, FAILURES, counted, "webkit/list.html", context)


@require_safe
@login_required
def closed(request: HttpRequest) -> HttpResponseBase:
    """Deals on the register and the money that arrived for them; never listings, never asked prices."""
    rows = selectors.deals_for(reader(request)).filter(stage__in=selectors.CLOSED).order_by()
    counted = rows.annotate(year=ExtractYear("on")).values("year").annotate(n=Count("deal"), paid=Sum("paid_fen"))
    lede = Text(
        "只报已登记的交易和到账的钱；挂牌价、要价不计。",
        "Only deals on the register and money that arrived; asked prices count for nothing.",
    )
    context = {"title": CLOSED.title, "lede": lede, "crumb": (_DEALS, reverse("trading:deals"))}
    return tables.page(request, CLOSED, counted, "webkit/list.html", context)
