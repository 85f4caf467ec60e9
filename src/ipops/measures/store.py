"""One export, open for questions: its kinds as DuckDB views under their names, and statements worked out once a process.

An expression costs more to turn into SQL than a city's facts cost to count. Statements are over tables named as their kinds
(the very SQL that *why* shows), so they are kept by measure, windows, reading and moment and run on any export.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from ipops.ledger import export
from ipops.measures import compute, duck, places, tables
from ipops.measures.compute import Value
from ipops.measures.measure import Measure
from ipops.measures.params import Params
from ipops.measures.points import Point, points
from ipops.measures.window import Window, families

SMALL = 64 << 20  #: bytes of Parquet
MOST_ANSWERS = 4_000  #: kept while the journal stands still; a few kilobytes each


class Store:
    """Safe to share between threads: every question has a cursor of its own. The files of the export must stay; a longer
    export is another store."""

    def __init__(self, folder: Path, measures: Iterable[Measure]) -> None:
        over_facts = [m for m in measures if m.rows]
        self._group_of = {m.code: group for group in compute.together(over_facts) for m in group}
        kinds = {k for m in over_facts if m.rows for k in m.rows.kinds}
        self._folder = folder
        self._con = duck.connect(threads=_threads(folder)).con
        self._answers: dict[Any, Any] = {}
        self._together: tuple[tuple[str, ...], int] = ((), 0)
        for kind in sorted({*kinds, export.SUPERSEDED}):
            _view(self._con, folder, kind)

    def first_days(self, measure: Measure, known_by: datetime | None = None) -> Mapping[str, date]:
        """Every division that a row of the measure names, with its first counted day there."""
        group = self._group_of[measure.code]
        key = ("first", group[0].code, known_by)
        if key not in self._answers:
            found: dict[str, date] = {}
            for statement in _first_day_statements(group[0], known_by):
                for row in _rows(self._con.cursor(), statement):
                    if row["division"]:
                        found[row["division"]] = min(row["first_day"], found.get(row["division"], date.max))
            self._answers[key] = found
        answer: Mapping[str, date] = self._answers[key]
        return answer

    def since(self, measure: Measure, place: str, known_by: datetime | None = None) -> date | None:
        """The first counted day anywhere in the place; ``None`` if no row of the measure lies in it."""
        key = ("since", self._group_of[measure.code][0].code, known_by)
        if key not in self._answers:
            found: dict[str, date] = {}
            for division, day in self.first_days(measure, known_by).items():
                for container in places.containers(division):
                    found[container] = min(day, found.get(container, date.max))
            self._answers[key] = found
        answer: Mapping[str, date] = self._answers[key]
        return answer.get(place)

    def values(
        self,
        measure: Measure,
        windows: Sequence[Window],
        params: Params,
        *,
        place: str,
        known_by: datetime | None,
        among: tuple[str, ...] = (),
    ) -> list[Value]:
        """The measure's figures of a place in each window; measures of its group are answered by the same query, and so are
        the places ``among`` which it is: a nation's cities are asked once, not one after the other."""
        group = self._group_of[measure.code]
        asked = among or (place,)
        key = ("values", group[0].code, tuple(windows), params, self._called(asked), known_by)
        if key not in self._answers:
            if len(self._answers) >= MOST_ANSWERS:
                self._answers.clear()
            self._answers[key] = self._values(group, windows, params, asked, known_by)
        answer: list[Value] = self._answers[key][place][measure.code]
        return answer

    def _called(self, asked: tuple[str, ...]) -> Any:
        """A short name for the places that are asked together: to compare hundreds of codes at every question costs more than
        the answer. Whoever asks for a nation hands in the same tuple each time."""
        if len(asked) == 1:
            return asked
        if self._together[0] is not asked:
            names = self._answers.setdefault("together", {})
            self._together = (asked, names.setdefault(asked, len(names)))
        return self._together[1]

    def points(self, indicators: Iterable[str], *, place: str, as_known_on: date | None) -> list[Point]:
        """Observations of a place under these names, as ``points.points`` gives them; read once for every place."""
        key = ("points", as_known_on)
        if key not in self._answers:
            found: dict[tuple[str, str], list[Point]] = {}
            for p in points(self._folder, as_known_on=as_known_on):
                found.setdefault((p.place, p.indicator), []).append(p)
            self._answers[key] = found
        answer: Mapping[tuple[str, str], list[Point]] = self._answers[key]
        return [p for name in sorted(set(indicators)) for p in answer.get((place, name), ())]

    def _values(
        self,
        group: tuple[Measure, ...],
        windows: Sequence[Window],
        params: Params,
        asked: tuple[str, ...],
        known_by: Any,
    ) -> dict[str, dict[str, list[Value]]]:
        cursor = self._cursor(group[0], asked, known_by)
        rows: dict[tuple[str, str], dict[str, Any]] = {}
        for family, statement in _statements(group, tuple(windows), params, known_by):
            for row in _rows(cursor, statement):
                rows[row["place"], family[row["window"]].label] = row
        found: dict[str, dict[str, list[Value]]] = {place: {m.code: [] for m in group} for place in asked}
        for code, told in compute.values_of_rows(group, rows, windows, asked).items():
            for value in told:
                found[value.place][code].append(value)
        return found

    def facts_behind(
        self, measure: Measure, window: Window, params: Params, *, place: str, known_by: datetime | None
    ) -> list[int]:
        """The numbers of the facts that make the figure of one place and window, in order."""
        cursor = self._cursor(measure, (place,), known_by)
        numbers = {
            row["n"]
            for statement in _behind_statements(measure, window, params, known_by)
            for row in _rows(cursor, statement)
        }
        return sorted(numbers)

    def _cursor(self, measure: Measure, asked: tuple[str, ...], known_by: datetime | None) -> Any:
        """A connection of its own to the same views, with the roll-up of the asked places as its table ``places``."""
        cursor = self._con.cursor()
        cursor.register("places", places.rollup_rows(asked, self.first_days(measure, known_by)))
        return cursor


