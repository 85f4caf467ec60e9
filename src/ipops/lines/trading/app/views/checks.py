"""Checks of suspected shams: the list, one check with its deals, and how it ends."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import Signal
from ipops.lines.trading.app import forms, selectors, services
from ipops.lines.trading.app.models import CheckCase
from ipops.lines.trading.app.views import common, shown
from ipops.lines.trading.machine import CHECK
from ipops.webkit import access
from ipops.webkit.pages import tables
from ipops.webkit.pages.forms import again, refuse
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.reader import reader

_CHECK = Text("核查疑点", "Check a sign")
_MOST_DEALS = 100


@require_safe
@login_required
def checks(request: HttpRequest) -> HttpResponseBase:
    context = {"thresholds": selectors.thresholds()}
    return tables.page(request, shown.CHECKS, selectors.checks_for(reader(request)), "trading/checks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check(request: HttpRequest, case: str) -> HttpResponseBase:
    row = selectors.checks_for(reader(request)).filter(case=case).first()
    if row is None:
        raise Http404
    no = _why_not(request, row)
    events = [(e, CHECK.events[e]) for e in CHECK.table.get(row.stage, {})]
    context = _context(request, row, no) | {"form": forms.EndForm(events=events) if events and not no else None}
    if request.method != "POST":
        return render(request, "trading/check.html", context)
    if no:
        return common.shut(request, no, _CHECK)
    form = forms.EndForm(request.POST, request.FILES, events=events or list(CHECK.events.items()))
    if not form.is_valid():
        return again(request, form, "trading/check.html", context)
    paper = common.keep(request, form.cleaned_data["paper"])
    got = (
        paper
        if isinstance(paper, Refused)
        else services.checks.check_end(
            case=case,
            event=form.cleaned_data["event"],
            why=form.cleaned_data["why"],
            by=common.who(request).label,
            today=common.today(),
            reference=form.cleaned_data["reference"],
            document=paper,
        )
    )
    if isinstance(got, Refused):
        return refuse(request, form, common.on_form(got), "trading/check.html", context)
    messages.success(request, tr(Text("结论已记入账本。", "The end stands in the ledger.")))
    return redirect("trading:check", case)


def _why_not(request: HttpRequest, row: CheckCase) -> Refused | None:
    places = {row.place} if row.place else set()
    if not places:
        mine = selectors.deals_for(reader(request)).filter(deal__in=row.deals)
        places = {p for pair in mine.values_list("from_place", "to_place") for p in pair if p}
    return common.may_here(request, access.Action.CHECK, sorted(places))


def _context(request: HttpRequest, row: CheckCase, no: Refused | None) -> dict[str, Any]:
    found = selectors.with_names(selectors.deals_for(reader(request)).filter(deal__in=row.deals))
    return {
        "check": row,
        "signal": shown.word(Signal, row.signal),
        "stage": shown.stage(row.stage, CHECK),
        "owner": shown.owner(row.owner),
        "deals": [
            {
                "deal": d,
                "rights": shown.rights(d),
                "giver": shown.side(d, "givers"),
                "taker": shown.side(d, "takers"),
                "amount": shown.amount(d),
            }
            for d in found[:_MOST_DEALS]
        ],
        "entries": tuple(int(n) for n in row.entries if n.isdigit())[:_MOST_DEALS],
        "why_not": no,
    }
