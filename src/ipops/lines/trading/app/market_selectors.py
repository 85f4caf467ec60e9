"""What a reader sees of supply, demand, open licences, pools and technology contracts; pages and the API read it here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear

from ipops.lines.trading.app.models import MarketCase, TechContract
from ipops.lines.trading.rules.contracts import folds
from ipops.lines.trading.rules.matching.ranking import Sought
from ipops.webkit import access

ON_REGISTER = Q(stage__in=("registered", "amended"))


def market_for(user: access.Reader, cycle: str) -> QuerySet[MarketCase]:
    """Cases in the reader's places, or of parties the reader stands for."""
    rows = MarketCase.objects.filter(cycle=cycle)
    if not user.is_authenticated:
        return rows.none()
    places = access.visible_places(user)
    if places.everywhere:
        return rows
    bodies = list(access.bodies(user))
    own = Q(parties__overlap=bodies) | Q(takers__overlap=bodies) if bodies else Q(pk__in=[])
    return rows.filter((places.q("place") & ~Q(place="")) | own)


def contracts_for(user: access.Reader) -> QuerySet[TechContract]:
    """Contracts of sellers in the reader's places, or of parties the reader stands for."""
    rows = TechContract.objects.all()
    places = access.visible_places(user)
    if places.everywhere:
        return rows
    bodies = list(access.bodies(user))
    own = Q(sellers__overlap=bodies) | Q(buyers__overlap=bodies) if bodies else Q(pk__in=[])
    return rows.filter((places.q("place") & ~Q(place="")) | own)


def contract_years(rows: QuerySet[TechContract]) -> Any:
    """Whole prices by year of registration, net of cancellations: as the type says, and as the linked patents say."""
    by_type, linked = Q(of_patents=True), Q(link=folds.LINKED)
    net = rows.filter(ON_REGISTER).order_by()
    return net.annotate(year=ExtractYear("on")).values("year").annotate(
        by_type=Sum("whole_fen", filter=by_type), n_by_type=Count("contract", filter=by_type),
        linked=Sum("whole_fen", filter=linked), n_linked=Count("contract", filter=linked),
        n_open=Count("contract", filter=Q(link=folds.UNLINKED)),
    )  # fmt: skip


def sought_of(row: MarketCase, on: date) -> Sought:
    """A need as the ranking asks for it."""
    small = row.size in ("小型", "微型", "small")
    return Sought(words=f"{row.title} {row.words}", on=on, place=row.place, budget_fen=row.fen, small=small)
