"""What a bank reports of a loan, by screen, by API or by table: one way in for all three.

Rule 1: a reference holds once for a bank's loan. Sent again with the same content it changes nothing; with another it is
refused by name.
Rule 2: the table is asked first, then the rules; a drawing before registration is refused unless the fund lets it.
Rule 3: repayment that settles what is overdue says so; what is still owed decides whether a loan may be settled.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction

from ipops.finance.scheme import Scheme
from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.fact import Fact
from ipops.ledger.facts.pledges import CollateralOffered, Realised
from ipops.lines.pledge import facts as f
from ipops.lines.pledge.app import selectors
from ipops.lines.pledge.app.models import Loan, Registration
from ipops.lines.pledge.app.services import alerts, lines, storing
from ipops.lines.pledge.facts.words import BadBecause, LoanClass
from ipops.lines.pledge.machine import LOAN
from ipops.lines.pledge.machine.clauses import OURS, REALISED
from ipops.lines.pledge.rules import assessing, classing, fixing, lending, pool
from ipops.lines.pledge.rules.folds.loan import event_now
from ipops.lines.pledge.rules.scheming import scheme_of
from ipops.webkit import journal
from ipops.webkit.enrol import By


@transaction.atomic
def loan_file(*, loan: str, fund: str, place: str, on: date, by: By) -> Refused | Text:
    """File the loan with a fund: from now on the office of the place sees it."""
    found = selectors.fund_of(fund)

    def build(row: Loan) -> Fact:
        at = place or (found.place if found else "")
        return f.LoanFiled(on=on, loan=loan, fund=fund, firm=row.firm, bank=row.bank, place=at)

    def check(row: Loan) -> Refused | None:
        terms = selectors.terms_of(found)
        if found is None or terms is None:
            return storing.no("no-such-fund", _NO_FUND, "fund")
        scheme = scheme_of(found.scheme, tuple(found.terms))
        told = assessing.of_fund(selectors.around(found, bank=row.bank, firm=row.firm, on=on))
        if isinstance(scheme, Scheme) and (no := pool.may_take_on(scheme, told, on, found.states)):
            return no
        stands = selectors.stands(row)
        return lending.file(stands, terms, listed=row.firm in found.listed, drawn_on=row.drawn_on, on=on)

    return _report(loan, by, build, check)


@transaction.atomic
def loan_draw(*, loan: str, drawing: str, amount: Money, on: date, due_on: date, by: By) -> Refused | Text:
    def build(row: Loan) -> Fact:
        code, renews = drawing or by.reference, lending.is_renewal(selectors.stands(row))
        return f.LoanDrawn(on=on, loan=loan, drawing=code, amount=amount, due_on=due_on, renews=renews, bank=row.bank)

    def check(row: Loan) -> Refused | None:
        return lending.draw(selectors.stands(row), amount=amount, on=on, due_on=due_on, today=by.today)

    return _report(loan, by, build, check)


@transaction.atomic
def loan_repay(*, loan: str, principal: Money, interest: Money, clears: bool, on: date, by: By) -> Refused | Text:
    def build(row: Loan) -> Fact:
        done = clears or principal >= row.left
        return f.LoanRepaid(on=on, loan=loan, principal=principal, interest=interest, clears=done, bank=row.bank)

    def check(row: Loan) -> Refused | None:
        found = [
            (principal < NIL or interest < NIL or principal + interest <= NIL, "no-amount", "principal", _NO_AMOUNT),
            (principal > row.left, "more-than-owed", "principal", _MORE.fill(left=str(row.left))),
        ]
        reasons = tuple(Reason(code=k, says=says, field=x) for wrong, k, x, says in found if wrong)
        return Refused(reasons=reasons) if reasons else _off(row, on, by)

    return _report(loan, by, build, check)


@transaction.atomic
def loan_miss(*, loan: str, principal: Money, interest: Money, on: date, by: By) -> Refused | Text:
    def check(row: Loan) -> Refused | None:
        if principal > row.left:
            return storing.no("more-than-owed", _MORE.fill(left=str(row.left)), "principal")
        return _off(row, on, by)

    def build(row: Loan) -> Fact:
        return f.LoanOverdue(on=on, loan=loan, principal=principal, interest=interest, bank=row.bank)

    return _report(loan, by, build, check)


@transaction.atomic
def loan_classify(
    *,
    loan: str,
    grade: LoanClass,
    interest: Money,
    on: date,
    by: By,
    basis: BadBecause | None = None,
    why: str = "",
) -> Refused | Text:
    """The bank's class of the loan; the principal left is the ledger's own. A bad class says on what it rests."""

    def build(row: Loan) -> Fact:
        told: dict[str, Any] = {"grade": grade, "interest": interest, "basis": basis, "why": why.strip()}
        return f.LoanClassified(on=on, loan=loan, principal=row.left, bank=row.bank, **told)

    def check(row: Loan) -> Refused | None:
        owed = classing.Owed(overdue_on=row.overdue_on, due_on=row.due_on, left=row.left, bad=row.npl_on is not None)
        return _off(row, on, by) or classing.may_class(owed, grade=grade, basis=basis, why=why, on=on)

    return _report(loan, by, build, check)


@transaction.atomic
def loan_extend(*, loan: str, due_on: date, guarantor_consents: bool, by: By, on: date | None = None) -> Refused | Text:
    """An extension, of today if no day is told. Without the guarantor's written consent his period stays where it was."""

    def check(row: Loan) -> Refused | None:
        if row.due_on is not None and due_on <= row.due_on:
            return storing.no("no-later-day", _NO_LATER, "due_on")
        if guarantor_consents and not by.document:
            return storing.no("consent-missing", _NO_CONSENT, "paper")
        return _off(row, on or by.today, by)

    def build(row: Loan) -> Fact:
        return f.LoanExtended(
            on=on or by.today, loan=loan, due_on=due_on, guarantor_consents=guarantor_consents, bank=row.bank
        )

    return _report(loan, by, build, check)


