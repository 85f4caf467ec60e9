"""Addresses of this line, under ``/trading/``."""

from __future__ import annotations

from django.urls import path

from ipops.lines.trading.app.views import checks, deals, imports

urlpatterns = [
    path("", imports.start, name="start"),
    path("deals/", deals.deals, name="deals"),
    path("record/", deals.record, name="record"),
    path("deals/<str:deal>/", deals.deal, name="deal"),
    path("deals/<str:deal>/correct/", deals.correct, name="correct"),
    path("deals/<str:deal>/notice/", deals.notice, name="notice"),
    path("deals/<str:deal>/withdraw/", deals.withdraw, name="withdraw"),
    path("conflicts/", deals.conflicts, name="conflicts"),
    path("conflicts/<str:case>/", deals.conflict, name="conflict"),
    path("checks/", checks.checks, name="checks"),
    path("checks/<str:case>/", checks.check, name="check"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<str:run>/", imports.import_run, name="import"),
]
