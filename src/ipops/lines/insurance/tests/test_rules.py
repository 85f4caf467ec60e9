"""What is owed, until when, and what may not be entered."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Refused
from ipops.lines.insurance.facts import Class
from ipops.lines.insurance.rules import admission
from ipops.lines.insurance.rules.clocks import clocks
from ipops.lines.insurance.rules.indemnity import Loss, Owed, owed

from .conftest import codes

WAN = 1_000_000


def loss(wan, total, klass=Class.INFRINGEMENT_LOSS, **more):
    money = {k: Money(v * WAN) for k, v in more.items()}
    return Loss(**{"klass": klass, "loss": Money(wan * WAN), "total": Money(total * WAN), "value": None} | money)


class TestWhatIsOwed:
    def test_a_sum_below_the_value_pays_in_proportion(self):
        got = owed(loss(50, 60, value=100))
        assert (got.owed, got.uncovered) == (Money(30 * WAN), Money(20 * WAN))
        assert [str(c) for _, c in got.steps if c] == ["保险法(2015-04-24) 第五十五条"]

    def test_what_is_above_the_value_is_void(self):
        assert owed(loss(50, 300, value=100)).owed == Money(50 * WAN)

    def test_several_insurers_bear_by_their_sums_and_never_more_than_the_loss(self):
        got = owed(loss(90, 100, value=100, others=50))
        assert (got.owed, got.uncovered) == (Money(60 * WAN), NIL)

    def test_what_a_fund_or_the_one_liable_paid_is_taken_off(self):
        """Edge case 24: double insurance, and a scheme that bears part of the same loss."""
        got = owed(loss(100, 100, value=100, others=100, had=70))
        assert (got.owed, got.uncovered) == (Money(15 * WAN), NIL)

    def test_cover_of_costs_pays_up_to_its_sum_and_knows_no_proportion(self):
        assert owed(loss(50, 30, Class.ENFORCEMENT)).owed == Money(30 * WAN)
        assert owed(loss(50, 80, Class.LIABILITY)).owed == Money(50 * WAN)

    def test_a_deductible_stays_with_the_insured(self):
        got = owed(loss(50, 80, Class.LIABILITY, deductible=5))
        assert (got.owed, got.uncovered) == (Money(45 * WAN), Money(5 * WAN))

    def test_without_a_value_a_thing_of_value_is_not_worked_out(self):
        assert codes(owed(loss(50, 60))) == ["no-value"]

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        klass=st.sampled_from(list(Class)),
        loss_=st.integers(0, 10**12),
        total=st.integers(1, 10**12),
        value=st.integers(1, 10**12),
        others=st.integers(0, 10**12),
        had=st.integers(0, 10**12),
        deductible=st.integers(0, 10**9),
    )
    def test_nobody_is_ever_paid_above_the_loss_and_no_fen_is_lost(
        self, klass, loss_, total, value, others, had, deductible
    ):
        case = Loss(
            klass=klass, loss=Money(loss_), total=Money(total), value=Money(value), others=Money(others), had=Money(had),
            deductible=Money(deductible),
        )  # fmt: skip
        got = owed(case)
        assert isinstance(got, Owed)
        open_ = max(NIL, case.loss - case.had)
        assert NIL <= got.owed <= min(open_, case.total)
        assert NIL <= got.uncovered <= open_


class TestTheClocks:
    def test_run_as_the_pack_says_and_move_off_holidays(self):
        got = clocks(
            date(2025, 10, 20), is_complex=True, claimed_on=date(2025, 8, 4), papers_complete_on=date(2025, 8, 4),
            agreed_on=date(2025, 9, 25), assessed_on=date(2025, 8, 14), known_on=date(2024, 1, 15),
        )  # fmt: skip
        assert {k: d.last_day.isoformat() for k, d in got.items()} == {
            "assess": "2025-09-03",
            "refuse": "2025-08-18",
            "pay": "2025-10-09",
            "advance": "2025-10-09",
            "limitation": "2026-01-15",
        }

    def test_a_simple_claim_has_no_number_of_days(self):
        assert "assess" not in clocks(date(2025, 9, 1), is_complex=False, claimed_on=date(2025, 8, 4))

    def test_a_claim_after_two_years_is_flagged_with_the_article(self):
        reason = admission.late(known_on=date(2024, 1, 15), claimed_on=date(2026, 3, 2))
        assert reason is not None
        assert "第二十六条" in str(reason.cite)
        assert admission.late(known_on=date(2024, 1, 15), claimed_on=date(2026, 1, 15)) is None


class TestRescission:
    @pytest.mark.parametrize(
        ("written", "known", "today", "wrong"),
        [
            (date(2025, 1, 10), date(2025, 8, 20), date(2025, 9, 19), []),
            (date(2025, 1, 10), date(2025, 8, 20), date(2025, 9, 20), ["thirty-days-over"]),
            (date(2023, 9, 1), date(2025, 8, 20), date(2025, 9, 1), []),
            (date(2023, 9, 1), date(2025, 8, 20), date(2025, 9, 2), ["two-years-over"]),
            (date(2025, 8, 20), date(2025, 8, 20), date(2025, 9, 1), ["known-at-the-contract"]),
            (date(2025, 8, 20), date(2025, 8, 21), date(2025, 9, 1), []),
        ],
        ids=[
            "last day",
            "a day late",
            "two years to the day",
            "a day after two years",
            "known when it was made",
            "known a day later",
        ],
    )
    def test_is_bound_by_thirty_days_and_two_years(self, written, known, today, wrong):
        got = admission.rescinds(written_on=written, disclosed_on=known, today=today)
        assert ([] if got is None else [r.code for r in got.reasons]) == wrong


class TestWhatMayNotBeEntered:
    def policy(self, **more):
        given_ = {
            "on": date(2025, 1, 10), "starts_on": date(2025, 1, 11), "until": date(2026, 1, 11), "retroactive_on": None,
            "valid_until": date(2025, 1, 31), "total": Money(10), "value": None, "today": date(2025, 2, 1), "document": "x",
        }  # fmt: skip
        return admission.writes(**given_ | more)

    def test_a_policy_after_its_quote_without_paper_above_its_value(self):
        assert self.policy() is None
        assert codes(self.policy(document="")) == ["no-policy"]
        assert codes(self.policy(on=date(2025, 2, 1))) == ["offer-over"]
        assert codes(self.policy(value=Money(9))) == ["above-the-value"]
        assert codes(self.policy(retroactive_on=date(2025, 2, 1))) == ["retroactive-later"]

    def test_an_event_outside_the_cover_but_not_one_after_the_retroactive_day(self):
        cover = {"starts_on": date(2025, 1, 11), "until": date(2026, 1, 11), "today": date(2025, 6, 1)}
        event = {"happened_on": date(2024, 12, 1), "known_on": date(2025, 3, 1)}
        assert codes(admission.claims(retroactive_on=None, **cover, **event)) == ["outside-the-cover"]
        assert admission.claims(retroactive_on=date(2024, 6, 1), **cover, **event) is None

    def test_an_agreement_above_the_loss_below_the_advance_or_without_a_reason(self):
        base = {"owed": Money(60), "loss": Money(100), "had": NIL, "total": Money(200), "before": [Money(20)]}
        assert admission.agrees(amount=Money(60), why="", **base) is None
        assert codes(admission.agrees(amount=Money(70), why="", **base)) == ["differs"]
        assert admission.agrees(amount=Money(70), why="协商", **base) is None
        assert codes(admission.agrees(amount=Money(101), why="x", **base)) == ["above-the-loss"]
        assert codes(admission.agrees(amount=Money(10), why="x", **base)) == ["below-the-advance"]

    def test_an_agreement_above_what_is_open_of_the_loss_or_above_the_sum(self):
        """A loss of 100 of which 70 were had: an agreement on 31 paid the insured more than the loss."""
        base = {"owed": Money(15), "loss": Money(100), "before": (), "why": "协商"}
        assert admission.agrees(amount=Money(30), had=Money(70), total=Money(100), **base) is None
        assert codes(admission.agrees(amount=Money(31), had=Money(70), total=Money(100), **base)) == ["above-the-loss"]
        over = admission.agrees(amount=Money(21), had=NIL, total=Money(20), **base)
        assert codes(over) == ["above-the-sum"]
        assert "第十八条" in str(over.reasons[0].cite)

    def test_subrogation_ends_at_what_was_paid(self):
        assert admission.recovers(amount=Money(40), before=[Money(20)], paid=Money(60)) is None
        assert codes(admission.recovers(amount=Money(41), before=[Money(20)], paid=Money(60))) == [
            "above-what-was-paid"
        ]

    def test_an_insurer_does_not_insure_itself(self):
        got = admission.quotes(
            total=NIL,
            premium=Money(-1),
            valid_until=date(2025, 1, 1),
            today=date(2025, 1, 2),
            insurer="P:a",
            insured="P:a",
        )
        assert isinstance(got, Refused)
        assert codes(got) == ["no-sum", "no-premium", "offer-over", "own-insurer"]
