"""The 45 class headings of the Nice classification in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.reference.edition import Edition, rows_of
from ipops.reference.shared import shared_file

FOLDER = "nice-classes"
UNCHECKED = frozenset({25, 38, 43})  #: headings rewritten by hand where the source was worded freely
EDITION = Edition(
    title=Text("商标注册用商品和服务国际分类", "Nice classification"),
    edition="NCL 11",
    source=f"reference/{FOLDER}/SOURCE.md",
    gaps=(
        Text("不是 NCL 12（2025）或 NCL 13（2026）的文字。", "Not the text of NCL 12 (2025) or NCL 13 (2026)."),
        Text("第 25、38、43 类标题待核对。", "The headings of classes 25, 38 and 43 are to be checked."),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NiceClass:
    number: int
    goods: bool
    heading: str
    checked: bool


@dataclass(frozen=True)
class NiceClasses:
    edition: Edition
    by_number: Mapping[int, NiceClass]


def nice_classes() -> NiceClasses | Unknown:
    """The list, or unknown without the shared files."""
    path = shared_file("reference", FOLDER, "nice_classes_zh.csv")
    return path if isinstance(path, Unknown) else _read(path)


@lru_cache(maxsize=2)
def _read(path: Path) -> NiceClasses:
    found = {
        int(r["class"]): NiceClass(
            number=int(r["class"]),
            goods=r["kind"] == "goods",
            heading=r["heading_zh"],
            checked=int(r["class"]) not in UNCHECKED,
        )
        for r in rows_of(path)
    }
    return NiceClasses(edition=EDITION, by_number=found)
