"""A city's money in the database: received, set aside, signed, paid, recovered; statements held against it."""

from __future__ import annotations

from datetime import date

import pytest

from ipops.finance.double import Claim
from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.models import Account, Dossier
from ipops.lines.programme.app.reading import fund as reading
from ipops.lines.programme.app.reading.entries import of_cases
from ipops.lines.programme.app.services import contracts, fund, projects, recovery
from ipops.lines.programme.facts.words import Instrument, Position, ProjectClass, Source
from ipops.lines.programme.rules.fund import postings
from ipops.lines.programme.tests.test_plan import NOMINATION, PAPER, city, codes  # noqa: F401  (a fixture)
from ipops.policy import pack_named
from ipops.webkit import claims, journal, refold

pytestmark = [pytest.mark.django_db, pytest.mark.db]
ON = date(2024, 3, 1)
PARTY = "91110000600037341L"


def receive(amount="100000000", **changed):
    given = {
        "nomination": NOMINATION,
        "source": Source.CENTRAL_FIRST,
        "amount": Money.yuan(amount),
        "budget_year": 2023,
        "number": "示财建〔2023〕1号",
        "received_on": date(2023, 11, 1),
        "passed_on": date(2023, 11, 20),
        "by": "user:officer",
        "today": ON,
        "reference": f"r{amount}",
    }
    return fund.money_receive(**given | changed)


def call(**changed):
    given = {
        "call": "pc:1",
        "title": "高价值专利培育",
        "klass": ProjectClass.GRANT,
        "source": Source.CENTRAL_FIRST,
        "instrument": Instrument.GRANT,
        "money": Money.yuan(1_000_000),
        "budget_year": 2023,
        "closes_on": date(2024, 4, 1),
        "task": "T1",
    }
    return projects.project_call(
        nomination=NOMINATION, asked=projects.CallAsked(**given | changed), by="user:officer", today=ON
    )


def application(project="prj:1", **changed):
    given = {
        "project": project,
        "call": "pc:1",
        "place": "990100",
        "applicant": PARTY,
        "title": "一号项目",
        "asked": Money.yuan(600_000),
        "fund_name": "运营资金",
        "bureau": "知识产权局",
        "invoices": ("FP1",),
        "credit_clean": True,
        "on": ON,
    }
    return f.ProjectApplied(**given | changed)


def apply(*args, confirmed="", **changed):
    return projects.project_apply(
        application=application(*args, **changed), by="user:clerk", today=ON, confirmed=confirmed
    )


def go(project, *events, **more):
    for event in events:
        got = projects.project_step(case=project, event=event, by="user:officer", today=ON, reference=event, **more)
        assert not isinstance(got, Refused), got


def order(code="pay:1", yuan=600_000, **changed):
    given = {
        "order": code,
        "project": "prj:1",
        "amount": Money.yuan(yuan),
        "account_no": "6222000012345678",
        "invoice": "FP1",
        "voucher": "PZ1",
    }
    return projects.payment_order(asked=projects.OrderAsked(**given | changed), by="user:clerk", today=ON)


def order_go(*events, by="user:certifier", code="pay:1"):
    for event in events:
        got = projects.order_step(case=code, event=event, by=by, today=ON, reference=event)
        assert not isinstance(got, Refused), got


def back(yuan, reference="1", document=PAPER):
    came = recovery.CameBack(project="prj:1", amount=Money.yuan(yuan), document=document)
    return recovery.recovery_receive(came=came, by="user:officer", today=ON, reference=reference)


def stands(position):
    return sum(a.fen for a in Account.objects.filter(account__endswith=f":{position}")) // 100


@pytest.fixture
def running(city):  # noqa: F811
    receive()
    call()
    apply()
    go("prj:1", "check_form", "review", "publicise", "start")


