"""Who comes to the desk and what for: every role, and every kind of body that signs in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ipops.kernel.text import Text
from ipops.ledger.facts.words import PartyKind
from ipops.webkit.access import Level, Membership, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """``questions`` are codes of ``questions.QUESTIONS``, the most pressing first; ``houses`` those whose figures greet this
    audience (``webkit.glances``) and whose pages stand on its desk; who ``oversees`` is also told what waits for others there."""

    title: Text
    calling: Text
    questions: tuple[str, ...] = ()
    houses: tuple[str, ...] = ()
    oversees: bool = False


#: Who sees to it that others do their part; a finance bureau, an expert and an administrator have work of their own only.
_OVERSEERS = frozenset(
    {Role.CLERK, Role.OFFICER, Role.CERTIFIER, Role.CHECKER, Role.PROVINCE, Role.CENTRE, Role.AUDITOR}
)
#: Whose business greets whom; a page has room, and time, for the two that matter most.
_HOUSES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        Role.CLERK: ("trading",),
        Role.OFFICER: ("programme", "trading"),
        Role.CERTIFIER: ("programme",),
        Role.PROVINCE: ("programme",),
        Role.CENTRE: ("programme",),
        Role.AUDITOR: ("programme", "trading"),
        Role.CHECKER: ("trading",),
        Role.FINANCE: ("programme", "subsidies"),
        Role.EXPERT: ("programme",),
        Role.MEMBER: ("custody", "pledge"),
        "bank": ("pledge",),
        "guarantor": ("pledge",),
        "insurer": ("insurance",),
        "firm": ("custody", "subsidies"),
        "university": ("custody", "trading"),
        "agency": ("custody",),
    }
)


def _role(role: Role, calling: Text, *questions: str) -> tuple[str, Audience]:
    houses, oversees = _HOUSES.get(str(role), ()), role in _OVERSEERS
    return str(role), Audience(title=role.named, calling=calling, questions=questions, houses=houses, oversees=oversees)


def _body(code: str, title: Text, calling: Text, *questions: str) -> tuple[str, Audience]:
    return code, Audience(title=title, calling=calling, questions=questions, houses=_HOUSES.get(code, ()))


AUDIENCES: Mapping[str, Audience] = MappingProxyType(
    dict(
        (
            _role(
                Role.CLERK,
                Text("登记许可、转让，处理登记簿差异。",
                "Record licences and transfers, settle differences with the register."),
                "due",
                "register",
            ),
            _role(
                Role.OFFICER,
                Text("掌握目标进度，督办逾期事项。",
                "Follow the targets, see to what is late."),
                "missed",
                "due",
                "register",
                "money",
            ),
            _role(
                Role.CERTIFIER,
                Text("审核本市数据，对报出的数字负责。",
                "Review the city's data and answer for the figures that leave it."),
                "due",
                "missed",
                "register",
            ),
            _role(
                Role.PROVINCE,
                Text("接收并核验各市封存数据。",
                "Accept and verify the sealed data of the cities."),
                "due",
                "missed",
                "money",
            ),
            _role(
                Role.CENTRE,
                Text("查看各市目标完成情况与全国序列。",
                "See how the cities stand and the national series."),
                "missed",
                "money",
            ),
            _role(
                Role.AUDITOR,
                Text("查看账本、证明与每个数字的依据；不作任何更改。",
                "Read the ledger, the proofs and the ground of each figure; change nothing."),
                "payment",
                "money",
                "register",
            ),
            _role(
                Role.CHECKER,
                Text("核查存疑交易，作出结论。",
                "Check doubtful deals and end each check with a finding."),
                "register",
                "due",
            ),
            _role(
                Role.EXPERT,
                Text("声明利害关系，独立评分；只看分给自己的材料。",
                "Declare your interests and score alone; you see only what was given to you."),
                "due",
            ),
            _role(
                Role.FINANCE,
                Text("掌握资金收到、下达、支付与结余，逐笔核对依据。",
                "Follow money received, passed on, paid and left, and check what each payment rests on."),
                "money",
                "payment",
                "pool",
            ),
            _role(Role.MEMBER, Text("查看与本单位有关的事实。", "See the facts that name your body."), "mine"),
            _role(Role.ADMIN, Text("管理人员、单位与岗位。", "Look after people, offices and roles.")),
            _role(
                Role.PUBLIC,
                Text("查看绩效目标、公布的数与封存记录。",
                "See the targets, published figures and seals."),
            ),
            _body(
                "bank",
                Text("银行", "bank"),
                Text("查权利能否质押，报放款、逾期与代偿。", "See whether a right can be pledged; report loans, arrears and claims."),
                "lend",
                "overdue",
                "pool",
            ),
            _body(
                "guarantor",
                Text("担保机构", "guarantor"),
                Text("查在保项目与分担比例。", "See what you guarantee and what share you bear."),
                "overdue",
                "pool",
                "lend",
            ),
            _body(
                "insurer",
                Text("保险公司", "insurer"),
                Text("查投保的权利与赔付。", "See the rights insured and the losses."),
                "lend",
                "overdue",
            ),
            _body(
                "firm",
                Text("企业", "enterprise"),
                Text("查名下权利、到期年费与可申请的资金。", "See your rights, the annuities that fall due and the money you may apply for."),
                "mine",
                "lend",
            ),
            _body(
                "university",
                Text("高校院所", "university or institute"),
                Text("盘点专利，推荐许可转让，决定缴费与放弃。", "Take stock of patents, offer them, decide which to keep."),
                "portfolio",
                "mine",
            ),
            _body(
                "agency",
                Text("服务机构", "service agency"),
                Text("查托管的权利、期限与经手的交易。", "See the rights in your care, their deadlines and the deals you handled."),
                "portfolio",
                "mine",
            ),
        )
    )
)  # fmt: skip
_OF_KIND: Mapping[str, str] = MappingProxyType(
    {
        PartyKind.BANK: "bank",
        PartyKind.GUARANTOR: "guarantor",
        PartyKind.INSURER: "insurer",
        PartyKind.ENTERPRISE: "firm",
        PartyKind.UNIVERSITY: "university",
        PartyKind.INSTITUTE: "university",
        PartyKind.AGENCY: "agency",
    }
)


def audience(held: Membership, kind_of_party: str = "") -> Audience:
    """What this membership comes for. A body without a registered kind is simply a member."""
    if held.office.level == Level.BODY and (code := _OF_KIND.get(kind_of_party)):
        return AUDIENCES[code]
    return AUDIENCES[held.role]
