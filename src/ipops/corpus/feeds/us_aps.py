"""The green book: grants of 1976 to 2001 as lines of tagged text (APS). ``PATN`` begins a document, four letters a group.

No kind code was printed; the one that DOCDB gives to those years stands in its place. The ninth digit of a WKU is a check
digit whose formula is in no source we have (``kernel.identifiers.us``); it is dropped. Citations have months without days.

Nothing marks a document's end but the next ``PATN``. The claims are its last group and their number stands in its head
(``NCL``): a last document of a file that has fewer, or whose last claim breaks off in the middle of a sentence, was cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import IO

from ipops.corpus.feeds import faults
from ipops.corpus.feeds.dates import day
from ipops.corpus.feeds.entities import unescape
from ipops.corpus.feeds.record import Bad, Read, Record, Row
from ipops.corpus.feeds.us_kinds import LETTERS, right_type
from ipops.kernel.identifiers import grant_from_wku
from ipops.kernel.text import Text

LARGEST = 64 << 20
_BEGIN = re.compile(rb"^PATN[ \t]*\r?$", re.MULTILINE)
_GROUPS = frozenset(
    [
        "PATN",
        "INVT",
        "ASSG",
        "PRIR",
        "REIS",
        "RLAP",
        "CLAS",
        "UREF",
        "FREF",
        "OREF",
        "LREP",
        "PCTA",
        "ABST",
        "GOVT",
        "PARN",
        "BSUM",
        "DRWD",
        "DETD",
        "CLMS",
        "DCLM",
    ]
)
_BENEFITS = {
    "71": "continuation", "72": "continuation_in_part", "74": "division", "81": "continuation", "82": "continuation_in_part",
    "84": "division", "86": "addition", "91": "reissue", "92": "reissue",
}  # fmt: skip
_REF = re.compile(r"\bclaims?\s+(\d{1,3})(?:\s*(?:-|to|through)\s*(\d{1,3}))?", re.IGNORECASE)
Group = tuple[str, list[tuple[str, str]]]


def read_aps(stream: IO[bytes], start: int) -> Iterator[Read]:
    """Every document of a green-book file, which stands at byte ``start``."""
    held, offset = b"", start
    while True:
        got = stream.read(1 << 20)
        held += got
        marks = [m.start() for m in _BEGIN.finditer(held)]
        if got and len(marks) < 2 and len(held) < LARGEST:
            continue
        if marks and marks[0] > 0:  # the header line of a weekly file
            offset, held = offset + marks[0], held[marks[0] :]
            marks = [m - marks[0] for m in marks]
        ends = marks[1:] if got else [*marks[1:], len(held)]
        begin = 0
        for end in ends if marks else []:
            yield _one(held[begin:end], offset + begin, last=not got and end == len(held))
            begin = end
        offset, held = offset + begin, held[begin:]
        if not got:
            if held.strip():
                yield Read(offset=offset, size=len(held), bad=_NO_PATN, raw=held)
            return
        if len(held) >= LARGEST:
            yield Read(offset=offset, size=len(held), bad=_ENDLESS, raw=held[: 1 << 20])
            offset, held = offset + len(held), b""


def _one(data: bytes, offset: int, *, last: bool = False) -> Read:
    said = data.decode("latin-1")
    try:
        record = read_patn(said)
    except ValueError as e:
        bad = Bad(code="number", says=Text(f"WKU 号码无法读取（{e}）。", f"Its WKU cannot be read ({e})."))
        return Read(offset=offset, size=len(data), bad=bad, raw=data)
    if record is None:
        return Read(offset=offset, size=len(data), bad=_NO_WKU, raw=data)
    cut = _cut(said, record) if last else None
    return Read(offset=offset, size=len(data), records=() if cut else (record,), bad=cut, raw=data)


def _cut(said: str, record: Record) -> Bad | None:
    """Why a last document is not whole; ``None`` where nothing tells of it."""
    name, lines = _groups(said)[-1]
    stated, there = record.document["claims_n"], max((row[0] for row in record.claims), default=0)
    if name not in ("CLMS", "DCLM") or not lines:
        return faults.cut_off(stated, 0)
    numbered = any(tag == "NUM" for tag, _ in lines)  # designs and plants have one claim and no number
    tag, words = lines[-1]
    within = tag not in _SET_OUT and (tag not in _SPOKEN or _OPEN.search(words.rstrip()) is not None)
    return faults.cut_off(stated, there) if within or (numbered and there < (stated or 0)) else None


def read_patn(said: str) -> Record | None:
    """The record of one document; ``None`` without a WKU. Raises ``ValueError`` for a WKU that is none."""
    groups = _groups(said)
    head = dict(reversed(groups[0][1])) if groups else {}
    wku = head.get("WKU", "")
    if not wku:
        return None
    number = grant_from_wku(wku)[2:]
    kind = LETTERS.get(re.sub(r"\d", "", number), "A")
    record = Record(f"US{number}{kind}")
    published = day(head.get("ISD"))
    stated, title = head.get("NCL", ""), _plain(head.get("TTL"))
    series, serial = head.get("SRC", ""), re.sub(r"\D", "", head.get("APN", ""))[:6]
    record.document = {
        "office": "US",
        "number": number,
        "kind": kind,
        "right_type": right_type(None, kind),
        "published_on": published,
        "granted_on": published,
        "publication_raw": wku,
        "application_raw": f"{series:0>2}{serial}" if serial else None,
        "application_office": "US",
        "filed_on": day(head.get("APD")),
        "title": title,
        "title_lang": "en",
        "title_en": title,
        "claims_n": int(stated) if stated.isdigit() else None,
        "references_listed": any(n in ("UREF", "FREF", "OREF") for n, _ in groups) or None,
    }
    for name, lines in groups:
        _take(record, name, lines)
    for key, role in (("EXP", "examiner"), ("EXA", "examiner")):
        if head.get(key):
            record.parties.append(
                (role, 1 + (key == "EXA"), _person(head[key]), None, "person", None, None, None, None)
            )
    return record


def _groups(said: str) -> list[Group]:
    """Tagged lines by group; a line that begins with blanks goes on with the one before."""
    groups: list[Group] = []
    for line in said.splitlines():
        tag, value = line[:4].rstrip(), line[5:].rstrip()
        if tag in _GROUPS and not value:
            groups.append((tag, []))
        elif not tag and groups and groups[-1][1]:
            name, before = groups[-1][1][-1]
            groups[-1][1][-1] = (name, f"{before} {value.strip()}")
        elif tag and groups:
            groups[-1][1].append((tag, value.strip() if tag not in ("ICL", "OCL", "XCL") else value))
    return groups


def _take(record: Record, name: str, lines: list[tuple[str, str]]) -> None:
    match name:
        case "INVT" | "ASSG" | "LREP":
            _party(record.parties, name, lines)
        case "CLAS":
            _classes(record.classes, dict(lines), lines)
        case "UREF" | "FREF":
            _cited(record.citations, dict(lines), "US" if name == "UREF" else None)
        case "OREF":
            record.literature += [
                (len(record.literature) + i, _plain(v) or "", None, None)
                for i, (t, v) in enumerate(lines, 1)
                if t == "PAL"
            ]
        case "PRIR" | "RLAP":
            _priority(record.priorities, dict(lines), name)
        case "ABST":
            record.document["abstract_en"] = _plain(" ".join(v for _, v in lines))
        case "CLMS" | "DCLM":
            _claims(record.claims, lines, design=name == "DCLM")


_SPOKEN = ("PAR", "PAL", "PA1", "PA2", "PA3", "PA4", "PA5")
_SET_OUT = ("EQU", "TBL", "TBL3", "FNT")
_OPEN = re.compile(r"^\w{0,3}\.?$|[\w,;:(-]$")  #: a label alone, a sentence that is not at its end
_ROLES = {"INVT": "inventor", "ASSG": "owner", "LREP": "agent"}


def _party(rows: list[Row], group: str, lines: list[tuple[str, str]]) -> None:
    said = dict(reversed(lines))
    role = _ROLES[group]
    for name in [v for t, v in lines if t in ("NAM", "FRM", "FR2")]:
        kind = "person" if group == "INVT" or "; " in name else "organisation"
        state, country = said.get("STA"), said.get("CNT", "")
        where = country[:2] if country[:2].isalpha() and country else ("US" if state else None)
        sequence = 1 + sum(r[0] == role for r in rows)
        rows.append(
            (
                role,
                sequence,
                _person(name) if kind == "person" else _plain(name),
                None,
                kind,
                where,
                state,
                said.get("CTY"),
                None,
            )
        )


def _person(name: str) -> str:
    """``Hoff; Don G.`` → ``Hoff, Don G.``"""
    return unescape(", ".join(p.strip() for p in name.split(";")))


def _classes(rows: list[Row], said: dict[str, str], lines: list[tuple[str, str]]) -> None:
    for scheme, tags in (("ipc", ("ICL",)), ("uspc", ("OCL", "XCL"))):
        for i, (tag, value) in enumerate(((t, v) for t, v in lines if t in tags), 1):
            edition = said.get("EDF") if scheme == "ipc" else None
            main = i == 1 and tag in ("ICL", "OCL")
            kind = (
                "locarno"
                if scheme == "ipc"
                and value.strip().startswith("D")
                and value.strip()[1:3].isdigit()
                and len(value.strip()) == 5
                else scheme
            )
            rows.append((kind, value.strip(), edition, True if main else None, main, i, None, "US"))


def _cited(rows: list[Row], said: dict[str, str], office: str | None) -> None:
    number = said.get("PNO", "").strip()
    if number:
        where = office or said.get("CNT", "")[:2].strip() or None
        on: date | None = day(said.get("ISD"))
        rows.append((True, f"{where or ''} {number}".strip(), where, number, None, on, None, None, len(rows) + 1))


def _priority(rows: list[Row], said: dict[str, str], group: str) -> None:
    raw = said.get("APN", "").strip()
    if raw:
        kind = "national" if group == "PRIR" else _BENEFITS.get(said.get("COD", "").strip())
        office = said.get("CNT", "")[:2] or None if group == "PRIR" else "US"
        rows.append((len(rows) + 1, raw, office, day(said.get("APD")), kind))


def _claims(rows: list[Row], lines: list[tuple[str, str]], *, design: bool) -> None:
    parts: list[tuple[int, list[str]]] = []
    for tag, value in lines:
        if tag == "NUM" and value.rstrip(".").isdigit():
            parts.append((int(value.rstrip(".")), []))
        elif tag in (*_SPOKEN, "EQU", "TBL"):
            if not parts and design:
                parts.append((1, []))
            if parts:
                parts[-1][1].append(value)
    for number, texts in parts:
        said = _plain(" ".join(texts)) or ""
        depends = sorted({int(m[1]) for m in _REF.finditer(said) if int(m[1]) < number})
        rows.append((number, said, "en", not depends, depends or None))


def _plain(text: str | None) -> str | None:
    return unescape(" ".join(text.split())) or None if text else None


_NO_PATN = Bad(
    code="no-document",
    says=Text("没有 PATN 行，不是绿皮书文献。", "There is no PATN line: this is no green-book document."),
)
_NO_WKU = Bad(code="no-number", says=Text("没有 WKU 号码。", "It has no WKU number."))
_ENDLESS = Bad(code="endless-document", says=Text("一件文献超过 64 MB。", "One document has more than 64 MB."))
