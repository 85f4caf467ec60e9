"""From a firm's wish to the last fen of a recovery, through the journal, and back from its rows."""

from __future__ import annotations

from datetime import date

import pytest

from ipops.kernel.money import Money
from ipops.ledger.facts import PledgeRegistered
from ipops.lines.pledge.app import services
from ipops.lines.pledge.app.models import Application, Claim, Fund, Loan, Registration
from ipops.lines.pledge.app.services.claims import book_of
from ipops.lines.pledge.facts.words import (
    Approach,
    Change,
    FilesWhen,
    LoanClass,
    Paper,
    RecoveredBy,
    Release,
    Returns,
    Screened,
)
from ipops.webkit import journal, refold

from .conftest import (
    BANK,
    CLEAR,
    DOC,
    FIRM,
    IMPAIRED,
    TODAY,
    agreed,
    approved,
    asked,
    by,
    claimed,
    codes,
    drawn,
    failed,
    fund,
    registered,
    stored,
    yuan,
)

pytestmark = pytest.mark.db


class TestAnApplication:
    def test_needs_the_firms_dated_authorisation(self, city):
        got = services.finance_ask(
            firm=asked_firm(), rights=("CN201510237122.7",), amount=yuan(1), ip_part=yuan(1), term_months=1,
            authorised_on=None, authorised_until=date(2025, 6, 3), fund="", credit="", bank=None, purpose="", by=by("a"),
        )  # fmt: skip
        assert codes(got) == ["authorisation-missing", "authorised-later", "authorisation-over"]

    def test_leads_to_a_pledge_that_does_not_exist_and_a_loan_that_nobody_draws(self, city):
        loan = agreed()
        assert (loan.stage, loan.place, loan.amount_fen) == ("agreed", "", 100_000_000)
        assert Registration.objects.get().stage == "drafted"
        assert not [e for e in journal.read() if isinstance(e.fact, PledgeRegistered)]
        assert codes(drawn(loan)) == ["not-registered"]

    def test_is_turned_away_where_the_fund_asks_for_a_list(self, city):
        code = fund(asks_list=True)
        app = asked(fund=code)
        assert services.finance_screen(application=app, meets=True, why="", by=by("s")) == Screened.NOT_LISTED.named
        assert Application.objects.get().stage == "refused"
        stored(services.fund_list(fund=code, firms=(FIRM,), off=False, by=by("list")))
        listed = asked("again", fund=code)
        assert services.finance_screen(application=listed, meets=False, why="", by=by("s2")) == Screened.LISTED.named

    def test_is_not_valued_by_an_average_or_one_signer(self, city):
        app = asked()
        stored(services.finance_screen(application=app, meets=True, why="", by=by("s")))
        stored(services.title_look(application=app, answers=CLEAR, by=by("l")))
        got = services.collateral_value(
            application=app, appraiser=None, by_bank=False, report_on=TODAY, approaches=(Approach.INCOME, Approach.COST),
            values=(yuan(200), yuan(100)), settled=yuan(150), signers=1, why_one="", by=by("v"),
        )  # fmt: skip
        assert codes(got) == ["two-signers", "average"]

    def test_sent_twice_is_one(self, city):
        assert asked() == asked()
        assert Application.objects.count() == 1


def asked_firm():
    from .conftest import written

    return written(FIRM)


class TestTitle:
    def test_open_questions_come_back_and_store_nothing(self, city):
        from ipops.lines.pledge.rules.title import Answers

        app = asked()
        stored(services.finance_screen(application=app, meets=True, why="", by=by("s")))
        before = journal.size()
        assert set(codes(services.title_look(application=app, answers=Answers(), by=by("l")))) == {"open"}
        assert journal.size() == before

    def test_a_pending_invalidation_is_a_risk_once_it_was_told_and_accepted(self, city):
        from ipops.lines.pledge.rules.title import Answers

        told = Answers(contract_complete=True, invalidation_pending=True)
        app = asked()
        stored(services.finance_screen(application=app, meets=True, why="", by=by("s")))
        stored(services.title_look(application=app, answers=told, by=by("l")))
        assert Application.objects.get().stage == "refused"
        assert "invalidation" in Application.objects.get().objections
        other = asked("b")
        stored(services.finance_screen(application=other, meets=True, why="", by=by("s2")))
        accepted = Answers(contract_complete=True, invalidation_pending=True, acknowledged=True)
        stored(services.title_look(application=other, answers=accepted, by=by("l2")))
        row = Application.objects.get(application=other)
        assert (row.stage, row.acknowledged) == ("looked", ["invalidation"])

    def test_a_right_under_a_pledge_is_not_pledged_again(self, city):
        registered(agreed())
        other = asked("second")
        stored(services.finance_screen(application=other, meets=True, why="", by=by("s2")))
        stored(services.title_look(application=other, answers=CLEAR, by=by("l2")))
        assert "not-pledged" in Application.objects.get(application=other).objections


