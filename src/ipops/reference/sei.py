"""Strategic emerging industries: the 40 codes of the 2021 concordance with the IPC.

The concordance itself (34,598 IPC rows with keyword conditions) is not here, so whether a patent belongs is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.reference.edition import Edition, rows_of
from ipops.reference.shared import shared_file

FOLDER = "sei-2021"
EDITION = Edition(
    title=Text(
        "战略性新兴产业分类与国际专利分类参照关系表", "concordance of strategic emerging industries with the IPC"
    ),
    edition="2021 (试行), 国知办函规字〔2021〕121号",
    source=f"reference/{FOLDER}/SOURCE.md",
    complete=False,
    gaps=(Text("不含 34598 行 IPC 对照。", "The 34,598 IPC rows are not in it."),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeiCode:
    code: str
    name: str
    parent: str
    parent_name: str
    keyword_rules: int


@dataclass(frozen=True)
class EmergingIndustries:
    edition: Edition
    by_code: Mapping[str, SeiCode]

    def of_patent(self, symbols: tuple[str, ...]) -> Unknown:
        """Which industries a patent belongs to: not known from codes alone, whatever its symbols."""
        shown = "、".join(symbols) or "—"
        return Unknown(
            why=Text(
                f"没有 IPC 对照行，无法判断 {shown} 属于哪些战略性新兴产业。",
                f"Without the IPC rows it is not known which emerging industries {shown} belongs to.",
            ),
            needs=Text(
                "载入官方对照表；其中还有关键词条件，仅 IPC 相符不够。",
                "Load the official concordance; it has keyword conditions too, so an IPC match alone is not enough.",
            ),
        )


def emerging_industries() -> EmergingIndustries | Unknown:
    """The codes, or unknown without the shared files."""
    path = shared_file("reference", FOLDER, "sei_codes.csv")
    return path if isinstance(path, Unknown) else _read(path)


@lru_cache(maxsize=2)
def _read(path: Path) -> EmergingIndustries:
    found = {
        r["code"]: SeiCode(
            code=r["code"],
            name=r["name_zh"],
            parent=r["parent"],
            parent_name=r["parent_name_zh"],
            keyword_rules=int(r["n_keyword_rules_in_2021_table"]),
        )
        for r in rows_of(path)
    }
    return EmergingIndustries(edition=EDITION, by_code=found)
