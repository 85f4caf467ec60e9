"""The canonical form of an entry, version 1: the bytes that are hashed, sealed and proven.

Written down in ``docs/reference/canonical-form.md``. In short: UTF-8 JSON, no blanks, keys sorted by code point,
strings in Unicode NFC, integers in plain decimal (64 bits), no floats, dates ``YYYY-MM-DD``, instants
``YYYY-MM-DDTHH:MM:SS.ffffffZ``, money as whole fen, fractions as ``"n/d"`` in lowest terms, absent values (none, empty
text, empty list) left out.

Each kind's encoder is put together once from its ``shape``; that is three times as fast as a general JSON encoder.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import Enum
from fractions import Fraction
from json.encoder import encode_basestring as _quoted
from operator import attrgetter
from typing import Any
from unicodedata import normalize

from ipops.kernel.money import Money
from ipops.ledger.entry import Entry
from ipops.ledger.fact import Fact, Sealed
from ipops.ledger.shape import Shape, per_kind, shapes

FORM = 1
INT_MIN, INT_MAX = -(2**63), 2**63 - 1  #: what PostgreSQL, Arrow and every reader can hold


def nfc(text: str) -> str:
    """``text`` as the form writes it. Raises ``ValueError`` for what no column and no reader can hold."""
    if "\x00" in text:
        raise ValueError("A text with a zero character cannot be kept.")
    return text if text.isascii() else normalize("NFC", text)


def instant(at: datetime) -> str:
    text = (at if at.tzinfo is UTC else at.astimezone(UTC)).isoformat(timespec="microseconds")
    return f"{text[:26]}Z"


def _text(value: str) -> str:
    return _quoted(nfc(value))


def _int(value: int) -> str:
    if type(value) is not int or not INT_MIN <= value <= INT_MAX:
        raise TypeError(f"{value!r} is no whole number of 64 bits.")
    return str(value)


def _bool(value: bool) -> str:
    if type(value) is not bool:
        raise TypeError(f"{value!r} is neither true nor false.")
    return "true" if value else "false"


def _date(value: date) -> str:
    if type(value) is not date:
        raise TypeError(f"{value!r} is no date.")
    return f'"{value.isoformat()}"'


_SCALARS: dict[type, Callable[[Any], str]] = {
    str: _text,
    int: _int,
    bool: _bool,
    date: _date,
    datetime: lambda v: f'"{instant(v)}"',
    Money: lambda v: _int(v.fen),
    Fraction: lambda v: f'"{v.numerator}/{v.denominator}"',
    Sealed: lambda v: f'"{v.digest}"',
}


def _scalar(base: type) -> Callable[[Any], str]:
    if issubclass(base, Enum):
        return {member: _quoted(str(member.value)) for member in base}.__getitem__
    return _SCALARS[base]


def _field(shape: Shape) -> Callable[[Any], str]:
    one = _scalar(shape.base)
    if shape.many:
        return lambda values: f"[{','.join([one(v) for v in values])}]"
    return one


@per_kind
def _plan(kind: type[Fact]) -> Callable[[Fact], str]:
    ordered = sorted(shapes(kind), key=lambda s: s.name)
    steps = tuple((f'"{s.name}":', attrgetter(s.name), _field(s), s.absent) for s in ordered)

    def encode(fact: Fact) -> str:
        parts = []
        for key, get, written, absent in steps:
            value = get(fact)
            if value != absent:
                parts.append(key + written(value))
        return f"{{{','.join(parts)}}}"

    return encode


def canonical(entry: Entry) -> bytes:
    """The one byte string that stands for this entry on every machine.

    Raises ``TypeError`` or ``ValueError`` for a value that the form cannot hold (floats, 65-bit numbers, zero
    characters, half characters) and ``KeyError`` for one outside its vocabulary; such an entry is a bug of its maker.
    """
    kind, source = type(entry.fact), entry.source
    paper = f',"doc":"{source.document}"' if source.document else ""
    reason = "" if source.document else f',"reason":{_text(source.reason)}'
    corrects = "" if entry.supersedes is None else f',"supersedes":{entry.supersedes}'
    return (
        f'{{"at":"{instant(entry.recorded_at)}","by":{_text(entry.by)}{paper},"fact":{_plan(kind)(entry.fact)}'
        f',"form":{FORM},"kind":"{kind.KIND}","n":{entry.n}{reason},"ref":{_text(entry.reference)}{corrects}'
        f',"version":{kind.VERSION}}}'
    ).encode()


def fact_as_plain(fact: Fact) -> dict[str, Any]:
    """The fact's fields by name as JSON values, absent ones left out."""
    made: dict[str, Any] = json.loads(_plan(type(fact))(fact))
    return made


def entry_as_plain(entry: Entry) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(canonical(entry))
    return made
