"""Projects and payments: calls, applications, steps with their money, orders for the treasury. One transaction each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from ipops.finance.double import Claim, doubles
from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Entry
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import fund as reading
from ipops.lines.programme.app.reading import plan as plans
from ipops.lines.programme.app.reading.entries import of_cases
from ipops.lines.programme.app.services import fund as funds
from ipops.lines.programme.app.services.fund import Posting
from ipops.lines.programme.app.services.steps import drafted, no, source_of, unknown_case
from ipops.lines.programme.facts.words import Instrument, Position, ProjectClass, Source
from ipops.lines.programme.rules.fund import applying, postings
from ipops.webkit import claims, journal


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAsked:
    """A project call as it is drawn up: how much of whose money, used how, for which task of the plan."""

    call: str
    title: str
    klass: ProjectClass
    source: Source
    instrument: Instrument
    money: Money
    budget_year: int
    closes_on: date
    task: str = ""


@transaction.atomic
def project_call(*, nomination: str, asked: CallAsked, by: str, today: date, document: str = "") -> Entry | Refused:
    """Open a project call and set its money aside in the same breath: what is not available cannot be called for."""
    journal.take_turn()
    row = funds.city_of(nomination)
    if row is None:
        return unknown_case(nomination)
    if asked.money <= NIL or asked.closes_on < today:
        return no(
            "call-incomplete",
            "金额须大于零，截止日不早于今天。",
            "The amount is above zero and it closes in the future.",
            "money",
        )
    fact = f.ProjectCalled(
        call=asked.call,
        fund=plans.fund_of(row),
        place=row.place,
        title=asked.title,
        klass=asked.klass,
        source=asked.source,
        instrument=asked.instrument,
        budget_year=asked.budget_year,
        money=asked.money,
        closes_on=asked.closes_on,
        task=asked.task,
        on=today,
    )
    posting = posting_of(row, fact, Position.AVAILABLE, Position.PLANNED, asked.money, f"安排：{asked.title}")
    moved = funds.drafted(posting, plans.floors_of(row), today, f"call:{asked.call}")
    if isinstance(moved, Refused):
        return moved
    opened = Draft(fact=fact, source=source_of(document, asked.title), reference=f"project-call:{asked.call}")
    entry, _ = journal.append([opened, moved], by=by)
    return entry


def posting_of(
    row: Dossier,
    call: f.ProjectCalled,
    from_: Position,
    to: Position,
    amount: Money,
    says: str,
    *,
    project: str = "",
    order: str = "",
    payee: str = "",
    reference_no: str = "",
    document: str = "",
) -> Posting:
    """Money of a project call as it moves."""
    legs = postings.move(
        place=row.place,
        batch=plans.batch_year(row),
        source=call.source,
        from_=from_,
        to=to,
        amount=amount,
        instrument=call.instrument,
    )
    return Posting(
        legs=legs,
        fund=call.fund,
        place=row.place,
        budget_year=call.budget_year,
        says=says,
        reference_no=reference_no,
        task=call.task,
        project=project,
        order=order,
        payee=payee,
        document=document,
    )


def applicant_problems(x: f.ProjectApplied, call: f.ProjectCalled, today: date) -> list[Reason]:
    """Who may apply, as the guides of the cities have it: a legal person with a clean record, in time, for money."""
    lacks = (
        ("closed", today > call.closes_on, "征集已截止。", "The call is closed."),
        (
            "not-a-legal-person",
            not x.is_legal_person,
            "申报单位须为独立法人。",
            "The applicant must be an independent legal person.",
        ),
        (
            "credit-unclean",
            x.credit_clean is False,
            "申报单位有不良信用记录。",
            "The applicant has a bad credit record.",
        ),
        ("credit-unchecked", x.credit_clean is None, "尚未核查信用记录。", "The credit record has not been looked at."),
        ("amount-not-positive", x.asked <= NIL, "申请金额须大于零。", "The amount asked must be above zero."),
        ("asks-too-much", x.asked > call.money, "申请金额超过征集安排。", "It asks for more than the call has."),
    )
    return [Reason(code=code, says=Text(zh, en), field="applicant") for code, wrong, zh, en in lacks if wrong]


@transaction.atomic
def project_apply(
    *, application: f.ProjectApplied, by: str, today: date, confirmed: str = "", document: str = ""
) -> Entry | Refused:
    """Take an application in. The same invoice or loan twice is refused; the same right or title needs a reason."""
    journal.take_turn()
    call = reading.call_of(application.call)
    if call is None:
        return unknown_case(application.call)
    read = applying.read(application)
    unread = read.reasons if isinstance(read, Refused) else ()
    if reasons := (*applicant_problems(application, call, today), *unread):
        return Refused(reasons=reasons)
    assert isinstance(read, f.ProjectApplied)
    application = read
    if no_twice := _twice(reading.claim_of(application), confirmed):
        return no_twice
    draft = Draft(fact=application, source=source_of(document, confirmed), reference=f"project:{application.project}")
    (entry,) = journal.append([draft], by=by)
    return entry


def _twice(mine: Claim, confirmed: str, *, own: Sequence[str] = ()) -> Refused | None:
    found = [d for d in doubles(mine, claims.every()) if d.other.code not in own]
    blocking = [d for d in found if d.blocks] or ([] if confirmed.strip() else found)
    return Refused(reasons=tuple(d.reason for d in blocking)) if blocking else None


#: What a step of a project does to its money.
_MONEY = {
    "start": (Position.PLANNED, Position.ENCUMBERED, "签约"),
    "settle": (Position.TO_RECOVER, Position.RECOVERED, "收回"),
}


@transaction.atomic
def project_step(
    *, case: str, event: str, by: str, today: date, reference: str, why: str = "", document: str = ""
) -> Entry | Refused:
    """Move a project; its money moves with it, or neither does."""
    journal.take_turn()
    row = Dossier.objects.filter(case=case, cycle="programme.project").first()
    found = reading.project_of(case)
    if row is None or found is None:
        return unknown_case(case)
    if event in ("turn_down", "terminate", "recover") and not why.strip():
        return no("no-why", "请说明理由。", "Give the reason.", "why")
    moved = drafted(row, event, on=today, why=why, document=document, reference=reference)
    if isinstance(moved, Refused):
        return moved
    if stopped := _stopped(event, found, document):
        return stopped
    money = _money_of(event, found, today, reference)
    if isinstance(money, Refused):
        return money
    entry, *_ = journal.append([moved, *money], by=by)
    return entry


def _stopped(event: str, found: reading.ProjectFound, document: str) -> Refused | None:
    """What the project's money and papers say against the step."""
    if event == "start":
        return _over_the_call(found)
    if event == "accept" and not document:
        return no("no-evidence", "验收须附验收报告。", "Acceptance needs its report.", "document")
    if event in ("accept", "terminate") and found.waiting:
        return no(
            "orders-open",
            f"尚有支付申请 {found.waiting} 未办结，请先办结或撤销。",
            f"Orders over {found.waiting} are still open: finish or withdraw them first.",
        )
    if event == "settle" and found.to_recover and not document:
        return no("no-voucher", "请附收款凭证。", "Attach the voucher of the receipt.", "document")
    return None


