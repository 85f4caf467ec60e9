"""Several writers at once: nothing lost, nothing twice, no gap."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection, transaction

from ipops.ledger.entry import Entry
from ipops.ledger.journal import AlreadyCorrected
from ipops.webkit import journal
from tests.webkit.conftest import draft, transfer

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
T = TypeVar("T")


def at_once(*jobs: Callable[[], T]) -> list[T]:
    """Each job on a thread and a connection of its own, all let go at one moment."""
    gate = threading.Barrier(len(jobs))

    def run(job: Callable[[], T]) -> T:
        gate.wait()
        try:
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def numbers() -> list[int]:
    return [e.n for e in journal.read()]


def test_two_clerks_get_dense_numbers_and_lose_nothing() -> None:
    def clerk(name: str) -> Callable[[], None]:
        def work() -> None:
            for i in range(40):
                journal.append([draft(transfer(i), f"{i}.{k}") for k in range(3)], by=f"user:{name}")

        return work

    at_once(clerk("a"), clerk("b"), clerk("c"))
    assert numbers() == list(range(1, 361))
    assert {(e.by, e.reference) for e in journal.read()} == {
        (f"user:{w}", f"{i}.{k}") for w in "abc" for i in range(40) for k in range(3)
    }


def test_moments_follow_the_numbers() -> None:
    at_once(*(lambda w=w: [journal.append([draft(transfer(i), str(i))], by=w) for i in range(30)] for w in "ab"))
    moments = [e.recorded_at for e in journal.read()]
    assert moments == sorted(moments)


def test_one_submission_sent_twice_at_once_is_stored_once() -> None:
    def send() -> list[Entry]:
        return journal.append([draft(transfer(i), f"form:{i}") for i in range(20)], by="user:a")

    first, second = at_once(send, send)
    assert first == second
    assert numbers() == list(range(1, 21))


def test_a_rollback_leaves_no_gap() -> None:
    journal.append([draft(transfer(1), "1")], by="user:a")
    with transaction.atomic():
        journal.append([draft(transfer(2), "2")], by="user:a")
        transaction.set_rollback(True)
    journal.append([draft(transfer(3), "3")], by="user:a")
    assert [(e.n, e.reference) for e in journal.read()] == [(1, "1"), (2, "3")]


def test_a_reader_never_sees_a_number_before_all_smaller_ones() -> None:
    """The second writer waits until the first commits, so ``n > last`` misses nothing."""
    holds, may_commit = threading.Event(), threading.Event()
    seen: list[int] = []

    def slow() -> None:
        with transaction.atomic():
            journal.append([draft(transfer(1), "slow")], by="user:a")
            holds.set()
            assert may_commit.wait(10)

    def quick() -> None:
        assert holds.wait(10)
        threading.Timer(0.2, lambda: (seen.append(0), may_commit.set())).start()
        journal.append([draft(transfer(2), "quick")], by="user:b")
        seen.append(1)

    at_once(slow, quick)
    assert seen == [0, 1], "the quick writer waited for the slow one"
    assert [(e.n, e.reference) for e in journal.read()] == [(1, "slow"), (2, "quick")]


def test_of_two_corrections_at_once_one_is_told_who_was_first() -> None:
    journal.append([draft(transfer(1), "1")], by="user:a")

    def correct(who: str) -> Callable[[], int | AlreadyCorrected]:
        def work() -> int | AlreadyCorrected:
            try:
                return journal.append([draft(transfer(2), "fix", supersedes=1)], by=who)[0].n
            except AlreadyCorrected as no:
                return no

        return work

    answers = at_once(correct("user:a"), correct("user:b"))
    assert sorted(isinstance(a, AlreadyCorrected) for a in answers) == [False, True]
    assert numbers() == [1, 2]


def test_a_turn_is_held_until_the_transaction_ends() -> None:
    """Read, think, write: what one clerk decided on cannot change under their hands."""
    decided: list[str] = []

    def decide(who: str) -> Callable[[], None]:
        def work() -> None:
            with transaction.atomic():
                journal.take_turn()
                if not journal.about(deal="D:1"):
                    decided.append(who)
                    journal.append([draft(transfer(1), who)], by=who)

        return work

    at_once(*(decide(w) for w in "abcd"))
    assert len(decided) == 1
    assert numbers() == [1]


@pytest.mark.django_db(transaction=True)
def test_a_turn_needs_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="needs a transaction"):
        journal.take_turn()
