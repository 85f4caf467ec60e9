"""What a superuser of the database does behind our back is found and named.

The superuser lifts the guards, changes rows as if nothing had been, and puts the guards back.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ipops.ledger import merkle
from ipops.ledger.heads import Head
from ipops.ledger.verdict import Report
from ipops.webkit import journal, seals
from ipops.webkit.home import room
from ipops.webkit.seals.verifying import heads_of_files
from tests.webkit.conftest import draft, transfer

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
SIZE, HIT = 30, 12


@pytest.fixture(autouse=True)
def sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Head:
    """A journal of 30 entries, sealed twice, and one entry more that is not sealed yet."""
    monkeypatch.setenv("IPOPS_HOME", str(tmp_path / "home"))
    drafts = [draft(transfer(i), f"n{i}") for i in range(1, SIZE + 2)]
    journal.append(drafts[:20], by="user:a")
    seals.seal()
    journal.append(drafts[20:SIZE], by="user:a")
    head = seals.seal()
    assert isinstance(head, Head)
    journal.append(drafts[SIZE:], by="user:a")
    return head


@pytest.fixture
def tamper(superuser: Any) -> Iterator[Callable[..., None]]:
    """``tamper(statement, …)`` as a superuser with the guards lifted for that moment."""

    def do(*statements: str) -> None:
        superuser.execute("ALTER TABLE journal DISABLE TRIGGER journal_only_grows")
        for statement in statements:
            superuser.execute(statement)
        superuser.execute("ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_only_grows")

    yield do
    superuser.execute("ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_only_grows")


def found(report: Report) -> list[tuple[str, int | None]]:
    return [(p.code, p.at.line) for p in report.problems]


def said(report: Report) -> str:
    return "\n".join(f"{p.says.zh} {p.says.en}" for p in report.problems)


def bytes_changed(n: int) -> str:
    return f"UPDATE journal SET canonical = convert_to(replace(convert_from(canonical, 'UTF8'), 'D:{n}', 'D:9'), 'UTF8') WHERE n = {n}"


def test_an_honest_journal_holds() -> None:
    report = seals.verify()
    assert report.holds, report.problems
    assert (report.entries, report.sealed, report.hashes) == (SIZE + 1, SIZE, merkle.hash_names())


class TestATamperedJournal:
    def verify(self) -> Report:
        report = seals.verify(processes=1)
        assert not report.holds
        return report

    def test_names_the_entry_whose_byte_was_flipped(self, tamper: Callable[..., None]) -> None:
        tamper(f"UPDATE journal SET canonical = set_byte(canonical, 40, get_byte(canonical, 40) # 1) WHERE n = {HIT}")
        report = self.verify()
        assert {line for _, line in found(report)} == {HIT}
        assert f"第 {HIT} 条" in said(report)

    def test_names_the_entry_whose_content_was_rewritten(self, tamper: Callable[..., None]) -> None:
        tamper(bytes_changed(HIT))
        assert ("changed", HIT) in found(self.verify())

    def test_is_not_deceived_by_leaf_hashes_that_were_worked_out_again(
        self, tamper: Callable[..., None], superuser: Any
    ) -> None:
        tamper(bytes_changed(HIT))
        (data,) = superuser.execute(f"SELECT canonical FROM journal WHERE n = {HIT}").fetchone()
        hashes = {name: merkle.leaf_hash(bytes(data), name).hex() for name in merkle.hash_names()}
        sets = ", ".join(f"leaf_{name} = '\\x{made}'" for name, made in hashes.items())
        tamper(f"UPDATE journal SET {sets} WHERE n = {HIT}", f"UPDATE journal SET deals = '{{D:9}}' WHERE n = {HIT}")
        assert found(self.verify()) == [("changed", HIT)]

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("kind", "'licence_recorded'"),
            ("version", "9"),
            ("took_effect", "'2023-01-01'"),
            ("took_effect", "'infinity'"),
            ("recorded_at", "'2020-01-01T00:00:00Z'"),
            ("recorded_at", "'-infinity'"),
            ("by", "'user:b'"),
            ("reference", "'other'"),
            ("document", "repeat('a', 64)"),
            ("reason", "''"),
            ("supersedes", "1"),
            ("parties", "'{P:乙}'"),
            ("rights", "'{}'"),
            ("places", "'{990103}'"),
            ("deals", "'{D:12,D:13}'"),
            ("cases", "'{C:1}'"),
        ],
    )
    def test_names_the_column_that_was_changed(self, tamper: Callable[..., None], column: str, value: str) -> None:
        tamper(f'UPDATE journal SET "{column}" = {value} WHERE n = {HIT}')
        report = self.verify()
        assert ("column", HIT) in found(report)
        assert column in said(report)

    @pytest.mark.parametrize("name", merkle.hash_names())
    def test_names_a_leaf_hash_that_was_changed(self, tamper: Callable[..., None], name: str) -> None:
        tamper(f"UPDATE journal SET leaf_{name} = sha256('x') WHERE n = {HIT}")
        assert {line for _, line in found(self.verify())} == {HIT}

    def test_names_an_entry_deleted_from_the_middle(self, tamper: Callable[..., None]) -> None:
        tamper(f"DELETE FROM journal WHERE n IN ({HIT}, {HIT + 1})")
        assert found(self.verify()) == [("missing", HIT)]

    def test_names_a_tail_that_was_removed(self, tamper: Callable[..., None]) -> None:
        tamper("DELETE FROM journal WHERE n > 25")
        report = self.verify()
        assert ("removed-tail", 26) in found(report)
        assert "30" in said(report)

    def test_names_a_tail_removed_with_all_that_knew_of_it_but_a_head_kept_outside(
        self, tamper: Callable[..., None], superuser: Any, tmp_path: Path
    ) -> None:
        """Rows, heads, leaf files and daily files: the insider was thorough. The auditor had a copy of one line."""
        outside = tmp_path / "auditor.jsonl"
        outside.write_text("".join(f.read_text() for f in room("heads").iterdir()))
        tamper("DELETE FROM journal WHERE n > 20")
        superuser.execute("ALTER TABLE head DISABLE TRIGGER head_only_grows; DELETE FROM head WHERE size > 20")
        superuser.execute("ALTER TABLE head ENABLE ALWAYS TRIGGER head_only_grows")
        shutil.rmtree(room("heads"))
        shutil.rmtree(room("tiles"))
        seals.seal()
        assert seals.verify(processes=1).holds, "from inside nothing can be seen any more"
        kept, unread = heads_of_files([outside])
        assert unread == []
        report = seals.verify(processes=1, kept=kept)
        assert found(report) == [("removed-tail", 21)]
        assert "auditor.jsonl" in said(report)

    def test_names_an_entry_changed_with_all_that_knew_of_it_but_a_head_kept_outside(
        self, tamper: Callable[..., None], superuser: Any, tmp_path: Path
    ) -> None:
        outside = tmp_path / "auditor.jsonl"
        outside.write_text("".join(f.read_text() for f in room("heads").iterdir()))
        tamper(bytes_changed(HIT), f"UPDATE journal SET deals = '{{D:9}}' WHERE n = {HIT}")
        (data,) = superuser.execute(f"SELECT canonical FROM journal WHERE n = {HIT}").fetchone()
        for name in merkle.hash_names():
            tamper(f"UPDATE journal SET leaf_{name} = '\\x{merkle.leaf_hash(bytes(data), name).hex()}' WHERE n = {HIT}")
        superuser.execute("ALTER TABLE head DISABLE TRIGGER head_only_grows; DELETE FROM head")
        superuser.execute("ALTER TABLE head ENABLE ALWAYS TRIGGER head_only_grows")
        shutil.rmtree(room("heads"))
        shutil.rmtree(room("tiles"))
        seals.seal()
        assert seals.verify(processes=1).holds
        kept, _ = heads_of_files([outside])
        report = seals.verify(processes=1, kept=kept)
        assert [code for code, _ in found(report)] == ["head"]
        assert "1 to 20" in said(report), "without the leaf file the range between two heads is all that is left"

    def test_names_an_entry_that_was_added(self, tamper: Callable[..., None]) -> None:
        columns = "kind, version, took_effect, recorded_at, by, document, reason, supersedes, parties, rights, places, deals, cases, leaf_sha256, leaf_sm3, canonical"
        tamper(
            f"INSERT INTO journal (n, reference, {columns}) SELECT 60, 'added', {columns} FROM journal WHERE n = {HIT}"
        )
        report = self.verify()
        assert any(line == 60 or line == SIZE + 2 for _, line in found(report)), found(report)

    def test_names_an_entry_added_below_the_first(self, tamper: Callable[..., None]) -> None:
        columns = "kind, version, took_effect, recorded_at, by, document, reason, supersedes, parties, rights, places, deals, cases, leaf_sha256, leaf_sm3, canonical"
        tamper(
            "ALTER TABLE journal DROP CONSTRAINT journal_numbers_start_at_one",
            f"INSERT INTO journal (n, reference, {columns}) SELECT 0, 'added', {columns} FROM journal WHERE n = {HIT}",
        )
        try:
            assert ("added", 0) in found(self.verify())
        finally:
            tamper(
                "DELETE FROM journal WHERE n = 0",
                "ALTER TABLE journal ADD CONSTRAINT journal_numbers_start_at_one CHECK (n >= 1)",
            )

    def test_names_two_entries_that_changed_places(self, tamper: Callable[..., None]) -> None:
        tamper(
            "UPDATE journal SET n = 1000 WHERE n = 7",
            "UPDATE journal SET n = 7 WHERE n = 9",
            "UPDATE journal SET n = 9 WHERE n = 1000",
        )
        report = self.verify()
        assert ("reordered", 7) in found(report)
        assert ("reordered", 9) in found(report)

    def test_names_a_leaf_file_that_was_changed(self) -> None:
        file = room("tiles") / "leaves.sha256"
        data = bytearray(file.read_bytes())
        data[(HIT - 1) * 32] ^= 1
        file.write_bytes(bytes(data))
        assert found(self.verify()) == [("leaf-file", HIT)]

    def test_names_a_head_that_was_rewritten(self, superuser: Any) -> None:
        superuser.execute("ALTER TABLE head DISABLE TRIGGER head_only_grows")
        forged = hashlib.sha256(b"forged").hexdigest()
        superuser.execute("UPDATE head SET root_sha256 = %s WHERE size = 20", [forged])
        superuser.execute("ALTER TABLE head ENABLE ALWAYS TRIGGER head_only_grows")
        assert {"heads-differ", "head"} & {code for code, _ in found(self.verify())}


def test_several_processes_find_the_same(tamper: Callable[..., None]) -> None:
    tamper(
        bytes_changed(HIT),
        "UPDATE journal SET places = '{}' WHERE n = 3",
        "UPDATE journal SET recorded_at = '-infinity' WHERE n = 5",
        "DELETE FROM journal WHERE n IN (15, 16) OR n > 27",
    )
    one, two = seals.verify(processes=1), seals.verify(processes=2)
    assert one == two
    assert {n for _, n in found(one)} >= {3, 5, HIT, 15, 28}


def test_a_reading_that_broke_the_transaction_is_read_again(
    tamper: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when cancelling a half-read COPY reaches the server before the COPY ends."""

    def broken(con: Any, *_: Any) -> Iterator[tuple[Any, ...]]:
        yield con.execute("SELECT 1 / 0").fetchone()

    tamper("UPDATE journal SET recorded_at = '-infinity' WHERE n = 5")
    one = seals.verify(processes=1)
    monkeypatch.setattr("ipops.webkit.reread.rows", broken)
    assert seals.verify(processes=1) == one
    assert 5 in {n for _, n in found(one)}


