"""What the scheduler runs, and how often."""

from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command

from ipops.kernel.outcome import Problem
from ipops.lines.custody.app.services import digest
from ipops.lines.pledge.app.services import alerts, signs
from ipops.lines.programme.app.services import reminding
from ipops.lines.trading.app.services import checks, pools
from ipops.site import demo_results
from ipops.site.schedule import MINUTE, Job
from ipops.site.worker import requeue_stale
from ipops.webkit import analytics, clock, outbox, personal, seals
from ipops.webkit.desk import mailing, notices

_SOON = timedelta(seconds=5)
_HOUR = timedelta(hours=1)


def jobs() -> list[Job]:
    """In the order in which they run when several are due."""
    return [
        Job("take back tasks of dead workers", MINUTE, requeue_stale),
        Job("do what waits in the outbox", _SOON, outbox.run),
        # Each seal writes the head into the day's file and hands it to the province; without news it does nothing.
        Job("seal what is new", _HOUR, seal),
        Job("export new facts for analysis", MINUTE, analytics.refresh),
        # Deals that came in bulk, from another office or through the API are looked at here; the same sign opens nothing twice.
        Job("look for signs of sham deals", _HOUR, lambda: checks.checks_refresh(today=clock.today())),
        Job("look for pledges that only lift a count", _HOUR, lambda: signs.checks_refresh(today=clock.today())),
        # Loans whose register, rights or clocks moved without a report of the bank: their tasks follow.
        Job("watch over pledged loans", 6 * _HOUR, lambda: alerts.sweep(today=clock.today())),
        Job("work out the studies of the demo", MINUTE, demo_results.work_out),
        Job("erase what may be kept no longer", _HOUR, lambda: personal.erase_due(clock.today())),
        # One notice a day and person: telling again the same day changes nothing.
        Job("tell what is due", _HOUR, lambda: notices.daily(clock.today())),
        # Periods and fees: an alert at each step of its lead, once; in the letters of the next run.
        Job("tell what falls due on rights", 6 * _HOUR, lambda: digest.daily(clock.today())),
        Job("tell of patents that lapsed in a pool", 6 * _HOUR, lambda: pools.lapses_tell(clock.today())),
        Job("remind of returns", _HOUR, lambda: reminding.remind(clock.today())),
        Job("send letters", 5 * MINUTE, mailing.send),
        Job("forget old sessions", 6 * _HOUR, lambda: call_command("clearsessions")),
        Job("forget old task results", 6 * _HOUR, lambda: call_command("prune_db_task_results", verbosity=0)),
    ]


def seal() -> None:
    """Raises ``RuntimeError`` when what was sealed no longer adds up, so that the log says so until somebody looks."""
    made = seals.seal()
    if isinstance(made, Problem):
        raise RuntimeError(f"{made.code}: {made.says.en}")
