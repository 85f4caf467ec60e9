"""How facts become the rows of a product, a policy and a claim. Pure steps; ``webkit.refold`` keeps the rows."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ipops.kernel.machine import Lifecycle
from ipops.kernel.money import Money
from ipops.ledger.entry import Entry
from ipops.ledger.steps import staged, step_of
from ipops.lines.insurance import facts as f
from ipops.lines.insurance.machine import CLAIM, POLICY, PRODUCT

Codes = tuple[str, ...]


def _events(cycle: Lifecycle) -> dict[str, str]:
    return {s.facts[0]: e for row in cycle.table.values() for e, s in row.items() if s.facts}


_PRODUCT, _POLICY, _CLAIM = _events(PRODUCT), _events(POLICY), _events(CLAIM)


class ProductState(NamedTuple):
    stage: str = ""
    insurer: str = ""
    place: str = ""
    title: str = ""
    klass: str = ""
    terms_no: str = ""
    says: str = ""
    listed_on: date | None = None
    stage_since: date | None = None
    steps: Codes = ()


def product_step(key: str, state: ProductState | None, entry: Entry) -> ProductState | None:
    if getattr(entry.fact, "product", "") != key:
        return state
    was = state or ProductState()
    s = was._replace(steps=(*was.steps, step_of(entry, _PRODUCT)))
    if isinstance(t := entry.fact, f.InsuranceProductListed):
        s = s._replace(
            insurer=t.insurer,
            place=t.place,
            title=t.title,
            klass=str(t.klass),
            terms_no=t.terms_no,
            says=t.says,
            listed_on=t.on,
        )
    stage, since = staged(PRODUCT, s.steps)
    return s._replace(stage=stage, stage_since=since)


class PolicyState(NamedTuple):
    stage: str = ""
    product: str = ""
    policy_no: str = ""
    insurer: str = ""
    insured: str = ""
    place: str = ""
    klass: str = ""
    rights: Codes = ()
    total_fen: int | None = None
    premium_fen: int | None = None
    deductible_fen: int | None = None
    value_fen: int | None = None
    valid_until: date | None = None
    written_on: date | None = None
    starts_on: date | None = None
    until: date | None = None
    retroactive_on: date | None = None
    beneficiary: str = ""
    loan: str = ""
    disclosed_on: date | None = None
    why: str = ""
    ending: str = ""
    stage_since: date | None = None
    steps: Codes = ()


def policy_step(key: str, state: PolicyState | None, entry: Entry) -> PolicyState | None:
    if getattr(entry.fact, "policy", "") != key:
        return state
    was = state or PolicyState()
    s = _policy(was._replace(steps=(*was.steps, step_of(entry, _POLICY))), entry)
    start = "quoted" if s.valid_until is not None else "in_force"  # an insurer's list begins with the policy
    stage, since = staged(POLICY, s.steps, start=start)
    return s._replace(stage=stage, stage_since=since)


def _policy(s: PolicyState, entry: Entry) -> PolicyState:
    match entry.fact:
        case f.InsuranceQuoted() as t:
            return s._replace(
                product=t.product,
                insurer=t.insurer,
                insured=t.insured,
                place=t.place,
                klass=str(t.klass),
                rights=t.rights,
                total_fen=t.total.fen,
                premium_fen=t.premium.fen,
                deductible_fen=_fen(t.deductible),
                valid_until=t.valid_until,
            )
        case f.PolicyWritten() as t:
            return s._replace(
                policy_no=t.policy_no,
                insurer=t.insurer,
                insured=t.insured,
                place=t.place,
                klass=str(t.klass),
                rights=t.rights,
                total_fen=t.total.fen,
                premium_fen=t.premium.fen,
                deductible_fen=_fen(t.deductible),
                value_fen=_fen(t.value),
                written_on=t.on,
                starts_on=t.starts_on,
                until=t.until,
                retroactive_on=t.retroactive_on,
                beneficiary=t.beneficiary,
                loan=t.loan,
            )
        case f.NondisclosureKnown() as t:
            return s._replace(disclosed_on=t.on, why=t.what)
        case f.PolicyRescinded() | f.InsuranceDeclined() as t:
            return s._replace(why=t.why)
        case f.PolicyEnded() as t:
            return s._replace(ending=str(t.ending))
        case _:
            return s


class ClaimState(NamedTuple):
    """``advanced`` and ``recovered`` are texts ``day fen``: payments in advance, money by subrogation."""

    stage: str = ""
    policy: str = ""
    insurer: str = ""
    insured: str = ""
    place: str = ""
    happened_on: date | None = None
    known_on: date | None = None
    claimed_on: date | None = None
    complete_on: date | None = None
    assessed_on: date | None = None
    agreed_on: date | None = None
    paid_on: date | None = None
    stated_fen: int | None = None
    is_complex: bool | None = None
    what: str = ""
    lacks: str = ""
    loss_fen: int | None = None
    value_fen: int | None = None
    others_fen: int | None = None
    had_fen: int | None = None
    owed_fen: int | None = None
    uncovered_fen: int | None = None
    agreed_fen: int | None = None
    paid_fen: int | None = None
    payee: str = ""
    advanced: Codes = ()
    against: str = ""
    recovered: Codes = ()
    why: str = ""
    stage_since: date | None = None
    steps: Codes = ()


def claim_step(key: str, state: ClaimState | None, entry: Entry) -> ClaimState | None:
    if getattr(entry.fact, "claim", "") != key:  # the policy's key: its claims are rows of their own
        return state
    was = state or ClaimState()
    s = _claim(was._replace(steps=(*was.steps, step_of(entry, _CLAIM))), entry)
    stage, since = staged(CLAIM, s.steps)
    return s._replace(stage=stage, stage_since=since)


def _claim(s: ClaimState, entry: Entry) -> ClaimState:
    match entry.fact:
        case f.LossClaimed() as t:
            return s._replace(
                policy=t.policy,
                insurer=t.insurer,
                insured=t.insured,
                place=t.place,
                happened_on=t.happened_on,
                known_on=t.known_on,
                claimed_on=t.on,
                stated_fen=_fen(t.stated),
                is_complex=t.is_complex,
                what=t.what,
            )
        case f.LossPapersAsked() as t:
            return s._replace(lacks=t.what)
        case f.LossPapersComplete() as t:
            return s._replace(complete_on=t.on, is_complex=t.is_complex, lacks="")
        case f.LossAssessed() as t:
            return s._replace(
                assessed_on=t.on,
                loss_fen=t.loss.fen,
                value_fen=_fen(t.value),
                others_fen=_fen(t.others),
                had_fen=_fen(t.had),
                owed_fen=t.owed.fen,
                uncovered_fen=t.uncovered.fen,
            )
        case _:
            return _settled(s, entry)


def _settled(s: ClaimState, entry: Entry) -> ClaimState:
    match entry.fact:
        case f.LossAdvanced() as t:
            return s._replace(advanced=(*s.advanced, f"{t.on.isoformat()} {t.amount.fen}"))
        case f.LossRefused() as t:
            return s._replace(assessed_on=t.assessed_on, why=t.why)
        case f.LossAgreed() as t:
            return s._replace(agreed_on=t.on, agreed_fen=t.amount.fen)
        case f.LossPaid() as t:
            return s._replace(paid_on=t.on, paid_fen=t.amount.fen, payee=t.payee)
        case f.SubrogationBegun() as t:
            return s._replace(against=t.against)
        case f.SubrogationReceived() as t:
            return s._replace(recovered=(*s.recovered, f"{t.on.isoformat()} {t.amount.fen}"))
        case _:
            return s


def _fen(amount: Money | None) -> int | None:
    return amount.fen if amount is not None else None
