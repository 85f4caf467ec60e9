"""Reductions to be filed again, fees saved, money that may come back, and what is told about a docket."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Unknown
from ipops.ledger.facts import AnnuityPaid, MarkUsed, RightFiled, RightGranted
from ipops.ledger.facts.words import RightKind
from ipops.rights.docket.alerts import As, alerts
from ipops.rights.docket.due import due
from ipops.rights.docket.given import Given, from_standing
from ipops.rights.docket.savings import judged, refilings
from ipops.rights.register.fold import fold

RIGHT = "CN201810123456.0"


def patent(**more: Any) -> Given:
    """Filed on 15 March 2020, granted in its third year: year 7 is due on 15 March 2026, a Sunday."""
    given: dict[str, Any] = {
        "right": RIGHT,
        "kind": RightKind.INVENTION,
        "title": "一种阀",
        "filed_on": date(2020, 3, 15),
        "granted_on": date(2022, 6, 1),
        "paid_to": 6,
        "reductions": {2024: 85, 2025: 85},
    }
    return Given(**given | more)


def paid(year: int, on: date, yuan: int) -> AnnuityPaid:
    return AnnuityPaid(on=on, right=RIGHT, year=year, paid=Money.yuan(yuan))


class TestTheListOfJanuary:
    def test_names_who_was_on_record_and_is_no_more_and_what_it_saves(self) -> None:
        [one] = refilings(patent(), 2026)
        assert (one.patent_year, one.due_on, one.last_recorded) == (7, date(2026, 3, 16), 2025)
        assert (one.full, one.saves) == (Money.yuan(2000), Money.yuan(1700))
        assert "财税〔2016〕78号" in {c.document for c in one.cites}

    @pytest.mark.parametrize(
        "changed",
        [
            {"reductions": {2025: 85, 2026: 85}},
            {"reductions": {}},
            {"paid_to": 7},
            {"ended_on": date(2025, 1, 1)},
            {"granted_on": None},
            {"kind": RightKind.TRADEMARK},
        ],
        ids=["on record", "never", "paid", "ended", "not granted", "a mark"],
    )
    def test_leaves_out_whoever_has_nothing_to_file(self, changed: dict[str, Any]) -> None:
        assert list(refilings(patent(**changed), 2026)) == []

    def test_leaves_out_a_patent_whose_late_months_have_passed(self) -> None:
        """Year 7 could be paid until 15 September 2026: by the January after, the patent has ended by law."""
        assert list(refilings(patent(), 2027)) == []
        assert list(refilings(patent(), 2026, on=date(2026, 9, 16))) == []
        assert [r.patent_year for r in refilings(patent(), 2026, on=date(2026, 9, 15))] == [7]
        assert [r.patent_year for r in refilings(patent(), 2026, on=date(2025, 12, 1))] == [7]

    def test_stops_after_ten_years_from_the_year_of_grant(self) -> None:
        old = patent(filed_on=date(2012, 3, 15), granted_on=date(2013, 6, 1), paid_to=14)
        assert list(refilings(old, 2026)) == []


class TestAPayment:
    def test_saved_what_the_record_of_its_year_let_off(self) -> None:
        [one] = judged(patent(), [paid(6, date(2025, 3, 1), 180)])
        assert (one.saved, one.over) == (Money.yuan(1020), NIL)

    def test_saved_nothing_where_no_reduction_was_on_record(self) -> None:
        [one] = judged(patent(reductions={}), [paid(6, date(2025, 3, 1), 1200)])
        assert (one.saved, one.over) == (NIL, NIL)

    def test_in_full_with_the_record_at_hand_was_too_much_and_may_come_back_for_three_years(self) -> None:
        [one] = judged(patent(), [paid(6, date(2025, 3, 3), 1200)])
        assert one.over == Money.yuan(1020)
        assert one.saved == NIL
        assert one.why is not None
        assert "多缴" in one.why.zh
        assert (one.until, one.provisional) == (date(2028, 3, 3), True), "three years to the day, after known holidays"
        assert one.open_on(date(2028, 3, 3))
        assert not one.open_on(date(2028, 3, 4))
        assert [c.clause for c in one.cites] == ["第一百一十一条"]

    def test_of_the_same_year_again_was_too_much_in_whole(self) -> None:
        first, second = judged(patent(), [paid(6, date(2025, 3, 1), 180), paid(6, date(2025, 3, 5), 180)])
        assert first.over == NIL
        assert (second.over, second.saved) == (Money.yuan(180), NIL)
        assert second.why is not None
        assert "重缴" in second.why.zh

    def test_in_two_parts_is_a_top_up_and_not_twice(self) -> None:
        """A part in time, the rest in the third late month: ten per cent of the full annuity on top."""
        parts = [paid(6, date(2025, 3, 1), 100), paid(6, date(2025, 6, 1), 200)]
        assert [j.over for j in judged(patent(), parts)] == [NIL, NIL]
        *_, third = judged(patent(), [*parts, paid(6, date(2025, 6, 3), 50)])
        assert third.over == Money.yuan(50)

    def test_after_the_end_was_a_mistake(self) -> None:
        gone = patent(ended_on=date(2025, 2, 1))
        [one] = judged(gone, [paid(6, date(2025, 3, 1), 180)])
        assert one.over == Money.yuan(180)

    def test_of_the_year_of_grant_is_never_late(self) -> None:
        [one] = judged(patent(reductions={}, granted_on=date(2023, 2, 1)), [paid(3, date(2023, 2, 1), 900)])
        assert one.over == NIL

    def test_from_before_the_known_tariff_is_not_judged(self) -> None:
        [one] = judged(patent(reductions={}), [paid(3, date(2022, 6, 1), 5000)])
        assert isinstance(one.over, Unknown)
        assert not one.open_on(date(2022, 7, 1))

    def test_with_a_surcharge_is_held_against_the_dearer_reading(self) -> None:
        """Statutory day 15 March 2026, paid two months later: 5 % of the full annuity."""
        [one] = judged(patent(), [paid(7, date(2026, 5, 12), 2100)])
        assert one.over == NIL


class TestAlerts:
    def told(self, given: Given, on: date) -> list[tuple[int, str]]:
        return [(a.lead, a.item.rule) for a in alerts(due(given, on).items, on, As.OWNER)]

    @pytest.mark.parametrize(
        ("on", "lead"),
        [
            (date(2025, 12, 15), None),
            (date(2025, 12, 16), 90),
            (date(2026, 2, 13), 90),
            (date(2026, 2, 14), 30),
            (date(2026, 3, 9), 7),
            (date(2026, 3, 16), 7),
            (date(2026, 3, 17), 0),
        ],
    )
    def test_come_ninety_thirty_and_seven_days_ahead_and_when_late(self, on: date, lead: int | None) -> None:
        got = [n for n, rule in self.told(patent(), on) if rule == "P-16"]
        assert got == ([] if lead is None else [lead])

    def test_keep_their_code_while_nothing_changes_and_say_why(self) -> None:
        one, other = (
            next(iter(alerts(due(patent(), day).items, day, As.AGENCY)))
            for day in (date(2026, 2, 14), date(2026, 2, 20))
        )
        assert one.code == other.code
        assert "托管机构" in one.why.zh
        assert "实施细则" in one.why.zh


class TestUseOfAMark:
    MARK = "TM12345678"

    def standing(self, *uses: MarkUsed) -> Given:
        facts = [
            RightFiled(
                on=date(2021, 1, 4),
                right=self.MARK,
                kind_of_right=RightKind.TRADEMARK,
                title="山河",
                owners=("P:x",),
                place="990101",
                classes=("9", "42"),
            ),
            RightGranted(on=date(2022, 1, 7), right=self.MARK),
            *uses,
        ]
        got = from_standing(fold(self.MARK, facts))
        assert got is not None
        return got

    def item(self, given: Given, on: date) -> Any:
        return next((i for i in due(given, on).items if i.rule == "T-08"), None)

    def test_is_warned_of_at_two_years_for_every_class_without_it(self) -> None:
        assert self.item(self.standing(), date(2024, 1, 6)) is None
        got = self.item(self.standing(), date(2024, 1, 7))
        assert [n.zh[:4] for n in got.notes[:2]] == ["第42类", "第9类："]
        assert got.due_on == date(2025, 1, 7)

    def test_shown_for_one_class_leaves_the_other_in_danger(self) -> None:
        used = MarkUsed(on=date(2023, 12, 1), right=self.MARK, classes=("9",), goods="软件")
        got = self.item(self.standing(used), date(2024, 1, 7))
        assert ["第42类" in n.zh for n in got.notes] == [True, False]

    def test_shown_for_all_ends_the_warning(self) -> None:
        used = MarkUsed(on=date(2023, 12, 1), right=self.MARK, classes=("9", "42"))
        assert self.item(self.standing(used), date(2024, 1, 7)) is None

    @pytest.mark.parametrize(("on", "months"), [(date(2024, 1, 7), 24), (date(2024, 7, 7), 30), (date(2025, 1, 7), 36)])
    def test_is_told_to_its_owner_at_each_step(self, on: date, months: int) -> None:
        items = due(self.standing(), on).items
        assert [a.lead for a in alerts(items, on, As.OWNER) if a.item.rule == "T-08"] == [months]

    def test_is_priced_by_its_classes(self) -> None:
        got = due(self.standing(), date(2031, 6, 1))
        renewal = next(i for i in got.items if i.rule == "T-06")
        assert renewal.amount == Money.yuan(1000)
