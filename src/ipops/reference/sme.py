"""Size of an enterprise by 统计上大中小微型企业划分办法(2017): the lowest level that any of its sector's metrics reaches.

Rule 1: large, medium and small need every listed metric at or above its limit (limits are inclusive), else one step down.
Rule 2: a metric that is not known leaves the size undecided unless the others already make it micro. Whether the firm is
an SME may be decided all the same: one metric below *large* is enough.
Rule 3: some industries are not covered, some codes are too wide to tell the sector; neither gets a default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from pathlib import Path

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused, Unknown
from ipops.kernel.text import Text
from ipops.reference.edition import Edition, rows_of
from ipops.reference.industries import Industries, industries
from ipops.reference.shared import shared_file

FOLDER = "sme-2017"
LAW = Citation(document="统计上大中小微型企业划分办法（2017）", grade=Grade.C, source=f"reference/{FOLDER}/SOURCE.md")
EDITION = Edition(
    title=Text("统计上大中小微型企业划分办法", "statistical size classes of enterprises"),
    edition="2017",
    source=f"reference/{FOLDER}/SOURCE.md",
    gaps=(Text("文号未核实；金融业另有标准。", "Its number is not confirmed; finance has a standard of its own."),),
)
_FEN_IN_WAN_YUAN = 1_000_000
_NOT_COVERED, _REVIEW = "none", "review"


class Size(IntEnum):
    """Ordered, so the lowest level is ``min``."""

    MICRO = 1
    SMALL = 2
    MEDIUM = 3
    LARGE = 4

    @property
    def named(self) -> Text:
        return _NAMES[self]

    @property
    def is_sme(self) -> bool:
        return self is not Size.LARGE


_NAMES = {
    Size.LARGE: Text("大型", "large"),
    Size.MEDIUM: Text("中型", "medium"),
    Size.SMALL: Text("小型", "small"),
    Size.MICRO: Text("微型", "micro"),
}
_METRICS = {
    "employees": Text("从业人员", "employees"),
    "revenue": Text("营业收入", "revenue"),
    "assets": Text("资产总额", "total assets"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Lower limits of one metric in one sector, inclusive: persons, or fen."""

    metric: str
    large: int
    medium: int
    small: int

    def level(self, value: int) -> Size:
        if value >= self.large:
            return Size.LARGE
        if value >= self.medium:
            return Size.MEDIUM
        return Size.SMALL if value >= self.small else Size.MICRO


@dataclass(frozen=True)
class SizeClasses:
    edition: Edition
    limits: Mapping[str, tuple[Limit, ...]]
    sectors: Mapping[str, Text]
    scope: Mapping[str, str]
    industries: Industries

    def sector(self, industry: str) -> str | Refused | Unknown:
        """The sector of a GB/T 4754 code: the longest prefix wins; refused where the method does not apply."""
        section = self.industries.section(industry)
        if section is None:
            return Unknown(
                why=Text(f"没有行业代码 {industry}。", f"There is no industry {industry}."),
                needs=Text("GB/T 4754-2017 的代码。", "A code of GB/T 4754-2017."),
            )
        finer = {s for p, s in self.scope.items() if p != industry and _lies_in(p, industry, self.industries)}
        own = max((p for p in self.scope if industry.startswith(p)), key=len, default=section)
        found = self.scope.get(own)
        if finer - {found}:
            return Unknown(
                why=Text(f"行业代码 {industry} 太粗，无法划型。", f"Industry {industry} is too wide to tell the size."),
                needs=Text("四位小类代码。", "A class code of four digits."),
            )
        if found is None or found == _REVIEW:
            return Unknown(
                why=Text(
                    f"办法未写明行业 {industry} 归入哪一类。",
                    f"The method does not say where industry {industry} belongs.",
                ),
                needs=Text("由政策规定其归类。", "A policy that says where it belongs."),
            )
        return _not_covered(industry) if found == _NOT_COVERED else found

    def size(
        self, industry: str, *, employees: int | None = None, revenue: Money | None = None, assets: Money | None = None
    ) -> Size | Refused | Unknown:
        """The size, refused where the method does not apply, unknown while it is not decided."""
        answer = self._levels(industry, employees, revenue, assets)
        if not isinstance(answer, tuple):
            return answer
        levels, lacking = answer
        lowest = min(levels, default=Size.LARGE)
        if lacking and lowest is not Size.MICRO:
            return _lacks(lacking)
        return lowest

    def is_sme(
        self, industry: str, *, employees: int | None = None, revenue: Money | None = None, assets: Money | None = None
    ) -> bool | Refused | Unknown:
        """Whether it is medium, small or micro; one metric below *large* decides it whatever the others are."""
        answer = self._levels(industry, employees, revenue, assets)
        if not isinstance(answer, tuple):
            return answer
        levels, lacking = answer
        if any(level.is_sme for level in levels):
            return True
        return _lacks(lacking) if lacking else False

    def _levels(
        self, industry: str, employees: int | None, revenue: Money | None, assets: Money | None
    ) -> tuple[tuple[Size, ...], tuple[str, ...]] | Refused | Unknown:
        """The level of each metric that is known, and the metrics that are not."""
        sector = self.sector(industry)
        if not isinstance(sector, str):
            return sector
        given = {
            "employees": employees,
            "revenue": revenue.fen if revenue is not None else None,
            "assets": assets.fen if assets is not None else None,
        }
        levels, lacking = [], []
        for limit in self.limits[sector]:
            value = given[limit.metric]
            if value is None:
                lacking.append(limit.metric)
            else:
                levels.append(limit.level(value))
        return tuple(levels), tuple(lacking)


