"""Returns over the API: which are due, how one stands at its gate, what was confirmed, what changed since it was accepted."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from ipops.kernel.outcome import Refused
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import dossiers
from ipops.lines.programme.app.reading import returns as reading
from ipops.lines.programme.machine import RETURN
from ipops.lines.programme.rules.returns.reminders import MATRIX
from ipops.webkit import access, api
from ipops.webkit.pages.doors import today

router = Router(tags=["programme"])
Code = Annotated[str, Field(max_length=120, pattern=r"^[\w:.\-]+$")]


class Due(Schema):
    """``stage`` is empty while nothing was handed in."""

    case: str
    schema_code: str
    grain: str
    period: str
    due_on: date
    stage: str
    late: bool


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
    new = {x.key for x in gate.new}
    return {
        "revision": row.revision,
        "late": gate.late,
        "figures": [
            {"field": k, "value": v, "from": o, "reason": r, "evidence": e}
            for k, v, o, r, e in zip(fact.fields, fact.values, fact.origins, fact.reasons, fact.evidence, strict=False)
        ],
        "confirmed": dict(zip(fact.waived, fact.waivers, strict=False)),
        "findings": [{**x.as_json(), "new": x.key in new} for x in gate.findings],
        "gone": list(gate.gone),
        "since_accepted": None
        if moved is None
        else [{"field": m.field, "accepted": m.accepted, "now": m.now, "by_ledger": m.by_ledger} for m in moved],
    }
