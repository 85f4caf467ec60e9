"""The list of studies, and a new one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import PartyKind
from ipops.lines.navigation.app import forms, selectors, services
from ipops.lines.navigation.app.views import shown
from ipops.lines.navigation.facts import StudyKind
from ipops.webkit import access
from ipops.webkit.enrol import By, Written
from ipops.webkit.pages import doors, tables
from ipops.webkit.pages.forms import again, refuse
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.reader import reader

_PROPOSE = Text("申请导航项目", "Propose a study")


@require_safe
@login_required
def studies(request: HttpRequest) -> HttpResponseBase:
    implemented, used = selectors.industry_counts(reader(request))
    context = {
        "may_record": access.may(reader(request), access.Action.RECORD),
        "implemented": implemented,
        "used": used,
    }
    return tables.page(
        request, shown.STUDIES, selectors.studies_for(reader(request)), "navigation/studies.html", context
    )


@require_http_methods(["GET", "HEAD", "POST"])
@doors.needs(access.Action.RECORD, _PROPOSE, back="navigation:studies")
def propose(request: HttpRequest) -> HttpResponseBase:
    page, context = "navigation/propose.html", {"title": _PROPOSE}
    if request.method != "POST":
        place = doors.office_place(reader(request), access.Action.RECORD)
        return render(request, page, {**context, "form": forms.ProposeForm(initial={"place": place})})
    form = forms.ProposeForm(request.POST)
    if not form.is_valid():
        return again(request, form, page, context)
    v = form.cleaned_data
    got = services.study_propose(
        kind=StudyKind(v["kind"]),
        title=v["title"],
        owner=Written(code=v["owner"], name=v["owner_name"], kind=PartyKind.OTHER, place=v["place"]),
        industry=v["industry"],
        goals=v["goals"],
        by=By(by=doors.who(request).label, today=doors.today(), reference=v["reference"]),
        covers=access.visible_places(reader(request)),
    )
    if isinstance(got, Refused):
        return refuse(request, form, got, page, context)
    messages.success(request, tr(shown.STORED))
    return redirect("navigation:study", got)
