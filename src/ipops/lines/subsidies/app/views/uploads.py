"""A list of claims uploaded into a window: what was taken, what was not and why."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from ipops.kernel.outcome import Problem, Refused
from ipops.kernel.text import Text
from ipops.lines.subsidies.app import forms, selectors
from ipops.lines.subsidies.app.services.lists import claims_import
from ipops.lines.subsidies.app.views.pages import may_file, over, sender
from ipops.webkit.pages import doors
from ipops.webkit.pages.forms import again, refuse
from ipops.webkit.pages.reader import reader

_UPLOAD = Text("导入申报清单", "Import a list of claims")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: HttpRequest, window: str) -> HttpResponseBase:
    row = selectors.window_for(reader(request), window)
    if row is None:
        raise Http404
    if no := may_file(request):
        return doors.shut(request, no, _UPLOAD, back="subsidies:windows")
    if no := over(row, request):
        return doors.shut(request, no, _UPLOAD, back="subsidies:windows")
    page, context = "subsidies/upload.html", {"title": _UPLOAD, "window": row}
    if request.method != "POST":
        return render(request, page, {**context, "form": forms.UploadForm()})
    form = forms.UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return again(request, form, page, context)
    got = _read(request, form.cleaned_data["file"], row.window)
    if isinstance(got, Problem):
        return refuse(request, form, Refused(reasons=(doors.of_problem(got, "file"),)), page, context)
    status = 409 if got.differing else 200
    return render(request, page, {**context, "form": forms.UploadForm(), "got": got}, status=status)


def _read(request: HttpRequest, sent: UploadedFile, window: str):  # type: ignore[no-untyped-def]
    """The list is written to a file of its own, because reading it takes two passes."""
    with tempfile.TemporaryDirectory(prefix="ipops-claims-") as folder:
        path = Path(folder) / f"list{Path(sent.name or '').suffix[:8]}"
        with path.open("wb") as out:
            for chunk in sent.chunks():
                out.write(chunk)
        return claims_import(
            file=path,
            name=sent.name or path.name,
            window=window,
            today=doors.today(),
            by=doors.who(request).label,
            sender=sender(request),
        )
