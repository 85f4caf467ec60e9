"""Addresses under ``/navigation/``, in the namespace ``navigation``."""

from __future__ import annotations

from django.urls import path

from ipops.lines.navigation.app.views import cases, desk, judging, labels, pages, results, setting
from ipops.webkit.pages.cases import urls as case_urls

urlpatterns = [
    path("", pages.studies, name="studies"),
    path("propose/", pages.propose, name="propose"),
    path("studies/<str:study>/setup/", setting.setup, name="study_setup"),
    path("studies/<str:study>/setup/study.yaml", setting.template, name="study_template"),
    path("studies/<str:study>/run/", setting.run, name="study_run"),
    path("studies/<str:study>/results/", results.results, name="study_results"),
    path("studies/<str:study>/results/<int:number>/", results.chapter, name="study_chapter"),
    path("studies/<str:study>/results/samples/", judging.samples, name="study_samples"),
    path("studies/<str:study>/results/nodes/<str:code>/", labels.node, name="study_node"),
    path("studies/<str:study>/results/queries/<str:code>/", results.query, name="study_query"),
    path("studies/<str:study>/results/files/<str:name>", results.file, name="study_file"),
    path("studies/<str:study>/desk/", desk.desk, name="study_desk"),
    path("studies/<str:study>/desk/sheets/", desk.sheets, name="study_sheets"),
    path("studies/<str:study>/desk/sheets/<str:name>", desk.sheet, name="study_sheet"),
    path("studies/<str:study>/desk/again/", setting.run_again, name="study_again"),
    path("studies/<str:study>/desk/documents/<path:document>/", desk.label, name="study_label"),
    *case_urls(cases.STUDY_CASE, "studies/", name="study"),
]
