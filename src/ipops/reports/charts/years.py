"""Columns over years. Years that are not whole yet are drawn pale and dashed, so that nobody reads a fall into them; a fitted
curve may lie over the columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt

from ipops.kernel.text import Lang, Text
from ipops.reports.charts import theme

HEIGHT = 210


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    year: int
    count: int
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """``curve`` are values of the years in their order, or empty; ``curve_says`` names it."""

    title: Text
    unit: Text
    years: tuple[Year, ...]
    curve: tuple[float, ...] = ()
    curve_says: Text | None = None

    def __post_init__(self) -> None:
        if not self.years or len({y.year for y in self.years}) != len(self.years):
            raise ValueError("Columns over years hold each year once, and at least one.")
        if self.curve and (len(self.curve) > len(self.years) or self.curve_says is None):
            raise ValueError("A curve has a name and no more values than there are years.")

    @property
    def says(self) -> Text:
        pale = sum(not y.whole for y in self.years)
        return Text(
            f"{len(self.years)}年的柱，其中{pale}年数据尚不完整，以浅色虚线示之。",
            f"Columns of {len(self.years)} years; {pale} of them are not whole yet, drawn pale and dashed.",
        )

    @property
    def heads(self) -> tuple[Text, ...]:
        return (Text("年份", "Year"), self.unit, Text("是否完整", "Whole"))

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        told = {True: Text("完整", "whole"), False: Text("截尾", "truncated")}
        return tuple((str(y.year), f"{y.count:,}", told[y.whole]) for y in self.years)

    def spec(self, lang: Lang, width: int) -> dict[str, Any]:
        data = [{"year": str(y.year), "count": y.count, "whole": y.whole} for y in self.years]
        step = max(1, len(data) * 34 // width + 1)
        shown = [str(y.year) for i, y in enumerate(reversed(self.years)) if i % step == 0]
        x = alt.X("year:O", title=None, axis=alt.Axis(values=shown, labelAngle=0))
        y = alt.Y("count:Q", title=self.unit.in_(lang), axis=alt.Axis(tickCount=4, format=",~r"))
        base = alt.Chart(alt.Data(values=data)).encode(x=x, y=y)
        layers: list[Any] = [
            base.transform_filter("datum.whole").mark_bar(color=theme.SERIES[0]),
            base.transform_filter("!datum.whole").mark_bar(
                color=theme.TINT, stroke=theme.SERIES[0], strokeDash=[3, 2], strokeWidth=1
            ),
        ]
        if self.curve and self.curve_says:
            line = [
                {"year": str(y.year), "count": v, "name": self.curve_says.in_(lang)}
                for y, v in zip(self.years, self.curve, strict=False)
            ]
            layers.append(
                alt.Chart(alt.Data(values=line))
                .mark_line(color=theme.SERIES[1])
                .encode(x=x, y=y, color=alt.Color("name:N", scale=alt.Scale(range=[theme.SERIES[1]])))
            )
        return dict(alt.layer(*layers).properties(width=width - 70, height=HEIGHT).to_dict())
