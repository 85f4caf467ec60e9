"""Three of the ten questions: which goals will be missed, where the money is, what a payment rests on."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ipops.finance.double import doubles
from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.pages import answers as pages
from ipops.lines.programme.app.pages import asking, board
from ipops.lines.programme.app.reading import fund as funds
from ipops.lines.programme.app.reading import plan as plans
from ipops.lines.programme.app.reading.dossiers import dossier_for, dossiers_for
from ipops.lines.programme.app.reading.entries import of_cases
from ipops.lines.programme.app.views.scoreboard import lines_of
from ipops.lines.programme.machine import ORDER as ORDER_LIFE
from ipops.lines.programme.rules.plan.files import PlanFile
from ipops.webkit import claims, clock, parties
from ipops.webkit.models import Party
from ipops.webkit.pages import charts, names, tables
from ipops.webkit.pages.reader import reader
from ipops.webkit.search import named_like, of_parties

CITY, ORDER = "programme.city", "programme.order"


@require_safe
@login_required
def missed(request: HttpRequest) -> HttpResponse:
    """Goals that are missed or cannot be judged, by how much, under which reading, and who owns each."""
    form = asking.form(request)
    file = _plan(request, form.asked.place)
    over = board.is_over(form.asked, clock.today())
    lines = lines_of(form)
    context = {
        "form": form,
        "rows": pages.missed(lines, form.asked, pages.owners_of(file), over=over),
        "met": sum(str(x.verdict) == "met" for x in lines),
        "judged": any(x.target is not None for x in lines),
        "booked": file is not None and bool(file.tasks),
        "seal": next((x.seal for x in lines if x.seal), None),
    }
    return render(request, "programme/missed.html", context)


def _plan(request: HttpRequest, place: str) -> PlanFile | None:
    nomination = dossiers_for(reader(request), CITY).filter(place=place).first()
    return plans.plan_of(nomination, clock.today()).file if nomination else None


@require_safe
@login_required
def money(request: HttpRequest) -> HttpResponse:
    """Received, contracted, paid, idle; what falls due; where it lies, as a Sankey."""
    cities = list(dossiers_for(reader(request), CITY).order_by("-opened_on", "case"))
    asked = request.GET.get("city", "")
    chosen: Dossier | None = next((c for c in cities if c.case == asked), cities[0] if cities else None)
    context: dict[str, Any] = {
        "cities": [(c.case, names.place(c.place), c is chosen) for c in cities],
        "chosen": chosen,
    }
    if chosen is not None:
        today = clock.today()
        fund = funds.fund_of(plans.fund_of(chosen), plans.floors_of(chosen), today)
        made = pages.sankey(fund.standing)
        if (how := request.GET.get("as", "")) and made:
            return charts.as_file(made, how, "money")
        context |= {
            "stands": pages.stands(fund.standing, fund.postings),
            "clocks": [(c, c.is_late(today)) for c in sorted(fund.clocks, key=lambda c: c.due)],
            "unknown": fund.unknown,
            "execution": [e.says for e in fund.execution],
            "off": fund.off,
            "chart": charts.drawn(made, href=f"{request.path}?city={chosen.case}") if made else None,
        }
    return render(request, "programme/money.html", context)


ORDERS = tables.TableSpec(
    code="orders",
    title=Text("支付单", "Payment orders"),
    columns=(
        tables.Column(key="party", title=Text("收款单位", "Payee"), value=lambda d: d.called or d.party or d.title, link=lambda d: reverse("programme:payment", args=[d.case]), wide=True),
        tables.Column(key="amount", title=Text("金额", "Amount"), value=lambda d: _amount(d), numeric=True, sort="fen"),
        tables.Column(key="stage", title=Text("状态", "State"), value=lambda d: ORDER_LIFE.states.get(d.stage) or d.stage, sort="stage"),
        tables.Column(key="since", title=Text("申请日", "Asked on"), value=lambda d: d.opened_on, sort="opened_on"),
        tables.Column(key="voucher", title=Text("凭证号", "Voucher"), value=lambda d: d.title if d.title != d.case else None),
        tables.Column(key="place", title=Text("区划", "Place"), value=lambda d: names.place(d.place), shown=False),
        tables.Column(key="order", title=Text("支付单号", "Order"), value=lambda d: d.case, sort="case", shown=False),
    ),
    filters=(
        tables.Filter(name="q", title=Text("单位、凭证号或拼音首字母", "Payee, voucher or pinyin initials"), narrow=lambda rows, v: rows.filter(named_like(v) | of_parties(v, "party") | Q(case=v.strip()))),
        tables.Filter(name="stage", title=Text("状态", "State"), kind="choice", choices=tuple(ORDER_LIFE.states.items()), narrow=lambda rows, v: rows.filter(stage=v)),
    ),
    empty=Text("还没有支付单。项目签约并提出付款后列在这里。", "No payment has been ordered. Orders stand here once a project is under contract and asks to be paid."),
    order="-opened_on",
)  # fmt: skip


def _amount(row: Dossier) -> Any:
    return Money(row.fen) if row.fen is not None else None


@require_safe
@login_required
def payments(request: HttpRequest) -> HttpResponseBase:
    name = Party.objects.filter(party=OuterRef("party")).order_by().values("name")[:1]
    rows = dossiers_for(reader(request), ORDER).annotate(called=Subquery(name))
    return tables.page(request, ORDERS, rows, "programme/payments.html")


@require_safe
@login_required
def payment(request: HttpRequest, order: str) -> HttpResponse:
    """One payment: each thing it must rest on with its fact, or that it lacks; and whether something was claimed elsewhere."""
    row = dossier_for(reader(request), order, ORDER)
    entries = of_cases([order]) if row else []
    ordered = next((e for e in reversed(entries) if isinstance(e.fact, f.PaymentOrdered)), None)
    if row is None or ordered is None:
        raise Http404
    fact = ordered.fact
    assert isinstance(fact, f.PaymentOrdered)
    context = {
        "order": fact,
        "n": ordered.n,
        "project": Dossier.objects.filter(case=fact.project).values_list("title", flat=True).first() or fact.project,
        "payee": parties.named([fact.payee])[fact.payee],
        "grounds": pages.grounds(fact, [*entries, *_behind(fact)], clock.today()),
        "twice": tuple(d.reason for d in _doubles(fact)),
    }
    return render(request, "programme/payment.html", context)


def _behind(order: f.PaymentOrdered) -> list[Any]:
    return of_cases([c for c in (order.project, order.contract) if c])


def _doubles(order: f.PaymentOrdered) -> tuple[Any, ...]:
    """Whether what this order rests on was claimed by another. Its own project is no other claim."""
    every = claims.every()
    mine = next((c for c in every if c.code == order.order), None)
    return doubles(mine, [c for c in every if c.code != order.project]) if mine else ()
