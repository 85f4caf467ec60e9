"""Which things on a docket are told, when, and why to whom: leads of 90, 30 and 7 days, lateness, and non-use of marks.

Rule 1: an alert has a code that stays the same while nothing changes, so telling it again changes nothing.
Rule 2: every alert says why it came: what it rests on, and as what the reader is told it (owner, agency, pledgee).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ipops.kernel.period import months_after
from ipops.kernel.text import Text
from ipops.ledger.facts.words import Word
from ipops.rights.docket.ical import ALARMS as LEADS
from ipops.rights.docket.item import DueItem, Status
from ipops.rights.docket.marks import GRACE, NON_USE, WARN_AT

_YEARS_OF_RISK = 36


class As(Word):
    """As what somebody is told."""

    OWNER = "owner", "权利人", "owner"
    AGENCY = "agency", "托管机构", "custody agency"
    PLEDGEE = "pledgee", "质权人", "pledgee"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """``lead`` is the step reached: 90, 30 or 7 days ahead, 0 for late, below for missed; for a mark months without use."""

    code: str
    item: DueItem
    lead: int
    says: Text
    why: Text


def alerts(items: Iterable[DueItem], on: date, as_: As) -> Iterator[Alert]:
    """What is to be told on a day."""
    for item in items:
        if item.rule == NON_USE and item.due_on is not None:
            yield _unused(item, on, as_)
        elif item.due_on is not None and (got := _reached(item, on)) is not None:
            lead, says = got
            yield _alert(item, lead, says.fill(right=item.right, does=item.does, day=item.due_on), as_)


def _reached(item: DueItem, on: date) -> tuple[int, Text] | None:
    assert item.due_on is not None
    if item.status is Status.LATE:
        return 0, _GRACE if item.rule == GRACE else _LATE
    if item.status is Status.MISSED:
        return -1, _MISSED
    if item.status is Status.OPEN:
        left = (item.due_on - on).days
        lead = min((n for n in LEADS if 0 <= left <= n), default=None)
        return (lead, _AHEAD) if lead is not None else None
    return None


def _unused(item: DueItem, on: date, as_: As) -> Alert:
    """The last step reached: 24 or 30 months without use shown, or the three years themselves."""
    assert item.due_on is not None
    since = months_after(item.due_on, -_YEARS_OF_RISK)
    months = max(m for m in (*WARN_AT, _YEARS_OF_RISK) if m == WARN_AT[0] or on >= months_after(since, m))
    return _alert(item, months, _UNUSED.fill(right=item.right, n=months, day=item.due_on), as_)


def _alert(item: DueItem, lead: int, says: Text, as_: As) -> Alert:
    code = f"docket:{as_}:{item.right}:{item.rule}:{item.year or 0}:{item.due_on}:{lead}"
    clauses = "; ".join(f"{c.document} {c.clause}".strip() for c in item.cites[:2])
    why = _WHY.fill(as_=as_.named, leads="/".join(map(str, LEADS)), clauses=clauses)
    return Alert(code=code, item=item, lead=lead, says=says, why=why)


_AHEAD = Text("{right}：{does}，最迟 {day}", "{right}: {does}, by {day}")
_LATE = Text("{right}：{does}，已入滞纳期，本档至 {day}", "{right}: {does} is late; this step runs to {day}")
_GRACE = Text(
    "{right}：{does}，有效期已满，宽展期至 {day}", "{right}: {does}; the term has ended, the grace runs to {day}"
)
_MISSED = Text("{right}：{does}，期限已过", "{right}: {does}; the period was missed")
_UNUSED = Text(
    "{right}：已{n}个月没有使用证据；{day} 起可能被申请撤销",
    "{right}: no use shown for {n} months; from {day} its revocation may be asked for",
)
_WHY = Text(
    "您是该权利的{as_}；提前{leads}天、逾期时及商标连续未见使用满24、30个月时提醒（本系统规则）。依据：{clauses}",
    "You are told as {as_} of this right, {leads} days ahead, when late, and after 24 and 30 months without use of a mark (our rule). It rests on: {clauses}",
)
