"""The docket of one right on one day: annuities or renewal, papers to answer, the end of the term."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipops.kernel.period import months_after
from ipops.kernel.text import Text
from ipops.ledger.facts.words import RightKind
from ipops.rights.docket import annuities, marks, periods, terms
from ipops.rights.docket.days import PUBLISHED, Calendar
from ipops.rights.docket.fees import with_fee
from ipops.rights.docket.given import Given
from ipops.rights.docket.item import DueItem
from ipops.rights.law import Book, book

VERSION = 1
_REGISTRATION = "P-14"
AHEAD = 12  #: months that the docket looks ahead for fees, unless told otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Docket:
    """Everything due, the earliest first; days that are missing last. Fees are listed up to ``until``; ``lacks`` says what
    would tell more."""

    right: str
    kind: RightKind
    title: str
    on: date
    until: date
    items: tuple[DueItem, ...]
    lacks: tuple[Text, ...]
    reviewed_on: date

    def as_json(self) -> dict[str, Any]:
        return {
            "docket": VERSION,
            "right": self.right,
            "kind": str(self.kind),
            "title": self.title,
            "on": self.on.isoformat(),
            "until": self.until.isoformat(),
            "rules_reviewed_on": self.reviewed_on.isoformat(),
            "items": [i.as_json() for i in self.items],
            "lacks": [t.as_json() for t in self.lacks],
        }


def due(
    given: Given, on: date, *, months: int = AHEAD, calendar: Calendar = PUBLISHED, law: Book | None = None
) -> Docket:
    """What falls due on a right, as seen on ``on``; fees up to ``months`` ahead, and always the next one."""
    law = law or book()
    until = months_after(on, months)
    items = sorted(_items(given, on, until, calendar, law), key=_in_order)
    return Docket(
        right=given.right,
        kind=given.kind,
        title=given.title,
        on=on,
        until=until,
        items=tuple(items),
        lacks=tuple(_lacks(given)),
        reviewed_on=law.reviewed_on,
    )


def _items(given: Given, on: date, until: date, calendar: Calendar, law: Book) -> Iterator[DueItem]:
    live = given.live(on)
    for item in periods.period_items(given, on, calendar, law):
        if item.rule == _REGISTRATION and live is not None:
            yield annuities.with_registration_fee(item, given, live, law)
        else:
            yield with_fee(item, given, law)
    if given.is_ended:
        if live is not None and given.kind.is_patent:
            yield from annuities.restoration_items(given, live, on, calendar, law)
        if given.kind is RightKind.TRADEMARK:
            yield from marks.blocked_items(given, on, law)
        return
    if live is not None and given.granted_on is not None:
        if given.kind.is_patent:
            yield from annuities.annuity_items(given, live, on, until, calendar, law)
        elif given.kind is RightKind.TRADEMARK:
            yield from marks.mark_items(given, live, on, until, calendar, law)
    yield from terms.term_items(given, live, law)


def _in_order(item: DueItem) -> tuple[date, str, int]:
    return item.due_on or date.max, item.rule, item.year or 0


def _lacks(given: Given) -> Iterator[Text]:
    if given.kind.is_patent and given.filed_on is None:
        yield _NO_FILING
    if given.kind.is_patent and given.granted_on is None and not given.is_ended:
        yield _NO_GRANT
    if given.kind is RightKind.TRADEMARK and given.granted_on is None:
        yield _NO_REGISTRATION


_NO_FILING = Text("缺少申请日：年费自申请日对应日计算。", "The filing day is missing: annuities count from it.")
_NO_GRANT = Text("没有授权公告日：授权前没有年费。", "No day of grant is known: before it there are no annuities.")
_NO_REGISTRATION = Text(
    "没有注册公告日：有效期和续展自核准注册之日计算。",
    "The day of registration is missing: term and renewal count from it.",
)
