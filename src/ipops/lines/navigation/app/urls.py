"""Addresses under ``/navigation/``, in the namespace ``navigation``."""

from __future__ import annotations

from django.urls import path

from ipops.lines.navigation.app.views import cases, pages
from ipops.webkit.pages.cases import urls as case_urls

urlpatterns = [
    path("", pages.studies, name="studies"),
    path("propose/", pages.propose, name="propose"),
    *case_urls(cases.STUDY_CASE, "studies/", name="study"),
]
