"""What of a grant need not become a tree: its description, which no table holds, and its references, which are many and alike.

A tree of everything costs more than all that is read from it. So the bytes of both parts are taken out of the document first;
Expat looks whether they are well formed, which costs a quarter of a tree. What is not plain — a comment or CDATA anywhere, a part
that is there twice, stands in an instruction, is broken or built otherwise — stays in the document, and the tree is asked as ever:
nothing is read that the parser of the whole would have refused, and its words about a fault are those of the whole.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from xml.parsers import expat

from lxml import etree

from ipops.corpus.feeds.dates import day
from ipops.corpus.feeds.entities import expand
from ipops.corpus.feeds.us_references import References, origin_of
from ipops.corpus.feeds.xml import words

#: a part longer than this is for the parser of the whole, which has caps of its own on texts and depth
LONGEST = 8 << 20
_REFERENCES = (b"references-cited", b"us-references-cited")
#: a citation as nearly all are; what may follow in it says no number, kind, date or category
_ONE = re.compile(
    r"""<(patcit|nplcit)\ num="([^"<&]*)">\s*
    (?:<document-id>\s*
        <country>([^<&]*)</country>\s*
        <doc-number>([^<&]*)</doc-number>\s*
        (?:<kind>([^<&]*)</kind>\s*)?
        (?:<name>[^<]*</name>\s*)?
        (?:<date>([^<&]*)</date>\s*)?
     </document-id>
     |<othercit>(.*?)</othercit>)\s*
    </\1>\s*
    (?:<category>([^<&]*)</category>\s*)?
    (?:</?(?:classification-national|classification-cpc-text|country|main-classification|further-classification)>[^<]*)*
    </(?:us-)?citation>""",
    re.VERBOSE | re.DOTALL,
)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)


def lighten(body: bytes) -> tuple[bytes, References | None]:
    """The root element without its description and, if they could be read, without what it cites; named references expanded."""
    if b"!" in body and b"<!" in body:  # one byte is looked for much faster than two
        return expand(body), None
    body = expand(_without_description(body))
    for name in _REFERENCES:
        if span := _span(body, name):
            found = _read(body[span[0] : span[1]])
            if found is None:
                return body, None
            return body[: span[0]] + b"<" + name + b"/>" + body[span[1] :], found
    return body, None


def _without_description(body: bytes) -> bytes:
    span = _span(body, b"description")
    if span is None or not _well_formed(memoryview(body)[span[0] : span[1]]):
        return body
    return body[: span[0]] + body[span[1] :]


def _span(body: bytes, name: bytes) -> tuple[int, int] | None:
    """Where the first element of this name starts and the last one ends, if it has but one end tag and stands in no instruction.
    Two starts before one end need no look: either what is between or what is left is then broken."""
    open_, close = b"<" + name, b"</" + name + b">"
    start = body.find(open_)
    if start < 0 or body[start + len(open_)] not in b" >":
        return None
    end = body.find(close, start)
    if end < 0 or end - start > LONGEST or body.rfind(close) != end:
        return None
    if body.rfind(b"?", 0, start) >= 0 and body.rfind(b"<?", 0, start) > body.rfind(b"?>", 0, start):
        return None
    return start, end + len(close)


def _well_formed(part: memoryview | bytes) -> bool:
    try:
        expat.ParserCreate("utf-8", " ").Parse(part, True)
    except expat.ExpatError:
        return False
    return True


def _read(part: bytes) -> References | None:
    """The references of a plain list; ``None`` where one is built otherwise."""
    if b"<?" in part or not _well_formed(part):
        return None
    found = _ONE.findall(part.decode())
    if len(found) != part.count(b"<patcit") + part.count(b"<nplcit"):
        return None
    held = References([], [])
    for what, num, office, number, kind, on, said, category in found:
        sequence = int(num) if num.isdigit() else None
        if what == "nplcit":
            held.literature.append((sequence, _words(said), origin_of(category), None))
        elif number := number.strip():
            office, kind, on, origin = _beside(office, kind, on, category)
            raw = f"{office} {number} {kind}" if kind else f"{office} {number}"
            held.citations.append((True, raw, office, number, kind, on, origin, None, sequence))
    return held


@lru_cache(maxsize=1 << 16)
def _beside(office: str, kind: str, on: str, category: str) -> tuple[str, str | None, date | None, str | None]:
    """What stands beside a number: few of them, again and again."""
    return office.strip(), kind.strip() or None, day(on), origin_of(category)


def _words(said: str) -> str:
    return words(etree.fromstring(f"<o>{said}</o>", _PARSER)) if "<" in said or "&" in said else " ".join(said.split())
