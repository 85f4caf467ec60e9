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
    typed = search.Typed.of(request.GET.get("q", ""))
    short = bool(typed.text) and typed.too_short
    context = {
        "sought": typed.text,
        "short": short,
        "pages": finding.pages(request, typed) if typed.text and not short else [],
        "groups": search.look_for(reader(request), typed.text, finding.GROUND),
    }
    return render(request, "webkit/search.html", context)
