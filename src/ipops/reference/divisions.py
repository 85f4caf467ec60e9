"""Provinces, cities, counties: names, parents, and which lies in which. Codes are six digits of text (GB/T 2260).

Rule 1: containers such as 1101 市辖区 or 4290 省直辖县级行政区划 are no places; what is in them belongs to the province.
Rule 2: a name alone may mean several places (朝阳区, 江北区); then the answer is unknown and lists them. Put the
municipality or the city in front of it: 北京市朝阳区, 宁波市江北区. A city that is also its own only area (嘉峪关市) is
the city.
Rule 3: ``CN`` is the country. The demo city's places are always there and always labelled demo.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.reference.demo_places import DEMO_PARENTS, DEMO_PLACES
from ipops.reference.edition import Edition, rows_of
from ipops.reference.shared import shared_file

COUNTRY = "CN"
FOLDER = "cn-divisions-2023"
EDITION = Edition(
    title=Text("统计用区划代码", "statistical division codes"),
    edition="2023 (as of 2023-06-30)",
    source=f"reference/{FOLDER}/SOURCE.md",
    gaps=(
        Text("不含香港、澳门、台湾。", "Hong Kong, Macao and Taiwan are not in it."),
        Text("不含 2023 年年中以后的变更和已撤销的代码。", "Nothing after mid-2023, no abolished codes."),
    ),
)
DEMO_EDITION = Edition(
    title=Text("演示区划", "demo divisions"), edition="demo", source="ipops.reference.demo_places", complete=False
)
_CONTAINERS = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")


def six_digits(code: str) -> str:
    """``"37"`` → ``"370000"``, ``"3701"`` → ``"370100"``."""
    return code if code == COUNTRY else f"{code:0<6}"


@dataclass(frozen=True)
class Divisions:
    """Names and parents by code. Codes of two and four digits are read as provinces and cities."""

    edition: Edition
    names: Mapping[str, Text]
    parents: Mapping[str, str]
    _by_name: dict[str, list[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index: dict[str, list[str]] = defaultdict(list)
        for code, name in self.names.items():
            index[name.zh].append(code)
        object.__setattr__(self, "_by_name", dict(index))

    def __contains__(self, code: str) -> bool:
        return six_digits(code) in self.names

    def name(self, code: str) -> str | None:
        """The Chinese name, ``None`` for a code that is not in the list."""
        found = self.names.get(six_digits(code))
        return found.zh if found else None

    def title(self, code: str) -> Text:
        """For headings: the name in both languages as far as there are two, or the code itself for a stranger."""
        return self.names.get(six_digits(code)) or Text(code, code)

    def full_name(self, code: str) -> str | None:
        """With everything above it but the country: ``"500105"`` → ``"重庆市江北区"``."""
        if self.name(code) is None:
            return None
        above = [c for c in self.ancestors(code) if c != COUNTRY]
        return "".join(str(self.names[c]) for c in [*reversed(above), six_digits(code)])

    def parent(self, code: str) -> str | None:
        """The code one level up; ``CN`` for a province, ``None`` for the country and for strangers."""
        return self.parents.get(six_digits(code))

    def ancestors(self, code: str) -> tuple[str, ...]:
        """All codes above it, the nearest first."""
        found: list[str] = []
        at = self.parent(code)
        while at is not None:
            found.append(at)
            at = self.parents.get(at)
        return tuple(found)

    def children(self, code: str) -> tuple[str, ...]:
        above = six_digits(code)
        return tuple(c for c, p in self.parents.items() if p == above)

    def is_within(self, code: str, ancestor: str) -> bool:
        """Whether the place is ``ancestor`` or lies in it. Strangers lie nowhere but in the country."""
        inner, outer = six_digits(code), six_digits(ancestor)
        return inner == outer or outer == COUNTRY or outer in self.ancestors(inner)

    def named(self, name: str) -> str | Unknown:
        """The code of a name, alone or with the city or province in front; unknown if none or several fit."""
        name = name.strip()
        fits = self._by_name.get(name, []) or [
            code
            for tail in (name[i:] for i in range(1, len(name)))
            for code in self._by_name.get(tail, ())
            if self._is_path(name[: len(name) - len(tail)], code)
        ]
        outermost = tuple(c for c in fits if not set(self.ancestors(c)) & set(fits))
        if len(outermost) == 1:
            return outermost[0]
        return _several(name, outermost, self) if outermost else _none(name, self.edition)

    def _is_path(self, front: str, code: str) -> bool:
        """Whether ``front`` is made of names above ``code``, outermost first, some of them perhaps left out."""
        above = [self.names[c].zh for c in reversed(self.ancestors(code)) if c != COUNTRY]
        for zh in above:
            front = front.removeprefix(zh)
        return not front


def _none(name: str, edition: Edition) -> Unknown:
    return Unknown(
        why=Text(
            f"区划表（{edition.edition}）中没有“{name}”。", f"The list of divisions ({edition.edition}) has no {name}."
        ),
        needs=Text("请写全称，或直接写六位区划代码。", "Write the full name, or the six-digit code."),
    )


def _several(name: str, codes: tuple[str, ...], at: Divisions) -> Unknown:
    listed = "、".join(f"{at.full_name(c)} {c}" for c in codes)
    return Unknown(
        why=Text(f"“{name}”不止一处：{listed}。", f"There is more than one {name}: {listed}."),
        needs=Text("请在前面写上所属的市或省。", "Put the city or the province in front of it."),
    )


@lru_cache(maxsize=1)
def demo_divisions() -> Divisions:
    return Divisions(
        edition=DEMO_EDITION,
        names={COUNTRY: Text("全国", "China"), **DEMO_PLACES},
        parents=dict(DEMO_PARENTS),
    )


def divisions() -> Divisions | Unknown:
    """The real list and the demo places, or unknown without the shared files."""
    found = [shared_file("reference", FOLDER, f"{n}.csv") for n in ("provinces", "cities", "areas")]
    paths = tuple(p for p in found if isinstance(p, Path))
    if len(paths) < len(found):
        return next(p for p in found if isinstance(p, Unknown))
    return _read(*paths)


def places() -> Divisions:
    """For showing names: the real list if it is there, else the demo places alone."""
    found = divisions()
    return demo_divisions() if isinstance(found, Unknown) else found


@lru_cache(maxsize=4)
def _read(provinces: Path, cities: Path, areas: Path) -> Divisions:
    demo = demo_divisions()
    names, parents = dict(demo.names), dict(demo.parents)
    for row in rows_of(provinces):
        code = six_digits(row["code"])
        names[code], parents[code] = _same(row["name"]), COUNTRY
    containers = set()
    for row in rows_of(cities):
        code = six_digits(row["code"])
        if row["name"] in _CONTAINERS:
            containers.add(code)
            continue
        names[code], parents[code] = _same(row["name"]), six_digits(row["provinceCode"])
    for row in rows_of(areas):
        code, city = row["code"], six_digits(row["cityCode"])
        if code in names:
            continue  # 东莞, 中山, 儋州 stand as city and again as their only area
        names[code] = _same(row["name"])
        parents[code] = six_digits(row["provinceCode"]) if city in containers else city
    return Divisions(edition=EDITION, names=names, parents=parents)


def _same(name: str) -> Text:
    """The list has no English; the Chinese name stands in both."""
    return Text(name, name)
