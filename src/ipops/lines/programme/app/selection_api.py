"""Calls over the API: opened, nominated for, reviewed by experts who are kept apart, objected to; the plan that follows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.lines.programme.app import duties
from ipops.lines.programme.app.api_doors import (
    Code,
    Fen,
    Hash,
    Kept,
    Opened,
    Place,
    Reference,
    Short,
    Words,
    case_of,
    city_of,
    fresh,
    may,
    opened,
    told,
)
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.papers import FORMATS, as_file
from ipops.lines.programme.app.papers import selection as papers
from ipops.lines.programme.app.reading import selection as reading
from ipops.lines.programme.app.services import plan as planning
from ipops.lines.programme.app.services import selection as services
from ipops.lines.programme.facts.words import Ground
from ipops.lines.programme.rules.selection import review as rules
from ipops.lines.programme.rules.selection.files import CallFile, nomination_code
from ipops.lines.programme.rules.selection.nomination import Package
from ipops.policy import packs
from ipops.reference import divisions
from ipops.webkit import api
from ipops.webkit.pages.doors import today

router = Router(tags=["programme"])
Figure = Annotated[Decimal, Field(max_digits=18, decimal_places=4)]
Figures = dict[Code, Figure]


class CallIn(Schema):
    title: Annotated[str, Field(min_length=1, max_length=200)]
    pack: Code
    form: Annotated[str, Field(min_length=1, max_length=20)]
    reference: Reference
    closes_on: date | None = None
    document: Hash = ""


class NominationIn(Schema):
    """``targets`` are the promised figures by goal; ``attachments`` papers one may see."""

    city: Place
    form: Annotated[str, Field(max_length=20)]
    targets: Figures
    reference: Reference
    matching_fen: Fen | None = None
    mandatory: list[Short] = Field(default=[])
    optional: list[Short] = Field(default=[])
    attachments: list[Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]] = Field(default=[])


class PanelIn(Schema):
    """Accounts of experts; ``lock_by`` is the last day for their sheets, where one is set."""

    experts: list[Code]
    lock_by: date | None = None


class DeclarationIn(Schema):
    ground: Ground
    reference: Reference
    why: Words = ""


class SheetIn(Schema):
    points: Figures
    remarks: Words = ""


class PromiseIn(Schema):
    figures: Figures
    words: Words
    document: Hash = ""


def exact(figures: Figures) -> dict[str, Fraction]:
    return {goal: Fraction(v) for goal, v in figures.items()}


def call_of(request: HttpRequest, case: str) -> Dossier:
    return case_of(request, case, "programme.call")


@router.post("/calls", response=Opened, summary="发起征集 · Open a call under a pack")
def call(request: HttpRequest, given: CallIn) -> dict[str, Any]:
    by = may(request, duties.CALL_CITIES, "", given.document)
    if given.pack not in packs():
        raise api.missing()
    code = fresh("call", by, given.reference)
    told_ = given.model_dump(exclude={"reference"})
    return opened(
        by,
        code,
        f"call:{code}",
        lambda: services.call_open(call=code, by=by, today=today(), why=given.title, **told_),
    )


@router.post("/cases/{case}/nominations", response=Opened, summary="推荐城市 · Nominate a city for a call")
def nominate(request: HttpRequest, case: Code, given: NominationIn) -> dict[str, Any]:
    """Every reason that keeps it from being handed in comes at once. A province nominates its own."""
    row = call_of(request, case)
    by = may(request, duties.NOMINATE, given.city, *given.attachments)
    places = divisions.places()
    package = Package(
        city=given.city,
        province=places.parent(given.city) or "",
        name=places.title(given.city).zh,
        form=given.form,
        matching=None if given.matching_fen is None else Money(given.matching_fen),
        targets=exact(given.targets),
        mandatory=tuple(given.mandatory),
        optional=tuple(given.optional),
        attachments=tuple(given.attachments),
    )
    return opened(
        by,
        nomination_code(row.case, given.city),
        f"nominate:{given.reference}",
        lambda: services.nominate(package=package, call=row.case, by=by, today=today(), reference=given.reference),
    )


@router.post("/cases/{case}/panel", response=Kept, summary="组成评审组 · Seat the panel of a call")
def panel(request: HttpRequest, case: Code, given: PanelIn) -> dict[str, Any]:
    """The places of the employers come from the expert's profile, so that nobody need declare what it shows."""
    row = call_of(request, case)
    by = may(request, duties.SEAT)
    known = reading.experts()
    if set(given.experts) - set(known):
        raise api.missing()
    seats = [services.Seat(expert=e, name=known[e].name.zh, places=known[e].places) for e in given.experts]
    return told(
        services.panel_seat(call=row.case, seats=seats, by=by, today=today(), why="评审组", lock_by=given.lock_by)
    )


