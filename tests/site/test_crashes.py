"""Writes go on while the program and its database are killed, again and again: nothing that was accepted is lost.

Acknowledgements go through a file, synced after each commit: a pipe would lose them with the process that read it.
"""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ipops.webkit.embedded import APP, OWNER, SUPERUSER, Cluster, process

pytestmark = [pytest.mark.db, pytest.mark.slow]

WRITER = """
import os, sys, time
from datetime import date
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "ipops.site.settings"
django.setup()
from django.db import Error, connection
from ipops.ledger.entry import Draft, Source
from ipops.ledger.facts import PartyRegistered
from ipops.ledger.facts.words import PartyKind
from ipops.webkit import journal
name, acknowledged = sys.argv[1], open(sys.argv[2], "a")
i = 0
while True:
    i += 1
    fact = PartyRegistered(on=date(2024, 1, 1), party=f"P:x-{name}-{i}", name="企业", kind_of_party=list(PartyKind)[0])
    drafts = [Draft(fact=fact, source=Source(reason="试"), reference=f"{i}")]
    while True:
        try:
            [entry] = journal.append(drafts, by=f"user:{name}")
        except Error:
            connection.close()
            time.sleep(0.02)
        else:
            break
    acknowledged.write(f"{entry.n} {name} {i}\\n")
    acknowledged.flush()
    os.fsync(acknowledged.fileno())
"""


@pytest.fixture
def write(program, place) -> Iterator[Callable[[str], Path]]:
    """``write("anna")`` starts a clerk that never stops writing; gives the file of what was acknowledged to her."""
    clerks: list[subprocess.Popen[bytes]] = []

    def start(name: str) -> Path:
        file = place / f"{name}.acknowledged"
        url = Cluster(program.home).url(APP)
        clerks.append(
            subprocess.Popen(
                [sys.executable, "-c", WRITER, name, file], env={**program.environment, "DATABASE_URL": url}
            )
        )
        return file

    yield start
    for clerk in clerks:
        clerk.kill()
        clerk.wait()


def accepted(*files: Path) -> set[tuple[int, str, str]]:
    """Whole lines of the files: number, clerk, reference. A line cut short was not acknowledged."""
    lines = [line for f in files if f.exists() for line in f.read_text().splitlines(keepends=True)]
    return {(int(n), f"user:{who}", i) for n, who, i in (line.split() for line in lines if line.endswith("\n"))}


def kill_the_program(program) -> None:
    """The supervisor dies; the kernel tells its children; a new one is started."""
    child = next(c for c in program.started if c.poll() is None)
    child.kill()
    child.wait()
    program.serve()


def kill_the_database(program) -> None:
    pid = process.postmaster_of(Cluster(program.home).layout.data)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def kill_every_process_of_the_database(program) -> None:
    for pid in process.working_in(Cluster(program.home).layout.data):
        os.kill(pid, signal.SIGKILL)


def kill_a_session_in_mid_write(program) -> None:
    with Cluster(program.home).connect(SUPERUSER) as con:
        busy = con.execute(
            "SELECT pid FROM pg_stat_activity WHERE usename = 'ipops_app' AND state <> 'idle' LIMIT 1"
        ).fetchone()
    if busy:
        os.kill(busy[0], signal.SIGKILL)


KILLS = (kill_the_database, kill_the_program, kill_a_session_in_mid_write, kill_every_process_of_the_database)


class TestNothingAcceptedIsLost:
    def test_when_program_and_database_are_killed_in_mid_write(self, program, write, wait_for):
        program.serve()
        files = [write("anna"), write("bela")]
        wait_for("both write", lambda: len({who for _, who, _ in accepted(*files)}) == 2)
        for kill in KILLS * 3:
            time.sleep(0.2)
            kill(program)
            held = len(accepted(*files))
            wait_for(f"writing goes on after {kill.__name__}", lambda n=held: len(accepted(*files)) > n + 20)
        promised = accepted(*files)
        with Cluster(program.home).connect(OWNER) as con, con.transaction():
            con.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")  # the clerks go on writing
            stored = con.execute("SELECT n, by, reference, canonical, leaf_sha256 FROM journal ORDER BY n").fetchall()
            parties = {party for (party,) in con.execute("SELECT party FROM party")}
        assert [row[0] for row in stored] == list(range(1, len(stored) + 1)), "numbers without a gap"
        assert promised <= {(n, by, ref) for n, by, ref, _, _ in stored}
        assert len(promised) > 200
        assert all(hashlib.sha256(b"\0" + canonical).digest() == leaf for _, _, _, canonical, leaf in stored)
        assert parties == {f"P:x-{by.removeprefix('user:')}-{ref}" for _, by, ref, _, _ in stored}, "rows equal facts"

    def test_when_a_clerk_dies_between_the_commit_and_the_answer(self, program, write, wait_for):
        """Nobody was told, so it may be there or not; sending again stores it once."""
        program.serve()
        file = write("anna")
        wait_for("she writes", lambda: len(accepted(file)) > 10)
        os.kill(self.clerk(file), signal.SIGKILL)
        known = accepted(file)
        again = write("anna")
        wait_for("all is acknowledged again", lambda: len(accepted(again)) > len(known) + 20)
        with Cluster(program.home).connect(OWNER) as con:
            twice = con.execute("SELECT by, reference FROM journal GROUP BY 1, 2 HAVING count(*) > 1").fetchall()
        assert twice == []
        first = {(who, i): n for n, who, i in known}
        assert all(first.get((who, i), n) == n for n, who, i in accepted(again))

    def clerk(self, file: Path) -> int:
        return next(
            p for p in map(int, filter(str.isdigit, os.listdir("/proc"))) if str(file) in process.command_line(p)
        )
