"""``/api/v1/navigation/studies/{study}/``: what a run worked out, every query with its answer, and the run itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router, Schema

from ipops.kernel.outcome import Refused
from ipops.lines.navigation.app import hands, selectors
from ipops.lines.navigation.app.models import Study
from ipops.lines.navigation.app.results import results_of
from ipops.lines.navigation.app.services import runs
from ipops.lines.navigation.study.results import FILES, Results, codes_in
from ipops.webkit import api

router = Router(tags=["navigation"])


class Words(Schema):
    zh: str
    en: str


class FindingOut(Schema):
    """A sentence as the report has it, and the queries behind its numbers."""

    says: Words
    queries: list[str]


class StudyChapterOut(Schema):
    """Not there in a language that the study was not written in."""

    title: str
    html: str


class NodeOut(Schema):
    code: str
    title: Words
    link: str
    query: str
    units: int
    by_hand: int


class ResultsOut(Schema):
    """``mark`` is the hash of the frozen set; ``recall`` is estimate, low and high, ``null`` while it is unknown."""

    title: Words
    mark: str
    within: int
    outside: int
    recall: list[float] | None
    findings: list[FindingOut]
    tree: list[NodeOut]
    files: list[str]


class AnswerOut(Schema):
    """``how`` is the statement, ``rows`` its answer under ``columns``."""

    title: Words
    how: str
    columns: list[str]
    rows: list[list[str]]


class RunOut(Schema):
    """``step`` is what a running one is at, ``reasons`` why one that is done gave no report."""

    run: str
    state: Literal["waiting", "running", "done", "failed"]
    at: datetime
    step: Words | None
    reasons: list[Words]


@router.get("/studies/{study}/results", response=ResultsOut, summary="成果 · Findings, tree and files")
def results(request: HttpRequest, study: api.Code) -> dict[str, Any]:
    _study(request, study)
    got = _results(study)
    told = got.told
    findings = [{"says": f["says"], "queries": codes_in(f["says"]["zh"])} for f in told["findings"]]
    return {k: told[k] for k in ("title", "within", "outside", "recall", "tree")} | {
        "mark": got.mark, "files": got.files(), "findings": findings,
    }  # fmt: skip


@router.get(
    "/studies/{study}/chapters/{lang}",
    response=list[StudyChapterOut],
    summary="报告各章 · The report's chapters, as its page has them",
)
def chapters(request: HttpRequest, study: api.Code, lang: Literal["zh", "en"]) -> list[dict[str, str]]:
    _study(request, study)
    return [{"title": title, "html": body} for title, body in _results(study).chapters(lang)]


@router.get("/studies/{study}/files/{name}", response={200: None}, summary="报告等文件 · Report as PDF or Word, sheets")
def file(request: HttpRequest, study: api.Code, name: api.Code) -> HttpResponseBase:
    """One of ``files`` of the results."""
    _study(request, study)
    got = _results(study)
    if name not in got.files():
        raise api.missing()
    return FileResponse((got.folder / name).open("rb"), as_attachment=True, filename=name, content_type=FILES[name])


@router.get("/studies/{study}/queries/{code}", response=AnswerOut, summary="查询 · A query and its answer")
def query(request: HttpRequest, study: api.Code, code: api.Code) -> dict[str, Any]:
    _study(request, study)
    found = _results(study).query(code)
    if found is None:
        raise api.missing()
    title, how, (columns, *rows) = found
    return {"title": title.as_json(), "how": how, "columns": columns, "rows": rows}


@router.get("/studies/{study}/run", response=RunOut, summary="运行情况 · How the last run went")
def last_run(request: HttpRequest, study: api.Code) -> dict[str, Any]:
    _study(request, study)
    return _run(study)


@router.post("/studies/{study}/runs", response=RunOut, summary="运行 · Run the study as it is set up")
def run(request: HttpRequest, study: api.Code) -> dict[str, Any]:
    """One at a time: asked while one waits or runs, that one is told. The worker does it."""
    row = _study(request, study)
    if no := hands.why_not_label(api.reader(request), row):
        raise api.refused(no, 403)
    got = runs.study_run_again(study)
    if isinstance(got, Refused):
        raise api.refused(got)
    return _run(study)


def _run(study: str) -> dict[str, Any]:
    last = runs.last_run(study)
    if last is None:
        raise api.missing("还没有运行过。", "It was not run yet.")
    return {
        "run": last.key, "state": last.state, "at": last.at, "step": last.step.as_json() if last.step else None,
        "reasons": [r.as_json() for r in last.reasons],
    }  # fmt: skip


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
