"""The docket of a right: dates, sums, what follows, both readings; and the command that prints it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from ipops.kernel.money import Money
from ipops.kernel.outcome import Unknown
from ipops.ledger import facts as f
from ipops.ledger.facts.words import Delivery, EndOfRight, Milestone, Notice, RightKind
from ipops.policy.laws import check_citation, is_held
from ipops.reference import workdays
from ipops.reference.workdays import Rolled
from ipops.rights.docket.card import read_card
from ipops.rights.docket.days import PUBLISHED
from ipops.rights.docket.delivery import received
from ipops.rights.docket.due import Docket, due
from ipops.rights.docket.given import Given, from_standing
from ipops.rights.docket.item import DueItem, Status
from ipops.rights.docket.periods import period_items
from ipops.rights.law import book
from ipops.rights.register.fold import fold
from ipops.rights.register.standing import Paper, Running
from ipops.site.commands.docket import app

ROOT = Path(__file__).resolve().parents[2]
ON = date(2026, 11, 29)


def invention(**told: Any) -> Given:
    base: dict[str, Any] = {
        "right": "CN201819900001.7",
        "kind": RightKind.INVENTION,
        "filed_on": date(2018, 3, 15),
        "granted_on": date(2020, 5, 10),
        "paid_to": 8,
        "owners": 1,
    }
    return Given(**{**base, **told})


def one(docket: Docket, rule: str) -> DueItem:
    (found,) = [i for i in docket.items if i.rule == rule]
    return found


def texts(item: DueItem) -> str:
    return " ".join(t.zh for t in (*item.readings, *item.notes))


class TestAnAnnuity:
    def test_in_time_costs_the_reduced_fee(self):
        item = one(due(invention(reductions={2026: 85}), date(2026, 3, 1)), "P-16")
        assert (item.status, item.year, item.due_on, item.statutory_on) == (
            Status.OPEN, 9, date(2026, 3, 16), date(2026, 3, 15),
        )  # fmt: skip
        assert item.amount == Money.yuan(300)
        assert len(item.windows) == 8
        assert item.missed is not None

    def test_late_it_adds_a_part_of_the_full_fee(self):
        item = one(due(invention(reductions={2026: 85}), date(2026, 5, 1), months=6), "P-16")
        assert item.status is Status.LATE
        assert item.amount == Money.yuan(300 + 100)
        assert item.due_on == date(2026, 5, 15)

    def test_after_six_months_only_restoration_is_left(self):
        item = one(due(invention(), ON), "P-16")
        assert item.status is Status.MISSED
        assert item.due_on is None
        assert item.amount == Money.yuan(1000 + 2000 + 500)

    def test_says_what_a_record_would_save(self):
        item = one(due(invention(reductions={2025: 85}), date(2026, 3, 1)), "P-16")
        assert item.amount == Money.yuan(2000)
        assert item.lowest == Money.yuan(300)
        assert "2026年度费减备案" in texts(item)
        two = one(due(invention(owners=2), date(2026, 3, 1)), "P-16")
        assert "减缴70%" in texts(two)
        assert "¥600.00" in texts(two)

    def test_tells_both_readings_of_a_day_that_moved(self):
        item = one(due(invention(), date(2026, 3, 1)), "P-16")
        assert "2026-09-15" in item.readings[0].zh
        assert "2026-09-16" in item.readings[0].zh

    def test_of_a_suspended_patent_tells_that_the_article_does_not_say(self):
        held = (Running(code="（2026）1", since=date(2026, 1, 1)),)
        assert "第一百零五条" in texts(one(due(invention(orders=held), date(2026, 3, 1)), "P-16"))

    def test_of_an_offered_but_unused_licence_is_not_reduced(self):
        offer = (Running(code="open", since=date(2025, 1, 1)),)
        offered = one(due(invention(open_offers=offer), date(2026, 3, 1)), "P-16")
        assert offered.amount == Money.yuan(2000)
        assert "15%" in texts(offered)
        used = one(due(invention(open_offers=offer, open_used=offer), date(2026, 3, 1)), "P-16")
        assert used.amount == Money.yuan(1700)

    def test_in_a_compensated_year_has_no_sum(self):
        old = invention(
            filed_on=date(2007, 1, 10), granted_on=date(2013, 1, 10), expires_on=date(2028, 1, 10), paid_to=20
        )
        item = one(due(old, ON), "P-16")
        assert isinstance(item.amount, Unknown)

    def test_a_payment_unknown_is_said(self):
        assert "没有缴费记录" in texts(one(due(invention(paid_to=None), ON), "P-16"))

    def test_lists_as_far_ahead_as_asked(self):
        years = [i.year for i in due(invention(paid_to=8), date(2026, 3, 1), months=37).items if i.rule == "P-16"]
        assert years == [9, 10, 11, 12]

    def test_of_a_dead_patent_is_only_restoration_while_it_may_be_asked(self):
        notice = (Paper(notice=Notice.LOSS, issued_on=date(2026, 10, 8), delivery=Delivery.POST),)
        dead = invention(ended_on=date(2026, 3, 15), ended_why=EndOfRight.UNPAID, papers=notice)
        item = one(due(dead, ON), "P-17")
        assert item.due_on == date(2026, 12, 23)  # fifteen days of post, then two months
        assert item.amount == Money.yuan(3500)
        assert due(dead, date(2026, 12, 24)).items == ()


class TestPeriods:
    def test_examination_runs_from_the_priority_day(self):
        """专利法 35 with 实施细则 12; the annuity runs from the filing day."""
        pending = Given(
            right="X", kind=RightKind.INVENTION, filed_on=date(2025, 3, 3),
            milestones={Milestone.PRIORITY: date(2024, 3, 4)},
        )  # fmt: skip
        assert one(due(pending, ON), "P-09").statutory_on == date(2027, 3, 4)
        asked = {**pending.milestones, Milestone.EXAM_REQUESTED: date(2025, 5, 1)}
        done = Given(right="X", kind=RightKind.INVENTION, filed_on=date(2025, 3, 3), milestones=asked)
        assert "P-09" not in [i.rule for i in due(done, ON).items]

    def test_registration_costs_the_annuity_of_the_year_of_grant(self):
        """专利法实施细则 第一百一十四条."""
        notice = (Paper(notice=Notice.GRANT, issued_on=date(2026, 3, 2), delivery=Delivery.ELECTRONIC),)
        asked = Given(
            right="X", kind=RightKind.INVENTION, filed_on=date(2022, 6, 1), papers=notice, reductions={2026: 85}
        )
        item = one(due(asked, date(2026, 3, 10)), "P-14")
        assert (item.due_on, item.year) == (date(2026, 5, 6), 4)  # 2 May lies in the holidays of Labour Day
        assert (item.amount, item.lowest) == (Money.yuan(180), Money.yuan(180))
        without = Given(right="X", kind=RightKind.INVENTION, filed_on=date(2022, 6, 1), papers=notice)
        assert one(due(without, date(2026, 3, 10)), "P-14").amount == Money.yuan(1200)

    def test_a_step_with_an_official_fee_tells_it(self):
        pending = Given(right="X", kind=RightKind.INVENTION, filed_on=date(2024, 3, 4), reductions={2026: 85})
        exam = one(due(pending, ON), "P-09")
        assert (exam.due_on, exam.amount, exam.lowest) == (date(2027, 3, 4), Money.yuan(2500), Money.yuan(375))
        refused = (Paper(notice=Notice.REJECTION, issued_on=date(2026, 11, 1), delivery=Delivery.ELECTRONIC),)
        again = one(due(Given(right="X", kind=RightKind.DESIGN, papers=refused), ON), "P-12")
        assert again.amount == Money.yuan(300)
        mark = (Paper(notice=Notice.REFUSAL, issued_on=date(2026, 11, 20), delivery=Delivery.ELECTRONIC),)
        review = one(due(Given(right="X", kind=RightKind.TRADEMARK, papers=mark, classes=2), ON), "T-04")
        assert (review.due_on, review.amount, review.lowest) == (date(2026, 12, 21), Money.yuan(1500), Money.yuan(1350))

    def test_a_missed_period_that_may_be_restored_stays_in_sight(self):
        pending = Given(right="X", kind=RightKind.INVENTION, filed_on=date(2023, 6, 1))
        item = one(due(pending, ON), "P-09")
        assert item.status is Status.MISSED
        assert "2年" in texts(item)
        assert "P-09" not in [i.rule for i in due(pending, date(2028, 7, 1)).items]

    def test_two_offices_have_two_rules_of_delivery(self):
        paper = Paper(notice=Notice.REJECTION, issued_on=date(2026, 10, 20), delivery=Delivery.ELECTRONIC)
        assert received(paper, RightKind.INVENTION).day == date(2026, 10, 20)
        assert received(paper, RightKind.TRADEMARK).day == date(2026, 11, 4)
        post = Paper(notice=Notice.REJECTION, issued_on=date(2026, 10, 20), delivery=Delivery.POST)
        assert received(post, RightKind.INVENTION).day == date(2026, 11, 4)
        public = Paper(notice=Notice.REJECTION, issued_on=date(2026, 1, 31), delivery=Delivery.PUBLIC)
        assert received(public, RightKind.INVENTION).day == date(2026, 2, 28)
        assert received(public, RightKind.TRADEMARK).day == date(2026, 3, 2)
        proved = Paper(notice=Notice.REJECTION, issued_on=date(2026, 10, 20), delivery=Delivery.POST, received_on=date(2026, 10, 22))  # fmt: skip
        assert received(proved, RightKind.INVENTION).day == date(2026, 10, 22)

    def test_a_day_past_the_announced_years_is_provisional(self):
        late = date(workdays.LAST_YEAR, 12, 20)
        paper = (Paper(notice=Notice.REJECTION, issued_on=late, delivery=Delivery.ELECTRONIC),)
        item = one(due(Given(right="X", kind=RightKind.INVENTION, papers=paper), late), "P-12")
        assert item.provisional
        assert "暂定" in texts(item)


class TestAMark:
    MARK = Given(right="TM990001", kind=RightKind.TRADEMARK, granted_on=date(2017, 2, 14), classes=2)

    def test_is_renewed_in_the_last_twelve_months(self):
        item = one(due(self.MARK, ON), "T-06")
        assert (item.due_on, item.statutory_on) == (date(2027, 2, 15), date(2027, 2, 13))
        assert (item.amount, item.lowest) == (Money.yuan(1000), Money.yuan(900))
        assert item.readings, "whether the term itself moves is told both ways"

    def test_then_has_six_months_of_grace_with_a_late_fee(self):
        item = one(due(self.MARK, date(2027, 4, 1)), "T-07")
        assert item.status is Status.LATE
        assert item.amount == Money.yuan(1500)
        assert item.due_on == date(2027, 8, 13)

    def test_warns_of_non_use_at_two_and_two_and_a_half_years(self):
        item = one(due(self.MARK, ON), "T-08")
        assert "已满三年" in texts(item)
        shown = Given(right="TM990001", kind=RightKind.TRADEMARK, granted_on=date(2017, 2, 14), milestones={Milestone.LAST_USED: date(2026, 1, 1)})  # fmt: skip
        assert "T-08" not in [i.rule for i in due(shown, date(2027, 12, 31)).items]
        assert one(due(shown, date(2028, 1, 1)), "T-08").due_on == date(2029, 1, 1)

    def test_of_which_the_renewal_was_asked_for_waits_for_its_approval(self):
        asked = replace(self.MARK, renewals_filed={date(2027, 2, 13): date(2026, 12, 1)})
        item = one(due(asked, date(2027, 4, 1)), "T-06")
        assert (item.status, item.due_on, item.amount) == (Status.NOTE, None, None)
        assert "2026-12-01" in texts(item)
        other = replace(self.MARK, renewals_filed={date(2017, 2, 13): date(2016, 12, 1)})
        assert one(due(other, date(2027, 4, 1)), "T-07").amount == Money.yuan(1500), "another term's"

    @pytest.mark.parametrize(
        ("told", "last"),
        [
            ([None], date(2037, 2, 13)),
            ([date(2037, 2, 14)], date(2037, 2, 13)),
            ([date(2037, 2, 14), None], date(2047, 2, 13)),
            ([None, date(2047, 2, 14)], date(2047, 2, 13)),
        ],
    )
    def test_renewed_runs_ten_years_more_though_the_register_tells_no_day(self, told, last):
        """商标法 第四十条."""
        facts = [
            f.RightFiled(on=date(2016, 1, 4), right="TM1", kind_of_right=RightKind.TRADEMARK, title="山河", owners=("A",), place=""),
            f.RightGranted(on=date(2017, 2, 14), right="TM1"),
            *(f.MarkRenewed(on=date(2027 + 10 * i, 1, 5), right="TM1", expires_on=day) for i, day in enumerate(told)),
        ]  # fmt: skip
        given_ = from_standing(fold("TM1", facts))
        assert one(due(given_, date(2028, 1, 1)), "TERM").due_on == last

    def test_that_lapsed_blocks_the_same_sign_for_a_year(self):
        gone = Given(right="TM990001", kind=RightKind.TRADEMARK, granted_on=date(2016, 1, 1), ended_on=date(2026, 8, 1), ended_why=EndOfRight.NOT_RENEWED)  # fmt: skip
        assert one(due(gone, ON), "T-11").due_on == date(2027, 7, 31)


class TestTheTerm:
    def test_of_a_layout_is_the_earlier_of_two_and_capped(self):
        layout = Given(
            right="BS990001", kind=RightKind.LAYOUT, filed_on=date(2020, 5, 1), granted_on=date(2020, 8, 1),
            milestones={Milestone.FIRST_USE: date(2019, 4, 1), Milestone.COMPLETED: date(2013, 7, 1)},
        )  # fmt: skip
        assert one(due(layout, ON), "TERM").due_on == date(2028, 6, 30)

    def test_of_a_work_needs_its_day(self):
        assert isinstance(one(due(Given(right="SR1", kind=RightKind.SOFTWARE), ON), "TERM").amount, Unknown)
        out = Given(right="SR1", kind=RightKind.SOFTWARE, milestones={Milestone.FIRST_PUBLISHED: date(2019, 7, 1)})
        assert one(due(out, ON), "TERM").due_on == date(2069, 12, 31)

    def test_of_a_geographical_indication_is_not_fixed(self):
        item = one(due(Given(right="GI1", kind=RightKind.GI), ON), "TERM")
        assert item.due_on is None
        assert item.amount is None


maybe = st.none() | st.dates(date(2005, 1, 1), date(2028, 1, 1))
givens = st.builds(
    Given,
    right=st.just("X"),
    kind=st.sampled_from(list(RightKind)),
    filed_on=maybe,
    granted_on=maybe,
    ended_on=st.none() | st.dates(date(2020, 1, 1), date(2026, 1, 1)),
    ended_why=st.none() | st.sampled_from(list(EndOfRight)),
    paid_to=st.none() | st.integers(1, 25),
    owners=st.integers(0, 3),
    reductions=st.dictionaries(st.integers(2017, 2030), st.sampled_from([70, 85]), max_size=4),
    milestones=st.dictionaries(st.sampled_from(list(Milestone)), st.dates(date(2000, 1, 1), date(2028, 1, 1)), max_size=4),
    papers=st.lists(
        st.builds(Paper, notice=st.sampled_from(list(Notice)), issued_on=st.dates(date(2020, 1, 1), date(2027, 1, 1)), delivery=st.sampled_from(list(Delivery)), received_on=st.none()),
        max_size=3,
    ).map(tuple),
).filter(lambda g: g.filed_on is None or g.granted_on is None or g.filed_on <= g.granted_on)  # fmt: skip


@given(given_=givens, on=st.dates(date(2015, 1, 1), date(2045, 1, 1)))
@settings(deadline=None)
def test_every_item_says_what_follows_and_where_it_is_written(given_, on):
    for item in due(given_, on).items:
        assert item.cites
        assert item.status is Status.NOTE or item.missed is not None
        assert item.due_on is not None or item.notes or item.rule == "TERM"
        json.dumps(item.as_json())
        if item.provisional:
            assert any("暂定" in n.zh for n in item.notes)


class Holidays:
    """The published calendar with more days off."""

    def __init__(self, extra: frozenset[date]) -> None:
        self.extra = extra

    def roll(self, day: date) -> Rolled:
        got = PUBLISHED.roll(day)
        while got.day in self.extra:
            got = PUBLISHED.roll(got.day + timedelta(days=1))
        return got


def last_days(given_: Given, on: date, calendar: Any) -> dict[tuple[Any, ...], date]:
    """Every day on the docket by what it is of: each window of each fee, each period, each term."""
    found = {}
    for item in due(given_, on, months=30, calendar=calendar).items:
        for w in item.windows:
            found |= {
                (w.item, w.year, w.step, name): getattr(w, name)
                for name in ("last_on", "other_last_on")
                if getattr(w, name)
            }
        if not item.windows and item.due_on is not None:
            found[item.rule, item.statutory_on, item.year] = item.due_on
    return found


@given(given_=givens, on=st.dates(date(2015, 1, 1), date(2030, 1, 1)), data=st.data())
@settings(deadline=None)
def test_no_day_of_a_docket_moves_earlier_when_holidays_are_added(given_, on, data):
    """Patents, marks, papers to answer, terms: whatever stands on it."""
    before = last_days(given_, on, PUBLISHED)
    extra = (
        frozenset(data.draw(st.sets(st.sampled_from(sorted(set(before.values()))), max_size=4)))
        if before
        else frozenset()
    )
    after = last_days(given_, on, Holidays(extra))
    assert [(key, was, after[key]) for key, was in before.items() if key in after and after[key] < was] == []


@pytest.mark.shared
def test_every_clause_cited_says_so(shared):
    every = [
        *due(invention(orders=(Running(code="x", since=date(2020, 1, 1)),)), date(2026, 3, 1)).items,
        *due(TestAMark.MARK, ON).items,
        *due(Given(right="X", kind=RightKind.TRADEMARK, papers=(Paper(notice=Notice.NON_USE, issued_on=date(2026, 11, 1), delivery=Delivery.POST),)), ON).items,
    ]  # fmt: skip
    cites = {c for i in every for c in i.cites if is_held(c.document)}
    assert len(cites) > 6
    assert [p for c in cites if (p := check_citation(c)) is not None] == []


class TestTheCommand:
    CARD = "right: CN201819900001.7\nkind: invention\nfiled_on: 2018-03-15\ngranted_on: 2020-05-10\npaid_to: 8\n"

    def run(self, tmp_path: Path, text: str, *words: str, name: str = "card.yaml") -> Any:
        card = tmp_path / name
        card.write_text(text, encoding="utf-8")
        root = typer.Typer()
        root.add_typer(app)
        return CliRunner().invoke(root, ["docket", "due", "--facts", str(card), "--on", "2026-03-01", *words])

    def test_prints_one_json_document(self, tmp_path):
        done = self.run(tmp_path, self.CARD, "--json")
        assert done.exit_code == 0
        got = json.loads(done.stdout)
        assert got["docket"] == 1
        assert [i["patent_year"] for i in got["items"] if i["rule"] == "P-16"] == [9]

    def test_reads_facts_in_the_words_of_the_journal(self, tmp_path):
        facts = [
            {"kind": "right_filed", "on": "2018-03-15", "right": "CN201819900001.7", "kind_of_right": "invention", "title": "物", "owners": ["P:a"], "place": "990100"},
            {"kind": "right_granted", "on": "2020-05-10", "right": "CN201819900001.7"},
            {"kind": "annuity_paid", "on": "2025-03-01", "right": "CN201819900001.7", "year": 8, "paid": 200000},
        ]  # fmt: skip
        done = self.run(tmp_path, json.dumps({"facts": facts}), "--json", name="facts.json")
        assert done.exit_code == 0, done.output
        assert [i["patent_year"] for i in json.loads(done.stdout)["items"] if i["rule"] == "P-16"] == [9]

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("kind: invention\n", "right"),
            ("right: X\nkind: patent\n", "kind"),
            ("right: X\nkind: gi\nfiled: 2018-01-01\n", "filed"),
            ("right: X\nkind: invention\nfiled_on: 9999-12-31\n", "filed_on"),
            ("right: X\nkind: invention\nfiled_on: 2018-03-15\ngranted_on: 2010-03-15\n", ""),
            ("facts: [{kind: right_granted, on: 9999-01-01, right: CN201819900001.7}]\n", "facts.0.on"),
            ("- a\n", ""),
            ("right: [\n", ""),
            ("facts: [{kind: nothing}]\n", "facts.0.kind"),
            ("facts: [{kind: right_granted, on: 2020-01-01}]\n", "facts.0.right"),
        ],
    )
    def test_tells_a_mistake_at_its_place(self, tmp_path, text, place):
        done = self.run(tmp_path, text, "--json")
        assert done.exit_code == 1
        (reason,) = json.loads(done.stdout)["reasons"]
        assert reason["at"].get("field", "") == place

    @pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
    def test_asks_for_a_day_that_law_and_calendar_reach(self, tmp_path, day):
        """The arithmetic of months has an end; beyond it there is a sentence and no traceback."""
        card = tmp_path / "card.yaml"
        card.write_text("{right: CN201819900001.7, kind: invention, filed_on: 2018-03-15, granted_on: 2020-05-10}")
        done = CliRunner().invoke(app, ["due", "--facts", str(card), "--on", day])
        assert done.exit_code == 2
        assert done.exception is None or isinstance(done.exception, SystemExit)

    def test_prints_for_reading_too(self, tmp_path):
        done = self.run(tmp_path, self.CARD)
        assert done.exit_code == 0
        assert "缴纳第9年度年费" in done.stdout

    def test_a_card_of_another_right_is_refused(self, tmp_path):
        card = tmp_path / "card.yaml"
        card.write_text(self.CARD)
        assert not isinstance(read_card(card, "CN201510237122.7"), Given)

    def test_the_page_names_every_key(self, tmp_path):
        """Undocumented means failing."""
        page = (ROOT / "docs" / "reference" / "docket.md").read_text()
        named = set(re.findall(r"`([a-z_]+)`", page))
        got = json.loads(self.run(tmp_path, self.CARD, "--json").stdout)
        item = next(i for i in got["items"] if i["rule"] == "P-16")
        assert set(got) | set(item) | set(item["windows"][0]) <= named


class _MoreDaysOff:
    """The published calendar with more days off."""

    def __init__(self, extra: frozenset[date]) -> None:
        self.extra = extra

    def roll(self, day: date) -> workdays.Rolled:
        got = PUBLISHED.roll(day)
        while got.day in self.extra:
            got = PUBLISHED.roll(got.day + timedelta(days=1))
        return got


@given(
    given_=givens,
    on=st.dates(date(2018, 1, 1), date(2030, 1, 1)),
    extra=st.frozensets(st.integers(0, 900), max_size=12),
)
@settings(deadline=None)
def test_no_period_ends_earlier_when_a_holiday_is_added(given_, on, extra):
    """Fees have windows, held by their own test; here every period that runs from a known day."""
    law = book()
    days = frozenset(on + timedelta(days=n) for n in extra)
    before = {(i.rule, i.statutory_on): i.due_on for i in period_items(given_, on, PUBLISHED, law)}
    after = {(i.rule, i.statutory_on): i.due_on for i in period_items(given_, on, _MoreDaysOff(days), law)}
    for key, day in before.items():
        assert after[key] >= day
    for key, day in after.items():
        if key not in before:
            assert day >= on, "a period that was over may come back, never go"


def test_an_application_without_a_word_on_examination_says_that_nothing_is_on_record():
    pending = Given(right="X", kind=RightKind.INVENTION, filed_on=date(2023, 6, 1))
    assert "没有已办理的记录" in texts(one(due(pending, ON), "P-09"))


def test_a_long_dead_patent_asks_for_nothing_any_more():
    dead = invention(ended_on=date(2022, 3, 15), ended_why=EndOfRight.UNPAID)
    assert due(dead, ON).items == ()
    assert one(due(dead, date(2024, 9, 1)), "P-17").due_on is None
