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
from ipops.webkit.desk import notices, talk
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
        text = request.POST.get("text", "").replace("\x00", "").strip()
        if not text:
            messages.error(request, tr(_EMPTY))
            return redirect(f"{case(key)}#messages")
        if len(text) > talk.LONGEST:
            messages.error(request, tr(_LONG.fill(n=talk.LONGEST)))
            return redirect(f"{case(key)}#messages")
        user = request.user
        assert isinstance(user, User)
        made = talk.say(
            kind=kind.code,
            case=key,
            by=user,
            text=text,
            reference=request.POST.get("reference", "").replace("\x00", "") or str(uuid4()),
        )
        _tell(kind, key, user, made.pk, f"{case(key)}#messages")
        return redirect(f"{case(key)}#messages")

    return view


def _tell(kind: CaseKind[Any], key: str, by: User, pk: int, link: str) -> None:
    """Those it concerns, if they may see the case themselves; never the writer."""
    wrote = talk.wrote_on(kind.code, key)
    heard = [u for u in notices.at_case(key, wrote) if u.pk != by.pk and kind.find(u, key) is not None]
    title = Text("{who}在“{what}”上留言", "{who} wrote on a {what}").fill(who=by, what=kind.lifecycle.title)
    notices.tell(heard, event=notices.MESSAGE, code=f"case.message:{pk}", title=title, link=link)


_EMPTY = Text("留言是空的，没有发出。", "The message was empty and was not sent.")
_LONG = Text(
    "留言超过{n}字，没有发出；请缩短，或附为文件。",
    "A message has at most {n} characters; shorten it or attach a file.",
)
