"""Documents as the USPTO's Patent Public Search answers them (JSON), and lists of numbers in DOCDB's terms.

Text fields hold fragments of HTML, lists run side by side, and ``N/A`` stands for nothing. Scanned documents (``USOCR``,
before 1976) have numbers, dates and classes only.
"""

from __future__ import annotations

import re
from typing import Any

from ipops.corpus.feeds.dates import day
from ipops.corpus.feeds.entities import unescape
from ipops.corpus.feeds.record import Record, Row
from ipops.corpus.feeds.us_kinds import right_type
from ipops.corpus.identity.keys import number_of, office_code, publication_key, split_publication

_TAG = re.compile(r"<[^>]{0,500}>")
_CLAIM = re.compile(r"(?:^|\n)\s*(\d{1,4})\s*\.\s+(?=\S)")
_REF = re.compile(r"\bclaims?\s+(\d{1,3})\b", re.IGNORECASE)
_CITED_BY = re.compile(r"cited by (examiner|applicant|third party|other)")
_CPC = re.compile(r"\S+ \S+ (?P<symbol>\S+) (?P<version>\d{8}) (?P<position>[FL]) (?P<value>[IA])")
_NOTHING = ("N/A", "", None)


def read_object(said: dict[str, Any]) -> tuple[Record, ...]:
    """The record of one object; empty if it names no publication."""
    if "guid" in said or "publicationReferenceDocumentNumber" in said:
        record = _document(said)
        return (record,) if record is not None else ()
    named = said.get("document_id", said)
    if isinstance(named, dict) and named.get("doc_number") and named.get("country"):
        return (_listed(named, said.get("family_id")),)
    return ()


def _listed(named: dict[str, Any], family: Any) -> Record:
    office = office_code(str(named["country"])) or ""
    number, kind = str(named["doc_number"]), named.get("kind")
    record = Record(publication_key(office, number, kind))
    record.document = {
        "office": office,
        "number": number_of(office, number),
        "kind": kind,
        "publication_raw": f"{office}{number}{kind or ''}",
    }
    if family:
        record.families.append(("docdb", str(family), record.key))
    return record


def _document(said: dict[str, Any]) -> Record | None:
    parts = split_publication(str(said.get("guid") or ""))
    if parts is None:
        return None
    office, number, kind = parts
    record = Record(f"{office}{number}{kind or ''}")
    published = day(said.get("datePublished"))
    title = _html(said.get("inventionTitle"))
    stated = str(said.get("numberOfClaims") or "")
    granted = said.get("type") in ("USPAT", "USOCR") or bool(kind and kind[0] in "BCESP")
    record.document = {
        "office": office,
        "number": number,
        "kind": kind,
        "right_type": right_type(None, kind),
        "published_on": published,
        "granted_on": published if granted else None,
        "publication_raw": said.get("guid"),
        "application_raw": said.get("applicationNumber"),
        "application_office": "US",
        "filed_on": day(_first(said.get("applicationFilingDate"))),
        "title": title,
        "title_lang": "en" if title else None,
        "title_en": title,
        "abstract_en": _html(said.get("abstractHtml")),
        "claims_n": int(stated) if stated.isdigit() else None,
        "references_listed": any(said.get(f) for f in ("usRefGroup", "urpn", "foreignRefGroup", "otherRefPub")) or None,
    }
    if said.get("familyIdentifierCurStr"):
        record.families.append(("docdb", str(said["familyIdentifierCurStr"]), record.key))
    _parties(record.parties, said)
    _classes(record.classes, said)
    _citations(record, said)
    _priorities(record.priorities, said)
    _claims(record.claims, said.get("claimsHtml"))
    return record


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else ([] if value is None else [value])


def _html(value: Any) -> str | None:
    """Text without tags and entities; line breaks stay."""
    if value in _NOTHING:
        return None
    lines = unescape(_TAG.sub("", re.sub(r"<br ?/?>|</p>", "\n", str(value)))).splitlines()
    return "\n".join(" ".join(p.split()) for p in lines if p.strip()) or None


def _parties(rows: list[Row], said: dict[str, Any]) -> None:
    for role, stem, plain in (
        ("applicant", "applicantName", "applicant"),
        ("inventor", "inventorsName", "inventor"),
        ("owner", "assigneeName", "assignee"),
    ):
        for i, name in enumerate(_list(said.get(stem)), 1):
            if name in _NOTHING:
                continue
            place = [_at(said, f"{plain}{t}", i - 1) for t in ("Country", "State", "City")]
            country = place[0] or ("US" if place[1] else None)
            person = role == "inventor" or "; " in name
            spoken = unescape(", ".join(p.strip() for p in str(name).split(";"))) if person else unescape(str(name))
            rows.append(
                (
                    role,
                    i,
                    spoken,
                    None,
                    "person" if person else "organisation",
                    office_code(country),
                    place[1],
                    place[2],
                    None,
                )
            )


