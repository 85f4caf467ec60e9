"""*Why*: the facts behind a figure, its formula with the numbers in it, its SQL, the terms of the pack, the seal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ipops.kernel.text import Text
from ipops.ledger.canonical import entry_as_plain
from ipops.ledger.entry import Entry
from ipops.lines.programme.app.gathering import Desk, windows_asked
from ipops.lines.programme.rules.formula import formulas
from ipops.lines.programme.rules.law import BASE_YEAR, COUNTING, METHOD, MIDTERM, NEW_ONLY, TERRITORY, ZERO_BASE
from ipops.lines.programme.rules.scoring import Figures, ScoreLine
from ipops.measures import compute, places, tables
from ipops.measures.window import Window
from ipops.policy import Known
from ipops.webkit import journal

MOST_FACTS = 500
TERMS = (METHOD, BASE_YEAR, COUNTING, TERRITORY, MIDTERM, ZERO_BASE, NEW_ONLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A line of the scorecard and all that stands behind it. ``facts`` are the first entries of the value's facts and
    ``base_facts`` of the base's; the counts are of all of them."""

    line: ScoreLine
    facts: tuple[Entry, ...]
    numbers: tuple[int, ...]
    base_facts: tuple[Entry, ...]
    base_numbers: tuple[int, ...]
    formulas: tuple[Text, ...]
    sql: str
    terms: tuple[tuple[str, Any], ...]  #: name -> ``Known`` or ``Unknown``

    def as_json(self) -> dict[str, Any]:
        return {
            **self.line.as_json(),
            "formula": [f.as_json() for f in self.formulas],
            "sql": self.sql or None,
            "terms": {name: {"known": isinstance(got, Known), **got.as_json()} for name, got in self.terms},
            "fact_list": [entry_as_plain(e) for e in self.facts],
            "fact_numbers": list(self.numbers),
            "base_facts": len(self.base_numbers),
            "base_fact_numbers": list(self.base_numbers),
        }


def trace(desk: Desk, figures: Figures, line: ScoreLine) -> Trace:
    numbers, base_numbers = _numbers(desk, figures, line)
    return Trace(
        line=line,
        numbers=numbers,
        facts=tuple(journal.entries(numbers[:MOST_FACTS])),
        base_numbers=base_numbers,
        base_facts=tuple(journal.entries(base_numbers[:MOST_FACTS])),
        formulas=formulas(line),
        sql=_sql(desk, figures, line),
        terms=tuple((name, desk.law.term(name)) for name in TERMS),
    )


def _numbers(desk: Desk, figures: Figures, line: ScoreLine) -> tuple[tuple[int, ...], tuple[int, ...]]:
    if figures.source != "facts":
        return _observed(figures.points, figures.year), _observed(figures.points, line.base_year)
    asked = windows_asked(desk).years
    base = asked.get(line.base_year) if line.base_year else None
    return _behind(desk, figures, line, asked.get(figures.year)), _behind(desk, figures, line, base)


def _observed(points: Sequence[Any], year: int | None) -> tuple[int, ...]:
    return tuple(sorted(p.n for p in points if p.period.days.last_day.year == year))


def _behind(desk: Desk, figures: Figures, line: ScoreLine, window: Window | None) -> tuple[int, ...]:
    if window is None or line.used_params is None:
        return ()
    return tuple(
        desk.store.facts_behind(figures.measure, window, line.used_params, place=desk.place, known_by=desk.known_by)
    )


def _sql(desk: Desk, figures: Figures, line: ScoreLine) -> str:
    """Over tables named as their kinds, as the export holds them: one statement a family of windows."""
    if figures.source != "facts" or figures.measure.rows is None or line.used_params is None:
        return ""
    found = tables.named(figures.measure.rows.kinds, desk.known_by)
    asked = [w for y, w in windows_asked(desk).years.items() if y in (figures.year, line.base_year)]
    made = compute.expressions([figures.measure], found, asked, line.used_params, places=places.named())
    return "\n".join(compute.sql(expression) for _, expression in made)
