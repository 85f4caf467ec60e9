"""Addresses of help, the pack browser and the first quarter hour."""

from __future__ import annotations

from django.urls import path

from ipops.webkit.pages.views import help as helps
from ipops.webkit.pages.views import packs, plan, start

urlpatterns = [
    path("help/", helps.help_page, name="help"),
    path("help/start/", start.start, name="start"),
    path("help/glossary/", helps.help_glossary, name="help-glossary"),
    path("help/checks/", helps.help_checks, name="help-checks"),
    path("help/steps/<str:code>/", helps.help_lifecycle, name="help-lifecycle"),
    path("help/facts/<slug:code>/", helps.help_kind, name="help-kind"),
    path("packs/", packs.packs, name="packs"),
    path("packs/plan/", plan.plan, name="plan"),
    path("packs/<slug:code>/", packs.pack, name="pack"),
]