class TestALoan:
    def test_is_drawn_after_registration_and_once(self, city):
        loan = registered(agreed())
        assert (loan.stage, loan.secured_on, loan.cap_fen) == ("secured", date(2025, 6, 3), 100_000_000)
        assert codes(drawn(loan, on=date(2025, 6, 2))) == ["before-registration"]
        stored(drawn(loan))
        assert (loan.stage, loan.left) == ("performing", yuan(1_000_000))
        assert codes(drawn(loan, 1, "draw-2")) == ["drawn-already", "above-the-cap"]

    def test_one_registration_over_two_rights_is_one_project(self, city):
        registered(agreed())
        facts = [e.fact for e in journal.read() if isinstance(e.fact, PledgeRegistered)]
        assert len(facts) == 2
        assert len({f.pledge for f in facts}) == 1
        assert {f.secured for f in facts} == {yuan(1_000_000)}, "the whole sum stands on each right, counted once"

    def test_the_registered_cap_rules(self, city):
        loan = registered(agreed(maximum=True), cap=500_000)
        assert codes(drawn(loan, 600_000)) == ["above-the-cap"]
        assert stored(drawn(loan, 500_000))

    def test_of_a_maximum_pledge_is_drawn_repaid_and_drawn_again(self, city):
        loan = registered(agreed(maximum=True))
        stored(drawn(loan, 400_000))
        stored(drawn(loan, 600_000, "draw-2"))
        assert codes(drawn(loan, 1, "draw-3")) == ["above-the-cap"]
        stored(
            services.loan_repay(
                loan=loan.loan, principal=yuan(1_000_000), interest=yuan(9_000), clears=False, on=TODAY, by=by("repay")
            )
        )
        stored(drawn(loan, 800_000, "draw-4"))
        assert (loan.renewals, loan.left, loan.stage) == (1, yuan(800_000), "performing")
        assert Registration.objects.get().stage == "registered", "a renewal cancels nothing"

    @pytest.mark.parametrize(
        ("on", "code"), [(date(2025, 6, 2), "before-the-drawing"), (date(2099, 1, 1), "in-the-future")]
    )
    def test_nothing_happens_to_it_before_its_first_drawing_nor_ahead_of_today(self, city, on, code):
        loan = registered(agreed())
        stored(drawn(loan))
        before = journal.size()
        one, asked = yuan(1), {"loan": loan.loan, "on": on}
        assert codes(services.loan_repay(principal=one, interest=one, clears=False, by=by("a"), **asked)) == [code]
        assert codes(services.loan_miss(principal=one, interest=one, by=by("b"), **asked)) == [code]
        assert codes(services.loan_classify(grade=LoanClass.LOSS, interest=one, by=by("c"), **asked)) == [code]
        assert journal.size() == before

    def test_an_extension_without_consent_leaves_the_guarantor_where_he_was(self, city):
        loan = registered(agreed())
        stored(drawn(loan))
        stored(
            services.loan_extend(loan=loan.loan, due_on=date(2026, 12, 2), guarantor_consents=False, by=by("extend"))
        )
        loan.refresh_from_db()
        assert (loan.due_on, loan.guaranteed_due) == (date(2026, 12, 2), date(2026, 6, 2))

    def test_may_be_drawn_first_only_where_the_funds_agreement_lets_it(self, city):
        code = fund(draw_first=True, files=FilesWhen.BEFORE)
        loan = agreed()
        assert codes(drawn(loan)) == ["not-registered"]
        stored(services.loan_file(loan=loan.loan, fund=code, place="990101", on=TODAY, by=by("ff")))
        loan.refresh_from_db()
        stored(drawn(loan))
        assert loan.stage == "performing"

    def test_is_filed_before_drawing_where_the_fund_says_so(self, city):
        code = fund(files=FilesWhen.BEFORE)
        loan = registered(agreed())
        stored(drawn(loan))
        got = services.loan_file(loan=loan.loan, fund=code, place="990101", on=TODAY, by=by("ff"))
        assert codes(got) == ["drawn-before-filing"]


