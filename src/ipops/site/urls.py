"""Addresses: the ground's pages at the root, each house at ``/<code>/`` under a namespace of its code, the API beside.

Houses are found by their folders; ``webkit.urls`` brings sign-in, home, ledger and work items.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from ipops.site import health
from ipops.site.api import api
from ipops.site.street import house_parts

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("favicon.ico", health.favicon, name="favicon"),
    path("api/v1/", api.urls),
    *(path(f"{code}/", include((module, code), namespace=code)) for code, module in house_parts("urls").items()),
    path("", include("ipops.webkit.urls")),
]
