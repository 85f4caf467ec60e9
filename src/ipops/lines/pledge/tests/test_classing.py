"""A loan may be bad before it is overdue: then the bank says on what that rests."""

from __future__ import annotations

from datetime import date

import pytest

from ipops.kernel.money import NIL, Money
from ipops.lines.pledge.app import services
from ipops.lines.pledge.app.models import Loan
from ipops.lines.pledge.app.views.claim import _shared
from ipops.lines.pledge.facts import RecoveryReceived
from ipops.lines.pledge.facts.words import BadBecause, LoanClass, RecoveredBy
from ipops.lines.pledge.rules.classing import Owed, may_class
from ipops.webkit import refold

from .conftest import TODAY, agreed, by, codes, drawn, registered, stored, words, yuan

ONE = Money.yuan(1)


def found(grade=LoanClass.SUBSTANDARD, basis=None, why="", *, overdue_on=None, due_on=date(2026, 6, 2), bad=False):
    owed = Owed(overdue_on=overdue_on, due_on=due_on, left=ONE, bad=bad)
    got = may_class(owed, grade=grade, basis=basis, why=why, on=TODAY)
    return [] if got is None else [r.code for r in got.reasons]


class TestTheBasis:
    def test_nothing_overdue_wants_a_basis(self):
        assert found() == ["basis-missing"]
        assert found(basis=BadBecause.IMPAIRED) == []
        assert found(basis=BadBecause.DOWNGRADED) == []

    def test_overdue_is_no_basis_where_nothing_is(self):
        assert found(basis=BadBecause.OVERDUE) == ["not-overdue"]
        assert found(basis=BadBecause.OVERDUE, overdue_on=TODAY) == []

    def test_other_circumstances_are_told_in_words(self):
        assert found(basis=BadBecause.OTHER, why=" ") == ["words-missing"]
        assert found(basis=BadBecause.OTHER, why="停产，账户被冻结") == []

    @pytest.mark.parametrize("told", [{"overdue_on": TODAY}, {"due_on": date(2020, 1, 2)}, {"bad": True}])
    def test_what_is_overdue_or_bad_by_the_book_needs_none(self, told):
        assert found(**told) == []

    def test_a_loan_that_falls_overdue_later_was_not_so_that_day(self):
        assert found(overdue_on=date(2100, 1, 1)) == ["basis-missing"]

    def test_a_good_class_rests_on_nothing_bad(self):
        assert found(LoanClass.MENTION, BadBecause.IMPAIRED) == ["basis-of-no-bad-loan"]
        assert found(LoanClass.MENTION) == []


@pytest.mark.db
class TestALoan:
    def classed(self, reference, **more):
        given = {"loan": Loan.objects.get().loan, "grade": LoanClass.DOUBTFUL, "interest": NIL, "on": TODAY}
        return services.loan_classify(**given | more, by=by(reference))

    def test_is_bad_before_it_is_overdue_by_the_banks_word_and_the_page_says_why(self, city, enter):
        stored(drawn(registered(agreed())))
        assert codes(self.classed("c1")) == ["basis-missing"]
        stored(self.classed("c2", basis=BadBecause.OTHER, why="停产，账户被冻结"))
        stored(self.classed("c3", grade=LoanClass.LOSS))
        row = Loan.objects.get()
        assert (row.stage, row.basis, row.basis_why) == ("bad", "other", "停产，账户被冻结"), "a further class keeps it"
        before = Loan.objects.values().get()
        refold.rebuild(["pledge.loan"])
        assert Loan.objects.values().get() == before
        page = " ".join(words(enter("bank").get(f"/pledge/loans/{row.loan}/")).split())
        assert "认定不良的依据 无法足额偿付本息的其他情形 停产，账户被冻结" in page
        stored(self.classed("c4", grade=LoanClass.NORMAL))
        assert Loan.objects.get().basis == ""


def test_what_is_left_over_goes_to_whom_the_law_gives_it():
    def told(how):
        fact = RecoveryReceived(
            on=TODAY, claim="C", fund="F", place="990101", how=how, gross=yuan(3), parties=(), sums=(), cost=NIL, surplus=yuan(3),
        )  # fmt: skip
        return [x.zh for x in _shared(fact, {})]

    (sold,) = told(RecoveredBy.AUCTION)
    assert sold.startswith("余额，债权清偿后归出质人（民法典(2020-05-28) 第四百三十八条）")
    assert told(RecoveredBy.DEBTOR)[0].startswith("余额，归债务人")
    assert told(RecoveredBy.GUARANTOR)[0].startswith("余额，归付款人"), "who paid too much has it back"
