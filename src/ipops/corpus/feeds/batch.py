"""What became of a stretch of a file: documents set aside, keys of those written, and where reading goes on."""

from __future__ import annotations

from dataclasses import dataclass

from ipops.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """One document that could not be read: where it stands, why, and under which name its bytes are kept."""

    offset: int
    bytes: int
    code: str
    says: Text
    line: int | None
    raw_sha256: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What became of a stretch: the keys of its records, what was set aside, and where reading goes on. ``segment`` is the
    number under which records were written, ``None`` if there were none."""

    at: int
    keys: list[str]
    bad: list[Quarantined]
    skipped: int
    segment: int | None
