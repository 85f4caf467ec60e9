"""One document as a feed gives it, before anything is resolved: plain rows for each table, numbers as written.

Rows are tuples in the order of ``ipops.corpus.feeds.raw``; a reader fills only what its source says. ``None`` is not known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ipops.kernel.text import Text

Row = tuple[Any, ...]


@dataclass(slots=True)
class Record:
    """One publication. ``document`` holds columns of ``raw.DOCUMENT`` by name; ``key`` is its key in the corpus."""

    key: str
    document: dict[str, Any] = field(default_factory=dict)
    parties: list[Row] = field(default_factory=list)
    citations: list[Row] = field(default_factory=list)
    literature: list[Row] = field(default_factory=list)
    classes: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    families: list[Row] = field(default_factory=list)
    priorities: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    assignments: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """Why a document cannot be used: a stable code and a sentence in both languages; ``line`` within the document."""

    code: str
    says: Text
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What came out of one stretch of a file: records (an answer of a service may hold several), or why none did; both only
    for a whole last document of a file that breaks off behind it.

    ``offset`` is the byte at which it starts (a table: its line), ``size`` its length in bytes. ``skipped`` counts what
    is no document at all, such as a sequence listing between two grants. ``raw`` are the bytes, kept for a bad one.
    """

    offset: int
    size: int
    records: tuple[Record, ...] = ()
    bad: Bad | None = None
    skipped: int = 0
    raw: bytes = b""
