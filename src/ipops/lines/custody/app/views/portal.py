"""The firm's own desk: what it owns, what falls due, what it costs with and without reduction, which money it may apply for;
its calendar, its payment list, its payments with proof, its contract of custody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from ipops.kernel.money import NIL
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import PartyKind
from ipops.lines.custody.app import owner_forms, selectors, services
from ipops.lines.custody.app.reading import agenda, answers, care, money
from ipops.lines.custody.app.views import costs as shown_costs
from ipops.lines.custody.app.views import feeds, shown
from ipops.rights.docket import ical
from ipops.rights.docket.item import Status
from ipops.rights.law import book
from ipops.webkit import access, journal, parties
from ipops.webkit.enrol import By, Written
from ipops.webkit.models import Party
from ipops.webkit.pages import doors, exports, questions, tables
from ipops.webkit.pages.forms import HouseForm, again, refuse
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.reader import reader
from ipops.webkit.pages.timeline import Tab

NEED = Text("申请托管", "Ask for custody")
PAY = Text("记录缴费", "Record a payment")
RECORD = Text("记录费减备案", "Record a reduction")
RENEW = Text("记录商标续展", "Record a renewal")
USE = Text("记录商标使用证据", "Record use of a mark")
_DUE, _OWN = "due", "own"


@require_safe
@login_required
def portal(request: HttpRequest) -> HttpResponseBase:
    bodies, today = access.bodies(reader(request)), doors.today()
    own, mark = care.owned(bodies), journal.mark()
    found = agenda.agenda_of(own, today, mark)
    tab = _OWN if request.GET.get("tab") == _OWN else _DUE
    here = reverse("custody:portal")
    context = {
        "bodies": parties.named(list(bodies)),
        "live": found.live,
        "sums": agenda.sums(found.to_pay.items),
        "late": found.count(Status.LATE),
        "tabs": (
            Tab(title=Text("到期与费用", "Due and costs"), href=f"{here}?tab={_DUE}", here=tab == _DUE),
            Tab(title=Text("名下权利", "What I own"), href=f"{here}?tab={_OWN}", here=tab == _OWN),
        ),
        "feed": feeds.address(request, "mine", get_language() or "zh") if bodies else "",
        "tabs_title": Text("查看", "View"),
        "custodies": shown.with_names(selectors.custodies_for(reader(request)).filter(client__in=bodies))[:5],
        "funds": _funds(own, found.one_by_one, today, mark),
    }
    if tab == _OWN:
        return tables.page(request, shown_costs.OWN, agenda.own(bodies, today), _PORTAL, context)
    return tables.page(request, shown_costs.DUE, found.rows, _PORTAL, context)


_PORTAL = "custody/portal.html"


def _funds(numbers: list[str], seen: Sequence[care.Seen], today: date, mark: money.Mark) -> dict[str, Any]:
    """Money that the law itself gives to an owner: the reduction, the open licence's, what was paid too much. What cities pay
    stands in their schemes; none is guessed at."""
    law = book()
    return {
        "reduction": law.reductions["FR-2"],
        "together": law.reductions["FR-4"],
        "open": law.reductions["FR-6"],
        "offered": [s.right for s in seen if any(o.on(today) for o in s.standing.open_offers)],
        "refile": money.to_refile(numbers, today.year, today, mark),
        "refunds": money.refunds(numbers, today, mark),
        "apply": questions.answer_of("apply"),
    }


@require_safe
@login_required
def pay_list(request: HttpRequest) -> HttpResponseBase:
    """What the firm (or the agency, for those in its care) has to pay within ninety days, as a sheet."""
    today = doors.today()
    numbers = [*care.owned(access.bodies(reader(request))), *care.in_care(reader(request))]
    found = agenda.agenda_of(numbers, today).to_pay
    return exports.as_file("xlsx", shown_costs.PAY_LIST, shown_costs.PAY_LIST.columns, found)


@require_safe
@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    """The firm's own calendar. ``/api/v1/parties/…/docket.ics`` is the same as a feed that renews itself."""
    bodies = access.bodies(reader(request))
    names = "、".join(parties.named(list(bodies)).values())
    return as_calendar(care.owned(bodies), names, doors.today(), "docket")


