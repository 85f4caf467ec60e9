"""When a paper of an office counts as received. Two offices, two rules in one docket.

Patents and layouts (专利法实施细则 第四条): electronic on the day it enters the agreed system; post fifteen days after it was sent;
public notice after a month. Marks (商标法实施条例 第十条): post and electronic fifteen days, public notice thirty. What can be
proved goes before what is presumed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ipops.kernel.citation import Citation
from ipops.kernel.period import months_after
from ipops.kernel.text import Text
from ipops.ledger.facts.words import Delivery, RightKind
from ipops.rights.register.standing import Paper

PATENT_OFFICE = Citation(
    document="专利法实施细则(2023-12-11)",
    clause="第四条",
    quote="国务院专利行政部门邮寄的各种文件，自文件发出之日起满15日，推定为当事人收到文件之日。",
    source="shared/data/laws",
)
MARK_OFFICE = Citation(
    document="商标法实施条例(2014-04-29)",
    clause="第十条",
    quote="以数据电文方式送达的，自文件发出之日起满15日视为送达当事人",
    source="shared/data/laws",
)
_PRESUMED = timedelta(days=15)
_PUBLIC_MARK = timedelta(days=30)
#: the text that dropped the fifteen days for electronic papers came into force on this day
ELECTRONIC_FROM = date(2024, 1, 20)


@dataclass(frozen=True, slots=True)
class Received:
    """The day, whether it is presumed, why, and where that is written."""

    day: date
    presumed: bool
    says: Text
    cite: Citation


def received(paper: Paper, kind: RightKind) -> Received:
    """The day on which a paper counts as received by the rule of the right's office."""
    mark = kind is RightKind.TRADEMARK
    cite = MARK_OFFICE if mark else PATENT_OFFICE
    if paper.received_on is not None:
        return Received(paper.received_on, False, _PROVED, cite)
    if paper.delivery is Delivery.HAND:
        return Received(paper.issued_on, False, _HANDED, cite)
    if paper.delivery is Delivery.PUBLIC:
        day = paper.issued_on + _PUBLIC_MARK if mark else months_after(paper.issued_on, 1)
        return Received(day, True, _PUBLIC, cite)
    if paper.delivery is Delivery.ELECTRONIC and not mark:
        if paper.issued_on < ELECTRONIC_FROM:
            return Received(paper.issued_on + _PRESUMED, True, _OLD_TEXT, cite)
        return Received(paper.issued_on, True, _ENTERED, cite)
    return Received(paper.issued_on + _PRESUMED, True, _FIFTEEN, cite)


_PROVED = Text("按能够证明的实际收到日", "on the day it was provably received")
_HANDED = Text("直接送交，以交付日为准", "handed over on that day")
_PUBLIC = Text("公告期满视为送达", "counts as delivered once the public notice has stood")
_ENTERED = Text(
    "电子送达以进入当事人认可的电子系统之日为准；此处取发文日，能证明其他日期的以其为准",
    "electronic: the day it entered the agreed system, taken here as the day of issue unless another is shown",
)
_FIFTEEN = Text("自发文之日起满15日推定收到", "presumed received fifteen days after it was issued")
_OLD_TEXT = Text(
    "2024年1月20日前发出的电子文件，按当时的15日推定（该旧文本未入规则表，须核对）",
    "electronic, issued before 20 January 2024: the fifteen days of the text then in force, which is not in the rule table; check it",
)
