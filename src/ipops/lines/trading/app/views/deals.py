"""Deals: the list, recording one, one deal with its facts, correcting, the notice, withdrawing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.trading.app import forms, selectors, services
from ipops.lines.trading.app.models import Deal
from ipops.lines.trading.app.views import common, shown
from ipops.lines.trading.facts import Act
from ipops.lines.trading.facts.words import Origin
from ipops.lines.trading.machine import DEAL, clauses
from ipops.rights.identity import right_number
from ipops.webkit import access, journal, parties
from ipops.webkit.models import Right
from ipops.webkit.pages import names, tables
from ipops.webkit.pages.fields import several
from ipops.webkit.pages.forms import again, refuse
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.reader import reader

_RECORD = Text("登记交易", "Record a deal")
_MOST_FACTS = 200


@require_safe
@login_required
def deals(request: HttpRequest) -> HttpResponseBase:
    rows = selectors.with_names(selectors.deals_for(reader(request)))
    context = {"may_record": access.may(reader(request), access.Action.RECORD)}
    return tables.page(request, shown.DEALS, rows, "trading/deals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@common.needs(access.Action.RECORD, _RECORD)
def record(request: HttpRequest) -> HttpResponseBase:
    """First the number, then the rest pre-filled; the deal of an intention keeps its code (``?deal=``)."""
    if request.method == "POST" and "givers" not in request.POST:
        return _start(request)
    act, typed = request.GET.get("act", ""), several(request.GET.get("rights", ""))
    if request.method != "POST":
        if act not in {str(a) for a in Act} or not typed:
            return render(request, "trading/record.html", {"form": forms.StartForm()})
        form = forms.RecordForm(act=act, initial=_prefilled(request, act, typed))
        return render(request, "trading/record.html", {"form": form, **_known(typed, act)})
    act = request.POST.get("act", "")
    form = forms.RecordForm(request.POST, request.FILES, act=act)
    context = _known(several(request.POST.get("rights", "")), act)
    if not form.is_valid():
        return again(request, form, "trading/record.html", context)
    return _store(request, form, context)


def _start(request: HttpRequest) -> HttpResponse:
    form = forms.StartForm(request.POST)
    if not form.is_valid():
        return again(request, form, "trading/record.html")
    typed = several(form.cleaned_data["rights"])
    read = [right_number(t) for t in typed]
    wrong = tuple(r for r in read if isinstance(r, Reason))
    if wrong:
        return refuse(request, form, Refused(reasons=wrong), "trading/record.html")
    numbers = "；".join(r[0] for r in read if not isinstance(r, Reason))
    query = urlencode({"act": form.cleaned_data["act"], "rights": numbers})
    return redirect(f"{reverse('trading:record')}?{query}")


def _prefilled(request: HttpRequest, act: str, typed: tuple[str, ...]) -> dict[str, Any]:
    """What is known already: the owners as givers, today as the day, an intention's own words."""
    rows = {r.right: r for r in Right.objects.filter(right__in=typed)}
    owners = list(dict.fromkeys(o for n in typed if n in rows for o in rows[n].owners))
    known = parties.named(owners)
    made: dict[str, Any] = {"act": act, "rights": "\n".join(typed), "givers": "\n".join(known[o] for o in owners)}
    meant = _intention(request)
    if meant is not None:
        both = parties.named([*meant.givers, *meant.takers])
        made |= {
            "givers": "\n".join(both[p] for p in meant.givers),
            "takers": "\n".join(both[p] for p in meant.takers),
            "price": meant.price_fen and f"{meant.price_fen / 100:.2f}",
            "free": meant.free,
            "kind_of_licence": meant.kind_of_licence or ("open" if meant.origin == Origin.OPEN else ""),
            "starts_on": meant.starts_on,
            "territory": meant.territory,
            "field_of_use": "、".join(meant.fields_of_use),
        }
    return made


def _intention(request: HttpRequest) -> Deal | None:
    asked = request.GET.get("deal") or request.POST.get("deal") or ""
    found = selectors.deal_for(reader(request), asked) if asked else None
    return found if found is not None and "report" in DEAL.table.get(found.stage, {}) else None


def _known(typed: tuple[str, ...], act: str) -> dict[str, Any]:
    """What stands beside the form: each right as it is known, and what burdens it."""
    numbers = [n[0] for t in typed if not isinstance(n := right_number(t), Reason)]
    sight = selectors.rights_as_of(numbers, on=common.today(), deal="")
    codes = [o for r in sight.values() for o in r.owners] + [
        p for r in sight.values() for s in r.pledges for p in s.pledgees
    ]
    called = parties.named(codes)
    rows = {r.right: r.title for r in Right.objects.filter(right__in=numbers)}
    lines = [
        {
            "right": names.value("right", n, {}),
            "title": rows.get(n, ""),
            "known": n in sight and sight[n].known,
            "owners": shown.linked("party", list(sight[n].owners), called) if n in sight else [],
            "expires": sight[n].expires_on if n in sight else None,
            "ended": sight[n].ended_on if n in sight else None,
            "pledgees": [called[p] for s in sight[n].pledges for p in s.pledgees] if n in sight else [],
            "licences": [(one.kind.named, one.until) for one in sight[n].licences] if n in sight else [],
        }
        for n in numbers
    ]
    return {"known": lines, "act": shown.word(Act, act)}


