"""Addresses of this line, under ``/trading/``."""

from __future__ import annotations

from django.urls import path

from ipops.lines.trading.app.views import cases, checks, contracts, deals, finding, gaps, imports
from ipops.webkit.pages.cases import urls as case_urls

urlpatterns = [
    path("", imports.start, name="start"),
    path("deals/", deals.deals, name="deals"),
    path("record/", deals.record, name="record"),
    path("find/", finding.find, name="find"),
    path("failures/", finding.failures, name="failures"),
    path("closed/", finding.closed, name="closed"),
    path("deals/<str:deal>/correct/", deals.correct, name="correct"),
    *case_urls(cases.DEAL_CASE, "deals/", name="deal"),
    path("contracts/", contracts.contracts, name="contracts"),
    path("contracts/readings/", contracts.readings, name="contract-readings"),
    path("contracts/rules/", contracts.rules, name="contract-rules"),
    path("contracts/import/", contracts.bring_in, name="contract-import"),
    *contracts.URLS,
    path("conflicts/", deals.conflicts, name="conflicts"),
    *case_urls(cases.CONFLICT_CASE, "conflicts/", name="conflict"),
    path("checks/", checks.checks, name="checks"),
    *case_urls(cases.CHECK_CASE, "checks/", name="check"),
    path("gaps/", gaps.gaps, name="gaps"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<str:run>/", imports.import_run, name="import"),
]
