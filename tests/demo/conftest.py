"""The demo city in a journal in memory, made once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

import pytest

from ipops.ledger.entry import Draft, Entry
from ipops.ledger.journal import MemoryJournal
from ipops.site.demo import Paper, demo_records


@dataclass(frozen=True)
class Told:
    entries: tuple[Entry, ...]
    papers: dict[str, Paper]
    batches: int

    @property
    def live(self) -> list[Entry]:
        dead = {e.supersedes for e in self.entries}
        return [e for e in self.entries if e.n not in dead]

    def facts(self, *kinds: type) -> list:
        return [e.fact for e in self.live if isinstance(e.fact, kinds)]


@pytest.fixture(scope="session")
def city() -> Told:
    journal = MemoryJournal(clock=lambda: datetime(2026, 4, 10, tzinfo=UTC))
    papers: dict[str, Paper] = {}
    batches = 0
    for (at, by), batch in groupby(demo_records(), key=lambda r: r[0][:2]):
        drafts: list[Draft] = []
        for (_, _, draft), paper in batch:
            drafts.append(draft)
            if paper is not None:
                papers[paper.sha256] = paper
        journal.append(drafts, by=by, at=at)
        batches += 1
    return Told(tuple(journal.read()), papers, batches)
