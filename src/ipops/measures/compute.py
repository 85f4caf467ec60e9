"""From a definition to figures: places x windows, every unit once.

1. Rows of each branch are joined to the places they lie in; rows that are units themselves only once they are added up.
2. Per place, the rows of one unit fold into one; its day is the first counted day. So a deal whose rights were entered
   in December and in January is one deal of December, and years add up to the whole.
3. Units are added up per place and window; families of disjoint windows are one query each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import ibis

from ipops.measures import window as windows_of
from ipops.measures.measure import Measure, Rows, Table, Tables
from ipops.measures.params import Params
from ipops.measures.window import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """The figures of one place and window. ``facts`` is how many facts stand behind them; counts and fen are whole."""

    measure: str
    place: str
    window: Window
    columns: Mapping[str, int]
    facts: int
    value: int


def _rows_of(measure: Measure) -> Rows:
    if measure.rows is None:
        raise ValueError(f"{measure.code} reads attested observations; it has no expression over facts.")
    return measure.rows


def together(measures: Iterable[Measure]) -> list[tuple[Measure, ...]]:
    """The measures in groups that read the same rows and fold them by the same key: one query a group is enough."""
    groups: dict[tuple[Any, ...], list[Measure]] = {}
    for m in measures:
        rows = _rows_of(m)
        groups.setdefault((rows.of, rows.keys, rows.repeats, rows.beside), []).append(m)
    return [tuple(g) for g in groups.values()]


def units(group: Sequence[Measure], tables: Tables, places: Table, params: Params, before: date) -> Table:
    """One row per place and unit whose first counted day is before ``before``: place, keys, day, parts, facts, and what
    stands beside it. Without a key every row is a unit, of its division: a place is the sum of its divisions."""
    rows = _rows_of(group[0])
    parts = {p.name: p for m in group for p in _rows_of(m).parts}.values()
    keys = rows.keys(params)
    made = []
    for branch in rows.of(tables, params):
        t = branch.filter(branch["day"] < ibis.literal(before))
        if not keys:
            made.append(t.select("division", "day", *(p.name for p in parts), facts=ibis.literal(1, "int64")))
            continue
        t = t.inner_join(places, "division")
        folds: dict[str, Any] = {"day": t["day"].min()}
        folds |= {p.name: getattr(t[p.name], p.fold)() for p in parts}
        folds["facts"] = t["n"].nunique() if rows.repeats(params) else t.count()
        made.append(t.group_by(["place", *keys]).agg(**folds))
    return rows.beside(made[0] if len(made) == 1 else ibis.union(*made), tables)


def column_name(group: Sequence[Measure], measure: Measure, column: str) -> str:
    """What a measure's column is called in the table of its group."""
    return column if len(group) == 1 else f"{measure.code}__{column}"


def family(group: Sequence[Measure], counted: Table, places: Table, windows: Sequence[Window]) -> Table:
    """The units of disjoint windows added up: place, window (its position), columns, facts."""
    day = counted["day"]
    if windows_of.are_years(windows):
        within = (day >= ibis.literal(windows[0].start)) & (day < ibis.literal(windows[-1].end))
        which = day.year() - windows[0].start.year
    else:
        spans = [(day >= ibis.literal(w.start)) & (day < ibis.literal(w.end)) for w in windows]
        within = ibis.or_(*spans)
        which = ibis.cases(*((span, i) for i, span in enumerate(spans)))
    t = counted.filter(within).mutate(window=which.cast("int32"))
    sums = {column_name(group, m, c.code): c.total(t) for m in group for c in _rows_of(m).columns}
    if "place" in t.columns:
        return t.group_by(["place", "window"]).agg(**sums, facts=t["facts"].sum())
    lain = t.group_by(["division", "window"]).agg(**sums, facts=t.count()).inner_join(places, "division")
    return lain.group_by(["place", "window"]).agg(**{c: lain[c].sum() for c in (*sums, "facts")})


def expressions(
    group: Sequence[Measure], tables: Tables, windows: Iterable[Window], params: Params, *, places: Table
) -> list[tuple[tuple[Window, ...], Table]]:
    """One expression per family of disjoint windows, for measures that ``together`` put into one group."""
    asked = windows_of.families(windows)
    return [(f, family(group, units(group, tables, places, params, f[-1].end), places, f)) for f in asked]


