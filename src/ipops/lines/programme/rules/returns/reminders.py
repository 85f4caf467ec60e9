"""Who is reminded of what, when: a matrix as data. Everybody may opt out except of what must be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ipops.kernel.text import Text

#: A return that was not handed in, or came back.
OPEN = frozenset({"", "sent_back"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """Holds from ``first`` to ``last`` days after the due day (negative: before it) while the return is in one of ``stages``
    (empty: not handed in). ``binding`` ones cannot be switched off; ``why`` is said in each."""

    code: str
    role: str
    first: int
    last: int
    says: Text
    why: Text
    stages: frozenset[str] = OPEN
    binding: bool = False

    @property
    def when(self) -> Text:
        if self.first == self.last == 0:
            return Text("到期日", "on the due day")
        if self.first < 0:
            return Text(f"到期前{-self.first}日起", f"from {-self.first} days before")
        return Text(f"逾期{self.first}日起", f"from {self.first} days after")


_OWNER = Text("您是填报单位的经办人。", "You prepare returns for this office.")
_CERTIFIER = Text("您负责审核本市报表。", "You certify the returns of this city.")
#: How long after its day a late return is still told of.
_LONG = 60
MATRIX = (
    Reminder(
        code="due-soon", role="clerk", first=-5, last=-1, says=Text("报表即将到期", "a return is due soon"), why=_OWNER
    ),
    Reminder(
        code="due",
        role="clerk",
        first=0,
        last=0,
        says=Text("报表今日到期", "a return is due today"),
        why=_OWNER,
        binding=True,
    ),
    Reminder(
        code="certify-soon",
        role="certifier",
        first=-2,
        last=_LONG,
        says=Text("报表待审核", "a return waits to be certified"),
        why=_CERTIFIER,
        stages=frozenset({"prepared"}),
    ),
    Reminder(
        code="late",
        role="certifier",
        first=1,
        last=_LONG,
        says=Text("报表已逾期", "a return is late"),
        why=_CERTIFIER,
        binding=True,
    ),
    Reminder(
        code="late-province",
        role="province",
        first=5,
        last=_LONG,
        says=Text("市级报表逾期 5 日以上", "a city's return is five days late or more"),
        why=Text("您接收本省报表。", "You accept the returns of this province."),
        stages=OPEN | {"prepared"},
        binding=True,
    ),
)


def falling(due_on: date, today: date, stage: str = "") -> Iterator[Reminder]:
    """The reminders that hold today for a return in this stage. A day missed is made up for: they hold over days."""
    for one in MATRIX:
        from_, until = due_on + timedelta(days=one.first), due_on + timedelta(days=one.last)
        if from_ <= today <= until and stage in one.stages:
            yield one
