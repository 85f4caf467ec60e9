"""Read the programme: definitions, scorecards, why, series. The same answers as the command line's ``--json``."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from ipops.kernel.outcome import Refused, Unknown
from ipops.lines.programme.app import selectors
from ipops.lines.programme.app.life_api import router as life
from ipops.measures.measure import Measure
from ipops.measures.places import COUNTRY
from ipops.policy import Pack
from ipops.webkit import access, api

router = Router(tags=["programme"])
router.add_router("", life)
Known = Annotated[date | None, Field(description="As known at the end of this day in China; default: now.")]
Division = Annotated[str, Field(pattern=r"^([0-9]{6}|CN)$", description="Division code, or CN for the country.")]


class Asked(Schema):
    place: Division
    year: Annotated[int, Field(ge=1985, le=2200)]
    pack: Annotated[api.Code | None, Field(description="Default: the place's own plan, else cn-2020-40.")] = None
    as_known_on: Known = None


class AskedSeries(Schema):
    place: Division = COUNTRY
    as_known_on: Known = None


class Line(Schema):
    """A line of the scorecard; the remaining fields are described in ``docs/reference/scorecard.md``."""

    indicator: str
    value: int | str | None
    unit: str
    baseline: int | str | None
    growth: dict[str, str]
    used: str | None
    target: int | str | None
    verdict: str
    reasons: list[dict[str, Any]]
    facts: int
    pack: str
    clause: str
    seal: dict[str, Any] | None
    more: dict[str, Any]


class SeriesOut(Schema):
    indicator: str
    place: str
    as_known_on: str | None
    observations: list[dict[str, Any]]
    growth: list[dict[str, Any]]
    refused: list[dict[str, Any]]


class MeasureOut(Schema):
    code: str
    title: dict[str, str]
    unit: str
    decimals: int
    figure: str | None
    is_growth: bool
    clause: str
    version: int
    unknown: dict[str, dict[str, Any]]


_FIRST = tuple(f for f in Line.model_fields if f != "more")


def _line(plain: dict[str, Any]) -> dict[str, Any]:
    return {k: plain[k] for k in _FIRST} | {"more": {k: v for k, v in plain.items() if k not in _FIRST}}


def _door(request: HttpRequest, place: str) -> None:
    """A scorecard names facts of a place, so the reader must see that place; the country's aggregates are public."""
    reader = api.may_see(request)
    if place != COUNTRY and place not in access.visible_places(reader):
        raise api.missing()


def _pack(asked: Asked) -> Pack:
    pack = selectors.pack_for(asked.place, asked.pack)
    if isinstance(pack, Refused):
        raise api.refused(pack, 422)
    return pack


@router.get("/measures", response=list[MeasureOut], summary="指标定义 · Definitions of the measures")
def measures(request: HttpRequest) -> list[dict[str, Any]]:
    api.may_see(request)
    return [_measure(m) for m in selectors.measures().values()]


def _measure(m: Measure) -> dict[str, Any]:
    parts = {name: getattr(m, name) for name in m.__slots__}
    return {
        "code": m.code,
        "title": m.title.as_json(),
        "unit": m.unit,
        "decimals": m.decimals,
        "figure": None if isinstance(m.figure, Unknown) else m.figure.value,
        "is_growth": m.is_growth,
        "clause": str(m.clause),
        "version": m.version,
        "unknown": {name: v.as_json() for name, v in parts.items() if isinstance(v, Unknown)},
    }


@router.get("/scorecard", response=list[Line], summary="记分卡 · The scorecard of a place and year")
def scorecard(request: HttpRequest, asked: Query[Asked]) -> list[dict[str, Any]]:
    _door(request, asked.place)
    lines = selectors.scorecard(asked.place, asked.year, _pack(asked), known_by=asked.as_known_on)
    return [_line(line.as_json()) for line in lines]


@router.get("/explain/{indicator}", response=Line, summary="为什么 · Why a figure is what it is")
def explain(request: HttpRequest, indicator: api.Code, asked: Query[Asked]) -> dict[str, Any]:
    _door(request, asked.place)
    got = selectors.explain(indicator, asked.place, asked.year, _pack(asked), known_by=asked.as_known_on)
    if isinstance(got, Refused):
        raise api.missing()
    return _line(got.as_json())


@router.get("/series/{indicator}", response=SeriesOut, summary="公布数序列 · A series of published figures")
def series(request: HttpRequest, indicator: api.Code, asked: Query[AskedSeries]) -> dict[str, Any]:
    _door(request, asked.place)
    return selectors.series(indicator, asked.place, as_known_on=asked.as_known_on).as_json()
