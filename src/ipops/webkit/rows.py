"""Many rows at once, by COPY. Knows columns and nothing of what they mean; used by ``refold`` under the journal's lock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import Model
from psycopg import sql

from ipops.webkit import pgcopy

#: Up to so many rows go into the statement itself; a temporary table costs entries in PostgreSQL's catalogue.
_FEW = 50


@cache
def _described(model: type[Model], names: tuple[str, ...]) -> tuple[list[str], list[str]]:
    found: list[Any] = [model._meta.get_field(n) for n in names]
    return [f.column for f in found], [f.db_type(connection) for f in found]


def _columns(model: type[Model], names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The database's names and types of the model's fields."""
    return _described(model, tuple(names))


def _quoted(names: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(n) for n in names)


def note_places(codes: Collection[str]) -> None:
    """Remember that facts name these places."""
    if codes:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO place_named (code) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING", [sorted(codes)]
            )


def note_all_places() -> None:
    """Make the list of places again from the whole journal."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM place_named")
        cursor.execute("INSERT INTO place_named (code) SELECT DISTINCT unnest(places) FROM journal")


def where(model: type[Model], key: str, keys: Collection[str], names: Sequence[str]) -> list[tuple[Any, ...]]:
    """The named columns of the rows with these keys."""
    if not keys:
        return []
    found, _ = _columns(model, names)
    (key_column,), _ = _columns(model, [key])
    query = sql.SQL("SELECT {} FROM {} WHERE {} = ANY(%s)").format(
        _quoted(found), sql.Identifier(model._meta.db_table), sql.Identifier(key_column)
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [list(keys)])
        return list(cursor.fetchall())


def add(model: type[Model], names: Sequence[str], made: Sequence[Sequence[Any]]) -> None:
    """Write rows that are not there yet."""
    if not made:
        return
    table = sql.Identifier(model._meta.db_table)
    if len(made) > _FEW:
        _copy(table, model, names, made)
        return
    found, types = _columns(model, names)
    insert = sql.SQL("INSERT INTO {} ({}) {}").format(table, _quoted(found), _values(types, len(made)))
    with connection.cursor() as cursor:
        cursor.execute(insert, [_plain(v) for row in made for v in row])


def change(model: type[Model], key: str, names: Sequence[str], made: Sequence[Sequence[Any]]) -> None:
    """Overwrite rows that are there, found by their key, which is one of ``names``."""
    if not made:
        return
    found, types = _columns(model, names)
    (key_column,), _ = _columns(model, [key])
    sets = sql.SQL(", ").join(sql.SQL("{0} = draft.{0}").format(sql.Identifier(c)) for c in found if c != key_column)
    update = sql.SQL("UPDATE {table} AS kept SET {sets} FROM {draft} WHERE kept.{key} = draft.{key}")
    parts = {"table": sql.Identifier(model._meta.db_table), "sets": sets, "key": sql.Identifier(key_column)}
    with connection.cursor() as cursor:
        if len(made) <= _FEW:
            draft = sql.SQL("({}) AS draft ({})").format(_values(types, len(made)), _quoted(found))
            cursor.execute(update.format(draft=draft, **parts), [_plain(v) for row in made for v in row])
            return
        table = sql.Identifier(f"draft_{model._meta.db_table}")
        cursor.execute(
            sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
                table, _quoted(found), parts["table"]
            )
        )
        _copy(table, model, names, made)
        cursor.execute(update.format(draft=sql.SQL("{} AS draft").format(table), **parts))
        cursor.execute(sql.SQL("DROP TABLE {}").format(table))


def _values(types: Sequence[str], count: int) -> sql.SQL:
    """``VALUES`` for so many rows; the types are our own column types. In brackets, because a cast binds tighter than the
    minus sign and the least whole number has no positive twin."""
    one = f"({', '.join(f'(%s)::{t}' for t in types)})"
    return sql.SQL(f"VALUES {', '.join([one] * count)}")


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def drop(model: type[Model], key: str, keys: Collection[str]) -> None:
    if keys:
        model._default_manager.filter(**{f"{key}__in": list(keys)}).delete()


def _copy(table: sql.Identifier, model: type[Model], names: Sequence[str], made: Iterable[Sequence[Any]]) -> None:
    found, types = _columns(model, names)
    waiting = iter(made)
    first = next(waiting, None)
    if first is None:
        return
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(table, _quoted(found))
    how = pgcopy.ways(types)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        if how is not None:
            for block in pgcopy.blocks(chain([first], waiting), how):
                copy.write(block)
            return
        copy.set_types(types)
        for values in chain([first], waiting):
            copy.write_row([_plain(v) for v in values])
