"""``/api/v1/navigation/studies/{study}/``: labels, the samples with their verdicts, what they come to; said and read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from pydantic import StringConstraints

from ipops.kernel.outcome import Refused
from ipops.lines.navigation.app import hands, selectors, services
from ipops.lines.navigation.app.models import Label, Study
from ipops.lines.navigation.app.results import results_of
from ipops.lines.navigation.facts import Relevance
from ipops.lines.navigation.study.results import Results
from ipops.webkit import api
from ipops.webkit.enrol import By
from ipops.webkit.pages import doors

router = Router(tags=["navigation"])
MOST = 500
Words = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$")]
Node = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,30}$")]


class Paged(Schema):
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1


class LabelOut(Schema):
    """``under`` and ``out`` are the nodes that stand by hand, ``differ`` those on which readers differ; one of ``people`` said
    each of ``entries`` in the ledger."""

    document: str
    standing: str
    under: list[str]
    out: list[str]
    differ: list[str]
    people: list[str]
    entries: list[int]


class Labels(Schema):
    items: list[LabelOut]
    total: int


class DrawnOut(Schema):
    """``relevant`` is what stands: ``null`` while nobody has read it, or readers differ or are unsure."""

    document: str
    sample: Literal["precision", "recall"]
    title: str
    applicants: str
    classes: str
    relevant: bool | None
    standing: str
    people: list[str]


class RatioOut(Schema):
    """Wilson's interval at 95 per cent over the ``read`` of ``drawn``; ``value`` is ``null`` where nothing was read."""

    sample: Literal["precision", "recall"]
    drawn: int
    read: int
    relevant: int
    awaiting_review: int
    value: float | None
    low: float | None
    high: float | None


class SampleOut(Schema):
    """``recall`` is estimate, low and high; ``whole`` says that both samples are read through, as a report asks."""

    whole: bool
    recall: list[float] | None
    ratios: list[RatioOut]
    documents: list[DrawnOut]


class LabelIn(Schema):
    """One document's nodes; neither ``under`` nor ``out``: what you said is taken back."""

    document: api.Code
    under: list[Node] = Field(default_factory=list)
    out: list[Node] = Field(default_factory=list)
    why: Words = ""


class LabelsIn(Schema):
    """``reference`` is yours: sent twice it changes nothing. ``review`` settles what others read."""

    reference: api.Code
    review: bool = False
    labels: Annotated[list[LabelIn], Field(min_length=1, max_length=MOST)]


class VerdictIn(Schema):
    """``verdict`` left out takes back what you said."""

    document: api.Code
    verdict: Literal["relevant", "not_relevant", "unsure"] | None = None
    why: Words = ""


class VerdictsIn(Schema):
    reference: api.Code
    review: bool = False
    verdicts: Annotated[list[VerdictIn], Field(min_length=1, max_length=MOST)]


class StoredOut(Schema):
    """How many words are new in the ledger."""

    stored: int


@router.get("/studies/{study}/labels", response=Labels, summary="人工标引 · Labels given by hand")
def labels(request: HttpRequest, study: api.Code, asked: Query[Paged]) -> dict[str, Any]:
    _study(request, study)
    rows, start = Label.objects.filter(study=study).order_by("document"), (asked.page - 1) * asked.limit
    return {"items": list(rows[start : start + asked.limit]), "total": rows.count()}


@router.get("/studies/{study}/sample", response=SampleOut, summary="抽样判读与比率 · The samples, verdicts and ratios")
def sample(request: HttpRequest, study: api.Code) -> dict[str, Any]:
    _study(request, study)
    got = _results(study)
    documents = hands.drawn(study, got)
    told = hands.ratios(documents, got)
    return {
        "whole": told.whole, "recall": list(told.recall) if told.recall else None, "ratios": [_ratio(s) for s in told.samples],
        "documents": [_drawn(d) for d in documents],
    }  # fmt: skip


def _ratio(s: hands.Standing) -> dict[str, Any]:
    r = s.ratio
    return {
        "sample": str(s.sample), "drawn": s.drawn, "read": s.read, "relevant": s.relevant, "awaiting_review": s.waiting,
        "value": float(r.value) if r else None, "low": r.low if r else None, "high": r.high if r else None,
    }  # fmt: skip


def _drawn(d: hands.Drawn) -> dict[str, Any]:
    return {
        "document": d.document, "sample": str(d.sample), "title": d.title, "applicants": d.applicants, "classes": d.classes,
        "relevant": d.relevant, "standing": d.row.standing if d.row else "", "people": d.row.people if d.row else [],
    }  # fmt: skip


@router.post("/studies/{study}/labels", response=StoredOut, summary="标引文献 · Label documents")
def label(request: HttpRequest, study: api.Code, given: LabelsIn) -> dict[str, int]:
    words = [
        services.Labelled(document=w.document, under=tuple(w.under), out=tuple(w.out), why=w.why) for w in given.labels
    ]
    return _stored(
        request,
        study,
        given,
        lambda by: services.documents_label(study=study, words=words, by=by, reviews=given.review),
    )


@router.post("/studies/{study}/verdicts", response=StoredOut, summary="判读抽样文献 · Judge sampled documents")
def judge(request: HttpRequest, study: api.Code, given: VerdictsIn) -> dict[str, int]:
    words = [
        services.Judged(document=w.document, verdict=Relevance(w.verdict) if w.verdict else None, why=w.why)
        for w in given.verdicts
    ]
    return _stored(
        request, study, given, lambda by: services.sample_judge(study=study, words=words, by=by, reviews=given.review)
    )


def _study(request: HttpRequest, study: str) -> Study:
    row = selectors.study_for(api.may_see(request), study)
    if row is None:
        raise api.missing()
    return row


def _results(study: str) -> Results:
    got = results_of(study)
    if got is None:
        raise api.missing("本机没有该项目的成果。", "This machine holds no results of the study.")
    return got


def _stored(
    request: HttpRequest, study: str, given: LabelsIn | VerdictsIn, do: Callable[[By], int | Refused]
) -> dict[str, int]:
    row, reader = _study(request, study), api.reader(request)
    no = (hands.why_not_review if given.review else hands.why_not_label)(reader, row)
    if no is not None:
        raise api.refused(no, 403)
    got = do(By(by=str(getattr(reader, "label", "")), today=doors.today(), reference=given.reference))
    if isinstance(got, Refused):
        raise api.refused(got)
    return {"stored": got}
