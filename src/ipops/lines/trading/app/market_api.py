"""``/api/v1/trading/`` beyond deals: offers, needs with their matches, open licences, technology contracts, conversion, pools.

Disclosures are not here: nothing of what is secret leaves by the API. Asked prices and budgets are shown and never added up.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from pydantic import StringConstraints

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.ledger.entry import Entry
from ipops.ledger.facts.words import CreditGrade
from ipops.lines.trading.app import conversion, matching, services
from ipops.lines.trading.app.market_selectors import contract_years, contracts_for, market_for
from ipops.lines.trading.app.models import MarketCase, TechContract
from ipops.lines.trading.app.services.course import Sent
from ipops.lines.trading.app.services.market import Who
from ipops.lines.trading.facts import Act
from ipops.lines.trading.facts.words import Priced, PriceForm
from ipops.lines.trading.machine import NEED, OFFER, OPEN, POOL
from ipops.lines.trading.rules.matching.ranking import Match
from ipops.webkit import access, api
from ipops.webkit.pages import doors

router = Router(tags=["trading"])
MOST = 500
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
Line = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Words = Annotated[str, StringConstraints(max_length=40_000, pattern=r"^[^\x00]*$")]
Place = Annotated[str, StringConstraints(pattern=r"^([0-9]{6})?$")]
Fen = Annotated[int, Field(ge=0, le=10**15)]


class Paged(Schema):
    """``page`` counts from 1; ``stage`` is a state of the kind's lifecycle."""

    stage: api.Code | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1


class CaseOut(Schema):
    """An offer, need, open-licence statement or pool. ``how`` is the way of pricing or paying; ``fen`` an asked price, a budget, or
    what a pool received; of an auction ``takers`` bid ``shares`` (fen), of a pool ``shares`` are parts of a fee; ``until`` the last day to answer, of a licence the first day without."""

    case: str
    stage: str
    title: str
    words: str
    parties: list[str]
    rights: list[str]
    place: str
    how: str
    act: str
    fen: int | None
    industry: str
    size: str
    until: date | None
    takers: list[str]
    deals: list[str]
    shares: list[int]
    agency: str
    agency_grade: str
    opened_on: date | None
    since: date | None


class Cases(Schema):
    items: list[CaseOut]
    total: int


class MatchOut(Schema):
    """``plain_rank`` is the place by words alone; ``parts`` add up to ``score``; ``words`` are those that hit."""

    right: str
    rank: int
    plain_rank: int
    score: float
    parts: dict[str, float]
    words: list[str]


class ContractOut(Schema):
    """Money in fen; ``link`` says whether somebody linked the contract to patents."""

    contract: str
    number: str
    type: str
    title: str
    stage: str
    sellers: list[str]
    buyers: list[str]
    place: str
    whole_fen: int | None
    technology_fen: int | None
    rights: list[str]
    link: str
    of_patents: bool
    on: date | None
    signed_on: date | None
    amended_on: date | None
    cancelled_on: date | None


class Contracts(Schema):
    items: list[ContractOut]
    total: int


class ReadingOut(Schema):
    """One year, net of cancellations: patent transfer and licence contracts by type; any contract with a linked patent; and how many
    nobody has looked at. Money in fen, ``null`` where there is none to add."""

    year: int
    by_type_fen: int | None
    by_type_n: int
    linked_fen: int | None
    linked_n: int
    open_n: int


class ConversionOut(Schema):
    """SMEs with a recorded transfer or licence from a university or institute, new in the year and so far; ``shown`` are those with
    evidence of use, the stricter reading."""

    year: int
    firms: int
    so_far: int
    shown: int
    shown_so_far: int
    size_untold: int


class OfferIn(Schema):
    """``reference`` is yours: sent twice it changes nothing. ``asked_fen`` is shown and counts for nothing."""

    reference: api.Code
    owner: Line
    place: Place = ""
    rights: Annotated[list[api.Code], Field(min_length=1, max_length=1000)]
    act: Literal["transfer", "licence"]
    priced: Literal["agreement", "listing", "auction"]
    asked_fen: Fen | None = None
    closes_on: Day | None = None
    words: Words = ""
    agency: Line = ""
    agency_grade: Literal["a_plus", "a", "b", "c", "d", "unknown"] = "unknown"


