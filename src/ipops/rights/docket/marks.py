"""Marks on the docket: renewal and grace, the three years of non-use, the five years of earlier rights."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.money import Money
from ipops.kernel.period import months_after
from ipops.kernel.text import Text
from ipops.ledger.facts.words import Milestone
from ipops.rights.docket import lines as rows
from ipops.rights.docket.days import MARK_CLAMP, ONE_DAY, PROVISIONAL, Calendar
from ipops.rights.docket.given import Given
from ipops.rights.docket.item import DueItem, Status
from ipops.rights.docket.lines import LiveRight
from ipops.rights.law import Book

RENEW, GRACE, NON_USE, EARLIER = "T-06", "T-07", "T-08", "T-10"
HANDLED = frozenset({RENEW, GRACE, NON_USE, EARLIER})
#: months without shown use at which we warn: ours
WARN_AT = (24, 30)
OURS = Citation(document="ipops", clause="rights/docket/marks.py", grade=Grade.OURS)


def mark_items(
    given: Given, live: LiveRight, on: date, until: date, calendar: Calendar, law: Book
) -> Iterator[DueItem]:
    yield from _renewal(given, live, on, calendar, law)
    yield from _non_use(given, on, law)
    yield from _earlier_rights(given, on, until, law)


def _renewal(given: Given, live: LiveRight, on: date, calendar: Calendar, law: Book) -> Iterator[DueItem]:
    windows = tuple(rows.renewal_lines(live, calendar, law))
    if not windows:
        return
    in_time, grace = windows
    assert in_time.last_on is not None
    assert grace.last_on is not None
    end = in_time.other_last_on
    if end is not None and (asked := given.renewals_filed.get(end)) is not None:
        yield _waits(given, asked, end, law)
        return
    now = in_time if on <= in_time.last_on else grace
    rule = law.deadlines[RENEW if now is in_time else GRACE]
    missed = on > grace.last_on
    notes = [PROVISIONAL] if now.provisional else []
    if given.classes is None:
        notes.append(ONE_CLASS)
    notes.append(_ONLINE.fill(amount=Money(now.lowest or 0)))
    if now is in_time and on < in_time.opens_on:
        notes.append(_NOT_YET.fill(day=in_time.opens_on))
    fees = (law.fees["renewal.trademark"].cite, *((law.fees["renewal_late.trademark"].cite,) if now is grace else ()))
    yield DueItem(
        rule=rule.id,
        right=given.right,
        does=rule.does,
        status=Status.MISSED if missed else Status.OPEN if now is in_time else Status.LATE,
        due_on=now.last_on,
        statutory_on=end if now is in_time else None,
        provisional=now.provisional,
        amount=Money(now.total or 0),
        lowest=Money(now.lowest or 0),
        windows=windows,
        missed=rule.missed,
        readings=(_TERM_STAYS.fill(end=end, moved=in_time.last_on),) if end != in_time.last_on else (),
        notes=tuple(notes),
        cites=(*rule.cites, MARK_CLAMP, *fees),
    )


def _waits(given: Given, asked: date, end: date, law: Book) -> DueItem:
    """The renewal was asked for: nothing is left to pay, and the register has yet to tell its new term."""
    rule = law.deadlines[RENEW]
    return DueItem(
        rule=rule.id,
        right=given.right,
        does=_APPROVAL,
        status=Status.NOTE,
        due_on=None,
        statutory_on=end,
        notes=(_ASKED.fill(day=asked, end=end),),
        cites=rule.cites,
    )


def last_uses(given: Given) -> tuple[tuple[str, date, bool], ...]:
    """Of each class (one without a name where none is known) the day from which three years run: the last use shown, else
    the registration; and whether it is a use. The class that is in danger first comes first."""
    if given.granted_on is None:
        return ()
    whole = given.milestones.get(Milestone.LAST_USED)
    found = []
    for code in given.class_codes or ("",):
        shown = max((d for d in (whole, given.uses.get(code)) if d is not None), default=None)
        found.append((code, max(given.granted_on, shown) if shown else given.granted_on, shown is not None))
    return tuple(sorted(found, key=lambda f: (f[1], f[0])))


def _non_use(given: Given, on: date, law: Book) -> Iterator[DueItem]:
    """From three years after registration, or after the last use shown, anyone may ask; we warn at two and two and a half.
    One item a mark: the class in danger first sets its day, and every class that is warned of is named."""
    classes = [c for c in last_uses(given) if on >= months_after(c[1], WARN_AT[0])]
    if not classes:
        return
    rule = law.deadlines[NON_USE]
    since = classes[0][1]
    risk = months_after(since, 36)
    yield DueItem(
        rule=NON_USE,
        right=given.right,
        does=rule.does,
        status=Status.NOTE,
        due_on=risk,
        missed=rule.missed,
        notes=(
            *(_use_of(*c) for c in classes),
            _WARN.fill(first=months_after(since, WARN_AT[0]), second=months_after(since, WARN_AT[1])),
            *((_AT_RISK,) if on >= risk else ()),
        ),
        cites=(*rule.cites, OURS),
    )


def _use_of(code: str, since: date, shown: bool) -> Text:
    says = (_SINCE_USE if shown else _NO_USE).fill(day=since)
    return _OF_CLASS.fill(code=code, says=says) if code else says


def _earlier_rights(given: Given, on: date, until: date, law: Book) -> Iterator[DueItem]:
    if given.granted_on is None:
        return
    rule = law.deadlines[EARLIER]
    barred = months_after(given.granted_on, 60)
    if on <= barred <= until:
        yield DueItem(
            rule=EARLIER,
            right=given.right,
            does=rule.does,
            status=Status.NOTE,
            due_on=barred,
            missed=rule.missed,
            cites=rule.cites,
        )


def blocked_items(given: Given, on: date, law: Book) -> Iterator[DueItem]:
    """After a mark ended, the same sign is not registered for a year."""
    if given.ended_on is None:
        return
    rule, last = law.deadlines["T-11"], months_after(given.ended_on, 12) - ONE_DAY
    if on <= last:
        yield DueItem(
            rule=rule.id,
            right=given.right,
            does=rule.does,
            status=Status.NOTE,
            due_on=last,
            missed=rule.missed,
            cites=rule.cites,
        )


_APPROVAL = Text("等待核准续展", "wait for the renewal to be approved")
_ASKED = Text(
    "已于 {day} 提出续展申请并缴费（本届有效期至 {end}）；核准后请记录续展证明。",
    "Renewal was asked for and paid on {day} (the term ends on {end}); record its certificate once it is approved.",
)
ONE_CLASS = Text("类别数未知，金额按一个类别计。", "The number of classes is not known; the amount is for one.")
_ONLINE = Text("网上申请并接受电子发文：{amount}。", "Filed online with electronic delivery: {amount}.")
_NOT_YET = Text("自 {day} 起可办理。", "It can be done from {day}.")
_TERM_STAYS = Text(
    "有效期于 {end} 届满，该日为非工作日：期限届满日顺延至 {moved}（条例第十二条第一款）；有效期本身是否顺延，第二款另有规定，请在 {end} 前办理为稳妥。",
    "The term ends on {end}, no working day: the period to act moves to {moved} (条例 12, first paragraph); whether the term itself does the second paragraph puts apart, so acting by {end} is safer.",
)
_SINCE_USE = Text("最近一次有证据的使用：{day}。", "Last use with evidence: {day}.")
_NO_USE = Text("自 {day} 注册以来没有使用证据记录。", "No evidence of use is on record since registration on {day}.")
_OF_CLASS = Text("第{code}类：{says}", "class {code}: {says}")
_WARN = Text("本系统在 {first} 和 {second} 提醒（自定）。", "We warn on {first} and {second} (our own rule).")
_AT_RISK = Text("已满三年，随时可能被申请撤销。", "Three years have passed; revocation may be asked for at any time.")
