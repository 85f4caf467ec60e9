"""A Sankey of money: from whom to whom how much went. What a node received and did not pass on stays in it, visibly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import altair as alt

from ipops.kernel.text import Lang, Text
from ipops.reports.charts import theme

HEIGHT, NARROW = 300, 480
_STEPS, _GAP, _BAR = 16, 0.06, 0.022
#: What the two lines beside a node take of the height.
_LINES = 0.115
#: Names never take more than this part of the width.
_MOST_NAMES = 0.45


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """``says`` is the sum that passes it, as people read it."""

    code: str
    title: Text
    says: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    source: str
    target: str
    value: Fraction
    says: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Sankey:
    """Nodes in the order in which they stand; flows run one way, never in a circle, and are above zero."""

    title: Text
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]

    def __post_init__(self) -> None:
        known = {n.code for n in self.nodes}
        strangers = {c for f in self.flows for c in (f.source, f.target)} - known
        if strangers or len(known) != len(self.nodes) or not self.flows:
            raise ValueError(f"A Sankey has flows between nodes named once; strangers: {sorted(strangers)}.")
        if any(f.value <= 0 for f in self.flows):
            raise ValueError("A flow is above zero; what did not flow is left out.")
        self._columns()

    @property
    def says(self) -> Text:
        sources = {f.source for f in self.flows} - {f.target for f in self.flows}
        names = [n for n in self.nodes if n.code in sources]
        says = Text("资金自{who}流出，经{n}笔流向。", "Money from {who}, in {n} flows.")
        return says.fill(
            who=Text(
                "、".join(f"{n.title.zh}（{n.says.zh}）" for n in names),
                ", ".join(f"{n.title.en} ({n.says.en})" for n in names),
            ),
            n=len(self.flows),
        )

    @property
    def heads(self) -> tuple[Text, ...]:
        return (Text("自", "From"), Text("至", "To"), Text("金额", "Amount"))

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        titles = {n.code: n.title for n in self.nodes}
        return tuple((titles[f.source], titles[f.target], f.says) for f in self.flows)

    def _columns(self) -> dict[str, int]:
        """The longest way from a source; ``ValueError`` for a circle."""
        column = {n.code: 0 for n in self.nodes}
        for _ in range(len(self.nodes) + 1):
            moved = False
            for f in self.flows:
                if column[f.target] <= column[f.source]:
                    column[f.target], moved = column[f.source] + 1, True
            if not moved:
                return column
        raise ValueError("Money that comes back to where it came from cannot be drawn as a Sankey.")

    def _passes(self, code: str) -> Fraction:
        got = sum((f.value for f in self.flows if f.target == code), Fraction(0))
        gave = sum((f.value for f in self.flows if f.source == code), Fraction(0))
        return max(got, gave)

    def _boxes(self) -> dict[str, tuple[float, float, float, float]]:
        """Left, right, bottom and top of every node in a square of one; zero is the bottom."""
        column = self._columns()
        last = max(column.values())
        ranks = [[n.code for n in self.nodes if column[n.code] == c] for c in range(last + 1)]
        tallest = max(sum((self._passes(c) for c in rank), Fraction(0)) for rank in ranks)
        room = 1 - _GAP * (max(len(rank) for rank in ranks) - 1)
        boxes = {}
        for c, rank in enumerate(ranks):
            left, top = c / max(last, 1) * (1 - _BAR), 1.0
            heights = [float(self._passes(code) / tallest) * room for code in rank]
            for code, height, step in zip(rank, heights, _steps(heights), strict=True):
                boxes[code] = (left, left + _BAR, top - height, top)
                top -= step
        return boxes

    def _bands(self, boxes: dict[str, tuple[float, float, float, float]]) -> list[dict[str, Any]]:
        """Every flow as a band of points, leaving and arriving in the order of the flows."""
        column = self._columns()
        whole = {c: (top - low) / float(self._passes(c)) for c, (_, _, low, top) in boxes.items()}
        out = {c: box[3] for c, box in boxes.items()}
        into = dict(out)
        points = []
        for i, f in enumerate(self.flows):
            thick = float(f.value) * whole[f.source]
            (x0, y0), (x1, y1) = (boxes[f.source][1], out[f.source]), (boxes[f.target][0], into[f.target])
            out[f.source] -= thick
            into[f.target] -= thick
            for k in range(_STEPS + 1):
                t = k / _STEPS
                y = y0 + (y1 - y0) * (3 * t * t - 2 * t**3)
                colour = theme.SERIES[column[f.source] % len(theme.SERIES)]
                points.append({"flow": i, "x": x0 + (x1 - x0) * t, "top": y, "low": y - thick, "colour": colour})
        return points

    def _room(self, lang: Lang, width: int, size: int) -> float:
        """How wide the whole is when the last bar ends at one: to its right the names of the last column have room."""
        column = self._columns()
        last = [n for n in self.nodes if column[n.code] == max(column.values())]
        widest = max(_width(t.in_(lang)) for n in last for t in (n.title, n.says)) * size + 10
        return 1 / (1 - min(widest / width, _MOST_NAMES))

    def spec(self, lang: Lang, width: int) -> dict[str, Any]:
        """Vega-Lite has no Sankey of its own: bands are areas, nodes are bars. Floats place ink and nothing else."""
        boxes, narrow = self._boxes(), width < NARROW
        nodes = [
            {
                "x": box[0],
                "x2": box[1],
                "low": box[2],
                "top": box[3],
                "mid": (box[2] + box[3]) / 2,
                "title": n.title.in_(lang),
                "says": n.says.in_(lang),
            }
            for n in self.nodes
            for box in (boxes[n.code],)
        ]
        size = 11 if narrow else 12
        room = self._room(lang, width - 20, size)
        x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, room], nice=False, zero=False))
        y = alt.Y("top:Q", axis=None, scale=alt.Scale(domain=[-0.01, 1.01], nice=False, zero=False))
        bands = alt.Chart(alt.Data(values=self._bands(boxes))).mark_area(opacity=0.35)
        bars = alt.Chart(alt.Data(values=nodes))
        layers = [
            bands.encode(x=x, y=y, y2="low:Q", detail="flow:N", color=alt.Color("colour:N", scale=None)),
            bars.mark_rect(color=theme.INK).encode(x=x, x2="x2:Q", y=y, y2="low:Q"),
            *_names(bars, size=size),
        ]
        height = HEIGHT if not narrow else HEIGHT + 40
        return dict(alt.layer(*layers).properties(width=width - 20, height=height).to_dict())


def _width(text: str) -> float:
    """About how many times its size a line is wide: Chinese characters are square, Latin letters half of it and a little."""
    return sum(1.0 if ord(c) > 0x2E7F else 0.58 for c in text)


def _steps(heights: list[float]) -> list[float]:
    """From the top of one node to the top of the next: far enough that the names of thin ones do not lie on each other,
    where the column has room for that."""
    roomy = [max(h + _GAP, _LINES) for h in heights]
    fits = sum(roomy[:-1]) + max(heights[-1], _LINES) <= 1
    return roomy if fits else [h + _GAP for h in heights]


def _names(bars: alt.Chart, *, size: int) -> list[alt.Chart]:
    """Two lines beside each node, its name and its sum, edged with paper so that a band never strikes through."""
    made = []
    for field, dy in (("title", -7), ("says", 8)):
        for edge in ({"stroke": theme.PAPER, "strokeWidth": 3, "strokeJoin": "round"}, {}):
            mark = bars.mark_text(align="left", dx=5, dy=dy, fontSize=size, **edge)
            made.append(mark.encode(x=alt.X("x2:Q", axis=None), y=alt.Y("mid:Q", axis=None), text=f"{field}:N"))
    return made
