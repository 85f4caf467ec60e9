"""Pools: what is left, what claims in process take, how near warning and fuse; opening, money, statement and list of a fund."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ipops.finance.scheme import Scheme
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.pledge.app import selectors, services
from ipops.lines.pledge.app.forms import loan as forms
from ipops.lines.pledge.app.models import Fund
from ipops.lines.pledge.app.views import shown
from ipops.lines.pledge.app.views.doing import STORED
from ipops.lines.pledge.facts.words import FilesWhen, Returns
from ipops.lines.pledge.rules import assessing
from ipops.lines.pledge.rules.pool import near
from ipops.lines.pledge.rules.scheming import scheme_of
from ipops.webkit import access
from ipops.webkit.enrol import By
from ipops.webkit.pages import doors
from ipops.webkit.pages.forms import HouseForm, again, refuse
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.reader import reader

_OPEN = Text("设立资金", "Open a fund")
_PAGE = "pledge/form.html"


@require_safe
@login_required
def pools(request: HttpRequest) -> HttpResponseBase:
    """One of the ten questions: every fund that the reader may see, at a glance."""
    user = reader(request)
    found = [(f, selectors.pending(f)) for f in selectors.funds_for(user)]
    rows = [
        (f, shown.exact(f.balance), shown.exact(p.known), shown.exact(f.balance - p.known), p.unknown) for f, p in found
    ]
    return render(request, "pledge/pools.html", {"rows": rows, "may_record": access.may(user, access.Action.RECORD)})


@require_safe
@login_required
def pool(request: HttpRequest, fund: str) -> HttpResponseBase:
    row = _fund(request, fund)
    scheme = scheme_of(row.scheme, tuple(row.terms))
    pending = selectors.pending(row)
    today = doors.today()
    around = selectors.around(row, bank="", firm="", on=today)
    told = assessing.of_fund(around)
    lines = near(scheme, told, today, row.states) if isinstance(scheme, Scheme) else ()
    claims = selectors.claims_for(reader(request)).filter(fund=row.fund)
    context = {
        "fund": row,
        "scheme": scheme if isinstance(scheme, Scheme) else None,
        "problem": scheme if isinstance(scheme, Refused) else None,
        "balance": shown.exact(row.balance),
        "put_in": shown.exact(row.put_in_fen),
        "paid": shown.exact(row.paid_fen),
        "back": shown.exact(row.back_fen),
        "pending": pending,
        "pending_sum": shown.exact(pending.known),
        "after": shown.exact(row.balance - pending.known),
        "book": shown.exact(around.book),
        "bad": shown.exact(around.bad),
        "near": [(n, shown.line_state(n.status), row.since.get(n.line)) for n in lines],
        "agrees": row.gap_fen == 0,
        "gap": shown.exact(row.gap_fen) if row.gap_fen is not None else None,
        "stated": shown.exact(row.stated_fen) if row.stated_fen is not None else None,
        "files": shown.word(FilesWhen, row.files),
        "returns": shown.word(Returns, row.returns),
        "claims": [(c, shown.state_of_claim(c)) for c in shown.with_names(claims, "firm")[:50]],
        "may_record": access.may(reader(request), access.Action.RECORD, row.place),
    }
    return render(request, "pledge/pool.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@doors.needs(access.Action.RECORD, _OPEN, back="pledge:pools")
def open_(request: HttpRequest) -> HttpResponseBase:
    form = forms.FundForm(request.POST or None, request.FILES or None, initial=_here(request))
    context = {"title": _OPEN, "back": reverse("pledge:pools")}
    if request.method != "POST":
        return render(request, _PAGE, {**context, "form": form})
    if not form.is_valid():
        return again(request, form, _PAGE, context)
    v = form.cleaned_data
    if no := access.why_not(reader(request), access.Action.RECORD, v["place"]):
        return refuse(request, form, no, _PAGE, context)
    paper = doors.keep(request, v["paper"])
    if isinstance(paper, Refused):
        return refuse(request, form, paper, _PAGE, context)
    got = services.fund_open(
        name=v["name"],
        scheme=v["scheme"].partition(":")[0],
        place=v["place"],
        payer=v["scheme"].partition(":")[2],
        terms=v["terms"],
        files=FilesWhen(v["files_when"]),
        files_days=v["files_days"],
        claim_days=v["claim_days"],
        returns=Returns(v["returns"]),
        asks_list=v["asks_list"],
        draw_first=v["draw_first"],
        by=_by(request, v["reference"], paper),
    )
    if isinstance(got, Refused):
        return refuse(request, form, got, _PAGE, context)
    messages.success(request, tr(STORED))
    return redirect("pledge:pool", got)


def _acting(title: Text, form_of: type[HouseForm], do: Callable[[Fund, Any, By], Refused | Text]) -> Any:
    """A screen that enters something into a fund."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @doors.needs(access.Action.RECORD, title, back="pledge:pools")
    def view(request: HttpRequest, fund: str) -> HttpResponseBase:
        row = _fund(request, fund)
        back = reverse("pledge:pool", args=[fund])
        context = {"title": title, "back": back, "of": row.name}
        if no := access.why_not(reader(request), access.Action.RECORD, row.place):
            return doors.shut(request, no, title, back="pledge:pools")
        form = form_of(request.POST or None, request.FILES or None)
        if request.method != "POST":
            return render(request, _PAGE, {**context, "form": form})
        if not form.is_valid():
            return again(request, form, _PAGE, context)
        paper = doors.keep(request, form.cleaned_data["paper"]) if "paper" in form.fields else ""
        if isinstance(paper, Refused):
            return refuse(request, form, paper, _PAGE, context)
        got = do(row, form.cleaned_data, _by(request, form.cleaned_data["reference"], paper))
        if isinstance(got, Refused):
            return refuse(request, form, got, _PAGE, context)
        messages.success(request, tr(got))
        return redirect(back)

    return view


def _move(row: Fund, v: Any, by: By) -> Refused | Text:
    return services.fund_move(fund=row.fund, amount=v["amount"], on=v["on"], why=v["why"], by=by)


def _state(row: Fund, v: Any, by: By) -> Refused | Text:
    return services.fund_state(fund=row.fund, balance=v["balance"], on=v["on"], by=by)


def _list(row: Fund, v: Any, by: By) -> Refused | Text:
    return services.fund_list(fund=row.fund, firms=v["firms"], off=v["off"], by=by)


def _lift(row: Fund, v: Any, by: By) -> Refused | Text:
    return services.line_lift(fund=row.fund, line=v["line"], why=v["why"], by=by)


lift = _acting(Text("恢复资金", "Lift a stop"), forms.LiftForm, _lift)
move = _acting(Text("资金拨入或转出", "Money in or out"), forms.MoveForm, _move)
state = _acting(Text("对账", "The bank's statement"), forms.StateForm, _state)
list_ = _acting(Text("白名单", "White list"), forms.ListForm, _list)


def _fund(request: HttpRequest, fund: str) -> Fund:
    row = selectors.fund_for(reader(request), fund)
    if row is None:
        raise Http404
    return row


def _by(request: HttpRequest, reference: str, paper: str) -> By:
    return By(by=doors.who(request).label, today=doors.today(), reference=reference, document=paper)


def _here(request: HttpRequest) -> dict[str, str]:
    return {"place": doors.office_place(reader(request), access.Action.RECORD)}


__all__ = ["lift", "list_", "move", "open_", "pool", "pools", "state"]
