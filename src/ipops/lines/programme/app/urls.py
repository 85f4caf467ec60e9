"""Addresses of the programme, under ``/programme/`` and the namespace ``programme``."""

from __future__ import annotations

from django.urls import path

from ipops.lines.programme.app.views import cities, nation, scoreboard, why

urlpatterns = [
    path("", scoreboard.scoreboard, name="scoreboard"),
    path("districts/", scoreboard.districts, name="districts"),
    path("trend/<slug:indicator>/", scoreboard.trend, name="trend"),
    path("why/<slug:indicator>/", why.why, name="why"),
    path("cities/", cities.cities, name="cities"),
    path("cities/<slug:slug>/", cities.city, name="city"),
    path("nation/", nation.nation, name="nation"),
    path("nation/<slug:indicator>/", nation.series, name="series"),
]
