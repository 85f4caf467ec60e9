"""EPO exchange documents: DOCDB's back and front files, and the same element inside answers of Open Patent Services.

A party stands there up to four times, under ``data-format`` docdb, docdba, epodoc and original: one mention, several
spellings (``domain/patents.md`` 5.3). Names come here without namespaces.
"""

from __future__ import annotations

from typing import Any

from ipops.corpus.feeds.dates import day
from ipops.corpus.feeds.docdb_parts import read_citations, read_classes
from ipops.corpus.feeds.record import Record, Row
from ipops.corpus.feeds.xml import text, words
from ipops.corpus.identity.keys import number_of, office_code, publication_key

#: formats of a name, the most readable first
_BEST = ("original", "docdba", "docdb", "epodoc", "")


def read_exchange(root: Any) -> Record | None:
    """The record of one ``exchange-document``; ``None`` without office and number."""
    biblio = root.find("bibliographic-data")
    found = _id(biblio, "publication-reference") if biblio is not None else None
    office = office_code(root.get("country") or (text(found, "country") if found is not None else None))
    number = root.get("doc-number") or (text(found, "doc-number") if found is not None else None)
    if not office or not number:
        return None
    kind = root.get("kind") or (text(found, "kind") if found is not None else None)
    record = Record(publication_key(office, number, kind))
    on = day(root.get("date-publ") or (text(found, "date") if found is not None else None))
    record.document = {
        "office": office,
        "number": number_of(office, number),
        "kind": kind,
        "published_on": on,
        "publication_raw": f"{office}{number}{kind or ''}",
    }
    _texts(record.document, root)
    if family := root.get("family-id"):
        record.families.append(("docdb", family, record.key))
    if biblio is not None:
        _application(record, biblio)
        _priorities(record.priorities, biblio)
        _parties(record.parties, biblio)
        read_classes(record.classes, biblio)
        read_citations(record, biblio)
    return record


def _id(parent: Any, tag: str) -> Any:
    """The ``document-id`` in DOCDB's own form (OPS calls the attribute otherwise), else the first there is."""
    first = None
    for reference in parent.iterfind(tag):
        for found in reference.iterfind("document-id"):
            form = found.get("document-id-type") or reference.get("data-format") or "docdb"
            if form == "docdb":
                return found
            first = found if first is None else first
    return first


def _application(record: Record, biblio: Any) -> None:
    found = _id(biblio, "application-reference")
    if found is None:
        return
    dates = (d for d in (day(e.text) for e in biblio.iterfind("application-reference/document-id/date")) if d)
    record.document["application_office"] = office_code(text(found, "country"))
    record.document["application_raw"] = number_as_filed(found)
    record.document["filed_on"] = next(dates, None)


def number_as_filed(found: Any) -> str | None:
    """The number of an application; an international one (kind W, country of the receiving office) as PCT/IB2022/055385."""
    number, office = text(found, "doc-number"), text(found, "country")
    if number and office and text(found, "kind") == "W" and len(number) in (9, 10):
        return f"PCT/{office}{number[:4]}/{number[4:]:0>6}"
    return number


def _texts(document: dict[str, Any], root: Any) -> None:
    for name, path in (("title", "bibliographic-data/invention-title"), ("abstract", "abstract")):
        said: dict[str, str] = {}
        original = None
        for element in root.iterfind(path):
            lang = (element.get("lang") or "").lower()
            lang = {"cn": "zh"}.get(lang, lang)
            if spoken := words(element):
                said.setdefault(lang, spoken)
                original = lang if element.get("data-format") == "original" else original
        if not said:
            continue
        filed = text(root, "bibliographic-data/language-of-publication") or text(
            root, "bibliographic-data/language-of-filing"
        )
        own = original or (filed if filed in said else None) or _own_language(list(said))
        document[name] = said[own]
        document |= {f"{name}_{lang}": said[lang] for lang in ("zh", "en") if lang in said}
        if name == "title":
            document["title_lang"] = own or None


def _own_language(langs: list[str]) -> str:
    """Of two languages the one beside English is the document's own; of three (an office that publishes in all of its own) none
    is known to be, and English stands for it."""
    others = [lang for lang in langs if lang != "en"]
    return others[0] if len(langs) <= 2 and others else ("en" if "en" in langs else langs[0])


def _priorities(rows: list[Row], biblio: Any) -> None:
    claims: dict[str, dict[str, Any]] = {}
    for claim in biblio.iterfind("priority-claims/priority-claim"):
        forms = claims.setdefault(claim.get("sequence") or str(len(claims) + 1), {})
        for found in claim.iterfind("document-id"):
            forms[found.get("document-id-type") or claim.get("data-format") or "docdb"] = found
        forms.setdefault("kind", claim.get("kind"))
    for forms in claims.values():
        kind = forms.pop("kind", None)
        best = next((forms[f] for f in ("docdb", "epodoc", "original") if f in forms), None)
        raw = number_as_filed(best) if best is not None else None
        if raw:
            on = next((d for f in forms.values() if (d := day(text(f, "date")))), None)
            office = office_code(text(best, "country")) or (raw[:2] if raw[:2].isalpha() else None)
            rows.append((len(rows) + 1, raw, office, on, kind))


def _parties(rows: list[Row], biblio: Any) -> None:
    for role, path in (("applicant", "parties/applicants/applicant"), ("inventor", "parties/inventors/inventor")):
        mentions: dict[int, dict[str, tuple[str, str | None]]] = {}
        for found in biblio.iterfind(path):
            number = found.get("sequence", "")
            sequence = int(number) if number.isdigit() else len(mentions) + 1
            name = found.find(f"{role}-name/name")
            name = found.find("name") if name is None else name
            if name is not None and (said := words(name)):
                form = found.get("data-format") or ""
                mentions.setdefault(sequence, {})[form] = (said, text(found, "residence/country"))
        rows += [_mention(role, n, forms) for n, forms in sorted(mentions.items())]


def _mention(role: str, sequence: int, forms: dict[str, tuple[str, str | None]]) -> Row:
    """One mention: its most readable spelling, the others beside it, the country from wherever it stands."""
    names = {f: _bare(n) for f, (n, _) in forms.items()}
    best = next((names[f][0] for f in _BEST if f in names), next(iter(names.values()))[0])
    country = next((c for _, c in forms.values() if c), None) or next((c for _, c in names.values() if c), None)
    others = [n for n in dict.fromkeys(n for n, _ in names.values()) if n != best]
    kind = "person" if role == "inventor" else None
    return (role, sequence, best, others or None, kind, office_code(country), None, None, None)


def _bare(name: str) -> tuple[str, str | None]:
    """``BOER BEHEER BV [NL]`` → name and country."""
    head, bracket, tail = name.rpartition(" [")
    if bracket and len(tail) == 3 and tail.endswith("]"):
        return head.rstrip(" ,"), tail[:2]
    return name.rstrip(" ,"), None