class TestAReport:
    def test_sent_twice_changes_nothing_whoever_of_the_bank_sends_it(self, city):
        loan = registered(agreed())
        stored(drawn(loan))
        before = journal.size()
        stored(drawn(loan))
        again = services.loan_draw(
            loan=loan.loan, drawing="", amount=yuan(1_000_000), on=date(2025, 6, 3), due_on=date(2026, 6, 2),
            by=by("draw-1", "user:somebody-else"),
        )  # fmt: skip
        stored(again)
        assert journal.size() == before

    def test_under_a_taken_reference_with_another_sum_is_refused(self, city):
        loan = registered(agreed(maximum=True))
        stored(drawn(loan, 300_000))
        assert codes(drawn(loan, 300_001)) == ["reference-taken"]
        assert Loan.objects.get().left == yuan(300_000)


class TestCancelling:
    def test_as_renewed_needs_a_repayment(self, city):
        loan = registered(agreed())
        stored(drawn(loan))
        no_day = services.pledge_cancel(
            pledge=loan.pledge, release=Release.RENEWED, on=TODAY, repaid_on=None, by=by("x", document=DOC)
        )
        assert codes(no_day) == ["repaid-when"]
        owed = services.pledge_cancel(
            pledge=loan.pledge, release=Release.RENEWED, on=TODAY, repaid_on=TODAY, by=by("x", document=DOC)
        )
        assert codes(owed) == ["still-owed"]

    def test_releases_every_right(self, city):
        loan = registered(agreed())
        got = services.pledge_cancel(
            pledge=loan.pledge, release=Release.WAIVED, on=TODAY, repaid_on=None, by=by("x", document=DOC)
        )
        stored(got)
        row = Registration.objects.get()
        assert (row.stage, row.held, row.release) == ("cancelled", [], "waived")
        assert Loan.objects.get().stage == "agreed", "without its pledge the loan may not be drawn"

    def test_an_extension_is_a_change_and_cancels_nothing(self, city):
        loan = registered(agreed())
        got = services.pledge_change(
            pledge=loan.pledge,
            change=Change.EXTENSION,
            cap=None,
            due_on=date(2026, 12, 2),
            why="",
            by=by("c", document=DOC),
        )
        stored(got)
        row = Registration.objects.get()
        assert (row.stage, row.extended, row.due_on) == ("registered", 1, date(2026, 12, 2))


