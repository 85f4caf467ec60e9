"""``/api/v1/custody/``: read custodies, one custody, and how many SMEs are covered."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from ipops.lines.custody.app import selectors
from ipops.lines.custody.app.models import Custody
from ipops.lines.custody.machine import CUSTODY
from ipops.webkit import api
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


class OverviewOut(Schema):
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


@router.get("/overview", response=OverviewOut, summary="托管概览 · Custody at a glance")
def overview(request: HttpRequest) -> selectors.Overview:
    return selectors.overview(api.may_see(request), doors.today())
