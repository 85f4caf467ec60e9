"""A new application, a bank's month and its reconciliation file, a park's credit, a bank's table of reports."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ipops.kernel.money import Money
from ipops.kernel.outcome import Problem, Reason, Refused
from ipops.kernel.period import months_after
from ipops.kernel.text import Text
from ipops.ledger.facts.words import PartyKind
from ipops.lines.pledge.app import moves, selectors, services
from ipops.lines.pledge.app.forms import application as application_forms
from ipops.lines.pledge.app.forms import loan as forms
from ipops.lines.pledge.app.services.tables import reports_import
from ipops.lines.pledge.app.views import shown
from ipops.lines.pledge.app.views.doing import STORED, written
from ipops.webkit import access, documents, parties
from ipops.webkit.enrol import By
from ipops.webkit.models import Party
from ipops.webkit.pages import doors
from ipops.webkit.pages.exports import bare
from ipops.webkit.pages.forms import again, refuse
from ipops.webkit.pages.lang import say, tr
from ipops.webkit.pages.reader import reader

_ASK = Text("登记融资申请", "Enter an application")
_MONTH = Text("签报银行月报", "Attest a bank's month")
_CREDIT = Text("记入园区集合授信", "Enter a park's credit")
_UPLOAD = Text("导入银行报送表", "Import a bank's table")
_PAGE = "pledge/form.html"


@require_http_methods(["GET", "HEAD", "POST"])
@doors.needs(access.Action.RECORD, _ASK, back="pledge:applications")
def ask(request: HttpRequest) -> HttpResponseBase:
    user = reader(request)
    context = {"title": _ASK, "back": reverse("pledge:applications")}
    given: dict[str, Any] = {"funds": _funds(user), "credits": _credits(user)}
    if request.method != "POST":
        place = doors.office_place(user, access.Action.RECORD)
        form = application_forms.AskForm(initial={"place": place}, **given)
        return render(request, _PAGE, {**context, "form": form})
    form = application_forms.AskForm(request.POST, request.FILES, **given)
    if not form.is_valid():
        return again(request, form, _PAGE, context)
    v = form.cleaned_data
    paper = doors.keep(request, v["paper"])
    if isinstance(paper, Refused):
        return refuse(request, form, paper, _PAGE, context)
    got = services.finance_ask(
        rights=v["rights"],
        amount=v["amount"],
        ip_part=v["ip_part"],
        term_months=v["term_months"],
        authorised_on=v["authorised_on"],
        authorised_until=v["authorised_last"] + timedelta(days=1) if v["authorised_last"] else None,
        fund=v["fund"],
        credit=v["credit"],
        purpose=v["purpose"],
        by=_by(request, v["reference"], paper),
        sender=selectors.sender(user),
        **form.parties,
    )
    if isinstance(got, Refused):
        return refuse(request, form, got, _PAGE, context)
    messages.success(request, tr(STORED))
    return redirect("pledge:application", got)


def _funds(user: access.Reader) -> list[tuple[str, str]]:
    return [(f.fund, f.name) for f in selectors.funds_for(user)]


def _credits(user: access.Reader) -> list[tuple[str, Any]]:
    rows = list(selectors.credits_for(user))
    called = parties.named(sorted({x for r in rows for x in (r.park, r.bank)})) if rows else {}
    one = Text("{park} · {bank} · {sum}", "{park} · {bank} · {sum}")
    return [
        (
            r.credit,
            say(
                one.fill(
                    park=called.get(r.park, r.park), bank=called.get(r.bank, r.bank), sum=shown.exact(r.amount_fen)
                )
            ),
        )
        for r in rows
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def month(request: HttpRequest) -> HttpResponseBase:
    """A bank's own people attest its month; a clerk enters one that came on paper."""
    user = reader(request)
    context = {"title": _MONTH, "back": reverse("pledge:months")}
    initial = {"bank": next(iter(_banks(user)), ""), "place": doors.office_place(user, access.Action.RECORD)}
    form = forms.MonthForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method != "POST":
        return render(request, _PAGE, {**context, "form": form})
    if not form.is_valid():
        return again(request, form, _PAGE, context)
    v = form.cleaned_data
    bank = _bank(v["bank"])
    if no := _no_bank(bank) or selectors.why_not_bank(user, bank, v["place"]):
        return refuse(request, form, no, _PAGE, context)
    paper = doors.keep(request, v["paper"])
    if isinstance(paper, Refused):
        return refuse(request, form, paper, _PAGE, context)
    got = services.month_attest(
        month=v["month"],
        bank=bank,
        place=v["place"],
        plan=v["plan"],
        used=v["used"],
        ip_loans=v["ip_loans"],
        ip_npl=v["ip_npl"],
        npl_ratio_bp=v["npl_ratio"],
        attested_by=v["attested_by"],
        by=_by(request, v["reference"], paper),
    )
    if isinstance(got, Refused):
        return refuse(request, form, got, _PAGE, context)
    messages.success(request, tr(STORED))
    return redirect("pledge:months")


