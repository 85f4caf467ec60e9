"""Working days against the published exceptions, and what is not published."""

import csv
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.reference.workdays import (
    LAST_YEAR,
    ROLLS,
    add_working_days,
    is_working_day,
    roll,
    working_days_between,
)

days = st.dates(date(2005, 1, 1), date(2029, 12, 31))


@pytest.mark.shared
class TestAgainstTheYearlyNotices:
    def test_every_day_of_2014_to_2026_is_what_the_list_says(self, shared):
        with (shared / "data/reference/cn-workdays/exceptions_2014_2026.csv").open(encoding="utf-8") as f:
            listed = {date.fromisoformat(r["date"]): r["status"] == "workday" for r in csv.DictReader(f)}
        assert len(listed) == 439
        day, wrong = date(2014, 1, 1), []
        while day < date(2027, 1, 1):
            if is_working_day(day) != listed.get(day, day.weekday() < 5):
                wrong.append(day)
            day += timedelta(days=1)
        assert wrong == []

    def test_the_clause_on_rolling_stands_in_the_law(self, shared):
        assert ROLLS.quote in (shared / "data/laws/总则.md").read_text(encoding="utf-8")


def test_years_have_as_many_working_days_as_published():
    years = range(2014, 2027)
    counted = [working_days_between(date(y, 1, 1), date(y + 1, 1, 1)) for y in years]
    assert counted == [(n, False) for n in (250, 249, 250, 249, 250, 250, 249, 250, 249, 249, 251, 248, 248)]


class TestAdding:
    def test_passes_over_national_day_2026(self):
        assert add_working_days(date(2026, 9, 30), 1).day == date(2026, 10, 8)

    def test_counts_a_saturday_on_which_offices_work(self):
        assert add_working_days(date(2026, 10, 9), 1).day == date(2026, 10, 10)

    def test_five_days_of_public_notice_end_on_the_fifth(self):
        assert add_working_days(date(2026, 4, 10), 5).day == date(2026, 4, 17)

    def test_is_provisional_once_it_looks_past_the_last_notice(self):
        assert add_working_days(date(LAST_YEAR, 12, 31), 1) == type(roll(date(2026, 1, 5)))(date(2027, 1, 1), True)
        assert not add_working_days(date(LAST_YEAR, 12, 29), 1).provisional

    @given(day=days, n=st.integers(1, 60))
    def test_lands_on_a_working_day_with_n_of_them_gone_by(self, day, n):
        later = add_working_days(day, n).day
        assert is_working_day(later)
        assert working_days_between(day + timedelta(days=1), later + timedelta(days=1))[0] == n

    @given(day=days, n=st.integers(1, 60))
    def test_forth_and_back_is_the_same_from_a_working_day(self, day, n):
        start = roll(day).day
        assert add_working_days(add_working_days(start, n).day, -n).day == start

    @given(day=days)
    def test_nothing_stays(self, day):
        assert add_working_days(day, 0).day == day


class TestRolling:
    @given(day=days)
    def test_goes_to_the_next_day_on_which_offices_work(self, day):
        rolled = roll(day)
        assert rolled.day >= day
        assert is_working_day(rolled.day)
        assert not any(is_working_day(day + timedelta(days=i)) for i in range((rolled.day - day).days))
        assert rolled.provisional == (rolled.day.year > LAST_YEAR)
