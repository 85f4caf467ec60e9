"""Many rows at once, by COPY. Knows columns and nothing of what they mean; used by ``refold`` under the journal's lock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import Model
from psycopg import sql

from ipops.webkit import pgcopy


def _columns(model: type[Model], names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The database's names and types of the model's fields."""
    found: list[Any] = [model._meta.get_field(n) for n in names]
    return [f.column for f in found], [f.db_type(connection) for f in found]


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


def add(model: type[Model], names: Sequence[str], made: Iterable[Sequence[Any]]) -> None:
    """Write rows that are not there yet."""
    _copy(sql.Identifier(model._meta.db_table), model, names, made)


def change(model: type[Model], key: str, names: Sequence[str], made: Sequence[Sequence[Any]]) -> None:
    """Overwrite rows that are there, found by their key, which is one of ``names``."""
    if not made:
        return
    table, draft = sql.Identifier(model._meta.db_table), sql.Identifier(f"draft_{model._meta.db_table}")
    found, _ = _columns(model, names)
    (key_column,), _ = _columns(model, [key])
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
                draft, _quoted(found), table
            )
        )
        _copy(draft, model, names, made)
        sets = sql.SQL(", ").join(
            sql.SQL("{0} = draft.{0}").format(sql.Identifier(c)) for c in found if c != key_column
        )
        cursor.execute(
            sql.SQL("UPDATE {0} AS kept SET {1} FROM {2} AS draft WHERE kept.{3} = draft.{3}").format(
                table, sets, draft, sql.Identifier(key_column)
            )
        )
        cursor.execute(sql.SQL("DROP TABLE {}").format(draft))


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
            copy.write_row([list(v) if isinstance(v, tuple) else v for v in values])
