"""Guards that steps of this line name: who may act for the bank, may it be drawn, claimed, settled, decided."""

from __future__ import annotations

from typing import Any

from ipops.kernel.outcome import Refused
from ipops.lines.pledge.app import selectors
from ipops.lines.pledge.app.models import Claim, Loan
from ipops.lines.pledge.rules import assessing, fixing, lending
from ipops.webkit import access
from ipops.webkit.pages.cases import Asked


def of_bank(row: Any, asked: Asked) -> Refused | None:
    return selectors.why_not_bank(asked.reader, row.bank, row.place)


def may_draw(row: Loan, asked: Asked) -> Refused | None:
    drawn = lending.may_draw(selectors.stands(row))
    return of_bank(row, asked) or drawn or fixing.may_draw(selectors.maximum_of(row), asked.today)


def may_fix(row: Loan, asked: Asked) -> Refused | None:
    return of_bank(row, asked) or fixing.may_be_fixed(selectors.maximum_of(row))


def may_call(row: Loan, asked: Asked) -> Refused | None:
    return of_bank(row, asked) or lending.may_call(row.guarantor)


def nothing_owed(row: Loan, asked: Asked) -> Refused | None:
    return of_bank(row, asked) or lending.nothing_owed(row.left)


def may_claim(row: Loan, asked: Asked) -> Refused | None:
    return of_bank(row, asked) or lending.may_claim(fund=row.fund, claims=len(row.claims), npl=row.npl_on is not None)


def second_person(row: Claim, asked: Asked) -> Refused | None:
    label = str(getattr(asked.reader, "label", ""))
    return assessing.second_person(label, row.filed_by, row.checked_by)


def places(row: Any, reader: access.Reader) -> tuple[str, ...]:
    """Where rights to act are looked at. A bank's own people have no place: for them it is the bank that counts."""
    if row.bank and row.bank in access.bodies(reader):
        return ()
    also = getattr(row, "debtor_place", "")  # where the debtor asked, if another pledged for it
    return tuple(dict.fromkeys(p for p in (row.place, also) if p))


GUARDS = {
    "of_bank": of_bank,
    "may_draw": may_draw,
    "may_fix": may_fix,
    "may_call": may_call,
    "nothing_owed": nothing_owed,
    "may_claim": may_claim,
    "second_person": second_person,
}
