"""Recorded assignments in the XML that the USPTO's assignment search answers with (Solr ``response``/``doc``).

Streamed: one record is held at a time, and one record may not be endless. No entity is expanded, nothing is fetched, a
document type is refused outright (a search answer has none), and libxml2's own cap on the length of one text stays on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any

from lxml import etree

from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text
from ipops.ledger.facts.words import RightKind
from ipops.rights.conveyances import Conveyance, conveyance_of
from ipops.rights.safe_xml import declares_a_type

NOBODY = ("", "NULL")
NO_DAY = "0001-01-01"
RECORD = 64 << 20  #: bytes of one record; the largest security agreements list some ten thousand patents in a few


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One patent or application of a record. ``right`` is ``US<patent>`` once granted, else ``USA<application>``.

    ``kind`` is ``None`` for plant patents and the like, for which our list of kinds has no word.
    """

    right: str
    kind: RightKind | None
    title: str
    filed_on: date | None
    published_on: date | None
    granted_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A party as the cover sheet writes it, and where it sits (``US``, or the country's name as printed)."""

    name: str
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One recorded document: ``number`` is ``reel-frame``; ``executed_on`` the earliest day an assignor signed."""

    number: str
    conveyance: Conveyance
    text: str
    recorded_on: date
    executed_on: date | None
    assignors: tuple[Named, ...]
    assignees: tuple[Named, ...]
    properties: tuple[Property, ...]


def read_assignments(path: Path) -> Iterator[Assignment | Problem]:
    """Every record of the file, in order; a record or a file that cannot be used is a ``Problem`` with its line."""
    with path.open("rb") as stream:
        if refused := _document_type(stream, path):
            yield refused
            return
        yield from _records(stream, path)


def _document_type(stream: IO[bytes], path: Path) -> Problem | None:
    if not declares_a_type(stream):
        return None
    return _problem(
        path,
        1,
        "document-type",
        "文件含有文档类型声明（DOCTYPE），检索结果不应有；为防实体膨胀，未读取。请重新导出。",
        "The file declares a document type; a search answer has none. It was not read, as entities could swell. Export it again.",
    )


@dataclass
class _Measured:
    """The stream, which refuses to give more than ``RECORD`` bytes without a record coming out of them."""

    stream: IO[bytes]
    given: int = 0

    def read(self, n: int = -1) -> bytes:
        if self.given > RECORD:
            raise _Endless
        got = self.stream.read(n)
        self.given += len(got)
        return got


class _Endless(Exception):
    """One record is beyond all measure."""


def _records(stream: IO[bytes], path: Path) -> Iterator[Assignment | Problem]:
    measured = _Measured(stream)
    events = etree.iterparse(
        measured, events=("end",), tag="doc", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        for _, doc in events:
            measured.given = 0
            yield _record(doc, path)
            doc.clear()
            while doc.getprevious() is not None:
                del doc.getparent()[0]
    except _Endless:
        yield _problem(
            path,
            1,
            "endless-record",
            f"一条记录超过 {RECORD >> 20} MB，不是正常的检索结果；自此未再读取。",
            f"One record has more than {RECORD >> 20} MB, which no search answer has; nothing was read from there on.",
        )
    except etree.XMLSyntaxError as broken:
        yield _problem(
            path,
            broken.lineno or 1,
            "broken-xml",
            f"XML 自此行起无法读取（{broken.msg}）；此前的记录已读取。请补全文件后再次导入，已导入的不会重复。",
            f"The XML cannot be read from this line on ({broken.msg}); the records before it were read. Complete the file "
            "and import it again; nothing is stored twice.",
        )


def _record(doc: Any, path: Path) -> Assignment | Problem:
    single, lists = _fields(doc)
    line = doc.sourceline or 0
    number = single.get("id", "").strip() or f"{single.get('reelNo', '')}-{single.get('frameNo', '')}"
    recorded_on = _day(single.get("recordedDate", ""))
    properties = tuple(_properties(lists))
    lacking = [
        name
        for name, there in (
            ("reelNo/frameNo", number.strip("-")),
            ("recordedDate", recorded_on),
            ("patNum/applNum", properties),
        )
        if not there
    ]
    if lacking or recorded_on is None:
        names = ", ".join(lacking)
        return _problem(
            path,
            line,
            "incomplete-record",
            f"记录 {number or '（无号）'} 缺少 {names}，未导入。请核对原始记录。",
            f"Record {number or '(no number)'} lacks {names} and was not imported. Check it against the register.",
        )
    if differing := _unmatched(lists):
        return _problem(
            path,
            line,
            "lists-differ",
            f"记录 {number} 的各列表长度不一（{differing}），无法对应，未导入。",
            f"The lists of record {number} differ in length ({differing}), cannot be matched, and were not imported.",
        )
    text = single.get("conveyanceText", "").strip()
    signed = [d for d in map(_day, lists.get("patAssignorExDate", ())) if d]
    return Assignment(
        number=number,
        conveyance=conveyance_of(text),
        text=text,
        recorded_on=recorded_on,
        executed_on=min(signed, default=None),
        assignors=tuple(Named(name=n) for n in lists.get("patAssignorName", ()) if n not in NOBODY),
        assignees=tuple(_assignees(lists)),
        properties=properties,
    )


def _fields(doc: Any) -> tuple[Mapping[str, str], Mapping[str, Sequence[str]]]:
    """Single values and lists by name. A list keeps its ``NULL``s: the lists of a record run side by side."""
    single, lists = {}, {}
    for child in doc:
        name = child.get("name", "")
        if child.tag == "arr":
            lists[name] = ["".join(v.itertext()).strip() for v in child]
        else:
            single[name] = "".join(child.itertext())
    return single, lists


def _unmatched(lists: Mapping[str, Sequence[str]]) -> str:
    """The lists that run side by side, if they do not: read by position, one would be taken for another's."""
    sizes = {n: len(lists[n]) for n in _SIDE_BY_SIDE if lists.get(n)}
    return ", ".join(f"{n} {k}" for n, k in sizes.items()) if len(set(sizes.values())) > 1 else ""


_SIDE_BY_SIDE = ("applNum", "patNum", "filingDate", "issueDate", "publDate", "inventionTitle")


def _assignees(lists: Mapping[str, Sequence[str]]) -> Iterator[Named]:
    countries = lists.get("patAssigneeCountryName", ())
    states = lists.get("patAssigneeState", ())
    for i, name in enumerate(lists.get("patAssigneeName", ())):
        if name in NOBODY:
            continue
        country = countries[i] if i < len(countries) and countries[i] not in NOBODY else ""
        in_a_state = i < len(states) and states[i] not in NOBODY
        yield Named(name=name, country=country or ("US" if in_a_state else ""))


def _properties(lists: Mapping[str, Sequence[str]]) -> Iterator[Property]:
    seen = set()
    for i in range(max(len(lists.get("applNum", ())), len(lists.get("patNum", ())))):
        patent, application = _at(lists, "patNum", i), _at(lists, "applNum", i)
        right = f"US{patent}" if patent else f"USA{application}"
        if not (patent or application) or right in seen:
            continue
        seen.add(right)
        yield Property(
            right=right,
            kind=_kind(patent, application),
            title=_at(lists, "inventionTitle", i),
            filed_on=_day(_at(lists, "filingDate", i)),
            published_on=_day(_at(lists, "publDate", i)),
            granted_on=_day(_at(lists, "issueDate", i)),
        )


def _kind(patent: str, application: str) -> RightKind | None:
    """By the letters of the patent number; series 29 and 35 (Hague) are design applications."""
    letters = patent.rstrip("0123456789")
    if letters in ("D", "DD") or (not patent and application[:2] in ("29", "35")):
        return RightKind.DESIGN
    return RightKind.INVENTION if letters in ("", "RE") else None


def _at(lists: Mapping[str, Sequence[str]], name: str, i: int) -> str:
    values = lists.get(name, ())
    return values[i] if i < len(values) and values[i] not in NOBODY else ""


def _day(text: str) -> date | None:
    """The day of an instant that stands for midnight in Washington; year 1 stands for no day."""
    if not text or text in NOBODY or text.startswith(NO_DAY):
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _problem(path: Path, line: int, code: str, zh: str, en: str) -> Problem:
    return Problem(code=code, says=Text(zh, en), at=Place(file=path.name, line=line))
