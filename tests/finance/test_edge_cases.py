"""The hard edge cases of finance.md 7.7, each by its number. Where a source is silent, the case says *unknown*."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from ipops.finance.forms import read
from ipops.finance.pool import LossBook, LossFound, Paid, Recovered, post
from ipops.finance.pool.indemnity import indemnity
from ipops.finance.schedule.accrued import accrued
from ipops.finance.schedule.arrears import set_off
from ipops.finance.schedule.calendars import Calendar, Moved, Roll, rolled
from ipops.finance.schedule.daycount import DayCount
from ipops.finance.scheme import Case, Outcome, Scheme, evaluate, read_case, read_scheme
from ipops.finance.scheme.deadlines import last_day
from ipops.finance.scheme.outcome import Log
from ipops.finance.scheme.pots import Waiting, pay, pay_by_year
from ipops.finance.scheme.triggers import step
from ipops.finance.security.collateral import (
    LicenceGiven,
    RightEnded,
    flags_of,
    ip_share,
    is_alive,
    outlives,
    unsecured_since,
)
from ipops.finance.security.ranks import Claim, first_rank, guarantee_counts_from, is_voidable, ranked, shared
from ipops.finance.security.related import Concentration, PoolLimits, breaches, concentration, groups
from ipops.finance.security.round_trips import Registration, pairs, projects
from ipops.finance.valuation import ValuationForm, value
from ipops.finance.valuation.report import is_stale
from ipops.finance.waterfall import Day, Deal, Note, Support, pay_day
from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Refused, Unknown
from ipops.policy.scheme_shelf import schemes
from ipops.reference.workdays import LAST_YEAR, is_working_day

WAN = 10_000_00
ON = date(2024, 6, 3)


def scheme(code: str, **assume: str) -> Scheme:
    got = read_scheme(schemes()[code].tree, assume)
    assert isinstance(got, Scheme), got
    return got


def outcome(code: str, given: dict, on: date = ON, **assume: str) -> Outcome:
    case = read_case(on, given)
    assert isinstance(case, Case), case
    return evaluate(scheme(code, **assume), case)


SUZHI = {"loan.term_months": 12, "loan.ip_share": "100%", "firm.on_list": True}


def test_01_a_loan_that_ends_after_its_patent_is_refused_and_after_its_mark_needs_a_renewal_covenant():
    due, ends = date(2027, 3, 4), date(2027, 3, 3)
    assert isinstance(outlives(due, ends, renewable=False, renewal_agreed=True), Refused)
    mark = outlives(due, ends, renewable=True, renewal_agreed=False)
    assert isinstance(mark, Refused)
    assert mark.reasons[0].code == "renewal-not-agreed"
    assert outlives(due, ends, renewable=True, renewal_agreed=True) is None
    assert outlives(ends, ends, renewable=False, renewal_agreed=False) is None


def test_02_the_cliff_of_suzhidai_falls_between_ten_million_and_one_fen_more_and_goes_by_borrower():
    at = outcome("js-suzhidai", {**SUZHI, "loss.principal": "1000万元", "borrower.balance": "1000万元"})
    over = outcome("js-suzhidai", {**SUZHI, "loss.principal": "10000000.01元", "borrower.balance": "10000000.01元"})
    assert (at.paid("fund"), over.paid("fund")) == (Money(800 * WAN), Money(500 * WAN))
    split_up = outcome("js-suzhidai", {**SUZHI, "loss.principal": "800万元", "borrower.balance": "1600万元"})
    assert split_up.paid("fund") == Money(400 * WAN), "two banks of eight million each are one borrower of sixteen"


def test_03_the_ip_part_of_a_combined_loan_is_measured_exactly_and_shrinks_when_a_patent_lapses():
    parts, other = {"P1": Money(30 * WAN), "P2": Money(20 * WAN)}, Money(50 * WAN)
    lapse = [RightEnded(right="P2", how="lapsed", on=date(2025, 3, 1))]
    assert ip_share(parts, other, lapse, date(2025, 2, 28), "ledger") == Fraction(1, 2)
    after = ip_share(parts, other, lapse, date(2025, 3, 1), "ledger")
    assert after == Fraction(3, 10)
    short = outcome(
        "js-suzhidai", {**SUZHI, "loan.ip_share": "49.99%", "loss.principal": "1万元", "borrower.balance": "1万元"}
    )
    assert (short.verdict, [r.code for r in short.reasons]) == ("refused", ["half-on-ip"])


def test_04_an_invalidated_patent_never_was_in_law_and_was_there_until_its_day_in_the_ledger():
    invalid = [RightEnded(right="P1", how="invalidated", on=date(2025, 9, 1))]
    assert is_alive("P1", invalid, date(2025, 8, 31), "ledger")
    assert not is_alive("P1", invalid, date(2025, 8, 31), "legal")
    since = unsecured_since("P1", date(2024, 1, 10), invalid)
    assert since == {"legal": date(2024, 1, 10), "ledger": date(2025, 9, 1)}


def test_05_a_utility_model_dies_with_its_pledge_on_the_grant_of_the_same_day_invention():
    twin = [RightEnded(right="UM", how="twin_granted", on=date(2025, 5, 6))]
    for view in ("legal", "ledger"):
        assert is_alive("UM", twin, date(2025, 5, 5), view)
        assert not is_alive("UM", twin, date(2025, 5, 6), view)
    given = {"right.same_day_invention": True, "parties.acknowledged": False}
    refused = outcome("cn-pledge-461", {**_registrable(), **given})
    assert [r.code for r in refused.reasons] == ["same-day-invention"]
    assert outcome("cn-pledge-461", {**_registrable(), **given, "parties.acknowledged": True}).verdict == "computed"


def _registrable() -> dict:
    return {
        "right.owner_pledges": True, "right.in_force": True, "right.granted": True, "right.annuity_paid": True,
        "right.suspended": False, "loan.due_on": "2025-06-01", "right.expires_on": "2030-01-01",
        "pledge.several_contract_issues": False, "right.co_owner_agrees": True, "right.pledged_already": False,
        "right.same_day_invention": False, "right.invalidation_pending": False,
    }  # fmt: skip


def test_06_a_missing_co_owner_refuses_registration_and_his_lone_licence_is_flagged_unless_the_contract_settles_it():
    refused = outcome("cn-pledge-461", {**_registrable(), "right.co_owner_agrees": False})
    assert [r.code for r in refused.reasons] == ["co-owners"]
    lone = LicenceGiven(right="P1", on=date(2025, 4, 1), ordinary=True, by_co_owner=True, pledgee_agreed=False)
    pledged = date(2025, 1, 1)
    assert [r.code for r in flags_of([lone], pledged, contract_settles=False)] == ["co-owners-licence"]
    assert flags_of([lone], pledged, contract_settles=True) == ()


def test_07_the_registered_cap_rules_over_the_agreed_one():
    assert first_rank(Money(600 * WAN), registered_cap=Money(500 * WAN)) == Money(500 * WAN)


def test_08_a_guarantee_that_ends_with_the_loan_lasts_six_months_and_a_made_up_saturday_does_not_move_it():
    got = outcome(
        "cn-guarantee-period", {"loan.due_on": "2025-08-31", "guarantee.ends_on": "2025-08-31"}, date(2026, 3, 1)
    )
    assert [d.last_day for d in got.deadlines] == [date(2026, 2, 28)]
    assert date(2026, 2, 28).weekday() == 5
    assert is_working_day(date(2026, 2, 28))


def test_09_an_extension_without_the_guarantors_consent_does_not_move_his_clock():
    due, longer = date(2025, 8, 31), date(2026, 8, 31)
    assert guarantee_counts_from(due, longer, consented=False) == due
    assert guarantee_counts_from(due, longer, consented=True) == longer
    assert last_day(guarantee_counts_from(due, longer, consented=False), 6, "month", True).day == date(2026, 2, 28)


def test_10_a_pledge_for_an_older_unsecured_debt_within_a_year_of_bankruptcy_is_voidable():
    accepted = date(2026, 3, 15)
    assert is_voidable(date(2025, 3, 15), accepted, for_older_debt=True)
    assert not is_voidable(date(2025, 3, 14), accepted, for_older_debt=True)
    assert not is_voidable(date(2025, 6, 1), accepted, for_older_debt=False)


def test_11_a_bankruptcy_stops_interest_on_its_day_but_not_that_of_the_notes():
    rate, start, end = Fraction(36, 1000), date(2025, 1, 1), date(2025, 7, 1)
    claim = accrued(Money(100 * WAN), rate, start, end, DayCount.ACT_360, stops_on=date(2025, 3, 2))
    notes = accrued(Money(100 * WAN), rate, start, end, DayCount.ACT_360)
    assert (claim, notes) == (Money(6_000_00), Money(18_100_00))


def test_12_the_order_of_setting_off_decides_how_much_principal_the_fund_sees_lost():
    due = {"cost": Money(20 * WAN), "interest": Money(30 * WAN), "principal": Money(400 * WAN)}
    legal, _ = set_off(Money(100 * WAN), due, ("cost", "interest", "principal"))
    agreed, _ = set_off(Money(100 * WAN), due, ("principal", "interest", "cost"))
    lost = [due["principal"] - met["principal"] for met in (legal, agreed)]
    assert lost == [Money(350 * WAN), Money(300 * WAN)]
    paid = [outcome("sd-2016", {"loss.principal": x}).paid("province") for x in lost]
    assert paid == [Money(140 * WAN), Money(120 * WAN)]


def test_13_recoveries_go_on_after_the_scheme_ended_and_what_exceeds_the_claims_is_the_debtors():
    events = [
        LossFound(ref="1", on=date(2024, 1, 1), loan="L", principal=Money(100)),
        Paid(ref="2", on=date(2024, 3, 1), loan="L", party="fund", amount=Money(50)),
        Recovered(ref="3", on=date(2025, 1, 1), loan="L", gross=Money(40)),
        Recovered(ref="4", on=date(2029, 1, 1), loan="L", gross=Money(90), into={"fund": "treasury"}),
    ]
    book = post(LossBook(), events)
    assert isinstance(book, LossBook)
    cash = book.book.balances()
    assert cash["fund/cash"] == Money(-50 + 20)
    assert cash["treasury/cash"] == Money(30)
    assert cash["debtor/L/surplus"] == Money(-30)
    assert cash["bank/cash"] == Money(50 + 20 + 30)


def test_14_two_claims_of_one_day_share_a_short_pot_only_as_its_rule_says_and_a_years_pot_pays_its_own_year():
    day = date(2026, 5, 6)
    two = [Waiting(claim=c, amount=Money(100), filed_on=day, year=2026) for c in ("A", "B")]
    assert isinstance(pay(two, Money(100), "unknown"), Unknown)
    assert [s.paid.fen for s in _shares(pay(two, Money(101), "first_come"))] == [51, 50]
    assert [s.owed.fen for s in _shares(pay(two, Money(100), "carry_over"))] == [50, 50]
    straddling = [*two[:1], Waiting(claim="old", amount=Money(100), filed_on=date(2025, 12, 20), year=2025)]
    got = {
        s.claim: s.paid.fen for s in _shares(pay_by_year(straddling, {2025: Money(30), 2026: Money(100)}, "first_come"))
    }
    assert got == {"old": 30, "A": 100}, "approved in 2025, paid out of what 2025 still holds, never out of 2026"
    carried = _shares(pay_by_year(straddling, {2025: Money(30), 2026: Money(100)}, "carry_over"))
    assert {s.claim: (s.paid.fen, s.owed.fen) for s in carried} == {"old": (100, 0), "A": (30, 70)}, "the older first"


def _shares(got):
    assert not isinstance(got, Unknown)
    return got


def test_15_a_fuse_remembers_that_it_tripped_and_new_loans_in_the_denominator_do_not_lift_it_unless_a_rule_says_so():
    trigger = scheme("hubei-2025").form.triggers[0]
    log = Log()
    tripped = step(trigger, "open", Fraction(9, 100), log)
    assert tripped == "stopped"
    diluted = step(trigger, tripped, Fraction(4, 100), log)
    assert diluted == "unknown", "when a fuse is lifted the source does not say"
    assert {m.rule for m in log.missing} == {"triggers.npl.resume"}
    assert "triggers.npl.in_process" in scheme("hubei-2025").silent
    deyang = scheme("deyang-2019").form.triggers[0]
    stopped = step(deyang, "open", Money(500 * WAN), Log())
    assert (stopped, step(deyang, stopped, Money(500 * WAN - 1), Log())) == ("stopped", "open")


def test_16_city_district_and_province_stop_at_eighty_per_cent_and_which_is_cut_is_unknown():
    facts = {
        "loan.balance": "100万元", "loan.via_guarantor": False, "loan.ip_pledge": True, "loan.first": False,
        "loan.pure_credit": False, "liability.borne": "100万元", "paid.other_levels": "60万元",
    }  # fmt: skip
    open_ = outcome("anhui-2022", facts)
    assert open_.verdict == "unknown"
    assert "total.cut" in {m.rule for m in open_.missing}
    last = outcome("anhui-2022", facts, **{"total.cut": "last_first"})
    assert last.paid("province") == Money(20 * WAN)


class Test17Subsidies:
    FACTS = {  # noqa: RUF012  read only
        "loan.settled": True, "loan.repaid_on": "2024-12-31", "window.from": "2024-01-01", "window.until": "2025-01-01",
        "pledge.registered": True, "loan.combined": False, "loan.signed_on": "2024-02-26", "loan.drawn_on": "2024-02-27",
        "used.firm_year": "0元", "used.lifetime": "0元", "cost.fees": "0元", "cost.vat": "0元", "loan.term_months": 12,
        "loan.insured_or_guaranteed": False,
        "series": {"LPR-1Y": {"2023-12-20": "3.45%", "2024-01-22": "3.45%", "2024-07-22": "3.35%"}},
    }  # fmt: skip
    RULES = {  # noqa: RUF012  read only
        "awards.interest.benchmark.series": "LPR-1Y", "awards.interest.benchmark.on": "month_before",
        "awards.interest.day_count": "ACT/365F", "awards.fees.pays": "50%",
    }  # fmt: skip

    def interest(self, **changes) -> Money | None:
        facts = {**self.FACTS, **{k.replace("__", "."): v for k, v in changes.items()}}
        return outcome("bj-2023", facts, date(2025, 3, 3), **self.RULES).paid("interest")

    def spans(self, start: str, end: str, rate: str = "3.65%", principal: str = "100万元") -> list[dict]:
        return [{"from": start, "to": end, "principal": principal, "rate": rate}]

    def test_17_a_leap_day_counts_as_a_day(self):
        with_leap = self.interest(loan__periods=self.spans("2024-02-28", "2024-03-01"))
        assert with_leap == Money(2 * 100_00 // 2), "29 February and the day before it, at 100 yuan a day, by half"

    def test_17_the_lpr_is_that_of_the_month_before_signing_even_if_it_changed_since(self):
        dear = self.interest(loan__periods=self.spans("2024-02-27", "2025-02-26", "9%"))
        assert dear == Money(100 * WAN * 483 // 10_000 // 2), "1.4 times 3.45 per cent counts, not the 3.35 of July"

    def test_17_a_rate_below_the_lpr_counts_as_it_is(self):
        assert self.interest(loan__periods=self.spans("2024-02-27", "2025-02-26", "3%")) == Money(15_000_00)

    def test_17_repaid_on_new_years_eve_is_inside_the_year_and_on_new_years_day_outside(self):
        spans = self.spans("2024-02-27", "2024-12-31")
        assert self.interest(loan__periods=spans, loan__repaid_on="2024-12-31") != NIL
        assert self.interest(loan__periods=spans, loan__repaid_on="2025-01-01") == NIL

    def test_17_a_loan_repaid_early_bears_interest_only_until_then(self):
        half = self.interest(loan__periods=self.spans("2024-01-01", "2024-07-01"))
        assert half == Money(182 * 100_00 // 2)

    def test_17_two_loans_of_a_firm_at_its_cap_share_what_is_left_in_the_order_they_are_paid(self):
        spans = self.spans("2024-02-27", "2025-02-26", "4%", "1000万元")
        first = self.interest(loan__periods=spans, used__firm_year="15万元")
        assert first == Money(15 * WAN)
        second = self.interest(loan__periods=spans, used__firm_year="30万元")
        assert second == NIL


def test_18_ten_names_in_two_related_pairs_are_eight_obligors_before_and_after_a_prepayment():
    names = [f"N{i}" for i in range(10)]
    group_of = groups(names, [("N0", "N1"), ("N2", "N3")])
    owed = {n: Money(100 * WAN) for n in names}
    limits = PoolLimits(obligors=10, largest=Fraction(1, 2), five_largest=Fraction(7, 10))
    cut_off = concentration(owed, group_of)
    assert (cut_off.obligors, cut_off.largest, cut_off.five_largest) == (8, Fraction(1, 5), Fraction(7, 10))
    assert breaches(cut_off, limits) == ("obligors",)
    after = concentration({**owed, "N9": NIL, "N8": NIL}, group_of)
    assert after == Concentration(obligors=6, largest=Fraction(1, 4), five_largest=Fraction(7, 8))
    assert breaches(after, limits) == ("obligors", "five_largest")


class Test19Triggers:
    def deal(self, **changes) -> Deal:
        notes = (Note(name="A", rank=0, balance=Money(800)), Note(name="B", rank=1, balance=Money(200)))
        return Deal(notes=notes, **changes)

    def day(self, **changes) -> Day:
        told = {
            "interest_cash": Money(50),
            "principal": Money(100),
            "fees": Money(5),
            "interest": {"A": Money(20), "B": Money(10)},
        }
        return Day(**{**told, **changes})

    def test_19_a_trigger_on_a_payment_day_counts_before_or_after_the_payment_as_the_deal_says(self):
        before = pay_day(self.deal(measured="before"), self.day(triggered_before=True))
        after = pay_day(self.deal(measured="after"), self.day(triggered_after=True))
        assert (before.principal["A"], after.principal["A"]) == (Money(125), Money(100))
        assert before.deal.status == after.deal.status == "accelerated"
        other = pay_day(self.deal(measured="after"), self.day(triggered_before=True))
        assert (other.principal["A"], other.deal.status) == (Money(100), "amortising"), (
            "the point it is not measured at"
        )

    def test_19_a_trigger_cures_only_where_the_deal_says_so(self):
        for cures, status in ((True, "amortising"), (False, "accelerated")):
            tripped = pay_day(self.deal(cures=cures), self.day(triggered_before=True)).deal
            assert pay_day(tripped, self.day()).deal.status == status

    def test_19_the_last_loan_may_trip_it_when_nothing_is_left_to_measure_against(self):
        last = pay_day(self.deal(), self.day(principal=Money(1000), triggered_before=True, last=True))
        assert last.deal.status == "accelerated"
        assert all(n.balance == NIL for n in last.deal.notes)


class Test20Residuals:
    def test_20_notes_of_one_class_share_an_odd_fen_and_end_at_nought(self):
        notes = tuple(Note(name=n, rank=0, balance=Money(100)) for n in "ABC")
        got = pay_day(Deal(notes=notes), Day(interest_cash=NIL, principal=Money(100), fees=NIL, interest={}))
        assert [m.fen for m in got.principal.values()] == [34, 33, 33]
        rest = pay_day(got.deal, Day(interest_cash=NIL, principal=Money(200), fees=NIL, interest={}, last=True))
        assert all(n.balance == NIL for n in rest.deal.notes)
        nothing = pay_day(rest.deal, Day(interest_cash=NIL, principal=NIL, fees=NIL, interest={}, last=True))
        assert sum(m.fen for m in nothing.principal.values()) == 0

    def test_20_a_pool_smaller_than_its_fees_pays_what_it_has_and_the_rest_stays_owed(self):
        deal = Deal(notes=(Note(name="A", rank=0, balance=Money(100)),))
        got = pay_day(deal, Day(interest_cash=Money(3), principal=NIL, fees=Money(10), interest={"A": Money(4)}))
        assert (got.fees, got.deal.fees_owed, got.deal.notes[0].owed, got.short) == (
            Money(3),
            Money(7),
            Money(4),
            Money(11),
        )

    def test_20_negative_excess_spread_is_taken_from_principal_and_shows(self):
        deal = Deal(notes=(Note(name="A", rank=0, balance=Money(100)),))
        got = pay_day(deal, Day(interest_cash=Money(2), principal=Money(50), fees=Money(1), interest={"A": Money(6)}))
        assert (got.interest["A"], got.principal["A"], got.residual) == (Money(6), Money(45), NIL)

    def test_20_the_reserve_is_released_on_the_last_day(self):
        deal = Deal(notes=(Note(name="A", rank=0, balance=Money(100)),), reserve=Money(30))
        got = pay_day(
            deal,
            Day(interest_cash=NIL, principal=Money(90), fees=NIL, interest={}, last=True, reserve_target=Money(30)),
        )
        assert (got.principal["A"], got.residual, got.deal.reserve) == (Money(100), Money(20), NIL)


def test_21_payments_around_the_spring_festival_roll_over_made_up_sundays_and_a_year_without_a_notice_is_an_error():
    assert rolled(date(2025, 1, 26), Roll.FOLLOWING, Calendar.OFFICE) == Moved(date(2025, 1, 26)), "a made-up Sunday"
    assert rolled(date(2025, 1, 26), Roll.FOLLOWING, Calendar.EXCHANGE) == Moved(date(2025, 1, 27))
    assert rolled(date(2025, 1, 28), Roll.FOLLOWING, Calendar.INTERBANK) == Moved(date(2025, 2, 5))
    assert rolled(date(2025, 1, 31), Roll.MODIFIED_FOLLOWING, Calendar.INTERBANK) == Moved(date(2025, 1, 27))
    beyond = rolled(date(LAST_YEAR + 1, 2, 1), Roll.FOLLOWING, Calendar.OFFICE)
    assert isinstance(beyond, Refused)
    assert str(LAST_YEAR) in beyond.reasons[0].says.zh


@pytest.mark.parametrize(
    ("able", "drawn", "owed"), [(Fraction(1), 60, 0), (Fraction(1, 2), 50, 10), (Fraction(0), 0, 60)]
)
def test_22_a_shortfall_payer_that_fails_with_the_pool_pays_in_part_or_not_at_all_and_is_drawn_net(able, drawn, owed):
    deal = Deal(notes=(Note(name="A", rank=0, balance=Money(1000)),), support=Support(limit=Money(100), able=able))
    got = pay_day(deal, Day(interest_cash=Money(40), principal=NIL, fees=NIL, interest={"A": Money(100)}))
    assert (got.drawn.fen, got.deal.notes[0].owed.fen) == (drawn, owed)
    assert got.interest["A"] == Money(40 + drawn), "only what is lacking is drawn, never the whole coupon"


def test_23_a_receivable_factored_pledged_and_assigned_goes_by_registration_to_the_second():
    at = datetime(2025, 3, 3, 10, 0, 0, tzinfo=UTC)
    claims = [
        Claim(holder="assignee", amount=Money(100), notified_at=at.replace(hour=8)),
        Claim(holder="pledgee", amount=Money(100), registered_at=at.replace(second=1)),
        Claim(holder="factor", amount=Money(100), registered_at=at),
        Claim(holder="late", amount=Money(100)),
    ]
    assert [c[0].holder for c in ranked(claims)] == ["factor", "pledgee", "assignee", "late"]
    assert shared(Money(150), claims) == {"factor": Money(100), "pledgee": Money(50), "assignee": NIL, "late": NIL}
    tied = [Claim(holder=h, amount=Money(100)) for h in ("x", "y")]
    assert shared(Money(101), tied) == {"x": Money(51), "y": Money(50)}


def test_24_under_and_double_insurance_with_a_schemes_share_never_pay_more_than_the_loss():
    loss, worth = Money(100 * WAN), Money(200 * WAN)
    under = indemnity(loss, worth, {"A": Money(100 * WAN)})
    assert under.by_insurer["A"] == Money(50 * WAN)
    double = indemnity(loss, worth, {"A": Money(200 * WAN), "B": Money(300 * WAN)}, had=Money(30 * WAN))
    assert sum(m.fen for m in double.by_insurer.values()) == 70 * WAN
    assert double.by_insurer == {"A": Money(28 * WAN), "B": Money(42 * WAN)}
    book = post(
        LossBook(),
        [
            LossFound(ref="1", on=ON, loan="L", principal=loss),
            Paid(ref="2", on=ON, loan="L", party="fund", amount=Money(30 * WAN)),
        ],
    )
    assert isinstance(book, LossBook)
    full = post(book, [Paid(ref="3", on=ON, loan="L", party="insurer", amount=Money(70 * WAN))])
    assert isinstance(full, LossBook)
    assert full.bears("L", "bank") == NIL
    assert isinstance(post(full, [Paid(ref="4", on=ON, loan="L", party="insurer", amount=Money(1))]), Refused)


def test_25_an_old_valuation_is_stale_on_the_drawdown_day_and_approaches_that_disagree_are_not_averaged():
    assert not is_stale(date(2025, 8, 31), 6, date(2026, 2, 28))
    assert is_stale(date(2025, 8, 31), 6, date(2026, 3, 1))
    form = read(
        ValuationForm,
        {
            "purpose": "pledge", "valued_on": "2025-06-30", "right": {"kind": "invention"}, "rate": {"whole": "12%"},
            "approaches": [
                {"method": "relief_from_royalty", "sales": ["5000万元"], "royalty": "3%", "tax": "0%", "economic_life": 1},
                {"method": "cost", "replacement": "40万元", "depreciation": "0%"},
            ],
            "disagree": "2", "rounding": "1元",
            "report": {"by": "appraiser", "signers": ["甲", "乙"], "signed_on": "2025-07-01", "used_on": "2026-07-02", "age_limit_months": 12},
        },
    )  # fmt: skip
    assert isinstance(form, ValuationForm), form
    got = value(form)
    assert isinstance(got, dict)
    assert (got["disagree"], got["value_fen"]) == (True, None)
    assert got["range_fen"][0] == 40 * WAN
    assert [r["code"] for r in got["reasons"]] == ["stale"]


def test_26_a_guarantor_at_9_99_per_cent_with_a_related_firm_at_5_02_breaks_the_limit_of_both():
    got = outcome(
        "cn-guarantee-2017",
        {
            "guarantor.net_assets": "1亿元", "guarantee.outstanding": "5亿元", "guarantee.obligor": "999万元",
            "guarantee.related": "502万元", "guarantor.mainly_small": False,
        },
    )  # fmt: skip
    held = {r.rule: (r.holds, r.room) for r in got.ratios}
    assert held["ratios.one-obligor"] == (True, Money(1 * WAN))
    assert held["ratios.with-related"] == (False, Money(-1 * WAN))


def test_27_free_licences_never_enter_a_royalty_mean():
    deals = [{"price": "0元", "paid": "free"}] * 7 + [{"price": f"{p}万元", "paid": "royalty"} for p in (100, 200, 300)]
    form = read(
        ValuationForm,
        {
            "purpose": "licence", "valued_on": "2026-06-30", "right": {"kind": "invention"}, "rate": {"whole": "12%"},
            "approaches": [{"method": "market", "comparables": deals}], "disagree": "2", "rounding": "1元",
            "report": {"by": "bank", "officer": "甲", "reviewer": "乙"},
        },
    )  # fmt: skip
    assert isinstance(form, ValuationForm), form
    got = value(form)
    assert isinstance(got, dict)
    (only,) = got["estimates"]
    assert (only["value_fen"], only["low_fen"], only["n"]) == (200 * WAN, 100 * WAN, 3)


def test_28_the_same_pledge_cancelled_and_registered_again_next_day_is_one_project_and_a_renewal_after_repayment_two():
    def made(n: int, start: date, end: date | None, repaid: date | None = None) -> Registration:
        return Registration(
            id=f"R{n}", lender="bank", borrower="firm", rights=frozenset({"P1", f"P{n + 1}"}), registered_on=start,
            cancelled_on=end, repaid_on=repaid,
        )  # fmt: skip

    trick = [made(1, date(2024, 1, 5), date(2024, 6, 3)), made(2, date(2024, 6, 4), None)]
    assert [(p.before, p.after, p.days, p.repaid) for p in pairs(trick, 7)] == [("R1", "R2", 1, False)]
    assert projects(trick, 7) == 1
    renewal = [made(1, date(2024, 1, 5), date(2025, 1, 6), date(2025, 1, 5)), made(2, date(2025, 1, 8), None)]
    assert projects(renewal, 7) == 2
    assert pairs(renewal, 7)[0].repaid, "shown all the same"


def test_01_to_28_are_all_here():
    numbers = {int(n) for n in re.findall(r"def test_(\d\d)_", Path(__file__).read_text(encoding="utf-8"))}
    assert numbers == set(range(1, 29))
