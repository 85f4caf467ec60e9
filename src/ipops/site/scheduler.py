"""The scheduler: a few jobs at their times, in one small process."""

from __future__ import annotations

import time

from ipops.site.schedule import tick


def main() -> None:
    from django.db import close_old_connections
    from django.utils import timezone

    from ipops.site.boot import set_up_django

    set_up_django()
    from ipops.site.jobs import jobs

    all_jobs = jobs()
    while True:
        close_old_connections()
        tick(all_jobs, timezone.now())
        time.sleep(1)


if __name__ == "__main__":
    main()
