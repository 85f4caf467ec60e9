"""``/api/v1/navigation/``: studies and one study. What is done to one is in ``acts_api``, its data and template in ``setup_api``, labels and
verdicts in ``hands_api``, runs and results in ``results_api``."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from ipops.lines.navigation.app import acts_api, hands_api, results_api, selectors, setup_api
from ipops.lines.navigation.app.acts_api import StudyOut
from ipops.lines.navigation.app.models import Study
from ipops.webkit import api

router = Router(tags=["navigation"])
for part in (acts_api, setup_api, hands_api, results_api):
    router.add_router("", part.router)
MOST = 500


class Filters(Schema):
    """Everything given must hold; ``page`` counts from 1."""

    kind: Literal["region", "industry", "enterprise", "rnd", "talent"] | None = None
    stage: api.Code | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1


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


#: One address of two methods is one router's.
router.post("/studies", response=StudyOut, summary="申请立项 · Propose a study")(acts_api.propose)


@router.get("/studies/{study}", response=StudyOut, summary="一个导航项目 · One study")
def study(request: HttpRequest, study: api.Code) -> Study:
    found = selectors.study_for(api.may_see(request), study)
    if found is None:
        raise api.missing()
    return found
