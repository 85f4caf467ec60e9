"""How an entry becomes a row of the journal, and a row's bytes an entry again. The columns are ``ledger.columns``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any

from django.db import connection

from ipops.ledger import decode, merkle
from ipops.ledger.canonical import canonical
from ipops.ledger.columns import Columns, columns_of
from ipops.ledger.entry import Entry
from ipops.webkit import pgcopy
from ipops.webkit.reread import NAMES, TYPES


def entry_of(stored: bytes | memoryview) -> Entry:
    """The entry that the canonical bytes stand for."""
    return decode.entry_from_plain(entry_plain(stored))


def entry_plain(stored: bytes | memoryview) -> dict[str, Any]:
    """The entry as the canonical bytes spell it."""
    made: dict[str, Any] = json.loads(bytes(stored))
    return made


def copy_in(new: Sequence[Entry]) -> list[Columns]:
    """Write the rows by COPY in the current transaction; gives the columns they were written with."""
    made = [columns_of(e) for e in new]
    leaves = [canonical(e) for e in new]
    hashes = {name: merkle.leaf_hashes(leaves, name) for name in merkle.hash_names()}
    sha256 = _cut(hashes[merkle.SHA256])
    sm3 = _cut(hashes[merkle.SM3]) if merkle.SM3 in hashes else repeat(None, len(new))
    rows = ((*c, one, two, leaf) for c, one, two, leaf in zip(made, sha256, sm3, leaves, strict=True))
    with connection.cursor() as cursor, cursor.copy(f"COPY journal ({NAMES}) FROM STDIN (FORMAT BINARY)") as copy:
        for block in pgcopy.blocks(rows, _HOW):
            copy.write(block)
    return made


def _cut(hashes: bytes) -> Iterator[bytes]:
    """Hashes that lie side by side, one by one."""
    return (hashes[at : at + merkle.WIDTH] for at in range(0, len(hashes), merkle.WIDTH))


_HOW = pgcopy.ways(TYPES) or []
