"""A project from application to acceptance, and a payment order from draft to the treasury's answer."""

from __future__ import annotations

from ipops.kernel.machine import Lifecycle, Step
from ipops.kernel.text import Text

_OFFICE = frozenset({"clerk", "officer"})
_OFFICER = frozenset({"officer"})
_RECEIVERS = frozenset({"officer", "finance"})
_CERTIFIER = frozenset({"certifier"})

PROJECT = Lifecycle(
    code="programme.project",
    title=Text("项目", "project"),
    start="applied",
    states={
        "applied": Text("已申报", "applied for"),
        "form_checked": Text("形式审查通过", "form checked"),
        "reviewed": Text("专家评审通过", "reviewed"),
        "publicised": Text("公示中", "on public notice"),
        "running": Text("实施中", "running"),
        "accepted": Text("验收合格", "accepted"),
        "terminated": Text("已终止", "terminated"),
        "recovering": Text("资金收回中", "money being recovered"),
        "recovered": Text("资金已收回", "money recovered"),
        "turned_down": Text("未通过", "turned down"),
    },
    events={
        "check_form": Text("形式审查通过", "pass the form check"),
        "review": Text("专家评审通过", "pass the review"),
        "publicise": Text("公示", "publicise"),
        "start": Text("公示无异议，签约实施", "start"),
        "accept": Text("验收合格", "accept"),
        "terminate": Text("终止", "terminate"),
        "recover": Text("追回资金", "recover the money"),
        "receive_back": Text("收到部分追回款", "a part of the money came back"),
        "settle": Text("资金追回完毕", "money is back"),
        "turn_down": Text("不予通过", "turn down"),
    },
    table={
        "applied": {
            "check_form": Step(to="form_checked", roles=_OFFICE),
            "turn_down": Step(to="turned_down", roles=_OFFICE),
        },
        "form_checked": {
            "review": Step(to="reviewed", roles=_OFFICER),
            "turn_down": Step(to="turned_down", roles=_OFFICER),
        },
        "reviewed": {
            "publicise": Step(to="publicised", roles=_OFFICER),
            "turn_down": Step(to="turned_down", roles=_OFFICER),
        },
        "publicised": {
            "start": Step(to="running", roles=_OFFICER),
            "turn_down": Step(to="turned_down", roles=_OFFICER),
        },
        "running": {
            "accept": Step(to="accepted", roles=_OFFICER),
            "terminate": Step(to="terminated", roles=_OFFICER),
        },
        "accepted": {"recover": Step(to="recovering", roles=_OFFICER)},
        "terminated": {"recover": Step(to="recovering", roles=_OFFICER)},
        "recovering": {
            "receive_back": Step(to="recovering", roles=_RECEIVERS),
            "settle": Step(to="recovered", roles=_RECEIVERS),
        },
        "recovered": {},
        "turned_down": {},
    },
)

ORDER = Lifecycle(
    code="programme.order",
    title=Text("支付申请", "payment order"),
    start="drafted",
    states={
        "drafted": Text("已提出", "drafted"),
        "approved": Text("已复核", "approved"),
        "sent": Text("已送国库", "sent to the treasury"),
        "paid": Text("已支付", "paid"),
        "returned": Text("国库退回", "returned by the treasury"),
        "withdrawn": Text("已撤销", "withdrawn"),
    },
    events={
        "approve": Text("复核同意", "approve"),
        "send": Text("送国库支付", "send to the treasury"),
        "pay": Text("国库已支付", "the treasury paid"),
        "return": Text("国库退回", "the treasury returned it"),
        "withdraw": Text("撤销", "withdraw"),
    },
    table={
        "drafted": {
            "approve": Step(to="approved", roles=_CERTIFIER),
            "withdraw": Step(to="withdrawn", roles=_OFFICE),
        },
        "approved": {
            "send": Step(to="sent", roles=_OFFICER),
            "withdraw": Step(to="withdrawn", roles=_OFFICE),
        },
        "sent": {"pay": Step(to="paid", roles=_OFFICER), "return": Step(to="returned", roles=_OFFICER)},
        "paid": {},
        "returned": {"approve": Step(to="approved", roles=_CERTIFIER), "withdraw": Step(to="withdrawn", roles=_OFFICE)},
        "withdrawn": {},
    },
)
