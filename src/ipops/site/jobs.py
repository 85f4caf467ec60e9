"""What the scheduler runs, and how often."""

from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command

from ipops.site.schedule import MINUTE, Job
from ipops.site.worker import requeue_stale

_HOUR = timedelta(hours=1)


def jobs() -> list[Job]:
    return [
        Job("take back tasks of dead workers", MINUTE, requeue_stale),
        Job("forget old sessions", 6 * _HOUR, lambda: call_command("clearsessions")),
        Job("forget old task results", 6 * _HOUR, lambda: call_command("prune_db_task_results", verbosity=0)),
    ]
