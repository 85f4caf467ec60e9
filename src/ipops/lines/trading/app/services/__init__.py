"""What this line writes: read, think, write, one transaction each. Keyword-only; *no* is a value."""

from ipops.lines.trading.app.services import (
    assignments,
    auction,
    checks,
    contracts,
    course,
    deals,
    inventory,
    market,
    matching,
    openly,
    payments,
    pools,
    publicity,
    register,
    tasks,
)

__all__ = [
    "assignments",
    "auction",
    "checks",
    "contracts",
    "course",
    "deals",
    "inventory",
    "market",
    "matching",
    "openly",
    "payments",
    "pools",
    "publicity",
    "register",
    "tasks",
]
