"""A claim from filing to payment, and back. One transaction under the journal's turn each.

Rule 1: read what is known, think (pure rules), write facts; the sender's ``reference`` makes a second submission change nothing.
Rule 2: the calculation sheet is kept as a document first; the fact rests on it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Problem, Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Source
from ipops.lines.subsidies.app import selectors
from ipops.lines.subsidies.app.models import Claim, Window
from ipops.lines.subsidies.app.services.common import ANYBODY, CLAIM_CASES, Sender, append, claim_at, no, same
from ipops.lines.subsidies.facts import (
    SubsidyAmended,
    SubsidyComputed,
    SubsidyFiled,
    SubsidyGranted,
    SubsidyPaid,
    SubsidyProven,
    SubsidyRecalled,
    SubsidyReturned,
    SubsidySentBack,
    SubsidyTurnedDown,
    SubsidyWithdrawn,
    Verdict,
)
from ipops.lines.subsidies.rules import admission, given, schemes
from ipops.lines.subsidies.rules.computing import compute
from ipops.webkit import documents, enrol, journal
from ipops.webkit.enrol import By
from ipops.webkit.places import covers


@transaction.atomic
def claim_file(
    *,
    window: str,
    claimant: enrol.Written,
    bank: enrol.Written | None,
    loan: str,
    rights: Sequence[str],
    invoices: Sequence[str],
    stated: Sequence[str],
    by: By,
    sender: Sender = ANYBODY,
) -> str | Refused:
    """File a claim; gives its code. A firm files for itself, a bank for its borrowers, a clerk for firms of the place."""
    journal.take_turn()
    claim = CLAIM_CASES.code(by)
    told: dict[str, Any] = {
        "window": window,
        "loan": loan.strip(),
        "rights": tuple(dict.fromkeys(rights)),
        "invoices": tuple(dict.fromkeys(invoices)),
        "given": tuple(stated),
    }
    if held := CLAIM_CASES.held(by):
        parties = {"claimant": claimant.party, "bank": bank.party if bank else ""}
        return same(held, by, SubsidyFiled, **told, **parties) or claim
    row = Window.objects.filter(window=window).first()
    if row is None:
        return no("no-such-window", _NO_WINDOW)
    scheme = schemes.scheme_of(row.scheme, row.assumes)
    if isinstance(scheme, Refused):
        return scheme
    firm = enrol.find(claimant, on=by.today, source=by.source, field="claimant")
    lender = enrol.find(bank, on=by.today, source=by.source, field="bank") if bank is not None else None
    wrong = tuple(f for f in (firm, lender) if isinstance(f, Reason))
    if wrong or isinstance(firm, Reason) or isinstance(lender, Reason):
        return Refused(reasons=wrong)
    inside = covers(row.place, firm.place)
    place = firm.place if inside else row.place  # the window's office handles a firm from elsewhere
    bank_party = lender.party if lender else ""
    if not all(sender.may(p, firm.party, bank_party) for p in (place, firm.place or place)):
        return no("not-yours", _NOT_YOURS, "claimant")
    if refused := admission.files(
        stage=row.stage,
        closes_on=row.closes_on,
        today=by.today,
        loan=loan,
        bank=bank_party,
        claimant=firm.party,
        given=stated,
        scheme=scheme,
    ):
        return refused
    fact = SubsidyFiled(on=by.today, claim=claim, place=place, claimant=firm.party, bank=bank_party, **told)
    append(by, fact, before=[firm.draft, lender.draft if lender else None])
    return claim


@transaction.atomic
def claim_amend(*, claim: str, stated: Sequence[str], invoices: Sequence[str], why: str, by: By) -> Refused | None:
    journal.take_turn()
    row = claim_at(claim, "amend", by)
    if not isinstance(row, Claim):
        return row
    window = Window.objects.get(window=row.window)
    scheme = schemes.scheme_of(window.scheme, window.assumes)
    if isinstance(scheme, Refused):
        return scheme
    if wrong := given.problems(stated, [f.name for f in schemes.asks(scheme)]):
        return Refused(reasons=wrong)
    if not why.strip():
        return no("no-why", _NO_WHY, "why")
    append(
        by,
        SubsidyAmended(on=by.today, invoices=tuple(invoices), given=tuple(stated), why=why, **_of(row)),
    )
    return None


@transaction.atomic
def claim_prove(*, claim: str, settled: bool, repaid_on: date | None, by: By) -> Refused | None:
    journal.take_turn()
    row = claim_at(claim, "prove", by)
    if not isinstance(row, Claim):
        return row
    if refused := admission.proves(settled=settled, repaid_on=repaid_on, document=by.document, today=by.today):
        return refused
    append(by, SubsidyProven(on=by.today, settled=settled, repaid_on=repaid_on, **_of(row)))
    return None


@transaction.atomic
def claim_compute(*, claim: str, by: By) -> Refused | Verdict:
    """Run the scheme on the claim; gives the verdict. The amounts may stay unknown: then what is missing is stored."""
    journal.take_turn()
    row = claim_at(claim, "compute", by)
    if isinstance(row, Refused):
        return row
    if row is None:
        return Verdict(Claim.objects.get(claim=claim).verdict)
    window = Window.objects.get(window=row.window)
    scheme = schemes.scheme_of(window.scheme, window.assumes)
    if isinstance(scheme, Refused):
        return scheme
    if scheme.version != window.scheme_version:
        return no("scheme-changed", _CHANGED.fill(code=window.scheme))
    got = compute(scheme, selectors.asked_of(row, window), selectors.standing(window, but=claim))
    if isinstance(got, Refused):
        return got
    sheet = documents.store(io.BytesIO(got.sheet()), f"{claim.replace(':', '-')} 测算单 calculation.json", by.by)
    if isinstance(sheet, Problem):
        return Refused(reasons=(Reason(code=sheet.code, says=sheet.says),))
    fact = SubsidyComputed(
        on=by.today,
        scheme=scheme.code,
        scheme_version=scheme.version,
        verdict=got.verdict,
        awards=tuple(got.amounts),
        amounts=tuple(got.amounts.values()),
        total=got.total,
        missing=got.missing,
        **_of(row),
    )
    append(by, fact, source=Source(document=sheet))
    return got.verdict


@transaction.atomic
def claim_grant(*, claim: str, confirmed: str, by: By) -> Refused | None:
    journal.take_turn()
    row = claim_at(claim, "grant", by)
    if not isinstance(row, Claim):
        return row
    parts = list(selectors.parts_of(row))
    refused = admission.grants(
        by=by.by,
        hands=(*row.hands, *(h for p in parts for h in p.hands)),
        twice=selectors.doubles(row),
        confirmed=confirmed,
        others=[p.stage for p in parts],
    )
    if refused:
        return refused
    amount = Money(row.share_fen or 0)
    append(by, SubsidyGranted(on=by.today, amount=amount, confirmed=confirmed, **_of(row)))
    return None


@transaction.atomic
def claim_turn_down(*, claim: str, why: str, by: By) -> Refused | None:
    journal.take_turn()
    row = claim_at(claim, "turn_down", by)
    if not isinstance(row, Claim):
        return row
    append(by, SubsidyTurnedDown(on=by.today, why=why, **_of(row)))
    return None


@transaction.atomic
def claim_send_back(*, claim: str, why: str, by: By) -> Refused | None:
    journal.take_turn()
    row = claim_at(claim, "send_back", by)
    if not isinstance(row, Claim):
        return row
    append(by, SubsidySentBack(on=by.today, why=why, **_of(row)))
    return None


@transaction.atomic
def claim_pay(*, claim: str, on: date, voucher: str, by: By) -> Refused | None:
    """What was granted, whole: a payment in parts is not foreseen by any rule seen."""
    journal.take_turn()
    row = claim_at(claim, "pay", by)
    if not isinstance(row, Claim):
        return row
    refused = admission.pays(
        on=on,
        today=by.today,
        granted_on=selectors.granted_on(row),
        voucher=voucher,
        others=[p.stage for p in selectors.parts_of(row)],
    )
    if refused:
        return refused
    append(by, SubsidyPaid(on=on, amount=Money(row.granted_fen or 0), voucher=voucher.strip(), **_of(row)))
    return None


@transaction.atomic
def claim_recall(*, claim: str, amount: Money, why: str, by: By) -> Refused | None:
    journal.take_turn()
    row = claim_at(claim, "recall", by)
    if not isinstance(row, Claim):
        return row
    if refused := admission.recalls(amount=amount, paid=Money(row.paid_fen or 0), why=why):
        return refused
    append(by, SubsidyRecalled(on=by.today, amount=amount, why=why, **_of(row)))
    return None


@transaction.atomic
def claim_receive(*, claim: str, amount: Money | None, voucher: str, by: By) -> Refused | None:
    """Money that came back: a part of it, or (no amount given) all that is left."""
    journal.take_turn()
    row = claim_at(claim, "settle" if amount is None else "receive", by)
    if not isinstance(row, Claim):
        return row
    left = left_to_return(row)
    if amount is not None and not NIL < amount < left:
        return no("not-a-part", _NOT_A_PART.fill(left=left.in_full), "amount")
    if not voucher.strip():
        return no("no-voucher", _NO_VOUCHER, "voucher")
    fact = SubsidyReturned(
        on=by.today, amount=amount or left, voucher=voucher.strip(), whole=amount is None, **_of(row)
    )
    append(by, fact)
    return None


@transaction.atomic
def claim_withdraw(*, claim: str, why: str, by: By) -> Refused | None:
    journal.take_turn()
    row = claim_at(claim, "withdraw", by)
    if not isinstance(row, Claim):
        return row
    append(by, SubsidyWithdrawn(on=by.today, why=why, **_of(row)))
    return None


def left_to_return(row: Claim) -> Money:
    """What was claimed back and has not come."""
    return Money((row.recalled_fen or 0) - sum(int(b.split(" ")[1]) for b in row.back))


def _of(row: Claim) -> dict[str, str]:
    return {"claim": row.claim, "place": row.place, "claimant": row.claimant}


_NO_WINDOW = Text("没有这个窗口。", "There is no such window.")
_NOT_YOURS = Text("您不能为该单位申报。", "You may not file for this body.")
_NO_WHY = Text("请说明理由。", "Give the reason.")
_CHANGED = Text(
    "方案 {code} 的文件在窗口开放后改过，不能照旧测算；请核对后另开窗口。",
    "The file of the scheme {code} has changed since the window opened; look at it and open another window.",
)
_NO_VOUCHER = Text("请填写凭证号。", "Give the voucher's number.")
_NOT_A_PART = Text(
    "尚欠 {left}；部分到账须小于它，全部到账用另一项办理。",
    "{left} is open: a part is less than that; for all of it use the other act.",
)
