"""The home page's glance at pledge finance: loans that run, what fails, claims that wait; of a park, its credit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, F, Min, Q, Sum
from django.urls import reverse

from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.lines.pledge.app import selectors
from ipops.lines.pledge.app.models import Credit
from ipops.webkit import access
from ipops.webkit.glances import Glance

_FAILING = ("overdue", "bad")


def glances(reader: access.Reader, today: date) -> Iterator[Glance]:
    """Who runs a park is told of its credit; a loan of its own stands in the list of loans."""
    bodies = access.bodies(reader)
    if of_park := tuple(_park(bodies, today)) if bodies else ():
        yield from of_park
        return
    found = selectors.loans_for(reader).aggregate(
        all=Count("pk"),
        out=Count("pk", filter=Q(stage__in=selectors.OUT)),
        left=Sum(F("drawn_fen") - F("repaid_fen"), filter=Q(stage__in=selectors.OUT)),
        failing=Count("pk", filter=Q(stage__in=_FAILING)),
    )
    no_claims = bodies and not found["all"]  # who has no loan has no claim
    waiting = 0 if no_claims else selectors.claims_for(reader).filter(stage__in=selectors.PENDING).count()
    held = selectors.registrations_for(reader).filter(stage="registered").count()
    if not (found["out"] or waiting or held):
        return
    registrations = f"{reverse('pledge:registrations')}?stage=registered"
    yield Glance(title=Text("有效质押登记", "Pledges in force"), value=held, href=registrations)
    yield Glance(title=Text("在贷笔数", "Loans that run"), value=found["out"], href=reverse("pledge:loans"))
    yield Glance(
        title=Text("本金余额", "Principal left"), value=Money(int(found["left"] or 0)), href=reverse("pledge:loans")
    )
    overdue = reverse("pledge:overdue")
    yield Glance(title=Text("逾期与不良", "Overdue and bad"), value=found["failing"], href=overdue, state="flagged")
    yield Glance(title=Text("待决补偿申请", "Claims that wait"), value=waiting, href=reverse("pledge:claims"))


def _park(bodies: tuple[str, ...], today: date) -> Iterator[Glance]:
    """What banks lend the firms of this park together; nothing for who runs none."""
    runs = Q(until=None) | Q(until__gt=today)
    told = Credit.objects.filter(park__in=bodies).aggregate(
        n=Count("pk", filter=runs), limit=Sum("amount_fen", filter=runs), first=Min("until", filter=runs)
    )
    if not told["n"]:
        return
    at = reverse("pledge:credits")
    yield Glance(title=Text("有效的集合授信", "Collective credits in force"), value=told["n"], href=at)
    yield Glance(title=Text("授信总额", "Their limit"), value=Money(int(told["limit"] or 0)), href=at)
    if told["first"]:
        yield Glance(title=Text("最早到期（不含）", "The first runs until"), value=told["first"], href=at)
