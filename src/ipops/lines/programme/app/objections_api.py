"""Objections over the API: to a list on public notice by anybody, to a result by the city it is about."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from ipops.lines.programme.app import duties
from ipops.lines.programme.app.api_doors import Code, Hash, Opened, Reference, Short, Words, case_of, fresh, may, opened
from ipops.lines.programme.app.services import objections
from ipops.lines.programme.machine import CALL, EVALUATION
from ipops.webkit.pages.doors import today

router = Router(tags=["programme"])


class ObjectionIn(Schema):
    name: Short
    words: Words
    document: Hash
    reference: Reference


def _raised(request: HttpRequest, case: str, given: ObjectionIn, cycle: str, duty: duties.Duty) -> dict[str, Any]:
    row = case_of(request, case, cycle)
    by = may(request, duty, row.place, given.document)
    reference = fresh("o", by, given.reference)
    raised = objections.Raised(against=row.case, **given.model_dump(exclude={"reference"}))
    return opened(
        by,
        f"obj:{reference}",
        f"object:{reference}",
        lambda: objections.objection_raise(raised=raised, by=by, today=today(), reference=reference),
    )


@router.post("/cases/{case}/list-objections", response=Opened, summary="对名单提出异议 · Object to a published list")
def list_object(request: HttpRequest, case: Code, given: ObjectionIn) -> dict[str, Any]:
    """Named, written, with evidence, in time."""
    return _raised(request, case, given, CALL.code, duties.OBJECT_TO_LIST)


@router.post("/cases/{case}/result-objections", response=Opened, summary="对结果提出异议 · Object to a result")
def result_object(request: HttpRequest, case: Code, given: ObjectionIn) -> dict[str, Any]:
    """Named, written, with evidence; the result waits until it is settled."""
    return _raised(request, case, given, EVALUATION.code, duties.OBJECT)
