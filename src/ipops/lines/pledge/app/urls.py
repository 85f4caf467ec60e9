"""Addresses under ``/pledge/``, in the namespace ``pledge``."""

from __future__ import annotations

from django.urls import path

from ipops.lines.pledge.app.views import (
    application,
    claim,
    funds,
    guarantors,
    lists,
    loan,
    pages,
    registration,
    sharing,
    signing,
    value,
    whatif,
)
from ipops.webkit.pages.cases import urls as case_urls

urlpatterns = [
    path("", lists.overview, name="overview"),
    path("ask/", pages.ask, name="ask"),
    path("overdue/", lists.overdue, name="overdue"),
    path("overdue/<str:loan>/", sharing.sharing, name="sharing"),
    path("signs/", signing.signs, name="signs"),
    path("signs/open/", signing.sign, name="sign"),
    path("upload/", pages.upload, name="upload"),
    path("months/", lists.months, name="months"),
    path("months/attest/", pages.month, name="month"),
    path("months/<str:bank>/<str:month>.csv", pages.reconciliation, name="reconciliation"),
    path("credits/", lists.credits_, name="credits"),
    path("credits/enter/", pages.credit, name="credit"),
    path("guarantors/", guarantors.guarantors, name="guarantors"),
    path("guarantors/state/", guarantors.state, name="guarantor-state"),
    path("pools/", funds.pools, name="pools"),
    path("pools/open/", funds.open_, name="open"),
    path("pools/<str:fund>/", funds.pool, name="pool"),
    path("pools/<str:fund>/move/", funds.move, name="pool-move"),
    path("pools/<str:fund>/state/", funds.state, name="pool-state"),
    path("pools/<str:fund>/list/", funds.list_, name="pool-list"),
    path("what-if/", whatif.what_if, name="what-if"),
    path("what-if/<str:run>/", whatif.run, name="what-if-run"),
    path("value/", value.value, name="value"),
    path("pools/<str:fund>/lift/", funds.lift, name="pool-lift"),
    path("applications/", lists.applications, name="applications"),
    *case_urls(application.APPLICATION_CASE, "applications/", name="application"),
    path("registrations/", lists.registrations, name="registrations"),
    *case_urls(registration.REGISTRATION_CASE, "registrations/", name="registration"),
    path("loans/", lists.loans, name="loans"),
    *case_urls(loan.LOAN_CASE, "loans/", name="loan"),
    path("claims/", lists.claims, name="claims"),
    *case_urls(claim.CLAIM_CASE, "claims/", name="claim"),
]
