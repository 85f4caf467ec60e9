"""Addresses of the programme, under ``/programme/`` and the namespace ``programme``."""

from __future__ import annotations

from django.urls import path

from ipops.lines.programme.app.views import answers, cities, nation, scoreboard, why
from ipops.lines.programme.app.views.life import calls, evaluations, money, returns, reviews, roads
from ipops.webkit.pages.cases import urls as case_urls

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
    path("calls/", calls.calls, name="calls"),
    path("calls/open/", calls.open_call, name="call-open"),
    path("calls/<str:key>/nominate/", calls.nominate, name="nominate"),
    path("calls/<str:key>/panel/", calls.panel, name="panel"),
    path("calls/<str:key>/object/", calls.object_to, name="object"),
    path("calls/<str:key>/paper/<slug:name>/", calls.paper, name="call-paper"),
    *case_urls(calls.CALL_CASE, "calls/", name="call"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/<str:key>/", reviews.review, name="review"),
    path("reviews/<str:key>/declare/", reviews.declare, name="review-declare"),
    path("reviews/<str:key>/open/", reviews.open_documents, name="review-open"),
    path("reviews/<str:key>/score/", reviews.score, name="review-score"),
    path("reviews/<str:key>/document/<slug:sha256>/", reviews.document, name="review-document"),
    path("roads/", roads.roads, name="roads"),
    path("roads/<str:key>/defence/", roads.defence, name="defence"),
    path("roads/<str:key>/plan/", roads.plan, name="plan"),
    path("roads/<str:key>/evaluate/", roads.evaluate, name="evaluate"),
    path("roads/<str:key>/receive/", money.receive, name="receive"),
    path("roads/<str:key>/move/", money.move, name="move"),
    path("roads/<str:key>/project-call/", money.project_call, name="project-call"),
    *case_urls(roads.CITY_CASE, "roads/", name="road"),
    path("project-calls/<str:key>/apply/", money.apply, name="apply"),
    path("projects/<str:key>/order/", money.order_new, name="order-new"),
    *case_urls(money.PROJECT_CASE, "projects/", name="project"),
    path("orders/<str:key>/treasury/", money.treasury, name="treasury"),
    *case_urls(money.ORDER_CASE, "orders/", name="order"),
    path("returns/", returns.returns, name="returns"),
    path("returns/<slug:schema>/<slug:period>/fill/", returns.fill, name="return-fill"),
    path("returns/<slug:schema>/<slug:period>/template/", returns.template_file, name="return-template"),
    *case_urls(returns.RETURN_CASE, "returns/", name="return"),
    path("evaluations/<str:key>/score/", evaluations.score, name="score"),
    path("evaluations/<str:key>/what-if/", evaluations.what_if, name="what-if"),
    path("evaluations/<str:key>/object/", evaluations.result_object, name="result-object"),
    path("evaluations/<str:key>/rest/", evaluations.rest, name="rest"),
    path("evaluations/<str:key>/paper/<slug:name>/", evaluations.paper, name="evaluation-paper"),
    path("evaluations/<str:key>/audit/", evaluations.auditor_pack, name="audit"),
    *case_urls(evaluations.EVALUATION_CASE, "evaluations/", name="evaluation"),
    *case_urls(evaluations.OBJECTION_CASE, "objections/", name="objection"),
    path("nation/", nation.nation, name="nation"),
    path("nation/<slug:indicator>/", nation.series, name="series"),
]