def _store(request: HttpRequest, form: forms.RecordForm, context: dict[str, Any]) -> HttpResponse:
    paper = common.keep(request, form.cleaned_data["paper"])
    if isinstance(paper, Refused):
        return refuse(request, form, paper, "trading/record.html", context)
    meant = _intention(request)
    got = services.deals.deal_record(
        written=form.written(deal=meant.deal if meant else ""),
        by=common.who(request).label,
        today=common.today(),
        reference=form.cleaned_data["reference"],
        document=paper,
        reason=form.cleaned_data["reason"],
        place=common.office_place(reader(request), access.Action.RECORD),
        covers=access.visible_places(reader(request)),
    )
    if isinstance(got, Refused):
        return refuse(request, form, common.on_form(got), "trading/record.html", context)
    messages.success(request, tr(common.told(request, got)))
    return redirect("trading:deal", got.deal)


def _deal(request: HttpRequest, deal: str) -> Deal:
    found = selectors.deal_for(reader(request), deal)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@common.needs(access.Action.CORRECT, Text("更正交易", "Correct a deal"))
def correct(request: HttpRequest, deal: str) -> HttpResponseBase:
    row = _deal(request, deal)
    title = Text("更正交易", "Correct a deal")
    if no := common.may_here(request, access.Action.CORRECT, (row.from_place, row.to_place)):
        return common.shut(request, no, title)
    many = len(set(zip(row.days, row.register_nos, strict=False))) > 1
    context = {"deal": row, "title": title, "rights": shown.rights(row)}
    if request.method != "POST":
        form = forms.CorrectForm(act=row.act, many_days=many, initial=_as_it_stands(row))
        return render(request, "trading/change.html", {**context, "form": form})
    form = forms.CorrectForm(request.POST, request.FILES, act=row.act, many_days=many)
    if not form.is_valid():
        return again(request, form, "trading/change.html", context)
    if form.cleaned_data["stands_at"] != row.folded_to and not _is_mine(request, row, form):
        moved = Reason(code="changed-meanwhile", says=_CHANGED, cite=clauses.OURS)
        return refuse(request, form, Refused(reasons=(moved,)), "trading/change.html", context)
    return _changed(request, form, row, context, changes=form.changes())


def _is_mine(request: HttpRequest, row: Deal, form: forms.CorrectForm) -> bool:
    """The deal changed by this very submission, sent twice."""
    start = f"correct:{form.cleaned_data['reference']}:"
    return any(
        e.by == common.who(request).label and e.reference.startswith(start) for e in journal.entries(row.entries)
    )


def _as_it_stands(row: Deal) -> dict[str, Any]:
    from datetime import timedelta

    return {
        "stands_at": row.folded_to,
        "on": row.on,
        "contract_on": row.contract_on,
        "price": f"{row.price_fen / 100:.2f}" if row.price_fen is not None else "",
        "free": row.free,
        "related": row.related,
        "register_no": row.register_nos[0] if row.register_nos else "",
        "kind_of_licence": row.kind_of_licence,
        "starts_on": row.starts_on,
        "last_day": row.until - timedelta(days=1) if row.until else None,
        "territory": row.territory,
        "field_of_use": "、".join(row.fields_of_use),
    }


def _changed(
    request: HttpRequest, form: forms.WhyForm, row: Deal, context: dict[str, Any], *, changes: dict[str, Any]
) -> HttpResponse:
    paper = common.keep(request, form.cleaned_data["paper"])
    got: services.deals.Recorded | Refused = (
        paper
        if isinstance(paper, Refused)
        else services.deals.deal_correct(
            deal=row.deal,
            changes=changes,
            why=form.cleaned_data["why"],
            by=common.who(request).label,
            today=common.today(),
            reference=form.cleaned_data["reference"],
            document=paper,
        )
    )
    if isinstance(got, Refused):
        return refuse(request, form, common.on_form(got), "trading/change.html", context)
    messages.success(request, tr(common.told(request, got)))
    return redirect("trading:deal", row.deal)


@require_safe
@login_required
def conflicts(request: HttpRequest) -> HttpResponseBase:
    return tables.page(request, shown.CONFLICTS, selectors.conflicts_for(reader(request)), "trading/conflicts.html")


_CHANGED = Text(
    "您打开本页后，这笔交易已被更正；请重新打开，看过现行内容再改。",
    "The deal was corrected after you opened this page. Open it again and look at what stands now.",
)
