"""Cited patents and literature of the USPTO's XML 4.x. A grant without the element cites nothing known; an application lists none."""

from __future__ import annotations

from typing import Any

from ipops.corpus.feeds.dates import day
from ipops.corpus.feeds.record import Record
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
        if citation.tag not in ("citation", "us-citation"):
            continue
        origin = _ORIGIN.get((citation.findtext("category") or "").strip().lower())
        patent = citation.find("patcit")
        if patent is None:
            _literature(record, citation, origin)
            continue
        said = {c.tag: c.text for c in patent.find("document-id")} if patent.find("document-id") is not None else {}
        number = (said.get("doc-number") or "").strip()
        if number:
            office, kind = (said.get("country") or "US").strip(), (said.get("kind") or "").strip() or None
            raw = f"{office} {number}{' ' + kind if kind else ''}"
            record.citations.append(
                (True, raw, office, number, kind, day(said.get("date")), origin, None, _sequence(patent))
            )


def _literature(record: Record, citation: Any, origin: str | None) -> None:
    other = citation.find("nplcit")
    if other is None:
        return
    said = other.find("othercit")
    record.literature.append((_sequence(other), words(other if said is None else said), origin, None))


def _sequence(cited: Any) -> int | None:
    number = cited.get("num", "")
    return int(number) if number.isdigit() else None
