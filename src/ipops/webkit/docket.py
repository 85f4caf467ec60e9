"""The docket of rights in the journal: their standings read at once, and what falls due on them.

No row is kept: a docket depends on the day it is seen, and the facts of a right are few.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from ipops.ledger.fact import Fact
from ipops.rights.docket.due import AHEAD, Docket, due
from ipops.rights.docket.given import from_standing
from ipops.rights.docket.item import DueItem
from ipops.rights.register.fold import fold
from ipops.rights.register.standing import Standing
from ipops.webkit import store
from ipops.webkit.models import JournalRow

_AT_ONCE = 500


def standings(
    numbers: Collection[str], on: date | None = None, *, seen: QuerySet[JournalRow] | None = None
) -> dict[str, Standing]:
    """How each of these rights stands after the facts that had taken effect by ``on``; those nothing is known of are
    left out. ``seen`` are the entries a reader may see (all, if not said). Withdrawn and corrected facts are heeded."""
    return {n: fold(n, facts, on=on) for n, facts in told(numbers, seen=seen).items()}


def told(numbers: Collection[str], *, seen: QuerySet[JournalRow] | None = None) -> dict[str, list[Fact]]:
    """What facts say of each of these rights, those that hold; by right, in the order of their numbers."""
    wanted = sorted(set(numbers))
    found: dict[str, list[Fact]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        said: dict[str, list[Fact]] = {}
        rows = JournalRow.objects.all() if seen is None else seen
        for e in store.live(rows.filter(rights__overlap=some)):
            said.setdefault(getattr(e.fact, "right", ""), []).append(e.fact)
        found |= {n: said[n] for n in some if n in said}
    return found


def docket_of(number: str, on: date, *, months: int = AHEAD, seen: QuerySet[JournalRow] | None = None) -> Docket | None:
    """The docket of one right; ``None`` if the journal does not even tell its kind."""
    standing = standings([number], on, seen=seen).get(number)
    given = from_standing(standing) if standing is not None else None
    return due(given, on, months=months) if given is not None else None


def work_list(
    numbers: Collection[str], on: date, *, months: int = AHEAD, seen: QuerySet[JournalRow] | None = None
) -> tuple[DueItem, ...]:
    """Everything due on these rights with its day within ``months`` (or missing, or past), the earliest first."""
    dockets = [
        due(given, on, months=months)
        for standing in standings(numbers, on, seen=seen).values()
        if (given := from_standing(standing)) is not None
    ]
    until = dockets[0].until if dockets else on
    items = [i for d in dockets for i in d.items if i.due_on is None or i.due_on <= until]
    return tuple(sorted(items, key=lambda i: (i.due_on or date.max, i.right, i.rule, i.year or 0)))
