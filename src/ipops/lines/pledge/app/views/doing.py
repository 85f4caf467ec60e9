"""What acts of every case of this line share: who does it, what is told afterwards, an act of a form and a service."""

from __future__ import annotations

from typing import Any

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import PartyKind
from ipops.webkit.enrol import By, Written
from ipops.webkit.pages.cases import Doing

STORED = Text("已记入账本。", "It stands in the ledger.")


def by(doing: Doing[Any]) -> By:
    return By(by=doing.by, today=doing.today, reference=doing.reference, document=doing.document)


def told(got: Any) -> Refused | Text:
    """A refusal as it is; a code or nothing as *stored*."""
    return got if isinstance(got, Refused | Text) else STORED


def written(code: str, name: str, kind: PartyKind, place: str = "") -> Written:
    return Written(code=code, name=name, kind=kind, place=place)