class TestGuards:
    def test_that_are_off_are_named(self, superuser: Any) -> None:
        superuser.execute("ALTER TABLE journal DISABLE TRIGGER journal_only_grows")
        report = seals.verify()
        superuser.execute("ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_only_grows")
        assert [(p.code, p.at.file) for p in report.problems] == [("guard", "journal")]
        assert seals.verify().holds

    def test_whose_function_was_rewritten_are_named(self, superuser: Any) -> None:
        (body,) = superuser.execute("SELECT pg_get_functiondef('refuse_change'::regproc)").fetchone()
        superuser.execute(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$"
        )
        report = seals.verify()
        superuser.execute(body)
        assert {p.code for p in report.problems} == {"guard"}
        assert seals.verify().holds

    def test_around_rights_too_many_are_named(self, superuser: Any) -> None:
        superuser.execute("GRANT UPDATE ON journal TO ipops_app")
        report = seals.verify()
        superuser.execute("REVOKE UPDATE ON journal FROM ipops_app")
        assert "UPDATE" in said(report)
        assert seals.verify().holds


def test_verifying_while_others_append_and_seal_finds_nothing() -> None:
    """One snapshot: what comes meanwhile is not tampering."""
    import threading

    from django.db import connection

    stop = threading.Event()

    def busy() -> None:
        i = 1000
        while not stop.is_set():
            i += 1
            journal.append([draft(transfer(i), f"busy {i}")], by="user:b")
            seals.seal()
        connection.close()

    writer = threading.Thread(target=busy)
    writer.start()
    try:
        for processes in (1, 1, 1, 1, 2):
            report = seals.verify(processes=processes)
            assert report.holds, report.problems
    finally:
        stop.set()
        writer.join()


def test_a_daily_file_that_cannot_be_read_is_told() -> None:
    file = next(room("heads").iterdir())
    file.write_text("scribble\n" + file.read_text())
    report = seals.verify()
    assert [(p.code, p.at.line) for p in report.problems] == [("not-a-head", 1)]
