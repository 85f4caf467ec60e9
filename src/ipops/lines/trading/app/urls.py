"""Addresses of this line, under ``/trading/``."""

from __future__ import annotations

from django.urls import path

from ipops.lines.trading.app.views import (
    cases,
    checks,
    contracts,
    deals,
    finding,
    gaps,
    imports,
    market,
    matching,
    public,
    results,
)
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
    path("market/offers/", public.offers, name="market-offers"),
    path("market/needs/", public.needs, name="market-needs"),
    path("market/licences/", public.licences, name="market-licences"),
    path("disclosures/", market.VIEWS["disclosures"], name="disclosures"),
    path("offers/", market.VIEWS["offers"], name="offers"),
    path("needs/", market.VIEWS["needs"], name="needs"),
    path("statements/", market.VIEWS["statements"], name="statements"),
    path("disclosures/new/", market.VIEWS["new-disclosure"], name="new-disclosure"),
    path("offers/new/", market.VIEWS["new-offer"], name="new-offer"),
    path("needs/new/", market.VIEWS["new-need"], name="new-need"),
    path("statements/new/", market.VIEWS["new-statement"], name="new-statement"),
    path("needs/<str:need>/matches/", matching.of_need, name="matches"),
    path("needs/<str:need>/judge/", matching.judge, name="judge"),
    path("firms-for/<str:right>/", matching.of_right, name="firms"),
    path("precision/", matching.precision, name="precision"),
    path("conversion/", results.converted, name="conversion"),
    path("outcomes/", results.outcomes, name="outcomes"),
    path("pools/", results.pools, name="pools"),
    path("pools/new/", results.new_pool, name="new-pool"),
    *results.URLS,
    *market.URLS,
    path("conflicts/", deals.conflicts, name="conflicts"),
    *case_urls(cases.CONFLICT_CASE, "conflicts/", name="conflict"),
    path("checks/", checks.checks, name="checks"),
    *case_urls(cases.CHECK_CASE, "checks/", name="check"),
    path("gaps/", gaps.gaps, name="gaps"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<str:run>/", imports.import_run, name="import"),
]
