"""A claim on a fund, from filing to the last recovery. The scheme's engine says who pays; two persons say that it is paid.

Rule 1: checking asks the engine with what the ledger knows on the day; the outcome is stored with the scheme's version.
Rule 2: a second person approves a *computed* outcome, with no paper missing; the sums approved are those that were checked, and
would be worked out alike by now.
Rule 3: a payment never passes what was approved for that party, nor the fund's balance, nor what the bank still bears.
Rule 4: a recovery goes to costs first, then by what each party has really paid, whenever it comes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction

from ipops.finance.pool import LossBook, Recovered
from ipops.finance.scheme import Scheme
from ipops.finance.scheme.outcome import Outcome
from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.ledger.fact import Fact
from ipops.lines.pledge import facts as f
from ipops.lines.pledge.app import moves, selectors
from ipops.lines.pledge.app.models import Claim, Fund, Loan
from ipops.lines.pledge.app.services import alerts, lines, storing
from ipops.lines.pledge.facts.words import Paper, RecoveredBy, Returns
from ipops.lines.pledge.machine import CLAIM, LOAN
from ipops.lines.pledge.machine.clauses import OURS
from ipops.lines.pledge.rules import assessing, codes, lateness, lending, losses, recorded
from ipops.lines.pledge.rules.scheming import scheme_of
from ipops.webkit import journal
from ipops.webkit.course import same
from ipops.webkit.enrol import By

Made = Sequence[Fact] | Refused


@transaction.atomic
def claim_file(
    *, loan: str, principal: Money, interest: Money, recovered: Money, papers: Sequence[Paper], by: By
) -> str | Refused:
    """Claim on the fund with which the loan was filed; gives the claim's code."""
    journal.take_turn()
    row = Loan.objects.filter(loan=loan).first()
    if row is None:
        return storing.no("no-such-loan", storing.NONE, "loan")
    claim = codes.claim_of(loan)
    told: dict[str, Any] = {
        "principal": principal, "interest": interest, "recovered": recovered, "papers": tuple(dict.fromkeys(papers)),
    }  # fmt: skip
    if stored := journal.stored_under(by.by, storing.reference(by, "claim")):
        return same(stored, by, f.ClaimFiled, loan=loan, **told) or claim
    if no := storing.may(LOAN, row, "claim") or lending.may_claim(
        fund=row.fund, claims=len(row.claims), npl=row.npl_on is not None
    ):
        return no
    if no := _sums(row, principal, interest, recovered):
        return no
    storing.append(by, "claim", [_filed(row, claim, principal, interest, recovered, papers, by.today)])
    lines.watch(row.fund, on=by.today)
    alerts.remind(loan, by=by.by)
    return claim


def _sums(row: Loan, principal: Money, interest: Money, recovered: Money) -> Refused | None:
    secured = selectors.claimable(row)
    found = [
        (principal <= NIL, "no-amount", "principal", _NO_AMOUNT),
        (principal > row.left, "more-than-owed", "principal", _MORE.fill(left=str(row.left))),
        (row.left >= principal > secured, "above-the-fixed", "principal", _NOT_SECURED.fill(most=secured.in_full)),
        (recovered < NIL or recovered > principal, "recovered", "recovered", _RECOVERED),
        (interest < NIL, "interest", "interest", _NO_AMOUNT),
    ]
    reasons = tuple(Reason(code=k, says=says, field=x) for wrong, k, x, says in found if wrong)
    return Refused(reasons=reasons) if reasons else None


def _filed(
    row: Loan, claim: str, principal: Money, interest: Money, recovered: Money, papers: Sequence[Paper], on: date
) -> f.ClaimFiled:
    return f.ClaimFiled(
        on=on,
        claim=claim,
        loan=row.loan,
        fund=row.fund,
        bank=row.bank,
        firm=row.firm,
        place=row.place,
        principal=principal,
        interest=interest,
        recovered=recovered,
        papers=tuple(dict.fromkeys(papers)),
    )


@transaction.atomic
def claim_refile(
    *, claim: str, principal: Money, interest: Money, recovered: Money, papers: Sequence[Paper], by: By
) -> Refused | Text:
    def make(row: Claim) -> Made:
        loan = Loan.objects.get(loan=row.loan)
        if no := _sums(loan, principal, interest, recovered):
            return no
        return [_filed(loan, claim, principal, interest, recovered, papers, by.today)]

    return _step(claim, "refile", by, make)


