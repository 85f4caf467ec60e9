"""The examiners' text dump (BRS): fields of two to four letters, one document after a boundary line.

Behind the claims a document says what it was taken from (``DSRC``). A last document of a file without that field was cut off if
the documents before it have it, or if it has fewer claims than its head says (``NCL``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from ipops.corpus.feeds import faults
from ipops.corpus.feeds.dates import day
from ipops.corpus.feeds.record import Bad, Read, Record, Row
from ipops.corpus.feeds.us_kinds import right_type
from ipops.corpus.identity.keys import number_of, publication_key
from ipops.kernel.text import Text

BOUNDARY = b"*** BRS DOCUMENT BOUNDARY ***"
LARGEST = 64 << 20
_FIELD = re.compile(r"([A-Z][A-Z0-9]{1,3}) (.*)")
_CITED = re.compile(r"(?P<office>[A-Z]{2}) (?P<number>\S+)(?: (?P<kind>[A-Z]\d?))? (?P<on>\d{8})(?P<rest>.*)")
_CPC = re.compile(r"\S+ \S+ (?P<symbol>\S+) (?P<version>\d{8}) (?P<position>[FL]) (?P<value>[IA])")
_CLOSE = re.compile(rb"^DSRC [A-Z]", re.MULTILINE)
_REF = re.compile(r"\bclaims?\s+(\d{1,3})\b", re.IGNORECASE)


def read_brs(stream: IO[bytes], start: int) -> Iterator[Read]:
    """Every document of the dump, which stands at byte ``start``; what is before the first boundary is a heading."""
    held, offset, inside, closed = b"", start, start > 0, False
    while True:
        got = stream.read(1 << 20)
        held += got
        while (at := held.find(BOUNDARY, len(BOUNDARY) if inside else 0)) >= 0:
            if inside:
                yield _one(held[:at], offset)
                closed = closed or _CLOSE.search(held[:at]) is not None
            held, offset, inside = held[at:], offset + at, True
        if len(held) > LARGEST or not got:
            if inside and held.strip():
                yield _one(held, offset) if got else _last(held, offset, closed=closed)
            if not got:
                return
            held, offset = b"", offset + len(held)


def _one(data: bytes, offset: int) -> Read:
    record = read_document(data.decode("utf-8", "replace"))
    if record is None:
        return Read(offset=offset, size=len(data), bad=_NO_NUMBER, raw=data)
    return Read(offset=offset, size=len(data), records=(record,), raw=data)


def _last(data: bytes, offset: int, *, closed: bool) -> Read:
    """The document at the end of the file, if it is whole; ``closed``: those before it said what they were taken from."""
    read = _one(data, offset)
    if read.bad is not None or _CLOSE.search(data):
        return read
    stated, there = read.records[0].document["claims_n"], len(read.records[0].claims)
    if not closed and there >= (stated or 0):
        return read
    return Read(offset=offset, size=len(data), bad=faults.cut_off(stated, there), raw=data)


def read_document(said: str) -> Record | None:
    """The record of one document; ``None`` without its identifier (``DID``)."""
    fields: list[tuple[str, str]] = []
    for line in said.splitlines()[1:]:
        form = _FIELD.match(line)
        if form:
            fields.append((form[1], form[2].strip()))
        elif fields and line[:1].isspace():
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {line.strip()}")
    one = dict(reversed(fields))
    parts = one.get("DID", "").split()
    if len(parts) < 2:
        return None
    office, number, kind = parts[0], parts[1], parts[2] if len(parts) > 2 else None
    record = Record(publication_key(office, number, kind))
    granted = "GISD" in one
    on = day(one.get("GISD") or one.get("PD"))
    record.document = {
        "office": office, "number": number_of(office, number), "kind": kind, "right_type": right_type(None, kind),
        "published_on": on, "granted_on": on if granted else None, "publication_raw": " ".join(parts),
        "application_raw": one.get("APP"), "application_office": "US", "filed_on": day(one.get("AFD")),
        "title": one.get("TTL"), "title_lang": "en", "title_en": one.get("TTL"), "abstract_en": one.get("ABPR"),
        "claims_n": int(one["NCL"]) if one.get("NCL", "").isdigit() else None,
        "references_listed": any(t in one for t in ("URPN", "FRPN", "ORPL")) or None,
    }  # fmt: skip
    for tag, value in fields:
        _take(record, tag, value)
    _foreign(record.priorities, fields)
    _parties(record.parties, fields)
    return record


def _take(record: Record, tag: str, value: str) -> None:
    if tag in ("URGP", "FRGP") and (form := _CITED.match(value)):
        raw = f"{form['office']} {form['number']}{' ' + form['kind'] if form['kind'] else ''}"
        record.citations.append(
            (
                True,
                raw,
                form["office"],
                form["number"],
                form["kind"],
                day(form["on"]),
                _origin(form["rest"]),
                None,
                len(record.citations) + 1,
            )
        )
    elif tag == "ORPL":
        record.literature.append((len(record.literature) + 1, value, _origin(value), None))
    elif tag == "CPOG" and (form := _CPC.match(value)):
        edition = f"{form['version'][:4]}.{form['version'][4:6]}"
        record.classes.append(
            (
                "cpc",
                form["symbol"],
                edition,
                form["value"] == "I",
                form["position"] == "F",
                1 + len(record.classes),
                None,
                "US",
            )
        )
    elif tag == "IPCG":
        words = value.split()
        ipc = next((w for w in words if "/" in w), None)
        if ipc:
            since = f"{words[0][:4]}.{words[0][4:6]}" if len(words[0]) == 8 else None
            record.classes.append(("ipc", ipc, since, "I" in words, "F" in words, 1 + len(record.classes), None, None))
    elif tag == "CLPR" and (form := re.match(r"(\d+)\s*\.", value)):
        number = int(form[1])
        depends = sorted({int(r[1]) for r in _REF.finditer(value) if int(r[1]) < number})
        record.claims.append((number, value, "en", not depends, depends or None))
    elif tag == "COND" and (form := _PARENT.match(value)):
        kind = _BENEFITS.get(form["kind"])
        record.priorities.append((len(record.priorities) + 1, form["number"], form["office"], day(form["on"]), kind))


def _foreign(rows: list[Row], fields: list[tuple[str, str]]) -> None:
    """Foreign priorities: countries, numbers and days run side by side."""
    lists = [[v for t, v in fields if t == tag] for tag in ("PRCO", "PRAN", "PRAD")]
    if len({len(one) for one in lists}) == 1:
        rows += [(len(rows) + 1 + i, n, o, day(d), "national") for i, (o, n, d) in enumerate(zip(*lists, strict=True))]


_PARENT = re.compile(r"(?P<kind>\S+) (?:parent-doc )?(?P<office>[A-Z]{2}) (?P<number>\S+) (?P<on>\d{8})")
_BENEFITS = {
    "us-provisional-application": "provisional",
    "division": "division",
    "continuation": "continuation",
    "continuation-in-part": "continuation_in_part",
    "reissue": "reissue",
}


def _origin(said: str) -> str | None:
    return next((o for o in ("examiner", "applicant") if f"cited by {o}" in said), None)


_ROLES = {"AANM": ("applicant", "AA"), "INNM": ("inventor", "IN"), "ASNM": ("owner", "AS")}


def _parties(rows: list[Row], fields: list[tuple[str, str]]) -> None:
    for i, (tag, value) in enumerate(fields):
        if tag not in _ROLES:
            continue
        role, stem = _ROLES[tag]
        place: dict[str, str] = {}
        for other, said in fields[i + 1 : i + 9]:
            if other == tag:
                break
            if other.startswith(stem) and said != "N/A":
                place.setdefault(other[2:], said)
        person = role == "inventor"
        name = ", ".join(p.strip() for p in value.split(";")) if person else value
        sequence = 1 + sum(r[0] == role for r in rows)
        rows.append(
            (
                role,
                sequence,
                name,
                None,
                "person" if person else "organisation",
                place.get("CO"),
                place.get("ST"),
                place.get("CI"),
                None,
            )
        )


_NO_NUMBER = Bad(code="no-number", says=Text("没有 DID 号码。", "It has no identifier (DID)."))