def as_calendar(numbers: list[str], called: str, today: date, file: str) -> HttpResponse:
    made = answers.calendar(numbers, called, today, get_language() or "zh")
    answer = HttpResponse(made, content_type=f"{ical.MIME}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{file}.ics"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def need(request: HttpRequest) -> HttpResponseBase:
    """The firm itself asks; who it is, its account tells."""
    page, context = "custody/form.html", {"title": NEED, "back_to": reverse("custody:portal")}
    own = Party.objects.filter(party__in=access.bodies(reader(request))).first()
    if own is None or not own.code:
        return doors.shut(request, _no_body(), NEED, back="custody:portal")
    if request.method != "POST":
        return render(request, page, {**context, "form": owner_forms.NeedForm()})
    form = owner_forms.NeedForm(request.POST)
    if not form.is_valid():
        return again(request, form, page, context)
    got = services.custody_ask(
        client=Written(code=own.party, name=own.name, kind=PartyKind.ENTERPRISE),
        wants=form.cleaned_data["wants"],
        rights=form.cleaned_data["rights"],
        open_to_all=form.cleaned_data["open_to_all"],
        invited=form.cleaned_data["invited"],
        by=_by(request, form),
    )
    if isinstance(got, Refused):
        return refuse(request, form, got, page, context)
    messages.success(request, tr(shown.STORED))
    return redirect("custody:custody", got)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def pay(request: HttpRequest) -> HttpResponseBase:
    given = {"right": request.GET.get("right", ""), "year": request.GET.get("year", ""), "on": doors.today()}

    def store(form: HouseForm, by: By) -> Text | Refused:
        v = form.cleaned_data
        return services.annuity_pay(
            reader=reader(request),
            right=v["right"],
            year=v["year"],
            on=v["on"],
            paid=v["paid"],
            twice=v["twice"],
            by=by,
        )

    return _recorded(request, owner_forms.PayForm, given, PAY, store)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def record(request: HttpRequest) -> HttpResponseBase:
    given = {"rights": request.GET.get("right", ""), "year": doors.today().year, "percent": 85}

    def store(form: HouseForm, by: By) -> Text | Refused:
        v = form.cleaned_data
        return services.reduction_record(
            reader=reader(request), rights=v["rights"], year=v["year"], percent=v["percent"], by=by
        )

    return _recorded(request, owner_forms.ReductionForm, given, RECORD, store)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def use(request: HttpRequest) -> HttpResponseBase:
    given = {"right": request.GET.get("right", ""), "on": doors.today()}

    def store(form: HouseForm, by: By) -> Text | Refused:
        v = form.cleaned_data
        return services.use_show(
            reader=reader(request),
            right=v["right"],
            on=v["on"],
            classes=v["classes"],
            goods=v["goods"],
            how=v["how"],
            by=by,
        )

    return _recorded(request, owner_forms.UseForm, given, USE, store)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def renew(request: HttpRequest) -> HttpResponseBase:
    given = {"right": request.GET.get("right", ""), "on": doors.today()}

    def store(form: HouseForm, by: By) -> Text | Refused:
        v = form.cleaned_data
        if v["what"] == "renewed":
            return services.renewal_record(reader=reader(request), right=v["right"], on=v["on"], by=by)
        paid = v["paid"] if v["paid"] is not None else NIL
        return services.renewal_file(reader=reader(request), right=v["right"], on=v["on"], paid=paid, by=by)

    return _recorded(request, owner_forms.RenewForm, given, RENEW, store)


def _recorded(
    request: HttpRequest, kind: type[HouseForm], given: dict[str, Any], title: Text, store: Any
) -> HttpResponse:
    """A form with a paper: kept, stored once, back to the desk it came from."""
    at_desk = reverse("custody:portal") if access.bodies(reader(request)) else reverse("custody:overview")
    page, context = "custody/form.html", {"title": title, "back_to": at_desk}
    if request.method != "POST":
        return render(request, page, {**context, "form": kind(initial=given)})
    form = kind(request.POST, request.FILES)
    if not form.is_valid():
        return again(request, form, page, context)
    paper = doors.keep(request, form.cleaned_data["paper"])
    got = paper if isinstance(paper, Refused) else store(form, _by(request, form, paper))
    if isinstance(got, Refused):
        return refuse(request, form, got, page, context)
    messages.success(request, tr(got))
    return redirect(at_desk)


def _by(request: HttpRequest, form: HouseForm, document: str = "") -> By:
    reference = form.cleaned_data["reference"]
    return By(by=doors.who(request).label, today=doors.today(), reference=reference, document=document)


def _no_body() -> Refused:
    says = Text(
        "只有代表一家已登记统一社会信用代码的单位的账号可以办理；主管部门请用“登记托管需求”。",
        "Only an account that acts for a body with a credit code may; offices enter a need on their own page.",
    )
    return Refused(reasons=(Reason(code="no-body", says=says),))
