"""Lifecycles of this line, as tables. Everything that moves a case from state to state is here.

This room knows no clock, no database and no law text beyond the clause a step rests on.
"""

from ipops.lines.trading.machine.contract import CONTRACT
from ipops.lines.trading.machine.deal import AFTER, BEFORE, DEAL, STANDING
from ipops.lines.trading.machine.market import DISCLOSURE, NEED, OFFER, OPEN, POOL
from ipops.lines.trading.machine.recorded import CHECK, CONFLICT
from ipops.lines.trading.machine.who import CHECKERS, CLERKS, OURS

LIFECYCLES = (DEAL, CONFLICT, CHECK, CONTRACT, DISCLOSURE, OFFER, NEED, OPEN, POOL)

__all__ = [
    "AFTER",
    "BEFORE",
    "CHECK",
    "CHECKERS",
    "CLERKS",
    "CONFLICT",
    "CONTRACT",
    "DEAL",
    "DISCLOSURE",
    "LIFECYCLES",
    "NEED",
    "OFFER",
    "OPEN",
    "OURS",
    "POOL",
    "STANDING",
]