class TestAClaim:
    def test_is_worked_out_by_the_scheme_decided_by_a_second_person_and_paid_to_the_fen(self, city):
        loan = failed()
        claim = stored(claimed(loan))
        assert codes(
            services.claim_decide(claim=claim, approved=True, ground="", why="", by=by("d", "user:certifier"))
        ) == ["not-from-here"]
        stored(services.claim_check(claim=claim, given=(), by=by("check", "user:clerk")))
        row = Claim.objects.get()
        assert (row.verdict, dict(zip(row.parties, row.sums, strict=True))) == (
            "computed",
            {"fund": 54_000_000, "bank": 26_000_000, "insurer": 16_000_000, "appraiser": 4_000_000},
        )
        for who in ("user:bank", "user:clerk"):
            same = services.claim_decide(claim=claim, approved=True, ground="", why="", by=by(f"d-{who}", who))
            assert codes(same) == ["same-person"]
        stored(services.claim_decide(claim=claim, approved=True, ground="", why="", by=by("d", "user:certifier")))
        too_much = services.claim_pay(claim=claim, party="fund", amount=yuan(540_001), on=TODAY, by=by("p0"))
        assert codes(too_much) == ["above-what-was-approved"]
        assert codes(services.claim_pay(claim=claim, party="bank", amount=yuan(1), on=TODAY, by=by("p1"))) == [
            "not-a-payer",
            "above-what-was-approved",
        ]
        stored(services.claim_pay(claim=claim, party="fund", amount=yuan(540_000), on=TODAY, by=by("p2")))
        assert Fund.objects.get().balance == yuan(1_460_000)
        assert Loan.objects.get().stage == "claimed"

    def test_shares_a_recovery_by_what_was_really_paid(self, city):
        """The insurer owed 16 and paid nothing: it gets nothing. The fund paid 54, the bank still bears 46."""
        claim = approved(failed())
        stored(services.claim_pay(claim=claim, party="fund", amount=yuan(540_000), on=TODAY, by=by("p")))
        stored(services.cost_advance(claim=claim, party="bank", amount=yuan(10_000), on=TODAY, by=by("cost")))
        stored(
            services.recovery_enter(
                claim=claim, how=RecoveredBy.AUCTION, gross=yuan(110_000), on=TODAY, by=by("rec", "user:bank")
            )
        )
        fact = journal.entries(Claim.objects.get().log)[-1].fact
        assert dict(zip(fact.parties, fact.sums, strict=True)) == {"bank": yuan(46_000), "fund": yuan(54_000)}
        assert (fact.cost, fact.surplus) == (yuan(10_000), yuan(0))
        assert Fund.objects.get().balance == yuan(1_514_000)
        book = book_of(Claim.objects.get())
        assert sum(m.fen for m in book.book.balances().values()) == 0
        assert book.bears(claim, "fund") == yuan(486_000)

    def test_gives_what_is_above_the_loss_to_the_debtor_also_after_closing(self, city):
        claim = approved(failed())
        stored(services.claim_pay(claim=claim, party="fund", amount=yuan(540_000), on=TODAY, by=by("p")))
        stored(services.claim_close(claim=claim, why="", by=by("close")))
        stored(
            services.recovery_enter(claim=claim, how=RecoveredBy.DEBTOR, gross=yuan(1_200_000), on=TODAY, by=by("rec"))
        )
        row = Claim.objects.get()
        assert (row.stage, row.surplus_fen) == ("closed", 20_000_000)
        assert Fund.objects.get().balance == yuan(2_000_000)

    def test_sends_its_part_to_the_treasury_where_the_fund_says_so(self, city):
        claim = approved(failed(fund_code=fund(returns=Returns.TREASURY)))
        stored(services.claim_pay(claim=claim, party="fund", amount=yuan(540_000), on=TODAY, by=by("p")))
        stored(services.recovery_enter(claim=claim, how=RecoveredBy.SALE, gross=yuan(100_000), on=TODAY, by=by("rec")))
        row = Fund.objects.get()
        assert (row.back_fen, row.balance) == (5_400_000, yuan(1_460_000))
        assert book_of(Claim.objects.get()).book.balance("treasury/cash") == yuan(54_000)

    def test_is_not_approved_without_its_papers(self, city):
        loan = failed()
        claim = stored(claimed(loan, papers=(Paper.CONTRACT,)))
        stored(services.claim_check(claim=claim, given=(), by=by("check", "user:clerk")))
        got = services.claim_decide(claim=claim, approved=True, ground="", why="", by=by("d", "user:certifier"))
        assert codes(got) == ["papers-missing"]

    def test_is_not_paid_on_what_nobody_knows(self, city):
        """Guangzhou says “at most half”: the sum is unknown, and stays so until the fund's own agreement says."""
        loan = failed(fund_code=fund(scheme="gz-2023", payer="city"))
        claim = stored(claimed(loan))
        stored(services.claim_check(claim=claim, given=(), by=by("check", "user:clerk")))
        assert Claim.objects.get().verdict == "unknown"
        got = services.claim_decide(claim=claim, approved=True, ground="", why="", by=by("d", "user:certifier"))
        assert codes(got) == ["not-computed"]

    def test_is_made_on_a_filed_bad_loan_and_once(self, city):
        loan = registered(agreed())
        stored(drawn(loan))
        assert codes(claimed(loan)) == ["not-from-here"]
        stored(
            services.loan_classify(
                loan=loan.loan, grade=LoanClass.LOSS, interest=yuan(0), on=TODAY, by=by("c"), basis=IMPAIRED
            )
        )
        assert codes(claimed(loan)) == ["not-filed-with-a-fund"]

    def test_that_the_pool_cannot_meet_says_that_the_order_is_not_known(self, city):
        code = fund()
        claim = approved(failed(fund_code=code))
        stored(services.fund_move(fund=code, amount=yuan(-1_900_000), on=TODAY, why="", by=by("out")))
        got = services.claim_pay(claim=claim, party="fund", amount=yuan(540_000), on=TODAY, by=by("p"))
        assert codes(got) == ["pool-short"]

    def test_that_was_paid_too_much_is_trued_up(self, city):
        claim = approved(failed())
        stored(services.claim_pay(claim=claim, party="fund", amount=yuan(540_000), on=TODAY, by=by("p")))
        got = services.claim_true_up(claim=claim, party="fund", amount=yuan(40_000), why="清算", by=by("t"))
        stored(got)
        assert book_of(Claim.objects.get()).bears(claim, "fund") == yuan(500_000)
        assert Fund.objects.get().balance == yuan(1_500_000)
        again = services.claim_pay(claim=claim, party="fund", amount=yuan(40_000), on=TODAY, by=by("a"))
        assert codes(again) == ["above-what-was-approved"], "what was found to be too much is not paid a second time"


