"""``/api/v1/trading/``: read deals, checks and conflicts; record a deal. Refusals come with their articles."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from pydantic import StringConstraints

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import LicenceKind
from ipops.lines.trading.app import market_api, selectors, services
from ipops.lines.trading.app.models import CheckCase, Conflict, Deal
from ipops.lines.trading.facts import Act
from ipops.lines.trading.rules.ask import Ask, Standing
from ipops.webkit import access, api, clock, documents

router = Router(tags=["trading"])
router.add_router("", market_api.router)
MOST = 500
#: no facts of ours lie outside; the database's dates would hold them, PostgreSQL's arrays not
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
Line = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]


class Filters(Schema):
    """Everything given must hold; ``page`` counts from 1."""

    act: Literal["transfer", "licence"] | None = None
    stage: api.Code | None = None
    right: api.Code | None = None
    party: api.Code | None = None
    on_from: Day | None = None
    on_before: Day | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1


class DealOut(Schema):
    """``rights``, ``days`` and ``entries`` run side by side; money in fen; ``until`` is the first day without."""

    deal: str
    act: str
    stage: str
    rights: list[str]
    days: list[date]
    entries: list[int]
    register_nos: list[str]
    withdrawn: list[str]
    givers: list[str]
    takers: list[str]
    from_place: str
    to_place: str
    contract_on: date | None
    price_fen: int | None
    free: bool
    related: bool | None
    proof: str
    kind_of_licence: str
    starts_on: date | None
    until: date | None
    territory: str
    fields_of_use: list[str]
    conflicts: list[str]
    checks: list[str]
    excluded: bool


class Deals(Schema):
    items: list[DealOut]
    total: int


class CheckOut(Schema):
    case: str
    signal: str
    stage: str
    deals: list[str]
    entries: list[str]
    owner: str
    why: str
    opened_on: date | None
    ended_on: date | None
    ended_why: str


class ConflictOut(Schema):
    case: str
    deal: str
    right: str
    conflict: str
    clause: str
    stage: str
    due_on: date | None
    settled_on: date | None
    settled_why: str


class DealIn(Schema):
    """A deal as one would type it. ``reference`` is yours: sent twice it changes nothing. ``document`` is the SHA-256 of a
    notice that is stored here; with it a registered deal counts, without it is kept as reported."""

    reference: api.Code
    act: Literal["transfer", "licence"]
    standing: Literal["intended", "registered"] = "registered"
    rights: Annotated[list[api.Code], Field(min_length=1, max_length=1000)]
    givers: Annotated[list[api.Code], Field(min_length=1, max_length=50)]
    takers: Annotated[list[api.Code], Field(min_length=1, max_length=50)]
    on: Day
    contract_on: Day | None = None
    price_fen: Annotated[int, Field(ge=0, le=10**15)] | None = None
    free: bool = False
    related: bool | None = None
    register_no: Line = ""
    kind_of_licence: Literal["ordinary", "sole", "exclusive", "open", "unstated"] | None = None
    starts_on: Day | None = None
    until: Day | None = None
    territory: Line = ""
    fields_of_use: Annotated[tuple[api.Code, ...], Field(max_length=50)] = ()
    from_place: Annotated[str, StringConstraints(pattern=r"^([0-9]{6})?$")] = ""
    to_place: Annotated[str, StringConstraints(pattern=r"^([0-9]{6})?$")] = ""
    co_owners_agree: bool = False
    pledgees_agree: bool = False
    title_shown: bool = False
    document: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""
    reason: Line = ""


class Flagged(Schema):
    right: str
    code: str
    says: api.Says
    clause: str


class RecordedOut(Schema):
    """What was stored: the deal, its entries, what the law says against it, new parties, checks opened."""

    deal: str
    entries: list[int]
    flags: list[Flagged]
    notes: list[api.Says]
    new_parties: list[str]
    checks: list[str]


@router.get("/deals", response=Deals, summary="交易，新的在前 · Deals, newest first")
def deals(request: HttpRequest, asked: Query[Filters]) -> dict[str, Any]:
    rows = selectors.deals_for(api.may_see(request)).order_by("-on", "deal")
    if asked.act:
        rows = rows.filter(act=asked.act)
    if asked.stage:
        rows = rows.filter(stage=asked.stage)
    if asked.right:
        rows = rows.filter(rights__contains=[asked.right])
    if asked.party:
        rows = rows.filter(givers__contains=[asked.party]) | rows.filter(takers__contains=[asked.party])
    if asked.on_from:
        rows = rows.filter(on__gte=asked.on_from)
    if asked.on_before:
        rows = rows.filter(on__lt=asked.on_before)
    start = (asked.page - 1) * asked.limit
    return {"items": list(rows[start : start + asked.limit]), "total": rows.count()}


@router.get("/deals/{deal}", response=DealOut, summary="一笔交易 · One deal")
def deal(request: HttpRequest, deal: api.Code) -> Deal:
    found = selectors.deal_for(api.may_see(request), deal)
    if found is None:
        raise api.missing()
    return found


@router.post("/deals", response=RecordedOut, summary="登记交易 · Record a deal")
def record(request: HttpRequest, given: DealIn) -> dict[str, Any]:
    """Refused with 409 where the law or what is recorded speaks against it, with 422 where the input does."""
    user = api.may(request, access.Action.RECORD)
    if given.document and documents.document_for(user, given.document) is None:
        raise api.missing("没有这份文件，或者您无权查看。", "There is no such document, or you may not see it.")
    got = services.deals.deal_record(
        written=_written(given),
        by=str(getattr(user, "label", "")),
        today=_today(),
        reference=given.reference,
        document=given.document,
        reason=given.reason,
        place=next((m.office.place for m in access.memberships(user) if m.office.place), ""),
        covers=access.visible_places(user),
    )
    if isinstance(got, Refused):
        raise api.refused(got, 409 if any(r.cite and r.cite.quote for r in got.reasons) else 422)
    return _recorded(got)


def _today() -> date:

    return clock.today()


def _written(given: DealIn) -> services.deals.Written:
    ask = Ask(
        act=Act(given.act),
        standing=Standing(given.standing),
        deal="",
        rights=(),
        givers=(),
        takers=(),
        on=given.on,
        from_place=given.from_place,
        to_place=given.to_place,
        contract_on=given.contract_on,
        price=Money(given.price_fen) if given.price_fen is not None else None,
        free=given.free,
        related=given.related,
        register_no=given.register_no,
        kind_of_licence=LicenceKind(given.kind_of_licence) if given.kind_of_licence else None,
        starts_on=given.starts_on,
        until=given.until,
        reach=selectors.reach_of(given.territory, given.fields_of_use),
        co_owners_agree=given.co_owners_agree,
        pledgees_agree=given.pledgees_agree,
        title_shown=given.title_shown,
    )
    return services.deals.Written(ask=ask, rights=given.rights, givers=given.givers, takers=given.takers)


def _recorded(got: services.deals.Recorded) -> dict[str, Any]:
    return {
        "deal": got.deal,
        "entries": [e.n for e in got.entries],
        "flags": [
            {"right": f.right, "code": f.reason.code, "says": _says(f.reason.says), "clause": str(f.reason.cite or "")}
            for f in got.flags
        ],
        "notes": [_says(n.says) for n in got.notes],
        "new_parties": list(got.made),
        "checks": list(got.checks),
    }


def _says(text: Text) -> dict[str, str]:
    return text.as_json()


@router.get("/checks", response=list[CheckOut], summary="核查，新的在前 · Checks, newest first")
def checks(request: HttpRequest, limit: Annotated[int, Field(ge=1, le=MOST)] = 50) -> list[CheckCase]:
    return list(selectors.checks_for(api.may_see(request)).order_by("-opened_on", "case")[:limit])


@router.get("/conflicts", response=list[ConflictOut], summary="与法律的冲突，先到期的在前 · Conflicts, first due first")
def conflicts(request: HttpRequest, limit: Annotated[int, Field(ge=1, le=MOST)] = 50) -> list[Conflict]:
    return list(selectors.conflicts_for(api.may_see(request)).order_by("due_on", "case")[:limit])
