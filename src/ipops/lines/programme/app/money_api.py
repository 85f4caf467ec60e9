"""A city's money over the API: received, moved, called for, applied for, contracted, ordered, recovered, held against statements."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.lines.programme import facts as f
from ipops.lines.programme.app import duties
from ipops.lines.programme.app.api_doors import (
    Code,
    Fen,
    Hash,
    Kept,
    Opened,
    Reference,
    Short,
    Year,
    case_of,
    city_of,
    fresh,
    may,
    opened,
    told,
)
from ipops.lines.programme.app.reading import fund
from ipops.lines.programme.app.reading import plan as plans
from ipops.lines.programme.app.reading.entries import of_cases
from ipops.lines.programme.app.services import contracts, projects, recovery
from ipops.lines.programme.app.services import fund as funds
from ipops.lines.programme.facts.words import Instrument, Position, ProjectClass, Source
from ipops.lines.programme.rules.fund.accounts import named
from ipops.lines.programme.rules.fund.clocks import carried_past, unspent
from ipops.lines.programme.rules.fund.treasury import FOR_TREASURY, treasury_csv
from ipops.webkit import api, journal, parties
from ipops.webkit.pages.doors import today

router = Router(tags=["programme"])
Title = Annotated[str, Field(min_length=1, max_length=100)]


class ReceiptIn(Schema):
    """``withheld``: announced, and not to be spent before it is released."""

    source: Source
    amount_fen: Fen
    budget_year: Year
    number: Short
    received_on: date
    reference: Reference
    passed_on: date | None = None
    withheld: bool = False
    document: Hash = ""


class MoveIn(Schema):
    source: Source
    from_position: Position
    to_position: Position
    amount_fen: Fen
    budget_year: Year
    why: Short
    reference: Reference
    instrument: Instrument | None = None
    document: Hash = ""


class ProjectCallIn(Schema):
    title: Title
    klass: ProjectClass
    source: Source
    instrument: Instrument
    money_fen: Fen
    budget_year: Year
    closes_on: date
    reference: Reference
    task: Annotated[str, Field(max_length=40)] = ""
    document: Hash = ""


class ProjectIn(Schema):
    """``confirmed`` answers a right or a title that is claimed twice; an invoice or a loan claimed twice has no answer."""

    applicant: Code
    title: Title
    asked_fen: Fen
    fund_name: Short
    bureau: Short
    reference: Reference
    invoices: list[Short] = Field(default=[])
    loans: list[Short] = Field(default=[])
    rights: list[Short] = Field(default=[])
    is_legal_person: bool = False
    credit_clean: bool | None = None
    confirmed: Short = ""
    document: Hash = ""


class OrderIn(Schema):
    amount_fen: Fen
    account_no: Annotated[str, Field(min_length=4, max_length=40)]
    invoice: Short
    reference: Reference
    voucher: Short = ""
    contract: Short = ""
    document: Hash = ""


class CameBackIn(Schema):
    amount_fen: Fen
    document: Hash
    reference: Reference
    why: Short = ""


class BalanceIn(Schema):
    account: Code
    stated_fen: Fen
    on: date
    document: Hash
    reference: Reference


class ContractIn(Schema):
    contract: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[\w:.\-]+$")]
    amount_fen: Fen
    procurement: Short
    document: Hash
    reference: Reference
    accepted_on: date | None = None


@router.get("/cases/{case}/fund", response=dict[str, Any], summary="资金 · Accounts, clocks, rates of execution")
def fund_one(request: HttpRequest, case: Code) -> dict[str, Any]:
    row = city_of(request, case)
    adopted = plans.adopted_of(row)
    read = fund.fund_of(plans.fund_of(row), plans.floors_of(row, adopted), today())
    left = unspent(e.fact for e in read.postings if isinstance(e.fact, f.MoneyPosted))
    return {
        "accounts": {a.account: a.fen for a in read.accounts},
        "off": [a.account for a in read.off],
        "clocks": [c.as_json() for c in read.clocks],
        "unknown": [u.as_json() for u in read.unknown],
        "execution": [e.as_json() for e in read.execution],
        "carried_past": sorted(carried_past(left, adopted.last_year if adopted else None, today())),
        "unspent_fen": {str(y): m.fen for y, m in sorted(left.items())},
        "recoveries": [r.as_json() for r in read.recoveries],
        "doubles": [
            {"claim": d.mine.code, "other": d.other.code, "what": d.what, "key": d.key, "blocks": d.blocks}
            for d in fund.doubles_of(row.place)
        ],
    }


@router.get("/cases/{case}/project", response=dict[str, Any], summary="一个项目的钱 · Where a project's money is")
def project_one(request: HttpRequest, case: Code) -> dict[str, Any]:
    found = fund.project_of(case_of(request, case, "programme.project").case)
    if found is None:
        raise api.missing()
    return {
        "asked_fen": found.applied.asked.fen,
        "encumbered_fen": found.encumbered.fen,
        "paid_fen": found.paid.fen,
        "to_recover_fen": found.to_recover.fen,
        "recovery": found.recovery.as_json() if found.recovery else None,
        "orders": sorted(found.orders),
        "contracts": {k: c.amount.fen for k, c in sorted(found.contracts.items())},
    }


@router.post("/cases/{case}/receipts", response=Kept, summary="到账资金 · Money received")
def receive(request: HttpRequest, case: Code, given: ReceiptIn) -> dict[str, Any]:
    row = city_of(request, case)
    by = may(request, duties.RECEIVE, row.place, given.document)
    told_ = given.model_dump(exclude={"amount_fen"})
    return told(funds.money_receive(nomination=row.case, amount=Money(given.amount_fen), by=by, today=today(), **told_))


@router.post("/cases/{case}/moves", response=Kept, summary="资金调整 · Money moved between positions")
def move(request: HttpRequest, case: Code, given: MoveIn) -> dict[str, Any]:
    row = city_of(request, case)
    by = may(request, duties.MOVE, row.place, given.document)
    if (stored := journal.stored_under(by, f"post:{given.reference}")) is not None:
        return told(stored)
    return told(
        funds.money_move(
            nomination=row.case,
            source=given.source,
            from_=given.from_position,
            to=given.to_position,
            amount=Money(given.amount_fen),
            budget_year=given.budget_year,
            says=given.why,
            by=by,
            today=today(),
            reference=given.reference,
            instrument=given.instrument,
            document=given.document,
        )
    )


@router.post("/cases/{case}/project-calls", response=Opened, summary="发起项目征集 · Open a project call")
def project_call(request: HttpRequest, case: Code, given: ProjectCallIn) -> dict[str, Any]:
    row = city_of(request, case)
    by = may(request, duties.CALL, row.place, given.document)
    code = fresh("pc", by, given.reference)
    told_ = given.model_dump(exclude={"money_fen", "reference", "document"})
    asked = projects.CallAsked(call=code, money=Money(given.money_fen), **told_)
    return opened(
        by,
        code,
        f"project-call:{code}",
        lambda: projects.project_call(nomination=row.case, asked=asked, by=by, today=today(), document=given.document),
    )


@router.post("/cases/{case}/projects", response=Opened, summary="申报项目 · Apply under a project call")
def project(request: HttpRequest, case: Code, given: ProjectIn) -> dict[str, Any]:
    row = case_of(request, case, "programme.project_call")
    by = may(request, duties.APPLY, row.place, given.document)
    code = fresh("prj", by, given.reference)
    listed: dict[str, Any] = {name: tuple(getattr(given, name)) for name in ("invoices", "loans", "rights")}
    told_ = given.model_dump(exclude={"asked_fen", "reference", "confirmed", "document", *listed})
    application = f.ProjectApplied(
        project=code, call=row.case, place=row.place, asked=Money(given.asked_fen), on=today(), **told_, **listed
    )
    return opened(
        by,
        code,
        f"project:{code}",
        lambda: projects.project_apply(
            application=application, by=by, today=today(), confirmed=given.confirmed, document=given.document
        ),
    )


@router.post("/cases/{case}/contracts", response=Kept, summary="支付合同 · A payment contract of a project")
def contract(request: HttpRequest, case: Code, given: ContractIn) -> dict[str, Any]:
    row = case_of(request, case, "programme.project")
    by = may(request, duties.CONTRACT, row.place, given.document)
    asked = contracts.ContractAsked(
        contract=given.contract,
        project=row.case,
        amount=Money(given.amount_fen),
        procurement=given.procurement,
        accepted_on=given.accepted_on,
    )
    return told(
        contracts.contract_sign(asked=asked, by=by, today=today(), reference=given.reference, document=given.document)
    )


@router.post("/cases/{case}/orders", response=Opened, summary="申请支付 · Ask the treasury to pay on a project")
def order(request: HttpRequest, case: Code, given: OrderIn) -> dict[str, Any]:
    row = case_of(request, case, "programme.project")
    by = may(request, duties.ORDER, row.place, given.document)
    code = fresh("pay", by, given.reference)
    told_ = given.model_dump(exclude={"amount_fen", "reference", "document"})
    asked = projects.OrderAsked(order=code, project=row.case, amount=Money(given.amount_fen), **told_)
    return opened(
        by,
        code,
        f"order:{code}",
        lambda: projects.payment_order(asked=asked, by=by, today=today(), document=given.document),
    )


@router.get("/cases/{case}/treasury", response={200: None}, summary="国库支付文件 · The file for the treasury (CSV)")
def treasury(request: HttpRequest, case: Code) -> HttpResponse:
    """Of one order that is approved and was not returned or withdrawn."""
    row = case_of(request, case, "programme.order")
    if row.stage not in FOR_TREASURY:
        raise api.missing()
    orders = [e.fact for e in of_cases([row.case], [f.PaymentOrdered]) if isinstance(e.fact, f.PaymentOrdered)]
    return HttpResponse(
        treasury_csv(orders, parties.named([x.payee for x in orders])), content_type="text/csv; charset=utf-8"
    )


@router.post("/cases/{case}/recoveries", response=Kept, summary="追回款 · Money of a project that came back")
def recover(request: HttpRequest, case: Code, given: CameBackIn) -> dict[str, Any]:
    row = case_of(request, case, "programme.project")
    by = may(request, duties.RECOVER, row.place, given.document)
    came = recovery.CameBack(project=row.case, amount=Money(given.amount_fen), document=given.document, why=given.why)
    return told(recovery.recovery_receive(came=came, by=by, today=today(), reference=given.reference))


@router.post("/cases/{case}/balances", response=Kept, summary="对账单余额 · A balance from a statement")
def balance(request: HttpRequest, case: Code, given: BalanceIn) -> dict[str, Any]:
    """Only of an account of this city's fund."""
    row = city_of(request, case)
    by = may(request, duties.BALANCE, row.place, given.document)
    name = named(given.account)
    if isinstance(name, Refused):
        raise api.refused(name, 409)
    if name.place != row.place:
        raise api.missing()
    return told(
        funds.balance_state(
            account=given.account,
            stated=Money(given.stated_fen),
            document=given.document,
            by=by,
            on=given.on,
            today=today(),
            reference=given.reference,
        )
    )
