"""Open data, for everybody: the tables there are, what their columns mean, and each as CSV, JSON and Parquet."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ipops.webkit import opendata


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    edition = opendata.current()
    rows = opendata.summary(edition)
    context = {
        "datasets": [(d, rows[d.code]) for d in opendata.DATASETS.values()],
        "formats": tuple(opendata.FORMATS),
        "up_to": edition.up_to,
    }
    return render(request, "webkit/open_data.html", context)


@require_safe
def open_file(request: HttpRequest, code: str, how: str) -> HttpResponse:
    found = opendata.dataset(code)
    if found is None or how not in opendata.FORMATS:
        raise Http404
    edition = opendata.current()
    response = HttpResponse(opendata.file_of(found, how, edition), content_type=opendata.FORMATS[how])
    response["Content-Disposition"] = f'attachment; filename="{code}.{how}"'
    response["ETag"] = f'"{edition.name}"'
    return response
