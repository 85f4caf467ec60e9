"""Answers of the EPO's Open Patent Services (``world-patent-data``): documents, INPADOC families, legal events.

One answer may hold several documents. A family answer names each member with its priorities and, if asked for, its legal
events; the extended family is named by its members' smallest key, because the answer gives it no number.
"""

from __future__ import annotations

import re
from typing import Any

from ipops.corpus.feeds.dates import day
from ipops.corpus.feeds.docdb import number_as_filed, read_exchange
from ipops.corpus.feeds.record import Record, Row
from ipops.corpus.feeds.xml import text, words
from ipops.corpus.identity.keys import number_of, office_code, publication_key

_FIELD = re.compile(r"L(\d{3})[A-Z]{2}")


def read_answer(root: Any) -> tuple[Record, ...]:
    """Every document of an answer, in order."""
    found = [r for e in root.iter("exchange-document") if (r := read_exchange(e)) is not None]
    for family in root.iter("patent-family"):
        members = [r for m in family.iterfind("family-member") for r in _member(m)]
        name = min((r.key for r in members), default="")
        for record in members:
            record.families.append(("inpadoc", name, record.key))
        found += members
    return tuple(found)


def _member(member: Any) -> list[Record]:
    """A member's publications: the one it stands for, with what the exchange document in it says, if there is one."""
    said = member.find("exchange-document")
    record = read_exchange(said) if said is not None else None
    if record is None:
        record = _bare(member)
    if record is None:
        return []
    if (family := member.get("family-id")) and not any(k == "docdb" for k, _, _ in record.families):
        record.families.append(("docdb", family, record.key))
    record.events += [_event(e) for e in member.iterfind("legal")]
    return [record]


def _bare(member: Any) -> Record | None:
    ids = member.findall("publication-reference/document-id")
    best = next((d for d in ids if d.get("document-id-type") == "docdb"), None)
    office, number = (
        (office_code(text(best, "country")), text(best, "doc-number")) if best is not None else (None, None)
    )
    if best is None or not office or not number:
        return None
    kind = text(best, "kind")
    record = Record(publication_key(office, number, kind))
    filed = member.find("application-reference/document-id")
    record.document = {
        "office": office,
        "number": number_of(office, number),
        "kind": kind,
        "published_on": day(text(best, "date")),
        "publication_raw": f"{office}{number}{kind or ''}",
    }
    if filed is not None:
        record.document |= {
            "application_raw": number_as_filed(filed),
            "application_office": office_code(text(filed, "country")),
            "filed_on": day(text(filed, "date")),
        }
    for claim in member.iterfind("priority-claim"):
        raw = text(claim, "document-id/doc-number")
        if raw:
            where, on = office_code(text(claim, "document-id/country")), day(text(claim, "document-id/date"))
            record.priorities.append((len(record.priorities) + 1, raw, where, on, claim.get("kind")))
    return record


def _event(event: Any) -> Row:
    """A legal event with the EPO's numbered fields: 001 office, 007 day of the gazette, 008 code, 520 year of a fee, 522 and
    525 days on which something ends or takes effect."""
    fields: dict[str, str] = {}
    for child in event.iter():
        form = _FIELD.match(child.tag)
        if form and child.text and child.text.strip():
            fields.setdefault(form[1], child.text.strip())
    year = re.sub(r"\D", "", fields.get("520", ""))
    ended = next((day(fields[f]) for f in ("522", "523") if f in fields), None)
    code = (fields.get("008") or event.get("code") or "").strip()
    more = "; ".join(words(p).split(event.get("desc", "\0"), 1)[-1].strip() for p in event.iterfind("pre"))
    said = " ".join(s for s in (event.get("desc", "").strip(), more) if s)
    return (
        office_code(fields.get("001")),
        code or None,
        day(fields.get("007")),
        said or None,
        int(year) if year and len(year) <= 2 else None,
        ended,
    )
