"""The journal in PostgreSQL. The only module that writes the table ``journal``.

Rule 1: numbers are given under one lock that is held until the transaction ends, so they are dense and in the order of
commits; a rollback takes its numbers back. Who reads ``n > last`` misses nothing.
Rule 2: an entry goes in by COPY, inside the caller's transaction, together with the rows folded from it.
Rule 3: a draft whose ``(by, reference)`` is stored already gives the stored entry; sending twice changes nothing.
Rule 4: services decide under the lock: ``take_turn()``, then read, think, append. Two clerks never decide at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from django.db import connection, transaction

from ipops.ledger.canonical import nfc
from ipops.ledger.entry import Draft, Entry
from ipops.ledger.journal import AlreadyCorrected
from ipops.webkit import columns, refold, store
from ipops.webkit.store import about, corrected_by, entries, entry, holding, known_at, live, mark, read, size, take_turn

__all__ = [
    "AlreadyCorrected",
    "DjangoJournal",
    "about",
    "append",
    "corrected_by",
    "entries",
    "entry",
    "holding",
    "known_at",
    "live",
    "mark",
    "moment",
    "read",
    "replaying",
    "size",
    "stored_under",
    "take_turn",
]

_ASKED_AT_ONCE = 10_000


def append(drafts: Sequence[Draft], *, by: str, at: datetime | None = None) -> list[Entry]:
    """Store the drafts and give their entries, in order; folds the new ones into the lines' rows.

    ``at`` is for loaders that replay history; it never runs backwards (``ValueError``). Raises ``AlreadyCorrected``
    when a draft corrects an entry that has been corrected. Opens a transaction if the caller has none.
    """
    return DjangoJournal().append(drafts, by=by, at=at or _REPLAYED.get())


@contextmanager
def replaying(at: datetime) -> Iterator[None]:
    """What services enter within is stored as learned at that moment: for a loader that tells history through them."""
    token = _REPLAYED.set(at)
    try:
        yield
    finally:
        _REPLAYED.reset(token)


def moment() -> datetime:
    """When what is entered now is learned: the moment that is replayed, else the clock's."""
    return _REPLAYED.get() or _utc_now()


_REPLAYED: ContextVar[datetime | None] = ContextVar("replayed", default=None)


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class DjangoJournal:
    """The journal of the default database; proven by the same suite as ``MemoryJournal``."""

    clock: Callable[[], datetime] = _utc_now

    def append(self, drafts: Sequence[Draft], *, by: str, at: datetime | None = None) -> list[Entry]:
        if not drafts:
            return []
        if not connection.in_atomic_block:
            with transaction.atomic():
                return self._append(drafts, by, at)
        # Inside the caller's transaction without a savepoint: what may be refused is refused before anything is written.
        return self._append(drafts, by, at)

    def _append(self, drafts: Sequence[Draft], by: str, at: datetime | None) -> list[Entry]:
        references = [nfc(d.reference) for d in drafts]
        take_turn()
        known = _stored(nfc(by), references)
        last_n, last_at = store.last()
        now = self._moment(at, last_at)
        fresh: dict[str, Entry] = {}
        for reference, d in zip(references, drafts, strict=True):
            if reference not in known and reference not in fresh:
                fresh[reference] = Entry(
                    n=last_n + len(fresh) + 1,
                    fact=d.fact,
                    recorded_at=now,
                    by=by,
                    source=d.source,
                    reference=reference,
                    supersedes=d.supersedes,
                )
        new = list(fresh.values())
        _refuse_second_corrections(new)
        if new:
            refold.apply(new, columns.copy_in(new))
        return [known.get(r) or fresh[r] for r in references]

    def _moment(self, at: datetime | None, last: datetime | None) -> datetime:
        """When we learned it. A given moment must not run backwards; our own clock is held back by the last entry's."""
        now = (at or self.clock()).astimezone(UTC)
        if last is None or now >= last:
            return now
        if at is not None:
            raise ValueError(f"The journal's clock never runs backwards: {now} after {last}.")
        return last.astimezone(UTC)

    def read(self, *, after: int = 0, known_by: datetime | None = None) -> Iterator[Entry]:
        return store.read(after=after, known_by=known_by)

    def size(self) -> int:
        return store.size()


def stored_under(by: str, reference: str) -> Entry | None:
    """The entry of this sender under this reference: for an act whose answer would be another after it was done."""
    return _stored(nfc(by), [nfc(reference)]).get(nfc(reference))


def _stored(by: str, references: Sequence[str]) -> dict[str, Entry]:
    """Entries of this sender under these references."""
    found: dict[str, Entry] = {}
    waiting = iter(references)
    while some := list(islice(waiting, _ASKED_AT_ONCE)):
        with connection.cursor() as cursor:  # one array, not thousands of parameters
            cursor.execute("SELECT reference, canonical FROM journal WHERE by = %s AND reference = ANY(%s)", [by, some])
            found |= {reference: columns.entry_of(stored) for reference, stored in cursor.fetchall()}
    return found


def _refuse_second_corrections(new: Sequence[Entry]) -> None:
    asked: dict[int, int] = {}
    for e in new:
        if e.supersedes is not None:
            if e.supersedes in asked:
                raise AlreadyCorrected(e.supersedes, asked[e.supersedes])
            asked[e.supersedes] = e.n
    for old, by_n in corrected_by(asked).items() if asked else ():
        raise AlreadyCorrected(old, by_n)
