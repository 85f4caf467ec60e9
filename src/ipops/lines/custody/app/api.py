"""``/api/v1/custody/``: read custodies, one custody, and how many SMEs are covered."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from ipops.lines.custody.app import selectors
from ipops.lines.custody.app.models import Custody
from ipops.lines.custody.app.reading import agenda, answers, bureau, report
from ipops.lines.custody.machine import CUSTODY
from ipops.rights.docket import ical
from ipops.rights.docket.days import FIRST, LAST
from ipops.webkit import access, api, parties
from ipops.webkit.pages import doors

router = Router(tags=["custody"])
MOST = 500
Stage = Literal["asked", "offered", "signed", "active", "ended", "dropped"]
assert set(Stage.__args__) == set(CUSTODY.states)  # type: ignore[attr-defined]


class Filters(Schema):
    """Everything given must hold; ``page`` counts from 1."""

    stage: Stage | None = None
    client: api.Code | None = None
    agency: api.Code | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1


class CustodyOut(Schema):
    """Money in fen; ``until`` is the first day without custody; ``covered_on`` the day from which the firm counts."""

    custody: str
    stage: str
    client: str
    agency: str
    place: str
    level: str
    fee_fen: int | None
    leader: str
    rights: list[str]
    services: list[str]
    computed: str
    declared: str
    signed_on: date | None
    until: date | None
    served: int
    last_served_on: date | None
    covered_on: date | None
    ended_on: date | None
    log: list[int]


class Custodies(Schema):
    items: list[CustodyOut]
    total: int


class CustodyOverviewOut(Schema):
    """Distinct clients; ``saved_fen`` official fees saved."""

    stages: dict[str, int]
    covered: int
    shells: int
    undecided: int
    quiet: int
    saved_fen: int


@router.get("/contracts", response=Custodies, summary="托管，新签的在前 · Custodies, newest first")
def custodies(request: HttpRequest, asked: Query[Filters]) -> dict[str, Any]:
    rows = selectors.custodies_for(api.may_see(request))
    for name in ("stage", "client", "agency"):
        if given := getattr(asked, name):
            rows = rows.filter(**{name: given})
    start = (asked.page - 1) * asked.limit
    return {"items": list(rows[start : start + asked.limit]), "total": rows.count()}


@router.get("/contracts/{custody}", response=CustodyOut, summary="一份托管 · One custody")
def custody(request: HttpRequest, custody: api.Code) -> Custody:
    found = selectors.custody_for(api.may_see(request), custody)
    if found is None:
        raise api.missing()
    return found


@router.get("/overview", response=CustodyOverviewOut, summary="托管概览 · Custody at a glance")
def overview(request: HttpRequest) -> selectors.Overview:
    return selectors.overview(api.may_see(request), doors.today())


class When(Schema):
    """``on`` is the day the lists are seen on (today if not said), ``year`` the calendar year asked about."""

    on: Annotated[date, Field(ge=FIRST, le=LAST)] | None = None
    year: Annotated[int, Field(ge=1985, le=2140)] | None = None

    @property
    def day(self) -> date:
        return self.on or doors.today()


class Page(When):
    """``page`` counts from 1."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = MOST
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1


class WorkOut(Schema):
    """The items of a page, the earliest first, and how many there are in all; stable keys, money in fen."""

    items: list[dict[str, Any]]
    total: int


class ItemsOut(Schema):
    """Stable keys, money in fen, as ``ipops custody … --json``."""

    items: list[dict[str, Any]]


class KpiOut(Schema):
    """``plan`` and the means are fractions ``n/d``; ``null`` is unknown."""

    year: int
    missed: list[str]
    alert_lead_days: int | None
    alerts: int
    told_late: int
    answer_days: str | None
    answers: int
    planned: int
    delivered: int
    plan: str | None
    satisfaction: str | None
    ratings: int


@router.get("/work", response=WorkOut, summary="到期事项与费用 · What falls due on rights of mine and in my care")
def work(request: HttpRequest, asked: Query[Page]) -> dict[str, Any]:
    rows = agenda.agenda_of(answers.rights_of(api.may_see(request)), asked.day).rows
    start = (asked.page - 1) * asked.limit
    return {"items": [c.as_json() for c in rows[start : start + asked.limit]], "total": rows.count()}


@router.get("/work.ics", summary="日历订阅 · The same as a calendar", response={200: None})
def work_calendar(request: HttpRequest, when: Query[When]) -> HttpResponse:
    lang = request.headers.get("Accept-Language", "zh")
    who = api.may_see(request)
    called = "、".join(parties.named(list(access.bodies(who))).values())
    made = answers.calendar(answers.rights_of(who), called, when.day, lang)
    answer = HttpResponse(made, content_type=f"{ical.MIME}; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="work.ics"'
    return answer


@router.get("/january", response=ItemsOut, summary="须重新备案的费减 · Reductions to file again")
def january(request: HttpRequest, when: Query[When]) -> dict[str, Any]:
    return {"items": answers.january(answers.rights_of(api.may_see(request)), when.year or when.day.year, when.day)}


@router.get("/savings", response=ItemsOut, summary="节省的费用 · Fees saved per firm and year")
def savings(request: HttpRequest, when: Query[When]) -> dict[str, Any]:
    return {"items": answers.savings(answers.rights_of(api.may_see(request)), when.day)}


@router.get("/refunds", response=ItemsOut, summary="可退的费用 · Refunds open within three years")
def refunds(request: HttpRequest, when: Query[When]) -> dict[str, Any]:
    return {"items": answers.refunds(answers.rights_of(api.may_see(request)), when.day)}


@router.get("/endangered", response=ItemsOut, summary="质物风险 · Rights pledged to me and in danger")
def endangered(request: HttpRequest, when: Query[When]) -> dict[str, Any]:
    return {"items": answers.endangered(access.bodies(api.may_see(request)), when.day)}


@router.get("/agencies", response=ItemsOut, summary="按机构 · By agency")
def agencies(request: HttpRequest) -> dict[str, Any]:
    return {"items": [g.as_json() for g in bureau.groups(api.may_see(request))["agency"]]}


@router.get("/figures", response=KpiOut, summary="考核指标 · The five figures of a year")
def figures(request: HttpRequest, when: Query[When]) -> dict[str, Any]:
    return bureau.figures(api.may_see(request), when.year or when.day.year).as_json()


@router.get("/contracts/{custody}/figures", response=KpiOut, summary="一份托管的指标 · Figures of one custody")
def figures_of(request: HttpRequest, custody: api.Code, when: Query[When]) -> dict[str, Any]:
    found = selectors.custody_for(api.may_see(request), custody)
    if found is None:
        raise api.missing()
    return report.figures(found, when.year or when.day.year, when.day).as_json()
