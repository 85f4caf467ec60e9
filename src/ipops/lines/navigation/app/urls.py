"""Addresses under ``/navigation/``, in the namespace ``navigation``."""

from __future__ import annotations

from django.urls import path

from ipops.lines.navigation.app.views import cases, labels, pages, results
from ipops.webkit.pages.cases import urls as case_urls

urlpatterns = [
    path("", pages.studies, name="studies"),
    path("propose/", pages.propose, name="propose"),
    path("studies/<str:study>/results/", results.results, name="study_results"),
    path("studies/<str:study>/results/<int:number>/", results.chapter, name="study_chapter"),
    path("studies/<str:study>/results/samples/", labels.samples, name="study_samples"),
    path("studies/<str:study>/results/nodes/<str:code>/", labels.node, name="study_node"),
    path("studies/<str:study>/results/queries/<str:code>/", results.query, name="study_query"),
    path("studies/<str:study>/results/files/<str:name>", results.file, name="study_file"),
    *case_urls(cases.STUDY_CASE, "studies/", name="study"),
]
