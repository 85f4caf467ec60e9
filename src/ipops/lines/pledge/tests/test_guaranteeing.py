"""The limits on a guarantee company are looked at before it is bound: broken is refused, unknown is said (条例 第十四至十七条)."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ipops.kernel.money import NIL
from ipops.ledger.entry import Draft
from ipops.ledger.facts import PartyRegistered
from ipops.ledger.facts.words import PartyKind
from ipops.lines.pledge.app import guarantees, services
from ipops.lines.pledge.app.models import Application
from ipops.lines.pledge.facts.words import Security
from ipops.lines.pledge.rules.guaranteeing import Book, Bound, Stated, limits, may_bind
from ipops.webkit import journal

from .conftest import (
    BANK,
    DOC,
    FIRM,
    OTHER,
    SAID,
    TODAY,
    agreed,
    asked,
    by,
    codes,
    drawn,
    registered,
    stored,
    words,
    written,
    yuan,
)

GUARANTOR = "91990100F49PWEEPXY"
HUNDRED_MILLION = 100_000_000
STATED = Stated(on=date(2025, 1, 1), net_assets=yuan(HUNDRED_MILLION), outstanding=yuan(0), mainly_small=False)


def book(*bound, stated=STATED, group=("R",), owner_known=True):
    return Book(stated=stated, bound=bound, group=frozenset(group), owner_known=owner_known)


def of(firm, amount, on=date(2025, 2, 1), **more):
    return Bound(firm=firm, on=on, amount=yuan(amount), **more)


def found(told, more=0):
    return {x.id: x.holds for x in limits(told, firm="F", more=yuan(more), on=TODAY)}


class TestTheLimits:
    def test_one_firm_at_9_99_per_cent_with_a_related_one_at_5_02_breaks_the_fifteen(self):
        """Edge case 26 of the domain's list."""
        told = book(of("R", 5_020_000))
        assert found(told, 9_990_000) == {"outstanding": True, "one-obligor": True, "with-related": False}
        no = may_bind(limits(told, firm="F", more=yuan(9_990_000), on=TODAY), controls=False)
        assert codes(no) == ["limit-with-related"]
        assert "15.01%" in no.reasons[0].says.zh
        assert "第十六条" in str(no.reasons[0].cite)
        assert found(told, 9_980_000)["with-related"] is True, "15.00 per cent is not more than 15"

    def test_ten_per_cent_to_the_fen(self):
        assert found(book(), 10_000_000)["one-obligor"] is True
        assert found(book(of("F", 1)), 10_000_000)["one-obligor"] is False

    @pytest.mark.parametrize(
        ("small", "outstanding", "holds"),
        [(False, 1_000_000_001, False), (False, 1_000_000_000, True), (True, 1_500_000_000, True), (True, 1_500_000_001, False),
         (None, 1_000_000_000, True), (None, 1_200_000_000, None), (None, 1_500_000_001, False)],
    )  # fmt: skip
    def test_ten_times_and_fifteen_for_small_firms(self, small, outstanding, holds):
        told = book(
            stated=Stated(
                on=date(2025, 1, 1), net_assets=yuan(HUNDRED_MILLION), outstanding=yuan(outstanding), mainly_small=small
            )
        )
        assert found(told)["outstanding"] is holds

    def test_what_was_bound_since_the_statement_is_added_and_what_ended_taken_off(self):
        stated = Stated(
            on=date(2025, 1, 1), net_assets=yuan(1_000_000), outstanding=yuan(5_000_000), mainly_small=False
        )
        told = book(
            of("A", 1_000_000),
            of("B", 2_000_000, on=date(2024, 6, 1)),
            of("C", 500_000, on=date(2024, 6, 1), ended_on=date(2025, 3, 1)),
            of("D", 700_000, ended_on=date(2025, 4, 1)),
            stated=stated,
        )
        (whole, *_) = limits(told, firm="F", more=NIL, on=TODAY)
        assert whole.known == Fraction(55, 10)

    def test_without_net_assets_everything_is_unknown_and_says_so(self):
        got = limits(book(of("F", 10**9), stated=None), firm="F", more=yuan(1), on=TODAY)
        assert [x.holds for x in got] == [None] * 3
        assert all("净资产未登记" in x.lacks[0].zh for x in got)
        assert may_bind(got, controls=False) is None, "what is unknown refuses nothing"

    def test_what_the_book_breaks_by_itself_is_broken_whatever_else_is_unknown(self):
        stated = Stated(on=date(2025, 1, 1), net_assets=yuan(1_000_000), outstanding=None, mainly_small=None)
        got = found(book(of("A", 15_000_001), stated=stated, owner_known=False), 1)
        assert got == {"outstanding": False, "one-obligor": True, "with-related": None}

    def test_no_assets_left_holds_nothing(self):
        stated = Stated(on=date(2025, 1, 1), net_assets=yuan(-1), outstanding=yuan(0), mainly_small=True)
        assert set(found(book(stated=stated), 1).values()) == {False}


