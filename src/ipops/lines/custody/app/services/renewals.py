"""The renewal of a mark as its owner or agency records it: asked for and paid, then approved; each with its paper.

Rule 1: a renewal is asked for within twelve months before the term ends or in the six months of grace after it, with the late fee
(商标法 第四十条); what was paid is stored as it was paid, and whether it was enough is worked out.
Rule 2: the new term is the law's, ten years from the day after the old one, whatever the day of approval.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.facts import MarkRenewalFiled, MarkRenewed
from ipops.ledger.facts.words import RightKind
from ipops.lines.custody.app.services import owners
from ipops.lines.custody.rules import clauses
from ipops.rights.docket import lines as rows
from ipops.rights.docket.days import ONE_DAY, PUBLISHED, mark_last_day
from ipops.rights.docket.given import Given
from ipops.rights.law import book
from ipops.webkit import access, journal
from ipops.webkit.enrol import By


@transaction.atomic
def renewal_file(*, reader: access.Reader, right: str, on: date, paid: Money, by: By) -> Text | Refused:
    """Store that the renewal was asked for and paid; gives the sentence that says whether the sum was right."""
    journal.take_turn()
    given = owners.given_of(reader, right, by.today)
    if isinstance(given, Refused):
        return given
    if owners.stored(by):
        return owners.STORED
    windows, reasons = _windows(given, on), [*_of_the_paper(by, on)]
    if paid <= NIL:
        reasons.append(Reason(code="nothing-paid", says=_NOTHING, field="paid"))
    if not windows:
        reasons.append(_no_mark(given))
    elif on < windows[0].opens_on:
        says = _TOO_EARLY.fill(day=windows[0].opens_on)
        reasons.append(Reason(code="too-early", says=says, cite=clauses.RENEWAL, field="on"))
    elif _term_end(windows) in given.renewals_filed:
        reasons.append(Reason(code="renewed-before", says=_BEFORE.fill(day=_term_end(windows)), field="right"))
    if reasons:
        return Refused(reasons=tuple(reasons))
    owners.append(by, MarkRenewalFiled(on=on, right=right, term_ended=_term_end(windows), paid=paid))
    return _judged(windows, on, paid)


@transaction.atomic
def renewal_record(*, reader: access.Reader, right: str, on: date, by: By) -> Text | Refused:
    """Store the approval: the new term begins the day after the old one ended."""
    journal.take_turn()
    given = owners.given_of(reader, right, by.today)
    if isinstance(given, Refused):
        return given
    if owners.stored(by):
        return owners.STORED
    windows, reasons = _windows(given, on), [*_of_the_paper(by, on)]
    if not windows:
        reasons.append(_no_mark(given))
    elif on < windows[0].opens_on:
        says = _TOO_EARLY.fill(day=windows[0].opens_on)
        reasons.append(Reason(code="too-early", says=says, cite=clauses.RENEWAL, field="on"))
    if reasons:
        return Refused(reasons=tuple(reasons))
    ends = mark_last_day(_term_end(windows) + ONE_DAY, rows.MARK_YEARS) + ONE_DAY
    owners.append(by, MarkRenewed(on=on, right=right, expires_on=ends))
    return _RENEWED.fill(day=ends - ONE_DAY)


def _windows(given: Given, on: date) -> tuple[rows.Line, ...]:
    """In time and grace, of the term that runs or ended last; none for what is no registered mark."""
    live = given.live(on)
    if given.kind is not RightKind.TRADEMARK or live is None or live.granted_on is None:
        return ()
    return tuple(rows.renewal_lines(live, PUBLISHED, book()))


def _term_end(windows: tuple[rows.Line, ...]) -> date:
    last = windows[0].other_last_on
    assert last is not None
    return last


def _of_the_paper(by: By, on: date) -> list[Reason]:
    return [
        *([Reason(code="proof-missing", says=_NO_PROOF, field="paper")] if not by.document else []),
        *([Reason(code="in-the-future", says=owners.AHEAD, field="on")] if on > by.today else []),
    ]


def _no_mark(given: Given) -> Reason:
    says = _NOT_A_MARK if given.kind is not RightKind.TRADEMARK else _NO_REGISTRATION
    return Reason(code="no-renewal", says=says, field="right")


def _judged(windows: tuple[rows.Line, ...], on: date, paid: Money) -> Text:
    """What the sum means: on paper and filed online the law has two fees, and the filing does not tell which it was."""
    in_time, grace = windows
    assert in_time.last_on is not None
    assert grace.last_on is not None
    if on > grace.last_on:
        return _TOO_LATE.fill(day=grace.last_on)
    now = in_time if on <= in_time.last_on else grace
    paper, online = Money(now.total or 0), Money(now.lowest or 0)
    says = _IN_GRACE if now is grace else owners.STORED
    if paid < online:
        return _SHORT.fill(online=online, paper=paper, lacks=online - paid)
    return _OVER.fill(over=paid - paper, paper=paper) if paid > paper else says


_NO_PROOF = Text(
    "请附凭证（缴费凭证、受理通知书或续展证明）。",
    "Attach the proof: the receipt, the notice of acceptance or the certificate.",
)
_NOTHING = Text("请填写实缴金额。", "Give the sum paid.")
_NOT_A_MARK = Text("不是商标，没有续展。", "It is no trademark; nothing is renewed.")
_NO_REGISTRATION = Text(
    "没有核准注册日，无法计算有效期。", "The day of registration is missing, so the term is unknown."
)
_TOO_EARLY = Text(
    "期满前十二个月内才可办理续展：自 {day} 起。",
    "A renewal may be asked for in the twelve months before the term ends: from {day}.",
)
_BEFORE = Text("本届有效期（至 {day}）的续展申请已记录。", "The renewal of the term that ends on {day} is recorded.")
_IN_GRACE = Text(
    "已记入账本：在宽展期内提出，含续展注册迟延费。",
    "It stands in the ledger: asked for in the months of grace, with the late fee.",
)
_TOO_LATE = Text(
    "已记入账本。但宽展期已于 {day} 届满，注册商标依法应予注销；请核实商标局是否受理。",
    "It stands in the ledger. But the grace ended on {day}, and by law the mark is cancelled; ask whether the office accepts it.",
)
_SHORT = Text(
    "已记入账本。应缴{online}（网上）或{paper}（纸件），至少还差{lacks}。",
    "It stands in the ledger. {online} is owed online, {paper} on paper; at least {lacks} is lacking.",
)
_OVER = Text(
    "已记入账本。比纸件应缴的{paper}多{over}，请核对类别数。",
    "It stands in the ledger. That is {over} more than the {paper} owed on paper; check the number of classes.",
)
_RENEWED = Text("已记入账本：续展后有效期至 {day}。", "It stands in the ledger: the renewed term ends on {day}.")
