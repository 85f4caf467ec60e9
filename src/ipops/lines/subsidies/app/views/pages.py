"""Lists, a new window, a new claim, an upload, and subsidies at a glance."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import PartyKind
from ipops.lines.subsidies.app import forms, selectors
from ipops.lines.subsidies.app.models import Window
from ipops.lines.subsidies.app.services import claims, windows
from ipops.lines.subsidies.app.services.common import Sender
from ipops.lines.subsidies.app.views import shown
from ipops.lines.subsidies.facts import Order
from ipops.lines.subsidies.machine import CLAIM
from ipops.lines.subsidies.rules import admission, schemes
from ipops.webkit import access
from ipops.webkit.enrol import By, Written
from ipops.webkit.pages import doors, tables
from ipops.webkit.pages.forms import again, refuse
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.reader import reader

_OPEN = Text("开放申报窗口", "Open a window")
_FILE = Text("申报补贴", "File a claim")


@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponseBase:
    found = selectors.overview(reader(request), doors.today())
    context = {
        "found": found,
        "stages": [(code, title, found.stages.get(code, 0)) for code, title in CLAIM.states.items()],
        "sums": {k: Money(getattr(found, f"{k}_fen")) for k in ("granted", "owed", "paid", "recalled")},
        "open": selectors.open_windows(reader(request), doors.today()),
        "schemes": schemes.subsidy_schemes().values(),
        "may_record": access.may(reader(request), access.Action.RECORD),
    }
    return render(request, "subsidies/overview.html", context)


@require_safe
@login_required
def claim_list(request: HttpRequest) -> HttpResponseBase:
    rows = shown.with_names(selectors.claims_for(reader(request)))
    return tables.page(request, shown.CLAIMS, rows, "subsidies/claims.html")


@require_safe
@login_required
def window_list(request: HttpRequest) -> HttpResponseBase:
    context = {"may_record": access.may(reader(request), access.Action.RECORD)}
    return tables.page(
        request, shown.WINDOWS, selectors.windows_for(reader(request)), "subsidies/windows.html", context
    )


@require_safe
@login_required
def twice(request: HttpRequest, claim: str) -> HttpResponseBase:
    """What another claim rests on too, of whatever house; alone, because every house that pays is asked."""
    row = selectors.claim_for(reader(request), claim)
    if row is None:
        raise Http404
    found = [(d.reason.says, d.other.bureau, d.blocks) for d in selectors.doubles(row)]
    part = "HX-Request" in request.headers
    page = "subsidies/twice_found.html" if part else "subsidies/twice.html"
    return render(request, page, {"claim": row.claim, "found": found})


@require_http_methods(["GET", "HEAD", "POST"])
@doors.needs(access.Action.RECORD, _OPEN, back="subsidies:windows")
def open_window(request: HttpRequest) -> HttpResponseBase:
    page, context = "subsidies/open.html", {"title": _OPEN}
    if request.method != "POST":
        place = doors.office_place(reader(request), access.Action.RECORD)
        form = forms.OpenForm(initial={"place": place, "budget_year": doors.today().year})
        return render(request, page, {**context, "form": form})
    form = forms.OpenForm(request.POST, request.FILES)
    if not form.is_valid():
        return again(request, form, page, context)
    paper = doors.keep(request, form.cleaned_data["paper"])
    if isinstance(paper, Refused):
        return refuse(request, form, paper, page, context)
    v = form.cleaned_data
    asked = windows.WindowAsked(
        **{k: v[k] for k in ("place", "title", "scheme", "bureau", "fund", "budget_year", "closes_on", "period_from")},
        **{k: v[k] for k in ("pot", "assumes", "rates")},
        period_until=form.period_until,
        order=Order(v["order"]),
    )
    got = windows.window_open(asked=asked, by=_by(request, v["reference"], paper), sender=sender(request))
    if isinstance(got, Refused):
        return refuse(request, form, got, page, context)
    messages.success(request, tr(shown.STORED))
    return redirect("subsidies:window", got)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def file_claim(request: HttpRequest, window: str) -> HttpResponseBase:
    row = selectors.window_for(reader(request), window)
    if row is None:
        raise Http404
    if no := may_file(request):
        return doors.shut(request, no, _FILE, back="subsidies:windows")
    if no := over(row, request):
        return doors.shut(request, no, _FILE, back="subsidies:windows")
    scheme = schemes.scheme_of(row.scheme, row.assumes)
    if isinstance(scheme, Refused):
        return doors.shut(request, scheme, _FILE, back="subsidies:windows")
    asks = schemes.asks(scheme)
    page, context = "subsidies/file.html", {"title": _FILE, "window": row, "scheme": scheme}
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.FileForm(*sent, initial=_initial(request))
    form.ask(asks)
    if request.method != "POST":
        return render(request, page, {**context, "form": form})
    if not form.is_valid():
        return again(request, form, page, context)
    got = _filed(request, form, row, form.stated(asks))
    if isinstance(got, Refused):
        return refuse(request, form, got, page, context)
    messages.success(request, tr(shown.STORED))
    return redirect("subsidies:claim", got)


def _filed(request: HttpRequest, form: forms.FileForm, row: Window, stated: tuple[str, ...]) -> str | Refused:
    paper = doors.keep(request, form.cleaned_data["paper"])
    if isinstance(paper, Refused):
        return paper
    v = form.cleaned_data
    firm = Written(code=v["claimant"], name=v["claimant_name"], kind=PartyKind.ENTERPRISE, place=row.place)
    bank = Written(code=v["bank"], name=v["bank_name"], kind=PartyKind.BANK) if v["bank"] else None
    return claims.claim_file(
        window=row.window,
        claimant=firm,
        bank=bank,
        loan=v["loan"],
        rights=v["rights"],
        invoices=v["invoices"],
        stated=stated,
        by=_by(request, v["reference"], paper),
        sender=sender(request),
    )


def _initial(request: HttpRequest) -> dict[str, Any]:
    """A firm begins with its own code."""
    bodies = access.bodies(reader(request))
    return {"claimant": bodies[0].removeprefix("P:")} if len(bodies) == 1 else {}


def may_file(request: HttpRequest) -> Refused | None:
    """Clerks file for firms of their place; a firm for itself, a bank for its borrowers."""
    if access.bodies(reader(request)):
        return None
    return access.why_not(reader(request), access.Action.RECORD)


def over(row: Window, request: HttpRequest) -> Refused | None:
    """A form that can only be refused is not drawn. What was sent goes to the service, which knows it if it was stored in time."""
    if request.method == "POST":
        return None
    return admission.over(stage=row.stage, closes_on=row.closes_on, today=doors.today())


def sender(request: HttpRequest) -> Sender:
    """Where the sender may record; a body acts in its own name alone."""
    user = reader(request)
    covers = access.visible_places(user) if access.may(user, access.Action.RECORD) else access.Places()
    return Sender(covers=covers, bodies=access.bodies(user))


def _by(request: HttpRequest, reference: str, document: str = "") -> By:
    return By(by=doors.who(request).label, today=doors.today(), reference=reference, document=document)
