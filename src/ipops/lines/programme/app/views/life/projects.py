"""Applications for a project, and a project as a case: contracts, payments, what was paid and what must come back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.programme import facts as f
from ipops.lines.programme.app import duties
from ipops.lines.programme.app.asking import running as asking
from ipops.lines.programme.app.asking.planning import ContractForm
from ipops.lines.programme.app.asking.selection import ReasonForm, WhyForm
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import dossiers
from ipops.lines.programme.app.reading import fund as reading
from ipops.lines.programme.app.services import contracts, projects
from ipops.lines.programme.app.services import recovery as recovering
from ipops.lines.programme.app.views.life.common import Screen, Sent, case_form, form_view, go, step_of, told
from ipops.lines.programme.machine import ORDER, PROJECT
from ipops.lines.programme.rules.fund.recovery import Recovery
from ipops.webkit import access
from ipops.webkit.pages import doors, names
from ipops.webkit.pages.cases import Act, Asked, CaseKind, Lines, Said, Side, Told
from ipops.webkit.pages.fields import several
from ipops.webkit.pages.reader import reader


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
        title=duties.APPLY.title,
        of=row.title,
        back=back,
        form=asking.ProjectForm,
        do=do,
        place=row.place,
        roles=duties.APPLY.roles,
        fields={"invoice": "invoices", "loan": "loans", "right": "rights"},
    )


apply = form_view(_apply)


def find_project(user: access.Reader, key: str) -> Dossier | None:
    return dossiers.dossier_for(user, key, PROJECT.code)


def _tell_project(row: Dossier, asked: Asked) -> Told:
    found = reading.project_of(row.case)
    return Told(
        title=row.title,
        state=row.stage,
        version=row.folded_to,
        since=row.since,
        places=(row.place,),
        says=(Said(title=Text("申请金额", "Amount asked"), value=Money(row.fen or 0)), *_stands(found)),
        sides=(Side(title=Text("申报单位", "Applicant"), parties=(row.party,)),),
        lines=(_doing(row), _contracts(found), _payments(found, asked), *_recovered(found)),
    )


def _stands(found: reading.ProjectFound | None) -> tuple[Said, ...]:
    """Where the project's money is; what holds nothing is left out."""
    if found is None:
        return ()
    recovery = found.recovery
    told_ = (
        (Text("已签约未付", "Signed and not yet paid"), found.encumbered),
        (Text("已支付或投出", "Paid or invested"), found.paid),
        (Text("应收回", "To pay back"), recovery.asked - recovery.given_up if recovery else NIL),
        (Text("已收回", "Came back"), recovery.came if recovery else NIL),
        (Text("尚待收回", "Still to be recovered"), found.to_recover),
    )
    return tuple(Said(title=title, value=amount) for title, amount in told_ if amount)


def _doing(row: Dossier) -> Lines:
    by_stage = {
        "running": (
            (go("contract", duties.CONTRACT.title, row.case),),
            (go("order-new", duties.ORDER.title, row.case),),
        ),
        "recovering": ((go("recovered", duties.RECOVER.title, row.case),),),
    }
    return Lines(
        title=Text("可办事项", "What can be done"), heads=(Text("事项", "What"),), rows=by_stage.get(row.stage, ())
    )


def _payments(found: reading.ProjectFound | None, asked: Asked) -> Lines:
    mine = list(found.orders) if found else []
    orders = dossiers.dossiers_for(asked.reader, ORDER.code).filter(case__in=mine)
    rows = tuple((go("order", o.title, o.case), ORDER.states.get(o.stage), Money(o.fen or 0)) for o in orders)
    heads = (Text("支付单", "Order"), Text("状态", "State"), Text("金额", "Amount"))
    return Lines(title=Text("支付", "Payments"), heads=heads, rows=rows, numeric=frozenset({2}))


def _recovered(found: reading.ProjectFound | None) -> tuple[Lines, ...]:
    """Every instalment that came back, with what was still owed after it."""
    recovery = found.recovery if found else None
    return (_instalments(recovery),) if recovery else ()


def _instalments(recovery: Recovery) -> Lines:
    left, rows = recovery.asked - recovery.given_up, []
    for part in recovery.back:
        left -= part.amount
        rows.append((part.on, part.amount, left, names.fact(part.entry)))
    heads = (
        Text("日期", "Day"), Text("收到", "Came back"), Text("其后尚待收回", "Still owed then"), Text("账本条目", "Entry"),
    )  # fmt: skip
    return Lines(
        title=Text("追回资金", "Money that came back"),
        heads=heads,
        rows=tuple(rows),
        numeric=frozenset({1, 2}),
        empty=Text("还没有收到。", "Nothing came back yet."),
    )


def _contracts(found: reading.ProjectFound | None) -> Lines:
    rows = []
    for c in found.contracts.values() if found else ():
        ordered = sum((o.amount for o in found.live_orders if o.contract == c.contract), NIL) if found else NIL
        rows.append((c.contract, c.procurement, c.amount, ordered, c.accepted_on))
    heads = (
        Text("合同编号", "Contract"), Text("采购方式", "Procurement"), Text("合同金额", "Amount"), Text("已申请支付", "Ordered on it"),
        Text("验收日", "Accepted on"),
    )  # fmt: skip
    return Lines(title=Text("支付合同", "Contracts"), heads=heads, rows=tuple(rows), numeric=frozenset({2, 3}))


def _contract(row: Dossier, sent: Sent) -> Any:
    d = sent.data
    asked = contracts.ContractAsked(
        contract=d["contract"].strip(),
        project=row.case,
        amount=d["amount"],
        procurement=d["procurement"],
        accepted_on=d["accepted_on"],
    )
    return contracts.contract_sign(
        asked=asked, by=sent.by, today=sent.today, reference=sent.reference, document=sent.paper
    )


contract = case_form(find_project, duties.CONTRACT, ContractForm, _contract, back="project")


def _recover(row: Dossier, sent: Sent) -> Any:
    came = recovering.CameBack(project=row.case, amount=sent.data["amount"], document=sent.paper, why=sent.data["why"])
    return recovering.recovery_receive(came=came, by=sent.by, today=sent.today, reference=sent.reference)


def _owed(row: Dossier) -> dict[str, Any]:
    """Filled in with what is still to be recovered."""
    found = reading.project_of(row.case)
    return {"amount": f"{found.to_recover.as_yuan():.2f}"} if found else {}


recovered = case_form(find_project, duties.RECOVER, asking.RecoveryForm, _recover, back="project", initial=_owed)


#: What is refused without its reason.
_NEED_WHY = frozenset({"turn_down", "terminate", "recover"})


def _acts() -> tuple[Act[Dossier], ...]:
    part: Act[Dossier] = Act(event="receive_back", href=lambda row: reverse("programme:recovered", args=[row.case]))
    rest = (
        Act(event=e, form=ReasonForm if e in _NEED_WHY else WhyForm, do=step_of(projects.project_step))
        for e in PROJECT.events
        if e != part.event
    )
    return (*rest, part)


PROJECT_CASE: CaseKind[Dossier] = CaseKind(
    lifecycle=PROJECT,
    refers="case",
    find=find_project,
    tell=_tell_project,
    back=(Text("城市进程", "Cities in the programme"), "programme:roads"),
    tones={
        "accepted": ("✓", "good"),
        "terminated": ("✕", "bad"),
        "turned_down": ("✕", "bad"),
        "recovering": ("!", "warn"),
    },
    acts=_acts(),
)