class Worked(NamedTuple):
    """What the engine said of a loss, and with which scheme."""

    scheme: Scheme
    outcome: Outcome
    fund: Fund
    records: tuple[recorded.Record, ...] = ()


def worked(loan: Loan, claim: Claim | None, given: Sequence[str], on: date) -> Worked | Refused:
    """Ask the scheme of the loan's fund; before a claim it is what a claim would give today."""
    fund = selectors.fund_for_loan(loan)
    if fund is None:
        return storing.no("not-filed-with-a-fund", _NO_FUND)
    scheme = scheme_of(fund.scheme, tuple(fund.terms))
    if isinstance(scheme, Refused):
        return scheme
    around = selectors.around(fund, bank=loan.bank, firm=loan.firm, on=on, but=claim.claim if claim else "")
    records = moves.records_of(loan)
    case = assessing.case_of(selectors.loss_of(loan, claim), around, given, on, records)
    if isinstance(case, Refused):
        return case
    return Worked(scheme, assessing.solve(scheme, case), fund, records)


@transaction.atomic
def claim_check(*, claim: str, given: Sequence[str], by: By) -> Refused | Text:
    """Work it out. ``given`` are facts that a person adds, ``fact=value``; they are kept with the claim."""

    def make(row: Claim) -> Made:
        got = worked(Loan.objects.get(loan=row.loan), row, given, by.today)
        if isinstance(got, Refused):
            return got
        known = assessing.sums(got.outcome)
        return [
            f.ClaimChecked(
                on=by.today,
                claim=claim,
                place=row.place,
                bank=row.bank,
                scheme=got.scheme.code,
                version=got.scheme.version,
                verdict=got.outcome.verdict,
                parties=tuple(known),
                sums=tuple(known.values()),
                given=tuple(given),
                counted=assessing.counted(got.scheme, got.outcome, got.fund.payer),
                records=tuple(x.line for x in got.records),
            )
        ]

    return _step(claim, "check", by, make)


@transaction.atomic
def claim_return(*, claim: str, why: str, by: By) -> Refused | Text:
    return _step(
        claim,
        "return",
        by,
        lambda row: [f.ClaimReturned(on=by.today, claim=claim, place=row.place, bank=row.bank, why=why)],
    )


@transaction.atomic
def claim_decide(*, claim: str, approved: bool, ground: str, why: str, by: By) -> Refused | Text:
    """By a second person. What is approved is what was checked; it is not typed again."""

    def make(row: Claim) -> Made:
        if no := assessing.second_person(by.by, row.filed_by, row.checked_by):
            return no
        if not approved:
            if not ground.strip():
                return storing.no("ground-missing", _NO_GROUND, "ground")
            return [
                f.ClaimDecided(
                    on=by.today, claim=claim, place=row.place, bank=row.bank, approved=False, ground=ground, why=why
                )
            ]
        loan = Loan.objects.get(loan=row.loan)
        late = late_of(row, loan.npl_on, selectors.fund_of(row.fund))
        lacking = assessing.missing(row.papers, guaranteed=bool(loan.security))
        if no := (
            assessing.may_approve(row.verdict, lacking=lacking)
            or lateness.may_decide(late, why)
            or _moved_on(loan, row)
        ):
            return no
        bearer = _bearer(selectors.fund_of(row.fund))
        due = [(p, Money(fen)) for p, fen in zip(row.parties, row.sums, strict=True) if p != bearer and fen > 0]
        return [
            f.ClaimDecided(
                on=by.today,
                claim=claim,
                place=row.place,
                bank=row.bank,
                approved=True,
                parties=tuple(p for p, _ in due),
                sums=tuple(m for _, m in due),
                why=why,
                late_after=min((x.last_day for x in late), default=None),
            )
        ]

    return _step(claim, "approve" if approved else "reject", by, make)


def late_of(row: Claim, npl_on: date | None, fund: Fund | None) -> tuple[lateness.Late, ...]:
    """The clocks that the claim had missed when it was filed."""
    scheme = scheme_of(fund.scheme, tuple(fund.terms)) if fund else None
    told = {name: value for name, (value, _) in assessing.read(row.given)[0].items()}
    return lateness.late(
        scheme if isinstance(scheme, Scheme) else None,
        told,
        npl_on=npl_on,
        filed_on=row.filed_on,
        days=fund.claim_days if fund else None,
    )


