"""Wording rounds, but it never misleads."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.money import Money
from ipops.kernel.period import CalendarPeriod, Period
from ipops.reports import wording


@pytest.mark.parametrize(
    ("yuan", "zh", "en"),
    [
        ("980.5", "980.5元", "¥980.5"),
        ("9999.99", "9,999.99元", "¥9,999.99"),
        ("12345.67", "1.23万元", "¥12,345.67"),
        ("99994999", "9,999.5万元", "¥99.99 million"),
        ("99995000", "1亿元", "¥100 million"),
        ("218000000000", "2,180亿元", "¥218 billion"),
        ("-50000", "−5万元", "−¥50,000"),
        ("0", "0元", "¥0"),
    ],
)
def test_money_is_said_in_wan_and_yi(yuan: str, zh: str, en: str) -> None:
    assert wording.money(Money.yuan(yuan)).as_json() == {"zh": zh, "en": en}


@given(st.integers(-(10**14), 10**14))
def test_the_exact_amount_reads_back_to_the_fen(fen: int) -> None:
    text = wording.exact_money(Money(fen)).en.removeprefix("CNY ").replace(",", "").replace("−", "-")
    assert Money.yuan(text) == Money(fen)


rates = st.fractions(min_value=-2, max_value=3, max_denominator=10**6)


floors = st.integers(-1000, 3000).map(lambda n: Fraction(n, 1000))


@given(rates, floors)
def test_a_percent_stays_on_its_side_of_the_threshold(rate: Fraction, floor: Fraction) -> None:
    shown = Fraction(wording.percent(rate, against=floor).en.rstrip("%").replace("−", "-").replace(",", ""))
    side = (rate > floor) - (rate < floor)
    assert ((shown > floor * 100) - (shown < floor * 100)) == side


def test_a_missed_goal_does_not_look_met_by_rounding() -> None:
    assert str(wording.percent(Fraction(1996, 10000), against=Fraction(1, 5))) == "19.96%"
    assert str(wording.percent(Fraction(19999, 100000), against=Fraction(1, 5))) == "19.999%"
    assert str(wording.percent(Fraction(1, 5), against=Fraction(1, 5))) == "20%"


@given(st.fractions(max_denominator=10**9))
def test_an_exact_number_is_exact(value: Fraction) -> None:
    assert Fraction(wording.exact_number(value).replace("−", "-").replace(",", "")) == value


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("2019", "2019年", "2019"),
        ("2017H1", "2017年上半年", "first half of 2017"),
        ("2025Q3", "2025年第三季度", "Q3 2025"),
        ("2024-10", "2024年10月", "October 2024"),
        ("2025Q1-Q3", "2025年1—9月", "January to September 2025"),
        ("2024-11..2025-02", "2024年11月—2025年2月", "November 2024 to February 2025"),
        ("2016..2020", "2016—2020年", "2016 to 2020"),
    ],
)
def test_calendar_periods_are_said_in_words(text: str, zh: str, en: str) -> None:
    assert wording.period(CalendarPeriod.parse(text)).as_json() == {"zh": zh, "en": en}


def test_a_half_open_span_is_said_with_both_days_in_it() -> None:
    said = wording.period(Period(date(2020, 1, 1), date(2021, 1, 1)))
    assert said.zh == "2020年1月1日至2020年12月31日（含当日）"
    assert said.en == "1 January 2020 to 31 December 2020 inclusive"


def test_a_moment_is_said_in_beijing_time() -> None:
    said = wording.instant(datetime(2026, 12, 31, 16, 30, tzinfo=UTC))
    assert said.as_json() == {"zh": "2027年1月1日 00:30", "en": "1 January 2027, 00:30 Beijing time"}
