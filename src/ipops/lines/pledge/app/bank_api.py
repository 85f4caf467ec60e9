"""``/api/v1/pledge``: what a bank decides and attests besides its reports on a loan: credit, a write-off, its month.

A reference is the bank's own and holds once: sent again with the same content it changes nothing, with another it is 409. Papers are
sent to ``/api/v1/documents`` before and named by their hash.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from django.db import transaction
from django.http import HttpRequest
from ninja import Field, Router, Schema
from pydantic import StringConstraints

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.lines.pledge.app import selectors, services
from ipops.lines.pledge.app.asking_api import ApplicationOut, Day, Fen, Line, Place, Reference
from ipops.lines.pledge.app.models import Application, Loan, Month
from ipops.lines.pledge.app.services import storing
from ipops.lines.pledge.facts import CreditDecided, MonthAttested
from ipops.lines.pledge.machine import APPLICATION, LOAN
from ipops.webkit import api, documents
from ipops.webkit.api import acting
from ipops.webkit.course import TAKEN
from ipops.webkit.enrol import By
from ipops.webkit.pages import doors

router = Router(tags=["pledge"])
Words = Annotated[str, StringConstraints(max_length=2_000, pattern=r"^[^\x00]*$")]
Paper = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]
BasisPoints = Annotated[int, Field(ge=0, le=10_000, description="hundredths of a per cent")]


class CreditGrantIn(Schema):
    """``ip_fen`` is the part lent on the rights; ``bank`` its credit code."""

    reference: Reference
    bank: Line
    bank_name: Line = ""
    amount_fen: Fen
    ip_fen: Fen
    rate_bp: BasisPoints
    term_months: Annotated[int, Field(ge=1, le=360)]
    why: Words = ""


class CreditDeclineIn(Schema):
    reference: Reference
    bank: Line
    bank_name: Line = ""
    why: Annotated[str, StringConstraints(min_length=1, max_length=2_000, pattern=r"^[^\x00]*$")]


class WriteOffIn(Schema):
    """``sure`` says that you know it cannot be undone."""

    reference: Reference
    why: Annotated[str, StringConstraints(min_length=1, max_length=2_000, pattern=r"^[^\x00]*$")]
    sure: Literal[True]


class WrittenOffOut(Schema):
    loan: str
    stage: str


class MonthIn(Schema):
    """``month`` is any day of it. ``place``: for which division it is reported. Absent is *not told*, never nothing."""

    reference: Reference
    month: Day
    bank: Line
    place: Place
    plan_fen: Fen | None = None
    used_fen: Fen | None = None
    ip_loans_fen: Fen
    ip_npl_fen: Fen
    npl_ratio_bp: BasisPoints | None = None
    attested_by: Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
    document: Paper = ""


class MonthOut(Schema):
    report: str
    month: date
    bank: str
    place: str
    plan_fen: int | None
    used_fen: int | None
    ip_loans_fen: int
    ip_npl_fen: int
    npl_ratio_bp: int | None


@router.post("/applications/{application}/grant", response=ApplicationOut, summary="同意授信 · Credit granted")
def grant(request: HttpRequest, application: api.Code, given: CreditGrantIn) -> Application:
    _same_rate(request, application, given)
    acting.act(
        request, APPLICATION.code, application, "grant", given, mark=f"pledge:credit:{given.reference}",
        amount=_yuan(given.amount_fen), ip_part=_yuan(given.ip_fen), rate=f"{_yuan(given.rate_bp)}%",
    )  # fmt: skip
    return Application.objects.get(application=application)


@router.post("/applications/{application}/decline", response=ApplicationOut, summary="不同意授信 · Credit declined")
def decline(request: HttpRequest, application: api.Code, given: CreditDeclineIn) -> Application:
    mark = f"pledge:credit:{given.reference}"
    acting.act(request, APPLICATION.code, application, "decline", given, mark=mark)
    return Application.objects.get(application=application)


def _same_rate(request: HttpRequest, application: str, given: CreditGrantIn) -> None:
    """The form calls the rate otherwise than the fact does, so the kit does not compare it."""
    held = storing.stored_before(_by(request, given.reference), "credit", case=application)
    if held and isinstance(held.fact, CreditDecided) and held.fact.rate_bp != given.rate_bp:
        raise api.refused(storing.no("reference-taken", TAKEN, "reference"), 409)


@router.post("/loans/{loan}/write-off", response=WrittenOffOut, summary="核销 · Written off")
def write_off(request: HttpRequest, loan: api.Code, given: WriteOffIn) -> Loan:
    mark = f"pledge:report:{given.reference}"
    acting.act(request, LOAN.code, loan, "write_off", given, mark=mark)
    return Loan.objects.get(loan=loan)


@router.post("/months", response=MonthOut, summary="银行月报 · A bank attests its month")
def attest(request: HttpRequest, given: MonthIn) -> Month:
    """403 if it is not the reader's bank; 409 for a month that is told already: what changes is a correction of the entry."""
    user, bank = api.may_see(request), f"P:{given.bank.removeprefix('P:')}"
    if no := selectors.why_not_bank(user, bank, given.place):
        raise api.refused(no, 403)
    if given.document and documents.document_for(user, given.document) is None:
        raise api.missing("没有这份文件，或者您无权查看。", "There is no such document, or you may not see it.")
    told = {
        "plan": _money(given.plan_fen), "used": _money(given.used_fen), "ip_loans": Money(given.ip_loans_fen),
        "ip_npl": Money(given.ip_npl_fen), "npl_ratio_bp": given.npl_ratio_bp, "attested_by": given.attested_by.strip(),
    }  # fmt: skip
    with transaction.atomic():
        by = _by(request, given.reference, given.document)
        got = services.month_attest(month=given.month, bank=bank, place=given.place, by=by, **told)  # type: ignore[arg-type]
        if isinstance(got, Refused):
            raise api.refused(got, 409)
        held = storing.stored_before(by, "month", case=got)
        if held and isinstance(held.fact, MonthAttested) and not acting.says(held, told, given.document):
            raise api.refused(storing.no("reference-taken", TAKEN, "reference"), 409)
    return Month.objects.get(report=got)


def _by(request: HttpRequest, reference: str, document: str = "") -> By:
    label = str(getattr(api.may_see(request), "label", ""))
    return By(by=label, today=doors.today(), reference=reference, document=document)


def _money(fen: int | None) -> Money | None:
    return None if fen is None else Money(fen)


def _yuan(fen: int) -> str:
    """Hundredths as people write them, exactly: fen as yuan, hundredths of a per cent as per cent."""
    return f"{fen // 100}.{fen % 100:02d}"