@transaction.atomic
def loan_fix(*, loan: str, asked: fixing.Asked, interest: Money, others: Money, by: By) -> Refused | Text:
    """The secured claims of a maximum-amount pledge are fixed. The principal is the ledger's own, as it stood that day."""

    def check(row: Loan) -> Refused | None:
        if interest < NIL or others < NIL:
            return storing.no("no-amount", _NEGATIVE, "interest")
        told = dataclasses.replace(asked, document=by.document)
        return fixing.may_fix(selectors.maximum_of(row), told, today=by.today)

    def build(row: Loan) -> Fact:
        return f.LoanFixed(
            on=asked.on,
            loan=loan,
            ground=asked.ground,
            interest=interest,
            others=others,
            asked_by={"pledgee": row.bank, "pledgor": row.giver}.get(asked.asked_by, ""),
            law=asked.law.strip(),
            why=asked.why.strip(),
            bank=row.bank,
        )

    return _report(loan, by, build, check)


@transaction.atomic
def guarantor_call(*, loan: str, enforced_first: bool, on: date, by: By) -> Refused | Text:
    def build(row: Loan) -> Fact:
        return f.GuarantorCalled(on=on, loan=loan, who=row.guarantor, enforced_first=enforced_first, bank=row.bank)

    def check(row: Loan) -> Refused | None:
        return lending.may_call(row.guarantor) or _off(row, on, by)

    return _report(loan, by, build, check)


@transaction.atomic
def loan_settle(*, loan: str, on: date, by: By) -> Refused | Text:
    def check(row: Loan) -> Refused | None:
        owing = lending.nothing_owed(row.left) if row.stage != "claimed" else None
        return owing or _off(row, on, by)

    return _report(loan, by, lambda row: f.LoanSettled(on=on, loan=loan, bank=row.bank), check)


@transaction.atomic
def loan_write_off(*, loan: str, why: str, by: By) -> Refused | Text:
    return _report(
        loan, by, lambda row: f.LoanWrittenOff(on=by.today, loan=loan, why=why, bank=row.bank), lambda _: None
    )


