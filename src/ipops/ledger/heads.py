"""A head says: at this moment the first ``size`` entries had these roots. Kept, shown, and carried out of the house."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text
from ipops.ledger import merkle
from ipops.ledger.canonical import instant
from ipops.ledger.merkle import HashName, Nodes

FORM = 1
_KEYS = {"form", "sealed_at", "sha256", "size", "sm3"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Roots are 64 lower-case hex digits; ``sm3_root`` is empty where the sealing machine had no SM3."""

    size: int
    sha256_root: str
    sm3_root: str
    sealed_at: datetime

    def __post_init__(self) -> None:
        if self.size < 0 or not _is_hash(self.sha256_root) or (self.sm3_root and not _is_hash(self.sm3_root)):
            raise ValueError("A head has a size and roots of 64 lower-case hex digits.")
        if self.sealed_at.utcoffset() != UTC.utcoffset(None):
            raise ValueError("sealed_at is UTC.")

    def root(self, hash_name: HashName) -> str:
        return self.sha256_root if hash_name == merkle.SHA256 else self.sm3_root

    def as_json(self) -> dict[str, Any]:
        return {
            "form": FORM,
            "sealed_at": instant(self.sealed_at),
            "sha256": self.sha256_root,
            "size": self.size,
            "sm3": self.sm3_root,
        }

    def as_line(self) -> str:
        """The head as one line of canonical JSON, without the line's end."""
        return json.dumps(self.as_json(), separators=(",", ":"), sort_keys=True)

    def says_the_same_as(self, other: Head) -> bool:
        """Same size and roots, whenever sealed; an SM3 root that one of the two lacks does not count against them."""
        roots = [(self.sha256_root, other.sha256_root), (self.sm3_root, other.sm3_root)]
        return self.size == other.size and all(a == b for a, b in roots if a and b)


def _is_hash(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def head_at(nodes: Mapping[HashName, Nodes], size: int, sealed_at: datetime) -> Head:
    """The head over the first ``size`` leaves of the trees (one per hash, SHA-256 always, SM3 where available)."""
    return Head(
        size=size,
        sha256_root=merkle.root_at(nodes["sha256"], size).hex(),
        sm3_root=merkle.root_at(nodes["sm3"], size).hex() if "sm3" in nodes else "",
        sealed_at=sealed_at,
    )


def head_from_json(plain: Any) -> Head:
    """Raises ``ValueError`` for anything that ``as_json`` would not have written."""
    try:
        if plain.keys() != _KEYS or plain["form"] != FORM or type(plain["size"]) is not int:
            raise ValueError
        made = Head(
            size=plain["size"],
            sha256_root=plain["sha256"],
            sm3_root=plain["sm3"],
            sealed_at=datetime.fromisoformat(plain["sealed_at"]).astimezone(UTC),
        )
        if made.as_json() != plain:
            raise ValueError
    except (AttributeError, KeyError, TypeError, ValueError):
        raise ValueError("This is no head in form 1.") from None
    return made


def read_heads(text: str, *, file: str = "") -> tuple[Head, ...] | Problem:
    """Heads that somebody kept, one JSON a line; the first line that is none is told with its number."""
    made = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                made.append(head_from_json(json.loads(line)))
            except ValueError:
                says = Text("此行不是封印（第 1 版格式）。", "This line is no head in form 1.")
                return Problem(code="not-a-head", says=says, at=Place(file=file, line=number))
    return tuple(made)
