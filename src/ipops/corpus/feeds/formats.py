"""Which format a stream is, told by its first bytes; never by its name. How much each counts where several speak of one document."""

from __future__ import annotations

from ipops.corpus.feeds.brs import BOUNDARY
from ipops.corpus.feeds.documents import format_of
from ipops.corpus.feeds.prologue import read_prologue

#: less counts more: the office's own full text, then what is made of it, then what people export
RANKS = {
    "uspto-xml-4": 10,
    "uspto-pap": 10,
    "uspto-sgml": 10,
    "uspto-aps": 10,
    "uspto-brs": 14,
    "json": 20,
    "epo-docdb": 30,
    "epo-ops": 40,
    "wipo-st96": 50,
    "table": 60,
    "uspto-assignments": 80,
}
UNKNOWN = "unknown"
_SIGNS = (b"<?xml ", b"<us-patent-", b"<PATDOC", b"<patent-application-publication", b"exchange-document ")
_TEXT = set(range(32, 127)) | {9, 10, 13}


def rank_of(kind: str) -> int:
    return RANKS.get(kind.partition(":")[0], 90)


def sniff(head: bytes) -> str:
    """The code of the format a stream begins like; ``unknown`` for what is neither XML, JSON, tagged text nor a table."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        return _markup(head, start)
    if start[:1] in (b"{", b"["):
        return "json"
    if BOUNDARY in head:
        return "uspto-brs"
    if b"\nPATN" in head[:4096] or start.startswith(b"PATN"):
        return "uspto-aps"
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "table"
    if any(m in head for m in _SIGNS):
        return "xml"  # its first bytes are damaged; what follows may be whole
    return UNKNOWN if _binary(head) else "table"


def _markup(head: bytes, start: bytes) -> str:
    if start[:64].lower().startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<style")):
        return UNKNOWN
    prologue = read_prologue(head)
    return (format_of(prologue.root) if prologue else None) or "xml"


def _binary(head: bytes) -> bool:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    odd = sum(b not in _TEXT and b < 128 for b in head[:4096])
    return odd > len(head[:4096]) // 100
