"""High-technology manufacturing (2017) and services (2018): which GB/T 4754 codes they hold, by name.

Rule: the official tables mark some classes with * (only a part belongs) and that mark is lost, so a yes always carries
its caution. Leaves whose name matches no class have no code; among the services that leaves room for doubt.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.reference.edition import Edition, rows_of
from ipops.reference.shared import shared_file

FOLDER = "hightech"
Part = Literal["manufacturing", "services"]
_FILES: dict[Part, str] = {"manufacturing": "hightech_manufacturing_2017.csv", "services": "hightech_services_2018.csv"}
_BY_HAND = {"药用辅料及包装材料": "2780"}  #: named in SOURCE.md as the same class under a differing name
_GAPS = (
    Text("官方表中的 * （仅部分属于）未保留。", "The official * (only a part of the class belongs) is lost."),
    Text("部分末级名称没有对应的行业代码。", "Some leaves have no industry code."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A lowest entry: its path of names, and the GB/T 4754 code, empty where no class has that name."""

    path: tuple[str, ...]
    code: str


@dataclass(frozen=True)
class HighTech:
    edition: Edition
    leaves: tuple[Leaf, ...]

    def entries(self, code: str) -> tuple[Leaf, ...]:
        """The entries that a GB/T 4754 class or its group stands under."""
        return tuple(leaf for leaf in self.leaves if leaf.code and code.startswith(leaf.code))

    def holds(self, code: str) -> bool | Unknown:
        """Whether a four-digit class is in it, perhaps in part; unknown while leaves without a code might hold it."""
        if self.entries(code):
            return True
        loose = [leaf.path[-1] for leaf in self.leaves if not leaf.code]
        if not loose:
            return False
        return Unknown(
            why=Text(
                f"{code} 未按名称对上，但有 {len(loose)} 个末级没有代码。",
                f"No entry has the name of {code}, but {len(loose)} leaves have no code.",
            ),
            needs=Text(f"人工核对：{'、'.join(loose)}。", f"Check by hand: {', '.join(loose)}."),
        )


def hightech(part: Part) -> HighTech | Unknown:
    """The list of manufacturing or of services, or unknown without the shared files."""
    path = shared_file("reference", FOLDER, _FILES[part])
    return path if isinstance(path, Unknown) else _read(path, part)


@lru_cache(maxsize=4)
def _read(path: Path, part: Part) -> HighTech:
    leaves = []
    for row in rows_of(path):
        if row["is_leaf"] == "1":
            names = tuple(p.strip() for p in row["path_zh"].split(" / "))
            leaves.append(Leaf(path=names, code=row["gbt4754_by_exact_name"] or _BY_HAND.get(names[-1], "")))
    year, title = (
        ("2017", Text("高技术产业（制造业）分类", "high-technology manufacturing"))
        if part == "manufacturing"
        else ("2018", Text("高技术产业（服务业）分类", "high-technology services"))
    )
    edition = Edition(title=title, edition=year, source=f"reference/{FOLDER}/SOURCE.md", complete=False, gaps=_GAPS)
    return HighTech(edition=edition, leaves=tuple(leaves))
