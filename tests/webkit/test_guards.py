"""The tables that only grow: who may do what to them, and what the database says to whoever tries."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import ProgrammingError, connection, transaction

from ipops.webkit import journal
from ipops.webkit.grants import PROTECTED
from tests.webkit.conftest import draft, transfer

pytestmark = [pytest.mark.db, pytest.mark.django_db]
CHANGES = ("UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}")
COLUMN = {"journal": "kind", "head": "root_sha256", "document": "name", "accepted_bundle": "place"}


def statements(table: str) -> list[str]:
    column = COLUMN[table]
    return [c.format(table, column, column) if "{} =" in c else c.format(table) for c in CHANGES]


def refusal(statement: str) -> str:
    """What the database answers; the test goes on as if the statement had not been tried."""
    with pytest.raises(ProgrammingError) as no, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(no.value)


@pytest.fixture
def application() -> Iterator[None]:
    """Be the role that serves."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE ipops_app")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.mark.parametrize("statement", [s for t in PROTECTED for s in statements(t)])
class TestTablesThatOnlyGrow:
    def test_refuse_even_their_owner_and_say_what_to_do(self, statement: str) -> None:
        said = refusal(statement)
        assert "只增不改" in said
        assert "only grows" in said
        assert "supersedes" in said

    def test_refuse_when_triggers_of_the_session_are_off(self, statement: str, superuser_sees: None) -> None:
        assert "only grows" in refusal(statement)

    def test_are_closed_to_the_application(self, statement: str, application: None) -> None:
        assert "permission denied" in refusal(statement)


@pytest.fixture
def superuser_sees(postgres: object) -> Iterator[None]:
    """The owner with ``session_replication_role`` set, as only a superuser can grant it."""
    with postgres.connect("postgres") as con:  # type: ignore[attr-defined]
        con.execute("GRANT SET ON PARAMETER session_replication_role TO ipops_owner")
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = origin")


def test_the_application_can_append_and_read(application: None) -> None:
    journal.append([draft(transfer(1), "1")], by="user:a")
    assert [e.n for e in journal.read()] == [1]


def test_the_application_owns_nothing_and_holds_select_and_insert_only() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tableowner = 'ipops_app'")
        assert cursor.fetchall() == []
        for table in PROTECTED:
            cursor.execute(
                "SELECT privilege_type FROM information_schema.role_table_grants"
                " WHERE grantee = 'ipops_app' AND table_name = %s ORDER BY 1",
                [table],
            )
            assert [p for (p,) in cursor.fetchall()] == ["INSERT", "SELECT"], table


def test_the_application_may_not_make_tables(application: None) -> None:
    assert "permission denied" in refusal("CREATE TABLE mine (n int)")


def test_every_guard_fires_always() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgenabled FROM pg_trigger WHERE tgname LIKE '%%_only_grows'")
        assert {t: e if isinstance(e, str) else e.decode() for t, e in cursor.fetchall()} == dict.fromkeys(
            PROTECTED, "A"
        )
