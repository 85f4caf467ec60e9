"""How an entry becomes a row of the journal, and a row's bytes an entry again. The columns are ``ledger.columns``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from ipops.ledger import decode, merkle
from ipops.ledger.canonical import canonical
from ipops.ledger.columns import Columns, Lookups, columns_of
from ipops.ledger.entry import Entry
from ipops.webkit.reread import NAMES, TYPES

#: What a fact may refer to, and the look-up column that lists it.
REFERS = {"party": "parties", "right": "rights", "place": "places", "deal": "deals", "case": "cases"}


def entry_of(stored: bytes | memoryview) -> Entry:
    """The entry that the canonical bytes stand for."""
    return decode.entry_from_plain(entry_plain(stored))


def entry_plain(stored: bytes | memoryview) -> dict[str, Any]:
    """The entry as the canonical bytes spell it."""
    made: dict[str, Any] = json.loads(bytes(stored))
    return made


def copy_in(new: Sequence[Entry]) -> None:
    """Write the rows by COPY in the current transaction."""
    if not new:
        return
    leaves = [canonical(e) for e in new]
    hashes = {name: merkle.leaf_hashes(leaves, name) for name in merkle.hash_names()}
    sha256, sm3 = hashes[merkle.SHA256], hashes.get(merkle.SM3)
    first_lookup = Columns._fields.index(Lookups._fields[0])
    with connection.cursor() as cursor, cursor.copy(f"COPY journal ({NAMES}) FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(TYPES)
        for i, (entry, leaf) in enumerate(zip(new, leaves, strict=True)):
            made: tuple[Any, ...] = columns_of(entry)
            at = slice(i * merkle.WIDTH, (i + 1) * merkle.WIDTH)
            copy.write_row(
                (
                    *made[:first_lookup],
                    *map(list, made[first_lookup:]),
                    sha256[at],
                    sm3[at] if sm3 is not None else None,
                    leaf,
                )
            )
