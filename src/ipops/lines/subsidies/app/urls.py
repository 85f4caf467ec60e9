"""Addresses under ``/subsidies/``, in the namespace ``subsidies``."""

from __future__ import annotations

from django.urls import path

from ipops.lines.subsidies.app.views import cases, pages, uploads, windows
from ipops.webkit.pages.cases import urls as case_urls

urlpatterns = [
    path("", pages.overview, name="overview"),
    path("windows/", pages.window_list, name="windows"),
    path("windows/open/", pages.open_window, name="open"),
    path("windows/<str:window>/file/", pages.file_claim, name="file"),
    path("windows/<str:window>/upload/", uploads.upload, name="upload"),
    *case_urls(windows.WINDOW_CASE, "windows/", name="window"),
    path("claims/", pages.claim_list, name="claims"),
    path("claims/<str:claim>/twice/", pages.twice, name="twice"),
    *case_urls(cases.CLAIM_CASE, "claims/", name="claim"),
]
