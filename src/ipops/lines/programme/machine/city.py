"""The road of a key city through the programme, as a table (domain/programme.md 1.4; the order of some steps is inferred).

Tranche two follows the mid-term evaluation (2020: in tiers). What each step needs by when is the packs'; where they are
silent nothing falls due.
"""

from __future__ import annotations

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.machine import Lifecycle, Step
from ipops.kernel.text import Text

_NOTICE = "财办建〔2020〕40号"


def _cite(clause: str, quote: str, grade: Grade = Grade.B) -> Citation:
    return Citation(document=_NOTICE, clause=clause, quote=quote, grade=grade, source="001_2b409592b9ecd278.txt")


_TIERS = _cite("三、建设内容", "剩余资金根据中期绩效评价结果进行分档拨付")
_FIRST = _cite("三、建设内容", "其中2020年拨付1亿元")
_PROVINCE, _CENTRE, _CITY = frozenset({"province"}), frozenset({"centre"}), frozenset({"officer", "certifier"})

CITY = Lifecycle(
    code="programme.city",
    title=Text("重点城市进程", "the road of a key city"),
    start="nominated",
    states={
        "nominated": Text("已推荐", "nominated"),
        "reviewed": Text("已评审", "reviewed"),
        "publicised": Text("公示中", "publicised"),
        "funded": Text("首批资金已拨付", "first money paid"),
        "running": Text("建设中", "running"),
        "evaluated": Text("中期评价完成", "mid-term evaluated"),
        "second_paid": Text("第二批资金已拨付", "second money paid"),
        "closed": Text("已验收", "closed"),
        "turned_down": Text("未入选", "turned down"),
    },
    events={
        "review": Text("竞争性评审", "competitive review"),
        "publicise": Text("公示", "publicise"),
        "turn_down": Text("不予支持", "turn down"),
        "pay_first": Text("拨付首批资金", "pay the first money"),
        "publish_plan": Text("印发实施方案", "publish the plan"),
        "evaluate": Text("中期绩效评价", "mid-term evaluation"),
        "pay_second": Text("分档拨付剩余资金", "pay the rest by tier"),
        "close": Text("验收", "close"),
    },
    table={
        "nominated": {
            "review": Step(to="reviewed", roles=_CENTRE),
            "turn_down": Step(to="turned_down", roles=_CENTRE),
        },
        "reviewed": {
            "publicise": Step(to="publicised", roles=_CENTRE),
            "turn_down": Step(to="turned_down", roles=_CENTRE),
        },
        "publicised": {
            "pay_first": Step(to="funded", roles=_CENTRE, cite=_FIRST),
            "turn_down": Step(to="turned_down", roles=_CENTRE),
        },
        "funded": {"publish_plan": Step(to="running", roles=_CITY)},
        "running": {"evaluate": Step(to="evaluated", roles=_PROVINCE | _CENTRE, cite=_TIERS)},
        "evaluated": {
            "pay_second": Step(to="second_paid", roles=_CENTRE, cite=_TIERS),
            "close": Step(to="closed", roles=_CENTRE),
        },
        "second_paid": {"close": Step(to="closed", roles=_CENTRE)},
        "closed": {},
        "turned_down": {},
    },
)
