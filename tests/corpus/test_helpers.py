"""Helpers end with whoever asked for them: killed outright, nothing is left running."""

import gc
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ipops.corpus.helpers import SELDOM, seldom_collected

SCRIPT = """
import os, sys, time
from ipops.corpus.helpers import pool

if __name__ == "__main__":
    with pool(2) as helpers:
        print(*(helpers.submit(os.getpid).result() for _ in range(8)), flush=True)
        helpers.submit(time.sleep, 600)
        helpers.submit(time.sleep, 600)
        time.sleep(600)
"""


def is_running(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_helpers_end_with_the_process_that_asked(tmp_path, how):
    script = tmp_path / "asks.py"
    script.write_text(SCRIPT)
    asks = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True, env={**os.environ})
    helpers = {int(pid) for pid in asks.stdout.readline().split()}
    assert helpers
    assert all(map(is_running, helpers))
    asks.send_signal(how)
    asks.wait()
    asks.stdout.close()
    until = time.monotonic() + 60
    while any(map(is_running, helpers)):
        assert time.monotonic() < until, "helpers outlive the process that asked for them"
        time.sleep(0.1)


@seldom_collected()
def breaks_off(told):
    told.append(gc.get_threshold())
    raise KeyError


def test_the_collector_is_given_back_as_it_was_even_after_a_fault():
    before, told = gc.get_threshold(), []
    with pytest.raises(KeyError):
        breaks_off(told)
    assert told == [SELDOM]
    assert gc.get_threshold() == before
    assert gc.isenabled()
