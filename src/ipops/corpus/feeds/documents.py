"""One stretch of XML to its records: which reader reads which root. Whatever goes wrong in one stays with that one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ipops.corpus.feeds import docdb, ops, st96, us_assignments, us_pap, us_sgml, us_xml
from ipops.corpus.feeds.faults import fault_of
from ipops.corpus.feeds.pieces import Piece, local
from ipops.corpus.feeds.record import Bad, Read, Record
from ipops.corpus.feeds.xml import parse
from ipops.kernel.text import Text

Reader = Callable[[Any], "Record | tuple[Record, ...] | None"]
#: local name of the root: its reader, whether it comes with namespaces, and its format's code
_READERS: dict[str, tuple[Reader, bool, str]] = {
    **dict.fromkeys(us_xml.ROOTS, (us_xml.read_us, False, "uspto-xml-4")),
    "PATDOC": (us_sgml.read_patdoc, False, "uspto-sgml"),
    "patent-application-publication": (us_pap.read_pap, False, "uspto-pap"),
    "patent-assignment": (us_assignments.read_assignment, False, "uspto-assignments"),
    "doc": (us_assignments.read_found, False, "uspto-assignments"),
    "exchange-document": (docdb.read_exchange, True, "epo-docdb"),
    "world-patent-data": (ops.read_answer, True, "epo-ops"),
    **dict.fromkeys(st96.ROOTS, (st96.read_st96, True, "wipo-st96")),
}


def format_of(root: str) -> str | None:
    """The code of the format whose documents or containers have this root; ``None`` for one we do not know."""
    name = local(root)
    inside = {
        "exchange-documents": "exchange-document",
        "us-patent-assignments": "patent-assignment",
        "response": "doc",
        "CPCMasterClassificationFile": "CPCMasterClassificationRecord",
    }.get(name, name)
    return _READERS[inside][2] if inside in _READERS else None


def read_piece(piece: Piece) -> Read:
    """What one stretch holds."""
    if piece.skip:
        return Read(offset=piece.offset, size=piece.size, skipped=1)
    outcome = _ENDLESS if piece.endless else _outcome(piece)
    bad = outcome if isinstance(outcome, Bad) else None
    if piece.fault is not None:
        bad = fault_of(piece.fault)
    records = outcome if not isinstance(outcome, Bad) else ()
    return Read(offset=piece.offset, size=piece.size, records=records, bad=bad, raw=piece.data)


def _outcome(piece: Piece) -> tuple[Record, ...] | Bad:
    name = local(piece.root)
    known = _READERS.get(name)
    if known is None:
        # the parser says more than we can where there is no root, or a root cut in half
        tree = parse(piece.data, fragment=True)
        return tree if isinstance(tree, Bad) else Bad(code="unknown-root", says=_UNKNOWN.fill(root=piece.root or "?"))
    reader, namespaces, _ = known
    tree = parse(piece.data, fragment=namespaces, prologue=piece.prologue)
    if isinstance(tree, Bad):
        return tree
    try:
        found = reader(tree)
    except Exception as odd:  # one document of a shape no reader expects must not end the file
        return Bad(code="unreadable", says=_ODD.fill(detail=f"{type(odd).__name__}: {odd}"))
    records = found if isinstance(found, tuple) else ((found,) if found is not None else ())
    return records or _NO_NUMBER


_UNKNOWN = Text(
    "根元素 {root} 不是已知的专利文献格式。",
    "The root element {root} belongs to no format of patent documents known here.",
)
_NO_NUMBER = Bad(
    code="no-number",
    says=Text(
        "文献没有公布号或申请号（或清单长度不一），无法归档；请核对来源。",
        "The document has no publication or application number (or its lists differ in length) and cannot be filed; check its source.",
    ),
)
_ODD = Text(
    "文献结构与格式不符，无法读取（{detail}）；原文已保留。",
    "The document is not built as its format asks and could not be read ({detail}); its bytes are kept.",
)
_ENDLESS = Bad(
    code="endless-document",
    says=Text("一件文献超过 96 MB，未读取。", "One document has more than 96 MB and was not read."),
)