@require_http_methods(["GET", "HEAD", "POST"])
@doors.needs(access.Action.RECORD, _CREDIT, back="pledge:overview")
def credit(request: HttpRequest) -> HttpResponseBase:
    user = reader(request)
    context = {"title": _CREDIT, "back": reverse("pledge:overview")}
    initial = {"place": doors.office_place(user, access.Action.RECORD)}
    form = forms.CreditForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method != "POST":
        return render(request, _PAGE, {**context, "form": form})
    if not form.is_valid():
        return again(request, form, _PAGE, context)
    v = form.cleaned_data
    if no := access.why_not(user, access.Action.RECORD, v["place"]):
        return refuse(request, form, no, _PAGE, context)
    paper = doors.keep(request, v["paper"])
    if isinstance(paper, Refused):
        return refuse(request, form, paper, _PAGE, context)
    got = services.credit_give(
        park=written(v["park"], v["park_name"], PartyKind.OTHER, v["place"]),
        bank=written(v["bank"], v["bank_name"], PartyKind.BANK, v["place"]),
        place=v["place"],
        amount=v["amount"],
        each=v["each"],
        firms=v["firms"],
        until=v["last_day"] + timedelta(days=1) if v["last_day"] else None,
        by=_by(request, v["reference"], paper),
    )
    if isinstance(got, Refused):
        return refuse(request, form, got, _PAGE, context)
    messages.success(request, tr(STORED))
    return redirect("pledge:credits")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: HttpRequest) -> HttpResponseBase:
    """A bank's table: rows are stored or refused with line and reason; the same table again changes nothing."""
    user = reader(request)
    context: dict[str, Any] = {"title": _UPLOAD, "back": reverse("pledge:loans")}
    form = forms.TableForm(request.POST or None, request.FILES or None, initial={"bank": next(iter(_banks(user)), "")})
    page = "pledge/upload.html"
    if request.method != "POST":
        return render(request, page, {**context, "form": form})
    if not form.is_valid():
        return again(request, form, page, context)
    bank = _bank(form.cleaned_data["bank"])
    place = doors.office_place(user, access.Action.RECORD)
    if no := _no_bank(bank) or selectors.why_not_bank(user, bank, place):
        return refuse(request, form, no, page, context)
    paper = doors.keep(request, form.cleaned_data["paper"])
    if isinstance(paper, Refused):
        return refuse(request, form, paper, page, context)
    got = reports_import(
        file=documents.path_of(paper),
        bank=bank,
        by=doors.who(request).label,
        today=doors.today(),
        document=paper,
        name=form.cleaned_data["paper"].name,
    )
    if isinstance(got, Problem):
        return refuse(request, form, Refused(reasons=(doors.of_problem(got, "paper"),)), page, context)
    return render(request, page, {**context, "got": got, "form": forms.TableForm(initial={"bank": bank})})


@require_safe
@login_required
def reconciliation(request: HttpRequest, bank: str, month: str) -> HttpResponseBase:
    """The file per bank and month: each loan before, drawn, repaid, after, compensated. A bank gets its own alone."""
    user = reader(request)
    first = _month(month)
    mine = selectors.why_not_bank(user, bank, doors.office_place(user, access.Action.RECORD)) is None
    if first is None or not (mine or selectors.months_for(user).filter(bank=bank).exists()):
        raise Http404
    lines = moves.reconciliation(user, bank, first, months_after(first, 1))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="reconciliation-{month}.csv"'
    response.write("\ufeff")
    sheet = csv.writer(response)
    sheet.writerow([tr(h) for h in _HEADS])
    called = parties.named(sorted({y for x in lines for y in (x.firm, x.pledgor)})) if lines else {}
    for x in lines:
        sums = tuple(getattr(x, n) for n in _SUMS)
        texts = (x.loan, called.get(x.firm, x.firm), x.pledge, x.fund)
        sheet.writerow(
            [
                *(_plain(t) for t in texts),
                *(bare(Money(f)) for f in sums),
                _plain(called.get(x.pledgor, x.pledgor)),
                tr(x.state) if x.state else "",
            ]
        )
    totals = [sum(getattr(x, n) for x in lines) for n in _SUMS]
    sheet.writerow([tr(Text("合计", "total")), "", "", "", *(bare(Money(f)) for f in totals), "", ""])
    return response


def _plain(text: str) -> str:
    """No cell becomes a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def _banks(user: access.Reader) -> list[str]:
    return [b for b in access.bodies(user) if Party.objects.filter(party=b, kind="bank").exists()]


def _bank(typed: str) -> str:
    """The party that the code names; empty if nobody is known by it."""
    code = typed.strip()
    held = Party.objects.filter(party__in=[code, f"P:{code}"]).values_list("party", flat=True).first()
    return str(held or "")


def _no_bank(bank: str) -> Refused | None:
    return None if bank else Refused(reasons=(Reason(code="no-such-bank", says=_NO_BANK, field="bank"),))


def _by(request: HttpRequest, reference: str, paper: str) -> By:
    return By(by=doors.who(request).label, today=doors.today(), reference=reference, document=paper)


_NO_BANK = Text("没有这家银行的登记。", "No bank is known by this code.")
_SUMS = ("before", "drawn", "repaid", "interest", "after", "compensated", "off_books")
_HEADS = (
    Text("贷款编号", "loan"), Text("借款人", "borrower"), Text("质押编号", "pledge"), Text("资金", "fund"),
    Text("月初本金余额", "principal before"), Text("本月放款", "drawn"), Text("本月还本", "principal repaid"),
    Text("本月收息", "interest received"), Text("月末本金余额", "principal after"), Text("本月获补偿", "compensated"),
    Text("月末余额中已核销或结清", "of the principal after: written off or settled"), Text("出质人", "pledgor"), Text("月末状态", "state at the month's end"),
)  # fmt: skip
