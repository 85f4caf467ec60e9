"""The home page's glance at insurance: what is covered, what ends soon, which losses are open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Q, Sum
from django.urls import reverse

from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.lines.insurance.app import selectors
from ipops.webkit import access
from ipops.webkit.glances import Glance

_SOON = timedelta(days=60)
_OPEN = ("claimed", "complete", "assessed", "agreed")


def glances(reader: access.Reader, today: date) -> Iterator[Glance]:
    live = Q(stage__in=("in_force", "doubted"), starts_on__lte=today, until__gt=today)
    found = selectors.policies_for(reader).aggregate(
        n=Count("pk"),
        live=Count("pk", filter=live),
        covered=Sum("total_fen", filter=live),
        ending=Count("pk", filter=live & Q(until__lte=today + _SOON)),
    )
    losses = selectors.claims_for(reader).filter(stage__in=_OPEN).count()
    if not (found["n"] or losses):
        return
    policies, claims = reverse("insurance:policies"), reverse("insurance:claims")
    yield Glance(title=Text("在保保单", "Policies in force"), value=found["live"], href=f"{policies}?stage=in_force")
    yield Glance(title=Text("在保金额", "Sum insured"), value=Money(int(found["covered"] or 0)), href=policies)
    yield Glance(title=Text("六十日内到期", "Ending within sixty days"), value=found["ending"], href=policies)
    yield Glance(title=Text("未结赔案", "Losses that are open"), value=losses, href=claims, state="due")
