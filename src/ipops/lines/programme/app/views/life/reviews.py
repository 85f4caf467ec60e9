"""What an expert does: declare, open, score, and only then see the others. Nothing of it is reached through places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from ipops.kernel.outcome import Refused, Unknown
from ipops.kernel.text import Text
from ipops.lines.programme.app.asking import selection as asking
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import selection as reading
from ipops.lines.programme.app.services import selection as services
from ipops.lines.programme.app.services import steps
from ipops.lines.programme.app.telling import goal_title
from ipops.lines.programme.app.views.life import common
from ipops.lines.programme.app.views.life.common import Screen, form_view, told
from ipops.lines.programme.facts.words import Ground
from ipops.lines.programme.rules.selection import review as rules
from ipops.lines.programme.rules.selection.files import CallFile
from ipops.webkit import documents
from ipops.webkit.access import Role
from ipops.webkit.models import Document
from ipops.webkit.pages import answers, doors, tables

_EXPERT = frozenset({Role.EXPERT})
TITLE = Text("专家评审", "Expert review")


def _seated(request: HttpRequest, key: str) -> CallFile | None:
    """The call of an application, if this reader sits on its panel; otherwise as if there were none."""
    row = Dossier.objects.filter(case=key, cycle="programme.city").first()
    file = reading.file_of(row.parent) if row else None
    me = doors.who(request).label
    if file is None or key not in file.nominations or me not in {e.expert for e in file.panel}:
        return None
    return file


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """An application that this expert is to review."""

    city: str
    call: str
    code: str
    state: Text
    by: Any


REVIEWS = tables.TableSpec(
    code="reviews",
    title=TITLE,
    columns=(
        tables.Column(
            key="city",
            title=Text("城市", "City"),
            value=lambda r: r.city,
            link=lambda r: reverse("programme:review", args=(r.code,)),
        ),
        tables.Column(key="call", title=Text("征集", "Call"), value=lambda r: r.call, wide=True),
        tables.Column(key="state", title=Text("进度", "State"), value=lambda r: r.state),
        tables.Column(key="by", title=Text("评分截止", "Sheets due by"), value=lambda r: r.by),
    ),
    empty=Text("您不是任何评审组的成员。", "You sit on no panel."),
)


@require_safe
@login_required
def reviews(request: HttpRequest) -> HttpResponseBase:
    """The applications this expert is to review, with how far they are; reviews that are open stand first."""
    me = doors.who(request).label
    rows = []
    for file in sorted(reading.files_of(reading.seated_in(me)), key=lambda f: f.published is not None):
        for code, x in file.nominations.items():
            state = _state(file, code, me)
            rows.append(Due(city=x.name, call=file.call.title, code=code, state=state, by=_by(file)))
    return tables.page(request, REVIEWS, tables.ListRows(rows), "programme/reviews.html", {"title": TITLE})


def _by(file: CallFile) -> Any:
    """The last day for the sheets of a call that is still under review."""
    if file.published is not None:
        return Text("评审已结束", "the review is over")
    return file.lock_by or Text("未定", "none set")


def _state(file: CallFile, code: str, me: str) -> Text:
    mine = file.review(code)
    if any(s.expert == me for s in mine.sheets):
        return Text("评分已锁定", "sheet locked")
    no = rules.may_open(me, file.panel, file.nominations[code].place, mine.declared, services.within)
    if isinstance(no, Refused):
        return no.reasons[0].says
    return Text("待评分", "to be scored")


@require_safe
@login_required
def review(request: HttpRequest, key: str) -> HttpResponse:
    """One application: what this expert may do next, the documents once open, the others' points once the own are locked."""
    file = _seated(request, key)
    if file is None:
        raise Http404
    me, mine, handed = doors.who(request).label, file.review(key), file.nominations[key]
    closed = rules.may_open(me, file.panel, handed.place, mine.declared, services.within)
    locked = next((s for s in mine.sheets if s.expert == me), None)
    scheme = reading.scheme_for(file, doors.today())
    names = {e.expert: e.name for e in file.panel}
    others = rules.may_see_others(me, mine.sheets)
    context: dict[str, Any] = {
        "title": handed.name,
        "key": key,
        "declared": [d.ground.named for d in mine.declared if d.expert == me],
        "closed": closed,
        "opened": me in mine.opened,
        "papers": list(Document.objects.filter(sha256__in=handed.attachments))
        if me in mine.opened and closed is None
        else [],
        "goals": [(goal_title(g), v) for g, v in zip(handed.goals, handed.promised, strict=False)]
        if closed is None
        else [],
        "matching": handed.matching if closed is None else None,
        "locked": locked,
        "mine": [(i.title, locked.points.get(i.id)) for i in scheme.leaves]
        if locked and not isinstance(scheme, Unknown)
        else [],
        "others_closed": others,
        "others": [] if others else [(names.get(s.expert), s.total) for s in mine.sheets if s.expert != me],
    }
    return render(request, "programme/review.html", context)


