"""What stands before the root element: byte order mark, declaration, document type. Read, judged and cut off.

The parser never sees a document type, so no entity can be declared, no file opened, nothing expanded. NDATA declarations
(figures) are harmless and dropped. A general entity that a document declares *and uses* is refused: its text is not in our
table, and a document that needs one is no publication of any office.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, lookup
from dataclasses import dataclass

from ipops.corpus.feeds.record import Bad
from ipops.kernel.text import Text

_XML = re.compile(rb"<\?xml\s[^>]*?\?>")
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_SKIP = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DOCTYPE = re.compile(rb"<!DOCTYPE(?=[\s\[])")
#: inside a document type: quoted texts, comments, instructions, brackets, its end
_PART = re.compile(rb"""<!--.*?-->|<\?.*?\?>|"[^"]*"|'[^']*'|[\[\]>]""", re.DOTALL)
_DECLARED = re.compile(rb"<!ENTITY\s+([A-Za-z_:][\w:.-]*)\s+([^>]*)>")
#: what nearly every document of an office begins with: nothing declared, nothing to judge
_PLAIN = re.compile(
    rb"""<\?xml\ version="1\.0"\ encoding="UTF-8"\?>\s*
    (?:<!DOCTYPE\ [\w.:-]+(?:\ SYSTEM\ "[^"]*")?\s*(?:\[\s*\]\s*)?>\s*)?<([A-Za-z_][\w.:-]*)(?=[\s>])""",
    re.VERBOSE,
)
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)")
_SAME = ("utf-8", "ascii")


@dataclass(frozen=True, slots=True)
class Prologue:
    """``root`` is the qualified name of the root element, ``body`` at which byte it starts."""

    root: str
    body: int
    encoding: str
    declared: frozenset[bytes]


def read_prologue(data: bytes, start: int = 0) -> Prologue | None:
    """The prologue of the document that begins at ``start``; ``None`` where no root element is in sight."""
    if plain := _PLAIN.match(data, start):
        return Prologue(plain[1].decode(), plain.start(1) - 1, "utf-8", frozenset())
    at, encoding, declared = start, "utf-8", frozenset[bytes]()
    if data.startswith(BOM_UTF8, at):
        at += 3
    while True:
        if form := _XML.match(data, at):
            named = _ENCODING.search(form[0])
            encoding = named[1].decode().lower() if named else encoding
            at = form.end()
        elif form := _SKIP.match(data, at):
            at = form.end()
        elif _DOCTYPE.match(data, at):
            end = _doctype_end(data, at)
            if end is None:
                return None
            if b"ENTITY" in data[at:end]:
                declared |= {m[1] for m in _DECLARED.finditer(data, at, end) if b"NDATA" not in m[2]}
            at = end
        else:
            break
    root = _ROOT.match(data, at)
    return Prologue(root[1].decode(), at, encoding, declared) if root else None


def _doctype_end(data: bytes, at: int) -> int | None:
    depth = 0
    for part in _PART.finditer(data, at):
        match part[0]:
            case b"[":
                depth += 1
            case b"]":
                depth -= 1
            case b">" if depth <= 0:
                return part.end()
    return None


def body_of(data: bytes, prologue: Prologue) -> bytes | Bad:
    """The root element in UTF-8, ready for the parser, or why it may not be parsed."""
    body = data[prologue.body :] if prologue.body else data
    for name in prologue.declared:
        if b"&" + name + b";" in body:
            return Bad(code="entity-declared", says=_ENTITY.fill(name=name.decode("utf-8", "replace")))
    if prologue.encoding in _SAME:
        return body
    try:
        if lookup(prologue.encoding).name in _SAME:
            return body
        return body.decode(prologue.encoding).encode()
    except (LookupError, UnicodeError) as e:
        return Bad(code="encoding", says=_ENCODED.fill(name=prologue.encoding, detail=str(e)))


_ENTITY = Text(
    "文献自行声明并使用了实体“{name}”；为防实体膨胀与外部读取，未予展开。请改用字符本身后重新载入。",
    "The document declares an entity “{name}” of its own and uses it; it was not expanded, lest entities swell or read other files. "
    "Write the character itself and load it again.",
)
_ENCODED = Text(
    "文献声明的编码 {name} 无法解码（{detail}）。",
    "The document does not decode in the encoding it declares, {name} ({detail}).",
)
