"""Layouts of papers as pack data: which parts, in which order, under which words. Ours until an official annex is loaded.

<code>/layouts/<name>.yaml. ``part`` is a part the program knows how to fill; what it fills is never written here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field

from ipops.kernel.citation import Citation
from ipops.kernel.text import Text
from ipops.policy.register import Desk
from ipops.policy.shapes import Both, CiteShape, Shape, checked


class Part(StrEnum):
    """What a part of a paper can show."""

    WORDS = "words"  #: the sentence of the layout itself
    FACTS = "facts"  #: who, which year, which pack, score, grade, money
    TARGETS = "targets"  #: floor, promise, plan, result of every goal
    SCORES = "scores"  #: the score sheet, item by item
    REASONS = "reasons"  #: why a figure deviates
    EVIDENCE = "evidence"  #: papers with their digests
    RANKING = "ranking"  #: applications in order
    SHEETS = "sheets"  #: every expert's points
    OBJECTIONS = "objections"
    MONEY = "money"  #: accounts and execution
    TASKS = "tasks"


class PartShape(Shape):
    part: Annotated[Part, Field(strict=False)]
    says: Both
    words: Both | None = None


class LayoutShape(Shape):
    says: Both
    official: bool = False
    reviewed_on: date
    since: date
    cite: CiteShape
    seals: list[Both] = Field(default=[])
    parts: list[PartShape]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    part: Part
    heading: Text
    words: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """``official`` is true only for a layout re-expressed from an annex that was at hand; every other says that it is ours."""

    name: str
    title: Text
    official: bool
    since: date
    cite: Citation
    seals: tuple[Text, ...]
    pieces: tuple[Piece, ...]
    pack: str


def read_layout(path: Path, desk: Desk, pack: str) -> Layout | None:
    """The layout, or ``None`` with problems on the desk's sheet."""
    shape = checked(LayoutShape, desk.sheet)
    if shape is None:
        return None
    cite = desk.cited(shape.cite, ())
    if cite is None:
        return None
    return Layout(
        name=path.stem,
        title=shape.says.text,
        official=shape.official,
        since=shape.since,
        cite=cite,
        seals=tuple(s.text for s in shape.seals),
        pieces=tuple(
            Piece(part=p.part, heading=p.says.text, words=p.words.text if p.words else None) for p in shape.parts
        ),
        pack=pack,
    )
