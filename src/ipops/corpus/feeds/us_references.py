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
    said: dict[str, str | None] = {}
    cited: Any = None
    for element in found.iter(*_WANTED):  # filtered where it is quick: most of what stands beside is not wanted
        tag = element.tag
        if tag in ("patcit", "nplcit"):
            _add(record, cited, said)
            cited, said = element, {}
        else:
            said.setdefault(tag, element.text)  # the country of a class comes after that of the document
    _add(record, cited, said)


_WANTED = ("patcit", "nplcit", "country", "doc-number", "kind", "date", "category")


def _add(record: Record, cited: Any, said: dict[str, str | None]) -> None:
    if cited is None:
        return
    origin = origin_of(said.get("category"))
    if cited.tag == "patcit":
        _patent(record.citations, said, origin, _sequence(cited))
    else:
        other = cited.find("othercit")
        record.literature.append((_sequence(cited), words(cited if other is None else other), origin, None))


@lru_cache(maxsize=64)
def origin_of(category: str | None) -> str | None:
    return _ORIGIN.get((category or "").strip().lower())


def _patent(rows: list[Row], said: dict[str, str | None], origin: str | None, sequence: int | None) -> None:
    number = (said.get("doc-number") or "").strip()
    if number:
        office, kind = (said.get("country") or "US").strip(), (said.get("kind") or "").strip() or None
        raw = f"{office} {number} {kind}" if kind else f"{office} {number}"
        rows.append((True, raw, office, number, kind, day(said.get("date")), origin, None, sequence))


def _sequence(cited: Any) -> int | None:
    number = cited.get("num", "")
    return int(number) if number.isdigit() else None
