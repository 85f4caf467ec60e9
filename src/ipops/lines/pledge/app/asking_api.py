"""``/api/v1/pledge/applications`` and ``/registrations``: a firm asks in its own name, an office's acceptance is told.

A reference is the sender's own and holds once: sent again with the same content it changes nothing, with another it is 409. Papers are
sent to ``/api/v1/documents`` before and named by their hash.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, cast

from django.http import HttpRequest
from ninja import Field, Router, Schema
from pydantic import StringConstraints

from ipops.kernel.outcome import Refused
from ipops.lines.pledge.app import selectors, services
from ipops.lines.pledge.app.forms.application import AskForm
from ipops.lines.pledge.app.models import Application, Registration
from ipops.lines.pledge.machine import REGISTRATION_LIFE
from ipops.webkit import api, documents
from ipops.webkit.api import acting
from ipops.webkit.enrol import By
from ipops.webkit.pages import doors

router = Router(tags=["pledge"])
Reference = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")]
Line = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Place = Annotated[str, StringConstraints(pattern=r"^([0-9]{6})?$")]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
Fen = Annotated[int, Field(ge=0, le=10**15, description="in fen")]


class FinanceAskIn(Schema):
    """``firm``, ``bank`` and ``pledgor`` are credit codes; a name and a division are needed of one that is new to the city. ``document`` is
    the firm's dated authorisation, ``authorised_last`` its last day if one is agreed. ``pledgor``: a third party that pledges."""

    reference: Reference
    firm: Line
    firm_name: Line = ""
    place: Place = ""
    authorised_on: Day
    authorised_last: Day | None = None
    document: Hash
    rights: Annotated[list[Line], Field(min_length=1, max_length=500)]
    amount_fen: Fen
    ip_fen: Fen
    term_months: Annotated[int, Field(ge=1, le=360)]
    purpose: Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")] = ""
    pledgor: Line = ""
    pledgor_name: Line = ""
    pledgor_kind: Line = ""
    pledgor_place: Place = ""
    fund: Line = ""
    credit: Line = ""
    bank: Line = ""
    bank_name: Line = ""


class ApplicationOut(Schema):
    """``stage`` is a state of its table. Money in fen."""

    application: str
    stage: str
    firm: str
    pledgor: str
    bank: str
    fund: str
    rights: list[str]
    amount_fen: int
    ip_fen: int
    term_months: int | None
    asked_on: date | None


class PledgeAcceptIn(Schema):
    """The office's notice of acceptance, by its number or as ``document``."""

    reference: Reference
    on: Day
    notice_no: Annotated[str, StringConstraints(max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    document: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""


class RegistrationOut(Schema):
    pledge: str
    stage: str
    filed_on: date | None
    accepted_on: date | None
    registered_on: date | None
    register_no: str


@router.post(
    "/applications", response=ApplicationOut, summary="申请质押融资 · Ask for pledge finance, once per reference"
)
def ask(request: HttpRequest, given: FinanceAskIn) -> Application:
    """By the firm's own people or a clerk of its place. 409 where a rule or the reference says no, 422 what the form finds."""
    user = api.may_see(request)
    told = acting.plain(given) | {
        "rights": "\n".join(given.rights), "amount": _yuan(given.amount_fen), "ip_part": _yuan(given.ip_fen),
    }  # fmt: skip
    form = cast("AskForm", acting.read(lambda data: _form(data, given), told, given.document))
    v = form.cleaned_data
    if documents.document_for(user, given.document) is None:
        raise api.missing("没有这份文件，或者您无权查看。", "There is no such document, or you may not see it.")
    got = services.finance_ask(
        authorised_until=v["authorised_last"] + timedelta(days=1) if v["authorised_last"] else None,
        sender=selectors.sender(user),
        by=By(by=str(getattr(user, "label", "")), today=doors.today(), reference=given.reference, document=given.document),
        **form.parties,
        **{k: v[k] for k in ("rights", "amount", "ip_part", "term_months", "authorised_on", "fund", "credit", "purpose")},
    )  # fmt: skip
    if isinstance(got, Refused):
        raise api.refused(got, 409)
    return Application.objects.get(application=got)


def _form(data: dict[str, Any], given: FinanceAskIn) -> AskForm:
    """The page's form. Which fund and which park's credit there are is looked at by the service, in its own words."""
    return AskForm(data, funds=[(given.fund, given.fund)], credits=[(given.credit, given.credit)])


@router.get("/applications/{application}", response=ApplicationOut, summary="一项融资申请 · One application")
def application(request: HttpRequest, application: api.Code) -> Application:
    found = selectors.application_for(api.may_see(request), application)
    if found is None:
        raise api.missing()
    return found


@router.post(
    "/registrations/{pledge}/acceptance", response=RegistrationOut, summary="登记机构受理 · The office accepted it"
)
def accept(request: HttpRequest, pledge: api.Code, given: PledgeAcceptIn) -> Registration:
    mark = f"pledge:accept:{given.reference}"
    acting.act(request, REGISTRATION_LIFE.code, pledge, "accept", given, mark=mark)
    return Registration.objects.get(pledge=pledge)


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"
