"""What is watched: alerts and their clocks, the sweep that keeps tasks current, checks of signs."""

from __future__ import annotations

from datetime import date

import pytest

from ipops.lines.pledge.app import services
from ipops.lines.pledge.app.models import Registration
from ipops.lines.pledge.app.services.alerts import open_for
from ipops.lines.pledge.facts.words import (
    Release,
)
from ipops.webkit import journal

from .conftest import (
    DOC,
    TODAY,
    agreed,
    by,
    claimed,
    drawn,
    failed,
    registered,
    stored,
    yuan,
)

pytestmark = pytest.mark.db


class TestAlerts:
    def test_the_time_to_claim_is_a_task_of_bank_and_office_until_the_claim_is_made(self, city):
        from ipops.webkit import access, work
        from ipops.webkit.models import User

        access.demo_make()
        loan = failed()
        due = date(2025, 6, 17)
        bank, clerk = (User.objects.get(username=n) for n in ("bank", "clerk"))
        assert [t.due_on for t in work.mine(bank).filter(code__startswith=f"pledge:{loan.loan}")] == [due], (
            "ten working days after the class"
        )
        assert [t.due_on for t in work.mine(clerk).filter(code__startswith=f"pledge:{loan.loan}")] == [due]
        stored(claimed(loan))
        assert not open_for(loan.loan).exists()

    def test_a_loan_that_is_not_filed_reminds_its_bank_alone(self, city):
        from ipops.ledger.facts.words import PartyKind
        from ipops.lines.pledge.facts.words import Security
        from ipops.webkit import access

        from .conftest import OTHER, written

        access.demo_make()
        loan = agreed(security=(written(OTHER, PartyKind.GUARANTOR), Security.JOINT))
        registered(loan)
        stored(drawn(loan))
        [task] = open_for(loan.loan)
        assert (task.owner_role, task.due_on) == ("member", date(2026, 12, 2)), "six months after the loan is due"


class TestTheSweep:
    def test_makes_what_befalls_a_right_a_task_and_ends_it_when_it_is_no_longer_so(self, city):
        from ipops.ledger.entry import Draft
        from ipops.ledger.facts import AnnuityPaid
        from ipops.lines.pledge.app.services.alerts import sweep

        from .conftest import SAID

        loan = failed()
        late = date(2027, 7, 15)  # the second patent's thirteenth year has begun and is not paid
        assert sweep(today=late) == 1
        watch = open_for(loan.loan).filter(code__contains=":watch:annuity-late:")
        assert watch.count() == 2, "one a right, of the office that sees the loan"
        assert sweep(today=late) == 1
        assert watch.count() == 2
        paid = [
            AnnuityPaid(on=date(2027, 5, 1), right=r, year=n, paid=yuan(900))
            for r, years in (("CN201510237122.7", (12, 13)), ("CN201911162590.7", (8, 9)))
            for n in years
        ]
        journal.append([Draft(fact=x, source=SAID, reference=f"a{i}") for i, x in enumerate(paid)], by="t")
        sweep(today=late)
        assert watch.count() == 0

    def test_lets_a_loan_learn_what_a_list_told_of_its_pledge(self, city):
        from ipops.ledger.entry import Draft
        from ipops.ledger.facts import PledgeReleased
        from ipops.lines.pledge.app.services.alerts import sweep

        from .conftest import SAID

        loan = registered(agreed())
        gone = [PledgeReleased(on=TODAY, pledge=loan.pledge, right=r) for r in loan.rights]
        journal.append([Draft(fact=x, source=SAID, reference=f"g{i}") for i, x in enumerate(gone)], by="import:list")
        assert Registration.objects.get().stage == "cancelled"
        sweep(today=TODAY)
        loan.refresh_from_db()
        assert (loan.secured_on, loan.stage) == (None, "agreed")
        size = journal.size()
        sweep(today=TODAY)
        assert journal.size() == size


class TestACheck:
    def test_is_opened_by_a_sign_has_an_owner_and_ends_with_a_reason(self, city):
        from ipops.ledger.facts import CheckEnded, CheckOpened
        from ipops.ledger.facts.words import CheckEnd, Signal
        from ipops.lines.pledge.app.services import signs
        from ipops.webkit import access, work
        from ipops.webkit.models import User

        access.demo_make()
        loan = registered(agreed())
        stored(
            services.pledge_cancel(
                pledge=loan.pledge, release=Release.WAIVED, on=TODAY, repaid_on=None, by=by("x", document=DOC)
            )
        )
        registered(agreed("again"), filed=TODAY)
        [opened] = [e.fact for e in journal.read() if isinstance(e.fact, CheckOpened)]
        assert (opened.signal, opened.owner, len(opened.deals), len(opened.entries)) == (
            Signal.PLEDGED_AGAIN, "checker@990101", 2, 4,
        )  # fmt: skip
        [task] = work.mine(User.objects.get(username="checker"))
        assert (task.case, task.link) == (opened.case, f"/trading/checks/{opened.case}/")
        assert signs.checks_refresh(today=TODAY) == ()
        from django.test import Client

        checker = Client()
        checker.force_login(User.objects.get(username="checker"), backend="django.contrib.auth.backends.ModelBackend")
        address = f"/trading/checks/{opened.case}/do/clear/"
        stands = journal.size()
        answer = checker.post(address, {"reference": "r1", "stands_at": stands, "why": "同一授信续办，附还款凭证"})
        assert answer.status_code == 302
        [ended] = [e.fact for e in journal.read() if isinstance(e.fact, CheckEnded)]
        assert (ended.end, ended.deals) == (CheckEnd.CLEARED, opened.deals)

    def test_is_not_opened_by_a_renewal_whose_loan_was_repaid_whoever_cancelled_it(self, city):
        """The clerk forgot the day of repayment; the loan itself says that it was settled."""
        from ipops.lines.pledge.app.services import signs

        loan = registered(agreed())
        stored(drawn(loan))
        stored(
            services.loan_repay(
                loan=loan.loan, principal=yuan(1_000_000), interest=yuan(1), clears=False, on=TODAY, by=by("repay")
            )
        )
        stored(services.loan_settle(loan=loan.loan, on=TODAY, by=by("settle")))
        stored(
            services.pledge_cancel(
                pledge=loan.pledge, release=Release.OTHER, on=TODAY, repaid_on=None, by=by("x", document=DOC)
            )
        )
        registered(agreed("again"), filed=TODAY)
        [sign] = signs.found(Registration.objects.all())
        assert sign.harmless
        assert signs.checks_of_pledges() == frozenset()
