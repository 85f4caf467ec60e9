"""Being asked to stop: Ctrl-C, SIGTERM, a closed terminal. The first asks once; while we stop, more are only counted."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

_ASKS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Raised in the main thread by the first signal; no ``except Exception`` swallows it."""


class Asked:
    """How often we were asked to stop."""

    def __init__(self) -> None:
        self.times = 0
        self.stopping = False

    def handle(self, number: int, frame: FrameType | None) -> None:
        self.times += 1
        if not self.stopping:
            self.stopping = True
            raise Stopped(signal.Signals(number).name)


@contextlib.contextmanager
def stop_signals() -> Iterator[Asked]:
    """Inside the block the signals raise ``Stopped``; afterwards the old handlers are back.

    A hang-up that is ignored already stays ignored: that is how ``nohup`` asks to outlive the terminal. An ignored SIGINT
    means nothing of the kind: shells start every background command so.
    """
    asked = Asked()
    before = {n: signal.getsignal(n) for n in _ASKS}
    for number, old in before.items():
        if not (number is signal.SIGHUP and old is signal.SIG_IGN):
            signal.signal(number, asked.handle)
    try:
        yield asked
    finally:
        asked.stopping = True
        for number, old in before.items():
            signal.signal(number, old)
