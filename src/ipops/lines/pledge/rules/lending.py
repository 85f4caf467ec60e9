"""May it be filed, drawn, extended, settled: context in, ``None`` or ``Refused`` with every reason and its clause out.

Rule 1: no drawing before the pledge is registered, unless the fund's own agreement lets it; then the flag says so.
Rule 2: filing with the fund stands where the fund puts it: before the drawing, or within its days after it.
Rule 3: a loan that is not of a maximum-amount pledge is drawn once; one that is may be drawn and repaid and drawn again
within the registered cap, which rules where it differs from the agreed one. Drawing again after repayment is a renewal.
Rule 4: once the claims of a maximum-amount pledge are fixed nothing more is drawn on it.
Rule 5: interest is not deducted in advance, so a drawing is what was really lent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.pledge.facts.words import FilesWhen
from ipops.lines.pledge.machine.clauses import ARISES, MAXIMUM, NO_DEDUCTION, OURS, REGISTERED_CAP
from ipops.lines.pledge.rules import fixing
from ipops.reference import workdays


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the fund says of its loans; a loan without a fund has none of it."""

    files: FilesWhen = FilesWhen.UNSTATED
    files_days: int | None = None
    draw_first: bool = False
    asks_list: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """How a loan stands before a drawing. ``valued_until``: the last day on which the valuation may be used, as its report states it."""

    secured_on: date | None
    filed: bool
    amount: Money
    cap: Money | None
    maximum: bool
    left: Money
    drawn: Money
    due_on: date | None
    fund: Terms | None = None
    fixing: fixing.Pledge | None = None
    valued_until: date | None = None


def may_draw(loan: Stands) -> Refused | None:
    """Before any sum is named: is there a pledge, is the loan filed where it must be."""
    reasons = []
    if loan.secured_on is None and not (loan.fund and loan.fund.draw_first):
        reasons.append(Reason(code="not-registered", says=_UNREGISTERED, cite=ARISES, field="on"))
    if loan.fund and loan.fund.files is FilesWhen.BEFORE and not loan.filed:
        reasons.append(Reason(code="not-filed", says=_UNFILED, cite=OURS, field="on"))
    if not loan.maximum and loan.drawn > NIL:
        reasons.append(Reason(code="drawn-already", says=_DRAWN, cite=MAXIMUM, field="amount"))
    return Refused(reasons=tuple(reasons)) if reasons else None


def draw(loan: Stands, *, amount: Money, on: date, due_on: date, today: date) -> Refused | None:
    """Everything that speaks against this drawing."""
    first = may_draw(loan)
    reasons = list(first.reasons) if first else []
    if loan.secured_on is not None and on < loan.secured_on and not (loan.fund and loan.fund.draw_first):
        says = _BEFORE.fill(day=loan.secured_on.isoformat())
        reasons.append(Reason(code="before-registration", says=says, cite=ARISES, field="on"))
    late = fixing.may_draw(loan.fixing, on) if loan.fixing else None
    reasons += late.reasons if late else ()
    room = most(loan) - loan.left
    found = [
        (amount <= NIL, "no-amount", "amount", _NO_AMOUNT, NO_DEDUCTION),
        (amount > room, "above-the-cap", "amount", _ABOVE.fill(room=room.in_full), REGISTERED_CAP),
        (on > today, "in-the-future", "on", _FUTURE, None),
        (due_on <= on, "due-before-drawn", "due_on", _DUE, None),
        (
            loan.valued_until is not None and on > loan.valued_until,
            "valuation-stale",
            "on",
            _STALE.fill(day=str(loan.valued_until)),
            OURS,
        ),
    ]
    reasons += [Reason(code=k, says=says, cite=cite, field=f) for wrong, k, f, says, cite in found if wrong]
    return Refused(reasons=tuple(reasons)) if reasons else None


def most(loan: Stands) -> Money:
    """What may stand drawn at once: the credit, and never more than the registered cap."""
    return min(loan.amount, loan.cap) if loan.cap is not None else loan.amount


def is_renewal(loan: Stands) -> bool:
    """Drawing after everything was repaid: an ordinary case, told apart from cancelling and registering again."""
    return loan.maximum and loan.drawn > NIL and loan.left <= NIL


