"""Lists of this line, and the two of the ten questions that it answers: what is overdue, and what is left in the pool."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, F, Sum
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from ipops.finance.security.round_trips import Registration as Seen
from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.lines.pledge.app import selectors
from ipops.lines.pledge.app.views import shown
from ipops.lines.pledge.machine import LOAN
from ipops.lines.pledge.rules.signals import Sign
from ipops.lines.pledge.rules.signals import signs as signs_of
from ipops.webkit import access, parties
from ipops.webkit.models import Party
from ipops.webkit.pages import names, tables
from ipops.webkit.pages.reader import reader
from ipops.webkit.pages.states import state

#: How many registrations are looked at for signs: the newest.
_LOOKED_AT = 5_000


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
    rows = shown.with_names(selectors.applications_for(reader(request)), "firm", "bank")
    return _listed(request, shown.APPLICATIONS, rows)


@require_safe
@login_required
def registrations(request: HttpRequest) -> HttpResponseBase:
    rows = shown.with_names(selectors.registrations_for(reader(request)), "firm", "bank")
    return _listed(request, shown.REGISTRATIONS, rows)


@require_safe
@login_required
def loans(request: HttpRequest) -> HttpResponseBase:
    rows = shown.with_names(selectors.loans_for(reader(request)), "firm", "bank")
    return _listed(request, shown.LOANS, rows)


@require_safe
@login_required
def overdue(request: HttpRequest) -> HttpResponseBase:
    """One of the ten questions. Who pays what, in which order and by when stands on the page of each loan."""
    rows = selectors.loans_for(reader(request)).filter(stage__in=("overdue", "bad", "claimed"))
    context = {"may_record": False}
    return tables.page(request, shown.LOANS, shown.with_names(rows, "firm", "bank"), "pledge/overdue.html", context)


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


@require_safe
@login_required
def signs(request: HttpRequest) -> HttpResponseBase:
    """Patterns that only lift a count, and beside them ordinary renewals, told apart. A sign changes no figure."""
    rows = list(selectors.registrations_for(reader(request)).exclude(registered_on=None)[:_LOOKED_AT])
    found = signs_of([_seen(r) for r in rows], _links({x for r in rows for x in (r.firm, r.bank)}))
    firms = {r.pledge: r.firm for r in rows}
    called = parties.named(sorted({firms[s.pledges[0]] for s in found})) if found else {}
    told = [(s, called.get(firms[s.pledges[0]], firms[s.pledges[0]])) for s in found]
    context = {"looked_at": len(rows), "total": len(found)}
    return tables.page(request, SIGNS, tables.ListRows(told, {"on": lambda t: t[0].on}), "pledge/signs.html", context)


def _pledges(sign: Sign) -> tuple[SafeString, ...]:
    return tuple(names.link(reverse("pledge:registration", args=[p]), p) for p in sign.pledges)


SIGNS = tables.TableSpec(
    code="pledge-signs",
    title=Text("疑点", "Signs"),
    columns=(
        tables.Column(key="on", title=Text("日期", "Day"), value=lambda t: t[0].on, sort="on"),
        tables.Column(key="firm", title=Text("企业", "Firm"), value=lambda t: t[1], wide=True),
        tables.Column(key="says", title=Text("情形", "What it is"), value=lambda t: (t[0].says, t[0].cite), wide=True, export=lambda t: t[0].says),
        tables.Column(key="pledges", title=Text("登记", "Registrations"), value=lambda t: _pledges(t[0]), export=lambda t: t[0].pledges),
        tables.Column(key="kind", title=Text("性质", "Kind"), value=lambda t: state("cleared" if t[0].harmless else "flagged")),
    ),
    filters=(
        tables.Filter(
            name="kind", title=Text("性质", "Kind"), kind="choice",
            choices=(("flagged", Text("存疑", "flagged")), ("cleared", Text("正常续贷", "ordinary renewal"))),
            narrow=lambda rows, v: rows.filter(lambda t: t[0].harmless == (v == "cleared")),
        ),
    ),
    empty=Text("没有疑点。", "There is no sign."),
)  # fmt: skip


def _seen(row: Any) -> Seen:
    on: date = row.registered_on
    return Seen(
        id=row.pledge,
        lender=row.bank,
        borrower=row.firm,
        rights=frozenset(row.rights),
        registered_on=on,
        cancelled_on=row.ended_on,
        repaid_on=row.repaid_on,
    )


def _links(codes: set[str]) -> list[tuple[str, str]]:
    """Who stands behind whom, as far as is known."""
    rows = Party.objects.filter(party__in=codes).exclude(controller="").values_list("party", "controller")
    held = list(rows)
    by_hand: dict[str, list[str]] = {}
    for party, hand in held:
        by_hand.setdefault(hand, []).append(party)
    return [*held, *((a, b) for them in by_hand.values() for a, b in itertools.pairwise(them))]
