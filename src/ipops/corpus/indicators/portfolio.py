"""Every owner's portfolio as one row, out of the tables: size, what lives, citations, h-index, cycle time, self-citation, strength.

The grain is the family (without one: the application, else the document); a family with several owners is each one's. Owners are
resolved parties; families without any are counted in ``no_owner``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ipops.corpus.indicators import figures
from ipops.corpus.model import TABLES

OWNING = ("applicant", "owner", "owner_now")
ENDED = ("lapsed", "expired", "invalidated", "withdrawn", "rejected")


@dataclass(slots=True)
class Family:
    filed: date | None = None
    published: date | None = None
    alive: bool = False
    tech_field: str | None = None
    owners: set[str] = field(default_factory=set)
    citing: set[str] = field(default_factory=set)
    cited: set[str] = field(default_factory=set)
    outside: set[str] = field(
        default_factory=set
    )  #: numbers that cite it and are not in the corpus: of no family that is known

    @property
    def year(self) -> int | None:
        return self.filed.year if self.filed else None

    @property
    def entry(self) -> tuple[bool, int | None, int | None, str | None]:
        return self.alive, len(self.citing), self.year, self.tech_field


def families(tables: Path, *, scheme: str = "wipo35") -> dict[str, Family]:
    """The families of a corpus, with who cites whom among them. ``tech_field`` is the first symbol's of ``scheme``."""
    found: dict[str, Family] = defaultdict(Family)
    of: dict[str, str] = {}
    for d in _rows(
        tables, "documents", ("document", "application", "family", "filed_on", "published_on", "legal_status")
    ):
        name = of[d["document"]] = d["family"] or d["application"] or d["document"]
        f = found[name]
        f.filed = min(filter(None, (f.filed, d["filed_on"])), default=None)
        f.published = min(filter(None, (f.published, d["published_on"])), default=None)
        f.alive = f.alive or (d["legal_status"] is not None and d["legal_status"] not in ENDED)
    for p in _rows(tables, "parties", ("document", "role", "party")):
        if p["role"] in OWNING and p["party"] and p["document"] in of:
            found[of[p["document"]]].owners.add(p["party"])
    for c in _rows(tables, "citations", ("citing", "cited", "cited_here", "citing_here")):
        a, b = of.get(c["citing"]), of.get(c["cited"] or "")
        if a and b and a != b:
            found[a].cited.add(b)
            found[b].citing.add(a)
        elif b and not c["citing_here"]:
            found[b].outside.add(c["citing"])
    for row in sorted(
        _rows(tables, "fields", ("document", "scheme", "field", "first")), key=lambda r: (not r["first"], r["field"])
    ):
        if row["scheme"] == scheme and (name_ := of.get(row["document"])) and found[name_].tech_field is None:
            found[name_].tech_field = row["field"]
    return dict(found)


def _rows(tables: Path, name: str, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    path, schema = tables / f"{name}.parquet", TABLES[name].arrow
    if not path.exists():
        return []
    there = set(pq.read_schema(path).names)
    table = pq.read_table(path, columns=[c for c in columns if c in there])
    for lacking in (c for c in columns if c not in there):
        table = table.append_column(lacking, pa.nulls(len(table), schema.field(lacking).type))
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def names(tables: Path) -> dict[str, str]:
    """The most frequent spelling of each resolved owner."""
    return {row["party"]: row["name"] for row in _rows(tables, "owners", ("party", "name"))}


def portfolios(found: Mapping[str, Family], named: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """One row an owner, the largest first; a figure without a value is null, its ``_status`` says so. Citations are those between
    families of the corpus: where numbers outside it cite as well, what is counted from them is ``truncated``."""
    means = figures.cohort_means(f.entry for f in found.values())
    of: dict[str, list[str]] = defaultdict(list)
    for name in sorted(found):
        for owner in found[name].owners:
            of[owner].append(name)
    rows = [_row(owner, [found[n] for n in mine], found, means) for owner, mine in of.items()]
    rows = [{"party": r["party"], "name": (named or {}).get(r["party"])} | r for r in rows]
    return sorted(rows, key=lambda r: (-r["families"], r["party"]))


def _row(
    owner: str, mine: list[Family], found: Mapping[str, Family], means: Mapping[tuple[int, str], float]
) -> dict[str, Any]:
    pairs = [(f, found[c]) for f in mine for c in f.cited]
    made = (
        figures.h_index(len(f.citing) for f in mine),
        figures.cycle_time((f.published, other.published) for f, other in pairs),
        figures.self_citation((frozenset({owner}), frozenset(other.owners)) for _, other in pairs),
        figures.portfolio_strength((f.entry for f in mine), means),
    )
    row: dict[str, Any] = {
        "party": owner,
        "families": len(mine),
        "families_fractional": float(sum(Fraction(1, len(f.owners)) for f in mine)),
        "living": sum(f.alive for f in mine),
        "citations": sum(len(f.citing) for f in mine),
        "citing_numbers_outside": len(set().union(*(f.outside for f in mine))),
        "first_year": min((f.year for f in mine if f.year), default=None),
        "last_year": max((f.year for f in mine if f.year), default=None),
    }
    for figure in made:
        part = figure.value is not None and figure.code in ("h_index", "strength") and row["citing_numbers_outside"] > 0
        row |= {figure.code: figure.value, f"{figure.code}_status": "truncated" if part else figure.status}
    return row


def no_owner(found: Mapping[str, Family]) -> int:
    return sum(not f.owners for f in found.values())


def concentration(found: Mapping[str, Family], *, of_field: str | None = None) -> figures.Figure:
    """HHI over owners by fractions of families, of one field or of all."""
    mine = [f for f in found.values() if of_field is None or f.tech_field == of_field]
    shares: list[tuple[str | None, Fraction]] = []
    for f in mine:
        shares += [(o, Fraction(1, len(f.owners))) for o in sorted(f.owners)] if f.owners else [(None, Fraction(1))]
    return figures.hhi(shares)


def advantages(found: Mapping[str, Family], *, least: int = 500) -> list[figures.Advantage]:
    """RTA of owners over fields, by fractions of families; ``least`` as in ``figures.rta``."""
    counts = [
        (owner, f.tech_field, Fraction(1, len(f.owners)))
        for f in found.values()
        if f.tech_field is not None
        for owner in f.owners
    ]
    return figures.rta(counts, least=least)


def by_year(found: Mapping[str, Family], *, of_field: str | None = None) -> dict[int, int]:
    """Families by the year of their earliest filing in the corpus; a priority that is only named there does not count (a navigation study
    counts by priority and says so)."""
    counted = Counter(
        f.year for f in found.values() if f.year is not None and (of_field is None or f.tech_field == of_field)
    )
    return {year: counted[year] for year in sorted(counted)}
