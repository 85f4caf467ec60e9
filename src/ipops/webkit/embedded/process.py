"""Processes, asked of ``/proc``: who is alive, whose command line it is, who still works in a data folder.

A process id alone proves nothing: it may be a zombie, or belong to somebody else by now (traps 1).
"""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Callable
from pathlib import Path

PROC = Path("/proc")
_PR_SET_PDEATHSIG = 1


def die_with_parent(number: signal.Signals, parent: int | None = None) -> Callable[[], None]:
    """A ``preexec_fn``: the kernel sends ``number`` to the child when the thread that started it dies.

    It is set after the change of user (which clears it), and looks back once in case the parent is dead already.
    """
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    me = parent if parent is not None else os.getpid()

    def set_it() -> None:
        prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != me:
            os.kill(os.getpid(), number)

    return set_it


def is_alive(pid: int) -> bool:
    """Whether the process exists and is no zombie."""
    try:
        status = (PROC / str(pid) / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] not in ("Z", "X")


def command_line(pid: int) -> list[str]:
    """The words of the command; empty for zombies, kernel threads and the dead."""
    try:
        raw = (PROC / str(pid) / "cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [w.decode(errors="surrogateescape") for w in raw.split(b"\0") if w]


def postmaster_of(data: Path) -> int | None:
    """The id in ``postmaster.pid`` if that process is alive and is a ``postgres`` on this very folder."""
    try:
        first = (data / "postmaster.pid").read_text().split("\n", 1)[0]
        pid = int(first)
    except (FileNotFoundError, ValueError):
        return None
    words = command_line(pid)
    is_ours = bool(words) and Path(words[0]).name == "postgres" and str(data) in words
    return pid if is_ours and is_alive(pid) else None


def working_in(folder: Path) -> list[int]:
    """Living processes whose working folder is ``folder``: the postmaster and every one of its children."""
    found = []
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            try:
                where = os.readlink(entry / "cwd")
            except OSError:
                continue
            if where == str(folder) and is_alive(int(entry.name)):
                found.append(int(entry.name))
    return sorted(found)
