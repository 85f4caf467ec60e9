"""Ranked bars: one bar a row, its value written at its end; a part of it may be dark (what is the core of the whole)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import altair as alt

from ipops.kernel.text import Lang, Text
from ipops.reports.charts import theme

ROW = 21


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """``part`` is what of ``value`` is drawn dark; ``says`` is the value as people read it."""

    title: Text
    value: Fraction
    says: Text
    part: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """``of_part`` and ``of_rest`` name the two shades; rows stand as they are given."""

    title: Text
    unit: Text
    head: Text
    ranks: tuple[Rank, ...]
    of_part: Text | None = None
    of_rest: Text | None = None

    def __post_init__(self) -> None:
        wrong = [r for r in self.ranks if r.value < 0 or (r.part is not None and not 0 <= r.part <= r.value)]
        parts = {r.part is None for r in self.ranks}
        if not self.ranks or wrong or len(parts) > 1 or (parts == {False} and not (self.of_part and self.of_rest)):
            raise ValueError(
                "Ranked bars hold at least one row, no value below zero, and parts of every row or of none."
            )

    @property
    def says(self) -> Text:
        return Text(f"{len(self.ranks)}行横条，同一刻度。", f"{len(self.ranks)} bars on one scale.")

    @property
    def heads(self) -> tuple[Text, ...]:
        return (self.head, self.unit)

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        return tuple((r.title, r.says) for r in self.ranks)

    def spec(self, lang: Lang, width: int) -> dict[str, Any]:
        order = [f"{i:02d}" for i in range(len(self.ranks))]
        most = float(max(r.value for r in self.ranks)) or 1.0
        room = theme.room([r.title.in_(lang) for r in self.ranks], width)
        data = [
            {
                "row": row,
                "title": r.title.in_(lang),
                "value": float(r.value),
                "part": float(r.part) if r.part is not None else float(r.value),
                "says": r.says.in_(lang),
            }
            for row, r in zip(order, self.ranks, strict=True)
        ]
        names = {row: r.title.in_(lang) for row, r in zip(order, self.ranks, strict=True)}
        y = alt.Y(
            "row:N",
            sort=order,
            title=None,
            scale=alt.Scale(paddingInner=0.28),
            axis=alt.Axis(labelExpr=f"{_object(names)}[datum.value]", labelLimit=room, ticks=False, domain=False),
        )
        x = alt.X(
            "value:Q",
            title=self.unit.in_(lang),
            scale=alt.Scale(domain=[0, most * 1.12], nice=False),
            axis=alt.Axis(tickCount=4, format=",~r"),
        )
        base = alt.Chart(alt.Data(values=data)).encode(y=y)
        layers = [base.mark_bar(color=theme.TINT if self.of_part else theme.SERIES[0]).encode(x=x)]
        if self.of_part:
            layers.append(base.mark_bar(color=theme.SERIES[0]).encode(x=alt.X("part:Q")))
        layers.append(base.mark_text(align="left", dx=4, fontSize=11).encode(x=x, text="says:N"))
        made = alt.layer(*layers).properties(width=width - room - 26, height=ROW * len(order))
        if self.of_part and self.of_rest:
            made = made.properties(
                title={
                    "text": f"■ {self.of_part.in_(lang)}    □ {self.of_rest.in_(lang)}",
                    "fontSize": 11,
                    "fontWeight": 400,
                    "color": theme.MUTED,
                    "anchor": "start",
                }
            )
        return dict(made.to_dict())


def _object(names: dict[str, str]) -> str:
    """A table of Vega's expression language: rows may share a name, their places differ."""
    return json.dumps(names, ensure_ascii=False)
