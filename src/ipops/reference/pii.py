"""Patent-intensive industries (2019): structure known, class codes not. Nothing may be published from it.

The official list of 188 class codes was not found; the candidates here are worked out from names and are nobody's
official list. A computation may use them to try itself out; ``may_publish`` refuses.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.outcome import Reason, Refused, Unknown
from ipops.kernel.text import Text
from ipops.reference.edition import Edition, rows_of
from ipops.reference.shared import shared_file

FOLDER = "pii-2019"
OFFICIAL_CLASSES = 188
LAW = Citation(document="知识产权（专利）密集型产业统计分类（2019）（国家统计局令第25号）", grade=Grade.C)
EDITION = Edition(
    title=Text("知识产权（专利）密集型产业统计分类", "statistical classification of patent-intensive industries"),
    edition="2019",
    source=f"reference/{FOLDER}/SOURCE.md",
    complete=False,
    gaps=(
        Text(
            "官方 188 个小类代码未找到；此处为推断。",
            "The 188 official class codes were not found; these are inferred.",
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subgroup:
    """``classes`` are inferred and only given where their number equals the source's; else ``prefixes`` hint."""

    code: str
    name: str
    group: str
    group_name: str
    rows_in_source: int
    classes: tuple[str, ...]
    prefixes: tuple[str, ...]

    @property
    def is_ambiguous(self) -> bool:
        return not self.classes


@dataclass(frozen=True)
class PatentIntensive:
    edition: Edition
    subgroups: tuple[Subgroup, ...]

    def may_publish(self) -> Refused:
        """Never with this list: the refusal names what must be loaded first."""
        known = sum(len(s.classes) for s in self.subgroups)
        says = Text(
            f"专利密集型产业目录不完整（{known}/{OFFICIAL_CLASSES} 个小类，均为推断），不得据以发布数据。请先载入官方目录。",
            f"The list of patent-intensive classes is incomplete ({known} of {OFFICIAL_CLASSES}, all inferred); "
            "no figure may be published from it. Load the official list first.",
        )
        return Refused(reasons=(Reason(code="pii-incomplete", says=says, cite=LAW),))


def patent_intensive() -> PatentIntensive | Unknown:
    """The structure with its candidates, or unknown without the shared files."""
    structure = shared_file("reference", FOLDER, "pii_structure.csv")
    candidates = shared_file("reference", FOLDER, "pii_candidates.csv")
    if isinstance(structure, Unknown):
        return structure
    return candidates if isinstance(candidates, Unknown) else _read(structure, candidates)


@lru_cache(maxsize=2)
def _read(structure: Path, candidates: Path) -> PatentIntensive:
    guessed = {r["subgroup_code"]: r for r in rows_of(candidates)}
    made = []
    for row in rows_of(structure):
        guess = guessed[row["subgroup_code"]]
        made.append(
            Subgroup(
                code=row["subgroup_code"],
                name=row["subgroup_zh"],
                group=row["group_code"],
                group_name=row["group_zh"],
                rows_in_source=int(row["n_rows_in_source"]),
                classes=tuple(guess["class_codes_if_count_matches"].split()),
                prefixes=tuple(guess["candidate_prefixes"].split()),
            )
        )
    return PatentIntensive(edition=EDITION, subgroups=tuple(made))
