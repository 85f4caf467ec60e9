"""Who is reminded of what, when: a matrix as data. Everybody may opt out except of what the law asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ipops.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """``days`` before the due day (negative: after it). ``binding`` ones cannot be switched off; ``why`` is said in each."""

    code: str
    role: str
    days: int
    says: Text
    why: Text
    binding: bool = False


_OWNER = Text("您是填报单位的经办人。", "You prepare returns for this office.")
_CERTIFIER = Text("您负责审核本市报表。", "You certify the returns of this city.")
MATRIX = (
    Reminder(
        code="due-soon", role="clerk", days=5, says=Text("报表 5 日后到期", "a return is due in 5 days"), why=_OWNER
    ),
    Reminder(
        code="due", role="clerk", days=0, says=Text("报表今日到期", "a return is due today"), why=_OWNER, binding=True
    ),
    Reminder(
        code="certify-soon",
        role="certifier",
        days=2,
        says=Text("报表待审核", "a return waits to be certified"),
        why=_CERTIFIER,
    ),
    Reminder(
        code="late",
        role="certifier",
        days=-1,
        says=Text("报表已逾期", "a return is late"),
        why=_CERTIFIER,
        binding=True,
    ),
    Reminder(
        code="late-province",
        role="province",
        days=-5,
        says=Text("市级报表逾期 5 日", "a city's return is 5 days late"),
        why=Text("您接收本省报表。", "You accept the returns of this province."),
        binding=True,
    ),
)


def falling(due_on: date, today: date, opted_out: Collection[tuple[str, str]] = ()) -> Iterator[Reminder]:
    """The reminders of this day. ``opted_out`` are pairs of role and code; a binding one is sent nevertheless."""
    for one in MATRIX:
        if due_on - timedelta(days=one.days) == today and (one.binding or (one.role, one.code) not in opted_out):
            yield one
