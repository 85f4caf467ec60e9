"""Money received and moved, project calls, projects and payment orders as cases, the file for the treasury."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.programme import facts as f
from ipops.lines.programme.app import duties
from ipops.lines.programme.app.asking import running as asking
from ipops.lines.programme.app.asking.planning import ContractForm
from ipops.lines.programme.app.asking.selection import WhyForm
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import dossiers
from ipops.lines.programme.app.reading import fund as reading
from ipops.lines.programme.app.reading.entries import of_cases
from ipops.lines.programme.app.services import contracts, projects
from ipops.lines.programme.app.services import fund as services
from ipops.lines.programme.app.views.life.common import Screen, form_view, go, told
from ipops.lines.programme.app.views.life.roads import find
from ipops.lines.programme.facts.words import Instrument, Position, ProjectClass, Source
from ipops.lines.programme.machine import ORDER, PROJECT
from ipops.lines.programme.rules.fund.treasury import treasury_csv
from ipops.webkit import access
from ipops.webkit.access import Role
from ipops.webkit.pages import doors
from ipops.webkit.pages.cases import Act, Asked, CaseKind, Doing, Lines, Said, Side, Told
from ipops.webkit.pages.fields import several
from ipops.webkit.pages.reader import reader

_OFFICER = frozenset({Role.OFFICER, Role.FINANCE})
_OFFICE = frozenset({Role.CLERK, Role.OFFICER})


def _receive(request: HttpRequest, key: str) -> Screen | None:
    row = find(reader(request), key)
    if row is None:
        return None

    def do(form: Any, paper: str) -> Refused | Text:
        d = form.cleaned_data
        got = services.money_receive(
            nomination=key,
            source=Source(d["source"]),
            amount=d["amount"],
            budget_year=d["budget_year"],
            number=d["number"],
            received_on=d["received_on"],
            passed_on=d["passed_on"],
            by=doors.who(request).label,
            today=doors.today(),
            reference=d["reference"],
            document=paper,
            withheld=d["withheld"],
        )
        return told(got)

    return _screen(row, Text("登记到账资金", "Money received"), asking.ReceiveForm, do)


def _screen(row: Dossier, title: Text, form: Any, do: Any, roles: frozenset[Role] = _OFFICER) -> Screen:
    return Screen(
        title=title,
        of=row.title,
        back=reverse("programme:road", args=[row.case]),
        form=form,
        do=do,
        place=row.place,
        roles=roles,
    )


receive = form_view(_receive)


def _move(request: HttpRequest, key: str) -> Screen | None:
    row = find(reader(request), key)
    if row is None:
        return None

    def do(form: Any, paper: str) -> Refused | Text:
        d = form.cleaned_data
        got = services.money_move(
            nomination=key,
            source=Source(d["source"]),
            from_=Position(d["from_"]),
            to=Position(d["to"]),
            amount=d["amount"],
            budget_year=d["budget_year"],
            says=d["why"],
            by=doors.who(request).label,
            today=doors.today(),
            reference=d["reference"],
            instrument=Instrument(d["instrument"]) if d["instrument"] else None,
            document=paper,
        )
        return told(got)

    return _screen(row, Text("资金调整", "Move money"), asking.MoveForm, do)


move = form_view(_move)


def _project_call(request: HttpRequest, key: str) -> Screen | None:
    row = find(reader(request), key)
    if row is None:
        return None

    def do(form: Any, paper: str) -> Refused | Text:
        d = form.cleaned_data
        asked = projects.CallAsked(
            call=f"pc:{d['reference'][:8]}",
            title=d["title"],
            klass=ProjectClass(d["klass"]),
            source=Source(d["source"]),
            instrument=Instrument(d["instrument"]),
            money=d["money"],
            budget_year=d["budget_year"],
            closes_on=d["closes_on"],
            task=d["task"],
        )
        return told(
            projects.project_call(
                nomination=key, asked=asked, by=doors.who(request).label, today=doors.today(), document=paper
            )
        )

    return _screen(row, Text("发起项目征集", "Open a project call"), asking.ProjectCallForm, do)


project_call = form_view(_project_call)


def _apply(request: HttpRequest, key: str) -> Screen | None:
    row = dossiers.dossier_for(reader(request), key, "programme.project_call")
    if row is None:
        return None

    def do(form: Any, paper: str) -> Refused | Text:
        d = form.cleaned_data
        application = f.ProjectApplied(
            project=f"prj:{d['reference'][:8]}",
            call=key,
            place=row.place,
            applicant=d["applicant"].strip(),
            title=d["title"],
            asked=d["asked"],
            fund_name=d["fund_name"],
            bureau=d["bureau"],
            invoices=several(d["invoices"]),
            loans=several(d["loans"]),
            rights=several(d["rights"]),
            is_legal_person=d["is_legal_person"],
            credit_clean=True if d["credit_clean"] else None,
            on=doors.today(),
        )
        by = doors.who(request).label
        return told(
            projects.project_apply(
                application=application, by=by, today=doors.today(), confirmed=d["confirmed"], document=paper
            )
        )

    city = dossiers.dossiers_for(reader(request), "programme.city").filter(place=row.place).first()
    back = reverse("programme:road", args=[city.case]) if city else reverse("programme:roads")
    return Screen(
        title=Text("申报项目", "Apply for a project"),
        of=row.title,
        back=back,
        form=asking.ProjectForm,
        do=do,
        place=row.place,
        roles=_OFFICE,
        fields={"invoice": "invoices", "loan": "loans", "right": "rights"},
    )


apply = form_view(_apply)


def _find_project(user: access.Reader, key: str) -> Dossier | None:
    return dossiers.dossier_for(user, key, PROJECT.code)


def _tell_project(row: Dossier, asked: Asked) -> Told:
    orders = dossiers.dossiers_for(asked.reader, ORDER.code)
    mine = [e.fact.order for e in of_cases([row.case], [f.PaymentOrdered]) if isinstance(e.fact, f.PaymentOrdered)]
    rows = tuple(
        (go("order", o.title, o.case), ORDER.states.get(o.stage), Money(o.fen or 0))
        for o in orders.filter(case__in=mine)
    )
    heads = (Text("支付单", "Order"), Text("状态", "State"), Text("金额", "Amount"))
    doing = (
        (go("contract", duties.CONTRACT.title, row.case),),
        (go("order-new", Text("申请支付", "Ask for a payment"), row.case),),
    )
    return Told(
        title=row.title,
        state=row.stage,
        version=row.folded_to,
        since=row.since,
        places=(row.place,),
        says=(Said(title=Text("申请金额", "Amount asked"), value=Money(row.fen or 0)),),
        sides=(Side(title=Text("申报单位", "Applicant"), parties=(row.party,)),),
        lines=(
            Lines(
                title=Text("可办事项", "What can be done"),
                heads=(Text("事项", "What"),),
                rows=doing if row.stage == "running" else (),
            ),
            _contracts(row),
            Lines(title=Text("支付", "Payments"), heads=heads, rows=rows, numeric=frozenset({2})),
        ),
    )


def _contracts(row: Dossier) -> Lines:
    found = reading.project_of(row.case)
    rows = []
    for c in found.contracts.values() if found else ():
        ordered = sum((o.amount for o in found.live_orders if o.contract == c.contract), NIL) if found else NIL
        rows.append((c.contract, c.procurement, c.amount, ordered, c.accepted_on))
    heads = (
        Text("合同编号", "Contract"), Text("采购方式", "Procurement"), Text("合同金额", "Amount"), Text("已申请支付", "Ordered on it"),
        Text("验收日", "Accepted on"),
    )  # fmt: skip
    return Lines(title=Text("支付合同", "Contracts"), heads=heads, rows=tuple(rows), numeric=frozenset({2, 3}))


def _contract(request: HttpRequest, key: str) -> Screen | None:
    row = _find_project(reader(request), key)
    if row is None:
        return None

    def do(form: Any, paper: str) -> Refused | Text:
        d = form.cleaned_data
        asked = contracts.ContractAsked(
            contract=d["contract"].strip(),
            project=key,
            amount=d["amount"],
            procurement=d["procurement"],
            accepted_on=d["accepted_on"],
        )
        by, reference = doors.who(request).label, d["reference"]
        return told(
            contracts.contract_sign(asked=asked, by=by, today=doors.today(), reference=reference, document=paper)
        )

    return Screen(
        title=duties.CONTRACT.title,
        of=row.title,
        back=reverse("programme:project", args=[key]),
        form=ContractForm,
        do=do,
        place=row.place,
        roles=duties.CONTRACT.roles,
    )


contract = form_view(_contract)


def _project_step(doing: Doing[Dossier]) -> Refused | Text:
    return told(
        projects.project_step(
            project=doing.row.case,
            event=doing.event,
            by=doing.by,
            today=doing.today,
            reference=doing.reference,
            why=doing.form.cleaned_data["why"],
            document=doing.document,
        )
    )


PROJECT_CASE: CaseKind[Dossier] = CaseKind(
    lifecycle=PROJECT,
    refers="case",
    find=_find_project,
    tell=_tell_project,
    back=(Text("城市进程", "Cities in the programme"), "programme:roads"),
    tones={
        "accepted": ("✓", "good"),
        "terminated": ("✕", "bad"),
        "turned_down": ("✕", "bad"),
        "recovering": ("!", "warn"),
    },
    acts=tuple(Act(event=e, form=WhyForm, do=_project_step) for e in PROJECT.events),
)


def _order(request: HttpRequest, key: str) -> Screen | None:
    row = _find_project(reader(request), key)
    if row is None:
        return None
    found = reading.project_of(key)
    signed = tuple(found.contracts) if found else ()

    def do(form: Any, paper: str) -> Refused | Text:
        d = form.cleaned_data
        asked = projects.OrderAsked(
            order=f"pay:{d['reference'][:8]}",
            project=key,
            amount=d["amount"],
            account_no=d["account_no"],
            invoice=d["invoice"],
            voucher=d["voucher"],
            contract=d["contract"],
        )
        return told(
            projects.payment_order(asked=asked, by=doors.who(request).label, today=doors.today(), document=paper)
        )

    return Screen(
        title=Text("申请支付", "Ask for a payment"),
        of=row.title,
        back=reverse("programme:project", args=[key]),
        form=lambda *a, **k: asking.OrderForm(*a, contracts=signed, **k),
        do=do,
        place=row.place,
        roles=_OFFICE,
    )


order_new = form_view(_order)


def _find_order(user: access.Reader, key: str) -> Dossier | None:
    return dossiers.dossier_for(user, key, ORDER.code)


def _tell_order(row: Dossier, asked: Asked) -> Told:
    fact = next(
        (e.fact for e in of_cases([row.case], [f.PaymentOrdered]) if isinstance(e.fact, f.PaymentOrdered)), None
    )
    assert fact is not None
    says = (
        Said(title=Text("金额", "Amount"), value=fact.amount),
        Said(title=Text("资金来源", "Source"), value=fact.source),
        Said(title=Text("支持方式", "Instrument"), value=fact.instrument),
        Said(title=Text("发票号", "Invoice"), value=fact.invoice),
        Said(title=Text("凭证号", "Voucher"), value=fact.voucher or None),
        Said(title=Text("预算年度", "Budget year"), value=str(fact.budget_year)),
        Said(title=Text("项目", "Project"), value=go("project", fact.project, fact.project)),
    )
    files = ((go("treasury", Text("国库支付文件（CSV）", "file for the treasury (CSV)"), row.case),),)
    return Told(
        title=Text(f"支付申请 {row.case}", f"Payment order {row.case}"),
        state=row.stage,
        version=row.folded_to,
        since=row.since,
        places=(row.place,),
        says=says,
        sides=(Side(title=Text("收款单位", "Payee"), parties=(fact.payee,)),),
        lines=(
            Lines(
                title=Text("文件", "Files"), heads=(Text("文件", "File"),), rows=files if row.stage != "drafted" else ()
            ),
        ),
    )


def _order_step(doing: Doing[Dossier]) -> Refused | Text:
    return told(
        projects.order_step(
            order=doing.row.case,
            event=doing.event,
            by=doing.by,
            today=doing.today,
            reference=doing.reference,
            why=doing.form.cleaned_data["why"],
            document=doing.document,
        )
    )


ORDER_CASE: CaseKind[Dossier] = CaseKind(
    lifecycle=ORDER,
    refers="case",
    find=_find_order,
    tell=_tell_order,
    back=(Text("城市进程", "Cities in the programme"), "programme:roads"),
    tones={"paid": ("✓", "good"), "returned": ("✕", "bad"), "withdrawn": ("↶", "quiet")},
    acts=tuple(Act(event=e, form=WhyForm, do=_order_step) for e in ORDER.events),
)


@require_safe
@login_required
def treasury(request: HttpRequest, key: str) -> HttpResponse:
    """The order as the treasury takes it, once it is approved."""
    row = _find_order(reader(request), key)
    if row is None or row.stage == "drafted":
        raise Http404
    orders = [e.fact for e in of_cases([key], [f.PaymentOrdered]) if isinstance(e.fact, f.PaymentOrdered)]
    return HttpResponse(
        treasury_csv(orders),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="treasury.csv"'},
    )