class TestMoneyIn:
    def test_is_posted_with_its_document_and_clock(self, city):  # noqa: F811
        receive()
        read = reading.fund_of("fund:990100:2023", pack_named("demo-city"), ON)
        assert stands("available") == 100_000_000
        assert [c.code for c in read.clocks] == ["pass_on", "surplus"]
        assert not read.clocks[0].is_late(ON)

    def test_without_number_or_amount_nothing_is_posted(self, city):  # noqa: F811
        assert codes(receive(number="")) == ["no-number"]
        assert codes(receive("0")) == ["amount-not-positive"]
        assert Account.objects.count() == 0

    def test_no_day_of_receipt_lies_ahead(self, city):  # noqa: F811
        assert codes(receive(received_on=date(2024, 3, 2), passed_on=None)) == ["received-ahead"]
        assert codes(receive(passed_on=date(2024, 3, 2))) == ["received-ahead"]

    def test_withheld_money_is_seen_and_cannot_be_spent(self, city):  # noqa: F811
        receive(source=Source.CENTRAL_SECOND, withheld=True)
        assert (stands("withheld"), stands("available")) == (100_000_000, 0)
        assert codes(call(source=Source.CENTRAL_SECOND)) == ["account-uncovered"]

    def test_a_statement_that_differs_is_kept_and_shown(self, city):  # noqa: F811
        receive()
        account = Account.objects.get(account__endswith="available").account
        asked = {"account": account, "by": "user:officer", "on": ON, "today": ON}
        later = asked | {"on": date(2024, 3, 2), "stated": Money(1), "document": PAPER, "reference": "0"}
        assert codes(fund.balance_state(**later)) == ["stated-ahead"]
        strange = later | {"on": ON, "account": account.replace("2023", "2020")}
        assert codes(fund.balance_state(**strange)) == ["no-such-account"]
        assert codes(fund.balance_state(**asked, stated=Money(1), document="", reference="1")) == ["no-statement"]
        fund.balance_state(**asked, stated=Money.yuan(100_000_000), document=PAPER, reference="2")
        pack = pack_named("demo-city")
        assert reading.fund_of("fund:990100:2023", pack, ON).off == ()
        fund.balance_state(**asked, stated=Money.yuan(99_999_999), document=PAPER, reference="3")
        assert [a.account for a in reading.fund_of("fund:990100:2023", pack, ON).off] == [account]


