"""The units a legal number may have. A unit nobody listed is a mistake, not a new unit."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from ipops.kernel.money import FEN_PER_YUAN
from ipops.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Unit:
    """``fen`` is how many fen one of it is, for amounts of money; ``percent`` marks shares written as per cent."""

    code: str
    named: Text
    fen: int | None = None
    percent: bool = False


_ALL = (
    Unit("CNY", Text("元", "yuan"), fen=FEN_PER_YUAN),
    Unit("CNY_10K", Text("万元", "ten thousand yuan"), fen=10_000 * FEN_PER_YUAN),
    Unit("CNY_100M", Text("亿元", "hundred million yuan"), fen=100_000_000 * FEN_PER_YUAN),
    Unit("percent", Text("%", "%"), percent=True),
    Unit("percent_per_year", Text("%（年均）", "% a year"), percent=True),
    Unit("times_base", Text("倍（相对基期）", "times the base")),
    Unit("point", Text("分", "points")),
    Unit("year", Text("年", "years")),
    Unit("calendar_year", Text("年份", "calendar year")),
    Unit("month", Text("个月", "months")),
    Unit("day", Text("日", "days")),
    Unit("workday", Text("个工作日", "working days")),
    Unit("city", Text("个城市", "cities")),
    Unit("applicant", Text("个申报城市", "applicant cities")),
    Unit("sme", Text("家中小企业", "SMEs")),
    Unit("issue", Text("单", "issues")),
    Unit("project", Text("个项目", "projects")),
    Unit("body", Text("家单位", "bodies")),
    Unit("platform", Text("家平台", "platforms")),
    Unit("brand", Text("个品牌", "brands")),
    Unit("per_10k_people", Text("件/万人", "per 10,000 people")),
    Unit("centre", Text("家中心", "centres")),
)
UNITS = MappingProxyType({u.code: u for u in _ALL})
