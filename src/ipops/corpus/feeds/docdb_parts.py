"""Classes and citations of EPO exchange documents. IPCR comes as a text of fixed places (WIPO ST.8), CPC in parts or whole."""

from __future__ import annotations

import re
from typing import Any

from ipops.corpus.feeds.dates import day
from ipops.corpus.feeds.record import Record, Row
from ipops.corpus.feeds.xml import text, words
from ipops.corpus.identity.keys import office_code

_ST8 = re.compile(
    r"(?P<symbol>[A-H]\d\d[A-Z]\s*\d{1,4}\s*/\s*\d{2,6})\s*(?P<version>\d{8})?\s*(?P<level>[ACS])?(?P<position>[FL ])?"
    r"(?P<value>[IN])?\s*(?P<acted>\d{8})?(?P<status>[BRVD])?(?P<source>[HMG])?(?P<office>[A-Z]{2})?\s*"
)
_SCHEMES = {"CPCI": ("cpc", True), "CPCA": ("cpc", False), "CPC": ("cpc", None), "EC": ("ecla", None), "FI": ("fi", None),
            "FTERM": ("fterm", None), "UC": ("uspc", None), "IPC": ("ipc", None), "IPCR": ("ipc", None), "LOC": ("locarno", None)}  # fmt: skip
_PHASES = {"SEA": "search", "ISR": "search", "SUP": "search", "PRS": "search", "CH2": "search", "EXA": "examiner",
           "APP": "applicant", "OPP": "opposition", "115": "third_party", "TPO": "third_party", "FOP": "opposition"}  # fmt: skip


def read_classes(rows: list[Row], biblio: Any) -> None:
    for i, found in enumerate(biblio.iterfind("classifications-ipcr/classification-ipcr"), 1):
        rows.append(_ipcr(words_as_set(found), i))
    old = biblio.find("classification-ipc")
    if old is not None and not rows:
        edition = text(old, "edition")
        symbols = [t.text for t in old if t.tag in ("text", "main-classification", "further-classification") and t.text]
        rows += [("ipc", s.strip(), edition, True, i == 1, i, None, None) for i, s in enumerate(symbols, 1)]
    for i, found in enumerate(biblio.iterfind("patent-classifications/patent-classification"), 1):
        rows.append(_parted(found, i))


def words_as_set(found: Any) -> str:
    """The text with its blanks: places count."""
    return "".join(found.itertext()).strip("\n\r")


def _ipcr(said: str, sequence: int) -> Row:
    form = _ST8.match(said.strip())
    if form is None:
        return ("ipc", said.strip(), None, None, None, sequence, None, None)
    version = form["version"] or ""
    return (
        "ipc",
        "".join(form["symbol"].split()),
        f"{version[:4]}.{version[4:6]}" if version else None,
        {"I": True, "N": False}.get(form["value"] or ""),
        form["position"] == "F",
        sequence,
        day(form["acted"]),
        office_code(form["office"]),
    )


def _parted(found: Any, sequence: int) -> Row:
    scheme = found.find("classification-scheme")
    code = (scheme.get("scheme") or "") if scheme is not None else ""
    name, inventive = _SCHEMES.get(code, (code.lower() or "cpc", None))
    symbol = text(found, "classification-symbol")
    if symbol is None:
        parts = [text(found, t) or "" for t in ("section", "class", "subclass", "main-group")]
        symbol = "".join(parts) + (f"/{sub}" if (sub := text(found, "subgroup")) else "")
    value = text(found, "classification-value")
    version = text(scheme, "date") if scheme is not None else None
    return (
        name,
        "".join(symbol.split()),
        f"{version[:4]}.{version[4:6]}" if version and len(version) == 8 else version,
        {"I": True, "A": False, "N": False}.get(value or "", inventive),
        text(found, "symbol-position") == "F",
        sequence,
        day(text(found, "action-date/date")),
        office_code(text(found, "generating-office")),
    )


def read_citations(record: Record, biblio: Any) -> None:
    """Cited documents and literature. Without the element no list of references is known, which is not an empty one."""
    found = biblio.find("references-cited")
    if found is None:
        return
    record.document["references_listed"] = True
    for citation in found.iterfind("citation"):
        origin = _PHASES.get(citation.get("cited-phase", "").upper()) or citation.get("cited-by")
        number = citation.get("sequence", "")
        sequence = int(number) if number.isdigit() else None
        category = text(citation, "category") or text(citation, "rel-passage/category")
        patent, other = citation.find("patcit"), citation.find("nplcit")
        if patent is not None:
            _patent(record.citations, patent, origin, category, sequence)
        elif other is not None:
            said = other.find("text")
            place = sequence or len(record.literature) + 1
            record.literature.append((place, words(other if said is None else said), origin, category))


def _patent(rows: list[Row], patent: Any, origin: str | None, category: str | None, sequence: int | None) -> None:
    ids = list(patent.iterfind("document-id"))
    best = next((d for d in ids if text(d, "country")), ids[0] if ids else None)
    raw = patent.get("dnum")
    if best is None:
        if raw:
            rows.append((True, raw, None, None, None, None, origin, category, sequence))
        return
    office, number, kind = office_code(text(best, "country")), text(best, "doc-number"), text(best, "kind")
    if number:
        said = raw or f"{office or ''}{number}{kind or ''}"
        rows.append((True, said, office, number, kind, day(text(best, "date")), origin, category, sequence))