class TestProjects:
    def test_a_call_sets_its_money_aside_or_is_not_opened(self, city):  # noqa: F811
        assert codes(call()) == ["account-uncovered"]
        assert not Dossier.objects.filter(case="pc:1").exists()
        receive()
        call()
        assert (stands("planned"), stands("available")) == (1_000_000, 99_000_000)

    def test_an_instrument_the_notice_does_not_list_is_refused(self, city):  # noqa: F811
        receive()
        assert codes(call(instrument=Instrument.GRANT, money=Money(0))) == ["call-incomplete"]

    def test_applicants_are_looked_at_and_every_lack_is_told(self, running):
        got = apply("prj:2", invoices=(), is_legal_person=False, credit_clean=None, asked=Money.yuan(9_000_000))
        assert codes(got) == ["not-a-legal-person", "credit-unchecked", "asks-too-much"]

    def test_an_applicant_is_known_by_its_code_and_a_right_by_its_number_however_they_are_typed(self, running):
        """Other houses know the same body and the same right by these codes: typed otherwise nobody would find the double."""
        typed = {"applicant": " 9111 0000 6000 37341l", "rights": ("ZL 2018 1 0654321.1", "201810654321.1")}
        assert not isinstance(apply("prj:2", title="二号", invoices=(), **typed), Refused)
        read = reading.project_of("prj:2").applied
        assert (read.applicant, read.rights) == (f"P:{PARTY}", ("CN201810654321.1",))
        assert codes(apply("prj:3", title="三号", invoices=(), applicant=f"P:{PARTY}", rights=read.rights)) == [
            "double-right"
        ]

    def test_what_cannot_be_read_is_refused_with_what_it_should_be(self, running):
        got = apply("prj:2", title="二号", invoices=(), applicant="91110000600037341X", rights=("ZL201810654321.7",))
        assert codes(got) == ["credit-code", "right-number"]
        assert PARTY in got.reasons[0].says.zh
        assert codes(apply("prj:2", title="二号", invoices=(), applicant="某公司")) == ["credit-code"]

    def test_the_same_invoice_is_refused_and_the_same_title_asked_about(self, running):
        assert codes(apply("prj:2", title="二号", bureau="科技局")) == ["double-invoice"]
        assert codes(apply("prj:2", invoices=())) == ["double-title"]
        assert not isinstance(apply("prj:2", invoices=(), confirmed="二期"), Refused)

    def test_what_was_turned_down_may_be_claimed_again(self, running):
        apply("prj:2", title="二号", invoices=("FP2",))
        go("prj:2", "turn_down", why="不符合")
        assert not isinstance(apply("prj:3", title="三号", invoices=("FP2",)), Refused)

    def test_projects_together_stay_within_their_call(self, running):
        """Another call's money lies on the same account and is not this one's."""
        call(call="pc:2", title="另一征集")
        apply("prj:2", title="二号", invoices=("FP2",), asked=Money.yuan(400_001))
        go("prj:2", "check_form", "review", "publicise")
        got = projects.project_step(case="prj:2", event="start", by="user:officer", today=ON, reference="s")
        assert codes(got) == ["over-the-call"]
        apply("prj:3", title="三号", invoices=("FP3",), asked=Money.yuan(400_000))
        go("prj:3", "check_form", "review", "publicise", "start")

    def test_signing_and_paying_move_the_money(self, running):
        assert (stands("planned"), stands("encumbered")) == (400_000, 600_000)
        order(yuan=250_000)
        order_go("approve")
        order_go("send", "pay", by="user:officer")
        assert (stands("encumbered"), stands("paid")) == (350_000, 250_000)
        assert sum(a.fen for a in Account.objects.all()) == 0

    def test_who_asked_does_not_approve(self, running):
        order()
        got = projects.order_step(case="pay:1", event="approve", by="user:clerk", today=ON, reference="a")
        assert codes(got) == ["own-order"]

    def test_orders_together_stay_within_the_contract(self, running):
        order(yuan=400_000)
        assert codes(order("pay:2", 200_001, invoice="FP9")) == ["over-the-contract"]
        assert not isinstance(order("pay:2", 200_000, invoice="FP9"), Refused)

    def test_nothing_is_paid_without_its_voucher_and_the_posting_names_it(self, running):
        order(yuan=500_000, voucher=" ")
        order_go("approve")
        order_go("send", by="user:officer")
        told = {"case": "pay:1", "event": "pay", "by": "user:officer", "today": ON, "reference": "p"}
        assert codes(projects.order_step(**told)) == ["no-voucher"]
        assert not isinstance(projects.order_step(**told, document=PAPER), Refused)
        (posted,) = (e for e in of_cases(["pay:1"], [f.MoneyPosted]))
        assert posted.source.document == PAPER
        order("pay:2", 100, invoice="FP8", voucher="PZ-8")
        order_go("approve", code="pay:2")
        order_go("send", "pay", by="user:officer", code="pay:2")
        assert of_cases(["pay:2"], [f.MoneyPosted])[0].fact.reference_no == "PZ-8"

    def test_services_that_were_bought_are_paid_on_their_contract(self, city):  # noqa: F811
        receive()
        call(instrument=Instrument.SERVICES)
        apply()
        go("prj:1", "check_form", "review", "publicise", "start")
        assert codes(order()) == ["no-contract"]
        asked = contracts.ContractAsked(
            contract="HT-1", project="prj:1", amount=Money.yuan(600_000), procurement="公开招标"
        )
        contracts.contract_sign(asked=asked, by="user:clerk", today=ON, reference="k", document=PAPER)
        assert not isinstance(order(contract="HT-1"), Refused)

    def test_one_invoice_is_not_paid_twice(self, running):
        order(yuan=100)
        assert codes(order("pay:2", 100, invoice="fp-1")) == ["double-invoice"]

    def test_an_invoice_claimed_elsewhere_after_the_order_stops_its_approval_and_its_payment(
        self, running, monkeypatch
    ):
        def elsewhere(*_):
            return [
                Claim(code="x:1", party="other", title="", fund="另一资金", bureau="", invoices=frozenset({"fp-1"}))
            ]

        def step(event, by):
            return projects.order_step(case="pay:1", event=event, by=by, today=ON, reference=event)

        order(yuan=100)
        with monkeypatch.context() as later:
            later.setitem(claims._HOUSES, "elsewhere", elsewhere)
            assert codes(step("approve", "user:certifier")) == ["double-invoice"]
        order_go("approve")
        order_go("send", by="user:officer")
        with monkeypatch.context() as later:
            later.setitem(claims._HOUSES, "elsewhere", elsewhere)
            assert codes(step("pay", "user:officer")) == ["double-invoice"]
            assert not of_cases(["pay:1"], [f.MoneyPosted])
        order_go("pay", by="user:officer")

    def test_a_returned_order_can_be_withdrawn_and_its_invoice_used_again(self, running):
        order(yuan=100)
        order_go("approve")
        order_go("send", by="user:officer")
        projects.order_step(case="pay:1", event="return", by="user:officer", today=ON, reference="x", why="账号有误")
        projects.order_step(case="pay:1", event="withdraw", by="user:officer", today=ON, reference="y", why="重报")
        assert not isinstance(order("pay:2", 100), Refused)

    def test_terminating_frees_what_is_unpaid_and_recovering_brings_back_what_was_paid(self, running):
        order(yuan=250_000)
        order_go("approve")
        order_go("send", "pay", by="user:officer")
        go("prj:1", "terminate", why="弄虚作假")
        assert (stands("encumbered"), stands("planned")) == (0, 750_000)
        go("prj:1", "recover", why="追回")
        assert (stands("paid"), stands("to_recover")) == (0, 250_000)
        told = {"case": "prj:1", "event": "settle", "by": "user:officer", "today": ON, "reference": "s"}
        assert codes(projects.project_step(**told)) == ["no-voucher"]
        go("prj:1", "settle", document=PAPER)
        assert (stands("to_recover"), stands("recovered")) == (0, 250_000)
        assert Dossier.objects.get(case="prj:1").stage == "recovered"

    def test_money_comes_back_in_instalments_until_nothing_is_owed(self, running):
        order(yuan=250_000)
        order_go("approve")
        order_go("send", "pay", by="user:officer")
        go("prj:1", "terminate", why="弄虚作假")
        assert codes(back(1)) == ["not-from-here"]
        go("prj:1", "recover", why="追回")
        assert codes(back(0)) == ["amount-not-positive"]
        assert codes(back(250_001)) == ["more-than-is-owed"]
        assert codes(back(1, document="")) == ["no-voucher"]
        first = back(100_000)
        assert back(100_000).n == first.n, "sent twice it is the same instalment"
        assert (stands("to_recover"), stands("recovered")) == (150_000, 100_000)
        (told,) = reading.fund_of("fund:990100:2023", pack_named("demo-city"), ON).recoveries
        assert (told.asked, told.came, told.owed) == (Money.yuan(250_000), Money.yuan(100_000), Money.yuan(150_000))
        assert Dossier.objects.get(case="prj:1").stage == "recovering"
        back(150_000, reference="2")
        assert Dossier.objects.get(case="prj:1").stage == "recovered"
        assert (stands("to_recover"), stands("recovered")) == (0, 250_000)
        assert reading.project_of("prj:1").recovery.owed == Money(0)
        assert codes(back(1, reference="3")) == ["not-from-here"]

    def test_settling_takes_in_what_is_left_after_the_instalments(self, running):
        order(yuan=250_000)
        order_go("approve")
        order_go("send", "pay", by="user:officer")
        go("prj:1", "terminate", why="弄虚作假")
        go("prj:1", "recover", why="追回")
        back(100_000)
        go("prj:1", "settle", document=PAPER)
        assert (stands("to_recover"), stands("recovered")) == (0, 250_000)

    def test_nothing_ends_while_an_order_is_open(self, running):
        """Else the treasury pays what was released meanwhile."""
        order(yuan=250_000)
        order_go("approve")
        ended = {"case": "prj:1", "by": "user:officer", "today": ON, "reference": "e", "why": "终止", "document": PAPER}
        for event in ("accept", "terminate"):
            assert codes(projects.project_step(event=event, **ended)) == ["orders-open"]
        projects.order_step(case="pay:1", event="withdraw", by="user:officer", today=ON, reference="w", why="终止")
        assert not isinstance(projects.project_step(event="terminate", **ended), Refused)

    def test_what_an_ended_project_was_paid_is_gone_from_its_call(self, running):
        call(call="pc:2", title="另一征集")
        order(yuan=250_000)
        order_go("approve")
        order_go("send", "pay", by="user:officer")
        go("prj:1", "terminate", why="弄虚作假")
        apply("prj:2", title="二号", invoices=("FP2",), asked=Money.yuan(750_001))
        apply("prj:3", title="三号", invoices=("FP3",), asked=Money.yuan(750_000))
        for project in ("prj:2", "prj:3"):
            go(project, "check_form", "review", "publicise")
        got = projects.project_step(case="prj:2", event="start", by="user:officer", today=ON, reference="s")
        assert codes(got) == ["over-the-call"]
        go("prj:3", "start")

    def test_without_its_report_nothing_is_accepted(self, running):
        got = projects.project_step(case="prj:1", event="accept", by="user:officer", today=ON, reference="a")
        assert codes(got) == ["no-evidence"]

    def test_equity_is_invested_and_its_order_says_so(self, city):  # noqa: F811
        receive()
        call(instrument=Instrument.EQUITY)
        apply()
        go("prj:1", "check_form", "review", "publicise", "start")
        order()
        order_go("approve")
        order_go("send", "pay", by="user:officer")
        assert (stands("invested"), stands("paid")) == (600_000, 0)


