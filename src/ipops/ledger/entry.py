"""An entry is a fact with its envelope: number, when we learned it, who said so, on what paper, what it corrects."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from ipops.ledger.fact import Fact

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The paper behind a fact: the SHA-256 of a stored document, or a stated reason why there is none; never neither."""

    document: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        if bool(self.document) == bool(self.reason.strip()):
            raise ValueError("A source is either a stored document (its SHA-256) or a stated reason.")
        if self.document and not _SHA256.fullmatch(self.document):
            raise ValueError(f"{self.document!r} is no SHA-256 in lower-case hex.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a service hands to the journal. ``reference`` is the sender's own, unique per ``by``: sending twice changes
    nothing. ``supersedes`` is the number of the entry that this one corrects."""

    fact: Fact
    source: Source
    reference: str
    supersedes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A numbered line of the journal. ``n`` is dense from 1; ``recorded_at`` is UTC to the microsecond."""

    n: int
    fact: Fact
    recorded_at: datetime
    by: str
    source: Source
    reference: str
    supersedes: int | None = None

    def __post_init__(self) -> None:
        if self.n < 1:
            raise ValueError(f"Entries are numbered from 1, not {self.n}.")
        if self.recorded_at.tzinfo is not UTC and self.recorded_at.utcoffset() != UTC.utcoffset(None):
            raise ValueError("recorded_at is UTC.")
        if self.supersedes is not None and not 0 < self.supersedes < self.n:
            raise ValueError(f"Entry {self.n} can only correct an earlier one, not {self.supersedes}.")
