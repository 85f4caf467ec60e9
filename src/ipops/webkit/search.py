"""Search over everything one may see: Chinese without blanks, fragments of numbers, pinyin and its initials.

    typed ──> Typed ──> finders of the ground, then of each house by itself ──> groups of hits
                        (each begins at a guarded door of ``access`` or of its house)

A house declares a ``Find`` in its manifest; the function it names takes the reader, what was typed and how many hits are
wanted, and gives ``Hit``s. Nothing here widens what a door lets through.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import Any
from unicodedata import normalize

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q
from django.utils.module_loading import import_string

from ipops.kernel.text import Text
from ipops.webkit import access, pinyin, street
from ipops.webkit.models import Party, Right

SHORTEST, LONGEST, MOST = 2, 80, 8
_NUMBER = re.compile(r"[^0-9A-Z.]+")
_HAS_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody looks for, in the ways it is compared: ``needle`` with search keys, ``number`` with numbers of rights
    (no blanks or strokes, without ``ZL``; empty when there is no digit in it)."""

    text: str
    needle: str
    number: str

    @classmethod
    def of(cls, text: str) -> Typed:
        text = normalize("NFKC", text.replace("\x00", "")).strip()[:LONGEST]
        number = _NUMBER.sub("", text.upper()).removeprefix("ZL") if _HAS_DIGIT.search(text) else ""
        return cls(text=text, needle=pinyin.needle(text), number=number)

    @property
    def too_short(self) -> bool:
        """One Latin letter or digit finds half of everything; one Chinese character is a word."""
        return len(self.text) < SHORTEST and self.text.isascii()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing found: what it is called, where it is, and a word on it. ``title`` and ``because`` are what ``shown`` knows."""

    title: Any
    href: str
    because: Any = None


Finder = Callable[[access.Reader, Typed, int], Iterable[Hit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Hits of one kind; ``more`` says that there are others, ``all_at`` where they are listed."""

    code: str
    title: Text
    hits: tuple[Hit, ...]
    more: bool = False
    all_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a finder is known by; ``all_at`` makes the address of the full list from what was typed."""

    code: str
    title: Text
    by: Finder
    all_at: str = ""


def look_for(reader: access.Reader, text: str, finders: Iterable[Found]) -> tuple[Group, ...]:
    """Groups with hits; none for what is too short to look for."""
    typed = Typed.of(text)
    if not typed.text or typed.too_short:
        return ()
    groups = []
    for f in finders:
        hits = list(f.by(reader, typed, MOST + 1))
        if hits:
            groups.append(
                Group(code=f.code, title=f.title, hits=tuple(hits[:MOST]), more=len(hits) > MOST, all_at=f.all_at)
            )
    return tuple(groups)


@cache
def houses() -> Mapping[str, tuple[Text, tuple[Found, ...]]]:
    """The lines that can be searched, each with its title and its finders. Each is asked in a request of its own, so that a
    street of fifteen houses costs no page more than one house does."""
    return {
        line.code: (
            line.title,
            tuple(
                Found(code=f"{line.code}.{f.code}", title=f.title, by=import_string(f.by), all_at=f.all_at)
                for f in line.finds
            ),
        )
        for line in street.lines().values()
        if line.finds
    }


def parties_like(text: str) -> Q:
    """Parties by a part of a present or former name, its pinyin or initials, or of the code."""
    return named_like(text)


def of_parties(text: str, *roles: str) -> Q:
    """Rows in which a party found by ``text`` stands in one of these columns."""
    known = Party.objects.filter(parties_like(text)).order_by().values("party")
    return reduce(or_, (Q(**{f"{r}__in": known}) for r in roles))


def named_like(text: str) -> Q:
    """Rows of their own words (``FoundRow``), by a part of them, their pinyin or initials."""
    return Q(search_key__contains=pinyin.needle(text))


def with_parties(text: str, *lists: str) -> Q:
    """Rows in one of whose lists of parties stands one found by ``text``."""
    known = ArraySubquery(Party.objects.filter(parties_like(text)).order_by().values("party"))
    return reduce(or_, (Q(**{f"{c}__overlap": known}) for c in lists))


def of_rights(text: str, column: str = "rights") -> Q:
    """Rows whose list of rights holds one found by ``text``, or that very number, whether the register has it or not."""
    known = Right.objects.filter(rights_like(text)).order_by().values("right")
    found, number = Q(**{f"{column}__overlap": ArraySubquery(known)}), Typed.of(text).number
    return found | Q(**{f"{column}__contains": [number]}) if number else found


def rights_like(text: str) -> Q:
    """Rights by a part of the title, its pinyin or initials, or of the number, with or without ``ZL``, blanks and strokes."""
    typed = Typed.of(text)
    found = Q(search_key__contains=typed.needle)
    return found | Q(right__contains=typed.number) if typed.number else found
