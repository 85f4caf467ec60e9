"""Money in and on: received, moved between positions, held against statements. Every posting is checked under the lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused, Unknown
from ipops.ledger.entry import Draft, Entry
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.models import Account, Dossier
from ipops.lines.programme.app.reading import fund as reading
from ipops.lines.programme.app.reading import plan as plans
from ipops.lines.programme.app.services.steps import no, source_of, unknown_case
from ipops.lines.programme.facts.words import Instrument, Position, Source
from ipops.lines.programme.rules.fund import postings
from ipops.lines.programme.rules.fund.accounts import Name, fund_code, named
from ipops.lines.programme.rules.fund.postings import Leg
from ipops.policy import Pack
from ipops.webkit import journal


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """Legs and what they rest on, before they are checked."""

    legs: Sequence[Leg]
    fund: str
    place: str
    budget_year: int
    says: str
    reference_no: str = ""
    received_on: date | None = None
    passed_on: date | None = None
    task: str = ""
    project: str = ""
    order: str = ""
    payee: str = ""
    document: str = ""

    def fact(self, on: date) -> f.MoneyPosted:
        return f.MoneyPosted(
            accounts=tuple(str(leg.account) for leg in self.legs),
            amounts=tuple(leg.amount for leg in self.legs),
            fund=self.fund,
            place=self.place,
            budget_year=self.budget_year,
            says=self.says,
            reference_no=self.reference_no,
            received_on=self.received_on,
            passed_on=self.passed_on,
            task=self.task,
            project=self.project,
            order=self.order,
            payee=self.payee,
            on=on,
        )


def drafted(posting: Posting, pack: Pack, on: date, reference: str) -> Draft | Refused:
    """The posting's fact if it balances, is covered, moves as money may, and uses an allowed instrument. Call under the lock."""
    fact = posting.fact(on)
    if wrong := postings.problems(fact.accounts, fact.amounts, posting.fund, reading.standing_of(posting.fund)):
        return Refused(reasons=wrong)
    for leg in posting.legs:
        if leg.account.instrument is not None and leg.amount > NIL:
            got = postings.allowed(pack, leg.account.instrument, on)
            if isinstance(got, Unknown):
                return Refused(reasons=(Reason(code="instruments-unknown", says=got.why, field="instrument"),))
            if got is not None:
                return got
    return Draft(fact=fact, source=source_of(posting.document, posting.says), reference=f"post:{reference}")


@transaction.atomic
def post(*, posting: Posting, pack: Pack, by: str, today: date, reference: str) -> Entry | Refused:
    journal.take_turn()
    draft = drafted(posting, pack, today, reference)
    if isinstance(draft, Refused):
        return draft
    (entry,) = journal.append([draft], by=by)
    return entry


def city_of(nomination: str) -> Dossier | None:
    return Dossier.objects.filter(case=nomination, cycle="programme.city").first()


@transaction.atomic
def money_receive(
    *,
    nomination: str,
    source: Source,
    amount: Money,
    budget_year: int,
    number: str,
    received_on: date,
    passed_on: date | None,
    by: str,
    today: date,
    reference: str,
    document: str = "",
    withheld: bool = False,
) -> Entry | Refused:
    """Money comes in under a budget document, or is announced and withheld."""
    journal.take_turn()
    row = city_of(nomination)
    if row is None:
        return unknown_case(nomination)
    if amount <= NIL:
        return no("amount-not-positive", "金额须大于零。", "The amount must be above zero.", "amount")
    if not number.strip():
        return no("no-number", "请填写指标文号。", "Give the number of the budget document.", "number")
    if max(received_on, passed_on or received_on) > today:
        return no(
            "received-ahead", "收到日、下达日不能晚于今天。", "It was received or passed on after today.", "received_on"
        )
    if passed_on is not None and passed_on < received_on:
        return no(
            "passed-before-received", "下达日早于收到日。", "It was passed on before it was received.", "passed_on"
        )
    legs = postings.move(
        place=row.place,
        batch=plans.batch_year(row),
        source=source,
        from_=Position.OUTSIDE,
        to=Position.WITHHELD if withheld else Position.AVAILABLE,
        amount=amount,
    )
    posting = Posting(
        legs=legs,
        fund=plans.fund_of(row),
        place=row.place,
        budget_year=budget_year,
        says=f"{source.zh} {'暂缓' if withheld else '到账'}",
        reference_no=number,
        received_on=received_on,
        passed_on=passed_on,
        document=document,
    )
    return post(posting=posting, pack=plans.floors_of(row), by=by, today=today, reference=reference)


@transaction.atomic
def money_move(
    *,
    nomination: str,
    source: Source,
    from_: Position,
    to: Position,
    amount: Money,
    budget_year: int,
    says: str,
    by: str,
    today: date,
    reference: str,
    instrument: Instrument | None = None,
    was: Instrument | None = None,
    task: str = "",
    document: str = "",
) -> Entry | Refused:
    """Money an office moves by hand between positions: planned, carried over, returned from a fund, handed back."""
    journal.take_turn()
    if refused := postings.by_hand(from_, to, document):
        return refused
    row = city_of(nomination)
    if row is None:
        return unknown_case(nomination)
    if amount <= NIL:
        return no("amount-not-positive", "金额须大于零。", "The amount must be above zero.", "amount")
    legs = postings.move(
        place=row.place,
        batch=plans.batch_year(row),
        source=source,
        from_=from_,
        to=to,
        amount=amount,
        instrument=instrument,
        was=was,
    )
    posting = Posting(
        legs=legs,
        fund=plans.fund_of(row),
        place=row.place,
        budget_year=budget_year,
        says=says,
        task=task,
        document=document,
    )
    return post(posting=posting, pack=plans.floors_of(row), by=by, today=today, reference=reference)


@transaction.atomic
def balance_state(
    *, account: str, stated: Money, document: str, by: str, on: date, today: date, reference: str
) -> Entry | Refused:
    """What a statement says. It is kept whatever it says; where it differs from the postings the account is shown as off."""
    journal.take_turn()
    name = named(account)
    if isinstance(name, Refused):
        return name
    if not document:
        return no("no-statement", "请附对账单。", "Attach the statement.", "document")
    if on > today:
        return no("stated-ahead", "对账日不能晚于今天。", "The statement is of a day that has not come.", "on")
    if not Account.objects.filter(account=account).exists():
        return no("no-such-account", "本资金没有这个科目。", "The fund has no such account.", "account")
    fact = f.BalanceStated(account=account, fund=_fund(name), place=name.place, stated=stated, on=on)
    draft = Draft(fact=fact, source=source_of(document, ""), reference=f"balance:{reference}")
    (entry,) = journal.append([draft], by=by)
    return entry


def _fund(name: Name) -> str:
    return fund_code(name.place, name.batch)
