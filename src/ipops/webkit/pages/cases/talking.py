"""Messages on a case: anyone who sees the case may write; the form is on the screen itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from ipops.kernel.text import Text
from ipops.webkit.desk import talk
from ipops.webkit.models import User
from ipops.webkit.pages.cases.kind import CaseKind
from ipops.webkit.pages.cases.screen import asked_by, found
from ipops.webkit.pages.lang import tr


def talking(kind: CaseKind[Any], case: Callable[[str], str]) -> Callable[[HttpRequest, str], HttpResponse]:
    """The address that takes a message and leads back to the case."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @login_required
    def view(request: HttpRequest, key: str) -> HttpResponse:
        found(kind, asked_by(request), key)
        if request.method != "POST":  # a reload, or the way back from signing in
            return redirect(f"{case(key)}#messages")
        text = request.POST.get("text", "").strip()
        if not text:
            messages.error(request, tr(_EMPTY))
            return redirect(f"{case(key)}#messages")
        if len(text) > talk.LONGEST:
            messages.error(request, tr(_LONG.fill(n=talk.LONGEST)))
            return redirect(f"{case(key)}#messages")
        user = request.user
        assert isinstance(user, User)
        talk.say(kind=kind.code, case=key, by=user, text=text, reference=request.POST.get("reference") or str(uuid4()))
        return redirect(f"{case(key)}#messages")

    return view


_EMPTY = Text("留言是空的，没有发出。", "The message was empty and was not sent.")
_LONG = Text(
    "留言超过{n}字，没有发出；请缩短，或附为文件。",
    "A message has at most {n} characters; shorten it or attach a file.",
)
