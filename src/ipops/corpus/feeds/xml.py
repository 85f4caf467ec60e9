"""Bytes of one document to a tree: no document type, no network, our own entities, libxml2's caps on depth and text."""

from __future__ import annotations

from typing import Any

from lxml import etree

from ipops.corpus.feeds.entities import expand
from ipops.corpus.feeds.prologue import Prologue, body_of, read_prologue
from ipops.corpus.feeds.record import Bad
from ipops.kernel.text import Text

_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
    collect_ids=False,
)
#: fragments of a container come without their declarations; these prefixes are the offices' own
_PREFIXES = {
    "exch": "http://www.epo.org/exchange",
    "ops": "http://ops.epo.org",
    "reg": "http://www.epo.org/register",
    "xlink": "http://www.w3.org/1999/xlink",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "com": "http://www.wipo.int/standards/XMLSchema/ST96/Common",
    "pat": "http://www.wipo.int/standards/XMLSchema/ST96/Patent",
    "uspat": "patent:uspto:doc:us:gov",
    "mml": "http://www.w3.org/1998/Math/MathML",
    "tbl": "http://www.oasis-open.org/tables/exchange/1.0",
}
_OPEN = ("<w " + " ".join(f'xmlns:{p}="{a}"' for p, a in _PREFIXES.items()) + ">").encode()
_TRAILER = b" \t\r\n\0\x0c\x1a\xef\xbb\xbf"


def parse(data: bytes, *, fragment: bool = False, prologue: Prologue | None = None) -> Any | Bad:
    """The root element, or why the document cannot be read. ``fragment``: prefixes may lack declarations, and every name
    comes back without its namespace. ``prologue``: what stands before the root, if it was read already."""
    prologue = prologue or read_prologue(data)
    if prologue is None:
        return Bad(code="no-root", says=_NO_ROOT)
    body = body_of(data, prologue)
    if isinstance(body, Bad):
        return body
    body = expand(body.rstrip(_TRAILER))
    if not fragment:
        return _tree_of(body)
    wrapped = _tree_of(_OPEN + body + b"</w>")
    return wrapped if isinstance(wrapped, Bad) else _without_namespaces(wrapped[0])


def _tree_of(body: bytes) -> Any | Bad:
    """The root element of bytes that hold nothing else, or why they cannot be read."""
    try:
        return etree.fromstring(body, _PARSER)
    except etree.XMLSyntaxError as broken:
        return broken_xml(broken)
    except ValueError as unreadable:
        return Bad(code="broken-xml", says=_BROKEN.fill(detail=str(unreadable)))


def broken_xml(broken: etree.XMLSyntaxError) -> Bad:
    return Bad(code="broken-xml", says=_BROKEN.fill(detail=broken.msg or "?"), line=broken.lineno)


def _without_namespaces(root: Any) -> Any:
    for element in root.iter():
        tag = element.tag
        if tag[0] == "{":
            element.tag = tag.rpartition("}")[2]
    return root


def words(element: Any) -> str:
    """All text of an element, in one line."""
    said: str = etree.tostring(element, method="text", encoding="unicode", with_tail=False)
    return " ".join(said.split())


def text(parent: Any, path: str) -> str | None:
    """The text of the first element at ``path``, trimmed; ``None`` if there is none or it is empty."""
    found = parent.findtext(path)
    return (found.strip() or None) if found else None


_NO_ROOT = Text(
    "找不到根元素，不是 XML 文献，或文献类型声明没有结束。",
    "There is no root element: this is no XML document, or its document type never ends.",
)
_BROKEN = Text(
    "XML 无法解析（{detail}）；请向来源核对或重新下载该文献。",
    "The XML cannot be parsed ({detail}); check the document at its source, or fetch it again.",
)
