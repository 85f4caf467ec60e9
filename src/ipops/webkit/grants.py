"""Rights of the two database roles. ``ipops_owner`` migrates and owns every table; ``ipops_app`` runs the program.

The application may read and add to the protected tables and nothing else. An owner can still lift a trigger; what an
owner does is found by ``ipops ledger verify``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

APP_ROLE = "ipops_app"
#: Tables that only ever grow.
PROTECTED = ("journal", "head", "document", "accepted_bundle")


def give(connection: Any, role: str = APP_ROLE) -> bool:
    """Give ``role`` its rights on all tables of the schema; runs as their owner. False if there is no such role, as on
    a server where one role does both (then only the triggers guard the journal, and ``verify`` says so)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [role])
        me, exists = cursor.fetchone()
        if not exists or me == role:
            return False
        quoted = connection.ops.quote_name(role)
        cursor.execute(
            f"GRANT USAGE ON SCHEMA public TO {quoted};"
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted};"
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}"
        )
        present = [t for t in PROTECTED if t in connection.introspection.table_names(cursor)]
        for table in present:
            cursor.execute(f"REVOKE ALL ON {connection.ops.quote_name(table)} FROM {quoted}")
            cursor.execute(f"GRANT SELECT, INSERT ON {connection.ops.quote_name(table)} TO {quoted}")
    return True


def open_doors(cursor: Any, role: str = APP_ROLE) -> Iterator[tuple[str, str, str]]:
    """Table, and what stands open there in Chinese and English: guards that are off or were changed, rights too many.

    Where one role both owns and serves, its rights are not looked at (``serves_alone`` tells).
    """
    cursor.execute(
        "SELECT t.tgrelid::regclass::text, t.tgenabled::text, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE t.tgname LIKE '%%\\_only\\_grows' AND t.tgrelid = ANY(%s::text[]::regclass[])",
        [list(PROTECTED)],
    )
    found = {table: (enabled, body.strip()) for table, enabled, body in cursor.fetchall()}
    for table in PROTECTED:
        enabled, body = found.get(table, ("", ""))
        if enabled != "A":
            yield table, "“只增不改”的触发器已停用或被删除。", "The guard that lets it only grow is off or gone."
        elif body != _BODY:
            yield table, "“只增不改”的触发器函数被改写。", "The function behind its guard was rewritten."
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", [role])
    row = cursor.fetchone()
    if row is None:
        return
    if row[0]:
        yield PROTECTED[0], f"{role} 是超级用户。", f"{role} is a superuser."
    for table in PROTECTED:
        cursor.execute(
            "SELECT string_agg(p, ', ') FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS p"
            " WHERE has_table_privilege(%s, %s, p)",
            [role, table],
        )
        if too_many := cursor.fetchone()[0]:
            yield table, f"{role} 多了权限：{too_many}。", f"{role} holds rights too many: {too_many}."


def serves_alone(cursor: Any, role: str = APP_ROLE) -> bool:
    """Whether one role both owns the tables and serves: then only the triggers guard them."""
    cursor.execute("SELECT tableowner = current_user FROM pg_tables WHERE tablename = %s", [PROTECTED[0]])
    row = cursor.fetchone()
    return bool(row and row[0])


def guard_sql(table: str) -> tuple[str, str]:
    """The statements that guard one table, and those that take the guard away (for migrations)."""
    quoted = f'"{table}"'
    make = f"""
        CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {quoted}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
        ALTER TABLE {quoted} ENABLE ALWAYS TRIGGER {table}_only_grows;
    """
    return make, f"DROP TRIGGER {table}_only_grows ON {quoted};"


_BODY = """
    BEGIN
        RAISE EXCEPTION '% 只增不改，拒绝 %。 The table % only grows: % is refused.',
            TG_TABLE_NAME, TG_OP, TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege',
              HINT = '更正请追加一条取代原条目的新事实（supersedes）。 To correct an entry, append one that supersedes it.';
    END
""".strip()
REFUSE_SQL = f"CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $${_BODY}$$;"
