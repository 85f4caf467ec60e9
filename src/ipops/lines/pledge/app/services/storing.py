"""What every service of this line shares: codes, references that hold once, the table asked before anything is thought.

Rule 1: a case is known by who sent it and under which reference (``rules.codes``): the same submission gives the same case.
Rule 2: a reference that stands for another content is refused by name; the same content changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from ipops.kernel.machine import Lifecycle
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Entry
from ipops.ledger.fact import Fact
from ipops.webkit import journal
from ipops.webkit.enrol import By

F = TypeVar("F", bound=Fact, covariant=True)


def reference(by: By, event: str) -> str:
    return f"pledge:{event}:{by.reference}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead(Generic[F]):
    """A fact that takes the place of an entry."""

    fact: F
    entry: int


def append(
    by: By, event: str, facts: Sequence[Fact | Instead[Fact]], before: Iterable[Draft | None] = ()
) -> list[Entry]:
    """Store the facts under one reference, numbered; drafts of parties that are new go before them."""
    known = [d for d in before if d is not None]
    mark = reference(by, event)
    made = [
        Draft(
            fact=x.fact if isinstance(x, Instead) else x,
            source=by.source,
            reference=mark if i == 0 else f"{mark}:{i}",
            supersedes=x.entry if isinstance(x, Instead) else None,
        )
        for i, x in enumerate(facts)
    ]
    return journal.append([*known, *made], by=by.by)[len(known) :]


def stored_before(by: By, event: str, *, case: str | None = None, deal: str | None = None) -> Entry | None:
    """The entry of this very submission, if it is there."""
    mark = reference(by, event)
    return next((e for e in journal.about(case=case, deal=deal) if e.by == by.by and e.reference == mark), None)


def may(cycle: Lifecycle, row: Any, event: str) -> Refused | None:
    after = cycle.after(row.stage, event)
    return after if isinstance(after, Refused) else None


def no(code: str, says: Text, field: str = "", cite: Any = None) -> Refused:
    return Refused(reasons=(Reason(code=code, says=says, field=field, cite=cite),))


STORED = Text("已记入账本。", "It stands in the ledger.")
NONE = Text("没有这一条，或者您无权查看。", "There is no such thing, or you may not see it.")
