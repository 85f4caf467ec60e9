"""Who may be nominated under a notice, open to everybody: it rests on published lists alone."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from ipops.kernel.outcome import Refused
from ipops.lines.programme.app.pages import eligible as pages
from ipops.lines.programme.rules.selection.asked import asked
from ipops.webkit.pages import tables


@require_safe
def eligible(request: HttpRequest, pack: str) -> HttpResponseBase:
    """Every provincial unit of the lists and the cities of the notice's own; one city more if it is asked for."""
    whole, city = asked(pack), request.GET.get("city", "").strip()
    if isinstance(whole, Refused):
        raise Http404
    province = request.GET.get("province", "").strip()
    one = asked(pack, city=city, province=province) if city else None
    context = {"asked": whole, "city": city, "province": province, "one": one, "refused": isinstance(one, Refused)}
    return tables.page(request, pages.ANSWERS, pages.rows(whole), "programme/eligible.html", context)
