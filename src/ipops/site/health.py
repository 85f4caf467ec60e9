"""Is the site alive, for load balancers and for the supervisor; and its small picture."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

# A seal of two rings: a fact and its proof. Drawn here so that no page needs an inline picture.
_FAVICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#8c2f1f"/>'
    '<circle cx="13" cy="16" r="6" fill="none" stroke="#fff" stroke-width="3"/>'
    '<circle cx="20" cy="16" r="6" fill="none" stroke="#f4c9a8" stroke-width="3"/></svg>'
)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, 503 otherwise; says nothing a stranger could use."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"ok": False}, status=503)
    return JsonResponse({"ok": True})


@require_safe
@cache_control(max_age=86400, public=True)
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_FAVICON, content_type="image/svg+xml")