def _at(said: dict[str, Any], name: str, i: int) -> str | None:
    values = _list(said.get(name))
    return str(values[i]) if i < len(values) and values[i] not in _NOTHING else None


def _classes(rows: list[Row], said: dict[str, Any]) -> None:
    for i, group in enumerate(_list(said.get("cpcCurClassificationGroup")), 1):
        if form := _CPC.match(str(group)):
            edition = f"{form['version'][:4]}.{form['version'][4:6]}"
            rows.append(("cpc", form["symbol"], edition, form["value"] == "I", form["position"] == "F", i, None, "US"))
    secondary = _list(said.get("curIntlPatentClassificationSecondary"))
    ipc = (
        [_first(said.get("curIntlPatentClassificationPrimary")), *secondary]
        if secondary
        else str(said.get("ipcCodeFlattened") or "").split(";")
    )
    for i, symbol in enumerate((s for s in ipc if s not in _NOTHING), 1):
        raw, _, version = str(symbol).strip().partition(" ")
        since = f"{version[:4]}.{version[4:6]}" if len(version) == 8 else None
        rows.append(("ipc", raw, since, None, i == 1, i, None, None))
    for i, national in enumerate(str(said.get("uspcFullClassificationFlattened") or "").split(";"), 1):
        if national:
            rows.append(("uspc", national, None, None, national == said.get("mainClassificationCode"), i, None, "US"))


def _citations(record: Record, said: dict[str, Any]) -> None:
    groups = _list(said.get("usRefGroup")) or _list(said.get("urpn"))
    for i, group in enumerate(groups, 1):
        _cited(record.citations, str(group), "US", i)
    offices = _list(said.get("foreignRefCountryCode"))
    for i, number in enumerate(_list(said.get("foreignRefPatentNumber"))):
        group = _at(said, "foreignRefGroup", i) or ""
        office = office_code(str(offices[i])) if i < len(offices) else None
        origin, on = _origin(group), day(_at(said, "foreignRefPubDate", i))
        parts = split_publication(f"{number}") or (office, str(number), None)
        where, serial, kind = parts[0] or office, parts[1], parts[2] or _kind(group)
        record.citations.append(
            (True, f"{office or ''} {number}".strip(), where, serial, kind, on, origin, None, len(record.citations) + 1)
        )
    for i, other in enumerate(_list(said.get("otherRefPub")), 1):
        for part in str(other).split("<br />"):
            if spoken := _html(part):
                record.literature.append((i, spoken, _origin(spoken), None))


def _cited(rows: list[Row], group: str, office: str, sequence: int) -> None:
    words = group.split()
    if words and words[0] == "US" and len(words) > 1:
        words = words[1:]
    if not words:
        return
    kind = words[1] if len(words) > 1 and re.fullmatch(r"[A-Z]\d?", words[1]) else None
    on = next((day(w) for w in words[1:4] if re.fullmatch(r"\d{8}", w)), None)
    rows.append(
        (
            True,
            f"{office} {words[0]}{' ' + kind if kind else ''}",
            office,
            words[0],
            kind,
            on,
            _origin(group),
            None,
            sequence,
        )
    )


def _kind(group: str) -> str | None:
    return next((w for w in group.split()[1:4] if re.fullmatch(r"[A-Z]\d?", w)), None)


def _origin(said: str) -> str | None:
    found = _CITED_BY.search(said)
    return (
        {"examiner": "examiner", "applicant": "applicant", "third party": "third_party"}.get(found[1])
        if found
        else None
    )


def _priorities(rows: list[Row], said: dict[str, Any]) -> None:
    for i, raw in enumerate(_list(said.get("priorityClaimsDocNumber"))):
        if raw not in _NOTHING:
            rows.append(
                (
                    len(rows) + 1,
                    str(raw),
                    office_code(_at(said, "priorityClaimsCountry", i)),
                    day(_at(said, "priorityClaimsDate", i)),
                    "national",
                )
            )
    for i, raw in enumerate(_list(said.get("relatedApplNumber"))):
        if raw not in _NOTHING:
            provisional = str(raw).startswith(("60", "61", "62", "63"))
            rows.append(
                (
                    len(rows) + 1,
                    str(raw),
                    "US",
                    day(_at(said, "relatedApplFilingDate", i)),
                    "provisional" if provisional else None,
                )
            )


def _claims(rows: list[Row], html: Any) -> None:
    said = _html(html)
    if said is None:
        return
    marks, due = [], 1
    for mark in _CLAIM.finditer(said):  # a number that is not the next one is part of a claim's own text
        if int(mark[1]) == due:
            marks.append(mark)
            due += 1
    for i, mark in enumerate(marks):
        number = int(mark[1])
        spoken = " ".join(said[mark.end() : marks[i + 1].start() if i + 1 < len(marks) else None].split())
        depends = sorted({int(r[1]) for r in _REF.finditer(spoken) if int(r[1]) < number})
        rows.append((number, f"{number}. {spoken}", "en", not depends, depends or None))
