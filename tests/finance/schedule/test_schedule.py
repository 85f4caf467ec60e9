"""What a loan owes on which day: no fen made or lost, stubs, prepayment, extension, arrears, and terms that contradict."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.finance.schedule import LoanTerms, Schedule, schedule
from ipops.finance.schedule.arrears import set_off, standing
from ipops.finance.schedule.calendars import Beyond, Calendar, Moved, Roll, rolled
from ipops.finance.schedule.periods import boundaries
from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.reference.workdays import LAST_YEAR


def terms(**changes) -> LoanTerms:
    told = {
        "principal": "1000000元",
        "start": date(2024, 1, 15),
        "end": date(2025, 1, 15),
        "rate": "4.35%",
        "repay": "bullet",
        "day_count": "ACT/360",
    }
    return LoanTerms.model_validate({**told, **changes})


def made(**changes) -> Schedule:
    got = schedule(terms(**changes))
    assert isinstance(got, Schedule), got
    return got


@given(
    principal=st.integers(1, 50_000_000_00),
    rate=st.integers(0, 3600).map(lambda bp: Fraction(bp, 10_000)),
    months=st.integers(1, 40),
    extra=st.integers(0, 27),
    every=st.sampled_from([1, 3, 6, 12]),
    repay=st.sampled_from(["bullet", "level", "even"]),
    stub=st.sampled_from(["short_first", "long_first", "short_last", "long_last"]),
    prepaid=st.lists(st.tuples(st.integers(1, 27), st.integers(1, 10_000_000_00)), max_size=3),
    keep=st.sampled_from(["term", "instalment"]),
)
def test_every_loan_is_repaid_to_the_fen(principal, rate, months, extra, every, repay, stub, prepaid, keep):
    start = date(2024, 1, 31)
    end = date(2024 + (months // 12), months % 12 + 1, 1 + extra) if months >= 2 else date(2024, 2, 1 + extra)
    parts = [{"on": date(2024, 2, d), "principal": Money(x), "keep": keep} for d, x in prepaid]
    got = schedule(
        terms(
            principal=Money(principal), rate=rate, start=start, end=end, every=every, repay=repay, stub=stub,
            prepayments=[p for p in parts if start < p["on"] < end],
        )
    )  # fmt: skip
    if isinstance(got, Refused):
        assert {r.code for r in got.reasons} == {"prepayment-too-large"}
        return
    assert sum(r.principal.fen for r in got.rows) == principal
    assert got.rows[-1].balance == Money(0)
    assert all(r.interest.fen >= 0 and r.principal.fen >= 0 for r in got.rows)
    balances = [principal, *(r.balance.fen for r in got.rows)]
    assert all(a - r.principal.fen == b for a, b, r in zip(balances, balances[1:], got.rows, strict=False))


class TestStubs:
    def test_a_long_stub_is_the_short_one_joined_with_its_neighbour(self):
        ends = {
            stub: boundaries(date(2024, 1, 15), date(2024, 8, 10), terms(end=date(2024, 8, 10), every=3, stub=stub))
            for stub in ("short_last", "long_last", "short_first", "long_first")
        }
        assert ends["short_last"][1:-1] == (date(2024, 4, 15), date(2024, 7, 15))
        assert ends["long_last"][1:-1] == (date(2024, 4, 15),)
        assert ends["short_first"][1:-1] == (date(2024, 2, 10), date(2024, 5, 10))
        assert ends["long_first"][1:-1] == (date(2024, 5, 10),)

    def test_the_end_of_february_is_no_stub_of_a_loan_that_pays_on_the_thirtieth(self):
        start, end = date(2024, 12, 30), date(2025, 3, 30)
        last = boundaries(start, end, terms(start=start, end=end, stub="long_last"))
        first = boundaries(start, end, terms(start=start, end=end, stub="long_first"))
        assert last == first == (start, date(2025, 1, 30), date(2025, 2, 28), end)

    def test_a_period_and_a_half_with_a_long_stub_are_one_period(self):
        got = boundaries(date(2024, 1, 15), date(2024, 3, 1), terms(end=date(2024, 3, 1), stub="long_last"))
        assert got == (date(2024, 1, 15), date(2024, 3, 1))

    def test_a_pay_day_puts_every_payment_on_that_day_of_the_month(self):
        got = made(pay_day=21)
        assert {r.end.day for r in got.rows[:-1]} == {21}
        assert got.rows[0].end == date(2024, 1, 21)
        assert got.rows[-1].end == date(2025, 1, 15)


class TestCalendars:
    def test_payment_rolls_and_interest_follows_only_if_the_terms_say_so(self):
        """2024-10-05 lies in the National Day holidays; offices open again on the 8th."""
        rolls = {
            "start": date(2024, 7, 5),
            "end": date(2025, 1, 5),
            "every": 3,
            "calendar": "office",
            "roll": "following",
        }
        still = made(**rolls)
        moved = made(**rolls, accrue="adjusted")
        assert still.rows[0].pays_on == moved.rows[0].pays_on == date(2024, 10, 8)
        assert still.rows[0].interest == Money(1_111_667)  # 92 days
        assert moved.rows[0].interest == Money(1_147_917)  # 95 days
        assert moved.rows[1].start == date(2024, 10, 8)

    def test_weekends_only_is_possible_beyond_the_calendar_but_marked(self):
        beyond = date(LAST_YEAR + 2, 1, 1)
        got = rolled(beyond, Roll.FOLLOWING, Calendar.OFFICE, Beyond.WEEKENDS)
        assert isinstance(got, Moved)
        assert got.provisional


class TestChanges:
    def test_a_prepayment_shortens_the_loan_or_lowers_its_instalments(self):
        early = {"on": date(2024, 4, 20), "principal": "300000"}
        shorter = made(repay="level", prepayments=[{**early, "keep": "instalment"}])
        lower = made(repay="level", prepayments=[{**early, "keep": "term"}])
        assert shorter.ends_on < lower.ends_on == date(2025, 1, 15)
        assert lower.rows[5].principal < shorter.rows[5].principal

    def test_a_prepayment_above_what_is_owed_is_refused_and_one_of_all_of_it_ends_the_loan(self):
        early = {"on": date(2024, 4, 20), "principal": "1000000.01"}
        got = schedule(terms(repay="bullet", prepayments=[early]))
        assert isinstance(got, Refused)
        assert [(r.code, r.field) for r in got.reasons] == [("prepayment-too-large", "prepayments")]
        after = [{**early, "principal": "1000000"}, {"on": date(2024, 9, 1), "principal": "0.01"}]
        assert isinstance(schedule(terms(repay="bullet", prepayments=after)), Refused)
        assert made(repay="bullet", prepayments=after[:1]).rows[-1].balance == Money(0)

    def test_equal_parts_of_principal_kept_after_a_prepayment_stay_when_the_rate_moves(self):
        early = {"on": date(2024, 4, 20), "principal": "300000", "keep": "instalment"}
        plain = made(repay="even", prepayments=[early])
        moved = made(repay="even", prepayments=[early], rates=[{"since": date(2024, 6, 15), "rate": "4%"}])
        assert [r.principal for r in moved.rows] == [r.principal for r in plain.rows]

    def test_interest_follows_the_balance_to_the_day_of_prepayment(self):
        got = made(
            start=date(2024, 1, 1),
            end=date(2024, 7, 1),
            every=6,
            prepayments=[{"on": date(2024, 3, 1), "principal": "400000"}],
        )
        exact = (1_000_000_00 * 60 + 600_000_00 * 122) * Fraction("0.0435") / 360
        assert got.interest == Money(round(exact))

    def test_an_extension_divides_the_rest_anew_at_its_own_rate(self):
        got = made(repay="even", extension={"on": date(2024, 12, 15), "until": date(2025, 7, 15), "rate": "5%"})
        assert got.ends_on == date(2025, 7, 15)
        last = got.rows[-1]
        assert last.interest == Money(round(last.principal.fen * Fraction(5, 100) * 30 / 360))

    def test_an_extension_agreed_on_a_holiday_keeps_the_instalments_paid_before_it(self):
        """1 May is rolled to the 6th; the instalments until then are those of the loan before it was extended."""
        told = {"start": date(2025, 1, 1), "end": date(2025, 7, 1), "repay": "even", "principal": "600000元"}
        rolls = {"calendar": "office", "roll": "following", "accrue": "adjusted"}
        got = made(**told, **rolls, extension={"on": date(2025, 5, 1), "until": date(2025, 9, 1)})
        assert [r.principal.fen for r in got.rows[:4]] == [100_000_00] * 4
        assert [r.principal.fen for r in got.rows[4:]] == [50_000_00] * 4

    def test_an_extension_of_given_parts_is_never_dropped_in_silence(self):
        parts = [{"on": date(2024, 6, 1), "principal": "400000"}, {"on": date(2025, 1, 15), "principal": "600000"}]
        more = {"on": date(2025, 1, 1), "until": date(2025, 7, 15)}
        got = schedule(terms(repay="given", given=parts, extension=more))
        assert isinstance(got, Refused)
        assert [r.code for r in got.reasons] == ["extension-of-given"]

    def test_a_new_rate_holds_from_its_day_inside_a_period(self):
        got = made(
            start=date(2024, 1, 1), end=date(2024, 4, 1), every=3, rates=[{"since": date(2024, 2, 1), "rate": "3.45%"}]
        )
        exact = 1_000_000_00 * (Fraction("0.0435") * 31 + Fraction("0.0345") * 60) / 360
        assert got.interest == Money(round(exact))

    def test_a_level_loan_gets_a_new_instalment_with_a_new_rate(self):
        got = made(repay="level", day_count="30/360", rates=[{"since": date(2024, 7, 15), "rate": "8.70%"}])
        payments = [(r.principal + r.interest).fen for r in got.rows[:-1]]
        assert len(set(payments)) == 2


class TestArrears:
    def told(self, order: list[str]) -> LoanTerms:
        return terms(
            repay="even",
            arrears={
                "as_of": date(2024, 6, 20),
                "costs": "2000",
                "order": order,
                "paid": [{"on": date(2024, 2, 15), "amount": "200000"}],
            },
        )

    @pytest.mark.parametrize("order", [["cost", "interest", "principal"], ["principal", "interest", "cost"]])
    def test_the_order_decides_what_is_left_of_the_principal(self, order):
        got = schedule(self.told(order))
        assert isinstance(got, Schedule)
        stands = standing(got)
        assert stands is not None
        assert sum(v.fen for v in stands.met.values()) + stands.paid_ahead.fen == 200_000_00
        assert stands.principal_left == Money(1_000_000_00) - stands.met["principal"]
        met_first = stands.met[order[0]]
        assert met_first == min(Money(200_000_00), stands.due[order[0]])
        assert stands.days_late > 0

    def test_nothing_is_late_when_all_is_paid(self):
        paid = [{"on": date(2024, 6, 1), "amount": "2000000"}]
        got = schedule(terms(arrears={"as_of": date(2024, 6, 20), "order": ["interest", "principal"], "paid": paid}))
        assert isinstance(got, Schedule)
        stands = standing(got)
        assert stands is not None
        assert stands.days_late == 0

    @given(st.integers(0, 10**9), st.lists(st.integers(0, 10**8), min_size=3, max_size=3))
    def test_setting_off_makes_and_loses_nothing(self, received, dues):
        due = dict(zip(("cost", "interest", "principal"), map(Money, dues), strict=True))
        met, left = set_off(Money(received), due, ("cost", "interest", "principal"))
        assert sum(m.fen for m in met.values()) + left.fen == received
        assert all(met[k] <= due[k] for k in due)


class TestTermsThatContradict:
    def test_every_reason_is_told_at_once(self):
        got = schedule(terms(principal="0", end=date(2023, 1, 1), repay="given"))
        assert isinstance(got, Refused)
        assert {r.code for r in got.reasons} == {"principal-not-positive", "ends-before-start", "given-missing"}

    def test_given_parts_must_make_the_principal(self):
        parts = [{"on": date(2024, 6, 1), "principal": "400000"}, {"on": date(2025, 1, 15), "principal": "500000"}]
        got = schedule(terms(repay="given", given=parts))
        assert isinstance(got, Refused)
        assert "90000000" in got.reasons[0].says.zh

    def test_given_parts_are_paid_on_their_days(self):
        parts = [{"on": date(2024, 6, 1), "principal": "400000"}, {"on": date(2025, 1, 15), "principal": "600000"}]
        got = made(repay="given", given=parts, every=12)
        assert [(r.end, r.principal) for r in got.rows if r.principal] == [
            (date(2024, 6, 1), Money(400_000_00)),
            (date(2025, 1, 15), Money(600_000_00)),
        ]
