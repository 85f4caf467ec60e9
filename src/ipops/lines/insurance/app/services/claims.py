"""A claim from asking to closing. One transaction under the journal's turn each; sent twice, stored once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.insurance.app import selectors
from ipops.lines.insurance.app.models import Claim, Policy
from ipops.lines.insurance.app.services.common import ANYBODY, CLAIM_CASES, Sender, append, claim_at, no, same
from ipops.lines.insurance.facts import (
    Class,
    LossAdvanced,
    LossAgreed,
    LossAssessed,
    LossClaimed,
    LossClosed,
    LossPaid,
    LossPapersAsked,
    LossPapersComplete,
    LossRefused,
    SubrogationBegun,
    SubrogationReceived,
)
from ipops.lines.insurance.machine import WRITTEN
from ipops.lines.insurance.rules import admission, indemnity
from ipops.webkit import journal
from ipops.webkit.enrol import By


@transaction.atomic
def loss_claim(
    *,
    policy: str,
    on: date,
    happened_on: date,
    known_on: date,
    stated: Money | None,
    what: str,
    by: By,
    sender: Sender = ANYBODY,
) -> str | Refused:
    """The insured (or a clerk for them) asks the insurer to pay; gives the claim's code."""
    journal.take_turn()
    claim = CLAIM_CASES.code(by)
    told: dict[str, Any] = {
        "on": on, "policy": policy, "happened_on": happened_on, "known_on": known_on, "stated": stated, "what": what,
    }  # fmt: skip
    if held := CLAIM_CASES.held(by):
        return same(held, by, LossClaimed, **told) or claim
    row = Policy.objects.filter(policy=policy).first()
    if row is None or row.stage not in WRITTEN or row.starts_on is None or row.until is None:
        return no("no-such-policy", _NO_POLICY)
    if not sender.may(row.place, row.insured, row.insurer, row.beneficiary):
        return no("not-yours", _NOT_YOURS)
    if on > by.today:
        return no("in-the-future", _FUTURE, "on")
    if refused := admission.claims(
        starts_on=row.starts_on,
        until=row.until,
        retroactive_on=row.retroactive_on,
        happened_on=happened_on,
        known_on=known_on,
        today=on,
    ):
        return refused
    append(by, LossClaimed(claim=claim, insurer=row.insurer, insured=row.insured, place=row.place, **told))
    return claim


@transaction.atomic
def loss_ask(*, claim: str, what: str, by: By) -> Refused | None:
    journal.take_turn()
    row = claim_at(claim, "ask", by)
    if not isinstance(row, Claim):
        return row
    append(by, LossPapersAsked(on=by.today, what=what, **_of(row)))
    return None


@transaction.atomic
def loss_complete(*, claim: str, on: date, is_complex: bool, by: By) -> Refused | None:
    journal.take_turn()
    row = claim_at(claim, "complete", by)
    if not isinstance(row, Claim):
        return row
    if on > by.today or (row.claimed_on and on < row.claimed_on):
        return no("not-that-day", _NOT_THAT_DAY, "on")
    append(by, LossPapersComplete(on=on, is_complex=is_complex, **_of(row)))
    return None


@transaction.atomic
def loss_advance(*, claim: str, amount: Money, voucher: str, by: By) -> Refused | None:
    journal.take_turn()
    row = claim_at(claim, "advance", by)
    if not isinstance(row, Claim):
        return row
    policy = Policy.objects.filter(policy=row.policy).first()
    limit = row.owed_fen if row.owed_fen is not None else policy.total_fen if policy else None
    if refused := admission.advances(
        amount=amount,
        before=selectors.money_of(row.advanced),
        limit=Money(limit) if limit is not None else None,
        voucher=voucher,
    ):
        return refused
    append(by, LossAdvanced(on=by.today, amount=amount, voucher=voucher.strip(), **_of(row)))
    return None


@transaction.atomic
def loss_assess(
    *, claim: str, loss: Money, value: Money | None, others: Money | None, had: Money | None, by: By
) -> Refused | indemnity.Owed | None:
    """What is owed follows from loss, value and sums; nobody types it."""
    journal.take_turn()
    row = claim_at(claim, "assess", by)
    if not isinstance(row, Claim):
        return row
    asked = loss_of(row, loss=loss, value=value, others=others, had=had)
    got = indemnity.owed(asked)
    if isinstance(got, Refused):
        return got
    fact = LossAssessed(
        on=by.today,
        loss=loss,
        value=asked.value,
        others=others,
        had=had,
        owed=got.owed,
        uncovered=got.uncovered,
        **_of(row),
    )
    append(by, fact)
    return got


