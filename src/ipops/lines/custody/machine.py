"""The life of one custody as a table: need, offer, contract, services, yearly review, end.

Rule 1: everything that moves a custody from state to state is in this file.
Rule 2: this file knows no clock, no database, no policy; callers have worked those out.
Rule 3: a contract without a service is a *shell* (``signed``): it is shown and does not count. The first service makes it
``active``, and only then the firm is covered.
"""

from __future__ import annotations

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.machine import Lifecycle, Step
from ipops.kernel.text import Text

CLERKS = frozenset({"clerk", "officer"})
#: the office, or a person of the firm or the agency in whose name the step is taken (``guard`` says of which; a *bidder* is
#: any agency that may see the need)
PARTIES = CLERKS | {"member"}
REVIEWERS = frozenset({"officer", "certifier"})
WRITTEN = Citation(
    document="专利代理条例(2018-11-06)",
    clause="第十四条",
    quote="专利代理机构接受委托，应当与委托人订立书面委托合同。",
    source="shared/data/laws",
)
COVERED = Citation(
    document="财办建〔2020〕40号",
    clause="二、绩效目标 (3)",
    grade=Grade.B,
    quote="专业知识产权托管服务累计覆盖中小企业1000家以上",
    source="001_2b409592b9ecd278.txt",
)
OURS = Citation(document="ipops", clause="lines/custody/README.md", grade=Grade.OURS)

CUSTODY = Lifecycle(
    code="custody.custody",
    title=Text("托管", "custody"),
    start="asked",
    states={
        "asked": Text("提出需求", "asked for"),
        "offered": Text("已报价", "offered"),
        "signed": Text("已签约，尚无服务", "signed, nothing delivered yet"),
        "active": Text("服务中", "being served"),
        "ended": Text("已终止", "ended"),
        "dropped": Text("未达成", "came to nothing"),
    },
    events={
        "offer": Text("机构报价", "an agency offers"),
        "sign": Text("签订托管合同", "sign the contract"),
        "serve": Text("记录一次服务", "enter a service"),
        "plan": Text("制定服务计划", "plan a service"),
        "answer": Text("记录一次答复", "enter an answer"),
        "rate": Text("企业评分", "the client rates a year"),
        "review": Text("年度评价", "review a year"),
        "end": Text("终止托管", "end the custody"),
        "drop": Text("撤回", "withdraw"),
    },
    table={
        "asked": {
            "offer": Step(to="offered", roles=PARTIES, guard="bidder", cite=OURS, facts=("custody_offered",)),
            "drop": Step(to="dropped", roles=PARTIES, guard="client", facts=("custody_dropped",), for_good=True),
        },
        "offered": {
            "offer": Step(to="offered", roles=PARTIES, guard="bidder", cite=OURS, facts=("custody_offered",)),
            "sign": Step(to="signed", roles=PARTIES, guard="client", cite=WRITTEN, facts=("custody_signed",)),
            "drop": Step(to="dropped", roles=PARTIES, guard="client", facts=("custody_dropped",), for_good=True),
        },
        "signed": {
            "serve": Step(to="active", roles=PARTIES, guard="agency", cite=COVERED, facts=("custody_served",)),
            "plan": Step(to="signed", roles=PARTIES, guard="agency", cite=OURS, facts=("custody_planned",)),
            "answer": Step(to="signed", roles=PARTIES, guard="agency", cite=OURS, facts=("custody_answered",)),
            "end": Step(to="ended", roles=CLERKS, facts=("custody_ended",), for_good=True),
        },
        "active": {
            "serve": Step(to="active", roles=PARTIES, guard="agency", facts=("custody_served",)),
            "plan": Step(to="active", roles=PARTIES, guard="agency", cite=OURS, facts=("custody_planned",)),
            "answer": Step(to="active", roles=PARTIES, guard="agency", cite=OURS, facts=("custody_answered",)),
            "rate": Step(to="active", roles=PARTIES, guard="client", cite=OURS, facts=("custody_rated",)),
            "review": Step(to="active", roles=REVIEWERS, cite=OURS, facts=("custody_reviewed",)),
            "end": Step(to="ended", roles=CLERKS, facts=("custody_ended",), for_good=True),
        },
        # a year that ended with the contract is rated and reviewed all the same
        "ended": {
            "rate": Step(to="ended", roles=PARTIES, guard="client", cite=OURS, facts=("custody_rated",)),
            "review": Step(to="ended", roles=REVIEWERS, cite=OURS, facts=("custody_reviewed",)),
        },
        "dropped": {},
    },
)

LIFECYCLES: tuple[Lifecycle, ...] = (CUSTODY,)
