"""Doubts about deals: opened by a checker some days after the deal was learned, ended weeks later or still open.

Case codes follow the signs of ``lines/trading/rules/sham.py``, so looking again opens no second check of the same thing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta

from ipops.ledger.facts import CheckEnded, CheckOpened
from ipops.ledger.facts.words import CheckEnd, Signal
from ipops.site.demo.deals import Done
from ipops.site.demo.people import Actor, weekday_from
from ipops.site.demo.timeline import Happening, Timeline

_WHY = {
    Signal.SAME_HAND: "双方为同一控制人（演示）",
    Signal.BULK_FRESH: "批量低价转给新设主体（演示）",
    Signal.ROUND_TRIP: "转出后又转回（演示）",
}
_SAYS = {
    CheckEnd.CLEARED: "集团内重组，价格公允，附有合同与付款凭证（演示）",
    CheckEnd.EXCLUDED: "无真实交易背景，不计入（演示）",
    CheckEnd.REPORTED: "已上报主管部门（演示）",
}
_OPENED_BY_HAND = "根据登记簿清单比对发现（演示）· found by comparing lists (demo)"


def case_code(signal: Signal, about: str) -> str:
    """``about`` is the deal of one hand, the fresh buyer, or the right that came back."""
    return f"C:{signal}:{hashlib.sha256(f'{signal}|{about}'.encode()).hexdigest()[:16]}"


def open_check(
    timeline: Timeline,
    signal: Signal,
    about: str,
    deals: Sequence[Done],
    *,
    opened: date | None = None,
    end: CheckEnd | None = None,
    ended_after: int = 30,
) -> str:
    """Open a check on the deals and, if ``end`` is given, end it ``ended_after`` days later. Gives its case code."""
    case = case_code(signal, about)
    day = weekday_from(opened or max(d.learned for d in deals) + timedelta(days=4))
    codes = tuple(dict.fromkeys(f.deal for d in deals for f in d.facts))
    timeline.add(
        Happening(
            day=day,
            actor=Actor.CHECKER,
            fact=CheckOpened(
                on=day, case=case, signal=signal, deals=codes, entries=(), owner=Actor.CHECKER.label, why=_WHY[signal]
            ),
            reference=f"demo/check/{case}",
            looks_at=tuple(r for d in deals for r in d.references),
            reason=_OPENED_BY_HAND,
        )
    )
    if end is not None:
        ended = weekday_from(day + timedelta(days=ended_after))
        timeline.add(
            Happening(
                day=ended,
                actor=Actor.CHECKER,
                fact=CheckEnded(on=ended, case=case, end=end, deals=codes, why=_SAYS[end]),
                reference=f"demo/check-ended/{case}",
                reason=_SAYS[end],
            )
        )
    return case


def check_sisters(timeline: Timeline, done: Done) -> None:
    """Every deal between firms of one hand is looked at; in the demo's ordinary business each turns out sound."""
    first = done.facts[0]
    days = 25 + int(hashlib.sha256(first.deal.encode()).hexdigest()[:4], 16) % 60
    open_check(timeline, Signal.SAME_HAND, first.deal, [done], end=CheckEnd.CLEARED, ended_after=days)
