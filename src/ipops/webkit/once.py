"""Many threads ask the same question at once: one works the answer out, the others wait for it.

Put over a cached function: ``@single_flight`` above ``@lru_cache``. Without it twenty readers of a cold page make twenty
copies of the same long computation, and each is twenty times as slow.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


def single_flight(ask: Callable[..., T]) -> Callable[..., T]:
    """``ask`` takes hashable arguments and keeps its answers; other arguments never wait for these."""
    guard, running = Lock(), dict[Any, Lock]()

    @wraps(ask)
    def once(*args: Any) -> T:
        with guard:
            mine = running.setdefault(args, Lock())
        with mine:
            try:
                return ask(*args)
            finally:
                with guard:
                    running.pop(args, None)

    return once
