"""A paper as plain values and back, so that it can be kept: what was printed once is printed again from what was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ipops.reports.papers.paper import Block, Grid, Heading, Pairs, Paper, Para

#: A picture is drawn from values and kept with them; papers that are kept hold words and tables.
_KEPT: Mapping[str, type[Heading | Para | Pairs | Grid]] = {
    "heading": Heading,
    "para": Para,
    "pairs": Pairs,
    "grid": Grid,
}


def as_plain(paper: Paper) -> dict[str, Any]:
    """For JSON. ``KeyError`` for a paper with a picture."""
    return asdict(paper) | {"blocks": [_block(b) for b in paper.blocks]}


def _block(block: Block) -> dict[str, Any]:
    names = {made: name for name, made in _KEPT.items()}
    told = asdict(block) | {"block": names[type(block)]}  # type: ignore[index]
    return told | {"numeric": sorted(told["numeric"])} if isinstance(block, Grid) else told


def from_plain(told: Mapping[str, Any]) -> Paper:
    """The very paper that ``as_plain`` was given."""
    made = {k: _tuples(v) for k, v in told.items()}
    return Paper(**made | {"blocks": tuple(_from_block(b) for b in told["blocks"])})


def _from_block(told: Mapping[str, Any]) -> Block:
    fields = {k: _tuples(v) for k, v in told.items() if k != "block"}
    if "numeric" in fields:
        fields["numeric"] = frozenset(fields["numeric"])
    return _KEPT[told["block"]](**fields)


def _tuples(value: Any) -> Any:
    """JSON knows lists only."""
    return tuple(_tuples(v) for v in value) if isinstance(value, list | tuple) else value
