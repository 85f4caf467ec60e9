"""Addresses of the programme, under ``/programme/`` and the namespace ``programme``."""

from __future__ import annotations

from django.urls import path

from ipops.lines.programme.app.views import answers, cities, nation, scoreboard, why

urlpatterns = [
    path("", scoreboard.scoreboard, name="scoreboard"),
    path("districts/", scoreboard.districts, name="districts"),
    path("trend/<slug:indicator>/", scoreboard.trend, name="trend"),
    path("why/<slug:indicator>/", why.why, name="why"),
    path("missed/", answers.missed, name="missed"),
    path("money/", answers.money, name="money"),
    path("payments/", answers.payments, name="payments"),
    path("payments/<str:order>/", answers.payment, name="payment"),
    path("cities/", cities.cities, name="cities"),
    path("cities/<slug:slug>/", cities.city, name="city"),
    path("nation/", nation.nation, name="nation"),
    path("nation/<slug:indicator>/", nation.series, name="series"),
]
