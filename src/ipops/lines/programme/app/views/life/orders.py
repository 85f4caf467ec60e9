"""Payment orders: asked for on a project, one as a case, its file for the treasury."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ipops.kernel.text import Text
from ipops.lines.programme import facts as f
from ipops.lines.programme.app import duties
from ipops.lines.programme.app.asking import running as asking
from ipops.lines.programme.app.asking.selection import ReasonForm, WhyForm
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import dossiers
from ipops.lines.programme.app.reading import fund as reading
from ipops.lines.programme.app.reading.entries import of_cases
from ipops.lines.programme.app.services import projects
from ipops.lines.programme.app.views.life.common import Sent, case_form, go, step_of
from ipops.lines.programme.app.views.life.projects import find_project
from ipops.lines.programme.machine import ORDER
from ipops.lines.programme.rules.fund.treasury import FOR_TREASURY, treasury_csv
from ipops.reports import wording
from ipops.webkit import access, parties
from ipops.webkit.pages.cases import Act, Asked, CaseKind, Lines, Said, Side, Told
from ipops.webkit.pages.reader import reader


def _order_form(row: Dossier) -> Any:
    found = reading.project_of(row.case)
    signed = tuple(found.contracts) if found else ()
    return lambda *a, **k: asking.OrderForm(*a, contracts=signed, **k)


def _order(row: Dossier, sent: Sent) -> Any:
    d = sent.data
    asked = projects.OrderAsked(
        order=f"pay:{sent.reference[:8]}",
        project=row.case,
        amount=d["amount"],
        account_no=d["account_no"],
        invoice=d["invoice"],
        voucher=d["voucher"],
        contract=d["contract"],
    )
    return projects.payment_order(asked=asked, by=sent.by, today=sent.today, document=sent.paper)


order_new = case_form(find_project, duties.ORDER, _order_form, _order, back="project")


def _find_order(user: access.Reader, key: str) -> Dossier | None:
    return dossiers.dossier_for(user, key, ORDER.code)


def _tell_order(row: Dossier, asked: Asked) -> Told:
    fact = next(
        (e.fact for e in of_cases([row.case], [f.PaymentOrdered]) if isinstance(e.fact, f.PaymentOrdered)), None
    )
    assert fact is not None
    project = Dossier.objects.filter(case=fact.project).values_list("title", flat=True).first() or fact.project
    payee = parties.named([fact.payee])[fact.payee]
    says = (
        Said(title=Text("金额", "Amount"), value=fact.amount),
        Said(title=Text("资金来源", "Source"), value=fact.source),
        Said(title=Text("支持方式", "Instrument"), value=fact.instrument),
        Said(title=Text("发票号", "Invoice"), value=fact.invoice),
        Said(title=Text("凭证号", "Voucher"), value=fact.voucher or None),
        Said(title=Text("预算年度", "Budget year"), value=str(fact.budget_year)),
        Said(title=Text("项目", "Project"), value=go("project", project, fact.project)),
    )
    files = ((go("treasury", Text("国库支付文件（CSV）", "file for the treasury (CSV)"), row.case),),)
    return Told(
        title=Text("付款：{payee}，{project}，{amount}", "Payment to {payee} for {project}, {amount}").fill(
            payee=payee, project=project, amount=wording.money(fact.amount)
        ),
        state=row.stage,
        version=row.folded_to,
        since=row.since,
        places=(row.place,),
        says=says,
        sides=(Side(title=Text("收款单位", "Payee"), parties=(fact.payee,)),),
        lines=(
            Lines(
                title=Text("文件", "Files"),
                heads=(Text("文件", "File"),),
                rows=files if row.stage in FOR_TREASURY else (),
            ),
        ),
    )


ORDER_CASE: CaseKind[Dossier] = CaseKind(
    lifecycle=ORDER,
    refers="case",
    find=_find_order,
    tell=_tell_order,
    back=(Text("城市进程", "Cities in the programme"), "programme:roads"),
    tones={"paid": ("✓", "good"), "returned": ("✕", "bad"), "withdrawn": ("↶", "quiet")},
    acts=tuple(
        Act(event=e, form=ReasonForm if e in ("return", "withdraw") else WhyForm, do=step_of(projects.order_step))
        for e in ORDER.events
    ),
)


@require_safe
@login_required
def treasury(request: HttpRequest, key: str) -> HttpResponse:
    """The order as the treasury takes it, once it is approved."""
    row = _find_order(reader(request), key)
    if row is None or row.stage not in FOR_TREASURY:
        raise Http404
    orders = [e.fact for e in of_cases([key], [f.PaymentOrdered]) if isinstance(e.fact, f.PaymentOrdered)]
    return HttpResponse(
        treasury_csv(orders, parties.named([x.payee for x in orders])),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="treasury.csv"'},
    )
