"""When the claims that a maximum-amount pledge secures are fixed (确定), by which ground, and what is secured from then on.

Rule 1: the grounds are those of article 423, which article 439 applies to pledges; each with its item's words, and with what it
takes to name it. What the law does not say (when a period is agreed vaguely) is the parties' to say, not ours.
Rule 2: what is drawn on a later day is not secured; what stood on that day is, and no more.
Rule 3: the bank comes first with the fixed sum, up to the registered cap: it counts principal, interest and costs alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ipops.kernel.citation import Citation
from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.period import months_after
from ipops.kernel.text import Text
from ipops.lines.pledge.facts.words import FixedBy
from ipops.lines.pledge.machine.clauses import AGREED_CHANGE, FIXED, MAXIMUM, civil

GROUNDS: Mapping[FixedBy, Citation] = {
    FixedBy.TERM: civil("第四百二十三条", "约定的债权确定期间届满"),
    FixedBy.REQUEST: civil(
        "第四百二十三条",
        "没有约定债权确定期间或者约定不明确，抵押权人或者抵押人自最高额抵押权设立之日起满二年后请求确定债权",
    ),
    FixedBy.NO_NEW: civil("第四百二十三条", "新的债权不可能发生"),
    FixedBy.SEIZED: civil("第四百二十三条", "抵押权人知道或者应当知道抵押财产被查封、扣押"),
    FixedBy.BANKRUPT: civil("第四百二十三条", "债务人、抵押人被宣告破产或者解散"),
    FixedBy.BY_LAW: civil("第四百二十三条", "法律规定债权确定的其他情形"),
}
#: Grounds that somebody else's paper tells of.
WITH_PAPER = (FixedBy.SEIZED, FixedBy.BANKRUPT)
_TWO_YEARS = 24
#: Who may ask to have the claims fixed.
SIDES: Mapping[str, Text] = {"pledgee": Text("质权人", "pledgee"), "pledgor": Text("出质人", "pledgor")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """A maximum-amount pledge as it stands. ``fixes_on`` is the agreed day, ``None`` where none is agreed or only vaguely."""

    maximum: bool
    secured_on: date | None
    fixes_on: date | None
    fixed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the bank says: the ground, its day, and what the ground needs. ``asked_by``: which side asked, where one must ask."""

    ground: FixedBy
    on: date
    asked_by: str = ""
    law: str = ""
    why: str = ""
    document: str = ""


def may_be_fixed(pledge: Pledge) -> Refused | None:
    """Before any ground is named: is it a maximum-amount pledge, registered, and its claims open."""
    found = [
        (not pledge.maximum, "not-maximum", _NOT_MAXIMUM, MAXIMUM),
        (pledge.secured_on is None, "no-pledge", _NO_PLEDGE, MAXIMUM),
        (pledge.fixed_on is not None, "fixed-already", _FIXED_ALREADY, FIXED),
    ]
    reasons = tuple(Reason(code=k, says=says, cite=cite, field="ground") for wrong, k, says, cite in found if wrong)
    return Refused(reasons=reasons) if reasons else None


def may_fix(pledge: Pledge, asked: Asked, *, today: date) -> Refused | None:
    """Everything that speaks against fixing the claims on this ground and day."""
    before = pledge.secured_on is not None and asked.on < pledge.secured_on
    first = may_be_fixed(pledge)
    found = [
        (asked.on > today, "in-the-future", "on", _FUTURE, None),
        (before, "before-the-pledge", "on", _BEFORE, FIXED),
        *_of_ground(pledge, asked),
    ]
    later = tuple(Reason(code=k, says=says, cite=cite, field=f) for wrong, k, f, says, cite in found if wrong)
    reasons = (*(first.reasons if first else ()), *later)
    return Refused(reasons=reasons) if reasons else None


_Row = tuple[bool, str, str, Text, Citation | None]


