"""Lifecycles of this line, as tables: application, registration, loan, claim. No clock, no database, no policy."""

from ipops.lines.pledge.machine.application import APPLICATION
from ipops.lines.pledge.machine.claim import CLAIM
from ipops.lines.pledge.machine.loan import LOAN
from ipops.lines.pledge.machine.registration import REGISTRATION_LIFE
from ipops.lines.pledge.machine.who import BANK, CLERKS, DECIDERS, LENDING, PAYERS

LIFECYCLES = (APPLICATION, REGISTRATION_LIFE, LOAN, CLAIM)

__all__ = [
    "APPLICATION",
    "BANK",
    "CLAIM",
    "CLERKS",
    "DECIDERS",
    "LENDING",
    "LIFECYCLES",
    "LOAN",
    "PAYERS",
    "REGISTRATION_LIFE",
]
