"""Tables whose rows stand in memory are searched and sorted by what they show, without a word of the house.

A query set is narrowed by the database and says itself how (``Filter``, ``Column.sort``). A plain ``ListRows`` has everything at
hand, so every column is a sort, and one field finds the rows that show a text anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from ipops.kernel.text import Text
from ipops.webkit import pinyin
from ipops.webkit.pages import exports
from ipops.webkit.pages.spec import Column, Filter, ListRows, Rows, TableSpec

#: The name of the field that looks everywhere.
ANYWHERE = "q"
_TITLE = Text("包含的文字或拼音首字母", "Text or pinyin initials")


def offered(spec: TableSpec, rows: Rows, *, alone: bool = True) -> tuple[TableSpec, Rows]:
    """The table with what rows in memory can be asked for besides; every other table as it is.

    A table that shares its page is searched by a field of its own name: one name for all would narrow all.
    """
    if spec.plain or type(rows) is not ListRows:
        return spec, rows
    filters = spec.filters
    if not any(f.kind == "text" for f in filters):
        filters = (_anywhere(spec.columns, ANYWHERE if alone else f"{ANYWHERE}-{spec.code}"), *filters)
    taken = {c.sort for c in spec.columns}
    columns = tuple(c if c.sort or c.key in taken or not c.ordered else replace(c, sort=c.key) for c in spec.columns)
    keys = {c.sort: _key(c) for c in columns if c.sort and c.sort not in taken}
    return replace(spec, columns=columns, filters=filters), replace(rows, keys={**keys, **rows.keys})


def _key(column: Column) -> Callable[[Any], Any]:
    """By value: numbers before days before words, words by pinyin; ``None`` for nothing, which stands last."""

    def key(row: Any) -> Any:
        match exports.bare(column.exported(row)):
            case "":
                return None
            case int() | Decimal() as number:
                return (0, number)
            case date() as day:
                return (1, day.isoformat())
            case other:
                return (2, pinyin.sort_key(str(other)))

    return key


def _anywhere(columns: tuple[Column, ...], name: str) -> Filter:
    def narrow(rows: Any, typed: str) -> Any:
        wanted = pinyin.needle(typed)
        return rows.filter(
            lambda row: wanted in pinyin.search_key(*(str(exports.bare(c.exported(row))) for c in columns))
        )

    return Filter(name=name, title=_TITLE, narrow=narrow)
