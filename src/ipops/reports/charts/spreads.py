"""Spreads: for each row three points on one line (expected, 95 %, 99 %), rows grouped; told apart by shape and fill."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import altair as alt

from ipops.kernel.text import Lang, Text
from ipops.reports.charts import theme

ROW = 34
MARKS = ("circle", "square", "triangle-up")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """One row: ``values`` in the order of ``Spreads.points``; ``says`` is each as people read it."""

    group: Text
    title: Text
    values: tuple[Fraction, ...]
    says: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spreads:
    title: Text
    unit: Text
    points: tuple[Text, ...]
    spreads: tuple[Spread, ...]

    def __post_init__(self) -> None:
        wrong = [s for s in self.spreads if len(s.values) != len(self.points) or len(s.says) != len(self.points)]
        if not self.spreads or wrong or len(self.points) > len(MARKS):
            raise ValueError("Every spread has one value for each point, and there is at least one spread.")

    @property
    def says(self) -> Text:
        return Text(
            f"{len(self.spreads)}行，每行{len(self.points)}个点，同一刻度。",
            f"{len(self.spreads)} rows of {len(self.points)} points each, on one scale.",
        )

    @property
    def heads(self) -> tuple[Text, ...]:
        return (Text("分组", "Group"), Text("项目", "Row"), *self.points)

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        return tuple((s.group, s.title, *s.says) for s in self.spreads)

    def spec(self, lang: Lang, width: int) -> dict[str, Any]:
        names = [f"{s.group.in_(lang)} · {s.title.in_(lang)}" for s in self.spreads]
        points = [p.in_(lang) for p in self.points]
        data = [
            {"row": name, "point": point, "value": float(v), "says": told.in_(lang)}
            for name, s in zip(names, self.spreads, strict=True)
            for point, v, told in zip(points, s.values, s.says, strict=True)
        ]
        room = min(width // 2, max(map(_wide, names)))
        axis = alt.Axis(labelLimit=width // 2, minExtent=room, ticks=False, domain=False)
        y = alt.Y("row:N", sort=names, title=None, axis=axis)
        x = alt.X(
            "value:Q", title=self.unit.in_(lang), scale=alt.Scale(zero=True), axis=alt.Axis(format=",~r", tickCount=5)
        )
        base = alt.Chart(alt.Data(values=data)).encode(y=y)
        line = base.mark_line(color=theme.GRID, strokeWidth=3).encode(x=x, detail="row:N")
        dots = base.mark_point(filled=True, opacity=1, size=90).encode(
            x=x,
            shape=alt.Shape("point:N", sort=points, scale=alt.Scale(domain=points, range=list(MARKS[: len(points)]))),
            color=alt.Color(
                "point:N", sort=points, scale=alt.Scale(domain=points, range=list(theme.SERIES[: len(points)]))
            ),
        )
        return dict(alt.layer(line, dots).properties(width=width, height=ROW * len(names)).to_dict())


def _wide(label: str) -> int:
    """Room for a label in the widest of the fonts a reader may have: the drawer measures with its own, which is narrow."""
    return 8 + sum(12 if ord(c) > 0x2E80 else 7 for c in label)
