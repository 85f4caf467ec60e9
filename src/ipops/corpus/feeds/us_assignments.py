"""Recorded assignments: the USPTO's daily bulk form (``patent-assignment``) and the answers of its assignment search (``doc``).

A record concerns several patents; it becomes one record here per publication or application it lists, each with the
conveyance as it is worded. What the words mean is the business of ``rights``.
"""

from __future__ import annotations

from typing import Any

from ipops.corpus.feeds.dates import day
from ipops.corpus.feeds.record import Record
from ipops.corpus.feeds.xml import text, words
from ipops.corpus.identity.keys import application_key, number_of, publication_key

_NOBODY = ("", "NULL")
#: applications carry an X in the bulk form where a kind would stand
_APPLICATION_KINDS = ("X", "X0")


def read_assignment(root: Any) -> tuple[Record, ...]:
    """A record of the bulk form; empty without a reel and frame."""
    reel, frame = text(root, "assignment-record/reel-no"), text(root, "assignment-record/frame-no")
    if not reel or not frame:
        return ()
    conveyance = text(root, "assignment-record/conveyance-text") or ""
    recorded = day(text(root, "assignment-record/recorded-date/date"))
    assignors = [n for e in root.iterfind("patent-assignors/patent-assignor") if (n := text(e, "name"))]
    assignees = [n for e in root.iterfind("patent-assignees/patent-assignee") if (n := text(e, "name"))]
    signed = [d for e in root.iter("execution-date") if (d := day(text(e, "date")))]
    common = (recorded, min(signed, default=None), conveyance, assignors, assignees)
    made = []
    for found in root.iterfind("patent-properties/patent-property"):
        ids = [
            (text(d, "country") or "US", text(d, "doc-number"), text(d, "kind"), day(text(d, "date")))
            for d in found.iterfind("document-id")
        ]
        title = found.find("invention-title")
        made += _property(f"{reel}-{frame}", ids, words(title) if title is not None else None, common)
    return tuple(made)


def _property(number: str, ids: list[Any], title: str | None, common: tuple[Any, ...]) -> list[Record]:
    published = [(o, n, k, d) for o, n, k, d in ids if n and (k or "").upper() not in _APPLICATION_KINDS]
    filed = next(((o, n, d) for o, n, k, d in ids if n and (k or "").upper() in _APPLICATION_KINDS), None)
    made = []
    for office, serial, kind, on in published or ([(*filed[:2], None, None)] if filed else []):
        key = publication_key(office, serial, kind) if published else application_key(office, serial)
        record = Record(key or f"{office}{serial}")
        record.document = {
            "office": office,
            "number": number_of(office, serial) if published else None,
            "kind": kind,
            "published_on": on,
            "publication_raw": f"{office}{serial}{kind or ''}" if published else None,
            "application_office": filed[0] if filed else None,
            "application_raw": filed[1] if filed else None,
            "filed_on": filed[2] if filed else None,
            "title": title,
            "title_lang": "en" if title else None,
            "title_en": title,
        }
        record.assignments.append((number, f"{office}{serial}{kind or ''}", *common))
        made.append(record)
    return made


def read_found(root: Any) -> tuple[Record, ...]:
    """A record of a search answer (Solr); empty without a number or where its parallel lists differ in length."""
    single, lists = _fields(root)
    reel, frame = single.get("reelNo", ""), single.get("frameNo", "")
    sizes = {len(lists[n]) for n in ("applNum", "patNum", "inventionTitle") if lists.get(n)}
    if not reel or not frame or len(sizes) != 1:
        return ()
    signed = [d for d in map(day, lists.get("patAssignorExDate", ())) if d and d.year > 1]
    names = [[n for n in lists.get(f, ()) if n not in _NOBODY] for f in ("patAssignorName", "patAssigneeName")]
    common = (
        day(single.get("recordedDate")),
        min(signed, default=None),
        single.get("conveyanceText", "").strip(),
        *names,
    )
    made = []
    for i in range(sizes.pop()):
        ids = [
            ("US", _at(lists, "patNum", i), None, _at_day(lists, "issueDate", i)),
            ("US", _at(lists, "applNum", i), "X0", _at_day(lists, "filingDate", i)),
        ]
        made += _property(f"{reel}-{frame}", ids, _at(lists, "inventionTitle", i), common)
    return tuple(made)


def _fields(root: Any) -> tuple[dict[str, str], dict[str, list[str]]]:
    single, lists = {}, {}
    for child in root:
        name = child.get("name", "")
        if child.tag == "arr":
            lists[name] = ["".join(v.itertext()).strip() for v in child]
        else:
            single[name] = "".join(child.itertext())
    return single, lists


def _at(lists: dict[str, list[str]], name: str, i: int) -> str | None:
    values = lists.get(name, [])
    return values[i] if i < len(values) and values[i] not in _NOBODY else None


def _at_day(lists: dict[str, list[str]], name: str, i: int) -> Any:
    found = day(_at(lists, name, i))
    return found if found is not None and found.year > 1 else None
