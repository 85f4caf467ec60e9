"""The districts of a city side by side: one row a district in the order of the codes, one column a measure.

No column can be sorted by: that would be a rank, and pledge counts may not be compared so (国知发运字〔2021〕17号).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ipops.kernel.text import Text
from ipops.lines.programme.app.pages import figures
from ipops.lines.programme.rules.scoring import ScoreLine
from ipops.webkit.pages import names, tables

Lines = Sequence[ScoreLine]
WHOLE = Text("全市", "the whole city")
NO_FIGURE = Text("无数据", "no figure")


@dataclass(frozen=True, slots=True)
class District:
    """A district, or the whole city, with its line of each measure."""

    name: Text
    code: str
    lines: Mapping[str, ScoreLine]

    def said(self, measure: str) -> Text:
        line = self.lines.get(measure)
        return (figures.value(line) if line else None) or NO_FIGURE


def counted(city: Lines) -> tuple[ScoreLine, ...]:
    """What the city counts from facts, in the order of the scorecard."""
    return tuple(line for line in city if line.source == "facts")


def rows(place: str, city: Lines, below: Mapping[str, Lines]) -> tables.ListRows:
    """Districts in the order of their codes, the city last."""
    each = [District(names.place(d), d, _by_measure(below[d])) for d in sorted(below)]
    return tables.ListRows((*each, District(WHOLE, place, _by_measure(city))))


def _by_measure(lines: Lines) -> dict[str, ScoreLine]:
    return {line.measure.code: line for line in lines}


def table(city: Lines) -> tables.TableSpec:
    """A column for every measure that the city counts."""
    return tables.TableSpec(
        code="districts",
        title=Text("各区县", "Districts"),
        columns=(
            tables.Column(key="place", title=Text("区划", "Place"), value=lambda d: d.name, ordered=False),
            tables.Column(key="division", title=Text("区划代码", "Division code"), value=lambda d: d.code, shown=False, ordered=False),
            *(_column(line) for line in counted(city)),
        ),
        empty=Text("没有下辖的区县。", "There are no districts below."),
        per_page=100,
    )  # fmt: skip


def _column(of: ScoreLine) -> tables.Column:
    code = of.measure.code

    def number(d: District) -> object:
        line = d.lines.get(code)
        return figures.number(line.value, line.unit) if line else None

    return tables.Column(
        key=code, title=of.measure.title, value=lambda d: d.said(code), export=number, numeric=True, ordered=False
    )
