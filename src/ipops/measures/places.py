"""Which divisions add up to which place. A place is a division code (GB/T 2260, six digits) or ``CN``.

A code contains another by its digits: ``370000`` is Shandong, ``370100`` Jinan, ``370102`` one of its districts; so
codes that a list of today no longer holds still belong somewhere. What lies abroad (``US``) or is made up (the demo
city) is no part of the country. Facts of a place are counted again at each level,
never added up from the levels below: a deal between two districts of a city is one deal of the city.
"""

from __future__ import annotations

from collections.abc import Iterable

import ibis
import pyarrow as pa

from ipops.measures.measure import Table
from ipops.reference import demo_places

COUNTRY = "CN"
_SCHEMA = pa.schema([("division", pa.string()), ("place", pa.string())])


def contains(place: str, division: str) -> bool:
    """Whether ``division`` is ``place`` or lies in it."""
    if place == division:
        return True
    if place == COUNTRY:
        return len(division) == 6 and division.isdecimal() and not demo_places.is_demo(division)
    if len(place) != 6 or len(division) != 6:
        return False
    if place.endswith("0000"):
        return division[:2] == place[:2]
    return place.endswith("00") and division[:4] == place[:4]


def pairs(places: Iterable[str], divisions: Iterable[str]) -> list[tuple[str, str]]:
    """Every ``(division, place)`` where the one lies in the other, each once, in order."""
    asked = sorted(set(places))
    return [(d, p) for d in sorted({*divisions, *asked} - {""}) for p in asked if contains(p, d)]


def rollup(places: Iterable[str], divisions: Iterable[str]) -> Table:
    """The table ``division, place`` that ``compute`` joins on. ``divisions`` are the codes that occur in the facts."""
    found = pairs(places, divisions)
    rows = pa.Table.from_arrays(
        [pa.array([d for d, _ in found], pa.string()), pa.array([p for _, p in found], pa.string())], schema=_SCHEMA
    )
    return ibis.memtable(rows)


def named() -> Table:
    """The roll-up bound to nothing: for SQL that a person reads."""
    return ibis.table(ibis.Schema.from_pyarrow(_SCHEMA), name="places")
