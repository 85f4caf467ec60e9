"""The columns that stand beside the canonical bytes in a store, so that it can be searched. The bytes are the record.

``columns_of`` makes them from an entry before it is stored; ``columns_of_plain`` makes the same ones from the stored
bytes, and ``audit`` compares. Look-up columns hold every party, right, place, deal and case the fact names, in field
order, without repeats.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from ipops.ledger.canonical import nfc
from ipops.ledger.entry import Entry
from ipops.ledger.fact import Fact
from ipops.ledger.kinds import kind_named
from ipops.ledger.shape import per_kind, shapes

Codes = tuple[str, ...]
REFERS = ("party", "right", "place", "deal", "case")


class Lookups(NamedTuple):
    """What a fact names; the same order as ``REFERS``."""

    parties: Codes
    rights: Codes
    places: Codes
    deals: Codes
    cases: Codes


class Columns(NamedTuple):
    """One row beside its bytes. Absent text is empty, an absent ``supersedes`` is ``None``; all text is NFC."""

    n: int
    kind: str
    version: int
    took_effect: date
    recorded_at: datetime
    by: str
    reference: str
    document: str
    reason: str
    supersedes: int | None
    parties: Codes
    rights: Codes
    places: Codes
    deals: Codes
    cases: Codes


@per_kind
def _naming(kind: type[Fact]) -> tuple[tuple[tuple[str, bool], ...], ...]:
    """For each of ``REFERS``, the fields that name one and whether they name several."""
    return tuple(tuple((s.name, s.many) for s in shapes(kind) if s.about.refers == what) for what in REFERS)


def _named(kind: type[Fact], value_of: Callable[[str], Any]) -> Lookups:
    made = []
    for fields in _naming(kind):
        codes: Codes = ()
        for name, many in fields:
            value = value_of(name)
            if value:
                codes += tuple(filter(None, value)) if many else (value,)
        made.append(tuple(dict.fromkeys(codes)) if len(codes) > 1 else codes)
    return Lookups(*made)


def lookups(fact: Fact) -> Lookups:
    """Every party, right, place, deal and case that the fact names."""

    def value_of(name: str) -> Any:
        value = getattr(fact, name)
        return tuple([nfc(v) for v in value]) if isinstance(value, tuple) else nfc(value)

    return _named(type(fact), value_of)


def columns_of(entry: Entry) -> Columns:
    kind, source = type(entry.fact), entry.source
    return Columns(
        entry.n,
        kind.KIND,
        kind.VERSION,
        entry.fact.on,
        entry.recorded_at,
        nfc(entry.by),
        nfc(entry.reference),
        source.document,
        "" if source.document else nfc(source.reason),
        entry.supersedes,
        *lookups(entry.fact),
    )


def columns_of_plain(plain: dict[str, Any]) -> Columns:
    """From the parsed canonical bytes. Raises ``KeyError``, ``TypeError`` or ``ValueError`` if they are no entry."""
    fact = plain["fact"]
    return Columns(
        plain["n"],
        plain["kind"],
        plain["version"],
        date.fromisoformat(fact["on"]),
        datetime.fromisoformat(plain["at"]).astimezone(UTC),
        plain["by"],
        plain["ref"],
        plain.get("doc", ""),
        plain.get("reason", ""),
        plain.get("supersedes"),
        *_named(kind_named(plain["kind"], plain["version"]), fact.get),
    )
