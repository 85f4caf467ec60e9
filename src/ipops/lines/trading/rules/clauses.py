"""The clauses this line rests on beside those of the collisions (``rights.collisions.clauses``), each with the words relied
on. A test holds every quote against the law's text."""

from __future__ import annotations

from ipops.kernel.citation import Citation, Grade
from ipops.rights.collisions.clauses import SIMILAR_MARKS

_LAWS = "shared/data/laws"
_CIVIL = "民法典(2020-05-28)"
_RULES, _LAYOUT = "专利法实施细则(2023-12-11)", "集成电路布图设计保护条例(2001-04-02)"


def _cite(document: str, clause: str, quote: str) -> Citation:
    return Citation(document=document, clause=clause, quote=quote, source=_LAWS)


TO_ANOTHER = _cite(_CIVIL, "第八百六十二条", "将现有特定的专利、专利申请、技术秘密的相关权利让与他人所订立的合同")
RECORDAL_TIME = _cite(
    _RULES,
    "第十五条",
    "专利权人与他人订立的专利实施许可合同，应当自合同生效之日起3个月内向国务院专利行政部门备案。",
)
LAYOUT = _cite(_LAYOUT, "第二十二条", "布图设计专有权的转让自登记之日起生效。")
OURS = Citation(document="ipops", clause="lines/trading/README.md", grade=Grade.OURS)

ALL: tuple[Citation, ...] = (TO_ANOTHER, RECORDAL_TIME, SIMILAR_MARKS, LAYOUT)

__all__ = ["ALL", "LAYOUT", "OURS", "RECORDAL_TIME", "SIMILAR_MARKS", "TO_ANOTHER"]
