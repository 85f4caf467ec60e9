"""Applications published from 2001 to 2004: the USPTO's PAP markup (``patent-application-publication``, v1.5 and v1.6)."""

from __future__ import annotations

from typing import Any

from ipops.corpus.feeds.dates import day
from ipops.corpus.feeds.record import Record, Row
from ipops.corpus.feeds.us_parties import place_code
from ipops.corpus.feeds.xml import text, words
from ipops.corpus.identity.keys import number_of, publication_key

_TYPES = {"new-utility": "invention", "new-plant": "plant", "new-design": "design"}
_BENEFITS = {
    "division-of": "division",
    "continuation-of": "continuation",
    "continuation-in-part-of": "continuation_in_part",
    "continuing-reissue-of": "reissue",
    "reissue-of": "reissue",
    "addition-to": "addition",
    "substitution-for": "substitution",
    "a-371-of-international": "international",
}


def read_pap(root: Any) -> Record | None:
    """The record of a published application; ``None`` without a publication number."""
    biblio = root.find("subdoc-bibliographic-information")
    number = text(biblio, "document-id/doc-number") if biblio is not None else None
    if number is None:
        return None
    kind = text(biblio, "document-id/kind-code")
    record = Record(publication_key("US", number, kind))
    title = biblio.find("technical-information/title-of-invention")
    abstract = root.find("subdoc-abstract")
    said = words(title) if title is not None else None
    record.document = {
        "office": "US",
        "number": number_of("US", number),
        "kind": kind,
        "right_type": _TYPES.get(
            text(biblio, "publication-filing-type") or "", "plant" if kind and kind[0] == "P" else "invention"
        ),
        "published_on": day(text(biblio, "document-id/document-date")),
        "publication_raw": f"US{number}{kind or ''}",
        "application_raw": text(biblio, "domestic-filing-data/application-number/doc-number"),
        "application_office": "US",
        "filed_on": day(text(biblio, "domestic-filing-data/filing-date")),
        "title": said,
        "title_lang": "en",
        "title_en": said,
        "abstract_en": words(abstract) if abstract is not None else None,
        "references_listed": False,
    }
    _classes(record.classes, biblio)
    _citations(record, biblio)
    _parties(record.parties, biblio)
    _priorities(record.priorities, biblio)
    _claims(record.claims, root)
    return record


def _classes(rows: list[Row], biblio: Any) -> None:
    edition = text(biblio, "technical-information/classification-ipc/classification-ipc-edition")
    for i, found in enumerate(biblio.iterfind("technical-information/classification-ipc/*/ipc"), 1):
        main = found.getparent().tag.endswith("primary")
        rows.append(("ipc", words(found), (edition or "").lstrip("0") or None, True, main, i, None, "US"))
    for i, found in enumerate(biblio.iterfind("technical-information/classification-us/*"), 1):
        main = found.tag.endswith("primary")
        major, minor = found.findtext("uspc/class"), found.findtext("uspc/subclass")
        raw = f"{major.strip()}/{(minor or '').strip()}" if major else words(found)
        rows.append(("uspc", raw, None, True if main else None, main, i, None, "US"))


def _citations(record: Record, biblio: Any) -> None:
    for i, found in enumerate(biblio.iter("citation"), 1):
        record.document["references_listed"] = True
        number = text(found, "cited-patent-literature/document-id/doc-number")
        if number is None:
            record.literature.append((i, words(found), None, None))
            continue
        said = found.find("cited-patent-literature/document-id")
        office, kind = text(said, "country-code") or "US", text(said, "kind-code")
        record.citations.append(
            (True, f"{office} {number}", office, number, kind, day(text(said, "document-date")), None, None, i)
        )


def _parties(rows: list[Row], biblio: Any) -> None:
    for i, found in enumerate(biblio.iterfind("inventors/*"), 1):
        _add(rows, "inventor", found, i)
    for i, found in enumerate(biblio.iterfind("assignee"), 1):
        _add(rows, "owner", found, i)


def _add(rows: list[Row], role: str, found: Any, sequence: int) -> None:
    name, kind = text(found, "organization-name"), "organisation"
    if name is None:
        parts = [text(found, f"name/{t}") for t in ("given-name", "middle-name", "name-suffix")]
        last, rest, kind = text(found, "name/family-name"), " ".join(p for p in parts if p), "person"
        name = ", ".join(p for p in (last, rest) if p) or text(found, "name")
    if not name:
        return
    place = next(iter(found.iterfind("residence/*")), found.find("address"))
    if place is None:
        rows.append((role, sequence, name, None, kind, None, None, None, None))
        return
    state = text(place, "state")
    country = next((c.text for c in place.iter("country-code") if c.text), None) or ("US" if state else None)
    rows.append((role, sequence, name, None, kind, place_code(country), state, text(place, "city"), None))


def _priorities(rows: list[Row], biblio: Any) -> None:
    for claim in biblio.iterfind("foreign-priority-data"):
        raw = text(claim, "priority-application-number/doc-number")
        if raw:
            rows.append((len(rows) + 1, raw, text(claim, "country-code"), day(text(claim, "filing-date")), "national"))
    for found in biblio.iterfind("continuity-data//document-id"):
        up = [a.tag for a in found.iterancestors()]
        kind = (
            "provisional"
            if "non-provisional-of-provisional" in up
            else next((_BENEFITS[t] for t in up if t in _BENEFITS), None)
        )
        raw = text(found, "doc-number")
        if raw and kind and "child" not in up:
            rows.append(
                (len(rows) + 1, raw, text(found, "country-code") or "US", day(text(found, "document-date")), kind)
            )


def _claims(rows: list[Row], root: Any) -> None:
    for claim in root.iterfind("subdoc-claims//claim"):
        digits = claim.get("id", "").rpartition("-")[2]
        refs = (r.get("depends_on", "").rpartition("-")[2] for r in claim.iter("dependent-claim-reference"))
        depends = sorted({int(d) for d in refs if d.isdigit()})
        number = int(digits) if digits.isdigit() else len(rows) + 1
        rows.append((number, words(claim), "en", not depends, depends or None))
