"""One command runs everything, and whatever ends it, nothing is left running."""

from __future__ import annotations

import contextlib
import os
import pty
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ipops.webkit.embedded import Cluster, process

pytestmark = [pytest.mark.db, pytest.mark.slow]


def data_of(home: Path) -> Path:
    return Cluster(home).layout.data


def children_named(program, word: str) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                ours = f"IPOPS_HOME={program.home}\0".encode() in (entry / "environ").read_bytes() + b"\0"
                words = (entry / "cmdline").read_bytes().decode(errors="replace")
                if ours and word in words and process.is_alive(int(entry.name)):
                    found.append(int(entry.name))
    return sorted(found)


class TestStopping:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda n: n.name)
    def test_by_a_signal_leaves_nothing_running(self, program, number):
        child, url = program.serve()
        assert program.is_well(url)
        assert len(program.left()) > 5, "database, web, worker and scheduler"
        child.send_signal(number)
        assert child.wait(30) == 0
        assert program.left() == []
        assert not data_of(program.home).joinpath("postmaster.pid").exists()

    def test_by_ctrl_c_works_for_a_command_that_a_script_put_into_the_background(self, program):
        """Shells start such commands with SIGINT ignored."""
        child, _ = program.serve(ignoring=signal.SIGINT)
        child.send_signal(signal.SIGINT)
        assert child.wait(30) == 0
        assert program.left() == []

    def test_by_a_hang_up_is_what_nohup_prevents(self, program):
        child, url = program.serve(ignoring=signal.SIGHUP)
        child.send_signal(signal.SIGHUP)
        time.sleep(0.5)
        assert child.poll() is None
        assert program.is_well(url)

    def test_by_closing_the_terminal_leaves_nothing_running(self, program, wait_for):
        ours, theirs = pty.openpty()
        line = [sys.executable, "-m", "ipops", "serve", "--port", "0"]
        # A shell leads the session, as in a terminal; when the terminal goes, the kernel hangs up on it.
        script = "import os,sys,pty,fcntl,termios; os.setsid(); fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
        script += "os.execv(sys.argv[1], sys.argv[1:])"
        child = subprocess.Popen(
            [sys.executable, "-c", script, *line], env=program.environment, stdin=theirs, stdout=theirs, stderr=theirs
        )
        os.close(theirs)
        said = b""
        while b"http://" not in said:
            said += os.read(ours, 4096)
        os.close(ours)
        child.wait(30)
        wait_for("nothing is left", lambda: not program.left(), 5)

    def test_by_kill_9_takes_everything_down_and_the_database_cleanly(self, program, wait_for):
        child, _ = program.serve()
        child.kill()
        wait_for("nothing is left", lambda: not program.left(), 20)
        log = Cluster(program.home).layout.log.read_text()
        assert "database system is shut down" in log
        _, url = program.serve()
        assert program.is_well(url)
        assert "not properly shut down" not in Cluster(program.home).layout.log.read_text()

    def test_while_it_starts_leaves_nothing_running(self, program, wait_for):
        for pause in (0.2, 0.6, 1.0, 1.4):
            child = program.start()
            time.sleep(pause)
            child.send_signal(signal.SIGTERM)
            child.wait(30)
            wait_for("nothing is left", lambda: not program.left(), 5)
        _, url = program.serve()
        assert program.is_well(url)

    def test_of_make_ends_a_tied_program_too(self, program, wait_for):
        line = [sys.executable, "-m", "ipops", "serve", "--port", "0", "--tied"]
        script = f"import subprocess; subprocess.run({line!r})"
        maker = subprocess.Popen([sys.executable, "-c", script], env=program.environment, stdout=subprocess.PIPE)
        assert maker.stdout is not None
        while b"http://" not in maker.stdout.readline():
            pass
        maker.kill()
        maker.wait()
        maker.stdout.close()
        wait_for("nothing is left", lambda: not program.left(), 20)


class TestWhatDies:
    def test_the_database_is_started_again_and_the_site_answers(self, program, wait_for):
        _, url = program.serve()
        pid = process.postmaster_of(data_of(program.home))
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        wait_for("another database", lambda: process.postmaster_of(data_of(program.home)) not in (pid, None))
        wait_for("the site is well again", lambda: program.is_well(url))

    @pytest.mark.parametrize("name", ["gunicorn", "ipops.site.worker", "ipops.site.scheduler"])
    def test_a_child_is_started_again(self, program, wait_for, name):
        _, url = program.serve()
        wait_for("it runs", lambda: children_named(program, name))
        first = children_named(program, name)[0]
        os.kill(first, signal.SIGKILL)
        wait_for("another one", lambda: (now := children_named(program, name)) and first not in now)
        wait_for("the site is well", lambda: program.is_well(url))


class TestStarting:
    def test_on_a_busy_port_says_so_before_anything_else_starts(self, program):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            child = program.start(port=port)
            said = child.communicate(timeout=60)[1]
        assert child.returncode == 1
        assert f"--port {port + 1}" in said
        assert "Traceback" not in said
        assert not (program.home / "postgres").exists()

    def test_a_second_time_in_one_home_says_who_holds_it(self, program):
        first, _ = program.serve()
        child = program.start()
        said = child.communicate(timeout=90)[1]
        assert child.returncode == 1
        assert str(first.pid) in said
        assert "Traceback" not in said

    def test_by_a_server_of_ones_own_starts_no_other(self, program, postgres):
        name = f"own_{os.getpid()}"
        with postgres.connect("postgres", "postgres") as con:
            con.execute(f"CREATE DATABASE {name} OWNER ipops_owner")
        program.variables = {
            "DATABASE_URL": postgres.url("ipops_app", name),
            "DATABASE_OWNER_URL": postgres.url("ipops_owner", name),
        }
        child, url = program.serve()
        assert program.is_well(url)
        assert not (program.home / "postgres").exists()
        child.send_signal(signal.SIGINT)
        assert child.wait(30) == 0
        with postgres.connect("postgres", "postgres") as con:
            con.execute(f"DROP DATABASE {name}")
