"""``/api/v1/insurance/``: read products, policies and claims; claim a loss with a reference of your own."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from pydantic import StringConstraints

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.lines.insurance.app import selectors
from ipops.lines.insurance.app.models import Claim, Policy, Product
from ipops.lines.insurance.app.services.claims import loss_claim
from ipops.lines.insurance.app.services.common import Sender
from ipops.lines.insurance.machine import CLAIM, POLICY
from ipops.webkit import access, api, documents
from ipops.webkit.enrol import By
from ipops.webkit.pages import doors

router = Router(tags=["insurance"])
MOST = 500
PolicyStage = Literal["quoted", "in_force", "doubted", "declined", "rescinded", "ended"]
ClaimStage = Literal["claimed", "complete", "assessed", "agreed", "paid", "recovering", "closed", "refused"]
assert set(PolicyStage.__args__) == set(POLICY.states)  # type: ignore[attr-defined]
assert set(ClaimStage.__args__) == set(CLAIM.states)  # type: ignore[attr-defined]
Day = Annotated[date, Field(ge=date(1950, 1, 1), le=date(2150, 1, 1))]


class Paged(Schema):
    """``page`` counts from 1."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1


class PolicyFilters(Paged):
    stage: PolicyStage | None = None
    insurer: api.Code | None = None
    insured: api.Code | None = None


class ClaimFilters(Paged):
    stage: ClaimStage | None = None
    policy: api.Code | None = None


class ProductOut(Schema):
    """``klass`` is a class of ours: which four the office counts no source says."""

    product: str
    stage: str
    insurer: str
    title: str
    klass: str
    terms_no: str
    listed_on: date | None


class Products(Schema):
    items: list[ProductOut]
    total: int


class PolicyOut(Schema):
    """Money in fen; ``until`` is the first day without cover; no ``value_fen``: none was agreed."""

    policy: str
    stage: str
    policy_no: str
    product: str
    insurer: str
    insured: str
    place: str
    klass: str
    rights: list[str]
    total_fen: int | None
    premium_fen: int | None
    deductible_fen: int | None
    value_fen: int | None
    valid_until: date | None
    written_on: date | None
    starts_on: date | None
    until: date | None
    retroactive_on: date | None
    beneficiary: str
    loan: str


class Policies(Schema):
    items: list[PolicyOut]
    total: int


class InsuranceClaimOut(Schema):
    """Money in fen; ``owed_fen`` follows from loss, value and sums by the law's proportions."""

    claim: str
    stage: str
    policy: str
    insurer: str
    insured: str
    place: str
    happened_on: date | None
    known_on: date | None
    claimed_on: date | None
    complete_on: date | None
    assessed_on: date | None
    agreed_on: date | None
    paid_on: date | None
    stated_fen: int | None
    loss_fen: int | None
    owed_fen: int | None
    uncovered_fen: int | None
    agreed_fen: int | None
    paid_fen: int | None


class InsuranceClaims(Schema):
    items: list[InsuranceClaimOut]
    total: int


class LossIn(Schema):
    """``reference`` is yours: sent twice it changes nothing."""

    reference: api.Code
    on: Day
    happened_on: Day
    known_on: Day
    stated_fen: Annotated[int, Field(ge=0, le=10**15)] | None = None
    what: Annotated[str, StringConstraints(max_length=2_000)]
    document: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""


class ClaimedOut(Schema):
    claim: str


class InsuranceOverviewOut(Schema):
    """Money in fen, of policies that cover today; ``paid_fen`` on all claims."""

    stages: dict[str, int]
    claims: dict[str, int]
    firms: int
    rights: int
    sum_fen: int
    premium_fen: int
    paid_fen: int
    ending: int


def _page(rows: Any, asked: Paged) -> dict[str, Any]:
    start = (asked.page - 1) * asked.limit
    return {"items": list(rows[start : start + asked.limit]), "total": rows.count()}


@router.get("/products", response=Products, summary="保险产品 · Products")
def products(request: HttpRequest, asked: Query[Paged]) -> dict[str, Any]:
    return _page(selectors.products_for(api.may_see(request)), asked)


@router.get("/products/{product}", response=ProductOut, summary="一个产品 · One product")
def product(request: HttpRequest, product: api.Code) -> Product:
    found = selectors.product_for(api.may_see(request), product)
    if found is None:
        raise api.missing()
    return found


@router.get("/policies", response=Policies, summary="报价与保单，新的在前 · Quotes and policies, newest first")
def policies(request: HttpRequest, asked: Query[PolicyFilters]) -> dict[str, Any]:
    rows = selectors.policies_for(api.may_see(request))
    for name in ("stage", "insurer", "insured"):
        if given := getattr(asked, name):
            rows = rows.filter(**{name: given})
    return _page(rows, asked)


@router.get("/policies/{policy}", response=PolicyOut, summary="一份保单 · One policy")
def policy(request: HttpRequest, policy: api.Code) -> Policy:
    found = selectors.policy_for(api.may_see(request), policy)
    if found is None:
        raise api.missing()
    return found


@router.post("/policies/{policy}/claims", response=ClaimedOut, summary="提出索赔 · Claim a loss")
def claim_loss(request: HttpRequest, policy: api.Code, given: LossIn) -> dict[str, Any]:
    """By the insured, the insurer or a clerk of the place. Refused with 409."""
    user = api.may_see(request)
    if selectors.policy_for(user, policy) is None:
        raise api.missing()
    if given.document and documents.document_for(user, given.document) is None:
        raise api.missing("没有这份文件，或者您无权查看。", "There is no such document, or you may not see it.")
    covers = access.visible_places(user) if access.may(user, access.Action.RECORD) else access.Places()
    label = str(getattr(user, "label", ""))
    got = loss_claim(
        policy=policy,
        on=given.on,
        happened_on=given.happened_on,
        known_on=given.known_on,
        stated=Money(given.stated_fen) if given.stated_fen is not None else None,
        what=given.what,
        by=By(by=label, today=doors.today(), reference=given.reference, document=given.document),
        sender=Sender(covers=covers, bodies=access.bodies(user)),
    )
    if isinstance(got, Refused):
        raise api.refused(got, 409)
    return {"claim": got}


@router.get("/claims", response=InsuranceClaims, summary="赔案，新的在前 · Claims, newest first")
def claims(request: HttpRequest, asked: Query[ClaimFilters]) -> dict[str, Any]:
    rows = selectors.claims_for(api.may_see(request))
    for name in ("stage", "policy"):
        if given := getattr(asked, name):
            rows = rows.filter(**{name: given})
    return _page(rows, asked)


@router.get("/claims/{claim}", response=InsuranceClaimOut, summary="一件赔案 · One claim")
def claim(request: HttpRequest, claim: api.Code) -> Claim:
    found = selectors.claim_for(api.may_see(request), claim)
    if found is None:
        raise api.missing()
    return found


@router.get("/overview", response=InsuranceOverviewOut, summary="保险概览 · Insurance at a glance")
def overview(request: HttpRequest) -> selectors.Overview:
    return selectors.overview(api.may_see(request), doors.today())
