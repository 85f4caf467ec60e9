"""A job and its time. The clock is an argument; a job that fails is logged and tried again.

Each job is safe to run twice, so nothing needs to remember what ran: after a restart everything that may be due runs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

log = structlog.get_logger("ipops.scheduler")

MINUTE = timedelta(minutes=1)
_AFTER_FAILURE = 5 * MINUTE


@dataclass(slots=True)
class Job:
    """``run`` is called once per ``every``. ``due`` is the moment of the next call; none before the first."""

    name: str
    every: timedelta
    run: Callable[[], object]
    due: datetime | None = None


def tick(jobs: Sequence[Job], now: datetime) -> list[str]:
    """Run what is due and give the names that ran; the clock is an argument."""
    ran = []
    for job in jobs:
        if job.due is not None and now < job.due:
            continue
        try:
            job.run()
        except Exception:
            log.exception("job failed", job=job.name)
            job.due = now + min(job.every, _AFTER_FAILURE)
        else:
            job.due = now + job.every
            ran.append(job.name)
    return ran
