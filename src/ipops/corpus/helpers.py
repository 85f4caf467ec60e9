"""Processes that help with one piece of work, and end with whoever asked for them, however that ends."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context


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
