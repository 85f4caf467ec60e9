"""An annuity on a day: the worked cases of the rule tables, and what holds for every patent."""

from __future__ import annotations

import csv
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Unknown
from ipops.ledger.facts.words import RightKind
from ipops.reference.workdays import Rolled
from ipops.rights.docket import lines
from ipops.rights.docket.days import PUBLISHED, anniversary
from ipops.rights.docket.lines import LiveRight
from ipops.rights.docket.payment import annuity_on, still_owed
from ipops.rights.law import book

PATENTS = (RightKind.INVENTION, RightKind.UTILITY_MODEL, RightKind.DESIGN)
ALWAYS = frozenset(range(2016, 2060))
patents = st.builds(
    LiveRight,
    kind=st.sampled_from(PATENTS),
    filed_on=st.dates(date(2000, 1, 1), date(2025, 1, 1)),
    granted_on=st.none(),
    entitled=st.sampled_from([0, 70, 85]),
    on_record=st.sampled_from([frozenset(), ALWAYS]),
    open_from=st.sampled_from([None, date(1990, 1, 1)]),
).flatmap(lambda r: st.integers(60, 1500).map(lambda d: r._replace(granted_on=r.filed_on + timedelta(days=d))))


class Holidays:
    """The published calendar with more days off."""

    def __init__(self, extra: frozenset[date]) -> None:
        self.extra = extra

    def roll(self, day: date) -> Rolled:
        got = PUBLISHED.roll(day)
        while got.day in self.extra:
            got = PUBLISHED.roll(got.day + timedelta(days=1))
        return got


@pytest.mark.shared
def test_every_worked_case_comes_out_as_the_table_says(shared):
    """TV-9 and TV-10 rest on readings that no source settles: they agree on these days and must part on the next ones."""
    path = shared / "data" / "rules" / "annuity_test_vectors.csv"
    with path.open(encoding="utf-8", newline="") as file:
        cases = list(csv.DictReader(file))
    assert len(cases) == 8
    for case in cases:
        percent = int(case["reduction_pct"])
        right = LiveRight(
            kind=RightKind(case["right_type"]),
            filed_on=date.fromisoformat(case["filing_date"]),
            granted_on=date.fromisoformat(case["grant_date"]),
            entitled=percent,
            on_record=ALWAYS if percent else frozenset(),
        )
        got = annuity_on(right, int(case["annuity_year"]), date.fromisoformat(case["paid_date"]))
        assert not isinstance(got, Unknown)
        assert got.due_on == date.fromisoformat(case["due_date"])
        assert got.full == Money.yuan(case["full_fee"])
        if not case["total_due"]:
            assert got.ended
            continue
        assert got.main.surcharge == Money.yuan(case["surcharge"]), case["case_id"]
        assert got.main.total == Money.yuan(case["total_due"]), case["case_id"]


class TestOpenReadings:
    RIGHT = LiveRight(RightKind.UTILITY_MODEL, date(2024, 8, 31), date(2025, 2, 28))

    def test_agree_while_it_makes_no_difference(self):
        got = annuity_on(self.RIGHT, 2, date(2025, 9, 30))
        assert [r.total for r in got.readings] == [Money.yuan(600)]

    def test_are_both_told_where_they_part(self):
        """31 August 2025 is a Sunday; 1 October is late by a month from the statutory day, in time from the moved one."""
        got = annuity_on(self.RIGHT, 2, date(2025, 10, 1))
        assert [(r.month, r.total) for r in got.readings] == [(2, Money.yuan(630)), (1, Money.yuan(600))]
        assert got.readings[0].says != got.readings[1].says

    def test_an_old_payment_carries_a_caution(self):
        old = annuity_on(LiveRight(RightKind.INVENTION, date(1997, 6, 3), date(2001, 8, 1)), 6, date(2002, 6, 3))
        assert old.cautions
        assert not annuity_on(self.RIGHT, 2, date(2025, 9, 30)).cautions


