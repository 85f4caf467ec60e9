"""Which day it is: the one in China. In the demo it is the day on which the story of its records stands still.

The demo's records end on one day, chosen once so that every run is alike. Whoever opens it later would find each of its tasks
hundreds of days late; so its pages, its forms and its jobs look from that day, and every page says so. Moments are not moved:
when something is recorded, sealed or signed in is when it is.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.utils import timezone

#: Set by ``ipops demo`` for itself and the processes it starts, and by nothing else.
DEMO_DAY = "IPOPS_DEMO_DAY"


def demo_day() -> date | None:
    """The day the demo stands on; ``None`` in a real city."""
    told = os.environ.get(DEMO_DAY, "")
    return date.fromisoformat(told) if told else None


def today() -> date:
    return demo_day() or timezone.localdate()


@contextmanager
def standing(day: date) -> Iterator[None]:
    """Here, and in what is started meanwhile, it is that day."""
    before = os.environ.get(DEMO_DAY)
    os.environ[DEMO_DAY] = day.isoformat()
    try:
        yield
    finally:
        if before is None:
            del os.environ[DEMO_DAY]
        else:
            os.environ[DEMO_DAY] = before
