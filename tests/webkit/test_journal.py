"""What a journal promises, kept alike by the one in memory and the one in PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ipops.ledger.entry import Draft
from ipops.ledger.journal import AlreadyCorrected, Journal, MemoryJournal
from tests.webkit.conftest import draft, transfer, withdrawal

NINE = datetime(2024, 6, 1, 9, tzinfo=UTC)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NINE

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["memory", pytest.param("postgres", marks=[pytest.mark.db, pytest.mark.django_db])])
def journal(request: Any, clock: Clock) -> Journal:
    if request.param == "memory":
        return MemoryJournal(clock)
    from ipops.webkit.journal import DjangoJournal

    return DjangoJournal(clock)


class TestJournal:
    def test_gives_back_in_order_what_went_in(self, journal: Journal, many: Callable[[int], list[Draft]]) -> None:
        stored = journal.append(many(7), by="user:a")
        assert [e.n for e in stored] == [1, 2, 3, 4, 5, 6, 7]
        assert list(journal.read()) == stored
        assert [e.fact for e in stored] == [d.fact for d in many(7)]
        assert journal.size() == 7

    def test_is_empty_at_first(self, journal: Journal) -> None:
        assert journal.size() == 0
        assert list(journal.read()) == []
        assert journal.append([], by="user:a") == []

    def test_goes_on_counting_where_it_stopped(self, journal: Journal, many: Callable[[int], list[Draft]]) -> None:
        journal.append(many(3), by="user:a")
        assert [e.n for e in journal.append(many(2), by="user:b")] == [4, 5]

    def test_stores_nothing_when_the_same_is_sent_twice(
        self, journal: Journal, many: Callable[[int], list[Draft]]
    ) -> None:
        first = journal.append(many(3), by="user:a")
        assert journal.append(many(3), by="user:a") == first
        assert journal.size() == 3

    def test_stores_one_when_a_batch_names_a_reference_twice(self, journal: Journal) -> None:
        one, again = journal.append([draft(transfer(1), "same"), draft(transfer(2), "same")], by="user:a")
        assert one == again
        assert journal.size() == 1

    def test_mixes_old_and_new_in_one_batch(self, journal: Journal, many: Callable[[int], list[Draft]]) -> None:
        journal.append(many(2), by="user:a")
        assert [e.n for e in journal.append(many(4), by="user:a")] == [1, 2, 3, 4]

    def test_keeps_the_references_of_two_senders_apart(self, journal: Journal) -> None:
        journal.append([draft(transfer(), "1")], by="user:a")
        assert journal.append([draft(transfer(), "1")], by="user:b")[0].n == 2

    def test_reads_after_a_number(self, journal: Journal, many: Callable[[int], list[Draft]]) -> None:
        journal.append(many(5), by="user:a")
        assert [e.n for e in journal.read(after=3)] == [4, 5]

    def test_reads_what_was_known_at_a_moment(self, journal: Journal, clock: Clock) -> None:
        journal.append([draft(transfer(1), "1")], by="user:a")
        clock.now = NINE + timedelta(hours=1)
        journal.append([draft(transfer(2), "2")], by="user:a")
        assert [e.n for e in journal.read(known_by=NINE)] == [1]
        assert [e.n for e in journal.read(known_by=NINE - timedelta(microseconds=1))] == []
        assert [e.n for e in journal.read(known_by=NINE + timedelta(hours=1))] == [1, 2]

    def test_takes_the_moment_of_a_replay(self, journal: Journal) -> None:
        early = NINE - timedelta(days=300)
        assert journal.append([draft(transfer(), "1")], by="loader", at=early)[0].recorded_at == early

    def test_refuses_a_replay_that_runs_backwards(self, journal: Journal) -> None:
        journal.append([draft(transfer(1), "1")], by="loader", at=NINE)
        with pytest.raises(ValueError, match="never runs backwards"):
            journal.append([draft(transfer(2), "2")], by="loader", at=NINE - timedelta(seconds=1))

    def test_keeps_a_correction_beside_what_it_corrects(self, journal: Journal) -> None:
        journal.append([draft(transfer(1), "1")], by="user:a")
        (second,) = journal.append([draft(transfer(2), "2", supersedes=1)], by="user:a")
        assert second.supersedes == 1
        assert [e.supersedes for e in journal.read()] == [None, 1]

    def test_refuses_to_correct_what_comes_later(self, journal: Journal) -> None:
        with pytest.raises(ValueError, match="only correct an earlier one"):
            journal.append([draft(withdrawal(), "1", supersedes=1)], by="user:a")
        assert journal.size() == 0

    def test_knows_a_reference_however_its_letters_are_composed(self, journal: Journal) -> None:
        journal.append([draft(transfer(1), "caf\u00e9")], by="user:a")
        journal.append([draft(transfer(1), "cafe\u0301")], by="user:a")
        assert journal.size() == 1

    def test_lets_an_entry_be_corrected_once(self, journal: Journal) -> None:
        journal.append([draft(transfer(1), "1")], by="user:a")
        journal.append([draft(transfer(2), "2", supersedes=1)], by="user:a")
        with pytest.raises(AlreadyCorrected) as no:
            journal.append([draft(transfer(4), "4"), draft(withdrawal(), "3", supersedes=1)], by="user:b")
        assert (no.value.n, no.value.by_n) == (1, 2)
        assert journal.size() == 2

    def test_lets_an_entry_be_corrected_once_within_a_batch(self, journal: Journal) -> None:
        journal.append([draft(transfer(1), "1")], by="user:a")
        with pytest.raises(AlreadyCorrected):
            journal.append([draft(transfer(i), f"c{i}", supersedes=1) for i in (2, 3)], by="user:b")
        assert journal.size() == 1
