"""Lists, a new product, a quote, a claim, an upload, and insurance at a glance."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ipops.kernel.money import Money
from ipops.kernel.outcome import Problem, Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import PartyKind
from ipops.lines.insurance.app import forms, selectors
from ipops.lines.insurance.app.services import claims, lists, policies
from ipops.lines.insurance.app.views import shown, who
from ipops.lines.insurance.facts import Class
from ipops.lines.insurance.machine import CLAIM, POLICY, WRITTEN
from ipops.webkit import access
from ipops.webkit.enrol import Written
from ipops.webkit.pages import doors, tables
from ipops.webkit.pages.forms import HouseForm, again, refuse
from ipops.webkit.pages.lang import say, tr
from ipops.webkit.pages.reader import reader

_PRODUCT = Text("登记保险产品", "List a product")
_QUOTE = Text("登记报价", "Enter a quote")
_CLAIM = Text("提出索赔", "Claim a loss")
_UPLOAD = Text("导入保险清单", "Import an insurer's list")
_FORM = "insurance/form.html"


@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponseBase:
    found = selectors.overview(reader(request), doors.today())
    context = {
        "found": found,
        "stages": [(code, title, found.stages.get(code, 0)) for code, title in POLICY.states.items()],
        "claims": [(code, title, found.claims.get(code, 0)) for code, title in CLAIM.states.items()],
        "sums": {k: Money(getattr(found, f"{k}_fen")) for k in ("sum", "premium", "paid")},
        "classes": list(Class),
    }
    return render(request, "insurance/overview.html", context)


@require_safe
@login_required
def product_list(request: HttpRequest) -> HttpResponseBase:
    rows = shown.products(selectors.products_for(reader(request)))
    context = {"may_enter": who.may_enter(request) is None}
    return tables.page(request, shown.PRODUCTS, rows, "insurance/products.html", context)


@require_safe
@login_required
def policy_list(request: HttpRequest) -> HttpResponseBase:
    rows = shown.policies(selectors.policies_for(reader(request)))
    context = {"may_enter": who.may_enter(request) is None}
    return tables.page(request, shown.POLICIES, rows, "insurance/policies.html", context)


@require_safe
@login_required
def claim_list(request: HttpRequest) -> HttpResponseBase:
    rows = shown.claims(selectors.claims_for(reader(request)))
    return tables.page(request, shown.CLAIMS, rows, "insurance/claims.html")


def _entered(
    request: HttpRequest,
    form: HouseForm,
    context: dict[str, Any],
    store: Callable[[dict[str, Any], str], str | Refused],
    done: str,
) -> HttpResponseBase:
    """Draw the form, or store what was sent and go to the case named ``done``."""
    if request.method != "POST":
        return render(request, _FORM, {**context, "form": form})
    if not form.is_valid():
        return again(request, form, _FORM, context)
    v = form.cleaned_data
    paper = doors.keep(request, v["paper"])
    got = paper if isinstance(paper, Refused) else store(v, paper)
    if isinstance(got, Refused):
        return refuse(request, form, got, _FORM, context)
    messages.success(request, tr(shown.STORED))
    return redirect(done, got)


def _sent(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _mine(request: HttpRequest, field: str) -> dict[str, Any]:
    bodies = access.bodies(reader(request))
    return {field: bodies[0].removeprefix("P:") if not bodies[0].startswith("P:demo") else bodies[0]} if bodies else {}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_product(request: HttpRequest) -> HttpResponseBase:
    if no := who.may_enter(request):
        return doors.shut(request, no, _PRODUCT, back="insurance:products")
    place = doors.office_place(reader(request), access.Action.RECORD)

    def store(v: dict[str, Any], paper: str) -> str | Refused:
        return policies.product_list(
            insurer=Written(code=v["insurer"], name=v["insurer_name"], kind=PartyKind.INSURER, place=place),
            title=v["title"],
            klass=Class(v["klass"]),
            terms_no=v["terms_no"],
            says=v["says"],
            place=place,
            by=who.by(request, v["reference"], paper),
            sender=who.sender(request),
        )

    form = forms.ProductForm(*_sent(request), initial=_mine(request, "insurer"))
    return _entered(request, form, {"title": _PRODUCT, "back": "insurance:products"}, store, "insurance:product")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def quote(request: HttpRequest) -> HttpResponseBase:
    if no := who.may_enter(request):
        return doors.shut(request, no, _QUOTE, back="insurance:policies")
    place = doors.office_place(reader(request), access.Action.RECORD)

    def store(v: dict[str, Any], paper: str) -> str | Refused:
        return policies.policy_quote(
            product=v["product"],
            insured=Written(code=v["insured"], name=v["insured_name"], kind=PartyKind.ENTERPRISE, place=place),
            by=who.by(request, v["reference"], paper),
            sender=who.sender(request),
            **{k: v[k] for k in ("rights", "total", "premium", "deductible", "valid_until")},
        )

    form = forms.QuoteForm(*_sent(request), initial={"product": request.GET.get("product", "")})
    offered = selectors.products_for(reader(request)).filter(stage="listed").order_by("title")
    form.fields["product"].choices = [(p.product, f"{p.title}") for p in offered] or [("", say(_NONE))]  # type: ignore[attr-defined]
    return _entered(request, form, {"title": _QUOTE, "back": "insurance:policies"}, store, "insurance:policy")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_claim(request: HttpRequest, policy: str) -> HttpResponseBase:
    row = selectors.policy_for(reader(request), policy)
    if row is None or row.stage not in WRITTEN:
        raise Http404
    if no := who.may_enter(request):
        return doors.shut(request, no, _CLAIM, back="insurance:policies")

    def store(v: dict[str, Any], paper: str) -> str | Refused:
        return claims.loss_claim(
            policy=policy,
            by=who.by(request, v["reference"], paper),
            sender=who.sender(request),
            **{k: v[k] for k in ("on", "happened_on", "known_on", "stated", "what")},
        )

    form = forms.ClaimForm(*_sent(request), initial={"on": doors.today()})
    return _entered(request, form, {"title": _CLAIM, "back": "insurance:claims"}, store, "insurance:claim")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: HttpRequest) -> HttpResponseBase:
    if no := who.may_enter(request):
        return doors.shut(request, no, _UPLOAD, back="insurance:policies")
    page, context = "insurance/upload.html", {"title": _UPLOAD}
    form = forms.UploadForm(*_sent(request))
    if request.method != "POST":
        return render(request, page, {**context, "form": form})
    if not form.is_valid():
        return again(request, form, page, context)
    got = _read(request, form)
    if isinstance(got, Problem):
        return refuse(request, form, Refused(reasons=(doors.of_problem(got, "file"),)), page, context)
    return render(request, page, {**context, "form": forms.UploadForm(), "got": got})


def _read(request: HttpRequest, form: forms.UploadForm) -> lists.Imported | Problem:
    """The list is written to a file of its own, because reading it takes two passes."""
    sent = form.cleaned_data["file"]
    with tempfile.TemporaryDirectory(prefix="ipops-insurance-") as folder:
        path = Path(folder) / f"list{Path(sent.name or '').suffix[:8]}"
        with path.open("wb") as out:
            for chunk in sent.chunks():
                out.write(chunk)
        return lists.list_import(
            file=path,
            name=sent.name or path.name,
            profile=form.cleaned_data["profile"],
            today=doors.today(),
            by=doors.who(request).label,
            place=doors.office_place(reader(request), access.Action.RECORD),
            sender=who.sender(request),
        )


_NONE = Text("没有在售产品", "no product on sale")
