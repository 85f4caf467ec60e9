"""One document as a feed gives it, before anything is resolved: plain rows for each table, numbers as written.

Rows are tuples in the order of ``ipops.corpus.feeds.raw``; a reader fills only what its source says. ``None`` is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ipops.kernel.text import Text

Row = tuple[Any, ...]


_LISTS = (
    "parties", "citations", "literature", "classes", "claims", "families", "priorities", "events", "assignments",
)  # fmt: skip


class Record:
    """One publication. ``document`` holds columns of ``raw.DOCUMENT`` by name; ``key`` is its key in the corpus. There is one for each
    row of an export, so it is made by hand: lists by their factories took as long as reading the row."""

    __slots__ = ("document", "key", *_LISTS)

    def __init__(self, key: str, document: dict[str, Any] | None = None) -> None:
        self.key = key
        self.document: dict[str, Any] = {} if document is None else document
        self.parties: list[Row] = []
        self.citations: list[Row] = []
        self.literature: list[Row] = []
        self.classes: list[Row] = []
        self.claims: list[Row] = []
        self.families: list[Row] = []
        self.priorities: list[Row] = []
        self.events: list[Row] = []
        self.assignments: list[Row] = []

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and all(getattr(self, n) == getattr(other, n) for n in self.__slots__)

    __hash__ = None  # type: ignore[assignment]  # it is filled after it is made


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