def _declare(request: HttpRequest, key: str) -> Screen | None:
    file = _seated(request, key)
    if file is None:
        return None

    def do(form: Any, _: str) -> Refused | Text:
        data = form.cleaned_data
        got = services.conflict_declare(
            nomination=key,
            expert=doors.who(request).label,
            ground=Ground(data["ground"]),
            why=data["why"],
            today=doors.today(),
            reference=data["reference"],
        )
        return told(got, Text("申明已记录。", "Your declaration is recorded."))

    return Screen(
        title=Text("利害关系申明", "Declare conflicts"),
        of=file.nominations[key].name,
        back=reverse("programme:review", args=[key]),
        form=asking.DeclareForm,
        do=do,
        roles=_EXPERT,
        warn=Text(
            "申明在打开材料之前作出；打开后不能改为无利害关系。",
            "Declare before the documents open; after that you can only declare a conflict.",
        ),
    )


declare = form_view(_declare)


def _open(request: HttpRequest, key: str) -> Screen | None:
    """Opening is an act: it is recorded, and refused to who must keep out."""
    file = _seated(request, key)
    if file is None:
        return None

    def do(_: Any, __: str) -> Refused | Text:
        got = services.documents_open(nomination=key, expert=doors.who(request).label, today=doors.today())
        return told(got, Text("材料已打开，此事已记录。", "The documents are open; this is recorded."))

    return Screen(
        title=Text("打开申报材料", "Open the documents"),
        of=file.nominations[key].name,
        back=reverse("programme:review", args=[key]),
        form=asking.OpenForm,
        do=do,
        roles=_EXPERT,
    )


open_documents = form_view(_open)


def _score(request: HttpRequest, key: str) -> Screen | None:
    file = _seated(request, key)
    scheme = reading.scheme_for(file, doors.today()) if file else None
    if file is None or scheme is None or isinstance(scheme, Unknown):
        return None

    def do(form: Any, _: str) -> Refused | Text:
        points = common.fractions({i.id: form.cleaned_data[i.id] for i in scheme.leaves})
        got = services.sheet_lock(
            nomination=key,
            expert=doors.who(request).label,
            points=points,
            remarks=form.cleaned_data["remarks"],
            today=doors.today(),
        )
        return told(got, Text("评分已锁定。", "Your sheet is locked."))

    return Screen(
        title=Text("评分", "Score"),
        of=file.nominations[key].name,
        back=reverse("programme:review", args=[key]),
        form=lambda *a, **k: asking.SheetForm(*a, scheme=scheme, **k),
        do=do,
        roles=_EXPERT,
        warn=Text(
            "锁定后不能更改；锁定后才能看到他人评分。",
            "A locked sheet cannot change; the others' points show only after that.",
        ),
    )


score = form_view(_score)


@require_safe
@login_required
def document(request: HttpRequest, key: str, sha256: str) -> Any:
    """A file of the application, for an expert to whom it is open and who opened it."""
    file = _seated(request, key)
    if file is None or sha256 not in file.nominations[key].attachments:
        raise Http404
    me, mine = doors.who(request).label, file.review(key)
    no = rules.may_open(me, file.panel, file.nominations[key].place, mine.declared, services.within)
    if no is not None or me not in mine.opened:
        shut = no or steps.no("unread", "请先打开申报材料。", "Open the documents first.")
        answer = answers.refused(request, shut, title=TITLE, back=reverse("programme:review", args=[key]))
        answer.status_code = common.FORBIDDEN
        return answer
    known, opened = Document.objects.filter(sha256=sha256).first(), documents.open_document(sha256)
    if known is None or opened is None:
        raise Http404
    response = FileResponse(opened, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, known.name)
    return response
