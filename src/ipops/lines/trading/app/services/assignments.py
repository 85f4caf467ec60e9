"""Recorded assignments of the USPTO into the journal: counted by kind, nothing lost, the same record never twice.

    files ─ rights.uspto_assignments ─> records ─ rights.assignment_facts ─> facts ─> journal (by ``register:uspto``)
                                        └─ words that no rule knows: a held fact and a task for a reader

Rule 1: documents = those of a kind + those held for review + those refused. A record met again is counted apart.
Rule 2: what a record says is stored once, under its reel and frame. If the office says something else later, that is
told as changed and left to a person; the journal's entry stands.
Rule 3: a person's name is sealed only when the person is new here, so reading twice keeps nothing twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction

from ipops.kernel.outcome import Problem
from ipops.kernel.period import months_after
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Source
from ipops.ledger.fact import Fact, Sealed
from ipops.ledger.facts import PartyRegistered
from ipops.lines.trading.app.services.parties import PURPOSE
from ipops.rights.assignment_facts import proposed_facts
from ipops.rights.conveyances import Conveyance, words_of
from ipops.rights.uspto_assignments import Assignment, read_assignments
from ipops.webkit import access, documents, journal, personal, work
from ipops.webkit.models import Party

BY = "register:uspto"
_RECORDS_AT_ONCE = 500
_KEEP_MONTHS = 120


@dataclass(slots=True)
class Taken:
    """What one import took in. ``properties`` counts the rights that the documents name."""

    documents: int = 0
    repeated: int = 0
    stored: int = 0
    by_kind: dict[str, dict[str, int]] = field(default_factory=dict)
    review: list[dict[str, Any]] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    def count(self, a: Assignment) -> None:
        self.documents += 1
        if a.conveyance is Conveyance.REVIEW:
            self.review.append({"document": a.number, "words": words_of(a.text), "properties": len(a.properties)})
            return
        counts = self.by_kind.setdefault(str(a.conveyance), {"documents": 0, "properties": 0})
        counts["documents"] += 1
        counts["properties"] += len(a.properties)

    def as_json(self) -> dict[str, Any]:
        order = [str(k) for k in Conveyance]
        return {
            "documents": self.documents,
            "by_kind": dict(sorted(self.by_kind.items(), key=lambda kv: order.index(kv[0]))),
            "review": len(self.review),
            "refused": len(self.refused),
            "repeated": self.repeated,
            "stored": self.stored,
            "changed": self.changed,
            "review_items": self.review,
            "refused_items": [p.as_json() for p in self.refused],
        }


@transaction.atomic
def assignments_import(*, paths: Sequence[Path], by: str, today: date, place: str = "") -> Taken:
    """Take in every record of the files, all in one transaction. ``by`` is who keeps the files; the facts are the
    register's own. A file that breaks off gives what came before the break, and says so among the refused."""
    taken, seen = Taken(), set[str]()
    for path in paths:
        document = documents.store(path, path.name, by)
        if isinstance(document, Problem):
            taken.documents += 1
            taken.refused.append(document)
            continue
        waiting = _new(read_assignments(path), taken, seen)
        while batch := list(islice(waiting, _RECORDS_AT_ONCE)):
            _append(batch, Source(document=document), taken, today=today)
            _ask_readers(batch, place=place)
    return taken


def _new(records: Iterable[Assignment | Problem], taken: Taken, seen: set[str]) -> Iterator[Assignment]:
    """Each usable record once, counted."""
    for one in records:
        if isinstance(one, Problem):
            taken.documents += 1
            taken.refused.append(one)
        elif one.number in seen:
            taken.repeated += 1
        else:
            seen.add(one.number)
            taken.count(one)
            yield one


def _append(batch: Sequence[Assignment], source: Source, taken: Taken, *, today: date) -> None:
    names: dict[str, str] = {}

    def seal(name: str) -> Sealed:
        """A mark in place of the seal, until it is known whether the person is new."""
        mark = hashlib.sha256(f"{len(names)}".encode()).hexdigest()
        names[mark] = name
        return Sealed(mark)

    proposed = [(a.number, p) for a in batch for p in proposed_facts(a, seal=seal)]
    parties = {p.fact.party for _, p in proposed if isinstance(p.fact, PartyRegistered)}
    known = set(Party.objects.filter(party__in=list(parties)).values_list("party", flat=True))
    drafts: list[Draft] = []
    numbers: list[str] = []
    for number, p in proposed:
        fact: Fact = p.fact
        if isinstance(fact, PartyRegistered):
            if fact.party in known:
                continue
            known.add(fact.party)
            if fact.name_sealed is not None:
                name = names[fact.name_sealed.digest]
                kept = personal.keep(name, PURPOSE, months_after(today, _KEEP_MONTHS), by=BY)
                fact = replace(fact, name_sealed=kept)
        drafts.append(Draft(fact=fact, source=source, reference=p.reference))
        numbers.append(number)
    before = journal.size()
    entries = journal.append(drafts, by=BY)
    taken.stored += len({e.n for e in entries if e.n > before})
    for number, d, e in zip(numbers, drafts, entries, strict=True):
        if e.fact != d.fact and number not in taken.changed:
            taken.changed.append(number)


def _ask_readers(batch: Sequence[Assignment], *, place: str) -> None:
    for a in batch:
        if a.conveyance is Conveyance.REVIEW:
            work.ask(
                f"trading:read:{a.number}",
                title=Text(f"认定美国登记 {a.number} 的性质", f"Read what USPTO record {a.number} did"),
                role=access.Role.CLERK,
                place=place,
                case=f"USPTO:{a.number}",
                line="trading",
            )
