"""One PostgreSQL cluster: started as a child of ours, reached by a private socket, stopped by SIGINT.

Rule 1: ``postgres`` is our direct child and dies, cleanly, with the thread that started it (PR_SET_PDEATHSIG).
Rule 2: whoever starts one holds the lock of the home (see ``sharing``); only then may stale files be removed.
Rule 3: never SIGKILL. A server that does not stop when asked is stopped by SIGQUIT, which loses nothing accepted.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg

from ipops.webkit.embedded import binaries, process, provision
from ipops.webkit.embedded.account import Account, serving_account
from ipops.webkit.embedded.broken import Broken
from ipops.webkit.embedded.layout import Layout, lay_out
from ipops.webkit.embedded.provision import APP, DATABASE, OWNER, SUPERUSER

__all__ = ["APP", "DATABASE", "OWNER", "SUPERUSER", "Cluster"]

#: Crash recovery replays the log since the last checkpoint; a slow disk may need minutes for it.
RECOVERY_SECONDS = 900
STOP_SECONDS = 120
_LOG_BYTES = 10_000_000
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "cluster_name": "ipops",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %u ",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "2GB",
    "jit": "off",
    # After a large import the first pages are planned by what the tables held before it: not for a minute, for seconds.
    "autovacuum_naptime": "10s",
}

Say = Callable[[str, str], None]


def quiet(zh: str, en: str) -> None:
    """Say nothing; the default listener."""


class Cluster:
    """The server of one home. ``settings`` override ``postgresql.conf`` (tests turn ``fsync`` off, nobody else)."""

    def __init__(
        self, home: Path, *, settings: Mapping[str, str] | None = None, major: int = binaries.MAJOR, say: Say = quiet
    ) -> None:
        self.account: Account = serving_account()
        self.layout: Layout = lay_out(home, self.account, major)
        self.major = major
        self.settings = {**_SETTINGS, **(settings or {})}
        self.say = say
        self.child: subprocess.Popen[bytes] | None = None

    def url(self, role: str = APP, database: str = DATABASE) -> str:
        """A libpq address over the socket, e.g. ``postgresql://ipops_app@/ipops?host=%2Fhome%2F…``."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.layout.sockets), safe='')}"

    def connect(self, role: str = SUPERUSER, database: str = DATABASE) -> psycopg.Connection:
        """A connection of our own in autocommit mode. Raises ``psycopg.OperationalError`` while nobody answers."""
        return psycopg.connect(self.url(role, database), autocommit=True, connect_timeout=10)

    def start(self) -> None:
        """Make the data folder if there is none, start the server, wait until it answers, make roles and database.

        The caller holds the home's lock. Raises ``Broken`` with the end of the server's log when it does not come up.
        """
        self._refuse_another_version()
        self._clear_the_way()
        folder = binaries.bin_for(self.account, self.major)
        if not self.layout.data.is_dir():
            self.say("正在初始化数据库……", "Making the database …")
            provision.make_data_folder(self.layout, self.account, folder, self.major, self.settings["fsync"] == "on")
        provision.write_access_rules(self.layout, self.account)
        self._spawn(folder)
        self._wait_until_it_answers()
        provision.make_roles_and_database(self.connect)

    def died(self) -> bool:
        """Whether the server we started has ended by itself."""
        return self.child is not None and self.child.poll() is not None

    def stop(self) -> None:
        """Fast shutdown: sessions end, a checkpoint is written, the socket goes. Safe to call twice."""
        if self.child is None:
            return
        for number, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, STOP_SECONDS)):
            with contextlib.suppress(ProcessLookupError):
                self.child.send_signal(number)
            try:
                self.child.wait(seconds)
            except subprocess.TimeoutExpired:
                continue
            self.child = None
            return
        raise Broken(
            f"PostgreSQL（进程 {self.child.pid}）没有停止。日志：{self.layout.log}",
            f"PostgreSQL (process {self.child.pid}) did not stop. Its log: {self.layout.log}",
        )

    def _spawn(self, folder: Path) -> None:
        settings = {**self.settings, "unix_socket_directories": _listed(self.layout.sockets)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with self._log() as log:
            self.child = subprocess.Popen(  # noqa: S603 - our own binary, no shell
                [folder / "postgres", "-D", self.layout.data, *options],
                cwd="/",
                env=provision.ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Its own session: Ctrl-C in the terminal is for us, and we stop the web server before the database.
                start_new_session=True,
                preexec_fn=process.die_with_parent(signal.SIGINT),
                **self.account.popen(),
            )

    def _log(self) -> IO[bytes]:
        log = self.layout.log
        if log.exists() and log.stat().st_size > _LOG_BYTES:
            log.replace(log.with_name("server.log.1"))
        return log.open("ab")

    def _wait_until_it_answers(self) -> None:
        began = time.monotonic()
        said = False
        while True:
            try:
                self.connect(database="postgres").close()
            except psycopg.OperationalError:
                waited = time.monotonic() - began
            else:
                return
            if self.died() or waited > RECOVERY_SECONDS:
                self.stop()
                raise Broken(
                    f"PostgreSQL 没有启动：\n{self._log_tail()}", f"PostgreSQL did not start:\n{self._log_tail()}"
                )
            if waited > 3 and not said:
                said = True
                self.say("PostgreSQL 正在恢复未写完的数据……", "PostgreSQL is recovering after a crash …")
            time.sleep(0.03)

    def _log_tail(self) -> str:
        text = self.layout.log.read_text(errors="replace") if self.layout.log.exists() else ""
        return "\n".join([*text.splitlines()[-12:], str(self.layout.log)])

    def _refuse_another_version(self) -> None:
        """Data of another PostgreSQL must not be passed over in silence by making a new, empty folder beside them."""
        others = [p.name for p in self.layout.folder.iterdir() if p.name.isdigit() and p.name != str(self.major)]
        if others and not self.layout.data.is_dir():
            old = ", ".join(sorted(others))
            raise Broken(
                f"{self.layout.folder} 中的数据由 PostgreSQL {old} 写成，本程序带的是 {self.major}。"
                "请用原来的程序运行 ipops backup，再在新的 IPOPS_HOME 中 ipops restore。",
                f"The data in {self.layout.folder} were written by PostgreSQL {old}; this program carries {self.major}. "
                "Run ipops backup with the program that wrote them, then ipops restore in a new IPOPS_HOME.",
            )

    def _clear_the_way(self) -> None:
        """Wait for a server whose starter died, then remove the files it left behind.

        We hold the lock, so a server alive on our folder has lost its parent and was told to shut down.
        """
        data = self.layout.data
        orphan = process.postmaster_of(data)
        if orphan is not None:
            self.say("等待上一次的 PostgreSQL 关闭……", "Waiting for the PostgreSQL of last time to shut down …")
            _signal(orphan, signal.SIGINT)
            _wait(lambda: process.postmaster_of(data) is None, RECOVERY_SECONDS)
        if not _wait(lambda: not process.working_in(data), 10):
            # A killed postmaster leaves sessions that notice only when their statement ends.
            for pid in process.working_in(data):
                _signal(pid, signal.SIGQUIT)
            _wait(lambda: not process.working_in(data), STOP_SECONDS)
        if left := process.working_in(data):
            raise Broken(
                f"仍有进程在使用数据库文件夹 {data}：{left}。请先结束它们。",
                f"Processes still work in the database folder {data}: {left}. End them first.",
            )
        for stale in (data / "postmaster.pid", *self.layout.sockets.glob(".s.PGSQL.*")):
            stale.unlink(missing_ok=True)


def _listed(folder: Path) -> str:
    """One folder as PostgreSQL reads a list of them: in quotes, a quote doubled."""
    return '"' + str(folder).replace('"', '""') + '"'


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _wait(done: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not done():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
