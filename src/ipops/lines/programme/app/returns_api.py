"""Returns over the API: which are due, how one stands at its gate, what was confirmed, what changed since it was accepted."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Json

from ipops.kernel.outcome import Refused
from ipops.ledger.entry import Entry
from ipops.lines.programme.app import duties
from ipops.lines.programme.app.api_doors import Code, Place, Reference, Stored, may
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.papers import FORMATS
from ipops.lines.programme.app.reading import dossiers
from ipops.lines.programme.app.reading import returns as reading
from ipops.lines.programme.app.reading.prefill import ledger_figures
from ipops.lines.programme.app.services import returns
from ipops.lines.programme.machine import RETURN
from ipops.lines.programme.rules.returns.reminders import MATRIX
from ipops.lines.programme.rules.returns.template import template
from ipops.reference import divisions
from ipops.webkit import access, api
from ipops.webkit.pages.doors import today

router = Router(tags=["programme"])
Reasons = dict[str, Annotated[str, Field(max_length=300)]]
Evidence = dict[str, Annotated[str, Field(pattern=r"^[0-9a-f]{64}(#[^#]{1,20})?$")]]


class ReturnIn(Schema):
    """Figures as a person would type them; reasons by the key of the finding they answer; evidence by field as the SHA-256 of
    a paper one may see, with ``#`` and the page."""

    place: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    schema_code: Code
    period: Code
    figures: dict[str, Annotated[str, Field(max_length=200)]]
    reference: Annotated[str, Field(min_length=1, max_length=80)]
    reasons: Annotated[Reasons, Field(default_factory=dict)]
    evidence: Annotated[Evidence, Field(default_factory=dict)]


class ReturnFileIn(Schema):
    """Which return the filled-in template is. ``reasons`` and ``evidence`` are objects as JSON, as ``ReturnIn`` has them."""

    place: Place
    schema_code: Code
    period: Code
    reference: Reference
    reasons: Annotated[Json[Reasons], Field(default_factory=dict)]
    evidence: Annotated[Json[Evidence], Field(default_factory=dict)]


class Due(Schema):
    """``stage`` is empty while nothing was handed in."""

    case: str
    schema_code: str
    grain: str
    period: str
    due_on: date
    stage: str
    late: bool


class AskedTemplate(Schema):
    place: Place
    schema_code: Code
    period: Code


class AskedWindows(Schema):
    place: Annotated[str, Field(pattern=r"^[0-9]{6}$")]


@router.get("/windows", response=list[Due], summary="应报报表 · Returns that are due, by month, quarter and year")
def windows(request: HttpRequest, given: Query[AskedWindows]) -> list[dict[str, Any]]:
    user = api.may_see(request)
    if access.why_not(user, access.Action.SEE, given.place):
        raise api.missing()
    on = today()
    made = reading.windows(given.place, on)
    rows: dict[str, Dossier] = {r.case: r for r in Dossier.objects.filter(case__in=[w.code for w in made])}
    return [
        {
            "case": w.code,
            "schema_code": w.schema.code,
            "grain": w.schema.grain,
            "period": w.period.text,
            "due_on": w.due_on,
            "stage": rows[w.code].stage if w.code in rows else "",
            "late": ((rows[w.code].opened_on if w.code in rows else None) or on) > w.due_on,
        }
        for w in made
    ]


@router.get("/reminders", response=list[dict[str, Any]], summary="提醒规则 · Who is reminded of what, when")
def reminders(request: HttpRequest) -> list[dict[str, Any]]:
    api.may_see(request)
    return [
        {
            "code": one.code,
            "role": one.role,
            "from_days": one.first,
            "to_days": one.last,
            "says": one.says.as_json(),
            "binding": one.binding,
        }
        for one in MATRIX
    ]


@router.get("/cases/{case}/return", response=dict[str, Any], summary="一份报表 · Figures, checks at this gate, changes")
def return_one(request: HttpRequest, case: Code) -> dict[str, Any]:
    row = dossiers.dossier_for(api.may_see(request), case, RETURN.code)
    got = reading.filed(case) if row else None
    if row is None or got is None:
        raise api.missing()
    fact, gate = got[1], reading.gate_of(row, today())
    if isinstance(gate, Refused):
        raise api.refused(gate, 409)
    moved = reading.since_accepted(case, today())
    return {
        "revision": row.revision,
        "late": gate.late,
        "figures": [
            {"field": k, "value": v, "from": o, "reason": r, "evidence": e}
            for k, v, o, r, e in zip(fact.fields, fact.values, fact.origins, fact.reasons, fact.evidence, strict=False)
        ],
        "confirmed": dict(zip(fact.waived, fact.waivers, strict=False)),
        "findings": [{**x.as_json(), "new": x in gate.new} for x in gate.findings],
        "gone": list(gate.gone),
        "since_accepted": None
        if moved is None
        else [{"field": m.field, "accepted": m.accepted, "now": m.now, "by_ledger": m.by_ledger} for m in moved],
    }


@router.post("/returns", response=Stored, summary="报送 · Hand a return in")
def hand_in(request: HttpRequest, given: ReturnIn) -> dict[str, Any]:
    """Every finding that stops it comes back at once, 422."""
    by = may(request, duties.PREPARE, given.place, *(e.partition("#")[0] for e in given.evidence.values()))
    handed = returns.Handed(
        place=given.place,
        schema=given.schema_code,
        period=given.period,
        typed=given.figures,
        reasons=given.reasons,
        evidence=given.evidence,
    )
    got = returns.return_file(handed=handed, by=by, today=today(), reference=given.reference)
    if isinstance(got, Refused):
        raise api.refused(got, 422)
    return _stored(got)


def _stored(got: Entry) -> dict[str, Any]:
    row = Dossier.objects.get(case=got.fact.filed)  # type: ignore[attr-defined]
    return {"n": got.n, "case": row.case, "stage": row.stage}


@router.get(
    "/template", response={200: None}, summary="报表模板 · The template of a return (XLSX), with the ledger's figures"
)
def template_file(request: HttpRequest, given: Query[AskedTemplate]) -> HttpResponse:
    user = api.may_see(request)
    if access.why_not(user, access.Action.SEE, given.place):
        raise api.missing()
    window = reading.window_of(given.place, given.schema_code, given.period, today())
    if isinstance(window, Refused):
        raise api.refused(window, 422)
    figures = ledger_figures(window.schema, window.place, window.period, window.pack)
    made = template(window.schema, window.tag, divisions.places().title(window.place).zh, figures)
    return HttpResponse(made, content_type=FORMATS["xlsx"])


@router.post("/returns/file", response=Stored, summary="报送模板文件 · Hand a filled-in template in")
def hand_in_file(request: HttpRequest, given: Form[ReturnFileIn], file: File[UploadedFile]) -> dict[str, Any]:
    """Every finding that stops it comes back at once, 422, and a refused file leaves nothing behind."""
    by = may(request, duties.PREPARE, given.place, *(e.partition("#")[0] for e in given.evidence.values()))
    with tempfile.TemporaryDirectory(prefix="ipops-return-") as folder:
        path = Path(folder) / "return.xlsx"
        with path.open("wb") as out:
            for chunk in file.chunks():
                out.write(chunk)
        handed = returns.Handed(
            place=given.place,
            schema=given.schema_code,
            period=given.period,
            file=path,
            file_name=file.name or "",
            reasons=given.reasons,
            evidence=given.evidence,
        )
        got = returns.return_file(handed=handed, by=by, today=today(), reference=given.reference)
    if isinstance(got, Refused):
        raise api.refused(got, 422)
    return _stored(got)
