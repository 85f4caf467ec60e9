"""The claims of a maximum-amount pledge are fixed: each ground of article 423, and what is secured from then on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.lines.pledge.app import services
from ipops.lines.pledge.app.models import Loan
from ipops.lines.pledge.facts.words import Change, FixedBy, LoanClass
from ipops.lines.pledge.rules import fixing
from ipops.lines.pledge.rules.fixing import GROUNDS, Asked, Pledge, may_fix
from ipops.policy import laws
from ipops.webkit import refold

from .conftest import (
    DOC,
    IMPAIRED,
    TODAY,
    agreed,
    by,
    claimed,
    codes,
    drawn,
    fund,
    registered,
    stored,
    token,
    words,
    yuan,
)

SECURED = date(2023, 6, 3)
PLEDGE = Pledge(maximum=True, secured_on=SECURED, fixes_on=None, fixed_on=None)
TWO_FULL = date(2025, 6, 4)


def fixes(ground, on=TODAY, *, pledge=PLEDGE, today=date(2025, 6, 30), **more):
    got = may_fix(pledge, Asked(ground=ground, on=on, **more), today=today)
    return codes(got) if isinstance(got, Refused) else []


class TestAGround:
    def test_stands_in_the_law_word_for_word(self):
        for cite in GROUNDS.values():
            assert laws.check_citation(cite) is None, cite.quote
        assert set(GROUNDS) == set(FixedBy)

    def test_one_the_agreed_period_ends(self):
        agreed_ = replace(PLEDGE, fixes_on=date(2025, 6, 2))
        assert fixes(FixedBy.TERM, date(2025, 6, 2), pledge=agreed_) == []
        assert fixes(FixedBy.TERM, TODAY, pledge=agreed_) == ["another-day"]
        assert fixes(FixedBy.TERM) == ["no-agreed-day"]

    def test_two_none_is_agreed_and_a_side_asks_after_two_full_years(self):
        assert fixing.asked_from(PLEDGE) == TWO_FULL
        assert fixes(FixedBy.REQUEST, TWO_FULL, asked_by="pledgor") == []
        assert fixes(FixedBy.REQUEST, date(2025, 6, 3), asked_by="pledgee") == ["before-two-years"]
        assert fixes(FixedBy.REQUEST, TWO_FULL) == ["asked-by-whom"]
        agreed_ = replace(PLEDGE, fixes_on=date(2027, 1, 1))
        assert fixes(FixedBy.REQUEST, TWO_FULL, pledge=agreed_, asked_by="pledgee") == ["day-agreed"]

    def test_three_no_new_claim_can_arise(self):
        assert fixes(FixedBy.NO_NEW, why="授信合同已解除") == []
        assert fixes(FixedBy.NO_NEW) == ["no-why"]

    def test_four_the_right_is_seized_as_the_pledgee_knew_or_should_have_known(self):
        assert fixes(FixedBy.SEIZED, document=DOC) == []
        assert fixes(FixedBy.SEIZED) == ["paper-missing"]

    def test_five_debtor_or_pledgor_is_bankrupt_or_dissolved(self):
        assert fixes(FixedBy.BANKRUPT, document=DOC) == []
        assert fixes(FixedBy.BANKRUPT) == ["paper-missing"]

    def test_six_another_law_says_so_and_is_named(self):
        assert fixes(FixedBy.BY_LAW, law="某法第一条") == []
        assert fixes(FixedBy.BY_LAW) == ["no-law"]

    def test_is_of_a_maximum_amount_pledge_that_exists_once_and_not_ahead(self):
        given = {"why": "x"}
        assert fixes(FixedBy.NO_NEW, pledge=replace(PLEDGE, maximum=False), **given) == ["not-maximum"]
        assert fixes(FixedBy.NO_NEW, pledge=replace(PLEDGE, secured_on=None), **given) == ["no-pledge"]
        assert fixes(FixedBy.NO_NEW, pledge=replace(PLEDGE, fixed_on=TODAY), **given) == ["fixed-already"]
        assert fixes(FixedBy.NO_NEW, date(2023, 6, 2), **given) == ["before-the-pledge"]
        assert fixes(FixedBy.NO_NEW, date(2025, 7, 1), **given) == ["in-the-future"]


class TestWhatIsSecured:
    @pytest.mark.parametrize(("fixed", "cap", "first"), [(90, 100, 90), (130, 100, 100), (100, 100, 100)])
    def test_is_the_fixed_sum_up_to_the_registered_cap(self, fixed, cap, first):
        assert fixing.first_with(yuan(fixed), yuan(cap)) == yuan(first)

    def test_is_not_known_where_no_cap_is_registered(self):
        assert fixing.first_with(yuan(1), None) is None

    def test_of_the_principal_is_never_more_than_is_left(self):
        assert fixing.claimable(yuan(50), yuan(80), yuan(100)) == yuan(50)
        assert fixing.claimable(yuan(90), yuan(80), yuan(100)) == yuan(80)
        assert fixing.claimable(yuan(90), yuan(80), yuan(70)) == yuan(70)
        assert fixing.claimable(yuan(90), None, yuan(70)) == yuan(90), "nothing is fixed yet"

    def test_a_drawing_of_the_last_day_agreed_is_and_one_of_the_next_is_not(self):
        agreed_ = replace(PLEDGE, fixes_on=TODAY)
        assert fixing.may_draw(agreed_, TODAY) is None
        assert codes(fixing.may_draw(agreed_, date(2025, 6, 4))) == ["claims-fixed"], "told or not, the day has come"


def fix(loan, ground=FixedBy.NO_NEW, on=TODAY, *, reference="fix", interest=0, others=0, document="", **more):
    asked = Asked(ground=ground, on=on, **{"why": "不再放款"} | more)
    return services.loan_fix(
        loan=loan.loan, asked=asked, interest=yuan(interest), others=yuan(others),
        by=by(reference, "user:bank", document=document),
    )  # fmt: skip


@pytest.mark.db
class TestALoan:
    def test_is_fixed_with_what_stood_that_day_and_draws_no_more(self, city):
        loan = registered(agreed(maximum=True))
        stored(drawn(loan, 600_000))
        stored(fix(loan, interest=9_000, others=1_000))
        loan.refresh_from_db()
        assert (loan.fixed_fen, loan.fixed, loan.fixed_ground) == (60_000_000, yuan(610_000), "no_new")
        assert codes(drawn(loan, 100_000, "draw-2")) == ["claims-fixed"]
        assert codes(fix(loan, reference="again")) == ["fixed-already"]
        stored(fix(loan, interest=9_000, others=1_000))
        assert codes(fix(loan, interest=1)) == ["reference-taken"]

    def test_a_fixing_that_is_told_late_leaves_out_what_was_drawn_since(self, city):
        """The right was seized on the 5th; the bank drew on the 9th and told of the seizure on the 10th."""
        loan = registered(agreed(maximum=True))
        stored(drawn(loan, 300_000))
        with time_machine.travel("2025-06-10 12:00:00+08:00"):
            late = date(2025, 6, 10)
            got = services.loan_draw(
                loan=loan.loan, drawing="", amount=yuan(200_000), on=date(2025, 6, 9), due_on=date(2026, 6, 2),
                by=by("d2", today=late),
            )  # fmt: skip
            stored(got)
            asked = Asked(ground=FixedBy.SEIZED, on=date(2025, 6, 5))
            told = {"loan": loan.loan, "asked": asked, "interest": yuan(0), "others": yuan(0)}
            assert codes(services.loan_fix(**told, by=by("f0", today=late))) == ["paper-missing"]
            stored(services.loan_fix(**told, by=by("f", document=DOC, today=late)))
        loan.refresh_from_db()
        assert (loan.left, loan.fixed_fen) == (yuan(500_000), 30_000_000)
        before = Loan.objects.values().get()
        refold.rebuild()
        assert Loan.objects.values().get() == before

    def test_a_claim_on_the_fund_is_of_what_is_secured_alone(self, city):
        loan = registered(agreed(maximum=True))
        stored(services.loan_file(loan=loan.loan, fund=fund(), place="990101", on=TODAY, by=by("ff")))
        stored(drawn(loan, 300_000))
        with time_machine.travel("2025-06-10 12:00:00+08:00"):
            late = {"today": date(2025, 6, 10)}
            on = date(2025, 6, 9)
            stored(
                services.loan_draw(
                    loan=loan.loan,
                    drawing="",
                    amount=yuan(200_000),
                    on=on,
                    due_on=date(2026, 6, 2),
                    by=by("d2", **late),
                )
            )
            asked = Asked(ground=FixedBy.BANKRUPT, on=date(2025, 6, 5))
            fixed = services.loan_fix(
                loan=loan.loan, asked=asked, interest=yuan(0), others=yuan(0), by=by("f", document=DOC, **late)
            )
            stored(fixed)
            grade = {"grade": LoanClass.LOSS, "interest": yuan(0), "on": on, "basis": IMPAIRED}
            stored(services.loan_classify(loan=loan.loan, **grade, by=by("c", **late)))
            assert codes(claimed(loan, principal=yuan(500_000))) == ["above-the-fixed"]
            assert isinstance(claimed(loan, principal=yuan(300_000)), str)

    def test_the_cap_is_not_changed_once_they_are_fixed(self, city):
        loan = registered(agreed(maximum=True))
        stored(drawn(loan, 600_000))
        stored(fix(loan))
        got = services.pledge_change(
            pledge=loan.pledge, change=Change.CLAIM, cap=yuan(2_000_000), due_on=None, why="", by=by("ch", document=DOC)
        )
        assert codes(got) == ["claims-fixed"]

    def test_an_agreed_day_is_a_clock_and_shuts_the_drawings_when_it_comes(self, city):
        day = date(2025, 9, 1)
        loan = registered(agreed(maximum=True, fixes_on=day))
        assert loan.fixes_on == day
        with time_machine.travel("2025-09-02 12:00:00+08:00"):
            today = date(2025, 9, 2)
            given = {"loan": loan.loan, "drawing": "", "amount": yuan(1), "due_on": date(2026, 6, 2)}
            got = services.loan_draw(**given, on=today, by=by("late", today=today))
            assert codes(got) == ["claims-fixed"]
            stored(services.loan_draw(**given, on=day, by=by("in-time", today=today)))

    def test_a_day_is_agreed_for_a_maximum_amount_pledge_alone(self, city):
        with pytest.raises(AssertionError, match="债权确定日"):
            agreed(fixes_on=date(2025, 9, 1))


@pytest.mark.db
@pytest.mark.parametrize("ground", list(FixedBy))
def test_each_ground_is_told_on_the_page_in_both_languages_and_in_the_api(enter, ground):
    term = date(2025, 6, 3) if ground is FixedBy.TERM else None
    loan = registered(agreed(maximum=True, fixes_on=term), cap=500_000)
    stored(drawn(loan, 500_000))
    page = words(enter("bank").get(f"/pledge/loans/{loan.loan}/"))
    assert ("约定 2025-06-03 确定" if term else "自 2027-06-04 起可请求确定") in page
    when = "2027-06-04" if ground is FixedBy.REQUEST else "2025-06-03"
    with time_machine.travel(f"{when} 12:00:00+08:00"):
        bank = enter("bank")
        paper = SimpleUploadedFile("文书.pdf", b"%PDF-1.4", content_type="application/pdf")
        answer = bank.post(
            f"/pledge/loans/{loan.loan}/do/fix/",
            {"reference": "r", "stands_at": loan.folded_to, "ground": str(ground), "on": when, "interest": "7000",
             "others": "0", "asked_by": "pledgor", "law": "某法第一条", "why": "说明", "paper": paper},
        )  # fmt: skip
        assert answer.status_code == 302, words(answer)
        for lang, named in (("zh", ground.zh), ("en", ground.en)):
            page = words(bank.get(f"/pledge/loans/{loan.loan}/?lang={lang}"))
            assert named in page
            assert "507,000.00" in page
            assert "500,000.00" in page
        assert ground.zh in words(bank.get(f"/pledge/registrations/{loan.pledge}/?lang=zh"))
        told = bank.get(f"/api/v1/pledge/loans/{loan.loan}", **token("bank")).json()
    assert (told["fixed_on"], told["fixed_ground"]) == (when, str(ground))
    assert (told["fixed_fen"], told["first_fen"]) == (50_700_000, 50_000_000)
    assert Money(told["cap_fen"]) == yuan(500_000)


def test_fixing_drawing_and_the_call_are_offered_where_they_can_come(enter):
    """The page of every loan offered to fix claims of a maximum-amount pledge, and to call a guarantor where there is none."""
    plain = registered(agreed())
    stored(drawn(plain))
    page = words(enter("bank").get(f"/pledge/loans/{plain.loan}/"))
    assert f"/pledge/loans/{plain.loan}/do/fix/" not in page
    bank = enter("bank")
    fix, call = (bank.get(f"/pledge/loans/{plain.loan}/do/{event}/") for event in ("fix", "call"))
    assert {fix.status_code, call.status_code} == {409}, (fix.status_code, call.status_code)
