"""Periods that run from one known day: a filing, a grant, a paper of the office. The rows are ``law/deadlines.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ipops.kernel.citation import Citation
from ipops.kernel.period import months_after
from ipops.kernel.text import Text
from ipops.ledger.facts.words import EndOfRight, Milestone, Notice, RightKind
from ipops.rights.docket import marks
from ipops.rights.docket.days import PROVISIONAL, Calendar
from ipops.rights.docket.delivery import received
from ipops.rights.docket.given import Given
from ipops.rights.docket.item import DueItem, Status
from ipops.rights.law import Book, Deadline

#: told by other modules, or not the owner's to keep
ELSEWHERE = marks.HANDLED | {"P-16", "T-11"}
#: how long a missed period that may be restored stays on the docket: force majeure, at most two years (实施细则 第六条)
RESTORABLE_FOR = 24


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day a period starts from, why it is taken, and where that is written."""

    day: date
    note: Text | None = None
    cite: Citation | None = None


def period_items(given: Given, on: date, calendar: Calendar, law: Book) -> Iterator[DueItem]:
    """Every computed period of the right's kind whose start is known and that is not met or long over."""
    for rule in law.deadlines.values():
        if rule.computes and str(given.kind) in rule.kinds and rule.id not in ELSEWHERE and rule.id not in given.met:
            for anchor in anchors(rule, given):
                item = _item(rule, anchor, given, on, calendar)
                if item is not None:
                    yield item


def last_day(rule: Deadline, start: date) -> date:
    """The last day of the period before any roll. Raises ``TypeError`` for a rule whose length is words."""
    if not isinstance(rule.length, int):
        raise TypeError(f"{rule.id} has no single length: {rule.length}")
    if rule.unit == "day":
        return start + timedelta(days=rule.length)
    return months_after(start, rule.length * (12 if rule.unit == "year" else 1))


def _item(rule: Deadline, anchor: Anchor, given: Given, on: date, calendar: Calendar) -> DueItem | None:
    statutory = last_day(rule, anchor.day)
    moved = calendar.roll(statutory) if rule.rolls else None
    due = moved.day if moved else statutory
    over = due < on
    if over and not (rule.restorable and on <= months_after(due, RESTORABLE_FOR)):
        return None
    unsure = moved is not None and moved.provisional
    notes = [PROVISIONAL] if unsure else []
    notes += [anchor.note] if anchor.note else []
    notes += [_NO_RECORD, _RESTORE] if over else []
    ours = rule.who not in ("office", "anyone", "registrar", "customs")
    return DueItem(
        rule=rule.id,
        right=given.right,
        does=rule.does,
        status=Status.MISSED if over else Status.OPEN if ours else Status.NOTE,
        due_on=due,
        statutory_on=statutory,
        provisional=unsure,
        missed=rule.missed,
        notes=tuple(notes),
        cites=(*rule.cites, *((anchor.cite,) if anchor.cite else ())),
    )


def anchors(rule: Deadline, given: Given) -> Iterator[Anchor]:
    """The known days from which a rule's period runs for this right; none where it has no meaning any more."""
    if rule.anchor.startswith("notice:"):
        yield from _papers(rule, given)
        return
    day = _day(rule, given)
    if day is not None:
        yield Anchor(day)


def _papers(rule: Deadline, given: Given) -> Iterator[Anchor]:
    wanted = Notice(rule.anchor.removeprefix("notice:"))
    if wanted is Notice.LOSS and given.ended_why is EndOfRight.UNPAID:
        return  # with its sum, among the annuities
    if wanted is Notice.GRANT and given.granted_on is not None:
        return
    for paper in given.papers:
        if paper.notice is wanted:
            got = received(paper, given.kind)
            note = _RECEIVED.fill(day=got.day, why=got.says)
            if given.kind is RightKind.LAYOUT:
                note = Text(note.zh + _LIKE_PATENTS.zh, f"{note.en} {_LIKE_PATENTS.en}")
            yield Anchor(got.day, note, got.cite)


def _day(rule: Deadline, given: Given) -> date | None:
    pending = given.granted_on is None and not given.is_ended
    priority = given.milestones.get(Milestone.PRIORITY)
    match rule.anchor:
        case "grant":
            return given.granted_on if not given.is_ended else None
        case "filing":
            return given.filed_on if pending and (rule.id != "P-04" or priority) else None
        case "first_filing":
            # before the Chinese filing the claim itself is open, after it the copy of the first application
            claims = rule.id in ("P-01", "P-02", "T-01")
            return priority if pending and claims == (given.filed_on is None) else None
        case "priority_or_filing":
            asked = rule.id == "P-09" and Milestone.EXAM_REQUESTED in given.milestones
            return (priority or given.filed_on) if pending and not asked else None
        case "mark_published":
            return given.milestones.get(Milestone.MARK_PUBLISHED) if pending else None
        case "first_use":
            return given.milestones.get(Milestone.FIRST_USE) if given.filed_on is None else None
        case "suspension":
            running = [r for r in given.suspensions if r.until is None]
            return running[-1].since if running else None
    return None


_RECEIVED = Text("自 {day} 起算：{why}。", "It runs from {day}: {why}.")
_LIKE_PATENTS = Text(
    "布图设计的送达比照专利（其实施细则未见）。", "For layouts as for patents (their own rules were not seen)."
)
_NO_RECORD = Text(
    "没有已办理的记录；若已按期办理，请补记。", "Nothing on record says it was done; if it was, record it."
)
_RESTORE = Text(
    "若确已逾期，可以请求恢复：有正当理由的自收到通知起2个月内，不可抗拒的自障碍消除起2个月内且不超过期满后2年。",
    "If it was missed, it may be restored: with good reason within two months of the notice, after force majeure within two months of its end and two years of the last day.",
)
