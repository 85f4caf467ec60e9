"""A place for whole homes, and the program started in one, as a person starts it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import ipops

SOURCE = str(Path(ipops.__file__).parents[1])


@contextlib.contextmanager
def open_folder() -> Iterator[Path]:
    """Outside pytest's own, which is closed to the system user when root runs the tests."""
    made = Path(tempfile.mkdtemp(prefix="ipops-pg-"))
    made.chmod(0o755)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def place() -> Iterator[Path]:
    with open_folder() as made:
        yield made


@pytest.fixture(scope="module")
def lasting_place() -> Iterator[Path]:
    """For what several tests look at and none changes."""
    with open_folder() as made:
        yield made


def _wait_for(what: str, done: Callable[[], object], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until, f"after {seconds} seconds still not: {what}"
        time.sleep(0.05)


@dataclass
class Program:
    """``ipops serve`` or ``demo`` in a home of its own."""

    home: Path
    started: list[subprocess.Popen[str]] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "IPOPS_HOME": str(self.home), "PYTHONPATH": SOURCE, **self.variables}

    def start(
        self, command: str = "serve", *words: str, port: int = 0, ignoring: signal.Signals | None = None
    ) -> subprocess.Popen[str]:
        line = [sys.executable, "-m", "ipops", command, "--port", str(port), *words]
        child = subprocess.Popen(
            line,
            env=self.environment,
            cwd="/",
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=None if ignoring is None else lambda: signal.signal(ignoring, signal.SIG_IGN),
        )
        self.started.append(child)
        return child

    def serve(
        self, command: str = "serve", *words: str, ignoring: signal.Signals | None = None
    ) -> tuple[subprocess.Popen[str], str]:
        """Started and answering: the process and its address."""
        child = self.start(command, *words, ignoring=ignoring)
        assert child.stdout is not None
        while line := child.stdout.readline():
            if found := re.search(r"http://\S+", line):
                return child, found[0]
        raise AssertionError(child.communicate()[1])

    def left(self) -> list[str]:
        """Command lines of living processes that belong to this home, the supervisor among them."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                try:
                    status = (entry / "stat").read_text().rpartition(")")[2].split()[0]
                    ours = f"IPOPS_HOME={self.home}\0".encode() in (entry / "environ").read_bytes() + b"\0"
                    words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                except OSError:
                    continue
                if status not in "ZX" and (ours or str(self.home) in words or self._works_here(entry)):
                    found.append(words)
        return found

    def _works_here(self, entry: Path) -> bool:
        try:
            return Path(os.readlink(entry / "cwd")).is_relative_to(self.home)
        except OSError:
            return False

    def is_well(self, url: str) -> bool:
        """Does it answer that it is well? A busy machine may take its time over it."""
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=60) as answer:
                return bool(json.load(answer)["ok"])
        except OSError as why:
            print(f"{url} is not well: {why}")
            return False

    def clean_up(self) -> None:
        for child in self.started:
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
                try:
                    child.wait(30)
                except subprocess.TimeoutExpired:
                    child.kill()
            child.wait()
            for pipe in (child.stdout, child.stderr):
                if pipe is not None:
                    pipe.close()
        _wait_for("everything has ended", lambda: not self.left())


@pytest.fixture
def wait_for() -> Callable[..., None]:
    """``wait_for("what", condition, seconds)`` or the test fails, naming what never came."""
    return _wait_for


@pytest.fixture(scope="session")
def run_in() -> Callable[..., subprocess.CompletedProcess[str]]:
    """``run_in(home, script, NAME="value")``: a Python script in a process of its own, with that home."""

    def run(home: Path, script: str, **more: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "IPOPS_HOME": str(home), "PYTHONPATH": SOURCE, **more}
        return subprocess.run(
            [sys.executable, "-c", script], env=environment, text=True, capture_output=True, timeout=300, cwd="/"
        )

    return run


@pytest.fixture
def program(place: Path) -> Iterator[Program]:
    made = Program(place / "home")
    yield made
    made.clean_up()
