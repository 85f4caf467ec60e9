"""Addresses under ``/custody/``, in the namespace ``custody``."""

from __future__ import annotations

from django.urls import path

from ipops.lines.custody.app.views import cases, feeds, lists, pages, portal, report, uploads, work
from ipops.webkit.pages.cases import urls as case_urls

urlpatterns = [
    path("", pages.overview, name="overview"),
    path("ask/", pages.ask, name="ask"),
    path("mine/", portal.portal, name="portal"),
    path("mine/payments.xlsx", portal.pay_list, name="pay-list"),
    path("mine/calendar.ics", portal.calendar, name="calendar"),
    path("mine/pay/", portal.pay, name="pay"),
    path("mine/reduction/", portal.record, name="record"),
    path("mine/renew/", portal.renew, name="renew"),
    path("mine/use/", portal.use, name="use"),
    path("mine/need/", portal.need, name="need"),
    path("mine/upload/", uploads.upload, name="upload"),
    path("feed/<str:key>.ics", feeds.feed, name="feed"),
    path("park/", uploads.park, name="park"),
    path("work/", work.work, name="work"),
    path("work/calendar.ics", work.work_calendar, name="work-calendar"),
    path("endangered/", work.endangered, name="endangered"),
    path("january/", lists.january, name="january"),
    path("savings/", lists.savings, name="savings"),
    path("refunds/", lists.refunds, name="refunds"),
    path("contracts/<str:custody>/figures/<int:year>/", report.figures, name="figures"),
    path("contracts/<str:custody>/report/<int:year>.<slug:how>", report.report, name="report"),
    path("contracts/", pages.custodies, name="custodies"),
    *case_urls(cases.CUSTODY_CASE, "contracts/", name="custody"),
]
