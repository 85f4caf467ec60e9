"""What a run left in its folder, read back: for pages, and for whoever has the folder only."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from ipops.kernel.text import Lang, Text

#: What may be taken along, with its type.
FILES = {
    "report.zh.pdf": "application/pdf",
    "report.zh.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "report.en.pdf": "application/pdf",
    "report.en.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "samples.csv": "text/csv; charset=utf-8",
    "hand_labels.csv": "text/csv; charset=utf-8",
    "study.json": "application/json",
}
_CODES = re.compile(r"[［\[](Q\d+(?:(?:、|, )Q\d+)*)[］\]]")
_CODE = re.compile(r"Q\d+")


@dataclass(frozen=True, slots=True)
class Results:
    """A folder with a whole result in it."""

    folder: Path
    told: dict[str, Any]

    def chapters(self, lang: Lang) -> list[tuple[str, str]]:
        """Titles and bodies; none in a language that the study was not written in."""
        path = self.folder / f"chapters.{lang}.json"
        return [(t, b) for t, b in json.loads(path.read_text(encoding="utf-8"))] if path.is_file() else []

    def files(self) -> list[str]:
        return [name for name in FILES if (self.folder / name).is_file()]

    def labels(self, node: str, start: int, most: int) -> tuple[int, list[dict[str, Any]]]:
        """How many documents stand under a node, those labelled by people first, and a page of them."""
        path = self.folder / "labels.parquet"
        if not path.is_file():
            return 0, []
        held = pq.read_table(path, filters=[("node", "=", node)]).sort_by(
            [("by", "ascending"), ("document", "ascending")]
        )
        rows: list[dict[str, Any]] = held.slice(start, most).to_pylist()
        return held.num_rows, rows

    def sample(self) -> list[dict[str, str]]:
        """The sheet drawn for recall and precision, with the verdicts read back."""
        path = self.folder / "samples.csv"
        if not path.is_file():
            return []
        with path.open(encoding="utf-8-sig", newline="") as f:
            return list(csv.DictReader(f))

    @property
    def nodes(self) -> list[str]:
        return [n["code"] for n in self.told["tree"]]

    @property
    def mark(self) -> str:
        """The hash of the frozen set."""
        return str(self.told["sets"][self.told["landscape"]]["mark"])

    def documents(self) -> Path | None:
        """What there is to label and to judge; ``None`` in a folder that was made before this was written."""
        path = self.folder / "documents.parquet"
        return path if path.is_file() else None

    def document(self, key: str) -> dict[str, Any] | None:
        """One of the documents that may be labelled or judged."""
        path = self.documents()
        found = pq.read_table(path, filters=[("document", "=", key)]).to_pylist() if path else []
        return found[0] if found else None

    def query(self, code: str) -> tuple[Text, str, list[list[str]]] | None:
        """What it asks, how, and its answer with the heads first."""
        known = {q["code"]: q["title"] for q in self.told["queries"]}
        if code not in known:
            return None
        how = (self.folder / "queries" / f"{code}.sql").read_text(encoding="utf-8")
        with (self.folder / "queries" / f"{code}.csv").open(encoding="utf-8-sig", newline="") as f:
            return Text(**known[code]), how, list(csv.reader(f))


def codes_in(says: str) -> list[str]:
    """The queries that a sentence names in brackets."""
    return [code for found in _CODES.findall(says) for code in _CODE.findall(found)]


def results_in(folder: Path) -> Results | None:
    """``study.json`` is written last: without it there is no result yet."""
    path = folder / "study.json"
    return Results(folder, json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


def linked(html: str, href: str) -> str:
    """Codes of queries in brackets become links; ``{}`` in ``href`` is the code."""

    def link(found: re.Match[str]) -> str:
        return _CODE.sub(lambda c: f'<a href="{href.format(c[0])}">{c[0]}</a>', found[0])

    return _CODES.sub(link, html)
