"""Queues of background tasks that have a worker of their own; a task that names none goes with all others."""

from __future__ import annotations

#: Works out what takes many minutes: a navigation study. One at a time, beside everything else.
STUDIES = "studies"
