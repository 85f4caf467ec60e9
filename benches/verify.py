"""How fast ``ipops ledger verify`` goes over a sealed journal in PostgreSQL: read by COPY, both hashes, columns, tree, heads.

Promise: 60,000 facts a second on two cores, starting the processes included; 200,000 for leaves and tree alone. The floor
is SHA-256 over the same bytes and nothing else, in as many processes.
"""

from __future__ import annotations

import hashlib
import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from benches import append
from benches.table import Line
from ipops.ledger import audit, merkle

FACTS = 60 * audit.RANGE  # about half a million
LONG_FACTS = 480 * audit.RANGE
CORES = 2
PROMISED, PROMISED_TREE = 60_000, 200_000
_BLOCKS: list[list[bytes]] = []


def hold(blocks: list[list[bytes]]) -> None:
    """In each process: the bytes of all ranges, so that nothing is sent while the clock runs."""
    _BLOCKS[:] = blocks


def tree_of(i: int) -> dict[merkle.HashName, bytes]:
    return {name: merkle.root(merkle.leaf_hashes(_BLOCKS[i], name), name) for name in merkle.hash_names()}


def sha256_of(i: int) -> int:
    for data in _BLOCKS[i]:
        hashlib.sha256(data).digest()
    return len(_BLOCKS[i])


def best(pool: ProcessPoolExecutor, work: object, ranges: int, facts: int) -> float:
    """Facts a second, the best of three."""
    took = []
    for _ in range(3):
        began = time.perf_counter()
        list(pool.map(work, range(ranges)))  # type: ignore[arg-type]
        took.append(time.perf_counter() - began)
    return facts / min(took)


def bench(long: bool = False) -> list[Line]:
    facts = LONG_FACTS if long else FACTS
    with append.fresh_city():
        from ipops.ledger.heads import Head
        from ipops.webkit import seals, store

        append.append_many(0, facts)
        began = time.perf_counter()
        head = seals.seal()
        sealing = facts / (time.perf_counter() - began)
        assert isinstance(head, Head)
        took = []
        for _ in range(1 if long else 3):
            began = time.perf_counter()
            report = seals.verify(processes=CORES)
            took.append(time.perf_counter() - began)
            assert report.holds, report.problems[:3]
            assert (report.entries, report.sealed) == (facts, facts)
        kept = list(store.read_bytes(up_to=32 * audit.RANGE))
    blocks = [kept[at : at + audit.RANGE] for at in range(0, len(kept), audit.RANGE)]
    with ProcessPoolExecutor(CORES, get_context("spawn"), hold, (blocks,)) as pool:
        best(pool, sha256_of, len(blocks), len(kept))  # the processes start and receive the bytes
        tree = best(pool, tree_of, len(blocks), len(kept))
        floor = best(pool, sha256_of, len(blocks), len(kept))
    named = f"SHA-256 of the bytes, {CORES} processes"
    hashes = " and ".join(merkle.hash_names())
    return [
        Line(
            bench="verify",
            what=f"verify {facts:,} facts, {CORES} processes of {os.cpu_count()} cores, {hashes}",
            value=facts / min(took),
            unit="facts/s",
            promised=PROMISED,
            floor=named,
            floor_value=floor,
        ),
        Line(
            bench="verify",
            what="leaves and tree alone",
            value=tree,
            unit="facts/s",
            promised=PROMISED_TREE,
            floor=named,
            floor_value=floor,
        ),
        Line(bench="verify", what="seal what is new", value=sealing, unit="facts/s", floor=named, floor_value=floor),
    ]
