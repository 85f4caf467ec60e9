"""What the screens of this line share: doors, papers, refusals on forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import wraps
from typing import Any, BinaryIO, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from ipops.kernel.outcome import Problem, Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.trading.app import services
from ipops.webkit import access, documents
from ipops.webkit.models import User
from ipops.webkit.pages import answers
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.reader import reader

P = ParamSpec("P")
CHINA = timezone(timedelta(hours=8))
FORBIDDEN = 403
#: fields of the rules under the names of the forms
_FIELDS = {"until": "last_day", "document": "paper", "kinds_of_right": "rights"}


def today() -> date:
    return datetime.now(UTC).astimezone(CHINA).date()


def who(request: HttpRequest) -> User:
    """The signed-in user; views here are behind the sign-in."""
    user = request.user
    assert isinstance(user, User)
    return user


def needs(
    action: access.Action, title: Text
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], HttpResponseBase]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]
]:
    """Signed in, and may do this somewhere; else the page that says why not."""

    def door(
        view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            no = access.why_not(reader(request), action)
            return shut(request, no, title) if no else view(request, *args, **kwargs)

        return guarded

    return door


def shut(request: HttpRequest, no: Refused, title: Text) -> HttpResponse:
    response = answers.refused(request, no, title=title, back=reverse("trading:deals"))
    response.status_code = FORBIDDEN
    return response


def may_here(request: HttpRequest, action: access.Action, places: Iterable[str]) -> Refused | None:
    """Whether the user may do this in one of the places; anywhere, if none is known."""
    known = [p for p in places if p]
    if not known:
        return access.why_not(reader(request), action)
    answers_ = [access.why_not(reader(request), action, p) for p in known]
    return None if None in answers_ else answers_[0]


def keep(request: HttpRequest, paper: Any) -> str | Refused:
    """The SHA-256 of an attached paper, empty when none is; a refusal beside its field."""
    if not isinstance(paper, UploadedFile) or paper.file is None:
        return ""
    got = documents.store(cast("BinaryIO", paper.file), paper.name or "unnamed", who(request).label)
    return Refused(reasons=(of_problem(got, "paper"),)) if isinstance(got, Problem) else got


def of_problem(problem: Problem, field: str) -> Reason:
    return Reason(code=problem.code, says=problem.says, field=field)


def on_form(no: Refused) -> Refused:
    """The refusal with the fields named as the forms name them."""
    return Refused(reasons=tuple(replace(r, field=_FIELDS.get(r.field, r.field)) for r in no.reasons))


def office_place(user: access.Reader, action: access.Action) -> str:
    """The division of the first office in which the user may do this."""
    for m in access.memberships(user):
        if m.office.place and access.may(user, action, m.office.place):
            return str(m.office.place)
    return ""


def told(request: HttpRequest, got: services.deals.Recorded) -> Text:
    """What a stored act brought besides: flags, notes, checks, each as a message; gives the sentence that it is stored."""
    for f in got.flags:
        messages.warning(request, f"{tr(f.reason.says)} {f.reason.cite}")
    for n in got.notes:
        messages.info(request, tr(n.says))
    if got.checks:
        messages.warning(request, tr(Text("发现疑点，已立项核查。", "A sign of a sham was found; a check is open.")))
    return Text("已记入账本。", "It stands in the ledger.")
