"""Putting the published credit grade of an agency on record: every house that deals with agencies reads it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import CreditGrade, PartyKind
from ipops.webkit import access, credit
from ipops.webkit.enrol import By
from ipops.webkit.models import Party
from ipops.webkit.pages import doors
from ipops.webkit.pages.fields import DocumentField, choices
from ipops.webkit.pages.forms import HouseForm, again, refuse
from ipops.webkit.pages.lang import said, tr
from ipops.webkit.pages.reader import reader

TITLE = Text("登记信用等级", "Record a credit grade")
_LEDE = Text(
    "按公布的登记，写明何处公布。D级机构不承接托管，其供给不向需求方推送（本系统规则）；以最后一次公布的为准。",
    "As published, with where. An agency of grade D takes no custody and its offers are pushed to nobody (our rule); the last grade published holds.",
)
_PAGE = "webkit/fill.html"


class GradeForm(HouseForm):
    submit_text: ClassVar[Text] = Text("登记", "Record")

    grade = forms.ChoiceField(
        label=said("公布的等级", "grade as published"),
        choices=[c for c in choices(CreditGrade) if c[0] != CreditGrade.UNKNOWN],
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label=said("公布日（不明的填查询日）", "published on, else looked up on"))
    period = forms.CharField(label=said("评价期", "period judged"), required=False, max_length=60)
    where = forms.CharField(label=said("公示处或文号", "where it is published"), required=False, max_length=200)
    paper = DocumentField(label=said("文件", "paper"), required=False)


def agency(user: access.Reader, party: str) -> Party | None:
    """An agency of the reader's places, or one that a fact names which the reader sees: agencies work across places."""
    row = Party.objects.filter(party=party, kind=str(PartyKind.AGENCY)).first()
    return row if row is not None and access.facts_for(user).filter(parties__contains=[party]).exists() else None


def gradable(user: access.Reader, party: str) -> bool:
    """Whether this reader may put a grade of the party on record."""
    return access.may(user, access.Action.RECORD) and agency(user, party) is not None


@require_http_methods(["GET", "HEAD", "POST"])
@doors.needs(access.Action.RECORD, TITLE, back="parties")
def grade(request: HttpRequest, party: str) -> HttpResponseBase:
    found = agency(reader(request), party)
    if found is None:
        raise Http404
    back = reverse("party", args=[party])
    context: dict[str, Any] = {"title": TITLE, "lede": _LEDE, "crumb": (found.name or party, back), "back": back}
    if request.method != "POST":
        return render(request, _PAGE, {**context, "form": GradeForm(initial={"on": doors.today()})})
    form = GradeForm(request.POST, request.FILES)
    if not form.is_valid():
        return again(request, form, _PAGE, context)
    v, paper = form.cleaned_data, doors.keep(request, form.cleaned_data["paper"])
    got = (
        paper
        if isinstance(paper, Refused)
        else credit.grade_record(
            agency=party,
            grade=CreditGrade(v["grade"]),
            on=v["on"],
            period=v["period"],
            where=v["where"],
            by=By(by=doors.who(request).label, today=doors.today(), reference=v["reference"], document=paper),
        )
    )
    if isinstance(got, Refused):
        return refuse(request, form, got, _PAGE, context)
    messages.success(request, tr(Text("已记入账本。", "It stands in the ledger.")))
    return redirect(back)
