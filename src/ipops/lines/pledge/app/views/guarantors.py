"""Guarantee companies: what each tells of itself, what stands under its name here, and how it stands to its limits."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import PartyKind
from ipops.lines.pledge.app import guarantees, services
from ipops.lines.pledge.app.forms.loan import GuarantorForm
from ipops.lines.pledge.app.views import shown
from ipops.lines.pledge.app.views.doing import STORED, written
from ipops.lines.pledge.rules import guaranteeing
from ipops.webkit import access
from ipops.webkit.enrol import By
from ipops.webkit.pages import doors, tables
from ipops.webkit.pages.forms import again, refuse
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.reader import reader

_STATE = Text("登记担保公司净资产与担保余额", "Enter a guarantor's net assets")
_PAGE = "pledge/form.html"
_UNTOLD = Text("未登记", "not on record")
_SERVES = {True: Text("是", "yes"), False: Text("否", "no"), None: _UNTOLD}

GUARANTORS = tables.TableSpec(
    code="pledge-guarantors",
    title=Text("担保公司", "Guarantee companies"),
    columns=(
        tables.Column(key="name", title=Text("担保公司", "Guarantor"), value=lambda g: g.name, sort="name", wide=True),
        tables.Column(key="assets", title=Text("净资产", "Net assets"), value=lambda g: g.book.stated.net_assets if g.book.stated else _UNTOLD, numeric=True),
        tables.Column(key="on", title=Text("报表日", "As of"), value=lambda g: g.book.stated.on if g.book.stated else None),
        tables.Column(key="small", title=Text("主要服务小微和农业", "Mainly small firms"), value=lambda g: _SERVES[g.book.stated.mainly_small if g.book.stated else None]),
        tables.Column(key="n", title=Text("本平台在保（笔）", "Guarantees here"), value=lambda g: len(g.standing), numeric=True),
        tables.Column(key="sum", title=Text("本平台在保余额", "Guaranteed here"), value=lambda g: g.sum, sort="sum", numeric=True),
        tables.Column(key="ratio", title=Text("担保责任余额与净资产之比", "Outstanding to net assets"), value=lambda g: guaranteeing.times(g.outstanding.known), numeric=True),
        tables.Column(key="most", title=Text("上限", "At most"), value=lambda g: guaranteeing.times(g.outstanding.most), numeric=True),
        tables.Column(key="found", title=Text("结论", "Found"), value=lambda g: shown.limit_found(g.outstanding), wide=True),
    ),
    empty=Text("还没有担保公司。贷款由担保公司保证、或登记其净资产后列在这里。", "No guarantee company yet: one stands here once it guarantees a loan or tells its net assets."),
)  # fmt: skip
_SORTS = {"name": lambda g: g.name, "sum": lambda g: g.sum}


@require_safe
@login_required
def guarantors(request: HttpRequest) -> HttpResponseBase:
    user = reader(request)
    rows = tables.ListRows(guarantees.companies(user, doors.today()), _SORTS)
    context = {"spec": GUARANTORS, "may_state": access.may(user, access.Action.RECORD) or bool(guarantees.own(user))}
    return tables.page(request, GUARANTORS, rows, "pledge/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def state(request: HttpRequest) -> HttpResponseBase:
    """The company's own people enter it, or a clerk of its place to whom it handed its statement."""
    user = reader(request)
    context = {"title": _STATE, "back": reverse("pledge:guarantors")}
    place = doors.office_place(user, access.Action.RECORD)
    initial = {"guarantor": next(iter(guarantees.own(user)), ""), "place": place}
    form = GuarantorForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method != "POST":
        return render(request, _PAGE, {**context, "form": form})
    if not form.is_valid():
        return again(request, form, _PAGE, context)
    v = form.cleaned_data
    party = guarantees.known(v["guarantor"])
    mine = bool(party) and party in access.bodies(user)
    home = guarantees.place_of(party) or v["place"]
    if not mine and (no := access.why_not(user, access.Action.RECORD, home) or _no_place(home)):
        return refuse(request, form, no, _PAGE, context)
    paper = doors.keep(request, v["paper"])
    if isinstance(paper, Refused):
        return refuse(request, form, paper, _PAGE, context)
    got = services.guarantor_state(
        guarantor=written(v["guarantor"], v["guarantor_name"], PartyKind.GUARANTOR, v["place"]),
        on=v["on"],
        net_assets=v["net_assets"],
        outstanding=v["outstanding"],
        mainly_small={"yes": True, "no": False}.get(v["mainly_small"]),
        by=By(by=doors.who(request).label, today=doors.today(), reference=v["reference"], document=paper),
    )
    if isinstance(got, Refused):
        return refuse(request, form, got, _PAGE, context)
    messages.success(request, tr(STORED))
    return redirect("pledge:guarantors")


def _no_place(place: str) -> Refused | None:
    says = Text("请填担保公司所在区划。", "Give the division where the guarantor is.")
    return None if place else Refused(reasons=(Reason(code="place-missing", says=says, field="place"),))
