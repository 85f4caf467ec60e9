"""``/api/v1/pledge/``: a bank reports on its loans under references that hold once, and reads them back.

A reference sent again with the same content answers as the first time and changes nothing; with another content it is 409.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.pledge.app import selectors, services
from ipops.lines.pledge.app.asking_api import router as asking
from ipops.lines.pledge.app.bank_api import router as banking
from ipops.lines.pledge.app.models import Claim, Fund, Loan
from ipops.lines.pledge.app.whatif_api import router as whatif
from ipops.lines.pledge.facts.words import BadBecause, FixedBy, LoanClass, Paper, RecoveredBy
from ipops.lines.pledge.machine import CLAIM, LOAN
from ipops.lines.pledge.rules import fixing
from ipops.webkit import api, documents
from ipops.webkit.api import acting
from ipops.webkit.enrol import By
from ipops.webkit.pages import doors

router = Router(tags=["pledge"])
router.add_router("", whatif)
router.add_router("", asking)
router.add_router("", banking)
MOST = 500
Fen = Annotated[int, Field(ge=0, le=10**15, description="in fen")]
Stage = Literal["agreed", "secured", "performing", "overdue", "bad", "claimed", "settled", "written_off"]
assert set(Stage.__args__) == set(LOAN.states)  # type: ignore[attr-defined]
Kind = Literal["draw", "repay", "overdue", "classify", "settle", "extend", "file", "call", "fix"]
Ground = Literal["term", "request", "no_new", "seized", "bankrupt", "by_law"]
assert set(Ground.__args__) == {str(g) for g in FixedBy}  # type: ignore[attr-defined]
Basis = Literal["overdue", "impaired", "downgraded", "other"]
assert set(Basis.__args__) == {str(b) for b in BadBecause}  # type: ignore[attr-defined]
How = Literal["discount", "auction", "sale", "debtor", "guarantor", "insurer", "estate"]
assert set(How.__args__) == {str(h) for h in RecoveredBy}  # type: ignore[attr-defined]
Words = Annotated[str, Field(max_length=2_000)]
Grade = Literal["normal", "mention", "substandard", "doubtful", "loss"]


class Filters(Schema):
    """Everything given must hold; ``page`` counts from 1."""

    stage: Stage | None = None
    fund: api.Code | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1


class LoanOut(Schema):
    """Money in fen; ``left_fen`` is principal drawn and not repaid. Of a maximum-amount pledge: ``fixes_on`` is the agreed day on which
    its claims are fixed; once they are, ``fixed_fen`` is what stood then and ``first_fen`` with how much of it the bank comes first. ``firm``
    is the debtor, ``pledgor`` who gave the pledge: the same, or a third party."""

    loan: str
    stage: str
    firm: str
    pledgor: str
    bank: str
    fund: str
    pledge: str
    rights: list[str]
    amount_fen: int
    ip_fen: int
    left_fen: int
    due_on: date | None
    maximum: bool
    cap_fen: int | None
    fixes_on: date | None
    fixed_on: date | None
    fixed_ground: str
    fixed_fen: int | None
    first_fen: int | None
    secured_on: date | None
    filed_on: date | None
    overdue_on: date | None
    grade: str
    npl_on: date | None
    renewals: int
    claims: list[str]

    @staticmethod
    def resolve_pledgor(row: Any) -> str:
        return str(row.giver)

    @staticmethod
    def resolve_left_fen(row: Any) -> int:
        return int(row.left.fen)

    @staticmethod
    def resolve_fixed_fen(row: Any) -> int | None:
        return row.fixed.fen if row.fixed is not None else None

    @staticmethod
    def resolve_first_fen(row: Any) -> int | None:
        first = fixing.first_with(row.fixed, row.cap) if row.fixed is not None else None
        return first.fen if first is not None else None


class Loans(Schema):
    items: list[LoanOut]
    total: int


class ReportIn(Schema):
    """One report. ``reference`` is the bank's own and holds once for the loan. ``amount_fen`` is principal.

    ``classify`` wants ``grade``, and of a bad loan with nothing overdue on record ``basis``; ``other`` also ``why``. ``extend`` wants ``due_on``; with ``guarantor_consents`` also ``document``, the digest of the consent as it was stored. ``file`` wants
    ``fund``. ``call`` tells the call on the guarantor or insurer. ``fix`` wants ``ground``, and what the ground needs: ``asked_by``,
    ``law``, ``why`` or ``document``; the principal is the ledger's own."""

    reference: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")]
    kind: Kind
    on: date
    amount_fen: Fen = 0
    interest_fen: Fen = 0
    due_on: date | None = None
    clears: bool = False
    grade: Grade | None = None
    fund: Annotated[str, Field(max_length=80)] = ""
    guarantor_consents: bool = False
    enforced_first: bool = False
    basis: Basis | None = None
    ground: Ground | None = None
    others_fen: Fen = 0
    asked_by: Literal["pledgee", "pledgor"] | None = None
    law: Annotated[str, Field(max_length=200)] = ""
    why: Words = ""
    document: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""


