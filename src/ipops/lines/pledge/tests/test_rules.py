"""Decisions of this line: sharing from ``cases/claims.yaml``, which a lawyer can read; clocks, signs, watch, channels, clauses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from ipops.finance.security.round_trips import Registration
from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused, Unknown
from ipops.ledger.facts.words import EndOfRight, RightKind, Signal
from ipops.lines.pledge.facts.words import Approach, Paper, Screened
from ipops.lines.pledge.machine import clauses
from ipops.lines.pledge.rules import asking, assessing, guaranteeing, lending
from ipops.lines.pledge.rules.channels import examined_by, pace
from ipops.lines.pledge.rules.clocks import Times, clocks, guarantee
from ipops.lines.pledge.rules.pool import may_take_on, near, turned
from ipops.lines.pledge.rules.scheming import scheme_of, sharing_schemes
from ipops.lines.pledge.rules.signals import signs
from ipops.lines.pledge.rules.tolerance import held
from ipops.lines.pledge.rules.watch import flags
from ipops.policy import laws
from ipops.rights.register.standing import Running, Standing

TODAY = date(2025, 6, 3)
CASES = yaml.safe_load((Path(__file__).parent / "cases" / "claims.yaml").read_text())
NOTHING = Money(0)


def yuan(amount) -> Money:
    return Money.yuan(str(amount))


def loss(**more) -> assessing.Loss:
    given = {
        "principal": yuan(1_000_000), "interest": NOTHING, "recovered": NOTHING, "loan_principal": yuan(1_000_000),
        "left": yuan(1_000_000), "ip_part": yuan(1_000_000), "kinds": ("invention",), "registered": True,
        "signed_on": date(2024, 6, 2), "drawn_on": date(2024, 6, 3), "due_on": date(2025, 6, 2), "npl_on": TODAY,
        "filed_on": TODAY, "term_months": 12, "rate_bp": 385, "grade": "substandard",
    }  # fmt: skip
    return assessing.Loss(**given | more)


def around(**more) -> assessing.Around:
    names = (
        "pot_balance",
        "pot_size",
        "paid_ever",
        "paid_year",
        "paid_firm",
        "borrower",
        "book",
        "bad",
        "bank_book",
        "bank_bad",
        "overdue",
    )
    return assessing.Around(
        **dict.fromkeys(names, NOTHING) | {"pot_balance": yuan(50_000_000), "pot_size": yuan(50_000_000)} | more
    )


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["case"])
def test_a_loss_is_shared_as_the_case_says(case):
    scheme = scheme_of(case["scheme"], tuple(case.get("terms", ())))
    told = case["loss"]
    lost = loss(
        principal=yuan(told["principal"]), loan_principal=yuan(told["loan"]), ip_part=yuan(told["ip"]),
        left=yuan(told["loan"]), term_months=told["months"], on_list=case.get("on_list"),
    )  # fmt: skip
    given = assessing.case_of(lost, around(borrower=yuan(case["around"]["borrower"])), case["given"], TODAY)
    got = assessing.solve(scheme, given)
    if "then" in case:
        assert (got.verdict, assessing.sums(got)) == ("computed", {p: yuan(v) for p, v in case["then"].items()})
    elif "refused" in case:
        assert [r.code for r in got.reasons] == case["refused"]
    else:
        assert got.verdict == "unknown"
        assert all(any(m.rule.startswith(r) for m in got.missing) for r in case["unknown"])
        assert isinstance(assessing.may_approve(got.verdict, lacking=()), Refused)


class TestTheOrder:
    def test_is_the_laws_first_then_the_schemes_and_the_bank_bears_the_rest(self):
        scheme = scheme_of("zhongshan")
        lost = loss(guaranteed=True)
        got = assessing.solve(scheme, assessing.case_of(lost, around(), (), TODAY))
        order = assessing.turns(scheme, got, lost, enforced=False, called=False, clock=guarantee(times(guarantor=True)))
        assert [t.who.zh for t in order] == [
            "债务人自己的质物", "保证人或保险人", "风险补偿资金", "保险公司", "评估机构", "合作银行",
        ]  # fmt: skip
        assert str(order[0].cite).endswith("第三百九十二条")
        assert order[1].by == date(2025, 12, 2)
        assert [t.amount.money for t in order[2:]] == [yuan(540_000), yuan(160_000), yuan(40_000), yuan(260_000)]

    def test_of_every_sharing_scheme_names_each_party_once_and_the_bearer_last(self):
        for scheme in sharing_schemes():
            got = assessing.solve(scheme, assessing.case_of(loss(), around(), (), TODAY))
            order = assessing.turns(scheme, got, loss(), enforced=True, called=False, clock=None)
            assert [t.who for t in order][1:][-1] == scheme.party(scheme.form.bearer), scheme.code
            assert len(order) - 1 == len(scheme.form.parties), scheme.code

    def test_papers_of_the_guarantor_are_asked_for_where_there_is_one(self):
        assert assessing.missing((), guaranteed=False) == tuple(
            p for p in Paper if p not in (Paper.ENFORCED, Paper.CALLED)
        )
        assert set(assessing.missing(tuple(map(str, Paper)), guaranteed=True)) == set()
        assert Paper.CALLED in assessing.missing((), guaranteed=True)


def test_a_fact_that_cannot_be_read_is_told_and_never_guessed():
    got = assessing.case_of(loss(), around(), ("firm.is_sme=也许", "firm.nonsense=1"), TODAY)
    assert [r.code for r in got.reasons] == ["fact-unread", "fact-unread"]


def test_what_the_ledger_knows_outweighs_what_is_typed():
    got = assessing.case_of(loss(), around(), ("loss.principal=1元",), TODAY)
    assert got.get("loss.principal") == yuan(1_000_000)


def times(**more) -> Times:
    given = {
        "due_on": date(2025, 6, 2), "guaranteed_due": date(2025, 6, 2), "guarantor": False, "insured": False,
        "guarantee_until": None, "drawn_on": date(2024, 6, 3), "filed_on": date(2024, 6, 5), "npl_on": TODAY,
        "overdue_on": date(2025, 6, 2), "claimed_on": None, "called_on": None, "enforced": False,
    }  # fmt: skip
    return Times(**given | more)


class TestClocks:
    def test_a_guarantee_without_a_period_ends_six_months_after_the_loan_is_due(self):
        assert guarantee(times(guarantor=True)).on == date(2025, 12, 2)

    def test_one_that_ends_on_the_day_the_loan_is_due_has_no_period(self):
        assert guarantee(times(guarantor=True, guarantee_until=date(2025, 6, 2))).on == date(2025, 12, 2)

    def test_february_has_no_31_and_a_make_up_saturday_does_not_roll(self):
        assert guarantee(times(guarantor=True, guaranteed_due=date(2025, 8, 31))).on == date(2026, 2, 28)

    def test_an_agreed_period_stands(self):
        assert guarantee(times(guarantor=True, guarantee_until=date(2026, 6, 2))).on == date(2026, 6, 2)

    def test_an_extension_he_did_not_agree_to_does_not_move_it(self):
        longer = times(guarantor=True, due_on=date(2026, 6, 2))
        assert guarantee(longer).on == date(2025, 12, 2)

    def test_the_debtors_own_pledge_comes_first_without_a_day(self):
        [first] = [c for c in clocks(times(guarantor=True)) if c.code == "own-pledge"]
        assert first.on is None
        assert str(first.cite).endswith("第三百九十二条")

    def test_a_fund_that_says_no_time_to_claim_has_no_day(self):
        told = {c.code: c.on for c in clocks(times())}
        assert told["claim"] is None
        assert {c.code: c.on for c in clocks(times(claim_days=10))}["claim"] == date(2025, 6, 17)


class TestChannels:
    def test_differ_by_right_channel_and_office(self):
        assert pace("invention", "window", "990101").days == 5
        assert pace("invention", "online", "990101").days == 2
        assert pace("invention", "window", "110000").days == 1
        assert pace("trademark", "online", "990101").days == 2

    def test_mixed_rights_take_as_long_as_the_slowest(self):
        got = examined_by(date(2025, 6, 3), ["trademark", "invention"], "window", "990101")
        assert (got.last_day, got.pace.days) == (date(2025, 6, 10), 5)
        assert examined_by(date(2025, 6, 3), ["trademark", "copyright"], "window", "990101").pace.days == 10

    def test_of_working_days_may_outlast_more_calendar_days(self):
        # over the holidays of October five working days end after ten calendar days
        got = examined_by(date(2025, 9, 28), ["copyright", "invention"], "window", "990101")
        assert (got.last_day, got.pace.calendar) == (date(2025, 10, 11), False)

    @pytest.mark.parametrize("kind", ["copyright", "software"])
    def test_of_copyright_count_calendar_days_from_acceptance(self, kind):
        got = pace(kind, "window", "990101")
        assert (got.days, got.calendar, got.from_acceptance) == (10, True, True)
        assert (got.cite.clause, str(got.cite.grade)) == ("第九条", "C")
        assert "自受理之日起10日内" in got.cite.quote
        assert examined_by(date(2025, 6, 3), [kind], "window", "990101").last_day == date(2025, 6, 13)
        # the tenth day is a Saturday
        assert examined_by(date(2025, 6, 4), [kind], "window", "990101").last_day == date(2025, 6, 16)

    @pytest.mark.parametrize(("kind", "text"), [("layout", "布图设计"), ("gi", "地理标志"), ("", "未见来源")])
    def test_that_no_source_gives_name_the_text_that_is_missing(self, kind, text):
        got = pace(kind, "online", "990101")
        assert isinstance(got, Unknown)
        assert text in got.why.zh
        assert examined_by(date(2025, 6, 3), ["invention", kind], "online", "990101") == got

    def test_of_no_right_are_unknown(self):
        assert isinstance(examined_by(date(2025, 6, 3), [], "online", "990101"), Unknown)

    def test_count_working_days(self):
        assert examined_by(date(2025, 9, 30), ["invention"], "online", "990101").last_day == date(2025, 10, 10)


class TestAsking:
    def test_a_list_decides_where_one_is_asked_for(self):
        given = {"authorised_until": None, "today": TODAY}
        assert asking.screened(asks_list=True, on_list=False, meets=True, **given) is Screened.NOT_LISTED
        assert asking.screened(asks_list=True, on_list=True, meets=False, **given) is Screened.LISTED
        assert asking.screened(asks_list=False, on_list=False, meets=False, **given) is Screened.FAILS

    def test_an_authorisation_that_ran_out_meanwhile_stops_it(self):
        got = asking.screened(asks_list=False, on_list=False, meets=True, authorised_until=TODAY, today=TODAY)
        assert got is Screened.NO_AUTHORITY

    @pytest.mark.parametrize(
        ("more", "code"),
        [
            ({"approaches": (Approach.COST,), "values": (yuan(100),), "settled": yuan(100)}, "one-approach"),
            ({"signers": 1}, "two-signers"),
            ({"settled": yuan(300)}, "outside-the-approaches"),
            ({"settled": yuan(150)}, "average"),
            ({"report_on": date(2025, 6, 4)}, "in-the-future"),
        ],
    )
    def test_a_valuation_is_refused(self, more, code):
        given = {
            "by_bank": False, "approaches": (Approach.COST, Approach.INCOME), "values": (yuan(100), yuan(200)),
            "settled": yuan(100), "signers": 2, "why_one": "", "report_on": TODAY, "today": TODAY,
        }  # fmt: skip
        assert asking.valuation(**given) is None
        assert [r.code for r in asking.valuation(**given | more).reasons] == [code]

    def test_a_parks_credit_holds_for_all_and_for_each(self):
        credit = asking.Together(
            firms=frozenset({"a"}), limit=yuan(100), each=yuan(60), until=None, used=yuan(50), used_by_firm=yuan(10)
        )
        assert asking.within(credit, "a", yuan(50), TODAY) is None
        assert [r.code for r in asking.within(credit, "a", yuan(51), TODAY).reasons] == [
            "above-the-limit",
            "above-the-firms-limit",
        ]
        assert [r.code for r in asking.within(credit, "b", yuan(1), TODAY).reasons] == ["not-of-the-park"]


def test_the_lower_of_credit_and_registered_cap_is_drawn():
    stands = lending.Stands(
        secured_on=TODAY, filed=False, amount=yuan(6_000_000), cap=yuan(5_000_000), maximum=True, left=NOTHING,
        drawn=NOTHING, due_on=None,
    )  # fmt: skip
    assert lending.most(stands) == yuan(5_000_000)


def registration(code: str, on: str, **more) -> Registration:
    given = {
        "lender": "P:bank",
        "borrower": "P:firm",
        "rights": frozenset({"CN1"}),
        "cancelled_on": None,
        "repaid_on": None,
    }
    return Registration(id=code, registered_on=date.fromisoformat(on), **given | more)


class TestSigns:
    def test_cancelling_to_register_again_is_told_apart_from_renewal_after_repayment(self):
        again = [registration("a", "2025-01-02", cancelled_on=date(2025, 3, 3)), registration("b", "2025-03-04")]
        [sign] = signs(again)
        assert (sign.signal, sign.harmless, sign.pledges) == (Signal.PLEDGED_AGAIN, False, ("a", "b"))
        repaid = [replace(again[0], repaid_on=date(2025, 3, 1)), again[1]]
        [sign] = signs(repaid)
        assert (sign.signal, sign.harmless) == (None, True)

    def test_one_pair_too_often(self):
        four = [registration(str(i), f"2025-0{i}-01", rights=frozenset({f"CN{i}"})) for i in range(1, 5)]
        assert [s.signal for s in signs(four)] == [Signal.PAIR_OFTEN]
        assert signs(four[:3]) == ()

    def test_a_loan_split_between_lenders_is_seen_by_borrower_also_by_a_related_one(self):
        split = [
            registration("a", "2025-01-02"),
            registration("b", "2025-01-05", lender="P:other", borrower="P:sister", rights=frozenset({"CN2"})),
        ]
        assert signs(split) == ()
        assert [s.signal for s in signs(split, [("P:firm", "P:sister")])] == [Signal.SPLIT]

    def test_a_lender_that_stands_behind_the_borrower(self):
        assert [s.signal for s in signs([registration("a", "2025-01-02")], [("P:bank", "P:firm")])] == [
            Signal.RELATED_LENDER
        ]


class TestTheWatch:
    def right(self, **more) -> Standing:
        return Standing(right="CN1", kind=RightKind.INVENTION, state="in_force", expires_on=date(2030, 1, 1), **more)

    def see(self, standing, **more):
        given = {"unpaid": {}, "due_on": date(2026, 6, 2), "pledged_on": date(2025, 1, 2), "on": TODAY}
        return [f.code for f in flags(["CN1"], {"CN1": standing}, **given | more)]

    def test_is_quiet_over_a_right_in_order(self):
        assert self.see(self.right()) == []

    def test_tells_a_late_annuity_a_seizure_an_early_end_and_a_pending_invalidation(self):
        order = Running(code="(2025)民初1号", since=date(2025, 5, 1))
        seen = self.see(
            self.right(orders=(order,)), unpaid={"CN1": True}, due_on=date(2031, 1, 1), acknowledged=("invalidation",)
        )
        assert seen == ["annuity-late", "seized", "expires-first", "invalidation-pending"]

    def test_keeps_both_views_of_an_invalidated_right(self):
        dead = replace(self.right(), state="ended", ended_on=date(2025, 5, 5), ended_why=EndOfRight.INVALIDATED)
        [flag] = flags(["CN1"], {"CN1": dead}, unpaid={}, due_on=None, pledged_on=date(2025, 1, 2), on=TODAY)
        assert (flag.legal, flag.ledger) == (date(2025, 1, 2), date(2025, 5, 5))


class TestThePool:
    def test_says_how_near_warning_and_fuse_are(self):
        told = assessing.of_fund(around(book=yuan(100), bad=yuan(4)))
        warn, stop = near(scheme_of("hubei-2025"), told, date(2025, 7, 1), {})
        assert (warn.stands, warn.at, warn.left, stop.left) == ("4%", "5%", "1%", "4%")

    def test_a_line_that_was_passed_says_by_how_much(self):
        told = assessing.of_fund(around(book=yuan(100), bad=yuan(6)))
        warn, stop = near(scheme_of("hubei-2025"), told, date(2025, 7, 1), {})
        assert (warn.left, warn.over, stop.left, stop.over) == (None, "1%", "2%", None)
        [full, _] = near(scheme_of("deyang-2019"), assessing.of_fund(around(overdue=yuan(5_100_000))), TODAY, {})
        assert (full.left, full.over) == (None, "¥100,000.00")

    def test_a_stock_has_a_line_in_yuan(self):
        [stop, _] = near(scheme_of("deyang-2019"), assessing.of_fund(around(overdue=yuan(4_900_000))), TODAY, {})
        assert (stop.stands, stop.left) == ("¥4,900,000.00", "¥100,000.00")

    def test_a_fund_at_its_stop_takes_on_no_loan(self):
        day = date(2025, 7, 1)
        hubei = scheme_of("hubei-2025")
        assert may_take_on(hubei, assessing.of_fund(around(book=yuan(100), bad=yuan(7))), day, {}) is None
        no = may_take_on(hubei, assessing.of_fund(around(book=yuan(100), bad=yuan(9))), day, {})
        assert [(r.code, r.field) for r in no.reasons] == [("fund-stopped", "fund")]
        assert no.reasons[0].cite == scheme_of("hubei-2025").form.triggers[0].cite.cite

    def test_a_scheme_without_lines_has_none(self):
        assert near(scheme_of("zhongshan"), assessing.of_fund(around()), TODAY, {}) == ()

    def walk(self, code, *bad):
        """The states of the first line as the bad loans of a book of 300 go up and down."""
        scheme, states, seen = scheme_of(code), {}, []
        for b in bad:
            told = assessing.of_fund(around(book=yuan(300), bad=yuan(b)))
            states |= {t.line: str(t.after) for t in turned(scheme, told, date(2025, 7, 1), states)}
            seen.append(states.get("npl", "open"))
        return seen

    def test_a_stop_ends_below_its_resume_line_and_not_below_its_own(self):
        assert self.walk("demo-sharing", 10, 15, 45, 30, 24, 23, 14) == [
            "open", "warned", "stopped", "stopped", "stopped", "warned", "open",
        ]  # fmt: skip

    def test_a_stop_whose_end_no_source_tells_leaves_the_state_unknown(self):
        assert self.walk("hubei-2025", 10, 25, 20, 5) == ["open", "stopped", "unknown", "unknown"]

    def test_while_no_loan_stands_under_a_fund_nothing_turns(self):
        empty = assessing.of_fund(around())
        assert turned(scheme_of("demo-sharing"), empty, date(2025, 7, 1), {"npl": "stopped"}) == ()

    def test_a_rate_without_an_exact_end_is_shown_to_a_hundredth_of_a_per_cent(self):
        told = assessing.of_fund(around(book=yuan(338), bad=yuan(61)))
        assert near(scheme_of("demo-sharing"), told, date(2025, 7, 1), {})[0].stands == "≈18.05%"


def test_an_npl_ratio_is_held_against_the_banks_own_plus_three_points():
    assert held(yuan(5), yuan(100), 200).holds is True
    assert held(yuan("5.01"), yuan(100), 200).holds is False
    assert held(yuan(5), yuan(100), None).holds is None


@pytest.mark.shared
def test_each_clause_holds_the_words_quoted(shared):
    quoted = (*clauses.QUOTED, *asking.QUOTED, *guaranteeing.QUOTED)
    assert all(laws.versions_of(c.document) for c in quoted), "the laws are held, so the quotes are really checked"
    assert [laws.check_citation(c) for c in quoted] == [None] * len(quoted)
