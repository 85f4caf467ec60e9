"""Being asked to stop is heard, also when Python was busy with something that swallows what a handler raises."""

import os
import signal
import time

import pytest

from ipops.site.signals import Stopped, stop_signals


class Swallows:
    """What is raised while this goes is printed and lost."""

    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)
        for _ in range(1000):
            pass


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_stop_that_was_lost_is_raised_again():
    before = signal.getsignal(signal.SIGALRM)
    heard = "not yet"
    with stop_signals() as asked:
        try:
            with asked.insisting(0.2):
                Swallows()
                heard = "lost"
                time.sleep(30)
        except Stopped:
            heard += ", then heard"
        assert asked.times == 1
    assert heard == "lost, then heard"
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_a_stop_that_was_heard_is_not_raised_again():
    with stop_signals() as asked:
        try:
            with asked.insisting(0.05):
                os.kill(os.getpid(), signal.SIGTERM)
                time.sleep(30)
        except Stopped:
            pass
        time.sleep(0.3)
        assert asked.stopping
