"""Everything that was ever entered, put into the order in which it was learned, numbered, and given its paper.

A happening may point at an earlier one by its reference (a correction, a check that looks at facts); numbers are known
only once all are in order, so they are put in at the end. They count from 1: the demo belongs into an empty journal.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from itertools import groupby

from ipops.ledger.entry import Draft, Source
from ipops.ledger.fact import Fact
from ipops.ledger.facts import CheckOpened
from ipops.site.demo.people import Actor
from ipops.site.demo.story import MARK, TODAY

Learned = tuple[datetime, str, Draft]


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A made-up document behind facts: ``sha256`` is what their source names."""

    name: str
    content: bytes
    by: str

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One fact on its way into the journal. ``paper`` is its own document, ``reason`` why it has none; if neither is
    given the list of the batch is its paper."""

    day: date
    actor: Actor
    fact: Fact
    reference: str
    corrects: str = ""
    looks_at: tuple[str, ...] = ()
    paper: Paper | None = None
    reason: str = ""


@dataclass
class Timeline:
    """Collects happenings; what would be learned after ``TODAY`` is not known yet and is dropped."""

    happenings: list[Happening] = field(default_factory=list)
    _references: set[str] = field(default_factory=set)

    def add(self, happening: Happening) -> bool:
        """Whether it was learned in time. Raises ``ValueError`` for a reference used twice, or without the mark."""
        if not happening.reference.startswith(MARK):
            raise ValueError(f"A reference of the demo begins with {MARK!r}: {happening.reference!r}.")
        if happening.day > TODAY:
            return False
        if happening.reference in self._references:
            raise ValueError(f"Two happenings of the demo share the reference {happening.reference!r}.")
        self._references.add(happening.reference)
        self.happenings.append(happening)
        return True

    def in_order(self) -> list[Happening]:
        return sorted(self.happenings, key=lambda h: h.actor.at(h.day))

    def learned(self) -> Iterator[tuple[Learned, Paper | None]]:
        """Each draft with its moment and sender, and the paper it rests on."""
        ordered = self.in_order()
        number = {h.reference: n for n, h in enumerate(ordered, 1)}
        for (at, actor), batch in groupby(ordered, key=lambda h: (h.actor.at(h.day), h.actor)):
            entered = list(batch)
            listed = _list_of(entered, actor)
            for h in entered:
                paper = h.paper or (None if h.reason else listed)
                source = Source(document=paper.sha256) if paper else Source(reason=h.reason)
                fact = h.fact
                if isinstance(fact, CheckOpened):
                    fact = replace(fact, entries=tuple(str(number[r]) for r in h.looks_at))
                draft = Draft(
                    fact=fact,
                    source=source,
                    reference=h.reference,
                    supersedes=number[h.corrects] if h.corrects else None,
                )
                yield (at, actor.label, draft), paper


def _list_of(batch: list[Happening], actor: Actor) -> Paper | None:
    """The list that was loaded in one go: one line a fact, so that a reader can find it again."""
    lines = [f"{h.reference},{type(h.fact).KIND},{h.fact.on.isoformat()}" for h in batch if not (h.paper or h.reason)]
    if not lines:
        return None
    head = f"演示清单 demo list,{actor.label},{batch[0].day.isoformat()}"
    text = "\n".join([head, "reference,kind,on", *lines]) + "\n"
    return Paper(name=f"{batch[0].day.isoformat()} 清单（演示）.csv", content=text.encode(), by=actor.label)
