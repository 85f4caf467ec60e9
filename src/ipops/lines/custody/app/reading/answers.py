"""The lists of this house for one reader as plain values: the API and the command line answer with them alike.

A body is answered about its own rights and those in its care; an office about rights in custody in its places.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from ipops.kernel.text import Text
from ipops.lines.custody.app import selectors
from ipops.lines.custody.app.models import Custody
from ipops.lines.custody.app.reading import care, costs, money
from ipops.lines.custody.app.reading.danger import dangers
from ipops.rights.docket import ical
from ipops.webkit import access

Plain = list[dict[str, Any]]


def rights_of(who: access.Reader) -> list[str]:
    """Own rights and those in care for a body; for an office those in custody in its places."""
    if bodies := access.bodies(who):
        return sorted({*care.owned(bodies), *care.in_care(who)})
    return list(care.in_custody(who))


def rights_for(party: str) -> list[str]:
    """A party's own rights and those in its care; without a party all rights in standing custody."""
    standing = Custody.objects.filter(stage__in=selectors.STANDING)
    if not party:
        return list(care.covered_by(standing))
    return sorted({*care.owned([party]), *care.covered_by(standing.filter(agency=party))})


def work(numbers: Collection[str], on: date) -> Plain:
    return [c.as_json() for c in costs.costs(care.seen(numbers, on))]


def calendar(numbers: Collection[str], called: str, on: date, lang: str) -> str:
    """What falls due on these rights, as a feed."""
    items = [c.item for c in costs.costs(care.seen(numbers, on))]
    return ical.calendar(items, name=CALENDAR.fill(who=called or "—"), on=on, lang=lang)


def january(numbers: Collection[str], year: int, on: date) -> Plain:
    return [{**r.as_json(), "owners": list(owners)} for r, owners in money.to_refile(numbers, year, on)]


def savings(numbers: Collection[str], on: date) -> Plain:
    return [s.as_json() for s in money.saved(numbers, on)]


def refunds(numbers: Collection[str], on: date) -> Plain:
    return [b.as_json() for b in money.refunds(numbers, on)]


def endangered(parties: Collection[str], on: date) -> Plain:
    held = care.pledged_to(parties)
    return [d.as_json() for d in dangers(care.seen(list(held), on), held, on)]


CALENDAR = Text("知识产权期限 {who}", "IP periods of {who}")