def loss_of(row: Claim, *, loss: Money, value: Money | None, others: Money | None, had: Money | None) -> indemnity.Loss:
    """The loss under the claim's policy; the agreed value outweighs the one found at the event."""
    policy = Policy.objects.get(policy=row.policy)
    agreed = Money(policy.value_fen) if policy.value_fen is not None else None
    return indemnity.Loss(
        klass=Class(policy.klass),
        loss=loss,
        total=Money(policy.total_fen or 0),
        value=agreed if agreed is not None else value,
        others=others or NIL,
        had=had or NIL,
        deductible=Money(policy.deductible_fen or 0),
    )


@transaction.atomic
def loss_refuse(*, claim: str, assessed_on: date, why: str, by: By) -> Refused | None:
    """A refusal says why, and goes out within three days of the assessment; one that is late is entered all the same."""
    journal.take_turn()
    row = claim_at(claim, "refuse", by)
    if not isinstance(row, Claim):
        return row
    if assessed_on > by.today or (row.claimed_on and assessed_on < row.claimed_on):
        return no("not-that-day", _NOT_THAT_DAY, "assessed_on")
    append(by, LossRefused(on=by.today, assessed_on=assessed_on, why=why, **_of(row)))
    return None


@transaction.atomic
def loss_agree(*, claim: str, on: date, amount: Money, why: str, by: By) -> Refused | None:
    journal.take_turn()
    row = claim_at(claim, "agree", by)
    if not isinstance(row, Claim):
        return row
    if on > by.today or (row.claimed_on and on < row.claimed_on):
        return no("not-that-day", _NOT_THAT_DAY, "on")
    if refused := admission.agrees(
        amount=amount,
        owed=Money(row.owed_fen or 0),
        loss=Money(row.loss_fen or 0),
        had=Money(row.had_fen or 0),
        total=Money(Policy.objects.get(policy=row.policy).total_fen or 0),
        before=selectors.money_of(row.advanced),
        why=why,
    ):
        return refused
    source = By(by=by.by, today=by.today, reference=by.reference, document=by.document, reason=why or by.reason)
    append(source, LossAgreed(on=on, amount=amount, **_of(row)))
    return None


@transaction.atomic
def loss_pay(*, claim: str, on: date, payee: str, voucher: str, by: By) -> Refused | None:
    """What was agreed, less what was paid in advance."""
    journal.take_turn()
    row = claim_at(claim, "pay", by)
    if not isinstance(row, Claim):
        return row
    if on > by.today or (row.agreed_on and on < row.agreed_on):
        return no("not-that-day", _NOT_PAID_THEN, "on")
    if not voucher.strip():
        return no("no-voucher", _NO_VOUCHER, "voucher")
    rest = Money(row.agreed_fen or 0) - sum(selectors.money_of(row.advanced), NIL)
    append(by, LossPaid(on=on, amount=rest, payee=payee.strip(), voucher=voucher.strip(), **_of(row)))
    return None


@transaction.atomic
def loss_subrogate(*, claim: str, against: str, by: By) -> Refused | None:
    journal.take_turn()
    row = claim_at(claim, "subrogate", by)
    if not isinstance(row, Claim):
        return row
    append(by, SubrogationBegun(on=by.today, against=against.strip(), **_of(row)))
    return None


@transaction.atomic
def loss_recover(*, claim: str, amount: Money, by: By) -> Refused | None:
    journal.take_turn()
    row = claim_at(claim, "recover", by)
    if not isinstance(row, Claim):
        return row
    if refused := admission.recovers(
        amount=amount, before=selectors.money_of(row.recovered), paid=Money(row.agreed_fen or 0)
    ):
        return refused
    append(by, SubrogationReceived(on=by.today, amount=amount, **_of(row)))
    return None


@transaction.atomic
def loss_close(*, claim: str, why: str, by: By) -> Refused | None:
    journal.take_turn()
    row = claim_at(claim, "close", by)
    if not isinstance(row, Claim):
        return row
    append(by, LossClosed(on=by.today, why=why, **_of(row)))
    return None


def _of(row: Claim) -> dict[str, str]:
    return {"claim": row.claim, "insurer": row.insurer, "insured": row.insured, "place": row.place}


_NO_POLICY = Text("没有这份已成立的保单。", "There is no such policy.")
_NOT_YOURS = Text("您不能就这份保单索赔。", "You may not claim under this policy.")
_FUTURE = Text("日期在今天之后。", "The day lies ahead.")
_NOT_THAT_DAY = Text("须在索赔日与今天之间。", "It lies between the day of the claim and today.")
_NOT_PAID_THEN = Text("须在协议日与今天之间。", "It lies between the day of the agreement and today.")
_NO_VOUCHER = Text("请填写凭证号。", "Give the voucher's number.")
