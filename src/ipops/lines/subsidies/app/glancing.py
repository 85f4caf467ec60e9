"""The home page's glance at subsidies: what can be applied for, how one's claims stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q, Sum
from django.urls import reverse

from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.lines.subsidies.app import selectors
from ipops.webkit import access
from ipops.webkit.glances import Glance

_WAITING = ("filed", "proven", "computed", "taken", "shared", "waiting")


def glances(reader: access.Reader, today: date) -> Iterator[Glance]:
    open_now = len(list(selectors.open_windows(reader, today)))
    found = selectors.claims_for(reader).aggregate(
        n=Count("pk"),
        waiting=Count("pk", filter=Q(stage__in=_WAITING)),
        granted=Sum("granted_fen", filter=Q(stage="granted")),
        paid=Sum("paid_fen"),
    )
    if not (open_now or found["n"]):
        return
    claims = reverse("subsidies:claims")
    windows = f"{reverse('subsidies:windows')}?stage=open"
    yield Glance(title=Text("可申请的窗口", "Windows open now"), value=open_now, href=windows)
    yield Glance(title=Text("办理中的申报", "Claims under way"), value=found["waiting"], href=claims)
    granted, paid = (Money(int(found[k] or 0)) for k in ("granted", "paid"))
    yield Glance(title=Text("已同意待付", "Granted, not paid yet"), value=granted, href=f"{claims}?stage=granted")
    yield Glance(title=Text("已支付", "Paid"), value=paid, href=f"{claims}?stage=paid")
