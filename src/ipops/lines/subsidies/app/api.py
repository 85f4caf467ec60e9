"""``/api/v1/subsidies/``: read windows and claims; with a reference of your own file a claim, do what its page does (``acts_api``), or
take over what a window owes."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from pydantic import StringConstraints

from ipops.kernel.outcome import Refused
from ipops.ledger.facts.words import PartyKind
from ipops.lines.subsidies.app import acts_api, selectors
from ipops.lines.subsidies.app.models import Claim, Window
from ipops.lines.subsidies.app.services.claims import claim_file
from ipops.lines.subsidies.app.services.common import Sender
from ipops.lines.subsidies.app.services.windows import window_take_over
from ipops.lines.subsidies.machine import CLAIM, OFFICERS, WINDOW
from ipops.webkit import access, api, documents
from ipops.webkit.enrol import By, Written
from ipops.webkit.pages import doors
from ipops.webkit.roles import Role

router = Router(tags=["subsidies"])
MOST = 500
TAKERS = frozenset(Role(r) for r in OFFICERS)
ClaimStage = Literal[
    "filed",
    "proven",
    "computed",
    "taken",
    "shared",
    "waiting",
    "carried",
    "granted",
    "paid",
    "recalled",
    "returned",
    "refused",
    "withdrawn",
]
WindowStage = Literal["open", "closed", "divided"]
assert set(ClaimStage.__args__) == set(CLAIM.states)  # type: ignore[attr-defined]
assert set(WindowStage.__args__) == set(WINDOW.states)  # type: ignore[attr-defined]
Line = Annotated[str, StringConstraints(max_length=200)]


class Filters(Schema):
    """Everything given must hold; ``page`` counts from 1."""

    stage: ClaimStage | None = None
    window: api.Code | None = None
    claimant: api.Code | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1


class WindowFilters(Schema):
    stage: WindowStage | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1


class WindowOut(Schema):
    """Money in fen; ``period_until`` is the first day that no longer counts; no ``pot_fen``: none was set. ``owed_fen`` is what the
    pot left owing to the next window, ``taken_fen`` what this one took over from earlier ones."""

    window: str
    stage: str
    place: str
    title: str
    scheme: str
    scheme_version: str
    bureau: str
    fund: str
    budget_year: int
    opened_on: date | None
    closes_on: date | None
    period_from: date | None
    period_until: date | None
    pot_fen: int | None
    order: str
    assumes: list[str]
    rates: list[str]
    shared_fen: int | None
    owed_fen: int | None
    taken_fen: int | None


class Windows(Schema):
    items: list[WindowOut]
    total: int


class SubsidyClaimOut(Schema):
    """Money in fen. ``amounts_fen`` run beside ``awards``; ``missing`` names what an unknown amount waits for; ``sheet`` is the
    digest of the calculation sheet. ``owed_fen`` is what the pot left owing, ``carried_to`` the claim that continues this one;
    one that continues another names it (``earlier``) and the one that was filed (``first``)."""

    claim: str
    stage: str
    window: str
    place: str
    claimant: str
    bank: str
    loan: str
    rights: list[str]
    invoices: list[str]
    given: list[str]
    filed_on: date | None
    settled: bool | None
    repaid_on: date | None
    verdict: str
    awards: list[str]
    amounts_fen: list[int]
    total_fen: int | None
    missing: list[str]
    sheet: str
    share_fen: int | None
    owed_fen: int | None
    carried_to: str
    earlier: str
    first: str
    granted_fen: int | None
    paid_fen: int | None
    paid_on: date | None
    recalled_fen: int | None


class SubsidyClaims(Schema):
    items: list[SubsidyClaimOut]
    total: int


class SubsidyClaimIn(Schema):
    """A claim as one would type it. ``reference`` is yours: sent twice it changes nothing. ``given`` are texts
    ``fact=value`` in the words of the schemes; what is left out stays unknown."""

    reference: api.Code
    claimant: api.Code
    claimant_name: Line = ""
    bank: Annotated[str, StringConstraints(max_length=40)] = ""
    bank_name: Line = ""
    loan: Line = ""
    rights: Annotated[list[api.Code], Field(max_length=1000, default_factory=list)]
    invoices: Annotated[list[Line], Field(max_length=1000, default_factory=list)]
    given: Annotated[list[Line], Field(max_length=500, default_factory=list)]
    document: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""


class FiledOut(Schema):
    claim: str


class TakeOverIn(Schema):
    """``earlier`` is the window whose pot left something owing. ``reference`` is yours: sent twice it changes nothing."""

    reference: api.Code
    earlier: api.Code


class SubsidyOverviewOut(Schema):
    """Money in fen. ``open``: windows that take claims today; ``owed_fen``: what waits for a later window."""

    stages: dict[str, int]
    open: int
    unknown: int
    granted_fen: int
    owed_fen: int
    paid_fen: int
    recalled_fen: int


@router.get("/windows", response=Windows, summary="申报窗口 · Windows, newest first")
def windows(request: HttpRequest, asked: Query[WindowFilters]) -> dict[str, Any]:
    rows = selectors.windows_for(api.may_see(request))
    if asked.stage:
        rows = rows.filter(stage=asked.stage)
    start = (asked.page - 1) * asked.limit
    return {"items": list(rows[start : start + asked.limit]), "total": rows.count()}


@router.get("/windows/{window}", response=WindowOut, summary="一个窗口 · One window")
def window(request: HttpRequest, window: api.Code) -> Window:
    found = selectors.window_for(api.may_see(request), window)
    if found is None:
        raise api.missing()
    return found


@router.post("/windows/{window}/claims", response=FiledOut, summary="申报补贴 · File a claim")
def file(request: HttpRequest, window: api.Code, given: SubsidyClaimIn) -> dict[str, Any]:
    """By a clerk for firms of the place, by a firm for itself, by a bank for its borrowers. Refused with 409."""
    user = api.may_see(request)
    row = selectors.window_for(user, window)
    if row is None:
        raise api.missing()
    covers = access.visible_places(user) if access.may(user, access.Action.RECORD) else access.Places()
    if given.document and documents.document_for(user, given.document) is None:
        raise api.missing("没有这份文件，或者您无权查看。", "There is no such document, or you may not see it.")
    got = claim_file(
        window=window,
        claimant=Written(code=given.claimant, name=given.claimant_name, kind=PartyKind.ENTERPRISE, place=row.place),
        bank=Written(code=given.bank, name=given.bank_name, kind=PartyKind.BANK) if given.bank else None,
        loan=given.loan,
        rights=given.rights,
        invoices=given.invoices,
        stated=given.given,
        by=By(
            by=str(getattr(user, "label", "")), today=doors.today(), reference=given.reference, document=given.document
        ),
        sender=Sender(covers=covers, bodies=access.bodies(user)),
    )
    if isinstance(got, Refused):
        raise api.refused(got, 409)
    return {"claim": got}


@router.post("/windows/{window}/take-over", response=WindowOut, summary="转入结转 · Take over what a window owes")
def take_over(request: HttpRequest, window: api.Code, given: TakeOverIn) -> Window:
    """By an officer of the window's place (403), of a window that still owes (409), as on the page of the case."""
    user = api.may_see(request)
    row = selectors.window_for(user, window)
    if row is None:
        raise api.missing()
    if no := access.why_not_as(user, TAKERS, WINDOW.events["take_over"], row.place):
        raise api.refused(no, 403)
    by = By(by=str(getattr(user, "label", "")), today=doors.today(), reference=given.reference)
    if refused := window_take_over(window=row.window, earlier=given.earlier, by=by):
        raise api.refused(refused, 409)
    return Window.objects.get(window=row.window)


@router.get("/claims", response=SubsidyClaims, summary="补贴申报，新的在前 · Claims, newest first")
def claims(request: HttpRequest, asked: Query[Filters]) -> dict[str, Any]:
    rows = selectors.claims_for(api.may_see(request))
    for name in ("stage", "window", "claimant"):
        if given := getattr(asked, name):
            rows = rows.filter(**{name: given})
    start = (asked.page - 1) * asked.limit
    return {"items": list(rows[start : start + asked.limit]), "total": rows.count()}


@router.get("/claims/{claim}", response=SubsidyClaimOut, summary="一件申报 · One claim")
def claim(request: HttpRequest, claim: api.Code) -> Claim:
    found = selectors.claim_for(api.may_see(request), claim)
    if found is None:
        raise api.missing()
    return found


acts_api.mount(router, SubsidyClaimOut)


@router.get("/overview", response=SubsidyOverviewOut, summary="补贴概览 · Subsidies at a glance")
def overview(request: HttpRequest) -> selectors.Overview:
    return selectors.overview(api.may_see(request), doors.today())