def registered_guarantor(controller=""):
    facts = [
        PartyRegistered(on=date(2012, 3, 1), party=f"P:{GUARANTOR}", kind_of_party=PartyKind.GUARANTOR, name="示范担保", code=GUARANTOR, place="990101", controller=controller),
    ]  # fmt: skip
    journal.append([Draft(fact=f, source=SAID, reference=f"g{i}") for i, f in enumerate(facts)], by="t")


def stated(reference="state", **more):
    given = {
        "guarantor": written(GUARANTOR, PartyKind.GUARANTOR), "on": date(2025, 3, 31), "net_assets": yuan(10_000_000),
        "outstanding": yuan(20_000_000), "mainly_small": False, "by": by(reference, document=DOC),
    } | more  # fmt: skip
    return services.guarantor_state(**given)


def bound(application, amount, who=GUARANTOR, security=Security.JOINT, reference="bind", kind=PartyKind.GUARANTOR):
    return services.security_bind(
        application=application, who=written(who, kind), security=security, amount=yuan(amount), until=None, by=by(reference),
    )  # fmt: skip


@pytest.mark.db
class TestBinding:
    @pytest.fixture
    def granted(self, city):
        """An application that the bank has granted, and nobody stands behind yet."""
        from ipops.lines.pledge.facts.words import Approach

        from .conftest import CLEAR

        app = asked()
        stored(services.finance_screen(application=app, meets=True, why="", by=by("screen")))
        stored(services.title_look(application=app, answers=CLEAR, by=by("look")))
        stored(
            services.collateral_value(
                application=app, appraiser=None, by_bank=True, report_on=date(2025, 5, 20), approaches=(Approach.INCOME, Approach.COST),
                values=(yuan(2_000_000), yuan(1_600_000)), settled=yuan(1_600_000), signers=0, why_one="", by=by("value"),
            )
        )  # fmt: skip
        stored(
            services.credit_decide(
                application=app, bank=written(BANK, PartyKind.BANK), granted=True, amount=yuan(1_000_000), ip_part=yuan(1_000_000),
                rate_bp=385, term_months=12, why="", by=by("grant"),
            )
        )  # fmt: skip
        return app

    def test_more_than_ten_per_cent_for_one_firm_is_refused_with_its_article(self, granted):
        registered_guarantor()
        stored(stated())
        no = bound(granted, 1_000_001)
        assert codes(no) == ["limit-one-obligor"]
        assert "第十六条" in str(no.reasons[0].cite)
        assert not Application.objects.get(application=granted).security
        assert "未知" in stored(bound(granted, 1_000_000, reference="again")).zh, "its owner is on no record"

    def test_an_unknown_limit_is_said_and_bound(self, granted):
        got = stored(bound(granted, 1_000_000))
        assert "净资产未登记" in got.zh
        assert "第十五条" in got.zh
        assert "not on record" in got.en
        assert Application.objects.get(application=granted).security_by == f"P:{GUARANTOR}"

    def test_nobody_is_guaranteed_by_a_company_that_he_controls(self, granted):
        registered_guarantor(controller=f"P:{FIRM}")
        no = bound(granted, 1)
        assert codes(no) == ["guarantees-its-owner"]
        assert "第十七条" in str(no.reasons[0].cite)

    def test_an_insurer_and_a_firm_that_guarantees_are_held_to_no_such_limit(self, granted):
        registered_guarantor()
        stored(stated(net_assets=yuan(1)))
        assert codes(bound(granted, 1_000_000)) == ["limit-outstanding", "limit-one-obligor", "limit-with-related"]
        stored(bound(granted, 1_000_000, security=Security.INSURANCE, reference="insured"))

    def test_a_parent_company_is_no_guarantee_company(self, granted):
        facts = [
            PartyRegistered(
                on=date(2015, 1, 5),
                party=f"P:{OTHER}",
                kind_of_party=PartyKind.ENTERPRISE,
                name="母公司",
                code=OTHER,
                place="990101",
            )
        ]
        journal.append([Draft(fact=f, source=SAID, reference="parent") for f in facts], by="t")
        assert stored(bound(granted, 1_000_000, who=OTHER, kind=PartyKind.ENTERPRISE)).zh == "已记入账本。"
        assert codes(stated(guarantor=written(OTHER, PartyKind.GUARANTOR))) == ["not-a-guarantor"]

    def test_a_statement_wants_its_paper_and_a_day_that_has_come_and_counts_once(self, city):
        registered_guarantor()
        assert codes(stated(by=by("state"), on=date(2025, 6, 4))) == ["paper-missing", "in-the-future"]
        stored(stated())
        size = journal.size()
        stored(stated())
        assert journal.size() == size
        stored(stated("later", on=date(2025, 4, 30), net_assets=yuan(2)))
        stored(stated("earlier", on=date(2025, 1, 31), net_assets=yuan(3)))
        assert guarantees.book_of(f"P:{GUARANTOR}", "").stated.net_assets == yuan(2), (
            "the last day counts, not the last entry"
        )

    def test_a_guarantee_weighs_until_the_loan_is_settled_and_no_more_than_what_is_left(self, city):
        from .conftest import drawn, registered

        registered_guarantor()
        loan = registered(agreed(security=(written(GUARANTOR, PartyKind.GUARANTOR), Security.JOINT)))
        party = f"P:{GUARANTOR}"
        assert [b.amount for b in guarantees.book_of(party, "").bound] == [yuan(1)]
        stored(drawn(loan))
        stored(
            services.loan_repay(
                loan=loan.loan, principal=yuan("999999.50"), interest=NIL, clears=False, on=TODAY, by=by("r")
            )
        )
        assert [b.amount for b in guarantees.book_of(party, "").bound] == [yuan("0.50")]
        stored(
            services.loan_repay(
                loan=loan.loan, principal=yuan("0.50"), interest=NIL, clears=False, on=TODAY, by=by("r2")
            )
        )
        stored(services.loan_settle(loan=loan.loan, on=TODAY, by=by("s")))
        assert [b.ended_on for b in guarantees.book_of(party, "").bound] == [TODAY]


