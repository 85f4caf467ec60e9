"""What endangers a pledged right: told to who holds the pledge, before the collateral is gone.

A right that ended, an annuity late or due within thirty days, an order of a court, suspended proceedings, a mark without use
shown. The days of warning are ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ipops.kernel.text import Text
from ipops.lines.custody.app.reading.care import Seen
from ipops.rights.docket.item import DueItem, Status
from ipops.rights.docket.marks import NON_USE
from ipops.rights.register.standing import Running

NEAR = timedelta(days=30)
_FEES = {"P-16", "T-06", "T-07"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Danger:
    """``code`` stays the same while nothing changes. ``gone`` says that the right is no more."""

    code: str
    right: str
    title: str
    says: Text
    on: date | None
    gone: bool
    pledgees: tuple[str, ...]
    item: DueItem | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "right": self.right,
            "title": self.title,
            "says": self.says.as_json(),
            "on": self.on.isoformat() if self.on else None,
            "gone": self.gone,
            "pledgees": list(self.pledgees),
        }


def dangers(seen: Iterable[Seen], pledgees: Mapping[str, Sequence[str]], on: date) -> list[Danger]:
    """What endangers these rights on the day: what is gone first, then by day."""
    found = [d for s in seen for d in _of(s, tuple(pledgees.get(s.right, ())), on)]
    return sorted(found, key=lambda d: (not d.gone, d.on or date.min, d.right, d.code))


def _of(seen: Seen, pledgees: tuple[str, ...], on: date) -> Iterator[Danger]:
    def danger(what: str, says: Text, day: date | None, *, gone: bool = False, item: DueItem | None = None) -> Danger:
        return Danger(
            code=f"danger:{seen.right}:{what}:{day}",
            right=seen.right,
            title=seen.given.title,
            says=says,
            on=day,
            gone=gone,
            pledgees=pledgees,
            item=item,
        )

    given = seen.given
    if given.ended_on is not None and given.ended_on <= on:
        why = given.ended_why.named if given.ended_why else _NO_WHY
        yield danger("ended", _ENDED.fill(why=why), given.ended_on, gone=True)
    for item in seen.docket.items:
        if item.rule in _FEES and (says := _fee(item, on)) is not None:
            yield danger(
                f"{item.rule}-{item.year or 0}-{item.status}", says.fill(does=item.does), item.due_on, item=item
            )
        elif item.rule == NON_USE:
            yield danger("unused", _UNUSED, item.due_on, item=item)
    yield from (danger(f"order-{r.code}", _ORDER.fill(no=r.code), r.since) for r in _running(given.orders, on))
    yield from (danger("suspended", _SUSPENDED, r.since) for r in _running(given.suspensions, on))


def _fee(item: DueItem, on: date) -> Text | None:
    if item.status is Status.MISSED:
        return _MISSED
    if item.status is Status.LATE:
        return _LATE
    near = item.status is Status.OPEN and item.due_on is not None and item.due_on <= on + NEAR
    return _SOON if near else None


def _running(spans: Iterable[Running], on: date) -> Iterator[Running]:
    return (r for r in spans if r.on(on))


_ENDED = Text("权利已终止（{why}），质物灭失", "the right has ended ({why}): the collateral is gone")
_NO_WHY = Text("原因未载明", "for a reason not stated")
_MISSED = Text("{does}：滞纳期已过，权利依法已终止", "{does}: the late months have passed, by law the right has ended")
_LATE = Text("{does}：已入滞纳期", "{does}: in the late months")
_SOON = Text("{does}：三十日内到期", "{does}: due within thirty days")
_UNUSED = Text("商标连续未见使用证据", "no use of the mark is shown")
_ORDER = Text("财产保全（{no}）", "preserved by a court ({no})")
_SUSPENDED = Text("程序中止", "proceedings suspended")
