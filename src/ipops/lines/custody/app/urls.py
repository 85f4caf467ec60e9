"""Addresses under ``/custody/``, in the namespace ``custody``."""

from __future__ import annotations

from django.urls import path

from ipops.lines.custody.app.views import cases, pages
from ipops.webkit.pages.cases import urls as case_urls

urlpatterns = [
    path("", pages.overview, name="overview"),
    path("ask/", pages.ask, name="ask"),
    path("contracts/", pages.custodies, name="custodies"),
    *case_urls(cases.CUSTODY_CASE, "contracts/", name="custody"),
]
