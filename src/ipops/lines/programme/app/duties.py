"""Who does what in a city's programme beside the steps of the lifecycles; pages and API ask here."""

from __future__ import annotations

from dataclasses import dataclass

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.webkit import access
from ipops.webkit.roles import Role

_OFFICE = frozenset({Role.CLERK, Role.OFFICER})
_CENTRE = frozenset({Role.CENTRE})
_SUPERIOR = frozenset({Role.CENTRE, Role.PROVINCE})
_MONEY = frozenset({Role.OFFICER, Role.FINANCE})


@dataclass(frozen=True, slots=True)
class Duty:
    """Something only these roles do, where their office covers the place; with none named, whoever is signed in."""

    title: Text
    roles: frozenset[Role]

    def why_not(self, user: access.Reader, place: str) -> Refused | None:
        return access.why_not_as(user, self.roles, self.title, place) if self.roles else None


SPLIT = Duty(Text("分解目标", "Split a target"), frozenset({Role.OFFICER, Role.CERTIFIER}))
BOOK = Duty(Text("登记任务", "Book a task"), frozenset({Role.OFFICER, Role.CERTIFIER}))
REPORT = Duty(Text("报告进展", "Report progress"), _OFFICE)
MEET = Duty(Text("登记领导小组会议", "Record a meeting of the leading group"), _OFFICE)
SETTLE = Duty(Text("办结督办事项", "Settle a supervised item"), _OFFICE)
POLICY = Duty(Text("登记配套政策", "Record a policy of the city"), _OFFICE)
BALANCE = Duty(Text("登记对账单余额", "Record a balance from a statement"), _MONEY)
RECEIVE = Duty(Text("登记到账资金", "Money received"), _MONEY)
MOVE = Duty(Text("资金调整", "Move money"), _MONEY)
CALL = Duty(Text("发起项目征集", "Open a project call"), _MONEY)
APPLY = Duty(Text("申报项目", "Apply for a project"), _OFFICE)
ORDER = Duty(Text("申请支付", "Ask for a payment"), _OFFICE)
RECOVER = Duty(Text("登记追回款", "Record money that came back"), _MONEY)
CONTRACT = Duty(Text("登记支付合同", "Record a payment contract"), _OFFICE)
EXPLAIN = Duty(Text("说明偏离原因", "Explain a deviation"), _OFFICE)
CALL_CITIES = Duty(Text("发起征集", "Open a call"), _CENTRE)
NOMINATE = Duty(Text("推荐城市", "Nominate a city"), frozenset({Role.PROVINCE}))
SEAT = Duty(Text("组成评审组", "Seat the panel"), _CENTRE)
REVIEW = Duty(Text("专家评审", "Review an application"), frozenset({Role.EXPERT}))
DEFEND = Duty(Text("记录答辩承诺", "Record promises of the defence"), _CENTRE)
ADOPT = Duty(Text("印发实施方案", "Adopt the plan"), frozenset({Role.OFFICER, Role.CERTIFIER}))
EVALUATE = Duty(Text("开展绩效评价", "Evaluate"), _SUPERIOR)
SCORE = Duty(Text("评分", "Give points"), _SUPERIOR)
OBJECT = Duty(Text("对结果提出异议", "Object to the result"), frozenset({Role.OFFICER, Role.CERTIFIER}))
OBJECT_TO_LIST = Duty(Text("对名单提出异议", "Object to the list"), frozenset())
PAY_REST = Duty(Text("拨付剩余资金", "Pay the rest"), _CENTRE)
DECIDE = Duty(Text("评审情况和支持建议", "Decision memo"), _CENTRE)
PREPARE = Duty(Text("报送报表", "Hand a return in"), _OFFICE)
