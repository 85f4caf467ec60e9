"""What a journal promises, and one in memory that keeps the promise. The PostgreSQL one lives in ``webkit``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from ipops.ledger.entry import Draft, Entry


class Journal(Protocol):
    """Append-only, numbered 1, 2, 3 … in commit order without a gap."""

    def append(self, drafts: Sequence[Draft], *, by: str, at: datetime | None = None) -> list[Entry]:
        """Store the drafts and give their entries, in order.

        A draft whose ``(by, reference)`` is stored already yields the stored entry and stores nothing. ``at`` is for
        loaders that replay history; it never runs backwards.
        """
        ...

    def read(self, *, after: int = 0, known_by: datetime | None = None) -> Iterator[Entry]:
        """Entries with ``n > after`` that we had learned by ``known_by`` (inclusive), in order."""
        ...

    def size(self) -> int: ...


@dataclass
class MemoryJournal:
    """A journal for tests and for pure runs; proven by the same suite as the PostgreSQL one."""

    clock: Callable[[], datetime]
    _entries: list[Entry] = field(default_factory=list)
    _by_reference: dict[tuple[str, str], Entry] = field(default_factory=dict)

    def append(self, drafts: Sequence[Draft], *, by: str, at: datetime | None = None) -> list[Entry]:
        now = at or self.clock()
        if self._entries and now < self._entries[-1].recorded_at:
            raise ValueError(f"The journal's clock never runs backwards: {now} after {self._entries[-1].recorded_at}.")
        answer = []
        for d in drafts:
            known = self._by_reference.get((by, d.reference))
            if known is None:
                known = Entry(
                    n=len(self._entries) + 1,
                    fact=d.fact,
                    recorded_at=now,
                    by=by,
                    source=d.source,
                    reference=d.reference,
                    supersedes=d.supersedes,
                )
                self._entries.append(known)
                self._by_reference[by, d.reference] = known
            answer.append(known)
        return answer

    def read(self, *, after: int = 0, known_by: datetime | None = None) -> Iterator[Entry]:
        for e in self._entries[after:]:
            if known_by is not None and e.recorded_at > known_by:
                return
            yield e

    def size(self) -> int:
        return len(self._entries)