class TestByHand:
    def move(self, from_, to, document="", source=Source.CENTRAL_FIRST, yuan=1):
        return fund.money_move(
            nomination=NOMINATION, source=source, from_=from_, to=to, amount=Money.yuan(yuan), budget_year=2023, says="调整",
            by="user:officer", today=ON, reference=f"{from_}{to}{document}", document=document,
        )  # fmt: skip

    def test_no_office_releases_a_withheld_instalment_or_makes_money(self, city):  # noqa: F811
        receive(source=Source.CENTRAL_SECOND, withheld=True)
        for from_ in (Position.WITHHELD, Position.OUTSIDE):
            assert codes(self.move(from_, Position.AVAILABLE, PAPER, Source.CENTRAL_SECOND)) == ["not-by-hand"]
        assert stands("available") == 0

    def test_nothing_is_signed_paid_or_recovered_past_its_project(self, running):
        for from_, to in (
            (Position.PLANNED, Position.ENCUMBERED),
            (Position.ENCUMBERED, Position.PAID),
            (Position.ENCUMBERED, Position.INVESTED),
            (Position.PAID, Position.TO_RECOVER),
            (Position.TO_RECOVER, Position.RECOVERED),
        ):
            assert codes(self.move(from_, to, PAPER)) == ["not-by-hand"]

    def test_what_is_carried_over_moves_and_what_leaves_needs_its_voucher(self, city):  # noqa: F811
        receive()
        assert codes(self.move(Position.AVAILABLE, Position.OUTSIDE)) == ["no-voucher"]
        assert not isinstance(self.move(Position.AVAILABLE, Position.OUTSIDE, PAPER), Refused)
        assert {to for goes in postings.BY_HAND.values() for to in goes} <= set(Position)
        assert all(goes <= postings.MOVES[p] for p, goes in postings.BY_HAND.items())


