import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.measures import window
from ipops.measures.window import Window

days = st.dates(min_value=date(2000, 2, 1), max_value=date(2030, 12, 30))


@st.composite
def windows(draw):
    starts = draw(st.lists(days, min_size=1, max_size=12))
    return [
        Window(label=str(i), start=s, end=s + timedelta(days=draw(st.integers(1, 900)))) for i, s in enumerate(starts)
    ]


@given(windows())
def test_families_are_disjoint_and_lose_no_window(asked):
    made = window.families(asked)
    assert sorted((w.label for f in made for w in f), key=int) == [w.label for w in asked]
    for family in made:
        for a, b in itertools.pairwise(family):
            assert a.end <= b.start


def test_six_years_are_one_family_and_overlapping_windows_are_several():
    assert len(window.families(window.years(2018, 2023))) == 1
    june = date(2021, 6, 30)
    asked = [window.year(2020), window.year_to(june), window.same_months(window.year_to(june), 1)]
    assert len(window.families([*asked, window.trailing_twelve(june)])) == 2


def test_two_windows_of_one_name_are_refused():
    with pytest.raises(ValueError, match="2020"):
        window.families([window.year(2020), window.year(2020)])


@given(days.filter(lambda d: d.month > 1))
def test_a_part_year_holds_complete_months_only(day):
    part = window.year_to(day)
    assert part.start == date(day.year, 1, 1)
    assert part.end.day == 1
    assert part.end <= window.next_day(day) < part.end + timedelta(days=32)


@given(days)
def test_trailing_twelve_months_are_twelve_and_end_with_a_complete_month(day):
    w = window.trailing_twelve(day)
    assert (w.end.year - w.start.year) * 12 + w.end.month - w.start.month == 12
    assert w.start.day == w.end.day == 1
    assert w.end <= window.next_day(day)


def test_no_month_is_complete_in_the_middle_of_january():
    with pytest.raises(ValueError, match="2021"):
        window.year_to(date(2021, 1, 30))
    assert window.year_to(date(2021, 1, 31)).end == date(2021, 2, 1)


def test_the_same_months_of_a_leap_year_end_with_february():
    leap = window.year_to(date(2024, 2, 29))
    assert window.same_months(leap, 1).days.last_day == date(2023, 2, 28)
    assert window.same_months(leap, 1).label == "2023-01..2023-02"


def test_a_window_says_its_days_in_both_languages():
    named = window.year_to(date(2021, 6, 30)).named
    assert named.zh == "2021年1月1日至2021年6月30日"
    assert named.en == "2021-01-01 to 2021-06-30"
