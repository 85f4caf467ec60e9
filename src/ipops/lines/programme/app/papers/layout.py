"""A layout filled in: each part by the function that knows it, marks that say what the paper is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.policy import Pack
from ipops.policy.layouts import Layout, Part, Piece
from ipops.reports.papers.paper import Block, Grid, Heading, Pairs, Paper, Para

NOTHING = "—"
Fill = Callable[[str], Sequence[Block]]
_OURS = Text("本系统版式，未见官方附件", "layout of this system; no official annex was at hand")
_DEMO = Text("示例，不是任何真实城市的规定或结果", "demo: no real city's rule or result")


def layout_of(pack: Pack, name: str, on: date) -> Layout | Refused:
    """The layout of the most specific layer that has it."""
    for layer in pack.layers:
        found = layer.layouts.get(name)
        if found is not None and found.since <= on:
            return found
    says = Text(f"{pack.code} 没有“{name}”版式。", f"{pack.code} has no layout {name!r}.")
    return Refused(reasons=(Reason(code="no-layout", says=says, field="paper"),))


def filled(layout: Layout, lang: str, parts: Mapping[Part, Fill], *, demo: bool, number: str = "") -> Paper:
    """The paper in one language. A part nobody can fill here is left out with a line that says so."""
    blocks: list[Block] = []
    for piece in layout.pieces:
        blocks += _piece(piece, lang, parts)
    marks = [m.in_(lang) for m, shown in ((_DEMO, demo), (_OURS, not layout.official)) if shown]
    return Paper(
        title=capital(layout.title.in_(lang)),
        number=number,
        lang=lang,
        marks=tuple(marks),
        blocks=tuple(blocks),
        seals=tuple(capital(s.in_(lang)) for s in layout.seals),
    )


def _piece(piece: Piece, lang: str, parts: Mapping[Part, Fill]) -> list[Block]:
    made: list[Block] = [Heading(says=piece.heading.in_(lang))]
    if piece.words is not None:
        made.append(Para(says=piece.words.in_(lang)))
    fill = parts.get(piece.part)
    got = list(fill(lang)) if fill else []
    if not got and piece.words is None:
        got = [Para(says=Text("无。", "None.").in_(lang))]
    return [*made, *got]


def capital(text: str) -> str:
    """As it stands at the head of a paper, a column or a line; Chinese stays as it is."""
    return text[:1].upper() + text[1:]


def grid(
    lang: str,
    heads: Sequence[Text],
    rows: Sequence[Sequence[str]],
    *,
    numeric: Sequence[int] = (),
    widths: Sequence[int] = (),
    title: Text | None = None,
) -> Grid:
    """A table under the heading of its part, which is its title; a second one there has its own. No cell is left empty: what
    was not said is a dash."""
    return Grid(
        title=capital(title.in_(lang)) if title else "",
        heads=tuple(capital(h.in_(lang)) for h in heads),
        rows=tuple(tuple(v or NOTHING for v in r) for r in rows),
        numeric=frozenset(numeric),
        widths=tuple(widths),
    )


def pairs(lang: str, rows: Sequence[tuple[Text, Text | str]]) -> Pairs:
    return Pairs(rows=tuple((capital(a.in_(lang)), b if isinstance(b, str) else b.in_(lang)) for a, b in rows))