def test_accounts_are_the_fold_of_the_postings(running):
    before = list(Account.objects.order_by("account").values())
    refold.rebuild(["programme.account"])
    assert list(Account.objects.order_by("account").values()) == before


def test_a_refused_posting_leaves_nothing(running):
    size = journal.size()
    got = fund.money_move(
        nomination=NOMINATION,
        source=Source.CITY_MATCH,
        from_=Position.AVAILABLE,
        to=Position.CARRIED,
        amount=Money(1),
        budget_year=2023,
        says="结转",
        by="x",
        today=ON,
        reference="m",
    )
    assert isinstance(got, Refused)
    assert journal.size() == size


def test_a_posting_late_in_the_journal_is_held_against_the_statement_of_its_day(running):
    """A statement compares with what had been posted by its day, also when that posting is entered later."""
    account = Account.objects.get(account__endswith="available")
    fund.balance_state(
        account=account.account,
        stated=Money(account.fen),
        document=PAPER,
        by="x",
        on=date(2024, 3, 31),
        today=date(2024, 4, 1),
        reference="s",
    )
    receive("5", reference="late", today=date(2024, 4, 2))
    after = Account.objects.get(account=account.account)
    assert (after.stated_fen, after.fen_then, after.fen) == (account.fen, account.fen, account.fen + 500)
