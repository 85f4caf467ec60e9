"""A return from preparer to centre, and an evaluation from draft to result."""

from __future__ import annotations

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.machine import Lifecycle, Step
from ipops.kernel.text import Text

_PREPARERS = frozenset({"clerk", "officer"})
_CERTIFIER = frozenset({"certifier"})
_PROVINCE, _CENTRE = frozenset({"province"}), frozenset({"centre"})
_MIDTERM = Citation(
    document="财办建〔2020〕40号",
    clause="三、建设内容",
    quote="剩余资金根据中期绩效评价结果进行分档拨付",
    grade=Grade.B,
    source="001_2b409592b9ecd278.txt",
)

RETURN = Lifecycle(
    code="programme.return",
    title=Text("报表", "return"),
    start="prepared",
    states={
        "prepared": Text("已填报", "prepared"),
        "certified": Text("市级已审核", "certified by the city"),
        "province_accepted": Text("省级已接收", "accepted by the province"),
        "accepted": Text("中央已接收", "accepted by the centre"),
        "sent_back": Text("已退回", "sent back"),
    },
    events={
        "certify": Text("审核通过", "certify"),
        "accept_province": Text("省级接收", "accept for the province"),
        "accept": Text("中央接收", "accept for the centre"),
        "send_back": Text("退回", "send back"),
        "correct": Text("更正重报", "correct and hand in again"),
    },
    table={
        "prepared": {
            "certify": Step(to="certified", roles=_CERTIFIER),
            "send_back": Step(to="sent_back", roles=_CERTIFIER),
            "correct": Step(to="prepared", roles=_PREPARERS),
        },
        "certified": {
            "accept_province": Step(to="province_accepted", roles=_PROVINCE),
            "send_back": Step(to="sent_back", roles=_PROVINCE),
        },
        "province_accepted": {
            "accept": Step(to="accepted", roles=_CENTRE),
            "send_back": Step(to="sent_back", roles=_CENTRE),
        },
        "accepted": {
            "correct": Step(to="prepared", roles=_PREPARERS),
            "send_back": Step(to="sent_back", roles=_CENTRE),
        },
        "sent_back": {"correct": Step(to="prepared", roles=_PREPARERS)},
    },
)

EVALUATION = Lifecycle(
    code="programme.evaluation",
    title=Text("绩效评价", "evaluation"),
    start="drafted",
    states={
        "drafted": Text("评价中", "being evaluated"),
        "published": Text("结果已公布", "published"),
        "objected": Text("异议处理中", "objected to"),
        "final": Text("已定", "final"),
    },
    events={
        "publish": Text("公布结果", "publish"),
        "object": Text("提出异议", "object"),
        "reopen": Text("异议成立，重新评价", "an objection stands: evaluate again"),
        "uphold": Text("异议不成立，维持结果", "the objection does not stand"),
        "settle": Text("定案", "make final"),
    },
    table={
        "drafted": {"publish": Step(to="published", roles=_PROVINCE | _CENTRE, cite=_MIDTERM)},
        "published": {
            "object": Step(to="objected", roles=frozenset({"officer", "certifier"})),
            "settle": Step(to="final", roles=_CENTRE),
        },
        "objected": {
            "reopen": Step(to="drafted", roles=_PROVINCE | _CENTRE),
            "uphold": Step(to="published", roles=_PROVINCE | _CENTRE),
        },
        "final": {},
    },
)
