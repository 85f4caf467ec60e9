"""What the letter after a Chinese publication number means, and when. B has two meanings, by date.

Source: ``domain/patents.md`` 5.1. Years are as exact as it gives them: both sides of a change of law share the year 2010.
S and D stand there without dates, so their eras are open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ipops.kernel.text import Text


@dataclass(frozen=True, slots=True)
class KindCode:
    """A letter, the type digit its numbers begin with, how many digits they have, and when (``until`` is exclusive)."""

    letter: str
    type_digit: str
    digits: int
    meaning: Text
    since: date | None = None
    until: date | None = None

    def in_use(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)

    @property
    def years(self) -> Text:
        zh_from = f"{self.since:%Y-%m-%d} 起" if self.since else ""
        zh_to = f"{self.until:%Y-%m-%d} 前" if self.until else ""
        en_from = f"from {self.since:%Y-%m-%d}" if self.since else ""
        en_to = f"before {self.until:%Y-%m-%d}" if self.until else ""
        return Text(
            "、".join(filter(None, (zh_from, zh_to))) or "年代未载",
            " and ".join(filter(None, (en_from, en_to))) or "years not stated",
        )


_PUBLISHED = Text("发明专利申请公布", "invention application published")
_EXAMINED = Text("发明专利申请审定公告", "invention application examined and announced")
_GRANT = Text("发明专利授权公告", "invention patent granted")
_UTILITY = Text("实用新型专利", "utility model")
_DESIGN = Text("外观设计专利", "design")
_A_SWITCH, _C_SWITCH, _Y_SWITCH = date(2007, 7, 18), date(2007, 8, 29), date(2007, 8, 29)
_LAW_1993, _AFTER_2010, _IN_2010 = date(1993, 1, 1), date(2011, 1, 1), date(2010, 1, 1)

CN_KINDS = (
    KindCode("A", "1", 7, _PUBLISHED, until=_A_SWITCH),
    KindCode("A", "1", 9, _PUBLISHED, since=_A_SWITCH),
    KindCode("B", "1", 7, _EXAMINED, until=_LAW_1993),
    KindCode("B", "1", 9, _GRANT, since=_IN_2010),
    KindCode("C", "1", 7, _GRANT, since=_LAW_1993, until=_C_SWITCH),
    KindCode("C", "1", 9, _GRANT, since=_C_SWITCH, until=_AFTER_2010),
    KindCode("U", "2", 7, _UTILITY, until=_LAW_1993),
    KindCode("U", "2", 9, _UTILITY, since=_IN_2010),
    KindCode("Y", "2", 7, _UTILITY, since=_LAW_1993, until=_Y_SWITCH),
    KindCode("Y", "2", 9, _UTILITY, since=_Y_SWITCH, until=_AFTER_2010),
    KindCode("S", "3", 7, _DESIGN),
    KindCode("S", "3", 9, _DESIGN),
    KindCode("D", "3", 7, _DESIGN),
    KindCode("D", "3", 9, _DESIGN),
)
CORRECTIONS = frozenset({"A8", "A9", "B8", "B9", "U8", "U9"})


def cn_kinds(letter: str, digits: int) -> tuple[KindCode, ...]:
    return tuple(k for k in CN_KINDS if k.letter == letter and k.digits == digits)
