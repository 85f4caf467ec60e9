"""Reading the journal as it stands, or as it stood when we knew less.

Rule 1: an entry that a later one supersedes is not live; nothing revives it, not even a correction of the correction.
Rule 2: a withdrawal supersedes and says nothing itself, so it is not live either.
Rule 3: *as known on* a day means everything we had learned by the end of that day in China, and nothing later: a
correction that came afterwards does not count, and what it corrected does.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone

from ipops.ledger.entry import Entry
from ipops.ledger.facts.entries import Withdrawn

CHINA = timezone(timedelta(hours=8))  #: one zone for the whole country and no summer time since 1992


def end_of_day(day: date) -> datetime:
    """The last microsecond of ``day`` in China, in UTC: what ``known_by`` is for *as known on* that day."""
    return datetime.combine(day, time.max, CHINA).astimezone(UTC)


def known(entries: Iterable[Entry], known_by: datetime | None = None) -> list[Entry]:
    """The entries we had learned by ``known_by`` (inclusive); all of them if it is ``None``."""
    return [e for e in entries if known_by is None or e.recorded_at <= known_by]


def superseded(entries: Iterable[Entry]) -> dict[int, int]:
    """Number of each superseded entry -> number of the entry that supersedes it."""
    return {e.supersedes: e.n for e in entries if e.supersedes is not None}


def live(entries: Iterable[Entry], known_by: datetime | None = None) -> list[Entry]:
    """The entries that hold, in order: known by then, superseded by none that was known by then, no withdrawals."""
    seen = known(entries, known_by)
    gone = superseded(seen)
    return [e for e in seen if e.n not in gone and not isinstance(e.fact, Withdrawn)]


def history(entries: Iterable[Entry], n: int) -> list[Entry]:
    """Entry ``n`` with everything it corrected and everything that corrected it, oldest first."""
    by_number = {e.n: e for e in entries}
    later = superseded(by_number.values())
    first = n
    while (earlier := by_number[first].supersedes) is not None:
        first = earlier
    chain = [by_number[first]]
    while chain[-1].n in later:
        chain.append(by_number[later[chain[-1].n]])
    return chain
