"""The home page's glance at the programme: returns and payments that wait, and where the money lies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q, Sum
from django.urls import reverse

from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.lines.programme.app.models import Account
from ipops.lines.programme.app.reading.dossiers import dossiers_for
from ipops.webkit import access
from ipops.webkit.glances import Glance

_CITY, _RETURN, _ORDER = "programme.city", "programme.return", "programme.order"


def glances(reader: access.Reader, today: date) -> Iterator[Glance]:
    """For offices; a body sees its own payment orders on the page of payments."""
    if access.bodies(reader):
        return
    returns = Q(cycle=_RETURN) & ~Q(stage="accepted")
    found = dossiers_for(reader).aggregate(
        cities=Count("pk", filter=Q(cycle=_CITY)),
        returns=Count("pk", filter=returns),
        orders=Count("pk", filter=Q(cycle=_ORDER, stage__in=("drafted", "approved", "sent"))),
    )
    if not any(found.values()):
        return
    seen = access.visible_places(reader).q("place")
    money = Account.objects.filter(seen).aggregate(
        paid=Sum("fen", filter=Q(account__endswith=":paid")),
        idle=Sum("fen", filter=Q(account__endswith=":available") | Q(account__endswith=":planned")),
    )
    yield Glance(
        title=Text("入选城市", "Cities in the programme"), value=found["cities"], href=reverse("programme:roads")
    )
    at = reverse("programme:returns")
    yield Glance(title=Text("未接收的报表", "Returns not accepted yet"), value=found["returns"], href=at, state="due")
    at = reverse("programme:payments")
    yield Glance(title=Text("未办结的支付单", "Payment orders open"), value=found["orders"], href=at, state="due")
    at = reverse("programme:money")
    yield Glance(title=Text("已支付", "Paid"), value=Money(int(money["paid"] or 0)), href=at)
    yield Glance(title=Text("闲置", "Idle"), value=Money(int(money["idle"] or 0)), href=at)
