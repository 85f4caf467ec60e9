"""Rows written by hand in PostgreSQL's binary form are what PostgreSQL reads."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipops.webkit import pgcopy

pytestmark = [pytest.mark.db, pytest.mark.django_db]
TYPES = [
    "text",
    "bytea",
    "date",
    "timestamptz",
    "boolean",
    "smallint",
    "integer",
    "bigint",
    "text[]",
    "date[]",
    "bigint[]",
]
texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)


def whole(bits: int) -> Any:
    return st.integers(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


values = st.tuples(
    texts,
    st.binary(max_size=50),
    st.dates(),
    st.integers(1, 10**17).map(lambda us: datetime(1, 1, 2, tzinfo=UTC) + timedelta(microseconds=us)),
    st.booleans(),
    whole(16),
    whole(32),
    whole(64),
    st.lists(texts, max_size=4).map(tuple),
    st.lists(st.dates(), max_size=4).map(tuple),
    st.lists(whole(64), max_size=4).map(tuple),
)
rows = st.lists(
    st.tuples(values, st.sets(st.integers(0, len(TYPES) - 1))).map(
        lambda made: tuple(None if i in made[1] else v for i, v in enumerate(made[0]))
    ),
    max_size=8,
)


def through_the_database(made: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    how = pgcopy.ways(TYPES)
    assert how is not None
    columns = ", ".join(f"c{i} {t}" for i, t in enumerate(TYPES))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE t (n serial, {columns})")
        names = ", ".join(f"c{i}" for i in range(len(TYPES)))
        with cursor.copy(f"COPY t ({names}) FROM STDIN (FORMAT BINARY)") as copy:
            for block in pgcopy.blocks(made, how):
                copy.write(block)
        cursor.execute(f"SELECT {names} FROM t ORDER BY n")
        got = cursor.fetchall()
        cursor.execute("DROP TABLE t")
    return [tuple(tuple(v) if isinstance(v, list) else v for v in row) for row in got]


@given(rows)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_row_comes_back_as_it_went_in(made: list[tuple[Any, ...]]) -> None:
    assert through_the_database(made) == made


def test_many_rows_come_in_several_blocks() -> None:
    made = [
        ("x" * 100, b"y" * 100, date(2024, 1, 1), datetime(2024, 1, 1, tzinfo=UTC), True, i, i, i, ("a", "b"), (), (i,))
        for i in range(3000)
    ]
    how = pgcopy.ways(TYPES)
    assert how is not None
    assert len(list(pgcopy.blocks(made, how))) > 1
    assert through_the_database(made) == made


def test_a_type_it_does_not_know_is_left_to_the_driver() -> None:
    assert pgcopy.ways(["text", "jsonb"]) is None
