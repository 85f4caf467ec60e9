"""Aggregates: how many deals and pledges, by place or kind and by year, with blanks where a cell would speak of somebody.

A deal counts once, in the year of its first counted day; its units are those who receive (transferees, licensees, pledgors).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa

from ipops.ledger.facts import LicenceRecorded, PledgeRegistered, TransferRegistered
from ipops.ledger.facts.words import Proof
from ipops.measures import suppression
from ipops.measures.suppression import Blank, Cell, Key
from ipops.webkit.models import Office
from ipops.webkit.opendata.gazette import live
from ipops.webkit.places import covers
from ipops.webkit.roles import Level

OTHER = "OTHER"
#: Deal -> (row of the table, first counted day, units).
Deals = Mapping[str, tuple[str, date, frozenset[str]]]


def deals_by_place(folder: Path) -> pa.Table:
    """Transfers and licences that count, by the district of the receiver. Places outside our cities are one row."""
    cities = [o.place for o in Office.objects.filter(level=Level.CITY).exclude(place="").only("place")]

    def ours(place: str) -> str:
        return place if any(covers(c, place) for c in cities) else OTHER

    found: dict[str, tuple[str, date, frozenset[str]]] = {}
    for kind, side in ((TransferRegistered.KIND, "transferees"), (LicenceRecorded.KIND, "licensees")):
        rows = live(folder, kind).select(["deal", "on", "to_place", "proof", side])
        for r in rows.to_pylist():
            if Proof(r["proof"]).counts:
                _add(found, r["deal"], ours(r["to_place"]), r["on"], r[side])
    return _table(found, "place", "deals")


def pledges_by_kind(folder: Path) -> pa.Table:
    """Pledges that count, by the kind of the first right pledged; never by district."""
    found: dict[str, tuple[str, date, frozenset[str]]] = {}
    rows = live(folder, PledgeRegistered.KIND).select(["pledge", "on", "kind_of_right", "proof", "pledgors"])
    for r in rows.to_pylist():
        if Proof(r["proof"]).counts:
            _add(found, r["pledge"], r["kind_of_right"], r["on"], r["pledgors"])
    return _table(found, "kind_of_right", "pledges")


def _add(
    found: dict[str, tuple[str, date, frozenset[str]]], deal: str, row: str, on: date, units: Iterable[str]
) -> None:
    before = found.get(deal)
    if before is None:
        found[deal] = (row, on, frozenset(units))
    else:
        first = before if before[1] <= on else (row, on, before[2])
        found[deal] = (first[0], first[1], before[2] | frozenset(units))


def cells(deals: Deals) -> dict[Key, Cell]:
    """One cell for each row and year that occurs."""
    counted: dict[Key, int] = {}
    units: dict[Key, frozenset[str]] = {}
    for row, on, who in deals.values():
        key = (row, str(on.year))
        counted[key] = counted.get(key, 0) + 1
        units[key] = units.get(key, frozenset()) | who
    return {k: Cell(value=n, units=units[k]) for k, n in sorted(counted.items())}


def _table(deals: Deals, row_name: str, value_name: str) -> pa.Table:
    """Long form, rows and years in order of their codes, totals (an empty code) last."""
    made = suppression.publish(cells(deals))
    years = sorted(made.columns, key=lambda c: (c == suppression.TOTAL, c))
    keys = [(r, c) for r in sorted(made.rows, key=lambda r: (r == suppression.TOTAL, r)) for c in years]
    values = [made.at(*k) for k in keys] if deals else []
    return pa.table(
        {
            row_name: pa.array([r for r, _ in keys][: len(values)], pa.string()),
            "year": pa.array([c for _, c in keys][: len(values)], pa.string()),
            value_name: pa.array([None if isinstance(v, Blank) else int(v) for v in values], pa.int64()),
            "suppressed": pa.array([v.value if isinstance(v, Blank) else "" for v in values], pa.string()),
        }
    )
