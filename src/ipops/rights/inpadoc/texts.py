"""The words of an event: labels and their values, names and days. What no label names is not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ipops.ledger.facts.words import LicenceKind
from ipops.rights.inpadoc.codes import Table
from ipops.rights.inpadoc.ops import LegalEvent, day_of

_LABEL = re.compile(r"(?:^|[;\n|])\s*([A-Za-z][A-Za-z .'/()-]{2,48}?)\s*:\s*")
_LICENCES = (
    (re.compile(r"\bOPEN\b"), LicenceKind.OPEN),
    (re.compile(r"\b(COMMON|ORDINARY|GENERAL|NON-? ?EXCLUSIVE)\b"), LicenceKind.ORDINARY),
    (re.compile(r"\bSOLE\b"), LicenceKind.SOLE),
    (re.compile(r"\bEXCLUSIVE\b"), LicenceKind.EXCLUSIVE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an event tells. ``on`` is the day the office registered it, else the day it says it took effect, else the
    gazette's; ``None`` if it has none at all."""

    givers: tuple[str, ...]
    takers: tuple[str, ...]
    on: date | None
    record: str
    licence_kind: LicenceKind
    until: date | None


def told(event: LegalEvent, table: Table) -> Told:
    pairs = list(labelled(event.texts))

    def values(name: str) -> list[str]:
        wanted = table.labels[name]
        return [v for label in wanted for found, v in pairs if found == label and v]

    days = [d for d in map(day_of, values("effective")) if d]
    kinds = " ".join(values("licence_kind")).upper()
    return Told(
        givers=_names(values("giver")),
        takers=_names(values("taker")),
        on=days[0] if days else event.effective_on or event.on,
        record=next(iter(values("record")), ""),
        licence_kind=next((k for p, k in _LICENCES if p.search(kinds)), LicenceKind.UNSTATED),
        until=next((d for d in map(day_of, values("until")) if d), None),
    )


def labelled(texts: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Labels in capitals with their values: the field's own label, and those written inside its words (``Pledgee: …``)."""
    for label, words in texts:
        marks = list(_LABEL.finditer(words))
        if not marks:
            yield label.upper(), words
        ends = [m.start() for m in marks[1:]] + [len(words)]
        for mark, end in zip(marks, ends[-len(marks) :] if marks else (), strict=True):
            yield " ".join(mark[1].upper().split()), words[mark.end() : end].strip(" ;|\n")


def _names(values: Iterable[str]) -> tuple[str, ...]:
    parts = (" ".join(p.split()) for v in values for p in re.split(r"[;；\n|]", v))
    return tuple(dict.fromkeys(p for p in parts if p))
