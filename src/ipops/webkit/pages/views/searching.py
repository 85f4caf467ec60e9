"""The search page: groups of what was found, the pages of one's menu first."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ipops.webkit import search
from ipops.webkit.pages import finding
from ipops.webkit.pages.reader import reader


@require_safe
@login_required
def find(request: HttpRequest) -> HttpResponse:
    """The ground's own groups, and a place for each house; ``in=<house>`` is what one house finds, as a page or as a part."""
    typed, house = search.Typed.of(request.GET.get("q", "")), request.GET.get("in", "")
    short = bool(typed.text) and typed.too_short
    looks = bool(typed.text) and not short
    known = search.houses()
    title, finders = known.get(house, (None, finding.GROUND))
    context = {
        "sought": typed.text,
        "short": short,
        "house": title,
        "pages": finding.pages(request, typed) if looks and title is None else [],
        "groups": search.look_for(reader(request), typed.text, finders),
        "houses": [(code, name) for code, (name, _) in known.items()] if looks and title is None else [],
    }
    part = title is not None and request.headers.get("HX-Request") == "true"
    return render(request, "webkit/parts/found.html" if part else "webkit/search.html", context)