def _threads(folder: Path) -> int:
    """One for a city's export: to share out a few megabytes costs more than to count them, and pages ask side by side anyway.
    0 leaves it to the engine."""
    size = sum(part.stat().st_size for part in folder.rglob("*.parquet"))
    return 1 if size < SMALL else 0


def _view(con: Any, folder: Path, kind: str) -> None:
    """The raw facts of a kind under the name that unbound tables use; an empty table where there are no files."""
    name = tables.unbound_name(kind)
    files = [str(f).replace("'", "''") for f in export.parts(folder, kind)]
    if files:
        listed = ", ".join(f"'{f}'" for f in files)
        # Names of our own kinds and files; a view takes no parameters.
        con.execute(f'CREATE VIEW "{name}" AS SELECT * FROM read_parquet([{listed}], union_by_name = true)')  # noqa: S608
        return
    con.register("nothing", tables.schema_of(kind).empty_table())
    con.execute(f'CREATE TABLE "{name}" AS SELECT * FROM nothing')  # noqa: S608
    con.unregister("nothing")


def _rows(cursor: Any, statement: str) -> list[dict[str, Any]]:
    found: pa.Table = cursor.execute(statement).to_arrow_table()
    rows: list[dict[str, Any]] = found.to_pylist()
    return rows


#: Stand in for the two days of a window while its statement is made; no window of anybody's has them.
_ANY = Window(label="any", start=date(1901, 2, 3), end=date(1904, 5, 6))


def _statements(
    group: tuple[Measure, ...], windows: tuple[Window, ...], params: Params, known_by: datetime | None
) -> tuple[tuple[tuple[Window, ...], str], ...]:
    """By family of disjoint windows. The statement of one stretch of days, as a return asks for it each quarter anew, is made
    once and its two days are put in."""
    if len(windows) != 1 or windows[0].is_whole_year:
        return _made(group, windows, params, known_by)
    ((_, statement),) = _made(group, (_ANY,), params, known_by)
    for stood_in, day in ((_ANY.start, windows[0].start), (_ANY.end, windows[0].end)):
        statement = statement.replace(_literal(stood_in), _literal(day))
    return ((windows, statement),)


def _literal(day: date) -> str:
    """A day as the engine's SQL writes it."""
    return f"MAKE_DATE({day.year}, {day.month}, {day.day})"


@lru_cache(maxsize=512)
def _made(
    group: tuple[Measure, ...], windows: tuple[Window, ...], params: Params, known_by: datetime | None
) -> tuple[tuple[tuple[Window, ...], str], ...]:
    assert group[0].rows is not None
    found = tables.named(group[0].rows.kinds, known_by)
    made = compute.expressions(group, found, windows, params, places=places.named())
    assert len(made) == len(families(windows))
    return tuple((family, compute.sql(expression)) for family, expression in made)


@lru_cache(maxsize=128)
def _first_day_statements(measure: Measure, known_by: datetime | None) -> tuple[str, ...]:
    assert measure.rows is not None
    found = tables.named(measure.rows.kinds, known_by)
    return tuple(compute.sql(e) for e in compute.first_days(measure, found))


@lru_cache(maxsize=128)
def _behind_statements(measure: Measure, window: Window, params: Params, known_by: datetime | None) -> tuple[str, ...]:
    assert measure.rows is not None
    found = tables.named(measure.rows.kinds, known_by)
    return tuple(compute.sql(e) for e in compute.behind(measure, found, window, params, places=places.named()))
