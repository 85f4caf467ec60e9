"""Seals: a Merkle tree over the journal, its heads kept in a table that only grows and carried out of the house.

    journal ── leaf hashes ──> IPOPS_HOME/tiles ── roots ──> table `head`
                                                        ├──> IPOPS_HOME/heads/2026-11-25.jsonl   (a file a day, in China)
                                                        ├──> the public page
                                                        └──> the province's address (IPOPS_PROVINCE), by the outbox

Rule 1: nothing new is sealed over something old that no longer adds up: before a head is added, the last one is worked
out again from the leaf files.
Rule 2: a head is never changed. Sealing without news gives the head that is there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from django.db import connection, transaction

from ipops.kernel.outcome import Problem
from ipops.kernel.text import Text
from ipops.ledger import heads as ledger_heads
from ipops.ledger import merkle
from ipops.ledger.fold import CHINA
from ipops.ledger.merkle import HashName
from ipops.ledger.tiles import Tiles, open_tiles
from ipops.webkit import outbox, store
from ipops.webkit.home import room
from ipops.webkit.models import Head, JournalRow
from ipops.webkit.seals import delivery

#: The lock of those who seal; the journal's own is not taken, so clerks are not held up.
LOCK = store.LOCK + 1
_LEAVES_AT_ONCE = 100_000


def tiles() -> Mapping[HashName, Tiles]:
    """The leaf files of this journal, one tree for each hash this machine has."""
    return open_tiles(room("tiles"))


def seal(*, at: datetime | None = None) -> ledger_heads.Head | Problem | None:
    """Seal what is new and give the newest head; ``None`` for an empty journal, a problem if what was sealed before no
    longer adds up (then ``verify`` names what was touched)."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        size = store.size()
        trees = tiles()
        if wrong := _last_no_longer_holds(trees, size):
            return wrong
        newest = last()
        if size == 0 or (newest is not None and newest.size == size):
            return newest
        for tree in trees.values():
            _grow(tree, size)
        made = ledger_heads.head_at(trees, size, at or datetime.now(UTC))
        Head.objects.create(
            size=made.size, sealed_at=made.sealed_at, root_sha256=made.sha256_root, root_sm3=made.sm3_root
        )
        _write_to_the_days_file(made)
        if address := os.environ.get("IPOPS_PROVINCE"):
            outbox.put(delivery.TOPIC, f"{made.size}", {"address": address, "head": made.as_json()})
    return made


def _grow(tree: Tiles, size: int) -> None:
    """Add the leaf hashes from where the tree ends up to ``size``."""
    while (at := tree.size) < size:
        upto = min(size, at + _LEAVES_AT_ONCE)
        tree.append(b"".join(_leaves(tree.hash_name, at, upto)), at=at)


def _leaves(hash_name: HashName, after: int, up_to: int) -> Iterator[bytes]:
    """The leaf hashes of entries ``after + 1 … up_to``, worked out where the row has none (it was written without SM3)."""
    rows = JournalRow.objects.filter(n__gt=after, n__lte=up_to).order_by("n")
    expected = after
    for n, leaf in rows.values_list("n", f"leaf_{hash_name}").iterator(chunk_size=20_000):
        expected += 1
        if n != expected:
            break
        yield bytes(leaf) if leaf is not None else _leaf_from_bytes(n, hash_name)
    if expected != up_to:
        raise RuntimeError(f"The journal lacks an entry between {expected} and {up_to}: run `ipops ledger verify`.")


def _leaf_from_bytes(n: int, hash_name: HashName) -> bytes:
    return merkle.leaf_hash(bytes(JournalRow.objects.values_list("canonical", flat=True).get(n=n)), hash_name)


def _last_no_longer_holds(trees: Mapping[HashName, Tiles], size: int) -> Problem | None:
    """Whether the last head still follows from the leaf files, and the journal still is as long as it was."""
    newest = last()
    if newest is None:
        return None
    if size < newest.size:
        return _broken(
            "tail-removed",
            f"账本现有 {size} 条，而上次封存时有 {newest.size} 条：末尾被删，或恢复了旧备份。",
            f"The journal has {size} entries; {newest.size} were sealed. Its tail was removed, or an old copy restored.",
        )
    for name, tree in trees.items():
        if not newest.root(name):
            continue
        if tree.size < newest.size:  # lost files: made again from the journal, and held against the head
            _grow(tree, newest.size)
        if tree.root(newest.size).hex() != newest.root(name):
            return _broken(
                "head-does-not-follow",
                f"叶子文件算不出第 {newest.size} 条处已封存的 {name} 根。",
                f"The leaf files no longer give the {name} root that was sealed at {newest.size}.",
            )
    return None


def _broken(code: str, zh: str, en: str) -> Problem:
    return Problem(
        code=code,
        says=Text(
            f"{zh}未封存。请运行 ipops ledger verify 找出被改动的条目。",
            f"{en} Nothing was sealed. Run `ipops ledger verify` to find what was touched.",
        ),
    )


def _write_to_the_days_file(head: ledger_heads.Head) -> None:
    """One line a head, one file a day: the file to carry out of the house. Safe on disk when this returns."""
    file = room("heads") / f"{head.sealed_at.astimezone(CHINA):%Y-%m-%d}.jsonl"
    with file.open("a", encoding="utf-8") as out:
        out.write(head.as_line() + "\n")
        out.flush()
        os.fsync(out.fileno())


def _head(row: Head) -> ledger_heads.Head:
    return ledger_heads.Head(
        size=row.size, sha256_root=row.root_sha256, sm3_root=row.root_sm3, sealed_at=row.sealed_at.astimezone(UTC)
    )


def last() -> ledger_heads.Head | None:
    row = Head.objects.order_by("-size").first()
    return _head(row) if row else None


def heads(*, most: int | None = None) -> list[ledger_heads.Head]:
    """The heads, newest first; all of them if not said how many."""
    return [_head(row) for row in Head.objects.order_by("-size")[:most]]


def head_at(size: int) -> ledger_heads.Head | None:
    row = Head.objects.filter(size=size).first()
    return _head(row) if row else None
