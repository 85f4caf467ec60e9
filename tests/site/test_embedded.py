"""The embedded PostgreSQL is started, joined and stopped by us alone, and survives every way of dying (traps 1)."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

import ipops
from ipops.webkit.embedded import APP, OWNER, SUPERUSER, Broken, Busy, Cluster, process, running

pytestmark = pytest.mark.db


def one(con: psycopg.Connection, query: str) -> object:
    row = con.execute(query).fetchone()
    assert row is not None
    return row[0]


class TestAServer:
    def test_is_durable_utf8_checksummed_and_reached_by_socket_only(self, place):
        with running(place / "home") as cluster, cluster.connect(SUPERUSER) as con:
            assert one(con, "SHOW fsync") == "on"
            assert one(con, "SHOW full_page_writes") == "on"
            assert one(con, "SHOW data_checksums") == "on"
            assert one(con, "SHOW listen_addresses") == ""
            assert one(con, "SHOW server_encoding") == "UTF8"
            assert one(con, "SELECT datlocale FROM pg_database WHERE datname = 'ipops'") == "C.UTF-8"
            assert one(con, "SELECT upper('é') || lower('Ω')") == "Éω"
            assert stat.S_IMODE(cluster.layout.sockets.stat().st_mode) == 0o700
            assert stat.S_IMODE(cluster.layout.data.stat().st_mode) == 0o700

    def test_keeps_what_was_written_when_started_again(self, place):
        with running(place / "home") as cluster, cluster.connect(OWNER) as con:
            con.execute("CREATE TABLE kept (said text)")
            con.execute("INSERT INTO kept VALUES ('专利')")
        with running(place / "home") as cluster, cluster.connect(APP) as con:
            assert one(con, "SELECT said FROM kept") == "专利"

    @pytest.mark.parametrize("name", ["with space", "中文 目录", "quo'te", 'dou"ble'])
    def test_takes_any_name_of_a_folder(self, place, name):
        with running(place / name / "home") as cluster, cluster.connect(APP) as con:
            assert one(con, "SELECT current_user") == APP

    def test_finds_a_shorter_place_for_its_socket_under_a_long_path(self, place):
        long = place / ("x" * 120) / "home"
        with running(long) as cluster, cluster.connect(APP) as con:
            assert long not in cluster.layout.sockets.parents
            assert one(con, "SELECT 1") == 1
        shutil.rmtree(cluster.layout.sockets)

    def test_lets_the_application_neither_own_nor_empty_a_table(self, place):
        with running(place / "home") as cluster:
            with cluster.connect(OWNER) as con:
                con.execute("CREATE TABLE guarded (n bigint GENERATED ALWAYS AS IDENTITY)")
            with cluster.connect(APP) as con:
                con.execute("INSERT INTO guarded DEFAULT VALUES")
                for refused in ("TRUNCATE guarded", "DROP TABLE guarded", "CREATE TABLE own (n int)"):
                    with pytest.raises(psycopg.errors.InsufficientPrivilege):
                        con.execute(refused)

    def test_speaks_the_previous_version_too(self, place):
        with running(place / "home", major=16) as cluster, cluster.connect(OWNER) as con:
            assert str(one(con, "SHOW server_version")).startswith("16.")


class TestStaleFiles:
    def leave_a_pid_file(self, home: Path, pid: int) -> None:
        with running(home) as cluster, cluster.connect(OWNER) as con:
            con.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        cluster.layout.data.joinpath("postmaster.pid").write_text(
            f"{pid}\n{cluster.layout.data}\n1\n5432\n{cluster.layout.sockets}\n\n 1 1\nready\n"
        )
        cluster.layout.sockets.joinpath(".s.PGSQL.5432.lock").write_text(f"{pid}\n")

    def test_of_a_number_that_now_belongs_to_another_program_are_removed(self, place):
        with subprocess.Popen(["sleep", "600"]) as stranger:
            self.leave_a_pid_file(place / "home", stranger.pid)
            with running(place / "home") as cluster, cluster.connect(APP) as con:
                assert one(con, "SELECT count(*) FROM kept") == 0
            assert stranger.poll() is None, "the stranger must be left alone"
            stranger.kill()

    def test_of_a_zombie_are_removed(self, place):
        dead = subprocess.Popen(["true"])
        while process.is_alive(dead.pid):
            time.sleep(0.01)
        self.leave_a_pid_file(place / "home", dead.pid)
        with running(place / "home") as cluster, cluster.connect(APP) as con:
            assert one(con, "SELECT count(*) FROM kept") == 0
        dead.wait()

    def test_that_are_garbage_are_removed(self, place):
        with running(place / "home") as cluster:
            pass
        cluster.layout.data.joinpath("postmaster.pid").write_text("")
        with running(place / "home") as cluster, cluster.connect(APP) as con:
            assert one(con, "SELECT 1") == 1


class TestASocketFolder:
    def test_of_somebody_else_is_refused_and_left_alone(self, place):
        with running(place / "home") as cluster:
            pass
        run = cluster.layout.sockets
        run.rmdir()
        if os.geteuid() != 0:
            run.symlink_to(place)
        else:
            run.mkdir(mode=0o755)
        with pytest.raises(Broken) as said:
            Cluster(place / "home")
        assert str(run) in said.value.says.zh
        assert str(run) in said.value.says.en


STARTER = """
import sys, time
from pathlib import Path
from ipops.webkit.embedded import running
home, ready, sole = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "sole"
with running(home, sole=sole):
    ready.write_text("up")
    while not Path(sys.argv[2] + ".go").exists():
        time.sleep(0.01)
