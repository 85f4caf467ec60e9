"""A network: who deals with whom. Nodes are placed by a spring layout with a fixed seed, so the same network looks the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt
import rustworkx as rx

from ipops.kernel.text import Lang, Text
from ipops.reports.charts import theme

HEIGHT, SEED, MOST = 380, 7, 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Knot:
    """``kind`` is the code of one of the network's kinds."""

    code: str
    title: Text
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    code: str
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """``weight`` is how often; ``says`` what it is in words."""

    source: str
    target: str
    weight: int
    says: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    title: Text
    kinds: tuple[Kind, ...]
    knots: tuple[Knot, ...]
    ties: tuple[Tie, ...]

    def __post_init__(self) -> None:
        known = {k.code for k in self.knots}
        strangers = {c for t in self.ties for c in (t.source, t.target)} - known
        loose = {k.kind for k in self.knots} - {k.code for k in self.kinds}
        if strangers or loose or len(known) != len(self.knots) or len(self.kinds) > len(theme.SHAPES):
            raise ValueError(
                f"A network names each node once, of at most {len(theme.SHAPES)} kinds; "
                f"strangers: {sorted(strangers | loose)}."
            )
        if not 0 < len(self.knots) <= MOST:
            raise ValueError(f"A network shows 1 to {MOST} nodes: choose the nearest; a hairball says nothing.")

    @property
    def says(self) -> Text:
        return Text(
            f"{len(self.knots)}个节点，{len(self.ties)}条联系。", f"{len(self.knots)} nodes, {len(self.ties)} ties."
        )

    @property
    def heads(self) -> tuple[Text, ...]:
        return (Text("自", "From"), Text("至", "To"), Text("联系", "Tie"))

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        titles = {k.code: k.title for k in self.knots}
        return tuple((titles[t.source], titles[t.target], t.says) for t in self.ties)

    def _places(self) -> dict[str, tuple[float, float]]:
        graph: rx.PyGraph[str, int] = rx.PyGraph()
        index = dict(zip((k.code for k in self.knots), graph.add_nodes_from([k.code for k in self.knots]), strict=True))
        graph.add_edges_from([(index[t.source], index[t.target], t.weight) for t in self.ties])
        laid = rx.spring_layout(graph, seed=SEED, num_iter=200)
        return {code: (float(laid[i][0]), float(laid[i][1])) for code, i in index.items()}

    def spec(self, lang: Lang, width: int) -> dict[str, Any]:
        at = self._places()
        titles = {k.code: k.title.in_(lang) for k in self.kinds}
        most = max((t.weight for t in self.ties), default=1)
        ties = [
            {
                "x": at[t.source][0],
                "y": at[t.source][1],
                "x2": at[t.target][0],
                "y2": at[t.target][1],
                "wide": 1 + 5 * t.weight / most,
            }
            for t in self.ties
        ]
        knots = [
            {"x": at[k.code][0], "y": at[k.code][1], "title": k.title.in_(lang), "kind": titles[k.kind]}
            for k in self.knots
        ]
        kinds = [titles[k.code] for k in self.kinds]
        pad = alt.Scale(padding=34, zero=False, nice=False)
        x, y = (
            alt.X("x:Q", axis=None, scale=pad),
            alt.Y("y:Q", axis=None, scale=alt.Scale(padding=20, zero=False, nice=False)),
        )
        colour = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=list(theme.SERIES[: len(kinds)])))
        shape = alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=list(theme.SHAPES[: len(kinds)])))
        base = alt.Chart(alt.Data(values=knots)).encode(x=x, y=y)
        edge = {"stroke": theme.PAPER, "strokeWidth": 4, "strokeJoin": "round"}
        layers = [
            alt.Chart(alt.Data(values=ties))
            .mark_rule(color=theme.GRID)
            .encode(x=x, y=y, x2="x2:Q", y2="y2:Q", strokeWidth=alt.StrokeWidth("wide:Q", scale=None)),
            base.mark_point(size=110, opacity=1).encode(color=colour, shape=shape),
            base.mark_text(dy=-13, fontSize=11, **edge).encode(text="title:N"),
            base.mark_text(dy=-13, fontSize=11).encode(text="title:N"),
        ]
        return dict(alt.layer(*layers).properties(width=width - 20, height=HEIGHT).to_dict())
