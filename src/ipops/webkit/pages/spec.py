"""How a table is declared: its columns, its filters, its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

from ipops.kernel.text import Text

#: Keys of the address that are used once and never carried along.
OWN = ("page", "export", "table", "lang", "count")


class Rows(Protocol):
    """A query set, or ``ListRows`` around a sequence: countable, sliceable, sortable."""

    def count(self) -> int: ...

    def order_by(self, *fields: str) -> Rows: ...

    def __getitem__(self, part: slice, /) -> Any: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """``value`` takes a row and gives anything that ``shown`` knows; ``sort`` is the field the rows are ordered by. By a
    column that is not ``ordered`` nobody may sort, though its rows stand in memory: its cells are of different things, or
    of districts, which nobody ranks."""

    key: str
    title: Text
    value: Callable[[Any], Any]
    sort: str = ""
    numeric: bool = False
    wide: bool = False
    shown: bool = True
    ordered: bool = True
    link: Callable[[Any], str] | None = None
    export: Callable[[Any], Any] | None = None

    def exported(self, row: Any) -> Any:
        return (self.export or self.value)(row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """``narrow(rows, text)`` gives the rows that pass; a ``ValueError`` from it means the text could not be read."""

    name: str
    title: Text
    narrow: Callable[[Any, str], Any]
    kind: Literal["text", "day", "choice", "number"] = "text"
    choices: tuple[tuple[str, Text], ...] = ()
    help: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSpec:
    """``order`` is the sort in force when none is asked for, e.g. ``-on``; ``empty`` says what to do when no row is
    there; a ``plain`` table stands inside another page and offers neither columns nor saved views."""

    code: str
    title: Text
    columns: tuple[Column, ...]
    empty: Text
    filters: tuple[Filter, ...] = ()
    order: str = ""
    per_page: int = 50
    plain: bool = False

    def __post_init__(self) -> None:
        names = [c.key for c in self.columns]
        taken = [f.name for f in self.filters]
        if len(set(names)) != len(names) or len(set(taken)) != len(taken) or set(taken) & {*OWN, "sort", "cols"}:
            raise ValueError(f"Table {self.code}: column keys and filter names are unique and keep off {OWN}.")


@dataclass
class ListRows:
    """A sequence that behaves like a query set; ``keys`` map sort names to key functions."""

    items: Sequence[Any]
    keys: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)

    def count(self) -> int:
        return len(self.items)

    def order_by(self, *fields: str) -> ListRows:
        items = list(self.items)
        for name in reversed(fields):
            key = self.keys.get(name.lstrip("-"))
            if key is not None:
                items.sort(key=lambda row, k=key: (k(row) is None, k(row)), reverse=name.startswith("-"))  # type: ignore[misc]
        return replace(self, items=items)

    def filter(self, keep: Callable[[Any], bool]) -> ListRows:
        return replace(self, items=[i for i in self.items if keep(i)])

    def __getitem__(self, part: slice) -> Any:
        return self.items[part]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    value: Any
    title: Text
    numeric: bool
    wide: bool
    href: str
