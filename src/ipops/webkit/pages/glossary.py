"""The glossary as pages show it: read from ``docs/glossary.md``, which a test holds the whole code against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ipops.kernel.text import Text

FILE = Path(__file__).resolve().parents[4] / "docs" / "glossary.md"
_HEAD = re.compile(r"^## (?P<zh>[^·]+)· (?P<en>.+)$")
_ROW = re.compile(r"^\| (?P<zh>[^|]+?) \| (?P<en>[^|]+?) \| ?(?P<note>[^|]*?) ?\|$")


@dataclass(frozen=True, slots=True)
class Entry:
    """``note`` is in English, as the file has it; empty if there is none."""

    term: Text
    note: str


@dataclass(frozen=True, slots=True)
class Section:
    title: Text
    entries: tuple[Entry, ...]


@cache
def sections() -> tuple[Section, ...]:
    """By heading, in the order of the file; none where the program was installed without its documents."""
    return tuple(_sections(FILE.read_text(encoding="utf-8"))) if FILE.is_file() else ()


def _sections(text: str) -> Iterator[Section]:
    title: Text | None = None
    rows: list[Entry] = []
    for line in text.splitlines():
        if head := _HEAD.match(line):
            if title and rows:
                yield Section(title, tuple(rows))
            title, rows = Text(head["zh"].strip(), head["en"].strip()), []
        elif (row := _ROW.match(line)) and row["en"] != "English":
            rows.append(Entry(Text(row["zh"], row["en"]), row["note"].replace("*", "")))
    if title and rows:
        yield Section(title, tuple(rows))
