"""Addresses under ``/insurance/``, in the namespace ``insurance``."""

from __future__ import annotations

from django.urls import path

from ipops.lines.insurance.app.views import claims, pages, policies
from ipops.webkit.pages.cases import urls as case_urls

urlpatterns = [
    path("", pages.overview, name="overview"),
    path("products/", pages.product_list, name="products"),
    path("products/new/", pages.new_product, name="new-product"),
    *case_urls(policies.PRODUCT_CASE, "products/", name="product"),
    path("policies/", pages.policy_list, name="policies"),
    path("policies/quote/", pages.quote, name="quote"),
    path("policies/<str:policy>/claim/", pages.new_claim, name="new-claim"),
    *case_urls(policies.POLICY_CASE, "policies/", name="policy"),
    path("claims/", pages.claim_list, name="claims"),
    *case_urls(claims.CLAIM_CASE, "claims/", name="claim"),
    path("upload/", pages.upload, name="upload"),
]