def _over_the_call(found: reading.ProjectFound) -> Refused | None:
    """Projects of a call stay within what it set aside, whatever else was planned the same way: what one drew is gone until it
    is released, also where it was ended after a payment."""
    left = found.call.money + reading.drawn(found.call.call)
    if found.applied.asked <= left:
        return None
    return no(
        "over-the-call",
        f"超出征集安排的资金（尚余 {left}）。",
        f"More than is left of what the call set aside ({left}).",
    )


def _money_of(event: str, found: reading.ProjectFound, today: date, reference: str) -> list[Draft] | Refused:
    moves: list[tuple[Position, Position, Money, str]] = []
    if event == "start":
        moves.append((*_MONEY["start"][:2], found.applied.asked, _MONEY["start"][2]))
    elif event in ("terminate", "accept") and found.encumbered:
        moves.append((Position.ENCUMBERED, Position.PLANNED, found.encumbered, "释放未付部分"))
    elif event == "recover":
        if not found.paid:
            return no("nothing-to-recover", "尚未支付，无款可收。", "Nothing was paid, so nothing is recovered.")
        held = Position.INVESTED if found.call.instrument.revolves else Position.PAID
        moves.append((held, Position.TO_RECOVER, found.paid, "应收回"))
    elif event == "settle" and found.to_recover:
        moves.append((*_MONEY["settle"][:2], found.to_recover, _MONEY["settle"][2]))
    made = []
    for from_, to, amount, says in moves:
        posting = posting_of(
            found.city,
            found.call,
            from_,
            to,
            amount,
            says,
            project=found.applied.project,
            payee=found.applied.applicant,
        )
        draft = funds.drafted(
            posting, plans.floors_of(found.city), today, f"{found.applied.project}:{event}:{reference}"
        )
        if isinstance(draft, Refused):
            return draft
        made.append(draft)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAsked:
    """A payment as it is asked for. Contract, procurement method, acceptance, invoice and voucher stand together."""

    order: str
    project: str
    amount: Money
    account_no: str
    invoice: str
    voucher: str = ""
    contract: str = ""