class PledgeClaimIn(Schema):
    reference: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")]
    principal_fen: Fen
    interest_fen: Fen = 0
    recovered_fen: Fen = 0
    papers: Annotated[
        list[Literal["contract", "registered", "drawn", "demand", "classed", "enforced", "called"]],
        Field(default_factory=list),
    ]


class RecoveryIn(Schema):
    """Money that came back. Who gets how much is worked out, never told. ``document`` is its proof, if one was sent in before."""

    reference: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")]
    how: How
    gross_fen: Fen
    on: date
    document: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""


class RecoveryCostIn(Schema):
    """A cost of recovery that a party of the scheme advanced."""

    reference: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")]
    party: Annotated[str, Field(min_length=1, max_length=60)]
    amount_fen: Fen
    on: date
    document: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""


class PledgeClaimOut(Schema):
    """``due`` is what was decided, ``paid`` what really left, both in fen by the party's name in the scheme. ``counted_fen`` is what of the
    loss counts under caps per firm, year or fund; none before the check."""

    claim: str
    stage: str
    loan: str
    fund: str
    principal_fen: int
    verdict: str
    counted_fen: int | None
    due: dict[str, int]
    paid: dict[str, int]
    gross_fen: int
    surplus_fen: int

    @staticmethod
    def resolve_due(row: Any) -> dict[str, int]:
        return dict(zip(row.due_parties, row.due_sums, strict=False))

    @staticmethod
    def resolve_paid(row: Any) -> dict[str, int]:
        return dict(zip(row.paid_parties, row.paid_sums, strict=False))


class PoolOut(Schema):
    """``pending_fen`` is certain; ``pending_unknown`` counts claims that nobody has worked out yet."""

    fund: str
    name: str
    scheme: str
    place: str
    balance_fen: int
    pending_fen: int
    pending_unknown: int
    gap_fen: int | None


@router.get("/loans", response=Loans, summary="质押贷款 · Loans one may see")
def loans(request: HttpRequest, asked: Query[Filters]) -> dict[str, Any]:
    rows = selectors.loans_for(api.may_see(request))
    for name in ("stage", "fund"):
        if given := getattr(asked, name):
            rows = rows.filter(**{name: given})
    start = (asked.page - 1) * asked.limit
    return {"items": list(rows[start : start + asked.limit]), "total": rows.count()}


@router.get("/loans/{loan}", response=LoanOut, summary="一笔贷款 · One loan")
def loan(request: HttpRequest, loan: api.Code) -> Loan:
    return _loan(request, loan)


@router.post("/loans/{loan}/reports", response=LoanOut, summary="银行报送 · Report on a loan, once per reference")
def report(request: HttpRequest, loan: api.Code, given: ReportIn) -> Loan:
    """403 if it is not the reader's bank, 409 where the table, a rule or the reference says no."""
    row = _loan(request, loan)
    if no := selectors.why_not_bank(api.may_see(request), row.bank, row.place):
        raise api.refused(no, 403)
    if given.document and documents.document_for(api.may_see(request), given.document) is None:
        raise api.missing("没有这份文件，或者您无权查看。", "There is no such document, or you may not see it.")
    by = _by(request, given.reference, given.document)
    got = (_of_course if given.kind in _COURSE else _reported)(row.loan, given, by)
    if isinstance(got, Refused):
        raise api.refused(got, 409)
    return Loan.objects.get(loan=row.loan)


def _reported(loan: str, x: ReportIn, by: By) -> Any:
    amount, interest = Money(x.amount_fen), Money(x.interest_fen)
    match x.kind:
        case "draw":
            due = x.due_on or x.on
            return services.loan_draw(loan=loan, drawing=x.reference, amount=amount, on=x.on, due_on=due, by=by)
        case "repay":
            return services.loan_repay(loan=loan, principal=amount, interest=interest, clears=x.clears, on=x.on, by=by)
        case "overdue":
            return services.loan_miss(loan=loan, principal=amount, interest=interest, on=x.on, by=by)
        case "classify":
            if x.grade is None:
                return Refused(reasons=(Reason(code="class-missing", says=_NO_CLASS, field="grade"),))
            told: dict[str, Any] = {"basis": BadBecause(x.basis) if x.basis else None, "why": x.why}
            return services.loan_classify(
                loan=loan, grade=LoanClass(x.grade), interest=interest, on=x.on, by=by, **told
            )
        case _:
            return services.loan_settle(loan=loan, on=x.on, by=by)