def values(
    measure: Measure, tables: Tables, windows: Sequence[Window], params: Params, *, places: Table, asked: Sequence[str]
) -> list[Value]:
    """The figures of each asked place and window, in that order; a window without units gives zeros."""
    return values_together([measure], tables, windows, params, places=places, asked=asked)[measure.code]


def values_together(
    group: Sequence[Measure],
    tables: Tables,
    windows: Sequence[Window],
    params: Params,
    *,
    places: Table,
    asked: Sequence[str],
) -> dict[str, list[Value]]:
    """As ``values``, for a group of measures by one query a family of windows; by the measures' codes."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for family_windows, expression in expressions(group, tables, windows, params, places=places):
        for row in expression.to_pyarrow().to_pylist():
            rows[row["place"], family_windows[row["window"]].label] = row
    return values_of_rows(group, rows, windows, asked)


def values_of_rows(
    group: Sequence[Measure],
    rows: Mapping[tuple[str, str], Mapping[str, Any]],
    windows: Sequence[Window],
    asked: Sequence[str],
) -> dict[str, list[Value]]:
    """The figures out of rows by place and window's label; where there is no row, zeros."""
    return {m.code: list(_values_of(group, m, rows, windows, asked)) for m in group}


def _values_of(
    group: Sequence[Measure],
    m: Measure,
    rows: Mapping[tuple[str, str], Mapping[str, Any]],
    windows: Sequence[Window],
    asked: Sequence[str],
) -> Iterator[Value]:
    names = [(c.code, column_name(group, m, c.code)) for c in _rows_of(m).columns]
    main, nothing = _rows_of(m).value, MappingProxyType({code: 0 for code, _ in names})
    for place in asked:
        for w in windows:
            row = rows.get((place, w.label))
            if row is None:
                yield Value(measure=m.code, place=place, window=w, columns=nothing, facts=0, value=0)
                continue
            columns = {code: int(row[name] or 0) for code, name in names}
            facts = int(row["facts"] or 0)
            yield Value(measure=m.code, place=place, window=w, columns=columns, facts=facts, value=columns[main])


def first_days(measure: Measure, tables: Tables) -> list[Table]:
    """Per branch: every division its rows name, with the first counted day there. Before a place's first day the measure
    has no figure there; after it, no rows means zero."""
    return [
        branch.group_by("division").agg(first_day=branch["day"].min())
        for branch in _rows_of(measure).of(tables, Params())
    ]


def behind(measure: Measure, tables: Tables, window: Window, params: Params, *, places: Table) -> list[Table]:
    """Per branch: the numbers of the facts whose unit's first counted day lies in the window. ``places`` is of one place."""
    rows = _rows_of(measure)
    keys = list(rows.keys(params))
    made = []
    for branch in rows.of(tables, params):
        t = branch.inner_join(places, "division")
        first = t.group_by(keys).agg(first_day=t["day"].min())
        within = (first["first_day"] >= ibis.literal(window.start)) & (first["first_day"] < ibis.literal(window.end))
        made.append(t.semi_join(first.filter(within), keys).select("n"))
    return made


def facts_behind(
    measure: Measure, tables: Tables, window: Window, params: Params, *, places: Table, place: str
) -> list[int]:
    """The numbers of the facts that make the figure of one place and window, in order."""
    of_place = places.filter(places["place"] == place)
    found: set[int] = set()
    for expression in behind(measure, tables, window, params, places=of_place):
        found.update(expression.to_pyarrow()["n"].to_pylist())
    return sorted(found)


def divisions(measures: Iterable[Measure], tables: Tables) -> set[str]:
    """Every division code that a row of these measures names; the codes a roll-up has to know."""
    found: set[str] = set()
    for m in measures:
        for branch in m.rows.of(tables, Params()) if m.rows else ():  # Params() is *either side*: all there are
            found.update(branch.select("division").distinct().to_pyarrow()["division"].to_pylist())
    return found - {""}


def sql(expression: Table, dialect: str = "duckdb") -> str:
    """The statement an expression becomes, for people to read."""
    return str(ibis.to_sql(expression, dialect=dialect)).strip() + "\n"