class TestAFund:
    def test_that_fills_a_silent_place_needs_its_agreement(self, city):
        got = services.fund_open(
            name="x", scheme="gz-2023", place="990100", payer="city", terms=("layers.city.pays=50%",),
            files=FilesWhen.UNSTATED, files_days=None, claim_days=None, returns=Returns.TREASURY, asks_list=False,
            draw_first=False, by=by("f"),
        )  # fmt: skip
        assert codes(got) == ["agreement-missing"]

    def test_shows_a_gap_to_the_statement_and_adjusts_nothing(self, city):
        code = fund()
        stored(services.fund_state(fund=code, balance=yuan(1_999_999), on=TODAY, by=by("st")))
        row = Fund.objects.get()
        assert (row.gap_fen, row.balance) == (-100, yuan(2_000_000))


class TestALineOfAFund:
    """The demo's scheme: warning from 5 %, stop from 15 %, lifted below 8 %. The book is one loan of a million."""

    def stopped(self) -> tuple[str, Loan]:
        code = fund("lines", scheme="demo-sharing")
        loan = failed(fund_code=code)
        assert Fund.objects.get().states == {"npl": "stopped"}
        return code, loan

    def test_turns_with_the_book_and_is_kept_as_a_fact(self, city):
        code, _ = self.stopped()
        [fact] = [e.fact for e in journal.about(case=code) if e.fact.KIND == "fund_line_turned"]
        assert (fact.before, fact.after, fact.measure) == ("open", "stopped", "100%")

    def test_stays_stopped_between_resume_and_stop_and_a_rebuilt_row_says_the_same(self, city):
        code, loan = self.stopped()
        for n, sum_ in enumerate((900_000, 9_000)):
            stored(
                services.loan_repay(
                    loan=loan.loan, principal=yuan(sum_), interest=yuan(0), clears=False, on=TODAY, by=by(f"r{n}")
                )
            )
            assert Fund.objects.get().states == {"npl": "stopped"}, "the whole book is bad, however small it is"
        stored(
            services.loan_classify(loan=loan.loan, grade=LoanClass.NORMAL, interest=yuan(0), on=TODAY, by=by("good"))
        )
        assert Fund.objects.get().states == {"npl": "open"}
        before = Fund.objects.values().get()
        refold.rebuild()
        assert Fund.objects.values().get() == before
        kept = [str(e.fact.after) for e in journal.about(case=code) if e.fact.KIND == "fund_line_turned"]
        assert kept == ["stopped", "open"]

    def test_that_no_rule_lifts_is_lifted_by_its_owners_with_their_paper(self, city):
        code, _ = self.stopped()
        given = {"fund": code, "line": "npl", "why": "出资方会议决定"}
        assert codes(services.line_lift(**given, by=by("lift"))) == ["decision-missing"]
        stored(services.line_lift(**given, by=by("lift", document=DOC)))
        assert Fund.objects.get().states == {"npl": "open"}
        assert codes(services.line_lift(**given, by=by("again", document=DOC))) == ["not-stopped"]


