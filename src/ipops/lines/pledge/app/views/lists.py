"""Lists of this line, and the two of the ten questions that it answers: what is overdue, and what is left in the pool."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, F, Sum
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ipops.kernel.money import Money
from ipops.lines.pledge.app import selectors
from ipops.lines.pledge.app.views import shown
from ipops.lines.pledge.machine import LOAN
from ipops.webkit import access
from ipops.webkit.pages import tables
from ipops.webkit.pages.reader import reader


@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponseBase:
    user = reader(request)
    loans = selectors.loans_for(user)
    stages = {r["stage"]: r["n"] for r in loans.values("stage").annotate(n=Count("pk")).order_by()}
    out = loans.filter(stage__in=selectors.OUT).aggregate(s=Sum(F("drawn_fen") - F("repaid_fen")))["s"]
    held = selectors.registrations_for(user).filter(stage="registered")
    sums = held.aggregate(n=Count("pk"), s=Sum("cap_fen"))
    context = {
        "stages": [(code, title, stages.get(code, 0)) for code, title in LOAN.states.items()],
        "left": Money(int(out or 0)),
        "registered": sums["n"],
        "secured": Money(int(sums["s"] or 0)),
        "asked": selectors.applications_for(user).exclude(stage__in=("agreed", "refused", "dropped")).count(),
        "claims": selectors.claims_for(user).filter(stage__in=selectors.PENDING).count(),
        "may_record": access.may(user, access.Action.RECORD),
    }
    return render(request, "pledge/overview.html", context)


@require_safe
@login_required
def applications(request: HttpRequest) -> HttpResponseBase:
    rows = shown.with_names(selectors.applications_for(reader(request)), "firm", "bank", "pledgor")
    return _listed(request, shown.APPLICATIONS, rows)


@require_safe
@login_required
def registrations(request: HttpRequest) -> HttpResponseBase:
    rows = shown.with_names(selectors.registrations_for(reader(request)), "firm", "bank", "debtor")
    return _listed(request, shown.REGISTRATIONS, rows)


@require_safe
@login_required
def loans(request: HttpRequest) -> HttpResponseBase:
    rows = shown.with_names(selectors.loans_for(reader(request)), "firm", "bank", "pledgor")
    return _listed(request, shown.LOANS, rows)


@require_safe
@login_required
def overdue(request: HttpRequest) -> HttpResponseBase:
    """One of the ten questions. Who pays what, in which order and by when stands on the page of each loan."""
    rows = selectors.loans_for(reader(request)).filter(stage__in=("overdue", "bad", "claimed"))
    context = {"may_record": False}
    return tables.page(
        request, shown.LOANS, shown.with_names(rows, "firm", "bank", "pledgor"), "pledge/overdue.html", context
    )


@require_safe
@login_required
def claims(request: HttpRequest) -> HttpResponseBase:
    rows = shown.with_names(selectors.claims_for(reader(request)), "firm", "bank")
    return _listed(request, shown.CLAIMS, rows)


@require_safe
@login_required
def months(request: HttpRequest) -> HttpResponseBase:
    rows = shown.with_names(selectors.months_for(reader(request)), "bank")
    return _listed(request, shown.MONTHS, rows)


@require_safe
@login_required
def credits_(request: HttpRequest) -> HttpResponseBase:
    rows = shown.with_names(selectors.credits_for(reader(request)), "park", "bank")
    return _listed(request, shown.CREDITS, rows)


def _listed(request: HttpRequest, spec: tables.TableSpec, rows: Any) -> HttpResponseBase:
    context = {
        "spec": spec,
        "may_record": access.may(reader(request), access.Action.RECORD),
        "may_attest": spec is shown.MONTHS and _may_attest(request),
    }
    return tables.page(request, spec, rows, "pledge/list.html", context)


def _may_attest(request: HttpRequest) -> bool:
    user = reader(request)
    return bool(access.bodies(user)) or access.may(user, access.Action.RECORD)
