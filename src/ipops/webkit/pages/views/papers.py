"""Documents in the browser: one taken in while a form is filled, one looked at, one taken along."""

from __future__ import annotations

import re

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from ipops.kernel.outcome import Problem
from ipops.webkit import access, columns, documents
from ipops.webkit.models import Document, User
from ipops.webkit.pages import look, names, uploads
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.reader import reader

MOST_FACTS = 50
_FIELD = re.compile(r"[A-Za-z][\w-]{0,60}")


@require_POST
@login_required
def upload(request: HttpRequest) -> HttpResponse:
    """Keep one file and answer with what the form carries on: its name, its SHA-256, a look at it."""
    file, field, user = request.FILES.get("file"), request.POST.get("field", ""), request.user
    if not isinstance(file, UploadedFile) or not _FIELD.fullmatch(field) or not isinstance(user, User):
        return HttpResponse(status=400)
    got = uploads.keep(file, user)
    if isinstance(got, Problem):
        return HttpResponse(tr(got.says), status=422, content_type="text/plain; charset=utf-8")
    return render(
        request, "webkit/parts/kept.html", {"kept": got, "name": field, "look": look.at(got.sha256, got.name)}
    )


def _seen(request: HttpRequest, sha256: str) -> Document:
    found = documents.document_for(reader(request), sha256)
    if found is None:
        raise Http404
    return found


@require_safe
@login_required
def document(request: HttpRequest, sha256: str) -> HttpResponse:
    """One document: what it is, whether it is still what its SHA-256 says, which facts rest on it, a look at it."""
    found = _seen(request, sha256)
    here = documents.is_intact(sha256)
    rows = access.facts_for(reader(request)).filter(document=sha256).order_by("-n").values_list("canonical", flat=True)
    entries = [columns.entry_of(c) for c in rows[:MOST_FACTS]]
    context = {
        "document": found,
        "intact": here,
        "facts": [(names.fact(e.n), type(e.fact).TITLE, e.fact.on) for e in entries],
        "look": look.at(sha256, found.name) if here else None,
    }
    return render(request, "webkit/document.html", context)


@require_safe
@login_required
def download(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """The bytes, as a file to save: never shown inside our own pages, whatever they hold."""
    found = _seen(request, sha256)
    opened = documents.open_document(sha256)
    if opened is None:
        raise Http404
    return FileResponse(opened, as_attachment=True, filename=found.name, content_type="application/octet-stream")
