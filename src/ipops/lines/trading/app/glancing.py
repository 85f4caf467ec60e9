"""The home page's glance at transfers and licences: this year's deals, what is doubted, what collides with the law."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from ipops.kernel.text import Text
from ipops.lines.trading.app import selectors
from ipops.webkit import access
from ipops.webkit.glances import Glance

_DEALS = Text("本年登记的交易", "Deals on the register this year")


def glances(reader: access.Reader, today: date) -> Iterator[Glance]:
    first = date(today.year, 1, 1)
    since = f"{reverse('trading:deals')}?from={first.isoformat()}"
    deals = selectors.deals_for(reader).filter(stage__in=selectors.CLOSED, on__gte=first, excluded=False).count()
    if access.bodies(reader):  # checks and conflicts are the offices' business
        if deals:
            yield Glance(title=_DEALS, value=deals, href=since)
        return
    checks = selectors.checks_for(reader).filter(stage="open").count()
    conflicts = selectors.conflicts_for(reader).filter(stage="open").count()
    if not (deals or checks or conflicts):
        return
    yield Glance(title=_DEALS, value=deals, href=since)
    open_checks = f"{reverse('trading:checks')}?stage=open"
    yield Glance(title=Text("核查中", "Being checked"), value=checks, href=open_checks, state="flagged")
    open_conflicts = f"{reverse('trading:conflicts')}?stage=open"
    yield Glance(
        title=Text("与法律冲突", "In conflict with the law"), value=conflicts, href=open_conflicts, state="flagged"
    )
