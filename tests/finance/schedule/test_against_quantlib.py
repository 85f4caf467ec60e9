"""Day counts, periods, rolls and level instalments, held against QuantLib where it has the same thing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
import QuantLib as ql  # noqa: N813  as its own manual does
from hypothesis import given
from hypothesis import strategies as st

from ipops.finance.schedule import LoanTerms, Schedule, schedule
from ipops.finance.schedule.calendars import Calendar, Moved, Roll, rolled
from ipops.finance.schedule.daycount import DayCount, year_fraction
from ipops.finance.schedule.periods import boundaries
from ipops.kernel.money import Money
from ipops.reference.workdays import LAST_YEAR

COUNTS = {
    DayCount.ACT_365F: ql.Actual365Fixed(),
    DayCount.ACT_360: ql.Actual360(),
    DayCount.D30_360: ql.Thirty360(ql.Thirty360.BondBasis),
    DayCount.D30E_360: ql.Thirty360(ql.Thirty360.EurobondBasis),
    DayCount.ACT_ACT: ql.ActualActual(ql.ActualActual.ISDA),
}
ROLLS = {
    Roll.NONE: ql.Unadjusted,
    Roll.FOLLOWING: ql.Following,
    Roll.MODIFIED_FOLLOWING: ql.ModifiedFollowing,
    Roll.PRECEDING: ql.Preceding,
    Roll.MODIFIED_PRECEDING: ql.ModifiedPreceding,
}
CALENDARS = {Calendar.INTERBANK: ql.China(ql.China.IB), Calendar.EXCHANGE: ql.China(ql.China.SSE)}
some_days = st.dates(date(2008, 1, 2), date(2060, 12, 31))
covered_days = st.dates(date(2008, 2, 1), date(LAST_YEAR, 11, 30))


def q(day: date) -> ql.Date:
    return ql.Date(day.day, day.month, day.year)


def p(day: ql.Date) -> date:
    return date(day.year(), day.month(), day.dayOfMonth())


def terms(**changes) -> LoanTerms:
    told = {
        "principal": "1000000",
        "start": date(2024, 1, 15),
        "end": date(2025, 1, 15),
        "rate": "4.35%",
        "repay": "bullet",
        "day_count": "30/360",
    }
    return LoanTerms.model_validate({**told, **changes})


@pytest.mark.parametrize("count", list(DayCount))
@given(start=some_days, end=some_days)
def test_every_day_count_agrees(count, start, end):
    low, high = sorted((start, end))
    assert float(year_fraction(low, high, count)) == pytest.approx(
        COUNTS[count].yearFraction(q(low), q(high)), abs=1e-12
    )


@pytest.mark.parametrize("on", list(CALENDARS))
@pytest.mark.parametrize("roll", list(Roll))
@given(day=covered_days)
def test_every_roll_agrees_on_both_markets(on, roll, day):
    got = rolled(day, roll, on)
    assert isinstance(got, Moved)
    assert got.day == p(CALENDARS[on].adjust(q(day), ROLLS[roll]))


@given(
    start=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    months=st.integers(1, 60),
    extra=st.integers(0, 27),
    every=st.sampled_from([1, 3, 6, 12]),
    backwards=st.booleans(),
    month_end=st.booleans(),
)
def test_periods_with_short_stubs_agree(start, months, extra, every, backwards, month_end):
    end = p(q(start) + ql.Period(months, ql.Months) + extra)
    ours = boundaries(
        start,
        end,
        terms(
            start=start, end=end, every=every, month_end=month_end, stub="short_first" if backwards else "short_last"
        ),
    )
    rule = ql.DateGeneration.Backward if backwards else ql.DateGeneration.Forward
    period = ql.Period(every, ql.Months)
    theirs = ql.Schedule(q(start), q(end), period, ql.NullCalendar(), ql.Unadjusted, ql.Unadjusted, rule, month_end)
    assert list(ours) == [p(d) for d in theirs]


@given(
    start=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    months=st.integers(1, 60),
    extra=st.sampled_from([0, 0, 0, 1, 13, 27]),
    every=st.sampled_from([1, 3, 6, 12]),
    backwards=st.booleans(),
    month_end=st.booleans(),
)
def test_a_long_stub_joins_exactly_those_periods_that_quantlib_calls_irregular(
    start, months, extra, every, backwards, month_end
):
    if backwards:
        end = p(q(start) + ql.Period(months, ql.Months))
        start = p(q(start) - extra)
    else:
        end = p(q(start) + ql.Period(months, ql.Months) + extra)
    stub = "long_first" if backwards else "long_last"
    ours = boundaries(start, end, terms(start=start, end=end, every=every, month_end=month_end, stub=stub))
    rule = ql.DateGeneration.Backward if backwards else ql.DateGeneration.Forward
    theirs = ql.Schedule(
        q(start), q(end), ql.Period(every, ql.Months), ql.NullCalendar(), ql.Unadjusted, ql.Unadjusted, rule, month_end
    )
    days, n = [p(d) for d in theirs], len(theirs)
    if n > 2 and not theirs.isRegular(1 if backwards else n - 1):
        del days[1 if backwards else n - 2]
    assert list(ours) == days


@given(
    principal=st.integers(10_000_00, 30_000_000_00),
    rate=st.integers(1, 2400).map(lambda bp: Fraction(bp, 10_000)),
    years=st.integers(1, 5),
)
def test_a_level_loan_is_worth_its_principal_at_its_own_rate(principal, rate, years):
    """QuantLib's bond with our flows has, at the loan's nominal rate compounded monthly, the principal as its price."""
    got = schedule(
        terms(
            principal=Money(principal), rate=rate, start=date(2024, 1, 15), end=date(2024 + years, 1, 15), repay="level"
        )
    )
    assert isinstance(got, Schedule)
    flows = [ql.SimpleCashFlow((r.principal + r.interest).fen, q(r.pays_on)) for r in got.rows]
    bond = ql.InterestRate(float(rate), ql.Thirty360(ql.Thirty360.BondBasis), ql.Compounded, ql.Monthly)
    worth = ql.CashFlows.npv(flows, bond, False, q(date(2024, 1, 15)), q(date(2024, 1, 15)))
    assert worth == pytest.approx(principal, abs=len(flows) + 1)


@given(
    face=st.integers(10_000_00, 30_000_000_00),
    rate=st.integers(1, 2400).map(lambda bp: Fraction(bp, 10_000)),
    count=st.sampled_from(list(DayCount)),
    months=st.integers(1, 36),
    extra=st.integers(0, 27),
)
def test_interest_of_a_bullet_loan_agrees_with_a_fixed_rate_bond(face, rate, count, months, extra):
    start = date(2024, 1, 31)
    end = p(q(start) + ql.Period(months, ql.Months) + extra)
    got = schedule(terms(principal=Money(face), rate=rate, start=start, end=end, day_count=count, every=3))
    assert isinstance(got, Schedule)
    days = ql.Schedule(
        q(start), q(end), ql.Period(3, ql.Months), ql.NullCalendar(), ql.Unadjusted, ql.Unadjusted,
        ql.DateGeneration.Forward, False,
    )  # fmt: skip
    coupons = [
        COUNTS[count].yearFraction(a, b) * face * float(rate)
        for a, b in zip(list(days)[:-1], list(days)[1:], strict=True)
    ]
    assert [r.interest.fen for r in got.rows] == pytest.approx(coupons, abs=0.501)
