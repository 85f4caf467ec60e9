"""The key cities, open to everybody: which they are, where they lie, what was published of each."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from ipops.kernel.outcome import Unknown
from ipops.lines.programme.app import selectors
from ipops.lines.programme.app.pages import cities as pages
from ipops.webkit import access, clock
from ipops.webkit.pages import charts, tables


@require_safe
def cities(request: HttpRequest) -> HttpResponseBase:
    """All of them batch by batch, and how many each provincial unit has."""
    made = pages.tile_map()
    if how := request.GET.get("as", ""):
        return charts.as_file(made, how, "key-cities")
    batches = pages.batches()
    context = {
        "chart": charts.drawn(made, href=request.path),
        "batches": batches,
        "total": len(pages.cities()),
        "loose": sum(b.loose for b in batches),
    }
    return tables.page(request, pages.LIST, pages.rows(selectors.observed()), "programme/cities.html", context)


@require_safe
def city(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One city: its batch with the evidence, what the notice gives it, what was published of it."""
    found = pages.city_at(slug)
    if found is None:
        raise Http404
    place = found.place
    points = [] if isinstance(place, Unknown) else selectors.observed(place)
    office = None if isinstance(place, Unknown) else access.Office.objects.filter(place=place).first()
    context = {
        "c": found,
        "place": place,
        "office": office,
        "terms": tuple(pages.terms(found.pack, clock.today())),
        "charts": [charts.drawn(t, wide=charts.HALF) for t in pages.trends(points)],
    }
    return tables.page(request, pages.POINTS, tables.ListRows(points, pages.POINT_KEYS), "programme/city.html", context)
