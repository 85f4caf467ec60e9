"""The tables of a database, asked of PostgreSQL's catalogue, and the journal's root."""

from __future__ import annotations

from psycopg import Connection, sql

from ipops.ledger import merkle
from ipops.site.archive.manifest import LEFT_OUT

_READ_AT_ONCE = 10_000


def tables(con: Connection) -> list[str]:
    """Names of the tables that a backup holds, sorted."""
    rows = con.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename COLLATE \"C\"")
    return [name for (name,) in rows if name not in LEFT_OUT]


def columns(con: Connection, table: str) -> tuple[str, ...]:
    """Stored columns in their order; computed ones are left out."""
    rows = con.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
        [f'public."{table}"'],
    )
    return tuple(name for (name,) in rows)


def key(con: Connection, table: str) -> tuple[str, ...]:
    """Columns of the primary key; every column where there is none, so that the order is always the same."""
    rows = con.execute(
        "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)"
        " WHERE i.indrelid = %s::regclass AND i.indisprimary ORDER BY array_position(i.indkey, a.attnum)",
        [f'public."{table}"'],
    ).fetchall()
    return tuple(name for (name,) in rows) or columns(con, table)


def names(columns: tuple[str, ...]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def migrations(con: Connection) -> tuple[tuple[str, str], ...]:
    rows = con.execute('SELECT app, name FROM django_migrations ORDER BY app COLLATE "C", name COLLATE "C"')
    return tuple((app, name) for app, name in rows)


def journal_root(con: Connection) -> tuple[int, str]:
    """Size and SHA-256 root of the journal, from its canonical bytes and nothing else."""
    tree, size = merkle.Frontier(), 0
    with con.cursor(name="journal_root") as rows:
        rows.itersize = _READ_AT_ONCE
        rows.execute("SELECT canonical FROM journal ORDER BY n")
        while page := rows.fetchmany(_READ_AT_ONCE):
            tree.extend(merkle.leaf_hashes(bytes(canonical) for (canonical,) in page))
            size += len(page)
    return size, tree.root().hex()
