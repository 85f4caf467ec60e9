"""Verify: the stored rows, the leaf files and every head we know of, held against one another (``ledger.verdict``).

    one snapshot of the database ──> ranges of 8,192 entries ──> processes: COPY, hash, parse, compare ──> Audit ──> Report

Rule 1: all processes look at one snapshot, so appends and seals go on meanwhile and are not mistaken for tampering.
Rule 2: heads come from the table, from the files of the home, and from whoever brings one (``--head``).
Rule 3: the guards are looked at too: a lifted trigger or a right too many is a problem even before somebody used it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text
from ipops.ledger import audit, verdict
from ipops.ledger.heads import read_heads
from ipops.ledger.kinds import kinds
from ipops.ledger.tiles import Tiles
from ipops.webkit import grants, reread, store
from ipops.webkit.home import room
from ipops.webkit.seals import sealing

#: Below this many entries starting processes costs more than they save.
WORTH_PROCESSES = 100_000
_AHEAD = 8  #: ranges a process may be ahead of the one that joins
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Cut:
    """A leaf file as long as it was when we began; a seal meanwhile may lengthen it."""

    tiles: Tiles
    size: int

    def hashes(self, start: int, end: int) -> bytes:
        return self.tiles.hashes(start, min(end, self.size))

    def root(self, size: int) -> bytes:
        return self.tiles.root(size)


def verify(
    progress: Told = lambda done, whole: None,
    *,
    kept: Iterable[verdict.KeptHead] = (),
    processes: int | None = None,
) -> verdict.Report:
    """Verify everything. ``kept`` are heads from outside; ``progress`` hears how many of how many entries were looked at.

    Several processes are used for long journals, or as many as said; they read with connections of their own, so what
    the current transaction has not committed is verified only with ``processes=1``.
    """
    leaves = {name: _Cut(tree, tree.size) for name, tree in sealing.tiles().items()}
    ours, unread = heads_of_the_home()
    table = [verdict.KeptHead(head=h, where=verdict.IN_DATABASE) for h in sealing.heads()]
    several = processes or (os.cpu_count() or 1 if store.size() >= WORTH_PROCESSES else 1)
    with transaction.atomic():
        highest, snapshot = _look() if several > 1 else (store.size(), "")
        known = (*table, *ours, *kept)
        joined = verdict.Audit(known, leaves)
        spans = audit.ranges(joined.size(highest))
        sizes = {name: cut.size for name, cut in leaves.items()}
        work = reread.Work(folder=room("tiles"), sizes=sizes, highest=highest)
        found = _by_processes(spans, work, several, snapshot) if several > 1 else _here(spans, work)
        for one in found:
            joined.add(one)
            progress(one.span.last, spans[-1].last)
        report = joined.report()
        loose = (*unread, *guards())
    heads = len({k.head.size for k in known})  # one head kept in three places is one head
    return replace(report, heads=heads, problems=(*loose, *report.problems), count=report.count + len(loose))


def _look() -> tuple[int, str]:
    """The highest number stored, and a snapshot in which it is: one statement, so both are of one moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(n), 0), pg_export_snapshot() FROM journal")
        highest, snapshot = cursor.fetchone()
    return int(highest), str(snapshot)


def _here(spans: Iterable[audit.Range], work: reread.Work) -> Iterator[audit.Checked]:
    """One range after another on the connection we have."""
    connection.ensure_connection()
    for span in spans:
        yield reread.check(connection.connection, span, work)


def _by_processes(
    spans: list[audit.Range], work: reread.Work, processes: int, snapshot: str
) -> Iterator[audit.Checked]:
    """The ranges' answers in order, from fresh processes (a forked one would share our connection)."""
    modules = sorted({kind.__module__ for kind in kinds().values()})
    start = (os.getpid(), _address(), snapshot, modules, work)
    with ProcessPoolExecutor(processes, get_context("spawn"), reread.start, start) as pool:
        yield from _in_order(pool, spans, processes * _AHEAD)


def _in_order(pool: ProcessPoolExecutor, spans: list[audit.Range], ahead: int) -> Iterator[audit.Checked]:
    """Like ``pool.map``, but only so many ranges ahead: answers waiting to be joined take memory."""
    waiting = [pool.submit(reread.check_there, span) for span in spans[:ahead]]
    for following in chain(spans[ahead:], [None] * len(waiting)):
        yield waiting.pop(0).result()
        if following is not None:
            waiting.append(pool.submit(reread.check_there, following))


def _address() -> dict[str, Any]:
    """The address of our database as libpq's keywords."""
    given = connection.get_connection_params()
    return {name: given[name] for name in ("dbname", "user", "password", "host", "port", "options") if given.get(name)}


def heads_of_the_home() -> tuple[list[verdict.KeptHead], list[Problem]]:
    """The heads in the daily files, and the files that cannot be read."""
    return heads_of_files(sorted(room("heads").glob("*.jsonl")))


def heads_of_files(files: Iterable[Path]) -> tuple[list[verdict.KeptHead], list[Problem]]:
    """Heads that somebody kept, one a line; raises ``OSError`` for a file that is not there."""
    found: list[verdict.KeptHead] = []
    unread: list[Problem] = []
    for file in files:
        got = read_heads(file.read_text(encoding="utf-8", errors="replace"), file=str(file))
        if isinstance(got, Problem):
            unread.append(got)
        else:
            where = Text(f"文件 {file.name} ", f"the file {file.name}")
            found += [verdict.KeptHead(head=head, where=where) for head in got]
    return found, unread


def guards() -> list[Problem]:
    """What stands open: guards that are off, and rights of the application's role beyond reading and adding."""
    with connection.cursor() as cursor:
        return [
            Problem(code="guard", says=Text(zh, en), at=Place(file=table))
            for table, zh, en in grants.open_doors(cursor)
        ]
