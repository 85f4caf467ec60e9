"""Eyes on the pledges: signs that only lift a count open checks, one of which a checker clears; loans learn what the register's lists told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ipops.lines.pledge.app.services import alerts, signs
from ipops.lines.trading.app.services import checks
from ipops.site.demo.life.scene import Scene, done, scene, turned_away
from ipops.site.demo.story import TODAY

CHECKER = "user:checker"


def scenes() -> Iterator[Scene]:
    yield scene("2025-06-30", _look)
    yield scene("2025-07-22", _clear)
    yield Scene(day=TODAY, act=_look)


def _look(on: date) -> None:
    signs.checks_refresh(today=on)
    alerts.sweep(today=on)


def _clear(on: date) -> None:
    """The first of the checks: not without a reason, and then as what it was."""
    case = min(signs.checks_of_pledges())
    turned_away(
        checks.check_end(case=case, event="clear", why="", by=CHECKER, today=on, reference="demo/no-reason"), "no-why"
    )
    why = "两笔贷款用途不同，各有购销合同，未规避限额（演示）"
    done(checks.check_end(case=case, event="clear", why=why, by=CHECKER, today=on, reference="demo/pledge-check"))
