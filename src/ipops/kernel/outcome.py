"""Answers that are not a plain yes: a problem with its place, a refusal with its reasons, an unknown with its lack.

Expected refusals are values; exceptions are for our bugs and broken worlds (style F5).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ipops.kernel.citation import Citation
from ipops.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in an input something is: file, line or row (1-based), sheet, column or cell, byte offset, field."""

    file: str = ""
    sheet: str = ""
    line: int | None = None
    column: str = ""
    offset: int | None = None
    field: str = ""

    def __str__(self) -> str:
        parts = [
            self.file,
            self.sheet,
            f"line {self.line}" if self.line is not None else "",
            self.column or self.field,
            f"byte {self.offset}" if self.offset is not None else "",
        ]
        return ", ".join(p for p in parts if p)

    def as_json(self) -> dict[str, Any]:
        full = {
            "file": self.file,
            "sheet": self.sheet,
            "line": self.line,
            "column": self.column,
            "offset": self.offset,
            "field": self.field,
        }
        return {k: v for k, v in full.items() if v not in ("", None)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong with an input: a stable code, a sentence that says what to do, and where it is."""

    code: str
    says: Text
    at: Place = Place()

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "says": self.says.as_json(), "at": self.at.as_json()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason for a refusal or a flag: code, sentence, the clause it rests on, the field and the facts it looked at."""

    code: str
    says: Text
    cite: Citation | None = None
    field: str = ""
    facts: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "says": self.says.as_json(),
            "cite": self.cite.as_json() if self.cite else None,
            "field": self.field,
            "facts": list(self.facts),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """No, with every reason at once. ``if isinstance(got, Refused)`` is how callers ask."""

    reasons: tuple[Reason, ...]

    def __post_init__(self) -> None:
        if not self.reasons:
            raise ValueError("A refusal needs at least one reason.")

    def as_json(self) -> dict[str, Any]:
        return {"code": "refused", "reasons": [r.as_json() for r in self.reasons]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A value that no source gives. It is neither zero nor a default; ``needs`` says what would settle it.

    ``cites`` is what *is* known around it: the document that governs it, the clause that leaves it open.
    """

    why: Text
    needs: Text | None = None
    cites: tuple[Citation, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "unknown": True,
            "why": self.why.as_json(),
            "needs": self.needs.as_json() if self.needs else None,
            "cites": [c.as_json() for c in self.cites],
        }
