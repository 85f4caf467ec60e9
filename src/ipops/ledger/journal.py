"""What a journal promises, and one in memory that keeps the promise. The PostgreSQL one lives in ``webkit``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from ipops.kernel.text import Text
from ipops.ledger.canonical import nfc
from ipops.ledger.entry import Draft, Entry


class AlreadyCorrected(Exception):
    """Somebody else corrected the entry first. ``by_n`` is the correction that stands; ``says`` is for people."""

    def __init__(self, n: int, by_n: int) -> None:
        self.n, self.by_n = n, by_n
        self.says = Text(
            f"第 {n} 条已被第 {by_n} 条更正，请对第 {by_n} 条提出更正。",
            f"Entry {n} has been corrected by entry {by_n}; correct entry {by_n} instead.",
        )
        super().__init__(self.says.en)


class Journal(Protocol):
    """Append-only, numbered 1, 2, 3 … in commit order without a gap. An entry is corrected at most once: whoever corrects
    again corrects the correction, so that corrections are a chain and the last one stands."""

    def append(self, drafts: Sequence[Draft], *, by: str, at: datetime | None = None) -> list[Entry]:
        """Store the drafts and give their entries, in order.

        A draft whose ``(by, reference)`` is stored already yields the stored entry and stores nothing. ``at`` is for
        loaders that replay history; it never runs backwards (``ValueError``). Raises ``AlreadyCorrected``. Either all
        drafts are stored or none is.
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
    _corrected: dict[int, int] = field(default_factory=dict)

    def append(self, drafts: Sequence[Draft], *, by: str, at: datetime | None = None) -> list[Entry]:
        now = at or self.clock()
        if self._entries and now < self._entries[-1].recorded_at:
            raise ValueError(f"The journal's clock never runs backwards: {now} after {self._entries[-1].recorded_at}.")
        fresh: dict[tuple[str, str], Entry] = {}
        corrected: dict[int, int] = {}
        answer = []
        for d in drafts:
            key = nfc(by), nfc(d.reference)
            known = self._by_reference.get(key) or fresh.get(key)
            if known is None:
                n = len(self._entries) + len(fresh) + 1
                known = fresh[key] = Entry(
                    n=n,
                    fact=d.fact,
                    recorded_at=now,
                    by=by,
                    source=d.source,
                    reference=d.reference,
                    supersedes=d.supersedes,
                )
                if d.supersedes is not None:
                    first = self._corrected.get(d.supersedes) or corrected.setdefault(d.supersedes, n)
                    if first != n:
                        raise AlreadyCorrected(d.supersedes, first)
            answer.append(known)
        self._entries += fresh.values()
        self._by_reference |= fresh
        self._corrected |= corrected
        return answer

    def read(self, *, after: int = 0, known_by: datetime | None = None) -> Iterator[Entry]:
        for e in self._entries[after:]:
            if known_by is not None and e.recorded_at > known_by:
                return
            yield e

    def size(self) -> int:
        return len(self._entries)
