"""The criteria as published, and the readings they leave open. Each reading is a choice somebody makes and every list shows.

A valid invention patent counts when it (1) belongs to a strategic emerging industry, (2) has a family right abroad, (3) has been
kept up for more than ten years, (4) has brought a rather high pledge financing, or (5) has won the State Science and
Technology Award or the China Patent Award. No text at hand says from when ten years run, what a rather high amount is,
whether an application abroad is enough, or which grades of an award count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.money import Money
from ipops.kernel.text import Text

CITE = Citation(
    document="每万人口高价值发明专利拥有量（国家知识产权局统计口径）", clause="五类有效发明专利", grade=Grade.B,
    source="mondaq.com/china/patent/1067174",
)  # fmt: skip
CRITERIA = {
    "emerging_industry": Text("战略性新兴产业的发明专利", "in a strategic emerging industry"),
    "family_abroad": Text("在海外有同族专利权", "a family right abroad"),
    "ten_years": Text("维持年限超过10年", "kept up for more than ten years"),
    "pledge": Text("实现较高质押融资金额", "a rather high pledge financing"),
    "award": Text("获得国家科学技术奖、中国专利奖", "a State Science and Technology Award or China Patent Award"),
}


class Met(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class TenYears(StrEnum):
    """From which day ten years run."""

    GRANT = "grant"
    FILING = "filing"


class Abroad(StrEnum):
    """What of a family member abroad is enough."""

    GRANTED = "granted"
    FILED = "filed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """``pledge_from`` is the least amount that is *rather high*; none is published, so without one criterion 4 stays unknown for
    whoever has a pledge. ``awards`` are the names that count; none means any award of the list handed in."""

    ten_years: TenYears = TenYears.GRANT
    abroad: Abroad = Abroad.GRANTED
    with_hk_mo_tw: bool = False
    with_pct: bool = False
    pledge_from: Money | None = None
    released_pledges: bool = True
    awards: frozenset[str] | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "ten_years": str(self.ten_years),
            "abroad": str(self.abroad),
            "with_hk_mo_tw": self.with_hk_mo_tw,
            "with_pct": self.with_pct,
            "pledge_from_fen": self.pledge_from.fen if self.pledge_from is not None else None,
            "released_pledges": self.released_pledges,
            "awards": sorted(self.awards) if self.awards is not None else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """A pledge registered for a patent. ``amount`` is the secured sum; ``rights`` over how many rights that one sum stands."""

    application: str
    registered_on: date
    amount: Money | None
    rights: int = 1
    released_on: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    application: str
    name: str
    on: date
    source: str = ""
