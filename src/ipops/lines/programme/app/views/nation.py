"""The country's published series, open to everybody: what was published, what may be compared, and what may not and why."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from ipops.lines.programme.app import selectors
from ipops.lines.programme.app.pages import nation as pages
from ipops.lines.programme.app.pages import observed
from ipops.webkit.pages import charts, tables
from ipops.webkit.pages.shown import GRADES

PLACE = "CN"


def _known(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("known", ""))
    except ValueError:
        return None


@require_safe
def nation(request: HttpRequest) -> HttpResponseBase:
    """Every indicator of the country with its latest figure, those with the most figures first."""
    known = _known(request)
    rows = tables.ListRows(pages.index(selectors.observed(PLACE, known)), pages.INDEX_KEYS)
    spec = pages.listed(known.isoformat() if known else "")
    return tables.page(request, spec, rows, "programme/nation.html", {"known": known})


@require_safe
def series(request: HttpRequest, indicator: str) -> HttpResponseBase:
    """One indicator: chart with its breaks, figures with sources, every growth computed or refused."""
    found = selectors.series(indicator, PLACE, as_known_on=_known(request))
    if not found.points:
        raise Http404
    made = pages.trend(indicator, found.points)
    if (how := request.GET.get("as", "")) and made:
        return charts.as_file(made, how, indicator)
    context: dict[str, Any] = {
        "title": observed.indicator(indicator),
        "code": indicator,
        "known": _known(request),
        "chart": charts.drawn(made, href=f"{request.path}?") if made else None,
        "computed": sum(not p.reasons for p in found.pairs),
        "refused": sum(bool(p.reasons) for p in found.pairs),
        "grades": [(g, GRADES[g]) for g in pages.grades(found.points)],
    }
    drawn = {
        "points": (pages.POINTS, tables.ListRows(found.points, pages.POINT_KEYS)),
        "table": (pages.PAIRS, tables.ListRows(found.pairs, pages.PAIR_KEYS)),
    }
    return tables.several(request, drawn, "programme/series.html", context)
