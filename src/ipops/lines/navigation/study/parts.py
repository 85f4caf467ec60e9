"""What an analysis gives: sentences, charts, tables, and the traps of its method."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ipops.kernel.text import Text
from ipops.lines.navigation.study.saying import Query, Sentence
from ipops.reports.charts import Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A table of the report: ``numeric`` columns stand to the right."""

    title: Text
    heads: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    numeric: frozenset[int] = frozenset()
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """``findings`` go into the summary too; ``says`` stay in their chapter. ``method`` states set, unit and traps."""

    code: str
    title: Text
    method: Text
    findings: tuple[Sentence, ...] = ()
    says: tuple[Sentence, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Shown, ...] = ()


def said(value: object) -> Text:
    """A cell: words as they are, whole numbers with their commas, nothing as a dash."""
    if isinstance(value, Text):
        return value
    if value is None or value == "":
        return Text("—", "—")
    told = f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
    return Text(told, told)


def table(
    title: Text,
    heads: Sequence[Text],
    rows: Sequence[Sequence[object]],
    *,
    numeric: Sequence[int] = (),
    widths: Sequence[int] = (),
) -> Shown:
    return Shown(
        title=title,
        heads=tuple(heads),
        rows=tuple(tuple(said(v) for v in row) for row in rows),
        numeric=frozenset(numeric),
        widths=tuple(widths),
    )


def cite(title: Text, query: Query) -> Text:
    """A caption with the query behind it."""
    return Text(f"{title.zh}［{query.code}］", f"{title.en} [{query.code}]")


def same(name: str | None) -> Text:
    """A name as it is written, in both languages."""
    return Text(name or "—", name or "—")


FIRST_FILED = Text("公布号（首次申请）", "publication (first filed)")


def filed(number: str | Text, year: int | None) -> Text:
    """A number with the year of its first filing in one cell, which leaves the title room."""
    told = number if isinstance(number, Text) else same(number)
    return Text(f"{told.zh}（{year}年）", f"{told.en} ({year})") if year else told


Work = Callable[..., Analysis]
