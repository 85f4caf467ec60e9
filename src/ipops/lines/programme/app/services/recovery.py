"""Money that comes back, in one sum or in several: each instalment is posted with its voucher; the last one ends the recovery."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import fund as reading
from ipops.lines.programme.app.reading import plan as plans
from ipops.lines.programme.app.services import fund as funds
from ipops.lines.programme.app.services.projects import posting_of
from ipops.lines.programme.app.services.steps import drafted, unknown_case
from ipops.lines.programme.facts.words import Position
from ipops.webkit import journal

PART, ALL = "receive_back", "settle"


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBack:
    """An instalment as it is typed in. ``document`` is the voucher's SHA-256."""

    project: str
    amount: Money
    document: str
    why: str = ""


@transaction.atomic
def recovery_receive(*, came: CameBack, by: str, today: date, reference: str) -> Entry | Refused:
    """Post what came back. What is left stays to be recovered; the instalment that leaves nothing settles the case. The same
    instalment sent twice is the same entry."""
    journal.take_turn()
    row = Dossier.objects.filter(case=came.project, cycle="programme.project").first()
    found = reading.project_of(came.project)
    if row is None or found is None:
        return unknown_case(came.project)
    if (stored := journal.stored_under(by, f"post:{came.project}:back:{reference}")) is not None:
        return stored
    event = ALL if came.amount == found.to_recover else PART
    moved = drafted(row, event, on=today, why=came.why, document=came.document, reference=reference)
    if isinstance(moved, Refused):
        return moved
    if reasons := _problems(came, found.to_recover):
        return Refused(reasons=tuple(reasons))
    posting = posting_of(
        found.city, found.call, Position.TO_RECOVER, Position.RECOVERED, came.amount, "收回",
        project=came.project, payee=found.applied.applicant, document=came.document,
    )  # fmt: skip
    money = funds.drafted(posting, plans.floors_of(found.city), today, f"{came.project}:back:{reference}")
    if isinstance(money, Refused):
        return money
    _, entry = journal.append([moved, money], by=by)
    return entry


def _problems(came: CameBack, owed: Money) -> list[Reason]:
    lacks = (
        ("amount-not-positive", came.amount <= NIL, "金额须大于零。", "The amount must be above zero.", "amount"),
        (
            "more-than-is-owed",
            came.amount > owed,
            f"收到 {came.amount}，应收回的只有 {owed}。",
            f"{came.amount} came, and only {owed} is to be recovered.",
            "amount",
        ),
        ("no-voucher", not came.document, "请附收款凭证。", "Attach the voucher of the receipt.", "document"),
    )
    return [Reason(code=code, says=Text(zh, en), field=at) for code, wrong, zh, en, at in lacks if wrong]