def file(loan: Stands, fund: Terms, *, listed: bool, drawn_on: date | None, on: date) -> Refused | None:
    """May the loan be filed with this fund on this day."""
    reasons = []
    if loan.filed:
        reasons.append(Reason(code="filed-already", says=_FILED, field="fund"))
    if fund.files is FilesWhen.BEFORE and drawn_on is not None:
        reasons.append(Reason(code="drawn-before-filing", says=_DRAWN_FIRST, cite=OURS, field="on"))
    if fund.files is FilesWhen.AFTER and drawn_on is not None and fund.files_days:
        last = workdays.add_working_days(drawn_on, fund.files_days).day
        if on > last:
            says = _LATE.fill(day=last.isoformat(), n=fund.files_days)
            reasons.append(Reason(code="filed-late", says=says, cite=OURS, field="on"))
    if fund.asks_list and not listed:
        reasons.append(Reason(code="not-listed", says=_NOT_LISTED, cite=OURS, field="fund"))
    return Refused(reasons=tuple(reasons)) if reasons else None


def nothing_owed(left: Money) -> Refused | None:
    if left <= NIL:
        return None
    return Refused(reasons=(Reason(code="still-owed", says=_OWED.fill(left=left.in_full)),))


def may_call(guarantor: str) -> Refused | None:
    """Nobody is called who does not stand behind the loan."""
    return None if guarantor else Refused(reasons=(Reason(code="no-guarantor", says=_NO_GUARANTOR),))


def may_claim(*, fund: str, claims: int, npl: bool) -> Refused | None:
    """A claim is made on the fund the loan was filed with, once, after it was classified as bad."""
    found = [
        (not fund, "not-filed-with-a-fund", _NO_FUND),
        (claims > 0, "claimed-already", _CLAIMED),
        (not npl, "not-bad", _NOT_BAD),
    ]
    reasons = tuple(Reason(code=k, says=says, cite=OURS) for wrong, k, says in found if wrong)
    return Refused(reasons=reasons) if reasons else None


_UNREGISTERED = Text(
    "质押尚未登记，质权未设立；资金协议也未约定可先放款。",
    "The pledge is not registered, so it does not exist; nor does the fund's agreement let the loan be drawn first.",
)
_UNFILED = Text("该资金要求放款前备案。", "This fund wants the loan filed before it is drawn.")
_DRAWN = Text("非最高额质押的贷款只放一次。", "A loan without a maximum-amount pledge is drawn once.")
_BEFORE = Text("早于质押登记日 {day}。", "It lies before the registration of {day}.")
_NO_AMOUNT = Text(
    "请填实际放款金额；利息不得预先扣除。", "Give what is really lent; interest is not deducted in advance."
)
_ABOVE = Text(
    "超过可用额度 {room}（以登记的债权数额为限）。", "It is more than the {room} left; the registered cap rules."
)
_FUTURE = Text("日期在今天之后。", "The day lies ahead.")
_STALE = Text(
    "评估报告的有效期至 {day}；请先在融资申请中登记新的评估。",
    "The valuation may be used until {day}; enter a new one with the application first.",
)
_DUE = Text("到期日须晚于放款日。", "It falls due after it is drawn.")
_FILED = Text("已备案。", "It has been filed.")
_DRAWN_FIRST = Text("该资金要求放款前备案，而贷款已放。", "This fund files before drawing, and the loan is drawn.")
_LATE = Text(
    "已过备案期限 {day}（放款后{n}个工作日）。", "The time to file ended on {day} ({n} working days after drawing)."
)
_NOT_LISTED = Text("企业不在该资金的白名单内。", "The firm is not on the fund's white list.")
_OWED = Text("尚欠本金 {left}。", "Principal of {left} is still owed.")
_NO_GUARANTOR = Text("这笔贷款没有保证人或保险人。", "This loan has no guarantor or insurer.")
_NO_FUND = Text("贷款未向任何资金备案。", "The loan was filed with no fund.")
_CLAIMED = Text("已申请过补偿。", "A claim was made before.")
_NOT_BAD = Text("尚未认定为不良。", "It is not classified as bad.")
