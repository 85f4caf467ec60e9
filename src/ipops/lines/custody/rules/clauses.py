"""The clauses this line rests on, each with the words relied on. A test holds every quote against the law's text."""

from __future__ import annotations

from ipops.kernel.citation import Citation, Grade
from ipops.lines.custody.machine import OURS, WRITTEN

_AGENCY, _LAWS = "专利代理条例(2018-11-06)", "shared/data/laws"
RESERVED = Citation(
    document=_AGENCY,
    clause="第二十七条",
    quote="违反本条例规定擅自开展专利代理业务的",
    source=_LAWS,
)
CONFLICT = Citation(
    document=_AGENCY,
    clause="第十四条",
    quote="不得就同一专利申请或者专利权的事务接受有利益冲突的其他当事人的委托",
    source=_LAWS,
)
#: What a D means is said by no text we hold; that such an agency takes no custody is the design's rule (services.md 4.10).
GRADE_D = Citation(
    document="ipops", clause="lines/custody/README.md", grade=Grade.OURS, source="domain/services.md 4.10"
)
SIZE = Citation(document="统计上大中小微型企业划分办法（2017）", grade=Grade.C, source="reference/sme-2017/SOURCE.md")
REFUND = Citation(document="专利法实施细则(2023-12-11)", clause="第一百一十一条", source=_LAWS)
REDUCTION = Citation(document="财税〔2016〕78号", clause="减缴条件", grade=Grade.B, source="domain/services.md 3.2")
EACH_YEAR = Citation(document="财税〔2016〕78号", clause="费减备案", grade=Grade.B, source="domain/services.md 3.2")
NON_USE = Citation(document="商标法(2019-04-23)", clause="第四十九条", source=_LAWS)
RENEWAL = Citation(
    document="商标法(2019-04-23)",
    clause="第四十条",
    quote="应当在期满前十二个月内按照规定办理续展手续；在此期间未能办理的，可以给予六个月的宽展期",
    source=_LAWS,
)
QUOTED: tuple[Citation, ...] = (RESERVED, CONFLICT, WRITTEN, RENEWAL)

__all__ = [
    "CONFLICT",
    "EACH_YEAR",
    "GRADE_D",
    "NON_USE",
    "OURS",
    "QUOTED",
    "REDUCTION",
    "REFUND",
    "RENEWAL",
    "RESERVED",
    "SIZE",
    "WRITTEN",
]