def test_a_pledge_that_a_list_told_first_lets_its_loan_be_drawn(city):
    """Nobody entered the notice: the register's own list has the pledge, under the code that the house gave it."""
    from ipops.ledger.entry import Draft
    from ipops.ledger.facts.words import Proof, RightKind

    from .conftest import SAID

    loan = agreed()
    facts = [
        PledgeRegistered(
            on=TODAY, pledge=loan.pledge, right=right, kind_of_right=RightKind.INVENTION, pledgors=(loan.firm,),
            pledgees=(loan.bank,), place="990101", proof=Proof.LISTED, secured=yuan(800_000),
        )
        for right in loan.rights
    ]  # fmt: skip
    journal.append([Draft(fact=x, source=SAID, reference=f"list{i}") for i, x in enumerate(facts)], by="import:list")
    assert codes(drawn(loan)) == ["above-the-cap"], "the registered sum rules, whoever told of it"
    stored(drawn(loan, 800_000))
    assert (loan.secured_on, loan.cap_fen, loan.stage) == (TODAY, 80_000_000, "performing")


def test_a_pledge_that_a_list_told_under_its_own_code_is_taken_over_and_counts_once(city):
    """The weekly list came before the notice was entered: its registration becomes that of the case, and is no second project."""
    from ipops.ledger.entry import Draft
    from ipops.ledger.facts.words import Proof, RightKind
    from ipops.ledger.fold import live

    from .conftest import SAID

    loan = agreed()
    facts = [
        PledgeRegistered(
            on=TODAY, pledge="PL-LIST-1", right=right, kind_of_right=RightKind.INVENTION, pledgors=(loan.firm,),
            pledgees=(loan.bank,), place="990101", proof=Proof.LISTED, secured=yuan(900_000), register_no="Y990001",
        )
        for right in loan.rights
    ]  # fmt: skip
    journal.append([Draft(fact=x, source=SAID, reference=f"list{i}") for i, x in enumerate(facts)], by="import:list")
    registered(loan)
    told = [e.fact for e in live(journal.read()) if isinstance(e.fact, PledgeRegistered)]
    assert {x.pledge for x in told} == {loan.pledge}
    assert len(told) == len(loan.rights)
    assert Registration.objects.count() == 1
    row = Registration.objects.get()
    assert (row.stage, row.cap_fen, row.register_no) == ("registered", 90_000_000, "Y990001")
    assert codes(drawn(loan, 900_001)) == ["above-the-cap"]
    stored(drawn(loan, 900_000))


def test_a_month_is_attested_once(city):
    given = {
        "month": date(2025, 5, 9), "bank": f"P:{BANK}", "place": "990101", "plan": yuan(100), "used": yuan(50),
        "ip_loans": yuan(100), "ip_npl": yuan(3), "npl_ratio_bp": 120, "attested_by": "普惠部",
    }  # fmt: skip
    code = stored(services.month_attest(**given, by=by("m")))
    assert stored(services.month_attest(**given, by=by("m"))) == code
    assert codes(services.month_attest(**given, by=by("m2"))) == ["month-told"]
    assert codes(services.month_attest(**given | {"ip_npl": yuan(101), "month": date(2025, 4, 1)}, by=by("m3"))) == [
        "more-bad-than-lent"
    ]


def test_rows_are_rebuilt_equal_from_facts(city):
    claim = approved(failed())
    stored(services.claim_pay(claim=claim, party="fund", amount=yuan(540_000), on=TODAY, by=by("p")))
    models = (Application, Registration, Loan, Claim, Fund)
    before = [m.objects.values().get() for m in models]
    refold.rebuild()
    assert [m.objects.values().get() for m in models] == before
    assert Money(before[3]["paid_sums"][0]) == yuan(540_000)
