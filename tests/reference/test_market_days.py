"""The settlement days of the markets, day by day against QuantLib's calendars."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import QuantLib as ql  # noqa: N813  as its own manual does

from ipops.reference import market_days
from ipops.reference.workdays import LAST_YEAR, is_working_day


def days(first: int) -> list[date]:
    start = date(first, 1, 1)
    return [start + timedelta(days=i) for i in range((date(LAST_YEAR, 12, 31) - start).days + 1)]


@pytest.mark.parametrize(
    ("market", "first", "opens"),
    [
        (ql.China.IB, market_days.FIRST_INTERBANK_YEAR, market_days.interbank_open),
        (ql.China.SSE, market_days.FIRST_EXCHANGE_YEAR, market_days.exchange_open),
    ],
)
def test_every_day_is_open_exactly_when_quantlib_says_so(market, first, opens):
    theirs = ql.China(market)
    assert [d for d in days(first) if opens(d) != theirs.isBusinessDay(ql.Date(d.day, d.month, d.year))] == []


def test_the_three_calendars_are_not_one():
    """A make-up Sunday: offices and the interbank market work, exchanges do not."""
    sunday = date(2025, 1, 26)
    assert (is_working_day(sunday), market_days.interbank_open(sunday), market_days.exchange_open(sunday)) == (
        True,
        True,
        False,
    )
    assert is_working_day(date(2006, 10, 8))
    assert not market_days.interbank_open(date(2006, 10, 8))


@pytest.mark.parametrize("opens", [market_days.interbank_open, market_days.exchange_open])
def test_a_year_without_a_notice_is_an_error_and_never_a_guess(opens):
    with pytest.raises(ValueError, match=str(LAST_YEAR)):
        opens(date(LAST_YEAR + 1, 3, 1))
