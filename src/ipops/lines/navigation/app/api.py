"""``/api/v1/navigation/``: studies and one study; their labels and verdicts are in ``hands_api``, runs and results in ``results_api``."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from ipops.lines.navigation.app import hands_api, results_api, selectors
from ipops.lines.navigation.app.models import Study
from ipops.webkit import api

router = Router(tags=["navigation"])
router.add_router("", hands_api.router)
router.add_router("", results_api.router)
MOST = 500


class Filters(Schema):
    """Everything given must hold; ``page`` counts from 1."""

    kind: Literal["region", "industry", "enterprise", "rnd", "talent"] | None = None
    stage: api.Code | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1


class StudyOut(Schema):
    """Money in fen; ``documents`` are those of the data set frozen last."""

    study: str
    stage: str
    kind: str
    title: str
    owner: str
    contractor: str
    place: str
    industry: str
    goals: list[str]
    leader: str
    fee_fen: int | None
    due_on: date | None
    frozen_on: date | None
    documents: int | None
    verdict: str
    accepted_on: date | None
    published_at: str
    used_on: date | None


class Studies(Schema):
    items: list[StudyOut]
    total: int


@router.get("/studies", response=Studies, summary="导航项目，新的在前 · Studies, newest first")
def studies(request: HttpRequest, asked: Query[Filters]) -> dict[str, Any]:
    rows = selectors.studies_for(api.may_see(request))
    for name in ("kind", "stage"):
        if given := getattr(asked, name):
            rows = rows.filter(**{name: given})
    start = (asked.page - 1) * asked.limit
    return {"items": list(rows[start : start + asked.limit]), "total": rows.count()}


@router.get("/studies/{study}", response=StudyOut, summary="一个导航项目 · One study")
def study(request: HttpRequest, study: api.Code) -> Study:
    found = selectors.study_for(api.may_see(request), study)
    if found is None:
        raise api.missing()
    return found
