"""The lives of a product, a policy and a claim as tables. Days of the law's clocks are in the pack ``cn-insurance-claims``.

Rule 1: everything that moves a case from state to state is in this file; it knows no clock and no database.
Rule 2: who decides for the insurer is the insurer (guard ``insurer``): its own people, or a clerk who enters what it decided.
Rule 3: a payment in advance moves nothing; the claim goes on until it is agreed and paid.
"""

from __future__ import annotations

from ipops.kernel.citation import Citation
from ipops.kernel.machine import Lifecycle, Step
from ipops.kernel.text import Text

CLERKS = frozenset({"clerk", "officer"})
#: Insurers and the insured act in their own name.
SENDERS = CLERKS | {"member"}
_LAW, _TEXTS = "保险法(2015-04-24)", "shared/data/laws"


def _law(clause: str, quote: str) -> Citation:
    return Citation(document=_LAW, clause=clause, quote=quote, source=_TEXTS)


DISCLOSE = _law("第十六条", "超过三十日不行使而消灭")
TWO_YEARS = _law("第十六条", "自合同成立之日起超过二年的，保险人不得解除合同")
KNOWN_THEN = _law("第十六条", "在合同订立时已经知道投保人未如实告知的情况的，保险人不得解除合同")
SUM = _law("第十八条", "保险人承担赔偿或者给付保险金责任的最高限额")
PAPERS = _law("第二十二条", "应当及时一次性通知投保人、被保险人或者受益人补充提供")
ASSESS = _law("第二十三条", "应当及时作出核定")
REFUSE = _law("第二十四条", "应当自作出核定之日起三日内")
ADVANCE = _law("第二十五条", "应当根据已有证明和资料可以确定的数额先予支付")
LIMITATION = _law("第二十六条", "诉讼时效期间为二年")
VALUE = _law("第五十五条", "按照保险金额与保险价值的比例承担赔偿保险金的责任")
SEVERAL = _law("第五十六条", "按照其保险金额与保险金额总和的比例承担赔偿保险金的责任")
SUBROGATION = _law("第六十条", "在赔偿金额范围内代位行使被保险人对第三者请求赔偿的权利")
DEDUCT = _law("第六十条", "可以相应扣减被保险人从第三者已取得的赔偿金额")
THIRD_PARTY = _law("第六十五条", "直接向该第三者赔偿保险金")
QUOTED = (
    DISCLOSE, TWO_YEARS, KNOWN_THEN, SUM, PAPERS, ASSESS, REFUSE, ADVANCE, LIMITATION, VALUE, SEVERAL, SUBROGATION, DEDUCT,
    THIRD_PARTY,
)  # fmt: skip

PRODUCT = Lifecycle(
    code="insurance.product",
    title=Text("保险产品", "insurance product"),
    start="listed",
    states={"listed": Text("在售", "on sale"), "withdrawn": Text("停售", "withdrawn")},
    events={"withdraw": Text("停售", "withdraw")},
    table={
        "listed": {"withdraw": Step(to="withdrawn", roles=SENDERS, guard="insurer", facts=("insurance_product_withdrawn",))},
        "withdrawn": {},
    },
)  # fmt: skip

POLICY = Lifecycle(
    code="insurance.policy",
    title=Text("保险合同", "insurance policy"),
    start="quoted",
    states={
        "quoted": Text("已报价", "quoted"),
        "in_force": Text("已成立", "written"),
        "doubted": Text("知道未如实告知", "non-disclosure known"),
        "declined": Text("未成交", "declined"),
        "rescinded": Text("已解除", "rescinded"),
        "ended": Text("已终止", "ended"),
    },
    events={
        "write": Text("签订保险合同", "write the policy"),
        "decline": Text("不予投保", "decline"),
        "doubt": Text("登记未如实告知", "enter a non-disclosure"),
        "rescind": Text("解除合同", "rescind"),
        "end": Text("终止", "end"),
    },
    table={
        "quoted": {
            "write": Step(to="in_force", roles=SENDERS, guard="insurer", facts=("policy_written",)),
            "decline": Step(to="declined", roles=SENDERS, facts=("insurance_declined",), for_good=True),
        },
        "in_force": {
            "doubt": Step(to="doubted", roles=SENDERS, guard="insurer", cite=DISCLOSE, facts=("nondisclosure_known",)),
            "end": Step(to="ended", roles=SENDERS, guard="insurer", facts=("policy_ended",), for_good=True),
        },
        "doubted": {
            "rescind": Step(
                to="rescinded",
                roles=SENDERS,
                guard="insurer",
                cite=DISCLOSE,
                facts=("policy_rescinded",),
                for_good=True,
            ),
            "end": Step(to="ended", roles=SENDERS, guard="insurer", facts=("policy_ended",), for_good=True),
        },
        "declined": {},
        "rescinded": {},
        "ended": {},
    },
)  # fmt: skip

