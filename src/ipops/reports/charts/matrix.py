"""A matrix: rows by columns, each cell with its value written in it and a ground as deep as the value is large."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import cos, radians
from typing import Any

import altair as alt

from ipops.kernel.text import Lang, Text
from ipops.reports.charts import theme
from ipops.reports.letters import measured

ROW, HEAD, SLANT = 26, 230, 60  #: height of a row, the longest head, and how far from level heads are set, in degrees


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """``cells`` by row, then column; ``None`` is unknown and stays blank with a dash, zero is written."""

    title: Text
    head: Text
    columns: tuple[Text, ...]
    lines: tuple[Text, ...]
    cells: tuple[tuple[int | None, ...], ...]

    def __post_init__(self) -> None:
        if len(self.cells) != len(self.lines) or any(len(row) != len(self.columns) for row in self.cells):
            raise ValueError("A matrix has one cell for every row and column.")
        if not self.lines or not self.columns:
            raise ValueError("A matrix has at least one row and one column.")

    @property
    def says(self) -> Text:
        return Text(
            f"{len(self.lines)}行{len(self.columns)}列，底色越深数值越大，数值写在格内。",
            f"{len(self.lines)} rows, {len(self.columns)} columns; the deeper the ground the larger the value, which is written.",
        )

    @property
    def heads(self) -> tuple[Text, ...]:
        return (self.head, *self.columns)

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        return tuple(
            (line, *("—" if v is None else f"{v:,}" for v in row))
            for line, row in zip(self.lines, self.cells, strict=True)
        )

    def spec(self, lang: Lang, width: int) -> dict[str, Any]:
        most = max((v for row in self.cells for v in row if v is not None), default=0) or 1
        names = [t.in_(lang) for t in self.lines]
        heads = [t.in_(lang) for t in self.columns]
        room = theme.room(names, width)
        beyond = _beyond(heads, width - room)
        data = [
            {
                "line": f"{i:02d}",
                "column": f"{j:02d}",
                "says": "—" if v is None else f"{v:,}",
                "deep": ((v or 0) / most) ** 0.5,
                "ink": theme.PAPER if (v or 0) / most > 0.36 else theme.INK,
            }
            for i, row in enumerate(self.cells)
            for j, v in enumerate(row)
        ]
        x = alt.X("column:O", title=None, axis=_axis(heads, labelAngle=-SLANT, orient="top", labelLimit=HEAD))
        y = alt.Y("line:O", title=None, axis=_axis(names, labelLimit=room))
        base = alt.Chart(alt.Data(values=data)).encode(x=x, y=y)
        ground = alt.Color("deep:Q", scale=alt.Scale(domain=[0, 1], range=[theme.RAISED, theme.SERIES[0]]), legend=None)
        layers = [
            base.mark_rect(stroke=theme.PAPER, strokeWidth=2).encode(color=ground),
            base.mark_text(fontSize=10.5).encode(text="says:N", color=alt.Color("ink:N", scale=None)),
        ]
        made = alt.layer(*layers).resolve_scale(color="independent")
        return dict(made.properties(width=width - room - beyond, height=ROW * len(names)).to_dict())


def _beyond(heads: list[str], room: float) -> int:
    """How far slanted heads reach over the right end of the cells, which are the narrower for it."""
    reach = [min(HEAD, measured(h, theme.LABEL)) * cos(radians(SLANT)) for h in heads]
    cell = room / len(heads)
    return round(max(16.0, *(r - cell * (len(heads) - i - 0.5) for i, r in enumerate(reach)))) + 4


def _axis(names: list[str], **more: Any) -> alt.Axis:
    """Labels by place, so that two rows of one name stay two."""
    shown = json.dumps({f"{i:02d}": n for i, n in enumerate(names)}, ensure_ascii=False)
    return alt.Axis(labelExpr=f"{shown}[datum.value]", ticks=False, domain=False, **more)
