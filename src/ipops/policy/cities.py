"""The key cities of each batch, as far as there is evidence for each of them (programme.md 2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.text import Text
from ipops.policy.register import Desk
from ipops.policy.shapes import CiteShape, CitiesShape, checked


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCity:
    """A city or district of one batch. Grade K: told by repute, so a rule that depends on it answers *undetermined*."""

    batch: int
    name: Text
    province: str
    admin_kind: str
    cite: Citation
    note: Text | None

    @property
    def is_evidenced(self) -> bool:
        return self.cite.grade is not Grade.K

    @property
    def is_separate_planning(self) -> bool:
        """计划单列市: counts for its province."""
        return self.admin_kind == "separate_planning_city"

    @property
    def is_municipality_district(self) -> bool:
        return self.admin_kind == "municipality_district"

    def as_json(self) -> dict[str, Any]:
        return {
            "batch": self.batch,
            "name": self.name.as_json(),
            "province": self.province,
            "admin_kind": self.admin_kind,
            "cite": self.cite.as_json(),
            "note": self.note.as_json() if self.note else None,
        }


def read_cities(path: Path, desk: Desk) -> tuple[KeyCity, ...]:
    """``cities.yaml`` of a pack; empty after problems."""
    shape = checked(CitiesShape, desk.sheet)
    if shape is None:
        return ()
    made = []
    for i, city in enumerate(shape.cities):
        cite = desk.cited(CiteShape(clause="outside", grade=city.grade, sources=city.sources), ("cities", i))
        if cite is not None:
            made.append(
                KeyCity(
                    batch=shape.batch,
                    name=city.name.text,
                    province=city.province,
                    admin_kind=city.admin_kind,
                    cite=cite,
                    note=city.note.text if city.note else None,
                )
            )
    return tuple(made)