_ADVANCE_FACTS = ("loss_advanced",)
_REFUSE_STEP = Step(to="refused", roles=SENDERS, guard="insurer", cite=REFUSE, facts=("loss_refused",), for_good=True)

CLAIM = Lifecycle(
    code="insurance.claim",
    title=Text("赔案", "insurance claim"),
    start="claimed",
    states={
        "claimed": Text("已索赔", "claimed"),
        "complete": Text("材料齐备", "papers complete"),
        "assessed": Text("已核定", "assessed"),
        "agreed": Text("已达成协议", "agreed"),
        "paid": Text("已赔付", "paid"),
        "recovering": Text("代位追偿中", "subrogated"),
        "closed": Text("已结案", "closed"),
        "refused": Text("已拒赔", "refused"),
    },
    events={
        "ask": Text("要求补充材料", "ask for papers"),
        "complete": Text("材料齐备", "papers are complete"),
        "advance": Text("先予支付", "pay in advance"),
        "assess": Text("核定", "assess"),
        "refuse": Text("拒赔", "refuse"),
        "agree": Text("达成赔偿协议", "agree"),
        "pay": Text("赔付", "pay"),
        "subrogate": Text("代位追偿", "subrogate"),
        "recover": Text("代位追偿到账", "enter money recovered"),
        "close": Text("结案", "close"),
    },
    table={
        "claimed": {
            "ask": Step(to="claimed", roles=SENDERS, guard="insurer", cite=PAPERS, facts=("loss_papers_asked",)),
            "complete": Step(to="complete", roles=SENDERS, guard="insurer", cite=PAPERS, facts=("loss_papers_complete",)),
            "refuse": _REFUSE_STEP,
        },
        "complete": {
            "assess": Step(to="assessed", roles=SENDERS, guard="insurer", cite=ASSESS, facts=("loss_assessed",)),
            "advance": Step(to="complete", roles=SENDERS, guard="insurer", cite=ADVANCE, facts=_ADVANCE_FACTS),
            "refuse": _REFUSE_STEP,
        },
        "assessed": {
            "assess": Step(to="assessed", roles=SENDERS, guard="insurer", cite=ASSESS, facts=("loss_assessed",)),
            "agree": Step(to="agreed", roles=SENDERS, guard="insurer", cite=ASSESS, facts=("loss_agreed",)),
            "advance": Step(to="assessed", roles=SENDERS, guard="insurer", cite=ADVANCE, facts=_ADVANCE_FACTS),
            "refuse": _REFUSE_STEP,
        },
        "agreed": {"pay": Step(to="paid", roles=SENDERS, guard="insurer", cite=ASSESS, facts=("loss_paid",))},
        "paid": {
            "subrogate": Step(to="recovering", roles=SENDERS, guard="insurer", cite=SUBROGATION, facts=("subrogation_begun",)),
            "close": Step(to="closed", roles=SENDERS, guard="insurer", facts=("loss_closed",), for_good=True),
        },
        "recovering": {
            "recover": Step(to="recovering", roles=SENDERS, guard="insurer", cite=SUBROGATION, facts=("subrogation_received",)),
            "close": Step(to="closed", roles=SENDERS, guard="insurer", facts=("loss_closed",), for_good=True),
        },
        "closed": {},
        "refused": {},
    },
)  # fmt: skip

LIFECYCLES: tuple[Lifecycle, ...] = (PRODUCT, POLICY, CLAIM)
#: Policies under which a loss may be claimed.
WRITTEN = ("in_force", "doubted", "ended")
