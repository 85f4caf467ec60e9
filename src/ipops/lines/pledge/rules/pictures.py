"""Pictures of finance: losses by party and scheme, and how a value moves with its parameters. From the answers of the engine."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ipops.kernel.text import Text
from ipops.reports.charts.spreads import Spread, Spreads
from ipops.reports.charts.swings import Swing, Swings

WAN = 1_000_000  #: fen in ten thousand yuan
_POINTS = (
    ("expected_fen", Text("期望", "expected")),
    ("p95_fen", Text("95%", "95 %")),
    ("p99_fen", Text("99%", "99 %")),
)
_MOVED = {
    "royalty": Text("许可费率", "royalty"),
    "share": Text("分成率", "share"),
    "rate": Text("折现率", "discount rate"),
    "sales": Text("销售额", "sales"),
    "profits": Text("利润", "profits"),
}


def what_if(got: Mapping[str, Any]) -> Spreads:
    """Expected, 95 % and 99 % loss of each party under each scheme, in ten thousand yuan."""
    spreads = tuple(
        Spread(
            group=Text(**scheme["title"]),
            title=Text(**scheme["names"][party]),
            values=tuple(Fraction(p[key], WAN) for key, _ in _POINTS),
            says=tuple(_wan(p[key]) for key, _ in _POINTS),
        )
        for scheme in got["schemes"].values()
        for party, p in scheme["parties"].items()
    )
    made_up = Text("（虚构账册）", " (a made-up book)") if got["book"]["made_up"] else None
    title = Text("各方损失", "Loss by party")
    if made_up:
        title = Text(title.zh + made_up.zh, title.en + made_up.en)
    return Spreads(title=title, unit=_UNIT, points=tuple(t for _, t in _POINTS), spreads=spreads)


_UNIT = Text("万元", "ten thousand yuan")


def value(got: Mapping[str, Any]) -> Swings | None:
    """The swings of the first approach that has any; ``None`` if none was asked for."""
    rows = got["sensitivity"]
    if not rows:
        return None
    method = rows[0]["method"]
    centre = next(e["value_fen"] for e in got["estimates"] if e["method"] == method)
    swings = tuple(
        Swing(
            title=_labelled(row),
            lower=Fraction(row["lower_fen"], WAN),
            higher=Fraction(row["higher_fen"], WAN),
            lower_says=_wan(row["lower_fen"]),
            higher_says=_wan(row["higher_fen"]),
        )
        for row in rows
        if row["method"] == method
    )
    return Swings(
        title=Text("评估值的敏感性", "How the value moves"), unit=_UNIT, centre=Fraction(centre, WAN), swings=swings
    )


def _labelled(row: Mapping[str, Any]) -> Text:
    part = f"±{float(Fraction(row['by']) * 100):g}%"
    name = _MOVED[row["parameter"]]
    return Text(f"{name.zh} {part}", f"{name.en} {part}")


def _wan(fen: int) -> Text:
    told = f"{fen / WAN:,.2f}"
    return Text(f"{told}万元", f"{told} ten thousand yuan")
