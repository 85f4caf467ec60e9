"""One thread works an answer out, the others wait for it."""

from __future__ import annotations

import threading
import time
from functools import lru_cache

import pytest

from ipops.webkit.once import single_flight


def test_the_same_question_is_worked_out_once_however_many_ask() -> None:
    asked = []

    @single_flight
    @lru_cache
    def slow(n: int) -> int:
        asked.append(n)
        time.sleep(0.05)
        return n * n

    got: list[int] = []
    threads = [threading.Thread(target=lambda: got.append(slow(7))) for _ in range(12)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert got == [49] * 12
    assert asked == [7]


def test_another_question_does_not_wait() -> None:
    begun, go = threading.Event(), threading.Event()

    @single_flight
    @lru_cache
    def ask(n: int) -> int:
        if n == 1:
            begun.set()
            go.wait(5)
        return n

    first = threading.Thread(target=lambda: ask(1))
    first.start()
    begun.wait(5)
    assert ask(2) == 2
    go.set()
    first.join()


def test_a_failure_is_everybody_s_own_and_leaves_nothing_locked() -> None:
    @single_flight
    @lru_cache
    def bad(n: int) -> int:
        raise ValueError(n)

    for _ in range(2):
        with pytest.raises(ValueError, match="3"):
            bad(3)
