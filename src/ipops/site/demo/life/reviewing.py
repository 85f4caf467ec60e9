"""2026: a second call, its review still open on the demo's day: one expert keeps out of one application and owes a sheet for the
other, one has scored both, one has declared nothing yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from ipops.kernel.money import Money
from ipops.lines.programme.app.services import selection, steps
from ipops.lines.programme.facts.words import Ground
from ipops.reference.demo_places import DEMO_LAKESIDE, DEMO_MUNICIPALITY, DEMO_PROVINCE, DEMO_SECOND
from ipops.site.demo.life.bend import MUNICIPALITY
from ipops.site.demo.life.chosen import NOTICE, PANEL, SHEETS, nominated
from ipops.site.demo.life.scene import CENTRE, PROVINCE, Scene, done, paper, scene, turned_away

CALL = "call:demo-2026"
RIVERSIDE, LAKESIDE = (f"nom:demo-2026:{place}" for place in (DEMO_SECOND, DEMO_LAKESIDE))
ADVISER, QUICK, _, NEIGHBOUR = (expert for expert, _, _ in PANEL)
CLOSES, LOCK_BY = date(2026, 3, 20), date(2026, 4, 24)


def scenes() -> Iterator[Scene]:
    yield scene("2026-02-24", _open)
    yield scene("2026-03-17", _nominate)
    yield scene("2026-03-30", _seat)
    yield scene("2026-04-01", _declare)
    yield scene("2026-04-08", _score)


def _open(on: date) -> None:
    done(
        selection.call_open(
            call=CALL,
            title="2026年重点城市申报（演示）",
            pack=NOTICE,
            form="1",
            closes_on=CLOSES,
            by=CENTRE,
            today=on,
            document=paper("2026年申报通知", "示例通知，虚构", by=CENTRE),
        )
    )


def _nominate(on: date) -> None:
    for city, province, yuan, by in (
        (DEMO_SECOND, DEMO_PROVINCE, 40_000_000, PROVINCE),
        (DEMO_LAKESIDE, DEMO_MUNICIPALITY, 55_000_000, MUNICIPALITY),
    ):
        nominated(city, province, matching=Money.yuan(yuan), by=by, on=on, reference=f"demo/2026/{city}", call=CALL)


def _seat(on: date) -> None:
    seats = [selection.Seat(expert=e, name=name, places=(place,) if place else ()) for e, name, place in PANEL]
    done(
        selection.panel_seat(
            call=CALL, seats=seats, by=CENTRE, today=on, why="2026年评审组名单（演示）", lock_by=LOCK_BY
        )
    )
    done(steps.step(case=CALL, event="close", by=CENTRE, today=on, reference="demo/close-2026"))


def _declare(on: date) -> None:
    """Whoever advised an applicant says so, and its documents stay shut."""
    for nomination in (RIVERSIDE, LAKESIDE):
        for expert in (ADVISER, QUICK, NEIGHBOUR):
            advised = expert == ADVISER and nomination == RIVERSIDE
            done(
                selection.conflict_declare(
                    nomination=nomination,
                    expert=expert,
                    ground=Ground.ADVISED if advised else Ground.NONE,
                    why="曾为其申报方案提供咨询（演示）" if advised else "",
                    today=on,
                    reference=f"demo/2026/{nomination}/{expert}",
                )
            )
    turned_away(selection.documents_open(nomination=RIVERSIDE, expert=ADVISER, today=on), "conflict-declared")


def _score(on: date) -> None:
    """The adviser has read the other application and not scored it yet."""
    done(selection.documents_open(nomination=LAKESIDE, expert=ADVISER, today=on))
    for nomination, expert in ((RIVERSIDE, QUICK), (LAKESIDE, QUICK), (RIVERSIDE, NEIGHBOUR)):
        done(selection.documents_open(nomination=nomination, expert=expert, today=on))
        points = {item: Fraction(n - (nomination == LAKESIDE)) for item, n in SHEETS[QUICK].items()}
        done(
            selection.sheet_lock(nomination=nomination, expert=expert, points=points, remarks="可行（演示）", today=on)
        )
