"""Evaluations over the API: opened, scored, tried out, explained, objected to, paid upon; papers and the auditor pack."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from ipops.kernel.outcome import Refused, Unknown
from ipops.lines.programme.app import audit, duties
from ipops.lines.programme.app.api_doors import (
    Code,
    Hash,
    Kept,
    Opened,
    Reference,
    Words,
    Year,
    case_of,
    city_of,
    may,
    opened,
    told,
)
from ipops.lines.programme.app.papers import evaluation as papers
from ipops.lines.programme.app.reading import evaluation as reading
from ipops.lines.programme.app.selection_api import Figures, exact, file_answer
from ipops.lines.programme.app.services import evaluation as services
from ipops.lines.programme.facts.words import ScorePart
from ipops.lines.programme.rules.evaluation.score import what_if
from ipops.webkit import access, api
from ipops.webkit.pages.doors import today

router = Router(tags=["programme"])
CYCLE = "programme.evaluation"


class EvaluationIn(Schema):
    pack: Code
    year: Year


class PointsIn(Schema):
    part: ScorePart
    points: Figures
    why: Words
    reference: Reference
    document: Hash = ""


class DeviationIn(Schema):
    item: Code
    why: Words
    reference: Reference
    remedy: Words = ""
    document: Hash = ""


class RestIn(Schema):
    reference: Reference
    document: Hash = ""


class WhatIf(Schema):
    """``change=custody_smes=1500``, as often as there are goals to change."""

    change: list[Annotated[str, Field(pattern=r"^[a-z0-9_]{1,80}=[0-9]{1,12}(\.[0-9]{1,6})?$")]] = Field(default=[])


@router.post("/cases/{case}/evaluations", response=Opened, summary="开展绩效评价 · Open an evaluation of a city")
def evaluate(request: HttpRequest, case: Code, given: EvaluationIn) -> dict[str, Any]:
    row = city_of(request, case)
    by = may(request, duties.EVALUATE, row.place)
    code = services.evaluation_code(row.case, given.year)
    return opened(
        by,
        code,
        f"evaluation:{code}",
        lambda: services.evaluation_open(nomination=row.case, pack=given.pack, year=given.year, by=by, today=today()),
    )


@router.post("/cases/{case}/points", response=Kept, summary="专家与现场评分 · Points of experts or of the field check")
def points(request: HttpRequest, case: Code, given: PointsIn) -> dict[str, Any]:
    row = case_of(request, case, CYCLE)
    by = may(request, duties.SCORE, row.place, given.document)
    return told(
        services.score_give(
            evaluation=row.case,
            part=given.part,
            points=exact(given.points),
            why=given.why,
            by=by,
            today=today(),
            reference=given.reference,
            document=given.document,
        )
    )


@router.get(
    "/cases/{case}/what-if",
    response=dict[str, Any],
    summary="假设测算 · The sheet with other figures; nothing is stored",
)
def try_out(request: HttpRequest, case: Code, given: Query[WhatIf]) -> dict[str, Any]:
    row = case_of(request, case, CYCLE)
    changes = {goal: Fraction(Decimal(v)) for goal, _, v in (c.partition("=") for c in given.change)}
    now, then = (reading.evaluation_of(row.case, today(), changes=c) for c in (None, changes))
    for read in (now, then):
        if isinstance(read, Refused):
            raise api.refused(read, 409)
    if not isinstance(now, reading.EvaluationRead) or not isinstance(then, reading.EvaluationRead):
        raise api.missing()
    return {
        "before": _short(now),
        "after": _short(then),
        "changed": [
            {"item": c.item.id, "before": _text(c.before), "after": _text(c.after)}
            for c in what_if(now.sheet, then.sheet)
        ],
    }


def _text(points_: Fraction | None) -> str | None:
    return None if points_ is None else str(points_)


def _short(read: reading.EvaluationRead) -> dict[str, Any]:
    total = read.sheet.total
    return {
        "total": None if isinstance(total, Unknown) else str(total),
        "grade": read.grade.as_json(),
        "payment": read.payment.as_json(),
    }


@router.post("/cases/{case}/deviations", response=Kept, summary="偏离说明 · Why an item of the sheet deviates")
def deviation(request: HttpRequest, case: Code, given: DeviationIn) -> dict[str, Any]:
    row = case_of(request, case, CYCLE)
    by = may(request, duties.EXPLAIN, row.place, given.document)
    return told(services.deviation_explain(evaluation=row.case, by=by, today=today(), **given.model_dump()))


@router.post("/cases/{case}/rest", response=Kept, summary="拨付剩余资金 · Pay what the result gives of the rest")
def rest(request: HttpRequest, case: Code, given: RestIn) -> dict[str, Any]:
    """Only a final result pays, and only an amount from a sourced table."""
    row = case_of(request, case, CYCLE)
    by = may(request, duties.PAY_REST, row.place, given.document)
    return told(
        services.rest_pay(evaluation=row.case, by=by, today=today(), reference=given.reference, document=given.document)
    )


@router.get(
    "/cases/{case}/papers/{name}", response={200: None}, summary="评价文件 · Report, target table, sheet, evidence list"
)
def paper(request: HttpRequest, case: Code, name: Code, how: str = "pdf", lang: str = "zh") -> HttpResponse:
    """``how`` is docx, xlsx or pdf."""
    row = case_of(request, case, CYCLE)
    if name not in papers.NAMES:
        raise api.missing()
    return file_answer(papers.paper_of(row.case, name, "en" if lang == "en" else "zh", today()), how)


@router.get("/cases/{case}/audit", response={200: None}, summary="审计包 · The auditor pack (zip)")
def auditor_pack(request: HttpRequest, case: Code) -> HttpResponse:
    """For those who may see the evaluation and export."""
    row = case_of(request, case, CYCLE)
    api.may(request, access.Action.EXPORT, row.place)
    got = audit.auditor_pack(row.case, today())
    if got is None:
        raise api.missing()
    if isinstance(got, Refused):
        raise api.refused(got, 409)
    return HttpResponse(got, content_type="application/zip")
