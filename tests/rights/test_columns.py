"""A million rights at once give the rows that one right at a time gives."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.period import months_after
from ipops.ledger.facts.words import RightKind
from ipops.reference.workdays import Rolled
from ipops.rights.docket import columns
from ipops.rights.docket.columns import Stock, compute
from ipops.rights.docket.days import PUBLISHED, mark_last_day, patent_year
from ipops.rights.docket.lines import LiveRight, lines
from ipops.rights.docket.vectors import Months, day_of, number
from ipops.rights.law import book
from tests.rights import stock


def by_hand(rights: Sequence[LiveRight], on: date, calendar: Any = PUBLISHED) -> list[tuple[Any, ...]]:
    law = book()
    return sorted(((i, *line) for i, r in enumerate(rights) for line in lines(r, on, calendar, law)), key=in_order)


def as_rows(table: pa.Table) -> list[tuple[Any, ...]]:
    rows = (tuple(r.values()) for r in table.to_pylist())
    return sorted(((r[0], columns.ITEMS[r[1]], *r[2:]) for r in rows), key=in_order)


def in_order(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row[0], row[1], row[3]


def test_give_the_rows_of_one_right_at_a_time():
    rights = stock.rights(4000, seed=7)
    assert as_rows(compute(Stock.of(rights), stock.TODAY, block=1000)) == by_hand(rights, stock.TODAY)


@given(seed=st.integers(0, 10**6), on=st.dates(date(2010, 1, 1), date(2040, 12, 31)))
def test_agree_on_any_day(seed, on):
    rights = stock.rights(30, seed=seed)
    assert as_rows(compute(Stock.of(rights), on)) == by_hand(rights, on)


class _Mondays:
    """A calendar of which nobody else knows: nothing ends on a Monday."""

    def roll(self, day: date) -> Rolled:
        return Rolled(day + timedelta(days=1), True) if day.weekday() == 0 else Rolled(day, False)


def test_take_the_calendar_they_are_given():
    rights = stock.rights(300, seed=3)
    mondays = _Mondays()
    assert as_rows(compute(Stock.of(rights), stock.TODAY, calendar=mondays)) == by_hand(rights, stock.TODAY, mondays)


def test_an_empty_stock_has_no_rows():
    assert compute(Stock.of([]), stock.TODAY).num_rows == 0


@given(day=st.dates(date(1960, 1, 1), date(2140, 1, 1)), months=st.integers(-24, 260))
def test_months_are_the_kernels_months(day, months):
    import numpy as np

    moved = Months(np.array([number(day)], dtype=np.int32)).plus(months)
    assert day_of(int(moved[0])) == months_after(day, months)


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2016, 5, 10), date(2026, 5, 9)),
        (date(2020, 2, 29), date(2030, 2, 28)),  # no 29 February in 2030: the month's last day
        (date(2026, 3, 1), date(2036, 2, 29)),
    ],
)
def test_a_mark_ends_on_the_day_before_the_corresponding_day(start, last):
    """商标法实施条例 第十二条第二款."""
    assert mark_last_day(start, 10) == last
    ends = [
        r for r in lines(LiveRight(RightKind.TRADEMARK, start, start), start, PUBLISHED, book()) if r.item == "expiry"
    ]
    assert [r.last_on for r in ends] == [last]


def test_a_patent_year_begins_on_the_anniversary_of_filing():
    filed = date(1997, 6, 3)
    assert patent_year(filed, filed) == 1
    assert patent_year(filed, date(2001, 8, 1)) == 5
    assert patent_year(filed, date(2002, 6, 2)) == 5
    assert patent_year(filed, date(2002, 6, 3)) == 6


def test_the_made_up_stock_has_every_kind():
    assert {r.kind for r in stock.rights(3000)} == set(RightKind)
    assert random.Random(1).random() == random.Random(1).random()