def _lies_in(prefix: str, industry: str, listed: Industries) -> bool:
    return prefix.startswith(industry) or (industry.isalpha() and listed.section(prefix) == industry)


def _lacks(metrics: tuple[str, ...]) -> Unknown:
    zh = "、".join(_METRICS[m].zh for m in metrics)
    en = ", ".join(_METRICS[m].en for m in metrics)
    return Unknown(
        why=Text(f"缺少{zh}，划型未定。", f"Undecided without {en}."), needs=Text(f"填报{zh}。", f"Report {en}.")
    )


def _not_covered(industry: str) -> Refused:
    says = Text(f"该办法不适用于行业 {industry}。", f"The method does not cover industry {industry}.")
    return Refused(reasons=(Reason(code="size-not-covered", says=says, cite=LAW),))


def size_classes() -> SizeClasses | Unknown:
    """The method's tables, or unknown without the shared files."""
    thresholds = shared_file("reference", FOLDER, "thresholds.csv")
    scope = shared_file("reference", FOLDER, "industry_scope.csv")
    listed = industries()
    if isinstance(thresholds, Unknown):
        return thresholds
    if isinstance(scope, Unknown):
        return scope
    return listed if isinstance(listed, Unknown) else _read(thresholds, scope, listed.edition.edition)


def sme_size(
    industry: str, *, employees: int | None = None, revenue: Money | None = None, assets: Money | None = None
) -> Size | Refused | Unknown:
    """The size of a firm by its GB/T 4754 code; unknown also without the shared files."""
    method = size_classes()
    if isinstance(method, Unknown):
        return method
    return method.size(industry, employees=employees, revenue=revenue, assets=assets)


@lru_cache(maxsize=2)
def _read(thresholds: Path, scope: Path, _industries_edition: str) -> SizeClasses:
    limits: dict[str, tuple[Limit, ...]] = {}
    sectors: dict[str, Text] = {}
    for r in rows_of(thresholds):
        per = 1 if r["metric"] == "employees" else _FEN_IN_WAN_YUAN
        limit = Limit(
            metric=r["metric"],
            large=int(r["large_min"]) * per,
            medium=int(r["medium_min"]) * per,
            small=int(r["small_min"]) * per,
        )
        limits[r["sector_key"]] = (*limits.get(r["sector_key"], ()), limit)
        sectors[r["sector_key"]] = Text(r["sector_zh"], r["sector_key"].replace("_", " "))
    listed = industries()
    if isinstance(listed, Unknown):
        raise FileNotFoundError(listed.why.en)
    covered = {r["gbt4754_prefix"]: r["sector_key"] for r in rows_of(scope)}
    return SizeClasses(edition=EDITION, limits=limits, sectors=sectors, scope=covered, industries=listed)
