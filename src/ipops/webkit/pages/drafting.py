"""Saving a draft works for every form of every house: the button posts to the page itself, and this stands before the view.

POST … _draft=save | auto | drop     kept or dropped here; the view never hears of it
POST …                               the view; when it went through, the draft it was made from goes
GET                                  ``{% resume form %}`` puts what was kept into the fields
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from ipops.kernel.outcome import Problem
from ipops.kernel.text import Text
from ipops.webkit.desk import drafts
from ipops.webkit.desk.sent import went_to
from ipops.webkit.models import Draft, User
from ipops.webkit.pages import uploads
from ipops.webkit.pages.forms import HouseForm, form_named
from ipops.webkit.pages.lang import tr

ASK, FORM, VERSION, REFERENCE = "_draft", "_form", "draft_version", "reference"
#: Kept out of a draft: of the request, not of what was typed.
_OWN = frozenset({ASK, FORM, VERSION, REFERENCE, "csrfmiddlewaretoken"})


#: What the API is sent is the API's to read, and to refuse in its own shape when it cannot be read.
_API = "/api/"
#: What browsers send forms as.
_FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


class DraftMiddleware:
    """After authentication and messages: what it keeps belongs to somebody, and it has something to say."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        went_through = request.method == "POST" and response.status_code == 302
        if went_through and FORM in request.POST and ASK not in request.POST and isinstance(request.user, User):
            drafts.drop(request.user, address(request), _version(request), request.POST.get(REFERENCE, ""))
        return response

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        if request.method != "POST" or request.content_type not in _FORM_TYPES or request.path.startswith(_API):
            return None
        if ASK not in request.POST or form_named(request.POST.get(FORM, "")) is None:
            return None
        return answer(request, request.user) if isinstance(request.user, User) else None


def address(request: HttpRequest) -> str:
    """The page a draft belongs to: path and query, but for the language."""
    query = sorted((k, v) for k, vs in request.GET.lists() for v in vs if k != "lang")
    return f"{request.path}?{urlencode(query)}" if query else request.path


def _version(request: HttpRequest) -> int:
    given = request.POST.get(VERSION, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0


def answer(request: HttpRequest, user: User) -> HttpResponse:
    """Keep or drop, and say so."""
    asked, here = request.POST[ASK], address(request)
    if asked == "drop":
        drafts.drop(user, here)
        messages.success(request, tr(Text("草稿已丢弃。", "The draft was thrown away.")))
        return redirect(request.get_full_path())
    data = {k: v for k, v in request.POST.lists() if k not in _OWN} | _files(request, user)
    reference = request.POST.get(REFERENCE, "")
    if asked == "auto" and went_to(user, reference):
        return HttpResponse()  # it was on its way while the form was sent, and that went through
    got = drafts.keep(
        user=user, address=here, form=request.POST[FORM], data=data, version=_version(request), reference=reference
    )
    if asked == "auto":
        return render(
            request,
            "webkit/parts/draft.html",
            {"draft": got if isinstance(got, Draft) else None, **_state(got, request)},
        )
    if isinstance(got, drafts.Moved):
        return _both(request, got.kept, data)
    if isinstance(got, drafts.TooMuch):
        messages.error(request, tr(_TOO_MUCH))
    else:
        messages.success(request, tr(_KEPT))
    return redirect(request.get_full_path())


def _state(got: Any, request: HttpRequest) -> dict[str, Any]:
    return {
        "moved": isinstance(got, drafts.Moved),
        "too_much": isinstance(got, drafts.TooMuch),
        "version": got.version if isinstance(got, Draft) else _version(request),
    }


def _files(request: HttpRequest, user: User) -> dict[str, list[str]]:
    """Files that came with the form are stored; the draft holds their tokens."""
    kept = {}
    for name, file in request.FILES.items():
        got = uploads.keep(file, user) if isinstance(file, UploadedFile) else None
        if got is not None and not isinstance(got, Problem):
            kept[f"{name}{uploads.KEPT}"] = [got.token]
    return kept


def _both(request: HttpRequest, kept: Draft, mine: dict[str, list[str]]) -> HttpResponse:
    """The page of a conflict: both drafts side by side, and what can be done."""
    kind = form_named(request.POST[FORM])
    names = list(dict.fromkeys([*kept.data, *mine]))
    rows = [
        (_label(kind, n), "；".join(kept.data.get(n, [])), "；".join(mine.get(n, [])))
        for n in names
        if kept.data.get(n, []) != mine.get(n, []) and not n.endswith(uploads.KEPT)
    ]
    hidden = [(k, v) for k, vs in mine.items() for v in vs]
    context = {
        "kept": kept,
        "rows": rows,
        "hidden": hidden,
        "form": request.POST[FORM],
        "back": request.get_full_path(),
    }
    return render(request, "webkit/draft_conflict.html", context, status=409)


def _label(kind: type[HouseForm] | None, name: str) -> str:
    field = kind.base_fields.get(name) if kind else None
    return str(field.label) if field is not None and field.label else name


def resume(form: HouseForm, kept: Draft) -> None:
    """Put what was kept into the fields of a form that nobody has sent yet."""
    data = QueryDict(mutable=True)
    for name, values in kept.data.items():
        data.setlist(name, values)
    for name, field in form.fields.items():
        key = form.add_prefix(name)
        if isinstance(field, forms.FileField):
            form.carried[name] = str(data.get(f"{key}{uploads.KEPT}", ""))
        elif not field.widget.value_omitted_from_data(data, {}, key):
            form.initial[name] = field.widget.value_from_datadict(data, {}, key)


_KEPT = Text("草稿已保存。可以离开，回来接着填。", "The draft is kept. You may leave and go on later.")
_TOO_MUCH = Text(
    "草稿没有保存：内容过长，或草稿已有200份。请先提交或丢弃一些。",
    "The draft was not kept: it is too long, or there are 200 drafts already. Send or throw away some first.",
)
