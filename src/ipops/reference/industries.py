"""GB/T 4754-2017 国民经济行业分类 with its amendment of 2019: sections A-T, divisions, groups, classes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.reference.edition import Edition, rows_of
from ipops.reference.shared import shared_file

FOLDER = "gbt4754-2017"
EDITION = Edition(
    title=Text("国民经济行业分类", "industrial classification for national economic activities"),
    edition="GB/T 4754-2017, amendment 1 (2019)",
    source=f"reference/{FOLDER}/SOURCE.md",
    gaps=(Text("未与纸质标准核对；没有英文名称。", "Not checked against the printed standard; no English names."),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Industry:
    """``level`` is 1 门类, 2 大类, 3 中类, 4 小类; ``section`` its letter; ``note`` what is odd about the row."""

    code: str
    level: int
    name: str
    parent: str
    section: str
    note: str
    description: str


@dataclass(frozen=True)
class Industries:
    edition: Edition
    by_code: Mapping[str, Industry]

    def __contains__(self, code: str) -> bool:
        return code in self.by_code

    def name(self, code: str) -> str | None:
        found = self.by_code.get(code)
        return found.name if found else None

    def section(self, code: str) -> str | None:
        """The letter of the section that a code belongs to, ``None`` for a code that is not in the list."""
        found = self.by_code.get(code)
        return found.section if found else None

    def children(self, code: str) -> tuple[Industry, ...]:
        return tuple(i for i in self.by_code.values() if i.parent == code)

    def is_within(self, code: str, wider: str) -> bool:
        """Whether ``code`` is ``wider`` or lies in it."""
        at: str | None = code
        while at and at in self.by_code:
            if at == wider:
                return True
            at = self.by_code[at].parent
        return False


def industries() -> Industries | Unknown:
    """The list, or unknown without the shared files."""
    path = shared_file("reference", FOLDER, "industries.csv")
    return path if isinstance(path, Unknown) else _read(path)


@lru_cache(maxsize=2)
def _read(path: Path) -> Industries:
    found = {
        r["code"]: Industry(
            code=r["code"],
            level=int(r["level"]),
            name=r["name_zh"],
            parent=r["parent_code"],
            section=r["section"],
            note=r["note"],
            description=r["description_zh"],
        )
        for r in rows_of(path)
    }
    return Industries(edition=EDITION, by_code=found)
