"""What this line writes: read, think, write, one transaction each. Keyword-only; *no* is a value."""

from ipops.lines.trading.app.services import (
    assignments,
    checks,
    course,
    deals,
    payments,
    publicity,
    register,
    tasks,
)

__all__ = ["assignments", "checks", "course", "deals", "payments", "publicity", "register", "tasks"]
