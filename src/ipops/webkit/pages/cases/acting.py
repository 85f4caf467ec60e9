"""The kit's own screen for an act: what it leads to, the form, the refusal beside its fields, back to the case.

Sending twice does the act once (``reference``); acting on a case that moved meanwhile is stopped (``stands_at``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ipops.kernel.outcome import Problem, Reason, Refused
from ipops.kernel.text import Text
from ipops.webkit import documents
from ipops.webkit.desk import sent
from ipops.webkit.models import User
from ipops.webkit.pages import answers
from ipops.webkit.pages.cases import standing
from ipops.webkit.pages.cases.kind import Act, Asked, CaseKind, Doing, Told
from ipops.webkit.pages.cases.screen import Address, asked_by, found
from ipops.webkit.pages.forms import HouseForm, again, refuse
from ipops.webkit.pages.lang import said, tr

FORBIDDEN = 403
PAPER = "paper"


def acting(kind: CaseKind[Any], address: Address, case: Callable[[str], str]) -> Callable[..., HttpResponse]:
    """The view of every act of a kind that has no screen of its own. ``case(key)`` is the address of the case."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @login_required
    def view(request: HttpRequest, key: str, event: str) -> HttpResponse:
        asked = asked_by(request)
        row = found(kind, asked, key)
        act = kind.act(event)
        if act is None or act.form is None:
            raise Http404
        told = kind.tell(row, asked)
        posted = request.method == "POST"
        form = _form(kind, act, row, told, (request.POST, request.FILES) if posted else ())
        shown = _context(kind, act, told, case(key))
        if posted and (before := sent.went_to(_user(request), _reference(form))):
            return redirect(before)
        if no := standing.why_not(kind, act, row, told, asked):
            answer = answers.refused(request, no, title=shown["title"], back=case(key))
            answer.status_code = FORBIDDEN if posted else answer.status_code
            return answer
        if not posted:
            return render(request, _PAGE, {**shown, "form": form})
        if not form.is_valid():
            return again(request, form, _PAGE, shown)
        return _do(request, asked, kind, act, row, told, form, shown)

    return view


_PAGE = "webkit/case_act.html"


def _form(kind: CaseKind[Any], act: Act[Any], row: Any, told: Told, sent: tuple[Any, ...]) -> HouseForm:
    """The act's form with two fields of the kit: the version it was opened at, and a tick where nothing can be undone."""
    assert act.form is not None
    given: Mapping[str, Any] = act.initial(row) if act.initial else {}
    form = act.form(*sent, initial={**given, "stands_at": told.version})
    form.fields["stands_at"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
    step = kind.lifecycle.table.get(told.state, {}).get(act.event)
    if step is not None and step.for_good:
        form.fields["sure"] = forms.BooleanField(label=said("我知道此事不能撤销", "I know that this cannot be undone"))
    return form


def _context(kind: CaseKind[Any], act: Act[Any], told: Told, back: str) -> dict[str, Any]:
    step = kind.lifecycle.table.get(told.state, {}).get(act.event)
    return {
        "title": act.title or kind.lifecycle.events[act.event],
        "of": told.title,
        "warn": act.warn,
        "notes": told.notes,
        "to": kind.lifecycle.states[step.to] if step else None,
        "cite": step.cite if step else None,
        "for_good": bool(step and step.for_good),
        "back": back,
    }


def _do(
    request: HttpRequest,
    asked: Asked,
    kind: CaseKind[Any],
    act: Act[Any],
    row: Any,
    told: Told,
    form: HouseForm,
    shown: dict[str, Any],
) -> HttpResponse:
    if form.cleaned_data["stands_at"] not in (None, told.version):
        form.put("stands_at", str(told.version))  # who has been told may go on
        return refuse(request, form, _moved(), _PAGE, {**shown, "moved": True})
    paper = _kept(request, form)
    if isinstance(paper, Refused):
        return refuse(request, form, paper, _PAGE, shown)
    doing = Doing(
        row=row,
        event=act.event,
        form=form,
        by=_user(request).label,
        today=asked.today,
        reference=form.cleaned_data["reference"],
        document=paper,
        request=request,
    )
    assert act.do is not None
    done = act.do
    got = sent.once(_user(request), doing.reference, lambda: done(doing), lambda _: str(shown["back"]))
    if isinstance(got, Refused):
        return refuse(request, form, got, _PAGE, shown)
    messages.success(request, tr(got))
    return redirect(shown["back"])


def _user(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    return user


def _reference(form: HouseForm) -> str:
    return str(form.data.get("reference", "")).replace("\x00", "")[:80]


def _kept(request: HttpRequest, form: HouseForm) -> str | Refused:
    """The SHA-256 of the attached paper, empty when none is; a refusal beside its field."""
    given = form.cleaned_data.get(PAPER)
    if not isinstance(given, UploadedFile) or given.file is None:
        return ""
    got = documents.store(cast("BinaryIO", given.file), given.name or "unnamed", _user(request).label)
    if isinstance(got, Problem):
        return Refused(reasons=(Reason(code=got.code, says=got.says, field=PAPER),))
    return got


def _moved() -> Refused:
    return Refused(reasons=(Reason(code="changed-meanwhile", says=_CHANGED),))


_CHANGED = Text(
    "您打开本页后，这件事已有变化，什么也没有办。请先看现状；您填写的内容仍在下面，再提交一次即按现状办理。",
    "The case has moved since you opened this page; nothing was done. Look at how it stands now; what you typed is kept below, "
    "and sending it again acts on the case as it stands.",
)
