"""What the house's own records tell of a borrower and a bank is not typed; what is typed beside them needs a reason."""

from __future__ import annotations

import re
from datetime import date

import pytest

from ipops.kernel.money import Money
from ipops.lines.pledge.app import moves, services, telling
from ipops.lines.pledge.app.models import Claim, Loan
from ipops.lines.pledge.facts import ClaimChecked
from ipops.lines.pledge.rules import assessing, recorded
from ipops.lines.pledge.rules.recorded import Earlier, records
from ipops.webkit import journal

from .conftest import by, claimed, codes, failed, stored, words, yuan

AGREED, DRAWN = date(2025, 1, 31), date(2025, 2, 5)


def told(*others, sme=None, lent=None):
    got = records(agreed_on=AGREED, drawn_on=DRAWN, sme=sme, others=others, lent=lent, lent_loans=1)
    return {x.fact: x.value for x in got}


def earlier(drawn_on=None, npl_on=None):
    return Earlier(loan="L:other", drawn_on=drawn_on, npl_on=npl_on)


class TestWhatRecordsTell:
    def test_nothing_on_record_is_no_no(self):
        assert told() == {}
        assert told(earlier()) == {}

    @pytest.mark.parametrize(
        ("npl_on", "bad"),
        [(date(2022, 1, 30), None), (date(2022, 1, 31), True), (date(2025, 1, 31), True), (date(2025, 2, 1), None)],
    )
    def test_a_loan_classed_bad_within_three_years_before_this_one_was_agreed(self, npl_on, bad):
        assert told(earlier(npl_on=npl_on)).get("firm.ever_substandard") is bad

    @pytest.mark.parametrize(
        ("drawn_on", "first"), [(date(2025, 2, 4), False), (DRAWN, None), (date(2025, 3, 1), None)]
    )
    def test_a_loan_drawn_before_makes_this_one_no_first_loan(self, drawn_on, first):
        assert told(earlier(drawn_on=drawn_on)).get("loan.first") is first

    def test_the_register_tells_the_size_and_the_book_what_was_lent(self):
        assert told(sme=False, lent=yuan(7)) == {"firm.is_sme": False, "bank.lent": yuan(7)}

    def test_each_names_its_records(self):
        (got,) = records(
            agreed_on=AGREED,
            drawn_on=DRAWN,
            sme=None,
            others=[earlier(drawn_on=date(2024, 1, 1))],
            lent=None,
            lent_loans=0,
        )
        assert "L:other" in got.because.zh
        assert got.line.startswith("loan.first=否 # ")


@pytest.mark.db
class TestAClaim:
    def test_the_check_keeps_what_records_told(self, city):
        loan = failed()
        claim = stored(claimed(loan))
        stored(services.claim_check(claim=claim, given=(), by=by("check")))
        (fact,) = [e.fact for e in journal.about(case=claim) if isinstance(e.fact, ClaimChecked)]
        assert [x.partition("=")[0] for x in fact.records] == ["bank.lent"], "the register tells no size of this firm"
        assert "1,000,000" in fact.records[0]

    def test_a_typed_figure_beside_a_record_wants_a_reason(self, city):
        loan = failed()
        claim = stored(claimed(loan))

        def checked(line, reference):
            return services.claim_check(claim=claim, given=(line,), by=by(reference))

        no = checked("bank.lent=500万元", "c1")
        assert codes(no) == ["reason-missing"]
        assert "1笔贷款" in no.reasons[0].says.zh
        stored(checked("bank.lent=100万元", "c2"))
        stored(checked("bank.lent=500万元 # 另有四笔由纸质台账备案", "c3"))
        assert Claim.objects.get(claim=claim).given == ["bank.lent=500万元 # 另有四笔由纸质台账备案"]
        stored(checked("firm.is_sme=是", "c4"))

    def test_the_typed_figure_with_its_reason_is_what_the_scheme_sees(self, city):
        loan = failed()
        found = moves.records_of(Loan.objects.get(loan=loan.loan))
        around = assessing.Around(**dict.fromkeys(
            ("pot_balance", "pot_size", "paid_ever", "paid_year", "paid_firm", "borrower", "book", "bad", "bank_book", "bank_bad", "overdue"),
            Money(0),
        ))  # fmt: skip
        from ipops.lines.pledge.app import selectors

        def lent(*given):
            return assessing.case_of(selectors.loss_of(loan), around, given, date(2025, 6, 3), found).get("bank.lent")

        assert lent() == yuan(1_000_000)
        assert lent("bank.lent=500万元 # 纸质台账") == yuan(5_000_000)


@pytest.mark.db
def test_the_page_of_a_loss_tells_what_records_told_and_by_which(enter, django_assert_max_num_queries):
    loan = failed()
    clerk = enter("clerk")
    with django_assert_max_num_queries(15):
        page = words(clerk.get(f"/pledge/overdue/{loan.loan}/?lang=en"))
    assert "what the bank lent on its 1 loans filed with the fund" in page


class TestReasonsAreReadInBothLanguages:
    """They are kept in Chinese, with the loans and numbers they name."""

    def test_with_what_they_name(self):
        found = records(
            agreed_on=AGREED,
            drawn_on=DRAWN,
            sme=True,
            others=(earlier(npl_on=date(2024, 1, 1)),),
            lent=Money.yuan(46_900_000),
            lent_loans=15,
        )
        said = [telling.fact_line(x.line) for x in found]
        assert len(said) == 3
        assert not [s.en for s in said if re.search(r"[\u4e00-\u9fff]", s.en)]
        assert "15 loans" in said[-1].en
        assert "46,900,000" in said[-1].en
        assert "L:other" in said[1].en

    def test_what_somebody_wrote_stays_as_it_is(self):
        assert recorded.reason("另有说明").en == "另有说明"
