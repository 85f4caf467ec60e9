"""The glossary as pages show it: read from ``docs/glossary.md``, which a test holds the whole code against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ipops.kernel.text import EN, Text
from ipops.webkit.pages import lang

FILE = Path(__file__).resolve().parents[4] / "docs" / "glossary.md"
_HEAD = re.compile(r"^## (?P<zh>[^·]+)· (?P<en>.+)$")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ROW = re.compile(r"^\| (?P<zh>[^|]+?) \| (?P<en>[^|]+?) \| ?(?P<note>[^|]*?) ?\|$")


@dataclass(frozen=True, slots=True)
class Entry:
    """``note`` is in English, as the file has it; empty if there is none."""

    term: Text
    note: str

    @property
    def note_here(self) -> str:
        """The note where the reader's language has it: in English, or where it quotes a Chinese law."""
        return self.note if lang.current() == EN or _CHINESE.search(self.note) else ""


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
