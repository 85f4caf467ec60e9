"""A worker: runs background tasks of its lane one after another, and first takes back those whose worker died.

There are two lanes, each a process of its own: studies, of which one may take many minutes, and everything else (decision 0495).

A worker holds, for as long as it lives, an advisory lock of the database made from its name. A task that is *running*
under a name whose lock is free has lost its worker (traps 7): it goes back to *ready*. Tasks are safe to run twice.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import socket
import sys
from collections.abc import Mapping
from types import MappingProxyType

import psycopg
import structlog

from ipops.webkit.lanes import STUDIES

log = structlog.get_logger("ipops.worker")

#: What each lane takes from the queue; a task of a queue that no lane names is taken by the first.
LANES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "worker": MappingProxyType({"queue_name": "*", "exclude_queues": STUDIES}),
        STUDIES: MappingProxyType({"queue_name": STUDIES}),
    }
)
#: Studies give way to pages and to short tasks: of a small machine they would take every core.
_GIVES_WAY = 10


def lock_of(worker: str) -> int:
    """The 64-bit number that PostgreSQL wants for the lock of a worker's name."""
    return int.from_bytes(hashlib.sha256(f"ipops-worker:{worker}".encode()).digest()[:8], "big", signed=True)


def requeue_stale() -> int:
    """Give tasks of dead workers back to the queue; how many there were.

    The lock is tried inside the transaction that changes the task, so a worker starting now is not mistaken for dead.
    """
    from django.db import connection, transaction
    from django_tasks import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    freed = 0
    with transaction.atomic(), connection.cursor() as cursor:
        running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).select_for_update(skip_locked=True)
        for task in running:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock_of(task.worker_ids[-1])])
            if cursor.fetchone()[0]:
                task.status = TaskResultStatus.READY
                task.started_at = None
                task.save(update_fields=["status", "started_at"])
                log.warning("task requeued", task=str(task.id), path=task.task_path)
                freed += 1
    return freed


def main(lane: str = "worker") -> None:
    from django.core.management import call_command

    from ipops.site.boot import set_up_django

    set_up_django()
    # The last part keeps a process id that comes round again from standing for a dead worker.
    name = f"{socket.gethostname()[:32]}-{os.getpid()}-{secrets.token_hex(4)}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as alive:
        alive.execute("SELECT pg_advisory_lock(%s)", [lock_of(name)])
        requeue_stale()
        if lane == STUDIES:
            os.nice(_GIVES_WAY)
        call_command("db_worker", **LANES[lane], interval=1, worker_id=name, startup_delay=False, verbosity=1)


if __name__ == "__main__":
    main(*sys.argv[1:2])
