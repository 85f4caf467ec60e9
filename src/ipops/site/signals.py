"""Being asked to stop: Ctrl-C, SIGTERM, a closed terminal. The first asks once; while we stop, more are only counted."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

#: How long after a stop that went unheard it is raised again.
_AGAIN_SECONDS = 5.0
_ASKS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Raised in the main thread by the first signal; no ``except Exception`` swallows it."""


class Asked:
    """How often we were asked to stop."""

    def __init__(self) -> None:
        self.times = 0
        self.stopping = False
        self._again = 0.0

    def handle(self, number: int, frame: FrameType | None) -> None:
        self.times += 1
        if not self.stopping:
            self.stopping = True
            if self._again:
                signal.setitimer(signal.ITIMER_REAL, self._again, self._again)
            raise Stopped(signal.Signals(number).name)

    @contextlib.contextmanager
    def insisting(self, seconds: float = _AGAIN_SECONDS) -> Iterator[None]:
        """Inside the block a stop is raised again until it is heard. What a handler raises while Python runs a finalizer or a
        callback of C code is printed and lost, and long work (a load) is full of them."""

        def raise_again(number: int, frame: FrameType | None) -> None:
            if self._again:
                raise Stopped(signal.Signals(number).name)

        before = signal.signal(signal.SIGALRM, raise_again)
        self._again = seconds
        try:
            yield
        finally:
            self._again = 0.0
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


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
