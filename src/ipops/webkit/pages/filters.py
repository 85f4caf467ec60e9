"""The filters that most tables of stored rows offer, so that no house writes them again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from ipops.kernel.text import Text
from ipops.webkit.pages.spec import Filter

#: years that a table of years may be asked for; beyond them the database's numbers end
EARLIEST, LATEST = 1900, 2199


def holding(title: Text, *fields: str) -> Filter:
    """Rows of which one of the fields holds what was typed, in whatever case."""

    def narrow(rows: Any, typed: str) -> Any:
        return rows.filter(reduce(or_, (Q(**{f"{f}__icontains": typed}) for f in fields)))

    return Filter(name="q", title=title, narrow=narrow)


def one_of(name: str, title: Text, choices: Mapping[str, Text]) -> Filter:
    """Rows whose field of that name is the chosen code."""
    return Filter(
        name=name,
        title=title,
        kind="choice",
        choices=tuple(choices.items()),
        narrow=lambda rows, v: rows.filter(**{name: v}),
    )


def chosen(name: str, title: Text, choices: Mapping[str, Text], of: Callable[[Any], str]) -> Filter:
    """Rows in memory of which ``of`` is the chosen code."""
    return Filter(
        name=name,
        title=title,
        kind="choice",
        choices=tuple(choices.items()),
        narrow=lambda rows, v: rows.filter(lambda row: of(row) == v),
    )


def day(name: str, title: Text, lookup: str) -> Filter:
    """Rows whose day compares as ``lookup`` says, e.g. ``on__gte``."""
    return Filter(
        name=name, title=title, kind="day", narrow=lambda rows, v: rows.filter(**{lookup: date.fromisoformat(v)})
    )


def year(field: str = "year") -> Filter:
    """Rows of one year."""

    def narrow(rows: Any, typed: str) -> Any:
        asked = int(typed)
        if not EARLIEST <= asked <= LATEST:
            raise ValueError(typed)
        return rows.filter(**{field: asked})

    return Filter(name="year", title=Text("年度", "Year"), kind="number", narrow=narrow)
