"""A child process of the supervisor: started in a session of its own, logged to a file, tied to our life."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ipops.webkit.embedded import process

_LOG_BYTES = 10_000_000
#: A child that dies at once is started again after 0.5 s, 1 s, 2 s … up to this.
_LONGEST_PAUSE = 30.0
#: One that lived this long has proven itself: the pauses start anew.
_PROVEN_AFTER = 60.0


@dataclass
class Child:
    """``command`` is run with ``environment`` on top of ours; ``pass_fds`` stay open in it."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    pass_fds: tuple[int, ...] = ()
    running: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    started_at: float = 0.0
    not_before: float = 0.0

    def start(self) -> None:
        """Start it. If we die, however we die, the kernel sends it SIGTERM."""
        if self.log.exists() and self.log.stat().st_size > _LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as out:
            self.running = subprocess.Popen(  # noqa: S603 - our own program, no shell
                self.command,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                pass_fds=self.pass_fds,
                start_new_session=True,
                preexec_fn=process.die_with_parent(signal.SIGTERM),
            )
        self.started_at = time.monotonic()

    def keep_alive(self) -> int | None:
        """Start it again if it died, not too often; gives the exit code the moment a death is noticed."""
        now = time.monotonic()
        if self.running is not None:
            code = self.running.poll()
            if code is None:
                return None
            self.running = None
            self.deaths = 0 if now - self.started_at > _PROVEN_AFTER else self.deaths + 1
            self.not_before = now + min(0.5 * 2**self.deaths, _LONGEST_PAUSE)
            return code
        if now >= self.not_before:
            self.start()
        return None

    def ask_to_stop(self) -> None:
        if self.running is not None:
            with contextlib.suppress(ProcessLookupError):
                self.running.terminate()

    def wait(self, seconds: float) -> None:
        """Wait for its end; after ``seconds`` its whole session is killed."""
        if self.running is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.running.wait(max(seconds, 0))
        if self.running.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()
        self.running = None

    def tail(self, lines: int = 15) -> str:
        """The end of its log, for the person at the keyboard."""
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join([*text.splitlines()[-lines:], str(self.log)])
