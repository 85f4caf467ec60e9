"""What a reader sees of supply, demand, open licences, pools and technology contracts; pages and the API read it here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear

from ipops.lines.trading.app.models import MarketCase, TechContract
from ipops.lines.trading.facts.words import FirmSize
from ipops.lines.trading.machine import DISCLOSURE, OPEN
from ipops.lines.trading.rules.contracts import folds
from ipops.lines.trading.rules.matching.ranking import Sought
from ipops.rights.docket.annuities import RULE
from ipops.rights.docket.item import Status
from ipops.webkit import access, docket, search
from ipops.webkit.models import Right

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


def on_market(cycle: str, stages: Iterable[str], on: date, *, right: str = "") -> QuerySet[MarketCase]:
    """What everybody sees on a day, of one right if it is named: nothing whose last day has passed, no right of an application that
    is not published yet, no right that has ended, whose term is over or that whoever offers it no longer owns. ``until`` is the last
    day to answer; of a licence it is the first day without. Three queries, one where nothing is there."""
    rows = MarketCase.objects.filter(cycle=cycle, stage__in=list(stages))
    rows = rows.filter(rights__contains=[right]) if right else rows
    left = Q(until__gt=on) if cycle == OPEN.code else Q(until__gte=on)
    rows = rows.filter(Q(until=None) | left)
    told = list(rows.values_list("case", "rights", "parties"))
    if not told:
        return rows.none()
    numbers = {n for _, held, _ in told for n in held}
    known = Right.objects.filter(right__in=numbers).values_list("right", "owners", "ended_on", "expires_on")
    owners: dict[str, set[str]] = {}
    ended = []
    for number, held_by, *days in known:
        owners |= {number: set(held_by)} if held_by else {}
        ended += [number] if any(day is not None and day <= on for day in days) else []
    gone = [c for c, held, parties in told if any(n in owners and not owners[n] & {*parties} for n in held)]
    return rows.exclude(rights__overlap=[*ended, *(hidden_rights() & numbers)]).exclude(case__in=gone)


def late(numbers: Iterable[str], on: date) -> tuple[str, ...]:
    """Rights whose annuity the docket holds as late or missed, of those with payments on record: where nobody records payments,
    nobody knows, and nothing is held against the right."""
    told = Right.objects.filter(right__in=list(numbers), paid_to_year__isnull=False).values_list("right", flat=True)
    items = docket.work_list(list(told), on)
    return tuple(dict.fromkeys(i.right for i in items if i.rule == RULE and i.status in (Status.LATE, Status.MISSED)))


def hidden_rights() -> set[str]:
    """Applications that came out of a disclosure and are not published yet."""
    rows = MarketCase.objects.filter(cycle=DISCLOSURE.code).exclude(stage="published")
    return {n for held in rows.values_list("rights", flat=True) for n in held}


def cases_like(typed: str) -> Q:
    """Cases by a right or party (numbers, codes, names, pinyin), by their title and its pinyin, their own words or their code."""
    found = search.named_like(typed) | search.with_parties(typed, "parties") | search.of_rights(typed)
    return found | Q(words__icontains=typed) | Q(case=typed.strip())


def contracts_like(typed: str) -> Q:
    """Contracts by title or number, a side or a linked patent; all of them by pinyin too."""
    found = search.named_like(typed) | search.with_parties(typed, "sellers", "buyers") | search.of_rights(typed)
    return found | Q(contract=typed.strip())


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
    return Sought(words=f"{row.title} {row.words}", on=on, place=row.place, budget_fen=row.fen, small=is_small(row))


def is_small(row: MarketCase) -> bool:
    """Whether a need's firm says that it is a small one."""
    size = FirmSize.read(row.size)
    return size is not None and size.is_small