@transaction.atomic
def payment_order(*, asked: OrderAsked, by: str, today: date, document: str = "") -> Entry | Refused:
    """Ask the treasury to pay. Covered by what is encumbered for the project, never twice on one invoice."""
    journal.take_turn()
    found = reading.project_of(asked.project)
    row = Dossier.objects.filter(case=asked.project).first()
    if found is None or row is None:
        return unknown_case(asked.project)
    if row.stage != "running":
        return no(
            "project-not-running", "项目不在实施中，不能支付。", "The project is not running: nothing is paid on it."
        )
    if asked.amount <= NIL:
        return no("amount-not-positive", "金额须大于零。", "The amount must be above zero.", "amount")
    waiting = found.waiting
    if asked.amount + waiting > found.encumbered:
        left = found.encumbered - waiting
        return no(
            "over-the-contract",
            f"超出签约余额（尚可付 {left}）。",
            f"More than is left of the contract ({left}).",
            "amount",
        )
    if not asked.invoice.strip():
        return no("no-invoice", "请填写发票号。", "Give the invoice.", "invoice")
    if found.call.instrument is Instrument.SERVICES and not asked.contract:
        return no(
            "no-contract",
            "购买服务须按合同支付，请先登记合同（采购方式、验收）。",
            "Services that were bought are paid on their contract: record it first, with how it was procured.",
            "contract",
        )
    if asked.contract and (over := _over_contract(asked, found)):
        return over
    fact = _order_fact(asked, found, today)
    if no_twice := _paid_twice(fact, found):
        return no_twice
    draft = Draft(fact=fact, source=source_of(document, "支付申请 / payment order"), reference=f"order:{asked.order}")
    (entry,) = journal.append([draft], by=by)
    return entry


def _paid_twice(fact: f.PaymentOrdered, found: reading.ProjectFound) -> Refused | None:
    """Whether the invoice is claimed elsewhere: asked when the order is drawn up, approved and paid, for others claim in between."""
    mine = Claim(
        code=fact.order,
        party=fact.payee,
        title="",
        fund=fact.fund,
        bureau=found.applied.bureau,
        invoices=frozenset({fact.invoice}),
    )
    return _twice(mine, "", own=(fact.project,))


def _over_contract(asked: OrderAsked, found: reading.ProjectFound) -> Refused | None:
    """A payment on a contract stays within it, with everything ordered on it before."""
    contract = found.contracts.get(asked.contract)
    if contract is None:
        return no(
            "no-such-contract", f"没有合同 {asked.contract}。", f"There is no contract {asked.contract}.", "contract"
        )
    before = sum((o.amount for o in found.live_orders if o.contract == asked.contract), NIL)
    if before + asked.amount > contract.amount:
        left = contract.amount - before
        return no(
            "over-the-contract",
            f"超出合同余额（尚可付 {left}）。",
            f"More than is left of the contract ({left}).",
            "amount",
        )
    return None


def _order_fact(asked: OrderAsked, found: reading.ProjectFound, today: date) -> f.PaymentOrdered:
    return f.PaymentOrdered(
        order=asked.order,
        project=asked.project,
        contract=asked.contract,
        fund=found.call.fund,
        place=found.city.place,
        payee=found.applied.applicant,
        account_no=asked.account_no[-4:],
        instrument=found.call.instrument,
        source=found.call.source,
        amount=asked.amount,
        invoice=asked.invoice,
        voucher=asked.voucher,
        budget_year=found.call.budget_year,
        on=today,
    )


@transaction.atomic
def order_step(
    *, case: str, event: str, by: str, today: date, reference: str, why: str = "", document: str = ""
) -> Entry | Refused:
    """Move an order. Who asked for it does not approve it; *paid* posts the money in the same transaction."""
    journal.take_turn()
    row = Dossier.objects.filter(case=case, cycle="programme.order").first()
    entries = of_cases([case], [f.PaymentOrdered])
    fact = next((e.fact for e in entries if isinstance(e.fact, f.PaymentOrdered)), None)
    found = reading.project_of(fact.project) if fact else None
    if row is None or fact is None or found is None:
        return unknown_case(case)
    if event == "approve" and row.by == by:
        return no("own-order", "申请人不能复核自己的支付申请。", "Who asked for a payment does not approve it.")
    if event in ("return", "withdraw") and not why.strip():
        return no("no-why", "请说明理由。", "Give the reason.", "why")
    moved = drafted(row, event, on=today, why=why, document=document, reference=reference)
    if isinstance(moved, Refused):
        return moved
    if event in ("approve", "pay") and (no_twice := _paid_twice(fact, found)):
        return no_twice
    drafts = [moved]
    if event == "pay":
        paid = _payment(fact, found, today, document)
        if isinstance(paid, Refused):
            return paid
        drafts.append(paid)
    entry, *_ = journal.append(drafts, by=by)
    return entry


def _payment(fact: f.PaymentOrdered, found: reading.ProjectFound, today: date, document: str) -> Draft | Refused:
    """What paying posts: from encumbered to paid, or to invested where the money comes back."""
    if not (fact.voucher.strip() or document):
        return no(
            "no-voucher",
            "支付须有凭证：支付申请未填凭证号的，请附国库支付凭证。",
            "A payment has a voucher: where the order names none, attach the treasury's.",
            "document",
        )
    to = Position.INVESTED if fact.instrument.revolves else Position.PAID
    posting = posting_of(
        found.city,
        found.call,
        Position.ENCUMBERED,
        to,
        fact.amount,
        f"支付 {fact.voucher or fact.order}",
        project=fact.project,
        order=fact.order,
        payee=fact.payee,
        reference_no=fact.voucher.strip(),
        document=document,
    )
    return funds.drafted(posting, plans.floors_of(found.city), today, f"pay:{fact.order}")
