"""Cited patents and literature of the USPTO's XML 4.x. A grant without the element cites nothing known; an application lists none."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ipops.corpus.feeds.dates import day
from ipops.corpus.feeds.record import Record, Row
from ipops.corpus.feeds.xml import words

_ORIGIN = {
    "cited by examiner": "examiner",
    "cited by applicant": "applicant",
    "cited by other": None,
    "cited by third party": "third_party",
    "imported from a related application": "applicant",
}


def read_references(record: Record, biblio: Any, *, grant: bool) -> None:
    """Cited patents in their order; names of cited patentees are left to the cited documents."""
    found = biblio.find("references-cited")
    if found is None:
        found = biblio.find("us-references-cited")
    record.document["references_listed"] = True if found is not None else (None if grant else False)
    if found is None:
        return
    for citation in found:
        parts = {c.tag: c for c in citation}
        category = parts.get("category")
        origin = _origin(category.text) if category is not None else None
        if (patent := parts.get("patcit")) is not None:
            _patent(record.citations, patent, origin)
        elif (other := parts.get("nplcit")) is not None:
            said = other.find("othercit")
            record.literature.append((_sequence(other), words(other if said is None else said), origin, None))


@lru_cache(maxsize=64)
def _origin(category: str | None) -> str | None:
    return _ORIGIN.get((category or "").strip().lower())


def _patent(rows: list[Row], patent: Any, origin: str | None) -> None:
    said = {c.tag: c.text for found in patent if found.tag == "document-id" for c in found}
    number = (said.get("doc-number") or "").strip()
    if number:
        office, kind = (said.get("country") or "US").strip(), (said.get("kind") or "").strip() or None
        raw = f"{office} {number} {kind}" if kind else f"{office} {number}"
        rows.append((True, raw, office, number, kind, day(said.get("date")), origin, None, _sequence(patent)))


def _sequence(cited: Any) -> int | None:
    number = cited.get("num", "")
    return int(number) if number.isdigit() else None
