"""What a reader sees of each house at one glance on the home page: a handful of figures, each leading to the list behind it.

A house names a function in its manifest (``Line.glance``). It begins at the house's guarded door, takes at most three queries,
and gives nothing where there is nothing to say to this reader. Which houses greet whom stands in ``pages.audiences``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.utils.module_loading import import_string

from ipops.kernel.text import Text
from ipops.webkit import access, street


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """One figure; ``value`` is what ``shown`` knows, ``state`` a code of ``pages.states`` that is shown beside a value that is
    not nothing (late, flagged)."""

    title: Text
    value: Any
    href: str
    state: str = ""

    @property
    def mark(self) -> str:
        return self.state if self.value else ""


Glancing = Callable[[access.Reader, date], Iterable[Glance]]


@cache
def _of(code: str) -> Glancing | None:
    line = street.lines().get(code)
    made: Glancing | None = import_string(line.glance) if line and line.glance else None
    return made


def glances(houses: Iterable[str], reader: access.Reader, today: date) -> list[tuple[Text, tuple[Glance, ...]]]:
    """The houses that have something to say to this reader, each with its title and figures."""
    found = []
    for code in dict.fromkeys(houses):
        look = _of(code)
        told = tuple(look(reader, today)) if look else ()
        if told:
            found.append((street.lines()[code].title, told))
    return found
