"""Swings: what one figure becomes when one parameter moves down and up, the widest first (a tornado)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import altair as alt

from ipops.kernel.text import Lang, Text
from ipops.reports.charts import theme

ROW = 34


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """``lower`` and ``higher``: the figure with the parameter lower and higher."""

    title: Text
    lower: Fraction
    higher: Fraction
    lower_says: Text
    higher_says: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Swings:
    """``centre`` is the figure with nothing moved. Rows stand as given; the widest swing comes first by custom."""

    title: Text
    unit: Text
    centre: Fraction
    swings: tuple[Swing, ...]

    def __post_init__(self) -> None:
        if not self.swings:
            raise ValueError("A chart of swings has at least one parameter.")

    @property
    def says(self) -> Text:
        first = self.swings[0]
        return Text("影响最大的是{t}：{a} 至 {b}。", "The widest swing is {t}: {a} to {b}.").fill(
            t=first.title, a=first.lower_says, b=first.higher_says
        )

    @property
    def heads(self) -> tuple[Text, ...]:
        return (Text("参数", "Parameter"), Text("调低时", "Lower"), Text("调高时", "Higher"))

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        return tuple((s.title, s.lower_says, s.higher_says) for s in self.swings)

    def spec(self, lang: Lang, width: int) -> dict[str, Any]:
        down, up = Text("参数调低", "parameter lower").in_(lang), Text("参数调高", "parameter higher").in_(lang)
        order = [s.title.in_(lang) for s in self.swings]
        centre = float(self.centre)
        data = [
            {"row": s.title.in_(lang), "side": side, "from": centre, "to": float(v), "says": told.in_(lang)}
            for s in self.swings
            for side, v, told in ((down, s.lower, s.lower_says), (up, s.higher, s.higher_says))
        ]
        y = alt.Y("row:N", sort=order, title=None, axis=alt.Axis(labelLimit=width // 2, ticks=False, domain=False))
        x = alt.X(
            "from:Q", title=self.unit.in_(lang), scale=alt.Scale(zero=False), axis=alt.Axis(format=",~r", tickCount=5)
        )
        colour = alt.Color(
            "side:N", sort=[down, up], scale=alt.Scale(domain=[down, up], range=[theme.SERIES[1], theme.SERIES[0]])
        )
        base = alt.Chart(alt.Data(values=data))
        bars = base.mark_bar(size=ROW // 2).encode(y=y, x=x, x2="to:Q", color=colour)
        line = alt.Chart(alt.Data(values=[{"at": centre}])).mark_rule(color=theme.INK, strokeWidth=1.5).encode(x="at:Q")
        return dict(alt.layer(bars, line).properties(width=width, height=ROW * len(order)).to_dict())