def _of_ground(pledge: Pledge, x: Asked) -> list[_Row]:
    cite = GROUNDS[x.ground]
    after = asked_from(pledge)
    match x.ground:
        case FixedBy.TERM:
            return [
                (pledge.fixes_on is None, "no-agreed-day", "ground", _NO_AGREED, cite),
                (
                    pledge.fixes_on not in (None, x.on),
                    "another-day",
                    "on",
                    _ANOTHER.fill(day=str(pledge.fixes_on)),
                    cite,
                ),
            ]
        case FixedBy.REQUEST:
            early = after is not None and x.on < after
            return [
                (pledge.fixes_on is not None, "day-agreed", "ground", _AGREED.fill(day=str(pledge.fixes_on)), cite),
                (early, "before-two-years", "on", _EARLY.fill(day=str(after)), cite),
                (x.asked_by not in SIDES, "asked-by-whom", "asked_by", _WHO, cite),
            ]
        case FixedBy.NO_NEW:
            return [(not x.why.strip(), "no-why", "why", _WHY, cite)]
        case FixedBy.BY_LAW:
            return [(not x.law.strip(), "no-law", "law", _LAW, cite)]
    return [(x.ground in WITH_PAPER and not x.document, "paper-missing", "paper", _PAPER, cite)]


def asked_from(pledge: Pledge) -> date | None:
    """The first day on which either side may ask to have them fixed: no day is agreed, and two years are full."""
    if pledge.secured_on is None or pledge.fixes_on is not None:
        return None
    return months_after(pledge.secured_on, _TWO_YEARS) + timedelta(days=1)


def fixed_since(pledge: Pledge, on: date) -> date | None:
    """Since when they are fixed as of a day: as it was told, or by the agreed day that has come."""
    agreed = pledge.fixes_on if pledge.maximum and pledge.fixes_on is not None and pledge.fixes_on <= on else None
    return min((d for d in (pledge.fixed_on, agreed) if d is not None), default=None)


def may_draw(pledge: Pledge, on: date) -> Refused | None:
    """What is drawn after the day of fixing is not secured, so it is no drawing of a pledge loan."""
    since = fixed_since(pledge, on)
    if (
        since is None or on < since or (on == since and pledge.fixed_on is None)
    ):  # told late, or within the last day agreed
        return None
    return Refused(reasons=(Reason(code="claims-fixed", says=_FIXED.fill(day=str(since)), cite=FIXED, field="on"),))


def may_change(fixed_on: date | None) -> Refused | None:
    """The secured sum is changed before the claims are fixed, not afterwards."""
    if fixed_on is None:
        return None
    return Refused(reasons=(Reason(code="claims-fixed", says=_NO_CHANGE, cite=AGREED_CHANGE, field="cap"),))


def first_with(fixed: Money, cap: Money | None) -> Money | None:
    """With what the bank comes first: the fixed sum up to the registered cap; ``None`` where no cap is known."""
    return min(fixed, cap) if cap is not None else None


def claimable(left: Money, principal: Money | None, cap: Money | None) -> Money:
    """What of the principal still owed is secured: all of it before the claims are fixed, then no more than was fixed and the cap."""
    if principal is None:
        return left
    return max(NIL, min(left, principal, cap if cap is not None else principal))


_NOT_MAXIMUM = Text("不是最高额质押，没有债权确定一说。", "It is no maximum-amount pledge; its claims need no fixing.")
_NO_PLEDGE = Text("质权尚未设立。", "There is no pledge yet.")
_FIXED_ALREADY = Text("债权已经确定。", "The claims are fixed already.")
_FUTURE = Text("日期在今天之后。", "The day lies ahead.")
_BEFORE = Text("早于质权设立日。", "It lies before the pledge arose.")
_NO_AGREED = Text("合同没有约定债权确定期间。", "The contract agrees on no such period.")
_ANOTHER = Text("约定的债权确定期间于 {day} 届满。", "The agreed period ends on {day}.")
_AGREED = Text(
    "合同约定了债权确定期间（至 {day}），不能以请求确定。",
    "The contract agrees on the day ({day}); it is not for either to ask.",
)
_EARLY = Text("质权设立满二年后方可请求，即自 {day} 起。", "It may be asked once two years are full, from {day}.")
_WHO = Text("请填请求人：质权人或出质人。", "Say who asked: the pledgee or the pledgor.")
_WHY = Text("请说明为何不可能再发生新的债权。", "Say why no new claim can arise.")
_LAW = Text("请写明所依法律及条款。", "Name the law and its article.")
_PAPER = Text("请附法院的通知或裁定等文书。", "Attach the court's notice or ruling.")
_FIXED = Text(
    "担保的债权已于 {day} 确定；其后的放款不在担保之内。",
    "The secured claims were fixed on {day}; nothing drawn since is secured.",
)
_NO_CHANGE = Text("债权确定后，不能再变更最高债权额。", "The cap is not changed once the claims are fixed.")