#: Reports of what happens to the loan besides its money.
_COURSE = ("extend", "file", "call", "fix")


def _of_course(loan: str, x: ReportIn, by: By) -> Any:
    match x.kind:
        case "extend":
            if x.due_on is None:
                return Refused(reasons=(Reason(code="due-missing", says=_NO_DUE, field="due_on"),))
            return services.loan_extend(
                loan=loan, due_on=x.due_on, guarantor_consents=x.guarantor_consents, on=x.on, by=by
            )
        case "file":
            return services.loan_file(loan=loan, fund=x.fund, place="", on=x.on, by=by)
        case "call":
            return services.guarantor_call(loan=loan, enforced_first=x.enforced_first, on=x.on, by=by)
    if x.ground is None:
        return Refused(reasons=(Reason(code="ground-missing", says=_NO_GROUND, field="ground"),))
    asked = fixing.Asked(ground=FixedBy(x.ground), on=x.on, asked_by=x.asked_by or "", law=x.law, why=x.why)
    return services.loan_fix(loan=loan, asked=asked, interest=Money(x.interest_fen), others=Money(x.others_fen), by=by)


_NO_CLASS = Text("请填分类等级。", "Give the class.")
_NO_DUE = Text("请填展期后的到期日。", "Give the day it is due afterwards.")
_NO_GROUND = Text("请填确定事由。", "Give the ground.")


@router.post("/loans/{loan}/claims", response=PledgeClaimOut, summary="申请补偿 · Claim on the fund")
def claim(request: HttpRequest, loan: api.Code, given: PledgeClaimIn) -> Claim:
    row = _loan(request, loan)
    if no := selectors.why_not_bank(api.may_see(request), row.bank, row.place):
        raise api.refused(no, 403)
    got = services.claim_file(
        loan=row.loan,
        principal=Money(given.principal_fen),
        interest=Money(given.interest_fen),
        recovered=Money(given.recovered_fen),
        papers=[Paper(p) for p in given.papers],
        by=_by(request, given.reference),
    )
    if isinstance(got, Refused):
        raise api.refused(got, 409)
    return Claim.objects.get(claim=got)


@router.post("/claims/{claim}/recoveries", response=PledgeClaimOut, summary="追偿款到账 · Money came back")
def recovery(request: HttpRequest, claim: api.Code, given: RecoveryIn) -> Claim:
    return _acted(request, claim, "recover", given, gross=_yuan(given.gross_fen))


@router.post("/claims/{claim}/costs", response=PledgeClaimOut, summary="垫付追偿费用 · A cost was advanced")
def cost(request: HttpRequest, claim: api.Code, given: RecoveryCostIn) -> Claim:
    return _acted(request, claim, "advance", given, amount=_yuan(given.amount_fen))


def _acted(request: HttpRequest, claim: str, event: str, given: RecoveryIn | RecoveryCostIn, **more: str) -> Claim:
    """The act of the claim's page; its reference holds once and stands for one content."""
    acting.act(request, CLAIM.code, claim, event, given, mark=f"pledge:{event}:{given.reference}", **more)
    return Claim.objects.get(claim=claim)


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


@router.get("/claims/{claim}", response=PledgeClaimOut, summary="一项补偿申请 · One claim")
def one_claim(request: HttpRequest, claim: api.Code) -> Claim:
    found = selectors.claim_for(api.may_see(request), claim)
    if found is None:
        raise api.missing()
    return found


@router.get("/pools", response=list[PoolOut], summary="资金池 · Pools: left, and claimed")
def pools(request: HttpRequest) -> list[dict[str, Any]]:
    return [_pool(f) for f in selectors.funds_for(api.may_see(request))]


def _pool(fund: Fund) -> dict[str, Any]:
    held = selectors.pending(fund)
    return {
        "fund": fund.fund,
        "name": fund.name,
        "scheme": fund.scheme,
        "place": fund.place,
        "balance_fen": fund.balance.fen,
        "pending_fen": held.known.fen,
        "pending_unknown": held.unknown,
        "gap_fen": fund.gap_fen,
    }


def _loan(request: HttpRequest, loan: str) -> Loan:
    found = selectors.loan_for(api.may_see(request), loan)
    if found is None:
        raise api.missing()
    return found


def _by(request: HttpRequest, reference: str, document: str = "") -> By:
    who = str(getattr(api.may_see(request), "label", ""))
    told = "银行接口报送 / reported by the bank's system"
    return By(by=who, today=doors.today(), reference=reference, document=document, reason=told)