@router.post("/cases/{case}/promises", response=Kept, summary="答辩承诺 · Promises of the defence")
def promise(request: HttpRequest, case: Code, given: PromiseIn) -> dict[str, Any]:
    row = city_of(request, case)
    by = may(request, duties.DEFEND, "", given.document)
    return told(
        planning.defence_promise(
            nomination=row.case,
            figures=exact(given.figures),
            words=given.words,
            by=by,
            today=today(),
            document=given.document,
        )
    )


@router.get(
    "/cases/{case}/call-papers/{name}", response={200: None}, summary="公示、支持建议 · Public notice, decision memo"
)
def paper(request: HttpRequest, case: Code, name: Code, how: str = "pdf", lang: str = "zh") -> HttpResponse:
    """The memo is for those who decide; ``how`` is docx, xlsx or pdf."""
    row = call_of(request, case)
    if name not in papers.NAMES:
        raise api.missing()
    if name == "decision_memo":
        may(request, duties.DECIDE)
    return file_answer(papers.paper_of(row.case, name, _lang(lang), today()), how)


def _lang(lang: str) -> str:
    return "en" if lang == "en" else "zh"


def file_answer(made: Any, how: str) -> HttpResponse:
    """A paper in its format; 409 with the reason where it cannot be made."""
    if made is None or how not in FORMATS:
        raise api.missing()
    content = made if isinstance(made, Refused) else as_file(made, how)
    if isinstance(content, Refused):
        raise api.refused(content, 409)
    return HttpResponse(content, content_type=FORMATS[how])


# ── experts: nothing of this is reached through places ────────────────────────────────────────────────────────────────


def seated(request: HttpRequest, nomination: str) -> tuple[CallFile, str]:
    """The call of an application and this expert, if one sits on its panel; otherwise as if there were none."""
    me = may(request, duties.REVIEW)
    row = Dossier.objects.filter(case=nomination, cycle="programme.city").first()
    file = reading.file_of(row.parent) if row else None
    if file is None or nomination not in file.nominations or me not in {e.expert for e in file.panel}:
        raise api.missing()
    return file, me


@router.get(
    "/reviews/{nomination}", response=dict[str, Any], summary="一份申报的评审 · A review, as far as it is open to you"
)
def review(request: HttpRequest, nomination: Code) -> dict[str, Any]:
    """The others' points show only once one's own sheet is locked."""
    file, me = seated(request, nomination)
    mine, handed = file.review(nomination), file.nominations[nomination]
    closed = rules.may_open(me, file.panel, handed.place, mine.declared, services.within)
    is_open = closed is None and me in mine.opened
    others = rules.may_see_others(me, mine.sheets)
    return {
        "city": handed.place,
        "closed": [r.code for r in closed.reasons] if closed else [],
        "documents": list(handed.attachments) if is_open else [],
        "own_sheet_locked": any(s.expert == me for s in mine.sheets),
        "others": [] if others else [str(s.total) for s in mine.sheets if s.expert != me],
    }


@router.post("/reviews/{nomination}/declaration", response=Kept, summary="利害关系申明 · Declare conflicts")
def declare(request: HttpRequest, nomination: Code, given: DeclarationIn) -> dict[str, Any]:
    _, me = seated(request, nomination)
    told_ = given.model_dump()
    return told(services.conflict_declare(nomination=nomination, expert=me, today=today(), **told_))


@router.post("/reviews/{nomination}/documents", response=list[str], summary="打开申报材料 · Open the documents")
def open_documents(request: HttpRequest, nomination: Code) -> list[str]:
    """Recorded; their SHA-256. Refused to who must keep out, and before the declaration."""
    _, me = seated(request, nomination)
    got = services.documents_open(nomination=nomination, expert=me, today=today())
    if isinstance(got, Refused):
        raise api.refused(got, 409)
    return list(got)


@router.post("/reviews/{nomination}/sheet", response=Kept, summary="锁定评分 · Lock one's sheet")
def lock(request: HttpRequest, nomination: Code, given: SheetIn) -> dict[str, Any]:
    _, me = seated(request, nomination)
    got = services.sheet_lock(
        nomination=nomination, expert=me, points=exact(given.points), remarks=given.remarks, today=today()
    )
    return told(got)
