"""A bank's table of reports: each row goes the way of the API, stored once however often the table is sent.

Rule 1: the table is read to its end before anything is stored; one that breaks off stores nothing.
Rule 2: a row is stored or refused with its line and every reason; its reference makes it the same report next time.
Rule 3: only loans of the bank that sends it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, cast

from django.db import transaction

from ipops.intake.profile import Profile, shipped
from ipops.intake.rows import Halted, Rejected, Row
from ipops.intake.table import read_table
from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Problem, Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.pledge.app.models import Loan
from ipops.lines.pledge.app.services import loans, storing
from ipops.lines.pledge.facts.words import BadBecause, FixedBy, LoanClass
from ipops.lines.pledge.rules import fixing
from ipops.webkit import journal
from ipops.webkit.enrol import By

PROFILE = "pledge-reports"


@dataclass(kw_only=True)
class Imported:
    """What became of a table; ``known`` rows said what is held already; ``refused`` by line, each with its reasons."""

    read: int = 0
    stored: int = 0
    known: int = 0
    refused: list[tuple[int | None, tuple[Text, ...]]] = field(default_factory=list)


def reports_import(
    *, file: Path, bank: str, by: str, today: date, document: str, name: str = "", profile: Profile | None = None
) -> Imported | Problem:
    rows = list(read_table(file, profile or shipped()[PROFILE], file_name=name))
    if rows and isinstance(rows[-1], Halted):
        return rows[-1].problem
    got = Imported(read=len(rows))
    with transaction.atomic():
        journal.take_turn()
        for row in rows:
            if isinstance(row, Rejected):
                got.refused.append((row.at.line, tuple(p.says for p in row.problems)))
            elif isinstance(row, Row):
                _store(row, bank, By(by=by, today=today, reference=row.text("reference"), document=document), got)
    return got


def _store(row: Row, bank: str, by: By, got: Imported) -> None:
    loan = Loan.objects.filter(loan=row.text("loan"), bank=bank).first()
    before = journal.size()
    said = storing.no("no-such-loan", storing.NONE, "loan") if loan is None else report(row, loan.loan, by)
    if isinstance(said, Refused):
        got.refused.append((row.at.line, tuple(_told(r) for r in said.reasons)))
    elif journal.size() > before:
        got.stored += 1
    else:
        got.known += 1


def report(row: Row, loan: str, by: By) -> Refused | Text:
    """One row as the report it is."""
    on = cast("date", row["on"])
    amount, interest = cast("Money | None", row["amount"]) or NIL, cast("Money | None", row["interest"]) or NIL
    match row.text("kind"):
        case "draw":
            due = cast("date | None", row["due_on"])
            if due is None:
                return storing.no("due-missing", _DUE, "due_on")
            return loans.loan_draw(loan=loan, drawing=by.reference, amount=amount, on=on, due_on=due, by=by)
        case "repay":
            return loans.loan_repay(
                loan=loan, principal=amount, interest=interest, clears=row["clears"] is True, on=on, by=by
            )
        case "miss":
            return loans.loan_miss(loan=loan, principal=amount, interest=interest, on=on, by=by)
        case "classify":
            if not row.text("grade"):
                return storing.no("class-missing", _CLASS, "grade")
            told: dict[str, Any] = {
                "basis": BadBecause(row.text("basis")) if row.text("basis") else None,
                "why": row.text("why"),
            }
            grade = LoanClass(row.text("grade"))
            return loans.loan_classify(loan=loan, grade=grade, interest=interest, on=on, by=by, **told)
        case "settle":
            return loans.loan_settle(loan=loan, on=on, by=by)
        case kind:
            return _of_course(kind, row, loan, on, by)


def _of_course(kind: str, row: Row, loan: str, on: date, by: By) -> Refused | Text:
    """What happens to the loan besides its money. What needs a paper of its own is not told by a table, which is no such paper."""
    flag = {k: row[k] is True for k in ("consents", "enforced")}
    bare = replace(by, document="")
    match kind:
        case "extend":
            due = cast("date | None", row["due_on"])
            if due is None:
                return storing.no("due-missing", _DUE_THEN, "due_on")
            agreed = flag["consents"]
            return loans.loan_extend(loan=loan, due_on=due, guarantor_consents=agreed, on=on, by=bare if agreed else by)
        case "file":
            return loans.loan_file(loan=loan, fund=row.text("fund"), place="", on=on, by=by)
        case "call":
            return loans.guarantor_call(loan=loan, enforced_first=flag["enforced"], on=on, by=by)
    if not row.text("ground"):
        return storing.no("ground-missing", _GROUND, "ground")
    ground = FixedBy(row.text("ground"))
    told = {k: row.text(k) for k in ("asked_by", "law", "why")}
    return loans.loan_fix(
        loan=loan,
        asked=fixing.Asked(ground=ground, on=on, **told),
        interest=cast("Money | None", row["interest"]) or NIL,
        others=cast("Money | None", row["others"]) or NIL,
        by=bare if ground in fixing.WITH_PAPER else by,
    )


def _told(reason: Reason) -> Text:
    return reason.says


_DUE = Text("放款须填到期日。", "A drawing needs the day it falls due.")
_DUE_THEN = Text("展期须填展期后的到期日。", "An extension needs the day it is due afterwards.")
_GROUND = Text("债权确定须填事由。", "A fixing needs its ground.")
_CLASS = Text("分类须填等级。", "A classification needs its class.")