class TestWhatHoldsForEveryPatent:
    @given(right=patents, later=st.integers(1, 8), a=st.integers(0, 400), b=st.integers(0, 400))
    def test_paying_earlier_never_costs_more(self, right, later, a, b):
        """Under one tariff, one reduction record and no change of licence. Scheme days lie outside: all after 2018."""
        year = lines.patent_year(right.filed_on, right.granted_on) + later
        due = anniversary(right.filed_on, year)
        first, second = sorted((due - timedelta(days=100) + timedelta(days=n)) for n in (a, b))
        early, late = annuity_on(right, year, first), annuity_on(right, year, second)
        if isinstance(early, Unknown) or first < date(2018, 8, 1):
            return
        for nth in (0, -1):
            if late.readings[nth].total is not None:
                assert early.readings[nth].total is not None
                assert early.readings[nth].total <= late.readings[nth].total

    @given(right=patents, later=st.integers(1, 8), nth=st.integers(0, 400), off=st.integers(0, 10))
    def test_no_day_moves_earlier_when_a_holiday_is_added(self, right, later, nth, off):
        year = lines.patent_year(right.filed_on, right.granted_on) + later
        base = anniversary(right.filed_on, year)
        extra = frozenset({base + timedelta(days=nth % 220), base + timedelta(days=off)})
        before = list(lines.annuity_lines(right, year, PUBLISHED, book()))
        after = list(lines.annuity_lines(right, year, Holidays(extra), book()))
        for was, now in zip(before, after, strict=True):
            assert now.opens_on >= was.opens_on
            if was.last_on is not None:
                assert now.last_on >= was.last_on
                assert now.other_last_on >= was.other_last_on

    @given(right=patents, later=st.integers(1, 8), when=st.integers(-30, 180), part=st.integers(0, 400_000))
    def test_a_top_up_is_priced_on_its_own_day(self, right, later, when, part):
        year = lines.patent_year(right.filed_on, right.granted_on) + later
        on = anniversary(right.filed_on, year) + timedelta(days=when)
        whole, left = annuity_on(right, year, on), still_owed(right, year, Money(part), on)
        if isinstance(whole, Unknown):
            assert isinstance(left, Unknown)
        elif whole.main.total is None:
            assert left is None
        else:
            assert left == max(whole.main.total - Money(part), NIL)

    @given(right=patents, later=st.integers(1, 12))
    def test_the_surcharge_stands_on_the_full_annuity(self, right, later):
        year = lines.patent_year(right.filed_on, right.granted_on) + later
        for line in lines.annuity_lines(right, year, PUBLISHED, book()):
            if line.full is not None and 1 <= line.step <= 6:
                assert line.surcharge * 100 == line.full * (0, 5, 10, 15, 20, 25)[line.step - 1]


class TestRelief:
    RIGHT = LiveRight(
        RightKind.INVENTION, date(2019, 3, 15), date(2021, 5, 10), entitled=85, on_record=frozenset({2025})
    )

    def test_holds_only_in_a_year_on_record(self):
        assert annuity_on(self.RIGHT, 7, date(2025, 3, 1)).relief == 85
        assert annuity_on(self.RIGHT, 8, date(2026, 3, 1)).relief == 0

    def test_ends_ten_years_from_the_year_of_grant(self):
        always = self.RIGHT._replace(on_record=ALWAYS)
        assert annuity_on(always, 12, date(2030, 3, 1)).relief == 85
        assert annuity_on(always, 13, date(2031, 3, 1)).relief == 0

    def test_the_best_single_relief_applies(self):
        both = self.RIGHT._replace(open_from=date(2025, 1, 1))
        assert annuity_on(both, 7, date(2025, 3, 1)).relief == 85
        assert annuity_on(both, 8, date(2026, 3, 1)).relief == 15

    def test_an_open_licence_counts_only_from_its_rule_on(self):
        open_ = self.RIGHT._replace(on_record=frozenset(), open_from=date(2022, 1, 1))
        assert annuity_on(open_, 6, date(2024, 7, 14)).relief == 0
        assert annuity_on(open_, 6, date(2024, 7, 15)).relief == 15

    def test_of_2018_reaches_back_only_from_the_next_year(self):
        """A right whose six years had passed is reduced again from the next annuity on (FR-7)."""
        right = LiveRight(RightKind.INVENTION, date(2009, 2, 1), date(2010, 6, 1), entitled=85, on_record=ALWAYS)
        assert annuity_on(right, 8, date(2018, 8, 1)).relief == 0  # due on 2016-02-01
        assert annuity_on(right, 11, date(2019, 2, 1)).relief == 85
        assert annuity_on(right, 12, date(2020, 2, 1)).relief == 0


def test_the_sum_of_a_compensated_year_is_unknown():
    right = LiveRight(RightKind.INVENTION, date(2005, 1, 5), date(2012, 1, 5), expires_on=date(2027, 1, 5))
    got = annuity_on(right, 21, date(2025, 1, 5))
    assert isinstance(got, Unknown)
    assert got.needs is not None
