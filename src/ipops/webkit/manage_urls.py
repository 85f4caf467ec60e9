"""Addresses of administration and of one's own account."""

from __future__ import annotations

from django.urls import path

from ipops.webkit.pages.views import account, signin
from ipops.webkit.pages.views.manage import health, people

urlpatterns = [
    path("sign-in/code/", signin.code, name="second-factor"),
    path("account/", account.account, name="account"),
    path("account/password/", account.Password.as_view(), name="password"),
    path("account/second-factor/", account.factor_on, name="factor-on"),
    path("account/second-factor/off/", account.factor_off, name="factor-off"),
    path("manage/", health.manage, name="manage"),
    path("manage/health/", health.health, name="health"),
    path("manage/offices/", people.offices, name="offices"),
    path("manage/offices/new/", people.office_new, name="office-new"),
    path("manage/people/", people.people, name="people"),
    path("manage/people/new/", people.person_new, name="person-new"),
    path("manage/people/<str:username>/", people.person, name="person"),
    path("manage/people/<str:username>/<slug:what>/", people.act, name="person-act"),
]
