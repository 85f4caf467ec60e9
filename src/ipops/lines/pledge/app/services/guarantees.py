"""Who stands behind a loan besides the pledge: bound within the limits on guarantee companies, by what they tell of themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.pledge import facts as f
from ipops.lines.pledge.app import guarantees
from ipops.lines.pledge.app.models import Application
from ipops.lines.pledge.app.services import storing
from ipops.lines.pledge.app.services.applications import row_at
from ipops.lines.pledge.facts.words import Security
from ipops.lines.pledge.machine import APPLICATION
from ipops.lines.pledge.rules import guaranteeing
from ipops.webkit import enrol, journal
from ipops.webkit.course import same
from ipops.webkit.enrol import By


@transaction.atomic
def security_bind(
    *, application: str, who: enrol.Written, security: Security, amount: Money, until: date | None, by: By
) -> Refused | Text:
    """Bind a guarantor or insurer. A guarantee company is held to its limits; what nobody can tell of them is said, not passed over."""
    row = row_at(application, by, "bind")
    if not isinstance(row, Application):
        return row
    if no := storing.may(APPLICATION, row, "bind"):
        return no
    known = enrol.find(who, on=by.today, source=by.source, field="who")
    if isinstance(known, Reason):
        return Refused(reasons=(known,))
    if amount <= NIL:
        return storing.no("no-amount", _NO_AMOUNT, "amount")
    found: tuple[guaranteeing.Limit, ...] = ()
    if security in guarantees.GUARANTEES and guarantees.is_company(known.party):
        book = guarantees.book_of(known.party, row.firm, but=application)
        got = guaranteeing.limits(book, firm=row.firm, more=amount, on=by.today)
        if isinstance(got, Refused):
            return got
        found = got
        if no := guaranteeing.may_bind(found, controls=book.controls):
            return no
    fact = f.SecurityBound(
        on=by.today,
        application=application,
        place=row.place,
        who=known.party,
        security=security,
        amount=amount,
        until=until,
    )
    storing.append(by, "bind", [fact], [known.draft])
    return guaranteeing.told(found) or storing.STORED


@transaction.atomic
def guarantor_state(
    *,
    guarantor: enrol.Written,
    on: date,
    net_assets: Money,
    outstanding: Money | None,
    mainly_small: bool | None,
    by: By,
) -> Refused | Text:
    """What a guarantee company tells of itself, with its paper. A later day outweighs an earlier one."""
    journal.take_turn()
    known = enrol.find(guarantor, on=by.today, source=by.source, field="guarantor")
    if isinstance(known, Reason):
        return Refused(reasons=(known,))
    told: dict[str, Any] = {
        "on": on, "net_assets": net_assets, "outstanding": outstanding, "mainly_small": mainly_small,
    }  # fmt: skip
    if stored := journal.stored_under(by.by, storing.reference(by, "guarantor")):
        return same(stored, by, f.GuarantorStated, guarantor=known.party, **told) or storing.STORED
    wrong = [
        (not guarantees.is_company(known.party), "not-a-guarantor", "guarantor", _NO_GUARANTOR),
        (not known.place, "place-missing", "place", _NO_PLACE),
        (not by.document, "paper-missing", "paper", _NO_PAPER),
        (on > by.today, "in-the-future", "on", _FUTURE),
        (outstanding is not None and outstanding < NIL, "no-amount", "outstanding", _BELOW),
    ]
    reasons = tuple(Reason(code=k, says=says, field=x) for bad, k, x, says in wrong if bad)
    if reasons:
        return Refused(reasons=reasons)
    fact = f.GuarantorStated(guarantor=known.party, place=known.place, **told)
    storing.append(by, "guarantor", [fact], [known.draft])
    return storing.STORED


_NO_AMOUNT = Text("请填担保或保险金额。", "Give the sum guaranteed or insured.")
_NO_GUARANTOR = Text("该主体不是融资担保公司。", "It is no guarantee company.")
_NO_PLACE = Text("请填担保公司所在区划。", "Give the division where the guarantor is.")
_NO_PAPER = Text("请附担保公司的报表或说明。", "Attach the guarantor's statement.")
_FUTURE = Text("日期在今天之后。", "The day lies ahead.")
_BELOW = Text("金额不能小于零。", "No sum is below nought.")
