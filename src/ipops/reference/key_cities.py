"""The 37 key cities of the programme and the division code of each.

Names of districts carry their municipality (北京市朝阳区), because districts of the same name exist elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.reference.divisions import divisions
from ipops.reference.edition import Edition, rows_of
from ipops.reference.shared import shared_file

EDITION = Edition(
    title=Text("知识产权运营服务体系重点城市", "key cities of the IP operation service system"),
    edition="2017-2020",
    source="programme/SOURCE.md",
    complete=False,
    gaps=(Text("成都、长沙、郑州、无锡、东莞没有证据（K 级）。", "No evidence for five of the cities (grade K)."),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCityPlace:
    """One city or district of one batch. ``province`` is the unit it counts for."""

    place: str
    name: Text
    batch: int
    province: str
    admin_kind: str
    grade: str


def place_code(name: str) -> str | Unknown:
    """The division code of a key city's or a city figure's name; unknown if none or several fit, or without the files."""
    listed = divisions()
    return listed if isinstance(listed, Unknown) else listed.named(name)


def key_cities() -> tuple[KeyCityPlace, ...] | Unknown:
    """All 37, in the order of the file; unknown without the shared files."""
    path = shared_file("programme", "key_cities.csv")
    if isinstance(path, Unknown):
        return path
    listed = divisions()
    return listed if isinstance(listed, Unknown) else _read(path, listed.edition.edition)


@lru_cache(maxsize=2)
def _read(path: Path, _divisions_edition: str) -> tuple[KeyCityPlace, ...]:
    made = []
    for row in rows_of(path):
        place, province = place_code(row["name_zh"]), place_code(row["province_zh"])
        if isinstance(place, Unknown) or isinstance(province, Unknown):
            raise LookupError(f"{row['name_zh']} of {path.name} is in no division of the list.")
        made.append(
            KeyCityPlace(
                place=place,
                name=Text(row["name_zh"], row["name_en"]),
                batch=int(row["batch"]),
                province=province,
                admin_kind=row["admin_kind"],
                grade=row["evidence_grade"],
            )
        )
    return tuple(made)