def _moved_on(loan: Loan, row: Claim) -> Refused | None:
    """Whether the claim would be worked out otherwise by now, as of the day it was checked on."""
    got = worked(loan, row, row.given, row.checked_on or date.min)
    if isinstance(got, Refused):
        return got
    return assessing.unchanged(dict(zip(row.parties, row.sums, strict=True)), got.outcome)


@transaction.atomic
def claim_pay(*, claim: str, party: str, amount: Money, on: date, by: By) -> Refused | Text:
    """One payer's money left: at most what was approved for it, and of the fund at most what is left in it."""

    def make(row: Claim) -> Made:
        due = dict(zip(row.due_parties, row.due_sums, strict=True))
        paid = dict(zip(row.paid_parties, row.paid_sums, strict=True))
        room = Money(due.get(party, 0) - paid.get(party, 0))
        fund = selectors.fund_of(row.fund)
        short = fund is not None and party == fund.payer and amount > fund.balance
        found = [
            (party not in due, "not-a-payer", "party", _NOT_A_PAYER),
            (amount <= NIL or amount > room, "above-what-was-approved", "amount", _ABOVE.fill(room=room.in_full)),
            (short, "pool-short", "amount", _SHORT.fill(left=fund.balance.in_full if fund else "")),
            (on > by.today, "in-the-future", "on", _FUTURE),
        ]
        reasons = tuple(Reason(code=k, says=says, field=x, cite=OURS) for wrong, k, x, says in found if wrong)
        if reasons:
            return Refused(reasons=reasons)
        made = f.ClaimPaid(
            on=on, claim=claim, fund=row.fund, place=row.place, bank=row.bank, party=party, amount=amount
        )
        return _posted(row, made)

    return _step(claim, "pay", by, make)


@transaction.atomic
def claim_true_up(*, claim: str, party: str, amount: Money, why: str, by: By) -> Refused | Text:
    def make(row: Claim) -> Made:
        paid = dict(zip(row.paid_parties, row.paid_sums, strict=True))
        if amount <= NIL or amount.fen > paid.get(party, 0):
            return storing.no("more-than-paid", _NOT_PAID, "amount")
        made = f.ClaimTruedUp(
            on=by.today, claim=claim, fund=row.fund, place=row.place, bank=row.bank, party=party, amount=amount, why=why
        )
        return _posted(row, made)

    return _step(claim, "true_up", by, make)


@transaction.atomic
def cost_advance(*, claim: str, party: str, amount: Money, on: date, by: By) -> Refused | Text:
    def make(row: Claim) -> Made:
        if party not in (_bearer(selectors.fund_of(row.fund)), *row.paid_parties) or amount <= NIL:
            return storing.no("not-a-payer", _NOT_A_PARTY, "party")
        made = f.RecoveryCostAdvanced(on=on, claim=claim, place=row.place, bank=row.bank, party=party, amount=amount)
        return _posted(row, made)

    return _step(claim, "advance", by, make)


@transaction.atomic
def recovery_enter(*, claim: str, how: RecoveredBy, gross: Money, on: date, by: By) -> Refused | Text:
    """Money came back. Who gets how much is worked out from the entries, never typed."""

    def make(row: Claim) -> Made:
        if gross <= NIL or on > by.today:
            return storing.no("no-amount", _NO_AMOUNT, "gross")
        book = book_of(row)
        if isinstance(book, Refused):
            return book
        got = losses.recovered(
            book, Recovered(ref="new", on=on, loan=claim, gross=gross, into=into(selectors.fund_of(row.fund)))
        )
        if isinstance(got, Refused):
            return got
        _, parts, cost, surplus = got
        return [
            f.RecoveryReceived(
                on=on,
                claim=claim,
                fund=row.fund,
                place=row.place,
                bank=row.bank,
                how=how,
                gross=gross,
                parties=tuple(parts),
                sums=tuple(parts.values()),
                cost=cost,
                surplus=surplus,
            )
        ]

    return _step(claim, "recover", by, make)


