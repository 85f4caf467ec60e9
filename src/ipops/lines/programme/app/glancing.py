"""The home page's glance at the programme: returns and payments that wait, and where the money lies; of an expert, the reviews."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q, Sum
from django.urls import reverse

from ipops.kernel.money import Money
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.lines.programme.app.models import Account, Dossier
from ipops.lines.programme.app.reading import selection
from ipops.lines.programme.app.reading.dossiers import dossiers_for
from ipops.lines.programme.app.services.selection import within
from ipops.lines.programme.rules.selection.seats import duty
from ipops.webkit import access
from ipops.webkit.glances import Glance
from ipops.webkit.pages.cases import due

#: Where a city stands once it is chosen: who is nominated only, or was turned down, is not in the programme.
_CHOSEN = ("funded", "running", "evaluated", "second_paid", "closed")
_CITY, _RETURN, _ORDER = "programme.city", "programme.return", "programme.order"


def glances(reader: access.Reader, today: date) -> Iterator[Glance]:
    """For offices; a body sees its own payment orders on the page of payments."""
    if access.bodies(reader):
        return
    if access.Role.EXPERT in access.roles(reader):
        yield from _reviews(reader, today)
        if len(access.roles(reader)) == 1:
            return
    decided = Dossier.objects.filter(cycle="programme.call", stage="decided").values("case")
    returns = Q(cycle=_RETURN) & ~Q(stage="accepted")
    found = dossiers_for(reader).aggregate(
        cities=Count("pk", filter=Q(cycle=_CITY) & (Q(stage__in=_CHOSEN) | Q(stage="publicised", parent__in=decided))),
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


def _reviews(reader: access.Reader, today: date) -> Iterator[Glance]:
    """What an expert owes, and until when. Three queries, however many panels."""
    me = str(getattr(reader, "label", ""))
    told = duty(me, selection.files_of(selection.seated_in(me)), within)
    if not (told.assigned or told.locked):
        return
    at = reverse("programme:reviews")
    yield Glance(title=Text("在评的申报", "Applications under review"), value=told.assigned, href=at)
    yield Glance(title=Text("尚未申明利害关系", "Interests not declared"), value=told.undeclared, href=at, state="due")
    yield Glance(title=Text("待评分", "To be scored"), value=told.to_score, href=at, state="due")
    if told.owed:
        late = told.lock_by is not None and told.lock_by < today
        until = due.left(told.lock_by, today) if told.lock_by else _NO_DAY
        yield Glance(
            title=Text("离评分截止", "Until sheets are due"), value=until, href=at, state="late" if late else ""
        )
    yield Glance(title=Text("已锁定评分", "Sheets locked"), value=told.locked, href=at)


_NO_DAY = Unknown(
    why=Text("组成评审组时没有定评分截止日，也没有规定写明。", "No day was set with the panel, and no rule names one.")
)
