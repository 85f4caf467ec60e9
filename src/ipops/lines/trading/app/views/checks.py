"""Checks of suspected shams: the list. One check is a case (``cases``)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from ipops.lines.trading.app import selectors
from ipops.lines.trading.app.views import shown
from ipops.webkit.pages import tables
from ipops.webkit.pages.reader import reader


@require_safe
@login_required
def checks(request: HttpRequest) -> HttpResponseBase:
    context = {"thresholds": selectors.thresholds()}
    return tables.page(request, shown.CHECKS, selectors.checks_for(reader(request)), "trading/checks.html", context)
