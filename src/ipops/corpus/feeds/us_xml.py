"""Grants and applications in the USPTO's XML 4.0 to 4.7 (ST.36 style): one tree in, one record out.

In v4.0 to v4.2 inventors stand among the applicants (``app-type="applicant-inventor"``): before 2012 they were both, and are
given as both. Later versions list them apart.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ipops.corpus.feeds.dates import day
from ipops.corpus.feeds.record import Record
from ipops.corpus.feeds.us_classes import read_classes
from ipops.corpus.feeds.us_kinds import right_type
from ipops.corpus.feeds.us_parties import read_parties
from ipops.corpus.feeds.us_references import read_references
from ipops.corpus.feeds.xml import text, words
from ipops.corpus.identity.keys import application_key, number_of, publication_key

ROOTS = ("us-patent-grant", "us-patent-application")
#: elements of ``us-related-documents`` whose parent is a claim of benefit, and the word for it
_RELATIONS = {
    "addition": "addition",
    "division": "division",
    "continuation": "continuation",
    "continuation-in-part": "continuation_in_part",
    "continuing-reissue": "reissue",
    "reissue": "reissue",
    "reexamination": "reexamination",
    "us-divisional-reissue": "reissue",
    "substitution": "substitution",
}


def read_us(root: Any) -> Record | None:
    """The record of a grant or a published application; ``None`` without a publication number. ``plain`` reads the same of bytes."""
    biblio = root.find("us-bibliographic-data-grant")
    if biblio is None:
        biblio = root.find("us-bibliographic-data-application")
    found = biblio.find("publication-reference/document-id") if biblio is not None else None
    number = text(found, "doc-number") if found is not None else None
    if found is None or number is None:
        return None
    office, kind = text(found, "country") or "US", text(found, "kind")
    record = Record(publication_key(office, number, kind))
    _document(record, root, biblio, office, number, kind, day(text(found, "date")))
    read_classes(record, biblio)
    read_references(record, biblio, grant=root.tag == "us-patent-grant")
    read_parties(record, biblio)
    _priorities(record, biblio)
    _claims(record, root)
    return record


def _document(
    record: Record, root: Any, biblio: Any, office: str, number: str, kind: str | None, published: Any
) -> None:
    application = biblio.find("application-reference")
    filed = application.find("document-id") if application is not None else None
    title = biblio.find("invention-title")
    abstract = root.find("abstract")
    record.document = document_of(
        office=office, number=number, kind=kind, grant=root.tag == "us-patent-grant", published=published,
        type_=application.get("appl-type") if application is not None else None,
        filed_raw=text(filed, "doc-number") if filed is not None else None,
        filed_office=text(filed, "country") if filed is not None else None,
        filed_on=day(text(filed, "date")) if filed is not None else None,
        title=words(title) if title is not None else None, abstract=words(abstract) if abstract is not None else None,
        claims_n=text(biblio, "number-of-claims"),
    )  # fmt: skip


def document_of(
    *, office: str, number: str, kind: str | None, grant: bool, published: date | None, type_: str | None,
    filed_raw: str | None, filed_office: str | None, filed_on: date | None, title: str | None, abstract: str | None,
    claims_n: str | None,
) -> dict[str, Any]:  # fmt: skip
    """What a row of documents says of what stands in a grant or application."""
    return {
        "office": office,
        "number": number_of(office, number),
        "kind": kind,
        "right_type": right_type(type_, kind),
        "published_on": published,
        "granted_on": published if grant else None,
        "publication_raw": f"{office}{number}{kind or ''}",
        "application_raw": filed_raw,
        "application_office": filed_office or office,
        "filed_on": filed_on,
        "title": title,
        "title_lang": "en",
        "title_en": title,
        "abstract_en": abstract,
        "claims_n": int(claims_n) if claims_n and claims_n.isdigit() else None,
    }


def _priorities(record: Record, biblio: Any) -> None:
    rows = record.priorities
    for claim in biblio.iterfind("priority-claims/priority-claim"):
        raw = text(claim, "doc-number")
        if raw:
            rows.append((len(rows) + 1, raw, text(claim, "country"), day(text(claim, "date")), claim.get("kind")))
    related = biblio.find("us-related-documents")
    if related is None:
        return
    for relation in related:
        if relation.tag == "us-provisional-application":
            _benefit(rows, relation.find("document-id"), "provisional")
        elif relation.tag in _RELATIONS:
            for parent in relation.iterfind("relation/parent-doc"):
                _benefit(rows, parent.find("document-id"), _RELATIONS[relation.tag])


def _benefit(rows: list[Any], found: Any, kind: str) -> None:
    raw = text(found, "doc-number") if found is not None else None
    if raw:
        rows.append((len(rows) + 1, raw, text(found, "country") or "US", day(text(found, "date")), kind))


def _claims(record: Record, root: Any) -> None:
    rows = record.claims
    for claim in root.iterfind("claims/claim"):
        number = claim.get("num", "")
        depends = sorted({n for ref in claim.iter("claim-ref") if (n := _claim_number(ref.get("idref", "")))})
        rows.append(
            (int(number) if number.isdigit() else len(rows) + 1, words(claim), "en", not depends, depends or None)
        )


def _claim_number(idref: str) -> int | None:
    digits = idref.rpartition("-")[2]
    return int(digits) if digits.isdigit() else None


def own_application(record: Record) -> str | None:
    return application_key(record.document.get("application_office"), record.document.get("application_raw"))