class NeedIn(Schema):
    reference: api.Code
    party: Line
    place: Place = ""
    title: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
    words: Words
    industry: Annotated[str, StringConstraints(pattern=r"^([A-Z]?[0-9]{0,4})$")] = ""
    size: Annotated[str, StringConstraints(max_length=20, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    budget_fen: Fen | None = None
    closes_on: Day | None = None


class StatementIn(Schema):
    """The five fields of a statement: number, owner, way and standard of payment, term, what else. ``until`` is exclusive."""

    reference: api.Code
    owner: Line
    place: Place = ""
    right: api.Code
    way: Literal["lump", "instalments", "royalty", "entry_royalty", "nothing"]
    standard: Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")] = ""
    until: Day | None = None
    other: Annotated[str, StringConstraints(max_length=1_000, pattern=r"^[^\x00]*$")] = ""
    report: bool = False
    pledgees_agree: bool = False


class OpenedOut(Schema):
    case: str


def _lists(path: str, cycle: str, summary: str, one: str) -> None:
    """Reading a list of cases of one kind, and one of them."""

    def many(request: HttpRequest, asked: Query[Paged]) -> dict[str, Any]:
        rows = market_for(api.may_see(request), cycle).order_by("-opened_on", "case")
        return _page(rows.filter(stage=asked.stage) if asked.stage else rows, asked)

    def single(request: HttpRequest, case: api.Code) -> MarketCase:
        found = market_for(api.may_see(request), cycle).filter(case=case).first()
        if found is None:
            raise api.missing()
        return found

    name = path.replace("-", "_")
    router.get(f"/{path}", response=Cases, summary=summary, operation_id=f"trading_{name}")(many)
    router.get(f"/{path}/{{case}}", response=CaseOut, summary=one, operation_id=f"trading_{name}_one")(single)


def _page(rows: QuerySet[Any], asked: Paged) -> dict[str, Any]:
    start = (asked.page - 1) * asked.limit
    return {"items": list(rows[start : start + asked.limit]), "total": rows.count()}


_lists("offers", OFFER.code, "专利供给，新的在前 · Offers, newest first", "一项供给 · One offer")
_lists("needs", NEED.code, "技术需求，新的在前 · Needs, newest first", "一项需求 · One need")
_lists("open-licences", OPEN.code, "开放许可声明 · Open-licence statements", "一项开放许可声明 · One statement")
_lists("pools", POOL.code, "专利池 · Patent pools", "一个专利池 · One pool")


@router.get("/needs/{case}/matches", response=list[MatchOut], summary="需求的匹配专利 · Patents ranked for a need")
def need_matches(request: HttpRequest, case: api.Code) -> list[dict[str, Any]]:
    row = market_for(api.may_see(request), NEED.code).filter(case=case).first()
    if row is None:
        raise api.missing()
    return [_match(m) for m in matching.for_need(row, doors.today())]


def _match(m: Match) -> dict[str, Any]:
    return {
        "right": m.code, "rank": m.rank, "plain_rank": m.plain_rank, "score": m.score, "parts": dict(m.parts),
        "words": list(m.words),
    }  # fmt: skip


@router.get("/contracts", response=Contracts, summary="技术合同，新的在前 · Technology contracts, newest first")
def contracts(request: HttpRequest, asked: Query[Paged]) -> dict[str, Any]:
    rows = contracts_for(api.may_see(request)).order_by("-on", "contract")
    return _page(rows.filter(stage=asked.stage) if asked.stage else rows, asked)


@router.get("/contract-readings", response=list[ReadingOut], summary="两种读法 · Both readings, by year")
def readings(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "year": r["year"], "by_type_fen": r["by_type"], "by_type_n": r["n_by_type"], "linked_fen": r["linked"],
            "linked_n": r["n_linked"], "open_n": r["n_open"],
        }
        for r in contract_years(contracts_for(api.may_see(request)).filter(on__isnull=False)).order_by("year")
    ]  # fmt: skip


@router.get("/contracts/{contract}", response=ContractOut, summary="一份技术合同 · One technology contract")
def contract(request: HttpRequest, contract: api.Code) -> TechContract:
    found = contracts_for(api.may_see(request)).filter(contract=contract).first()
    if found is None:
        raise api.missing()
    return found


@router.get("/conversion", response=list[ConversionOut], summary="高校院所专利转化 · University conversion, by year")
def converted(request: HttpRequest) -> list[Any]:
    return list(conversion.years(api.may_see(request)))


@router.post("/offers", response=OpenedOut, summary="发布供给 · Make an offer")
def offer(request: HttpRequest, given: OfferIn) -> dict[str, str]:
    return _opened(
        request,
        given.reference,
        lambda sent: services.market.offer_make(
            who=Who(name=given.owner, place=given.place), rights=given.rights, act=Act(given.act),
            priced=Priced(given.priced), asked=_money(given.asked_fen), closes_on=given.closes_on, words=given.words, sent=sent,
            agency=given.agency, agency_grade=CreditGrade(given.agency_grade),
        ),
    )  # fmt: skip


@router.post("/needs", response=OpenedOut, summary="发布需求 · State a need")
def need(request: HttpRequest, given: NeedIn) -> dict[str, str]:
    return _opened(
        request,
        given.reference,
        lambda sent: services.market.need_state(
            who=Who(name=given.party, place=given.place), title=given.title, words=given.words, industry=given.industry,
            size=given.size, budget=_money(given.budget_fen), closes_on=given.closes_on, sent=sent,
        ),
    )  # fmt: skip


@router.post("/open-licences", response=OpenedOut, summary="拟定开放许可声明 · Draft an open-licence statement")
def statement(request: HttpRequest, given: StatementIn) -> dict[str, str]:
    return _opened(
        request,
        given.reference,
        lambda sent: services.openly.open_state(
            who=Who(name=given.owner, place=given.place), number=given.right, way=PriceForm(given.way),
            standard=given.standard, until=given.until, other=given.other, report=given.report,
            agreed=given.pledgees_agree, sent=sent,
        ),
    )  # fmt: skip


def _opened(request: HttpRequest, reference: str, do: Callable[[Sent], Entry | Refused]) -> dict[str, str]:
    user = api.may(request, access.Action.RECORD)
    covers = access.visible_places(user)
    got = do(Sent(by=str(getattr(user, "label", "")), today=doors.today(), reference=reference, covers=covers))
    if isinstance(got, Refused):
        raise api.refused(got, 409 if any(r.cite and r.cite.quote for r in got.reasons) else 422)
    return {"case": next(str(getattr(got.fact, n)) for n in ("offer", "need", "statement") if hasattr(got.fact, n))}


def _money(fen: int | None) -> Money | None:
    return None if fen is None else Money(fen)
