"""Family and legal XML of the EPO's Open Patent Services, one family member at a time.

Streamed: no entity is expanded, nothing is fetched, a document type is refused. What an event says stands in its ``L500``
fields; the gazette day is ``L007``, the day it took effect ``L525`` where the office tells it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text
from ipops.rights.safe_xml import declares_a_type

_OPS, _EX = "{http://ops.epo.org}", "{http://www.epo.org/exchange}"
MEMBER = f"{_OPS}family-member"
MOST_BYTES = 512 << 20
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A document of an office in DOCDB form: Chinese application numbers come without their check character."""

    country: str
    number: str
    kind: str
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalEvent:
    """``texts`` are the event's fields as (label, words); ``line`` is where it stands in the file."""

    country: str
    code: str
    on: date | None
    effective_on: date | None
    texts: tuple[tuple[str, str], ...]
    line: int

    @property
    def words(self) -> str:
        return "\n".join(w for _, w in self.texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    family: str
    application: Reference | None
    publication: Reference | None
    priorities: tuple[Reference, ...]
    events: tuple[LegalEvent, ...]
    line: int


def read_family(path: Path) -> Iterator[Member | Problem]:
    """Every family member of the file, in order; what cannot be used is a ``Problem`` with its line. A file that breaks off
    gives what came before the break."""
    if path.stat().st_size > MOST_BYTES:
        yield _problem(path, 1, "file-too-large", _TOO_LARGE.fill(limit=MOST_BYTES >> 20))
        return
    found = False
    with path.open("rb") as stream:
        if declares_a_type(stream):
            yield _problem(path, 1, "document-type", _DOCTYPE)
            return
        events = etree.iterparse(
            stream,
            events=("end",),
            tag=MEMBER,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        try:
            for _, node in events:
                found = True
                yield _member(node)
                node.clear()
                while node.getprevious() is not None:
                    del node.getparent()[0]
        except etree.XMLSyntaxError as broken:
            yield _problem(path, broken.lineno or 1, "broken-xml", _BROKEN.fill(why=broken.msg or "?"))
            return
    if not found:
        yield _problem(path, 1, "no-family", _NO_FAMILY)


def _member(node: Any) -> Member:
    return Member(
        family=node.get("family-id", ""),
        application=_reference(node.find(f"{_EX}application-reference")),
        publication=_reference(node.find(f"{_EX}publication-reference")),
        priorities=tuple(r for c in node.findall(f"{_EX}priority-claim") if (r := _reference(c)) is not None),
        events=tuple(map(_event, node.findall(f"{_OPS}legal"))),
        line=node.sourceline or 0,
    )


def _reference(node: Any) -> Reference | None:
    """The DOCDB form of a reference."""
    if node is None:
        return None
    for one in node.findall(f"{_EX}document-id"):
        if one.get("document-id-type") == "docdb":
            told = {
                name: (one.findtext(f"{_EX}{name}") or "").strip() for name in ("country", "doc-number", "kind", "date")
            }
            return Reference(
                country=told["country"], number=told["doc-number"], kind=told["kind"], on=day_of(told["date"])
            )
    return None


def _event(node: Any) -> LegalEvent:
    fields = {child.tag.removeprefix(_OPS): child for child in node if isinstance(child.tag, str)}
    told = fields.get("L500EP")
    texts = tuple(
        ((one.get("desc") or "").strip(), " ".join((one.text or "").split(" ")).strip())
        for one in (told if told is not None else ())
        if isinstance(one.tag, str) and (one.text or "").strip()
    )
    return LegalEvent(
        country=_text(fields, "L001EP"),
        code=_text(fields, "L008EP") or (node.get("code") or "").strip(),
        on=day_of(_text(fields, "L007EP")),
        effective_on=next((day_of(w) for label, w in texts if label.upper() == "EFFECTIVE DATE"), None),
        texts=texts,
        line=node.sourceline or 0,
    )


def _text(fields: dict[str, Any], name: str) -> str:
    return (fields[name].text or "").strip() if name in fields else ""


def day_of(text: str) -> date | None:
    """A day as ``20200115`` or ``2020-01-15``; year 1 stands for none."""
    m = _DAY.match(text.strip())
    try:
        day = date(int(m[1]), int(m[2]), int(m[3])) if m else None
    except ValueError:
        return None
    return day if day is not None and day.year > 1800 else None


def _problem(path: Path, line: int, code: str, says: Text) -> Problem:
    return Problem(code=code, says=says, at=Place(file=path.name, line=line))


_TOO_LARGE = Text("文件超过 {limit} MB；请分批导出。", "The file has more than {limit} MB; export it in parts.")
_DOCTYPE = Text(
    "文件含有文档类型声明（DOCTYPE），OPS 的应答不应有；未读取。请重新导出。",
    "The file declares a document type; an answer of OPS has none. It was not read; export it again.",
)
_BROKEN = Text(
    "XML 自此行起无法读取（{why}）；请补全文件后再次导入，已导入的不会重复。",
    "The XML cannot be read from this line on ({why}); complete the file and import it again, nothing is stored twice.",
)
_NO_FAMILY = Text(
    "文件中没有同族成员（family-member）；请导出 OPS 的 family 或 legal 应答。",
    "There is no family member in the file; export OPS's family or legal answer.",
)
