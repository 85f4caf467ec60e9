"""Parquet follows the journal, and never mixes two journals."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.db import connection

from ipops.ledger import export
from ipops.webkit import analytics, journal
from tests.webkit.conftest import draft, transfer, withdrawal
from tests.webkit.test_two_clerks import at_once

pytestmark = [pytest.mark.db, pytest.mark.django_db]
KIND = "transfer_registered"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPOPS_HOME", str(tmp_path))


def numbers(folder: Path) -> list[int]:
    return [int(n) for n in export.read(folder, KIND)["n"].to_pylist()]


def test_refreshing_adds_what_is_new() -> None:
    assert numbers(analytics.refresh()) == []
    journal.append([draft(transfer(i), str(i)) for i in range(3)], by="user:a")
    assert numbers(analytics.refresh()) == [1, 2, 3]
    journal.append([draft(withdrawal(), "w", supersedes=2), draft(transfer(9), "9")], by="user:a")
    folder = analytics.refresh()
    assert numbers(folder) == [1, 2, 3, 5]
    assert export.read(folder, export.SUPERSEDED)["n"].to_pylist() == [2]


def test_refreshing_without_news_writes_nothing() -> None:
    journal.append([draft(transfer(1), "1")], by="user:a")
    folder = analytics.refresh()
    before = {p: p.stat().st_mtime_ns for p in folder.rglob("*.parquet")}
    analytics.refresh()
    assert {p: p.stat().st_mtime_ns for p in folder.rglob("*.parquet")} == before


@pytest.mark.parametrize("then", [0, 1, 3])
def test_another_journal_under_the_same_home_starts_anew(then: int) -> None:
    """As after a restore, to an earlier day or of another city."""
    journal.append([draft(transfer(i), str(i)) for i in range(3)], by="user:a")
    analytics.refresh()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal DISABLE TRIGGER journal_only_grows; DELETE FROM journal")
        cursor.execute("ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_only_grows")
    journal.append([draft(transfer(i), f"other {i}") for i in range(then)], by="user:b")
    folder = analytics.refresh()
    assert numbers(folder) == list(range(1, then + 1))
    assert set(export.read(folder, KIND)["by"].to_pylist()) <= {"user:b"}


def test_files_of_a_program_whose_kinds_had_other_columns_are_made_anew() -> None:
    """As after an upgrade: a kind has a new field, and the old files lack its column."""
    journal.append([draft(transfer(i), str(i)) for i in range(3)], by="user:a")
    folder = analytics.refresh()
    [old] = (folder / KIND).glob("*.parquet")
    pq.write_table(pq.read_table(old).drop_columns(["register_no"]), old)
    stamp = folder / analytics._STAMP
    stamp.write_text(stamp.read_text().replace(analytics._columns(), "of another version"))
    assert "register_no" in pq.read_table(next((analytics.refresh() / KIND).glob("*.parquet"))).column_names
    stamp.write_text(stamp.read_text().replace(analytics._columns(), "").replace(', "columns": ""', ""))
    assert numbers(analytics.refresh()) == [1, 2, 3]  # a stamp that names no columns yet


@pytest.mark.django_db(transaction=True)
def test_two_at_once_export_each_fact_once() -> None:
    journal.append([draft(transfer(i), str(i)) for i in range(200)], by="user:a")
    folders = at_once(analytics.refresh, analytics.refresh)
    assert numbers(folders[0]) == list(range(1, 201))
