"""Products, quotes and policies. One transaction under the journal's turn each; sent twice, stored once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import PartyKind
from ipops.lines.insurance.app.models import Policy, Product
from ipops.lines.insurance.app.services.common import (
    ANYBODY,
    POLICY_CASES,
    PRODUCT_CASES,
    Sender,
    append,
    no,
    policy_at,
    product_at,
    same,
)
from ipops.lines.insurance.facts import (
    Class,
    Ending,
    InsuranceDeclined,
    InsuranceProductListed,
    InsuranceProductWithdrawn,
    InsuranceQuoted,
    NondisclosureKnown,
    PolicyEnded,
    PolicyRescinded,
    PolicyWritten,
)
from ipops.lines.insurance.rules import admission
from ipops.webkit import enrol, journal
from ipops.webkit.enrol import By
from ipops.webkit.models import Party


@transaction.atomic
def product_list(
    *,
    insurer: enrol.Written,
    title: str,
    klass: Class,
    terms_no: str,
    says: str,
    by: By,
    place: str = "",
    sender: Sender = ANYBODY,
) -> str | Refused:
    journal.take_turn()
    product = PRODUCT_CASES.code(by)
    told: dict[str, Any] = {"title": title.strip(), "klass": klass, "terms_no": terms_no.strip(), "says": says}
    if held := PRODUCT_CASES.held(by):
        return same(held, by, InsuranceProductListed, insurer=insurer.party, **told) or product
    known = enrol.find(insurer, on=by.today, source=by.source, field="insurer")
    if isinstance(known, Reason):
        return Refused(reasons=(known,))
    where = known.place or place
    if not sender.may(where, known.party):
        return no("not-yours", _NOT_YOURS, "insurer")
    if not is_insurer(known):
        return no("not-an-insurer", NOT_AN_INSURER, "insurer")
    fact = InsuranceProductListed(on=by.today, product=product, insurer=known.party, place=where, **told)
    append(by, fact, before=[known.draft])
    return product


def is_insurer(known: enrol.Known) -> bool:
    """One that is new is registered as an insurer; one that is known keeps to what it is."""
    return known.draft is not None or Party.objects.get(party=known.party).kind == PartyKind.INSURER


@transaction.atomic
def product_withdraw(*, product: str, why: str, by: By) -> Refused | None:
    journal.take_turn()
    row = product_at(product, "withdraw", by)
    if not isinstance(row, Product):
        return row
    fact = InsuranceProductWithdrawn(on=by.today, product=product, insurer=row.insurer, place=row.place, why=why)
    append(by, fact)
    return None


@transaction.atomic
def policy_quote(
    *,
    product: str,
    insured: enrol.Written,
    rights: Sequence[str],
    total: Money,
    premium: Money,
    deductible: Money | None,
    valid_until: date,
    by: By,
    sender: Sender = ANYBODY,
) -> str | Refused:
    """An offer for one firm under a product on sale; gives the code that the policy will have."""
    journal.take_turn()
    policy = POLICY_CASES.code(by)
    told: dict[str, Any] = {
        "product": product,
        "rights": tuple(dict.fromkeys(rights)),
        "total": total,
        "premium": premium,
        "deductible": deductible,
        "valid_until": valid_until,
    }
    if before := POLICY_CASES.held(by):
        return same(before, by, InsuranceQuoted, insured=insured.party, **told) or policy
    held = Product.objects.filter(product=product).first()
    if held is None or held.stage != "listed":
        return no("no-such-product", _NO_PRODUCT, "product")
    known = enrol.find(insured, on=by.today, source=by.source, field="insured")
    if isinstance(known, Reason):
        return Refused(reasons=(known,))
    if not sender.may(known.place, held.insurer):
        return no("not-yours", _NOT_YOURS, "product")
    if refused := admission.quotes(
        total=total,
        premium=premium,
        valid_until=valid_until,
        today=by.today,
        insurer=held.insurer,
        insured=known.party,
    ):
        return refused
    fact = InsuranceQuoted(
        on=by.today,
        policy=policy,
        insurer=held.insurer,
        insured=known.party,
        place=known.place,
        klass=Class(held.klass),
        **told,
    )
    append(by, fact, before=[known.draft])
    return policy


@transaction.atomic
def policy_write(
    *,
    policy: str,
    policy_no: str,
    on: date,
    starts_on: date,
    until: date,
    retroactive_on: date | None,
    value: Money | None,
    beneficiary: enrol.Written | None,
    loan: str,
    by: By,
) -> Refused | None:
    journal.take_turn()
    row = policy_at(policy, "write", by)
    if not isinstance(row, Policy):
        return row
    bank = enrol.find(beneficiary, on=by.today, source=by.source, field="beneficiary") if beneficiary else None
    if isinstance(bank, Reason):
        return Refused(reasons=(bank,))
    total = Money(row.total_fen or 0)
    if refused := admission.writes(
        on=on,
        starts_on=starts_on,
        until=until,
        retroactive_on=retroactive_on,
        valid_until=row.valid_until or on,
        total=total,
        value=value,
        today=by.today,
        document=by.document,
    ):
        return refused
    fact = PolicyWritten(
        on=on,
        policy=policy,
        policy_no=policy_no.strip(),
        insurer=row.insurer,
        insured=row.insured,
        place=row.place,
        klass=Class(row.klass),
        rights=tuple(row.rights),
        total=total,
        premium=Money(row.premium_fen or 0),
        deductible=Money(row.deductible_fen) if row.deductible_fen is not None else None,
        value=value,
        starts_on=starts_on,
        until=until,
        retroactive_on=retroactive_on,
        beneficiary=bank.party if bank else "",
        loan=loan.strip(),
    )
    append(by, fact, before=[bank.draft if bank else None])
    return None


@transaction.atomic
def policy_decline(*, policy: str, why: str, by: By) -> Refused | None:
    journal.take_turn()
    row = policy_at(policy, "decline", by)
    if not isinstance(row, Policy):
        return row
    append(by, InsuranceDeclined(on=by.today, why=why, **_of(row)))
    return None


@transaction.atomic
def policy_doubt(*, policy: str, on: date, what: str, by: By) -> Refused | None:
    """The day on which the insurer came to know; from it run the thirty days."""
    journal.take_turn()
    row = policy_at(policy, "doubt", by)
    if not isinstance(row, Policy):
        return row
    if on > by.today:
        return no("in-the-future", _FUTURE, "on")
    append(by, NondisclosureKnown(on=on, what=what, **_of(row)))
    return None


@transaction.atomic
def policy_rescind(*, policy: str, why: str, by: By) -> Refused | None:
    journal.take_turn()
    row = policy_at(policy, "rescind", by)
    if not isinstance(row, Policy):
        return row
    assert row.written_on is not None
    assert row.disclosed_on is not None
    if refused := admission.rescinds(written_on=row.written_on, disclosed_on=row.disclosed_on, today=by.today):
        return refused
    append(by, PolicyRescinded(on=by.today, why=why, **_of(row)))
    return None


@transaction.atomic
def policy_end(*, policy: str, on: date, ending: Ending, by: By) -> Refused | None:
    journal.take_turn()
    row = policy_at(policy, "end", by)
    if not isinstance(row, Policy):
        return row
    if row.written_on is not None and on < row.written_on:
        return no("before-the-policy", _BEFORE, "on")
    append(by, PolicyEnded(on=on, ending=ending, **_of(row)))
    return None


def _of(row: Policy) -> dict[str, str]:
    return {"policy": row.policy, "insurer": row.insurer, "insured": row.insured, "place": row.place}


_NOT_YOURS = Text("您不能以该保险人的名义登记。", "You may not enter this in the insurer's name.")
NOT_AN_INSURER = Text(
    "登记的该单位不是保险公司，不能有保险产品。",
    "It is registered as something else than an insurer, and insurers alone have products.",
)
_NO_PRODUCT = Text("没有这个在售产品。", "There is no such product on sale.")
_FUTURE = Text("日期在今天之后。", "The day lies ahead.")
_BEFORE = Text("早于合同成立日。", "It lies before the contract.")
