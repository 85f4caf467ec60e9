"""The agenda of many rights is the docket of each, without its words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ipops.kernel.money import Money
from ipops.kernel.period import months_after
from ipops.ledger.facts.words import RightKind
from ipops.rights.docket.agenda import agenda, is_plain
from ipops.rights.docket.columns import Stock
from ipops.rights.docket.due import due
from ipops.rights.docket.given import Given
from ipops.rights.docket.item import DueItem
from ipops.rights.docket.lines import LiveRight
from tests.rights import stock


def plain(seed: int, n: int, on: date) -> list[LiveRight]:
    """Made-up rights of which nothing is on record but days, payments and reductions."""
    bare = {"open_from": None, "open_until": None, "loss_received_on": None}
    made = [r._replace(**bare) for r in stock.rights(n, seed=seed)]
    old = [
        r._replace(granted_on=months_after(r.granted_on, -40))
        for r in made
        if r.kind is RightKind.TRADEMARK and r.granted_on
    ]
    made += [r._replace(filed_on=months_after(r.filed_on, -40)) for r in old]
    return [r for r in made if is_plain(r.kind, r.granted_on, on)]


def one_by_one(rights: Sequence[LiveRight], on: date, months: int) -> list[tuple[Any, ...]]:
    until = months_after(on, months)
    found = []
    for n, r in enumerate(rights):
        as_given = Given(
            right=str(n), kind=r.kind, filed_on=r.filed_on, granted_on=r.granted_on, expires_on=r.expires_on,
            paid_to=r.paid_to, reductions=dict.fromkeys(r.on_record, r.entitled), classes=r.classes,
        )  # fmt: skip
        items = due(as_given, on, months=months).items
        found += [row(n, i) for i in items if i.due_on is None or i.due_on <= until]
    return sorted(found, key=str)


def row(n: int, i: DueItem) -> tuple[Any, ...]:
    if not i.windows:
        return n, i.rule, i.year, i.status, i.due_on, None, None
    total = i.amount.fen if isinstance(i.amount, Money) else None
    return n, i.rule, i.year, i.status, i.due_on, total, i.lowest.fen if i.lowest is not None else None


def at_once(rights: Sequence[LiveRight], on: date, months: int) -> list[tuple[Any, ...]]:
    told = agenda(Stock.of(rights), on, months=months)
    return sorted(((e.right, e.rule, e.year, e.status, e.due_on, e.total, e.lowest) for e in told), key=str)


def recorded(rights: Sequence[LiveRight]) -> list[LiveRight]:
    """Whoever was never on record is entitled to nothing, as a right's own docket has it."""
    return [r if r.on_record else r._replace(entitled=0) for r in rights]


def test_holds_what_the_docket_of_each_right_holds():
    rights = recorded(plain(11, 1500, stock.TODAY))
    assert {r.kind for r in rights} >= {RightKind.INVENTION, RightKind.DESIGN, RightKind.TRADEMARK}
    told = at_once(rights, stock.TODAY, 12)
    assert told == one_by_one(rights, stock.TODAY, 12)
    assert {rule for _, rule, *_ in told} >= {"P-16", "T-06", "T-07", "T-08", "T-10", "TERM"}
    assert {str(status) for _, _, _, status, *_ in told} == {"open", "late", "missed", "note"}


@given(seed=st.integers(0, 10**6), on=st.dates(date(2014, 1, 1), date(2038, 12, 31)), months=st.integers(0, 30))
@settings(deadline=None, max_examples=60)
def test_holds_it_on_any_day_however_far_ahead(seed, on, months):
    rights = recorded(plain(seed, 25, on))
    assert at_once(rights, on, months) == one_by_one(rights, on, months)


def test_holds_it_for_the_oldest_and_the_longest_terms_a_list_may_tell():
    """A list's days lie from 1950 on and its terms end by 2199: none may fall off the table of working days."""
    old = LiveRight(kind=RightKind.TRADEMARK, filed_on=date(1950, 1, 1), granted_on=date(1950, 1, 1))
    long = old._replace(granted_on=date(2020, 1, 1), expires_on=date(2200, 1, 1))
    assert at_once([old, long], stock.TODAY, 12) == one_by_one([old, long], stock.TODAY, 12)


def test_of_nothing_is_empty():
    assert agenda(Stock.of([]), stock.TODAY) == []


def test_a_right_granted_lately_is_not_plain():
    """Three months from the grant its inventors must have their reward (实施细则 第九十三条): more than fees falls due."""
    assert not is_plain(RightKind.INVENTION, date(2026, 11, 1), stock.TODAY)
    assert is_plain(RightKind.INVENTION, date(2026, 3, 1), stock.TODAY)
    assert not is_plain(RightKind.SOFTWARE, date(2016, 3, 1), stock.TODAY)
    assert not is_plain(RightKind.INVENTION, None, stock.TODAY)