def _off(row: Loan, on: date, by: By) -> Refused | None:
    """A day that lies ahead, or before any money went out: nothing was owed, so nothing can have been repaid or missed."""
    if on > by.today:
        return storing.no("in-the-future", _FUTURE, "on")
    if row.drawn_on is not None and on < row.drawn_on:
        return storing.no("before-the-drawing", _BEFORE.fill(on=row.drawn_on.isoformat()), "on")
    return None


@transaction.atomic
def collateral_offer(*, loan: str, how: Realised, asked: Money | None, words: str, by: By) -> Refused | Text:
    """The rights of a failed loan go to the market: the house of trade answers the fact with an offer of its own."""
    journal.take_turn()
    row = Loan.objects.filter(loan=loan).first()
    if row is None:
        return storing.no("no-such-loan", storing.NONE)
    if storing.stored_before(by, "offer", deal=row.pledge):
        return storing.STORED
    if no := storing.may(LOAN, row, "offer"):
        return no
    pledge = Registration.objects.filter(pledge=row.pledge, stage="registered").first()
    if pledge is None:
        return storing.no("no-pledge", _NO_PLEDGE, cite=REALISED)
    fact = CollateralOffered(
        on=by.today,
        pledge=pledge.pledge,
        rights=tuple(pledge.held),
        owner=pledge.firm,
        pledgee=pledge.bank,
        place=pledge.place,
        how=how,
        asked=asked,
        words=words,
    )
    storing.append(by, "offer", [fact])
    return storing.STORED


def _report(
    loan: str, by: By, build: Callable[[Loan], Fact], check: Callable[[Loan], Refused | None]
) -> Refused | Text:
    """One report. The reference is the loan's: it holds once, whoever of the bank sent it. What is repeated is compared with
    what is held before any rule is asked: the loan has moved on and would refuse it now."""
    journal.take_turn()
    row = Loan.objects.filter(loan=loan).first()
    if row is None:
        return storing.no("no-such-loan", storing.NONE, "loan")
    mark, made = storing.reference(by, "report"), build(row)
    if held := [e.fact for e in journal.about(case=loan) if e.reference == mark]:
        return storing.STORED if _same(held[0], made) else storing.no("reference-taken", _TAKEN, "reference", OURS)
    row = alerts.learn(row, by)
    if no := storing.may(LOAN, row, event_now(row, made)) or check(row):
        return no
    storing.append(by, "report", [made])
    if fund := getattr(made, "fund", row.fund):
        lines.watch(fund, on=by.today)
    alerts.remind(loan, by=by.by)
    return storing.STORED


def _same(one: Fact, other: Fact) -> bool:
    """The same but for what the ledger itself worked out."""
    if type(one) is not type(other):
        return False
    worked_out = {"renews", "clears", "principal"} if isinstance(one, f.LoanClassified) else {"renews", "clears"}
    names = [x.name for x in dataclasses.fields(one) if x.name not in worked_out]
    return all(getattr(one, n) == getattr(other, n) for n in names)


_NO_FUND = Text("没有这项资金。", "There is no such fund.")
_NO_AMOUNT = Text("请填还款本金或利息。", "Give the principal or interest paid.")
_NEGATIVE = Text("金额不能小于零。", "No sum is below nought.")
_MORE = Text("超过尚欠本金 {left}。", "It is more than the {left} of principal still owed.")
_FUTURE = Text("日期在今天之后。", "The day lies ahead.")
_BEFORE = Text("日期早于首次放款日（{on}），请核对。", "The day lies before the first drawing ({on}): look again.")
_NO_LATER = Text("展期后的到期日须晚于现在的。", "The day afterwards lies behind the present one.")
_NO_CONSENT = Text("请附保证人的书面同意。", "Attach the guarantor's written consent.")
_NO_PLEDGE = Text("没有有效的质押登记，质权人无物可处置。", "No pledge is registered, so there is nothing to realise.")
_TAKEN = Text(
    "该编号已用于另一笔内容不同的报送。请换编号，或先更正原来的一笔。",
    "The reference stands for another report of this loan. Use another one, or correct the first.",
)
