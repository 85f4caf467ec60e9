"""Nine quarterly returns: the first refused until it is whole, the second sent back and corrected, the third late, the last
waiting for who certifies it.

What the ledger counts comes from it as it was known on the day; the rest is what the city's offices attest (``demo.returns``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading.returns import return_code
from ipops.lines.programme.app.services import returns
from ipops.site.demo.life.scene import CENTRE, CERTIFIER, CITY, CLERK, PROVINCE, Scene, done, scene, turned_away
from ipops.site.demo.returns import SERIES
from ipops.webkit import analytics

#: Period, day handed in, day accepted by the centre; handed in by the 15th, but for the one that is late.
HANDED_IN = (
    ("2024Q1", "2024-04-10", "2024-04-12"),
    ("2024Q2", "2024-07-09", "2024-07-12"),
    ("2024Q3", "2024-10-22", "2024-10-24"),
    ("2024Q4", "2025-01-10", "2025-01-14"),
    ("2025Q1", "2025-04-10", "2025-04-14"),
    ("2025Q2", "2025-07-10", "2025-07-14"),
    ("2025Q3", "2025-10-10", "2025-10-14"),
    ("2025Q4", "2026-01-12", "2026-01-14"),
)
LAST = ("2026Q1", "2026-04-09")
MISTYPED, CORRECTED = "2024Q1", "2024Q2"
SCHEMA = "quarterly"
_WHY = "已与台账核对（演示）"


def scenes() -> Iterator[Scene]:
    for period, day, accepted in HANDED_IN:
        yield scene(day, partial(_hand_in, period))
        yield scene(accepted, partial(_accept, period))
    yield scene(LAST[1], partial(_hand_in, LAST[0]))


def _attested(indicator: str, period: str) -> str:
    """The running total at the quarter's end, as the offices attest it."""
    told = next(s for s in SERIES if s.indicator == indicator).values
    month = {"1": "03", "2": "06", "3": "09", "4": "12"}[period[-1]]
    return str(told[f"2024-01..{period[:4]}-{month}"])


def _manual(period: str) -> dict[str, str]:
    paid = Dossier.objects.filter(cycle="programme.order", place=CITY, stage="paid").values_list("fen", flat=True)
    running = Dossier.objects.filter(cycle="programme.project", place=CITY).exclude(stage="turned_down")
    return {
        "custody": _attested("custody_smes", period),
        "certified": _attested("certified_bodies", period),
        "projects_n": str(running.count()),
        "projects_paid": str(sum(paid) // 1_000_000),
    }


def _hand_in(period: str, on: date) -> None:
    """The export is brought up to the day and then stands still: what is entered meanwhile is not yet in any figure."""
    analytics.refresh()
    with analytics.held():
        checked = done(returns.return_check(place=CITY, schema=SCHEMA, period=period, today=on, typed={}))
        figures = {**_manual(period), **checked.ledger}
        if period == MISTYPED:
            turned_away(_file(period, on, {**figures, "certified": "约三十"}, "wrong"), "C201")
        if period == CORRECTED:
            mistyped = str(int(figures["custody"]) * 2)
            done(_file(period, on, {**figures, "custody": mistyped}, "first"))
            _go(period, "send_back", CERTIFIER, on, why="托管数与台账不符（演示）")
        done(_file(period, on, figures, "handed"))
        if period != LAST[0]:
            turned_away(_step(period, "certify", CLERK, on), "own-return")
            _go(period, "certify", CERTIFIER, on)


def _file(period: str, on: date, figures: dict[str, str], reference: str) -> object:
    """Whatever a check wants confirmed is confirmed with its reason; what it blocks stays blocked."""
    found = done(returns.return_check(place=CITY, schema=SCHEMA, period=period, today=on, typed=figures))
    handed = returns.Handed(
        place=CITY,
        schema=SCHEMA,
        period=period,
        typed=figures,
        reasons={x.key: _WHY for x in found.to_confirm},
    )
    return returns.return_file(handed=handed, by=CLERK, today=on, reference=f"demo/{reference}")


def _step(period: str, event: str, by: str, on: date, why: str = "") -> object:
    case = return_code(CITY, SCHEMA, period)
    return returns.return_step(case=case, event=event, by=by, today=on, reference=f"demo/{event}", why=why)


def _go(period: str, event: str, by: str, on: date, why: str = "") -> None:
    done(_step(period, event, by, on, why))


def _accept(period: str, on: date) -> None:
    with analytics.held():
        _go(period, "accept_province", PROVINCE, on)
        _go(period, "accept", CENTRE, on)
