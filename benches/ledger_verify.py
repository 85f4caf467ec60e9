"""How fast a sealed journal is verified: ``python -m benches.ledger_verify [entries]``. Prints one line a promise.

Rows lie in memory as the database driver would hand them over; reading them is measured by the journal's own bench.
Two processes share the ranges, as ``ipops ledger verify`` does.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import partial
from multiprocessing import get_context

from ipops.kernel.money import Money
from ipops.ledger import audit, facts, merkle, verdict
from ipops.ledger.canonical import canonical
from ipops.ledger.columns import columns_of
from ipops.ledger.entry import Entry, Source
from ipops.ledger.facts.words import LicenceKind, Proof, RightKind
from ipops.ledger.heads import Head

CORES = 2
START = datetime(2024, 1, 1, tzinfo=UTC)


def entry(n: int) -> Entry:
    fact = facts.LicenceRecorded(
        on=date(2024, 3, 4),
        deal=f"D-2024-{n:09d}",
        right=f"CN2015{n % 10**8:08d}.7",
        kind_of_right=RightKind.INVENTION,
        kind_of_licence=LicenceKind.ORDINARY,
        licensors=(f"P:9137{n % 10**12:012d}0",),
        licensees=(f"P:9137{n * 7 % 10**12:012d}1", "P:x-示例"),
        from_place="990101",
        to_place="990102",
        proof=Proof.LISTED,
        contract_on=date(2024, 2, 1),
        price=Money(n),
        territory="中国大陆",
        register_no=f"X{n:012d}",
    )
    at = START + timedelta(microseconds=n)
    return Entry(
        n=n, fact=fact, recorded_at=at, by="user:demo", source=Source(reason="登记簿导入"), reference=f"row-{n}"
    )


def row(n: int) -> tuple[object, ...]:
    made = entry(n)
    data, columns = canonical(made), columns_of(made)
    lookups = audit.ROW.index("parties")
    beside = (*columns[:lookups], *map(list, columns[lookups:]))
    return (*beside, merkle.leaf_hash(data), merkle.leaf_hash(data, "sm3"), data)


_ROWS: dict[audit.Range, list[tuple[object, ...]]] = {}


def check_range(span: audit.Range) -> audit.Checked:
    rows = _ROWS[span]
    kept = {name: b"".join([r[audit.ROW.index(f"leaf_{name}")] for r in rows]) for name in merkle.hash_names()}
    return audit.check(span, rows, kept)


def leaves_and_tree(span: audit.Range) -> dict[merkle.HashName, bytes]:
    data = [r[-1] for r in _ROWS[span]]
    return {name: merkle.root(merkle.leaf_hashes(data, name), name) for name in merkle.hash_names()}


class Held:
    """Leaf files that live in the rows themselves."""

    def __init__(self, name: merkle.HashName, size: int, root: bytes) -> None:
        self.name, self.size, self._root = name, size, root

    def hashes(self, start: int, end: int) -> bytes:
        return b""

    def root(self, size: int) -> bytes:
        return self._root


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def verify(pool: ProcessPoolExecutor, spans: list[audit.Range], head: Head) -> verdict.Report:
    leaves = {n: Held(n, head.size, bytes.fromhex(head.root(n))) for n in merkle.hash_names()}
    joined = verdict.Audit((verdict.KeptHead(head=head, where=verdict.IN_DATABASE),), leaves)
    for found in pool.map(check_range, spans):
        joined.add(found)
    report = joined.report()
    assert report.holds, report.problems[:3]
    return report


def trees(pool: ProcessPoolExecutor, spans: list[audit.Range]) -> Head:
    edges = {name: merkle.Frontier(name) for name in merkle.hash_names()}
    for roots in pool.map(leaves_and_tree, spans):
        for name, root in roots.items():
            edges[name].graft(audit.LEVEL, root)
    roots = [edges[name].root().hex() if name in edges else "" for name in ("sha256", "sm3")]
    return Head(size=edges["sha256"].size, sha256_root=roots[0], sm3_root=roots[1], sealed_at=START)


def say(what: str, facts_a_second: float, promised: int) -> bool:
    ratio = facts_a_second / promised
    sys.stdout.write(f"{what:<44} {facts_a_second:>12,.0f} facts/s   promised {promised:>9,}   ratio {ratio:5.2f}\n")
    return ratio >= 1


def main(entries: int = 1 << 18) -> int:
    spans = audit.ranges(max(audit.RANGE, entries - entries % audit.RANGE))
    size = spans[-1].last
    took = timed(lambda: [canonical(entry(n)) for n in range(1, 20_001)])
    alone = timed(lambda: [entry(n) for n in range(1, 20_001)])
    for span in spans:
        _ROWS[span] = [row(n) for n in range(span.first, span.last + 1)]
    with ProcessPoolExecutor(CORES, mp_context=get_context("fork")) as pool:
        head = trees(pool, spans)
        best_tree = min(timed(partial(trees, pool, spans)) for _ in range(3))
        best_verify = min(timed(partial(verify, pool, spans, head)) for _ in range(3))
    if not merkle.sm3_available():
        sys.stdout.write(f"{merkle.NO_SM3.zh} · {merkle.NO_SM3.en}\n")
    sys.stdout.write(f"{size:,} entries, {CORES} processes, {os.cpu_count()} cores, {', '.join(merkle.hash_names())}\n")
    kept = [
        say("verify: hashes, columns, tree", size / best_verify, 60_000),
        say("leaves and tree alone", size / best_tree, 200_000),
        say("canonical bytes (one core)", 20_000 / max(took - alone, 1e-9), 15_000),
    ]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
