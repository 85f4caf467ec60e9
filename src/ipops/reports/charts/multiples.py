"""Small multiples: the same measure over the same years, one small picture a place, all on one scale and in one colour.

Places stand in the order given (their codes); nothing here ranks them, colours them apart or draws a target.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import altair as alt

from ipops.kernel.text import Lang, Text
from ipops.reports.charts import theme

HEIGHT = 84
NARROW = 480


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    year: int
    value: Fraction
    says: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """``why_not`` says in words why a place has no figures; such a panel stands empty, never at zero."""

    title: Text
    levels: tuple[Level, ...]
    why_not: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiples:
    title: Text
    unit: Text
    panels: tuple[Panel, ...]

    def __post_init__(self) -> None:
        names = [p.title.zh for p in self.panels]
        if not any(p.levels for p in self.panels) or len(set(names)) != len(names):
            raise ValueError("Small multiples show places named once, at least one of them with figures.")
        if any(not p.levels and p.why_not is None for p in self.panels):
            raise ValueError("An empty panel says why it is empty.")

    @property
    def says(self) -> Text:
        return Text(
            f"{len(self.panels)}个地区，同一刻度，按区划代码排列，不排名。",
            f"{len(self.panels)} places on one scale, in the order of their codes, not ranked.",
        )

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted({v.year for p in self.panels for v in p.levels}))

    @property
    def heads(self) -> tuple[Text, ...]:
        return (Text("地区", "Place"), *(Text(f"{y}年", f"{y}") for y in self.years))

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        none = Text("无数据", "no figure")
        made = []
        for p in self.panels:
            said = {v.year: v.says for v in p.levels}
            made.append((p.title, *(said.get(y, p.why_not or none) for y in self.years)))
        return tuple(made)

    def spec(self, lang: Lang, width: int) -> dict[str, Any]:
        columns = 2 if width < NARROW else 4
        order = [p.title.in_(lang) for p in self.panels]
        middle = str(self.years[len(self.years) // 2])
        data = [
            {"place": p.title.in_(lang), "year": str(v.year), "value": float(v.value), "says": v.says.in_(lang)}
            for p in self.panels
            for v in p.levels
        ]
        data += [
            {"place": p.title.in_(lang), "year": middle, "value": None, "why": p.why_not.in_(lang)}
            for p in self.panels
            if p.why_not is not None and not p.levels
        ]
        x = alt.X("year:O", sort=[str(y) for y in self.years], title=None, axis=alt.Axis(labelAngle=0, ticks=False))
        y = alt.Y("value:Q", title=None, scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=2, format=",~r"))
        base = alt.Chart().encode(x=x, y=y)
        layers = [
            base.mark_line(color=theme.SERIES[0]),
            base.mark_point(color=theme.SERIES[0], opacity=1, size=36),
            base.transform_filter("isValid(datum.why)")
            .mark_text(color=theme.MUTED, fontSize=11)
            .encode(text="why:N", y=alt.value(HEIGHT / 2)),
        ]
        head = alt.Header(title=None, labelColor=theme.INK, labelFontSize=12, labelLimit=width // columns)
        return dict(
            alt.layer(*layers, data=alt.Data(values=data))
            .properties(width=width // columns - 46, height=HEIGHT)
            .facet(facet=alt.Facet("place:N", sort=order, header=head), columns=columns, spacing=14)
            .to_dict()
        )
