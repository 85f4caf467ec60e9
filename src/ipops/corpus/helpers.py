"""Processes that help with one piece of work, and end with whoever asked for them, however that ends."""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

SELDOM = (200_000, 20, 50)  #: objects made before the collector looks for circles, and how often it looks at older ones


def pool(workers: int) -> ProcessPoolExecutor:
    """So many fresh processes (a forked one would share connections and locks)."""
    return ProcessPoolExecutor(workers, get_context("spawn"), end_with, (os.getpid(),))


def end_with(parent: int) -> None:
    """A helper ends when its parent was killed: it waits for no work that nobody will send, and writes nothing into what another
    has taken up since."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.2)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Work that makes millions of small objects without circles: the collector goes over those held again and again and finds nothing,
    which cost a fifth of a load (decision 0490). It still runs, so what does make circles is freed."""
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
