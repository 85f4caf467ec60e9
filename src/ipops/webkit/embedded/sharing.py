"""Who starts the server of a home, who joins it, and when it may stop.

``postgres.lock`` is held by the process that runs the server; ``postgres.users`` is held, shared, by everybody who
uses it politely. A command that started the server waits at its end for those who joined; the supervisor
(``sole=True``) does not. Locks are the kernel's: they vanish with their holder, however it died.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

import psycopg

from ipops.webkit.embedded.binaries import MAJOR
from ipops.webkit.embedded.broken import Busy
from ipops.webkit.embedded.cluster import OWNER, RECOVERY_SECONDS, Cluster, Say, quiet

__all__ = ["running"]


@contextlib.contextmanager
def running(
    home: Path,
    *,
    sole: bool = False,
    patience: float = 30,
    settings: Mapping[str, str] | None = None,
    major: int = MAJOR,
    say: Say = quiet,
) -> Iterator[Cluster]:
    """A cluster that answers: started by us, or joined when another process of this program runs it.

    ``sole`` insists on starting it ourselves and waits ``patience`` seconds for others to finish; raises ``Busy`` then,
    and ``Broken`` when the server does not come up.
    """
    cluster = Cluster(home, settings=settings, major=major, say=say)
    with cluster.layout.users.open("ab") as users, cluster.layout.lock.open("ab+") as lock:
        if sole:
            _take(lock, patience, say)
        else:
            fcntl.flock(users, fcntl.LOCK_SH)
            if not _take_or_join(cluster, lock):
                yield cluster
                return
        _sign(lock)
        try:
            cluster.start()
            yield cluster
        finally:
            if not sole:
                # Those who joined us first finish what they do.
                fcntl.flock(users, fcntl.LOCK_EX)
            cluster.stop()


def _try(lock: IO[bytes]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _take(lock: IO[bytes], patience: float, say: Say) -> None:
    until = time.monotonic() + patience
    said = False
    while not _try(lock):
        if not said:
            said = True
            say(
                f"等待进程 {_holder(lock)} 放开数据库……",
                f"Waiting for process {_holder(lock)} to let go of the database …",
            )
        if time.monotonic() > until:
            raise Busy(
                f"数据库正由进程 {_holder(lock)} 使用。请先停止它，或另设 IPOPS_HOME。",
                f"The database is in use by process {_holder(lock)}. Stop it first, or set another IPOPS_HOME.",
            )
        time.sleep(0.1)


def _take_or_join(cluster: Cluster, lock: IO[bytes]) -> bool:
    """True when we hold the lock (nobody runs the server, or whoever did is gone), False once another's answers."""
    until = time.monotonic() + RECOVERY_SECONDS
    while not _try(lock):
        try:
            cluster.connect(OWNER).close()
        except psycopg.OperationalError as no:
            if time.monotonic() > until:
                raise Busy(
                    f"数据库没有应答（由进程 {_holder(lock)} 启动）：{no}",
                    f"The database does not answer (process {_holder(lock)} runs it): {no}",
                ) from no
            time.sleep(0.1)
        else:
            return False
    return True


def _sign(lock: IO[bytes]) -> None:
    lock.truncate(0)
    lock.write(str(os.getpid()).encode())
    lock.flush()


def _holder(lock: IO[bytes]) -> str:
    lock.seek(0)
    return lock.read().decode() or "?"