"""


def start_elsewhere(place: Path, name: str, sole: str = "") -> subprocess.Popen[bytes]:
    ready = place / name
    source = str(Path(ipops.__file__).parents[1])
    command = [sys.executable, "-c", STARTER, place / "home", ready, sole]
    child = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": source})
    until = time.monotonic() + 60
    while not ready.exists():
        assert child.poll() is None, "the starter died"
        assert time.monotonic() < until, "the starter took a minute"
        time.sleep(0.01)
    return child


class TestSharing:
    def test_a_second_process_joins_and_the_first_waits_for_it(self, place):
        first = start_elsewhere(place, "first")
        with running(place / "home") as joined, joined.connect(APP) as con:
            assert joined.child is None, "it must join, not start"
            (place / "first.go").touch()
            time.sleep(0.3)
            assert first.poll() is None, "the first left although we still work"
            assert one(con, "SELECT 1") == 1
        assert first.wait(30) == 0
        assert not joined.layout.data.joinpath("postmaster.pid").exists()

    def test_who_insists_on_starting_it_is_told_that_another_holds_it(self, place):
        first = start_elsewhere(place, "first")
        with pytest.raises(Busy) as said, running(place / "home", sole=True, patience=0.2):
            pass
        assert str(first.pid) in said.value.says.en
        (place / "first.go").touch()
        assert first.wait(30) == 0

    def test_a_killed_starter_takes_the_server_down_cleanly(self, place):
        first = start_elsewhere(place, "first", "sole")
        cluster = Cluster(place / "home")
        pid = process.postmaster_of(cluster.layout.data)
        assert pid is not None
        first.kill()
        first.wait()
        until = time.monotonic() + 30
        while process.working_in(cluster.layout.data):
            assert time.monotonic() < until, "PostgreSQL outlived its starter"
            time.sleep(0.02)
        assert "database system is shut down" in cluster.layout.log.read_text()

    def test_the_next_starter_waits_for_a_server_still_shutting_down(self, place):
        first = start_elsewhere(place, "first", "sole")
        first.kill()
        first.wait()
        with running(place / "home") as cluster, cluster.connect(APP) as con:
            assert one(con, "SELECT 1") == 1

    def test_a_killed_server_leaves_no_session_behind_and_starts_again(self, place):
        home = place / "home"
        with running(home) as cluster:
            busy = cluster.connect(OWNER)
            busy.execute("CREATE TABLE kept AS SELECT 1 AS n")
            assert cluster.child is not None
            os.kill(cluster.child.pid, signal.SIGKILL)
            cluster.child.wait()
            assert cluster.died()
            cluster.start()
            with cluster.connect(APP) as con:
                assert one(con, "SELECT n FROM kept") == 1
            with pytest.raises(psycopg.OperationalError):
                busy.execute("SELECT 1")
            busy.close()