@pytest.mark.db
def test_the_page_of_guarantors_and_of_the_application_tell_the_limits(enter, django_assert_max_num_queries):
    clerk, guarantor = enter("clerk"), enter("guarantor")
    registered_guarantor()
    loan = agreed(security=(written(GUARANTOR, PartyKind.GUARANTOR), Security.JOINT))
    given = {
        "reference": "s1", "guarantor": GUARANTOR, "on": "2025-03-31", "net_assets": "100000", "outstanding": "1200000", "mainly_small": "",
        "paper": SimpleUploadedFile("报表.pdf", b"%PDF-1.4", content_type="application/pdf"),
    }  # fmt: skip
    assert "未登记" in words(clerk.get("/pledge/guarantors/"))
    assert enter("firm").post("/pledge/guarantors/state/", given | {"guarantor": GUARANTOR}).status_code != 302
    given["paper"] = SimpleUploadedFile("报表.pdf", b"%PDF-1.4", content_type="application/pdf")
    assert guarantor.post("/pledge/guarantors/state/", given).status_code == 302
    with django_assert_max_num_queries(15):
        page = words(guarantor.get("/pledge/guarantors/"))
    assert "12.00倍" in page
    assert "<h1>担保公司</h1>" in guarantor.get("/pledge/guarantors/").text, "a page has its title"
    assert "10倍与15倍之间" in page
    assert (
        clerk.get(f"/pledge/applications/{loan.application}/").status_code == 200
    )  # who people are is read once and kept
    with django_assert_max_num_queries(15):
        page = words(clerk.get(f"/pledge/applications/{loan.application}/?lang=en"))
    assert "Limits on the guarantor" in page
    assert "between 10 and 15 times" in page
    assert "nobody recorded who controls the firm" in page


@pytest.mark.db
def test_the_pages_of_a_guarantor_lead_only_where_they_open(enter, django_assert_max_num_queries):
    registered_guarantor()
    loan = registered(agreed(security=(written(GUARANTOR, PartyKind.GUARANTOR), Security.JOINT)))
    stored(drawn(loan))
    guarantor, bank = enter("guarantor"), enter("bank")
    for address in (f"/pledge/loans/{loan.loan}/", f"/pledge/applications/{loan.application}/"):
        bank.get("/kit/")  # what every page asks once is asked
        for browser in (bank, guarantor):
            with django_assert_max_num_queries(15):
                page = browser.get(address)
            assert page.status_code == 200
        assert loan.pledge in page.text
        links = {x for x in re.findall(r'href="(/(?:pledge|rights|parties)/[^"#?]*)"', page.text) if x != address}
        assert {x: guarantor.get(x).status_code for x in links} == dict.fromkeys(links, 200)
    assert f'href="/pledge/registrations/{loan.pledge}/"' in bank.get(f"/pledge/loans/{loan.loan}/").text


@pytest.mark.db
def test_a_reference_of_a_statement_stands_for_one_content(city):
    registered_guarantor()
    stored(stated())
    size = journal.size()
    stored(stated())
    assert [r.code for r in stated(net_assets=yuan(9_000_000)).reasons] == ["reference-taken"]
    assert [r.code for r in stated(on=date(2025, 4, 30)).reasons] == ["reference-taken"]
    assert journal.size() == size
