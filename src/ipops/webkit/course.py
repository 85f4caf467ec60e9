"""The course of a house's cases: found by their code, held to the lifecycle table, told to the journal once.

What the services of every house do between taking the turn and thinking, and after they have thought.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from django.db.models import Model

from ipops.kernel.machine import Lifecycle
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.canonical import canonical
from ipops.ledger.entry import Draft, Entry, Source
from ipops.ledger.fact import Fact
from ipops.webkit import journal
from ipops.webkit.enrol import By
from ipops.webkit.places import Places

Row = TypeVar("Row", bound=Model)


def refuse(code: str, says: Text, field: str = "") -> Refused:
    """A refusal with one reason, beside one field of the form if it is of one."""
    return Refused(reasons=(Reason(code=code, says=says, field=field),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """For which places, or in whose name, the sender acts. ``None``: the caller has asked already."""

    covers: Places | None = None
    bodies: tuple[str, ...] = ()

    def may(self, place: str, *parties: str) -> bool:
        return self.covers is None or place in self.covers or any(p in self.bodies for p in parties if p)


ANYBODY = Sender()


@dataclass(frozen=True, slots=True, kw_only=True)
class Course(Generic[Row]):
    """Cases of one kind. ``key`` is the column of their code, ``letter`` what it begins with; ``line`` keeps references of
    one house apart from those of another; ``missing`` is said when there is no such case."""

    line: str
    letter: str
    model: type[Row]
    key: str
    lifecycle: Lifecycle
    missing: Text

    def code(self, by: By) -> str:
        """The code of a case that a person enters: the same for the same submission."""
        return f"{self.letter}:{hashlib.sha256(f'{by.by}|{by.reference}'.encode()).hexdigest()[:16]}"

    def row(self, case: str, event: str, by: By) -> Row | Refused | None:
        """The case, if the event may come now; ``None`` if this very submission was stored before. A reference that stands for
        something about another case is refused: the journal would take it for sent before, and keep nothing."""
        row = self.model._default_manager.filter(**{self.key: case}).first()
        if row is None:
            return refuse(f"no-such-{self.key}", self.missing, self.key)
        if any(e.by == by.by and e.reference == self.reference(by) for e in journal.about(case=case)):
            return None
        if journal.stored_under(by.by, self.reference(by)) is not None:
            return refuse("reference-taken", TAKEN, "reference")
        after = self.lifecycle.after(row.stage, event)  # type: ignore[attr-defined]  # every row of a case has its stage
        return after if isinstance(after, Refused) else row

    def reference(self, by: By) -> str:
        return f"{self.line}:{by.reference}"

    def held(self, by: By) -> Entry | None:
        """What is stored under this sender's reference: asked before a case is opened, whose code says nothing of its content."""
        return journal.stored_under(by.by, self.reference(by))

    def append(self, by: By, *facts: Fact, before: Iterable[Draft | None] = (), source: Source | None = None) -> None:
        """Store the facts, the first under the sender's reference; before them what they need to be known: parties that are
        new to the city. ``source``: what they rest on, where that is not the sender's own paper."""
        mark = self.reference(by)
        made = [
            Draft(fact=f, source=source or by.source, reference=f"{mark}/{i}" if i else mark)
            for i, f in enumerate(facts)
        ]
        journal.append([*(d for d in before if d is not None), *made], by=by.by)


def same(held: Entry, by: By, kind: type[Fact], **given: Any) -> Refused | None:
    """A reference that is sent again stands for what it stood for, on the same paper, and for nothing else. ``given``: the fields that
    the sender fills; what is worked out (and the day of entry) may have moved on meanwhile. Compared as stored."""
    if isinstance(held.fact, kind) and held.source.document == by.document:
        again = replace(held, fact=replace(held.fact, **given))
        if canonical(again) == canonical(held):
            return None
    return refuse("reference-taken", TAKEN, "reference")


TAKEN = Text(
    "该编号已用于另一笔内容不同的提交；请换一个。",
    "The reference stands for something else that was sent. Use another one.",
)