@transaction.atomic
def claim_close(*, claim: str, why: str, by: By) -> Refused | Text:
    """Nothing more is expected. Money that comes all the same is still entered and shared."""
    return _step(
        claim,
        "close",
        by,
        lambda row: [f.ClaimClosed(on=by.today, claim=claim, place=row.place, bank=row.bank, why=why)],
    )


def book_of(row: Claim) -> LossBook | Refused:
    """The loss in double entry, from the facts of the claim that stand (a row's log holds no other)."""
    return book_from(row, selectors.fund_of(row.fund), journal.entries(row.log))


def book_from(row: Claim, fund: Fund | None, entries: Sequence[Entry]) -> LossBook | Refused:
    """As ``book_of``, of entries and a fund that are at hand. A claim filed again stands as it was filed last."""
    first = [e for e in entries if isinstance(e.fact, f.ClaimFiled)]
    kept = [e for e in entries if not isinstance(e.fact, f.ClaimFiled)]
    return losses.book_of([*first[-1:], *kept], bearer=_bearer(fund), into=into(fund))


def into(fund: Fund | None) -> dict[str, str]:
    """Where the fund's part of a recovery goes if not back into the pool."""
    return {fund.payer: "treasury"} if fund is not None and fund.returns == Returns.TREASURY else {}


def _bearer(fund: Fund | None) -> str:
    scheme = scheme_of(fund.scheme, tuple(fund.terms)) if fund else None
    return (scheme.form.bearer or "bank") if isinstance(scheme, Scheme) else "bank"


def parties_of(fund: Fund | None) -> Mapping[str, Text]:
    """The parties of the fund's scheme, named."""
    scheme = scheme_of(fund.scheme, tuple(fund.terms)) if fund else None
    return {p: scheme.party(p) for p in scheme.form.parties} if isinstance(scheme, Scheme) else {}


def _posted(row: Claim, fact: Fact) -> Made:
    """The fact, if the book of the loss takes it: nobody is ever paid above what is still borne."""
    book, fund = book_of(row), selectors.fund_of(row.fund)
    if isinstance(book, Refused):
        return book
    after = losses.taken(book, fact, bearer=_bearer(fund), into=into(fund))
    return after if isinstance(after, Refused) else [fact]


def _step(claim: str, event: str, by: By, make: Callable[[Claim], Made]) -> Refused | Text:
    journal.take_turn()
    row = Claim.objects.filter(claim=claim).first()
    if row is None:
        return storing.no("no-such-claim", storing.NONE)
    if storing.stored_before(by, event, case=claim):
        return storing.STORED
    if no := storing.may(CLAIM, row, event):
        return no
    made = make(row)
    if isinstance(made, Refused):
        return made
    storing.append(by, event, made)
    lines.watch(row.fund, on=by.today)
    return storing.STORED


_NO_AMOUNT = Text("请填大于零的金额与已到的日期。", "Give a sum above nought, and a day that has come.")
_MORE = Text("超过尚欠本金 {left}。", "It is more than the {left} of principal still owed.")
_NOT_SECURED = Text(
    "债权已确定，只有 {most} 在最高额质押担保之内。",
    "The claims are fixed; the pledge secures {most} of it and no more.",
)
_RECOVERED = Text(
    "此前追回的本金须在零与未收回本金之间。", "What was recovered before lies between nought and the principal."
)
_NO_FUND = Text("贷款未向任何资金备案。", "The loan was filed with no fund.")
_NO_GROUND = Text("不予补偿的，请写明情形。", "Say on what ground it is rejected.")
_NOT_A_PAYER = Text("决定中没有这一支付方。", "The decision names no such payer.")
_NOT_A_PARTY = Text(
    "方案中没有这一承担方，或金额不大于零。", "The scheme names no such party, or the sum is not above nought."
)
_ABOVE = Text("超过同意而未付的 {room}。", "It is more than the {room} approved and not yet paid.")
_SHORT = Text(
    "资金池只剩 {left}；不足时谁先得到支付，方案未载。",
    "The pool holds only {left}; who is paid first when it is short the scheme does not say.",
)
_NOT_PAID = Text("超过该方实付金额。", "It is more than that party has paid.")
_FUTURE = Text("日期在今天之后。", "The day lies ahead.")
