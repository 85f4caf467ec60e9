"""Half-open periods and the calendar's own."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.period import CalendarPeriod, Period, half_of, months_after, quarter_of

days = st.dates(date(1950, 1, 1), date(2090, 12, 31))
years = st.integers(1900, 2100)
texts = st.one_of(
    st.builds("{}".format, years),
    st.builds("{}H{}".format, years, st.integers(1, 2)),
    st.builds("{}Q{}".format, years, st.integers(1, 4)),
    st.builds("{}-{:02d}".format, years, st.integers(1, 12)),
    st.builds(lambda y, a, n: f"{y}Q{a}-Q{min(4, a + n)}", years, st.integers(1, 4), st.integers(0, 3)),
    st.builds(lambda y, a, n: f"{y}-{a:02d}..{y + n}-{a:02d}", years, st.integers(1, 12), st.integers(0, 5)),
    st.builds(lambda y, n: f"{y}..{y + n}", years, st.integers(0, 9)),
)


class TestCalendarPeriod:
    @given(text=texts)
    def test_read_and_written_is_the_same(self, text):
        assert str(CalendarPeriod.parse(text)) == text

    @given(text=texts)
    def test_read_again_is_equal(self, text):
        once = CalendarPeriod.parse(text)
        assert CalendarPeriod.parse(str(once)) == once

    @given(text=texts)
    def test_is_as_many_months_as_it_says(self, text):
        period = CalendarPeriod.parse(text)
        assert months_after(period.start, period.months) == period.end

    @given(text=texts, n=st.integers(-20, 20))
    def test_shifted_and_shifted_back_is_the_same(self, text, n):
        period = CalendarPeriod.parse(text)
        assert period.shifted_years(n).shifted_years(-n) == period
        assert period.shifted_years(n).months == period.months

    @given(text=texts)
    def test_is_a_part_year_when_shorter_than_twelve_months(self, text):
        period = CalendarPeriod.parse(text)
        assert period.is_part_year == (period.months < 12)

    @pytest.mark.parametrize(
        ("text", "start", "end"),
        [
            ("2019", date(2019, 1, 1), date(2020, 1, 1)),
            ("2017H1", date(2017, 1, 1), date(2017, 7, 1)),
            ("2025Q1-Q3", date(2025, 1, 1), date(2025, 10, 1)),
            ("2024-01..2024-09", date(2024, 1, 1), date(2024, 10, 1)),
            ("2016..2020", date(2016, 1, 1), date(2021, 1, 1)),
            ("2024-12", date(2024, 12, 1), date(2025, 1, 1)),
        ],
    )
    def test_ends_on_the_first_day_that_no_longer_belongs(self, text, start, end):
        period = CalendarPeriod.parse(text)
        assert (period.start, period.end) == (start, end)
        assert end not in period.days
        assert end - timedelta(days=1) in period.days

    @pytest.mark.parametrize(
        "text", ["", "19", "2019H3", "2019Q0", "2019-13", "2020..2019", "2025Q3-Q1", "2019..2020H1", "２０１９", "0000"]
    )
    def test_refuses_what_is_no_period(self, text):
        with pytest.raises(ValueError, match=r"period|No such year"):
            CalendarPeriod.parse(text)

    @given(day=days)
    def test_of_a_day_holds_that_day(self, day):
        assert day in half_of(day).days
        assert day in quarter_of(day).days
        assert day in CalendarPeriod.of_month(day.year, day.month).days


class TestPeriod:
    @given(a=days, b=days, c=days)
    def test_holds_its_first_day_and_not_its_end(self, a, b, c):
        start, end = sorted((a, b))
        if start < end:
            period = Period(start, end)
            assert start in period
            assert end not in period
            assert (c in period) == (start <= c < end)

    @given(a=days, n=st.integers(1, 999), b=days, m=st.integers(1, 999))
    def test_overlap_is_mutual_and_means_a_day_in_common(self, a, n, b, m):
        one, two = Period(a, a + timedelta(days=n)), Period(b, b + timedelta(days=m))
        assert one.overlaps(two) == two.overlaps(one)
        assert one.overlaps(two) == (max(one.start, two.start) < min(one.end, two.end))

    def test_of_no_days_does_not_exist(self):
        with pytest.raises(ValueError, match="ends after it starts"):
            Period(date(2024, 1, 1), date(2024, 1, 1))


@given(day=days, n=st.integers(-240, 240))
def test_months_later_lands_in_that_month_on_that_day_or_its_last(day, n):
    later = months_after(day, n)
    assert later.year * 12 + later.month == day.year * 12 + day.month + n
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)
