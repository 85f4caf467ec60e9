"""Which divisions add up to which place. A place is a division code (GB/T 2260, six digits) or ``CN``.

A code contains another by its digits: ``370000`` is Shandong, ``370100`` Jinan, ``370102`` one of its districts; so
codes that a list of today no longer holds still belong somewhere. What lies abroad (``US``) or is made up (the demo
city) is no part of the country. Facts of a place are counted again at each level,
never added up from the levels below: a deal between two districts of a city is one deal of the city.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import ibis
import pyarrow as pa

from ipops.measures.measure import Table
from ipops.reference import demo_places

COUNTRY = "CN"
_SCHEMA = pa.schema([("division", pa.string()), ("place", pa.string())])


def contains(place: str, division: str) -> bool:
    """Whether ``division`` is ``place`` or lies in it."""
    return place in containers(division)


@lru_cache(maxsize=10_000)
def containers(division: str) -> tuple[str, ...]:
    """Every code that contains ``division``, itself first. The country is made of its divisions: a foreign place or one of
    the demo is in none of them."""
    if division == COUNTRY or len(division) != 6 or not division.isdecimal():
        return (division,)
    country = () if demo_places.is_demo(division) else (COUNTRY,)
    return tuple(dict.fromkeys((division, f"{division[:4]}00", f"{division[:2]}0000", *country)))


def pairs(places: Iterable[str], divisions: Iterable[str]) -> list[tuple[str, str]]:
    """Every ``(division, place)`` where the one lies in the other, each once, in order."""
    asked = set(places)
    return [(d, p) for d in sorted({*divisions, *asked} - {""}) for p in containers(d) if p in asked]


def rollup_rows(places: Iterable[str], divisions: Iterable[str]) -> pa.Table:
    """The table ``division, place`` that ``compute`` joins on. ``divisions`` are the codes that occur in the facts."""
    found = pairs(places, divisions)
    return pa.Table.from_arrays(
        [pa.array([d for d, _ in found], pa.string()), pa.array([p for _, p in found], pa.string())], schema=_SCHEMA
    )


def rollup(places: Iterable[str], divisions: Iterable[str]) -> Table:
    """``rollup_rows`` as an ibis table, for whichever engine."""
    return ibis.memtable(rollup_rows(places, divisions))


def named() -> Table:
    """The roll-up bound to nothing: for SQL that a person reads."""
    return ibis.table(ibis.Schema.from_pyarrow(_SCHEMA), name="places")
