"""What the screens of every house share: who asks, on which day, may they, and the papers they attach."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import Any, BinaryIO, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from ipops.kernel.outcome import Problem, Reason, Refused
from ipops.kernel.text import Text
from ipops.webkit import access, clock, documents
from ipops.webkit.models import User
from ipops.webkit.pages import answers
from ipops.webkit.pages.reader import reader

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
FORBIDDEN = 403


def today() -> date:
    return clock.today()


def who(request: HttpRequest) -> User:
    """The signed-in user, in a view behind the sign-in."""
    user = request.user
    assert isinstance(user, User)
    return user


def needs(action: access.Action, title: Text, *, back: str) -> Callable[[View[P]], View[P]]:
    """Signed in, and may do this somewhere; else the page that says why not. ``back`` names the address to return to."""

    def door(view: View[P]) -> View[P]:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            no = access.why_not(reader(request), action)
            return shut(request, no, title, back=back) if no else view(request, *args, **kwargs)

        return guarded

    return door


def shut(request: HttpRequest, no: Refused, title: Text, *, back: str) -> HttpResponse:
    response = answers.refused(request, no, title=title, back=reverse(back))
    response.status_code = FORBIDDEN
    return response


def may_here(request: HttpRequest, action: access.Action, places: Iterable[str]) -> Refused | None:
    """Whether the user may do this in one of the places; anywhere, if none is known."""
    known = [p for p in places if p]
    if not known:
        return access.why_not(reader(request), action)
    said = [access.why_not(reader(request), action, p) for p in known]
    return None if None in said else said[0]


def office_place(user: access.Reader, action: access.Action) -> str:
    """The division of the first office in which the user may do this; empty for a body, which has none."""
    for m in access.memberships(user):
        if m.office.place and access.may(user, action, m.office.place):
            return str(m.office.place)
    return ""


def keep(request: HttpRequest, paper: Any) -> str | Refused:
    """The SHA-256 of an attached paper, empty when none is; a refusal beside the field ``paper``."""
    if not isinstance(paper, UploadedFile) or paper.file is None:
        return ""
    got = documents.store(cast("BinaryIO", paper.file), paper.name or "unnamed", who(request).label)
    return Refused(reasons=(of_problem(got, "paper"),)) if isinstance(got, Problem) else got


def of_problem(problem: Problem, field: str) -> Reason:
    return Reason(code=problem.code, says=problem.says, field=field)
