"""The canonical form of an entry, version 1: the bytes that are hashed, sealed and proven.

Written down in ``docs/reference/canonical-form.md``. In short: UTF-8 JSON, no blanks, keys sorted by code point,
strings in Unicode NFC, integers in plain decimal, no floats, dates ``YYYY-MM-DD``, instants
``YYYY-MM-DDTHH:MM:SS.ffffffZ``, money as whole fen, fractions as ``"n/d"`` in lowest terms, absent values (none, empty text, empty list) left out.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import fields
from datetime import UTC, date, datetime
from enum import Enum
from fractions import Fraction
from typing import Any

from ipops.kernel.money import Money
from ipops.ledger.entry import Entry
from ipops.ledger.fact import Fact, Sealed

FORM = 1
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def plain(value: Any) -> Any:
    """A field's value as JSON. Raises ``TypeError`` for a type the form does not know (floats among them)."""
    match value:
        case None | bool():
            return value
        case Enum():
            return plain(value.value)
        case str():
            return value if value.isascii() else unicodedata.normalize("NFC", value)
        case int():
            return value
        case datetime():
            return instant(value)
        case date():
            return value.isoformat()
        case Money():
            return value.fen
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case Sealed():
            return value.digest
        case tuple():
            return [plain(v) for v in value]
    raise TypeError(f"The canonical form does not know {type(value).__name__}.")


def instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") + "Z"


def fact_as_plain(fact: Fact) -> dict[str, Any]:
    """The fact's fields by name, absent ones left out."""
    made = {}
    for f in fields(fact):
        value = getattr(fact, f.name)
        if value is not None and value not in ((), ""):
            made[f.name] = plain(value)
    return made


def entry_as_plain(entry: Entry) -> dict[str, Any]:
    made: dict[str, Any] = {
        "form": FORM,
        "n": entry.n,
        "kind": type(entry.fact).KIND,
        "version": type(entry.fact).VERSION,
        "at": instant(entry.recorded_at),
        "by": plain(entry.by),
        "ref": plain(entry.reference),
        "fact": fact_as_plain(entry.fact),
    }
    if entry.source.document:
        made["doc"] = entry.source.document
    else:
        made["reason"] = plain(entry.source.reason)
    if entry.supersedes is not None:
        made["supersedes"] = entry.supersedes
    return made


def canonical(entry: Entry) -> bytes:
    """The one byte string that stands for this entry on every machine."""
    return _ENCODER.encode(entry_as_plain(entry)).encode()
