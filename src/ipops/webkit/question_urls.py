"""Addresses of the ten questions and of the ground's own answers to them."""

from __future__ import annotations

from django.urls import path

from ipops.webkit.pages.views import due, lend, questions

urlpatterns = [
    path("", questions.questions, name="questions"),
    path("due/", due.due, name="due"),
    path("lend/", lend.lend, name="lend"),
    path("<slug:code>/", questions.ask, name="question"),
]
