"""Grants of 2001 to 2004: the USPTO's ST.32 markup (``PATDOC``), first SGML (v2.4), then XML (v2.5), with B-numbered tags."""

from __future__ import annotations

from typing import Any

from ipops.corpus.feeds.dates import day
from ipops.corpus.feeds.record import Record, Row
from ipops.corpus.feeds.us_kinds import right_type
from ipops.corpus.feeds.xml import words
from ipops.corpus.identity.keys import number_of, publication_key

_PARTIES = (("inventor", "B721"), ("owner", "B731"), ("agent", "B741"), ("examiner", "B746"), ("examiner", "B747"))
_BENEFITS = (
    ("addition", "B610"), ("division", "B620"), ("continuation", "B630/B631"), ("continuation_in_part", "B630/B632"),
    ("continuation", "B630/B633"), ("reissue", "B640"), ("reissue", "B645"), ("substitution", "B660"),
)  # fmt: skip


def read_patdoc(root: Any) -> Record | None:
    """The record of a grant; ``None`` without a publication number."""
    biblio = root.find("SDOBI")
    number = _said(biblio, "B100/B110/DNUM") if biblio is not None else None
    if not number:
        return None
    office, kind = _said(biblio, "B100/B190") or "US", _said(biblio, "B100/B130")
    record = Record(publication_key(office, number, kind))
    published = day(_said(biblio, "B100/B140/DATE"))
    title, abstract = biblio.find("B500/B540"), root.find("SDOAB")
    stated = _said(biblio, "B500/B570/B577")
    record.document = {
        "office": office,
        "number": number_of(office, number),
        "kind": kind,
        "right_type": right_type(None, kind),
        "published_on": published,
        "granted_on": published,
        "publication_raw": f"{office}{number}{kind or ''}",
        "application_raw": _said(biblio, "B200/B210/DNUM"),
        "application_office": office,
        "filed_on": day(_said(biblio, "B200/B220/DATE")),
        "title": words(title) if title is not None else None,
        "title_lang": "en",
        "title_en": words(title) if title is not None else None,
        "abstract_en": words(abstract) if abstract is not None else None,
        "claims_n": int(stated) if stated and stated.isdigit() else None,
        "references_listed": biblio.find("B500/B560") is not None or None,
    }
    _classes(record.classes, biblio)
    _references(record, biblio)
    _parties(record.parties, biblio)
    _priorities(record.priorities, biblio)
    _claims(record.claims, root)
    return record


def _said(parent: Any, path: str) -> str | None:
    found = parent.find(path)
    return (words(found) or None) if found is not None else None


def _classes(rows: list[Row], biblio: Any) -> None:
    edition = _said(biblio, "B500/B510/B516")
    design = (_said(biblio, "B100/B130") or "").startswith("S")
    for scheme, path, tag in (
        ("locarno" if design else "ipc", "B500/B510", "B51"),
        ("uspc", "B500/B520", "B52"),
    ):
        found = [c for t in ("1", "2", "2US") for c in biblio.iterfind(f"{path}/{tag}{t}")]
        for i, symbol in enumerate(found, 1):
            raw = "".join(symbol.itertext()).rstrip()
            main = symbol.tag.endswith("1")
            if raw:
                rows.append(
                    (scheme, raw, edition if scheme != "uspc" else None, True if main else None, main, i, None, "US")
                )


def _references(record: Record, biblio: Any) -> None:
    found = biblio.find("B500/B560")
    for i, cited in enumerate(found if found is not None else (), 1):
        origin = "examiner" if cited.find("CITED-BY-EXAMINER") is not None else None
        if cited.tag == "B562":
            record.literature.append((i, words(cited), origin, None))
            continue
        doc = cited.find("PCIT/DOC")
        number = _said(doc, "DNUM") if doc is not None else None
        if number:
            office, kind = _said(doc, "CTRY") or "US", _said(doc, "KIND")
            raw = f"{office} {number}{' ' + kind if kind else ''}"
            record.citations.append((True, raw, office, number, kind, day(_said(doc, "DATE")), origin, None, i))


def _parties(rows: list[Row], biblio: Any) -> None:
    for role, tag in _PARTIES:
        for i, found in enumerate(biblio.iterfind(f"B700//{tag}"), 1):
            party = found.find("PARTY-US")
            name, kind = _name(party) if party is not None else ("", "")
            if name:
                place = {t: _said(party, f"ADR/{t}") for t in ("CTRY", "STATE", "CITY")}
                country = place["CTRY"] or ("US" if place["STATE"] else None)
                rows.append((role, i, name, None, kind, country, place["STATE"], place["CITY"], None))


def _name(party: Any) -> tuple[str, str]:
    if body := _said(party, "NAM/ONM"):
        return body, "organisation"
    last, first, suffix = (_said(party, f"NAM/{t}") for t in ("SNM", "FNM", "SFX"))
    rest = " ".join(p for p in (first, suffix) if p)
    return ", ".join(p for p in (last, rest) if p), "person"


def _priorities(rows: list[Row], biblio: Any) -> None:
    for claim in biblio.iterfind("B300"):
        raw = _said(claim, "B310/DNUM")
        if raw:
            office, on = _said(claim, "B330/CTRY"), day(_said(claim, "B320/DATE"))
            rows.append((len(rows) + 1, raw, office, on, "national"))
    for kind, path in _BENEFITS:
        for parent in biblio.iterfind(f"B600/{path}/PARENT-US/PDOC/DOC"):
            _benefit(rows, parent, kind)
    for path in ("B600/B680US/DOC", "B600/B690US/DOC"):
        for parent in biblio.iterfind(path):
            _benefit(rows, parent, "provisional")


def _benefit(rows: list[Row], doc: Any, kind: str) -> None:
    if raw := _said(doc, "DNUM"):
        rows.append((len(rows) + 1, raw, _said(doc, "CTRY") or "US", day(_said(doc, "DATE")), kind))


def _claims(rows: list[Row], root: Any) -> None:
    for claim in root.iterfind("SDOCL//CLM"):
        digits = claim.get("ID", "").rpartition("-")[2]
        depends = sorted(
            {int(d) for ref in claim.iter("CLREF") if (d := ref.get("ID", "").rpartition("-")[2]).isdigit()}
        )
        number = int(digits) if digits.isdigit() else len(rows) + 1
        rows.append((number, words(claim), "en", not depends, depends or None))
