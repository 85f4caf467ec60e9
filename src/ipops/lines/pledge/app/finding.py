"""What search finds of this line: applications, registrations, loans and claims by firm, bank, right or code; funds by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from ipops.kernel.machine import Lifecycle
from ipops.lines.pledge.app import selectors
from ipops.lines.pledge.app.views import shown
from ipops.lines.pledge.machine import APPLICATION, CLAIM, LOAN, REGISTRATION_LIFE
from ipops.webkit import access, pinyin
from ipops.webkit.search import Finder, Hit, Typed


def _finder(rows_for: Callable[[access.Reader], QuerySet[Any]], cycle: Lifecycle, page: str) -> Finder:
    """Cases named by their firm, with the state they stand in."""

    def find(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
        rows = shown.with_names(shown.like(rows_for(reader), typed.text), "firm")
        for row in rows[:most]:
            told = shown.state(cycle, row.stage)
            yield Hit(title=row.firm_name or row.firm, href=reverse(page, args=[row.pk]), because=told)

    return find


applications = _finder(selectors.applications_for, APPLICATION, "pledge:application")
registrations = _finder(selectors.registrations_for, REGISTRATION_LIFE, "pledge:registration")
loans = _finder(selectors.loans_for, LOAN, "pledge:loan")
claims = _finder(selectors.claims_for, CLAIM, "pledge:claim")


def funds(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    """A city has a handful of funds: their names are compared as they are read."""
    found = [f for f in selectors.funds_for(reader) if typed.needle in pinyin.search_key(f.name)]
    for f in found[:most]:
        yield Hit(title=f.name, href=reverse("pledge:pool", args=[f.fund]), because=shown.exact(f.balance))
