"""WIPO ST.96 and the USPTO's XML4IP: CPC master records, bibliographic documents, and parts of a file wrapper.

ST.96 is one vocabulary for many documents, so elements are found by name wherever a schema puts them. Names come here
without namespaces. A part of a file wrapper (claims, abstract) belongs to an application and is kept under its key.

Parts of a file wrapper (XML4IP) are read by machine from paper: they name the application and the day they came, and hold claims, an
abstract or a description, with running heads and page numbers (``BoundaryData``) between the words. No bibliography is in them: a title
stands at most among the headings of a description, where nothing tells it from the others, and is left unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ipops.corpus.feeds.dates import day
from ipops.corpus.feeds.record import Record, Row
from ipops.corpus.feeds.xml import text, words
from ipops.corpus.identity.keys import application_key, number_of, office_code, publication_key

#: roots of ST.96 and XML4IP that say something about one patent or application
ROOTS = frozenset(
    [
        "CPCMasterClassificationRecord",
        "ClaimsDocument",
        "AbstractDocument",
        "SpecificationDocument",
        "PatentGrant",
        "PatentPublication",
        "PatentApplicationPublication",
        "PatentGrantPublication",
        "PatentData",
        "BibliographicData",
        "ApplicationBody",
        "PatentRecord",
        "PatentDocument",
        "PatentCaseMetadata",
    ]
)
_PARTIES = (("applicant", "Applicant"), ("inventor", "Inventor"), ("owner", "Assignee"), ("owner", "PatentGrantHolder"))


def read_st96(root: Any) -> Record | None:
    """The record of one ST.96 document; ``None`` where no publication, grant or application is named."""
    office, number, kind, on = _publication(root)
    filed_at, filed_number, filed_on = _application(root)
    key = (
        publication_key(office, number, kind) if office and number else application_key(filed_at or "US", filed_number)
    )
    if key is None:
        return None
    record = Record(key)
    granted = root.find(".//PatentGrantIdentification") is not None
    record.document = {
        "office": office or filed_at or "US",
        "number": number_of(office, number) if office and number else None,
        "kind": kind,
        "published_on": on,
        "granted_on": on if granted else None,
        "publication_raw": f"{office}{number}{kind or ''}" if number else None,
        "application_raw": filed_number,
        "application_office": filed_at or office or "US",
        "filed_on": filed_on,
    }
    stated = _first(root, "ClaimTotalQuantity") or ""
    record.document["claims_n"] = int(stated) if stated.isdigit() else None
    _texts(record.document, root)
    _abstract_part(record.document, root)
    for role, tag in _PARTIES:
        record.parties += _parties(root, role, tag)
    _classes(record.classes, root)
    _citations(record, root)
    _claims(record.claims, root)
    _priorities(record.priorities, root)
    return record


def _first(root: Any, *names: str) -> str | None:
    for name in names:
        found = root.find(f".//{name}")
        if found is not None and (said := words(found)):
            return said
    return None


def _publication(root: Any) -> tuple[str | None, str | None, str | None, Any]:
    for tag in ("PatentGrantIdentification", "PatentPublicationIdentification", "PublicationIdentification"):
        found = root.find(f".//{tag}")
        number = _first(found, "PatentNumber", "PublicationNumber") if found is not None else None
        if number:
            office = office_code(_first(found, "IPOfficeCode")) or "US"
            on = day(_first(found, "GrantDate", "PublicationDate"))
            return office, number, _first(found, "PatentDocumentKindCode"), on
    return None, None, None, None


def _application(root: Any) -> tuple[str | None, str | None, Any]:
    found = root.find(".//ApplicationIdentification")
    if found is None:
        number = _first(
            root, "ApplicationHeaderDetails/ApplicationNumber", "ApplicationNumberText", "ApplicationNumber"
        )
        return None, number, day(_first(root, "FilingDate"))
    return (
        office_code(_first(found, "IPOfficeCode")),
        _first(found, "ApplicationNumberText", "ApplicationNumber"),
        day(_first(found, "FilingDate") or _first(root, "FilingDate")),
    )


def _texts(document: dict[str, Any], root: Any) -> None:
    for tag, name in (("InventionTitle", "title"), ("AbstractDocument", "abstract"), ("Abstract", "abstract")):
        for found in [root] if root.tag == tag else root.iter(tag):
            said, lang = _body(found), _language(found)
            if said and name not in document:
                document[name] = said
                if name == "title":
                    document["title_lang"] = lang
            if said and lang in ("en", "zh"):
                document.setdefault(f"{name}_{lang}", said)


def _abstract_part(document: dict[str, Any], root: Any) -> None:
    """An abstract that came as a part of a file wrapper: its whole sentences, not its headings nor what is to be done with it. The front
    page of an international publication, filed in its place, is none."""
    if root.tag == "SpecificationDocument" and text(root, "DocumentCode") == "ABST":
        said = " ".join(w for p in root.iter("P") if (w := _spoken(p)).endswith("."))
        if said and "(12)" not in said:
            document.setdefault("abstract", said)
            document.setdefault("abstract_en", said)


def _spoken(found: Any) -> str:
    """The words of an element without running heads, page numbers and the label of a claim."""
    for aside in list(found.iter("BoundaryData", "ClaimLabelText")):
        rest, before, above = aside.tail or "", aside.getprevious(), aside.getparent()
        if before is not None:
            before.tail = f"{before.tail or ''} {rest}"
        else:
            above.text = f"{above.text or ''} {rest}"
        above.remove(aside)
    return words(found)


def _body(found: Any) -> str:
    """The words; of a part of a file wrapper only its paragraphs, not its header."""
    paragraphs = [p for p in found.iter("P", "Paragraph", "ParagraphText") if words(p)]
    return " ".join(words(p) for p in paragraphs) if paragraphs and found.tag.endswith("Document") else words(found)


def _language(found: Any) -> str:
    code = next((v for k, v in found.attrib.items() if k.endswith("languageCode")), "en")
    return {"cn": "zh"}.get(code.lower(), code.lower())


def _parties(root: Any, role: str, tag: str) -> Iterator[Row]:
    for i, found in enumerate(root.iter(tag), 1):
        body = _first(found, "OrganizationStandardName", "OrganizationName")
        person = ", ".join(p for p in (_first(found, "LastName"), _first(found, "FirstName")) if p)
        name = body or person or _first(found, "PersonFullName", "EntityName", "Name")
        if name:
            kind = "organisation" if body else ("person" if person or role == "inventor" else None)
            country = office_code(_first(found, "CountryCode"))
            region, city = _first(found, "GeographicRegionName"), _first(found, "CityName")
            yield (role, i, name, None, kind, country, region, city, None)


def _classes(rows: list[Row], root: Any) -> None:
    for scheme, tag in (("cpc", "CPCClassification"), ("ipc", "IPCRClassification"), ("ipc", "IPCClassification")):
        for i, found in enumerate((f for f in root.iter(tag) if len(f)), 1):
            parts = [text(found, t) or "" for t in ("Class", "Subclass", "MainGroup")]
            section = text(found, f"{tag[:3]}Section") or text(found, "Section") or text(found, "CPCSection") or ""
            symbol = section + "".join(parts) + (f"/{s}" if (s := text(found, "Subgroup")) else "")
            version = text(found, "ClassificationVersionDate") or ""
            value = next((c.text for c in found if c.tag.endswith("ValueCode")), None)
            edition = f"{version[:4]}.{version[5:7]}" if len(version) >= 7 else None
            inventive = {"I": True, "A": False, "N": False}.get(value or "")
            if symbol:
                rows.append(
                    (scheme, symbol, edition, inventive, text(found, "SymbolPositionCode") == "F", i, None, None)
                )


def _citations(record: Record, root: Any) -> None:
    bags = list(root.iter("ReferenceCitationBag"))
    if bags:
        record.document["references_listed"] = True
    for i, found in enumerate((c for b in bags for c in b.iter("ReferenceCitation")), 1):
        number = _first(found, "PatentNumber", "PublicationNumber", "PatentDocumentNumber")
        if number:
            office, kind = office_code(_first(found, "IPOfficeCode")), _first(found, "PatentDocumentKindCode")
            said = f"{office or ''}{number}{kind or ''}"
            on = day(_first(found, "PublicationDate", "GrantDate", "PatentDocumentDate"))
            record.citations.append((True, said, office, number, kind, on, None, None, i))
        elif said := words(found):
            record.literature.append((i, said, None, None))


_GIVEN_UP = ("canceled", "cancelled", "withdrawn")


def _claims(rows: list[Row], root: Any) -> None:
    for claim in root.iter("Claim"):
        number = text(claim, "ClaimNumber") or ""
        if (text(claim, "ClaimStatusCategory") or "").lower() in _GIVEN_UP:
            continue
        said = " ".join(w for t in claim.iterfind("ClaimText") if (w := _spoken(t)))
        refs = (r.rpartition("-")[2] for e in claim.iter("ClaimReference") for r in e.attrib.values())
        depends = sorted({int(r) for r in refs if r.isdigit()})
        if number.isdigit() and said:
            stated = (text(claim, "ClaimTypeCategory") or "").lower()
            independent = {"independent": True, "dependent": False}.get(stated, not depends)
            rows.append((int(number), said, "en", independent, depends or None))


def _priorities(rows: list[Row], root: Any) -> None:
    for claim in root.iter("PriorityClaim"):
        raw = _first(claim, "ApplicationNumberText", "ApplicationNumber")
        if raw:
            rows.append(
                (len(rows) + 1, raw, office_code(_first(claim, "IPOfficeCode")), day(_first(claim, "FilingDate")), None)
            )
