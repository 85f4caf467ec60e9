"""The list of custodies, a new need, and custody at a glance."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import PartyKind
from ipops.lines.custody.app import forms, selectors, services
from ipops.lines.custody.app.reading import bureau
from ipops.lines.custody.app.reading.report import lines_of
from ipops.lines.custody.app.views import shown, uploads
from ipops.lines.custody.machine import CUSTODY
from ipops.webkit import access
from ipops.webkit.enrol import By, Written
from ipops.webkit.pages import doors, names, tables
from ipops.webkit.pages.forms import again, refuse
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.reader import reader

_ASK = Text("登记托管需求", "Enter a need for custody")


@require_safe
@login_required
def custodies(request: HttpRequest) -> HttpResponseBase:
    rows = shown.with_names(selectors.custodies_for(reader(request)))
    context = {"may_record": access.may(reader(request), access.Action.RECORD)}
    return tables.page(request, shown.CUSTODIES, rows, "custody/custodies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@doors.needs(access.Action.RECORD, _ASK, back="custody:custodies")
def ask(request: HttpRequest) -> HttpResponseBase:
    page, context = "custody/ask.html", {"title": _ASK}
    if request.method != "POST":
        place = doors.office_place(reader(request), access.Action.RECORD)
        return render(request, page, {**context, "form": forms.AskForm(initial={"place": place})})
    form = forms.AskForm(request.POST)
    if not form.is_valid():
        return again(request, form, page, context)
    v = form.cleaned_data
    got = services.custody_ask(
        client=Written(code=v["client"], name=v["client_name"], kind=PartyKind.ENTERPRISE, place=v["place"]),
        wants=v["wants"],
        rights=v["rights"],
        by=By(by=doors.who(request).label, today=doors.today(), reference=v["reference"]),
        covers=access.visible_places(reader(request)),
        open_to_all=v["open_to_all"],
        invited=v["invited"],
    )
    if isinstance(got, Refused):
        return refuse(request, form, got, page, context)
    messages.success(request, tr(shown.STORED))
    return redirect("custody:custody", got)


@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponseBase:
    found = selectors.overview(reader(request), doors.today())
    stages = [(title, found.stages.get(code, 0)) for code, title in CUSTODY.states.items()]
    who, year = reader(request), doors.today().year
    groups = bureau.groups(who)
    context = {
        "found": found,
        "stages": stages,
        "saved": Money(found.saved_fen),
        "may_import": uploads.why_not(request) is None,
        "levels": selectors.levels().values(),
        "year": str(year),
        "figures": lines_of(bureau.figures(who, year)),
    }
    drawn = {
        "agencies": (_groups("agencies", AGENCIES), tables.ListRows(groups["agency"])),
        "parks": (_groups("parks", PARKS), tables.ListRows(groups["park"])),
    }
    return tables.several(request, drawn, "custody/overview.html", context)


AGENCIES, PARKS = Text("托管机构", "Agencies"), Text("园区", "Parks")


_GRADE_COLUMN = (
    tables.Column(
        key="grade",
        title=Text("信用等级", "Credit grade"),
        value=lambda g: g.grade,
        link=lambda g: names.address("party", g.party),
    ),
)


def _groups(code: str, title: Text) -> tables.TableSpec:
    return tables.TableSpec(
        code=code,
        title=title,
        columns=(
            tables.Column(
                key="name",
                title=title,
                value=lambda g: g.name,
                wide=True,
                link=lambda g: names.address("party", g.party),
            ),
            tables.Column(
                key="contracts",
                title=Text("合同", "Contracts"),
                value=lambda g: g.contracts,
                numeric=True,
                link=lambda g: f"{reverse('custody:work')}?agency={g.party}" if code == "agencies" else "",
            ),
            tables.Column(key="firms", title=Text("企业", "Firms"), value=lambda g: g.firms, numeric=True),
            tables.Column(key="covered", title=Text("已计入", "Counted"), value=lambda g: g.covered, numeric=True),
            tables.Column(key="shells", title=Text("空壳合同", "Shells"), value=lambda g: g.shells, numeric=True),
            tables.Column(key="services", title=Text("服务次数", "Services"), value=lambda g: g.services, numeric=True),
            tables.Column(
                key="saved",
                title=Text("节省官费（服务记录所报）", "Fees saved, as entered"),
                value=lambda g: g.saved,
                numeric=True,
            ),
            *(_GRADE_COLUMN if code == "agencies" else ()),
        ),
        empty=Text("没有已签的合同。", "No contract is signed."),
        plain=True,
    )
