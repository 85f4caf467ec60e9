"""Lifecycles of this line, as tables. Everything that moves a deal, a conflict or a check from state to state is here.

Rule 1: this file knows no clock, no database and no law text beyond the clause a step rests on.
Rule 2: a deal counts from MATCHED or RECORDED on; what a party alone reports does not.
Rule 3: nothing is deleted. A deal that ends WITHDRAWN keeps its history, and a doubt ends in a check, not in silence.
"""

from __future__ import annotations

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.machine import Lifecycle, Step
from ipops.kernel.text import Text

CLERKS = frozenset({"clerk", "officer"})
CHECKERS = frozenset({"checker", "officer"})

_REGISTERED = Citation(
    document="专利法(2020-10-17)",
    clause="第十条",
    quote="专利申请权或者专利权的转让自登记之日起生效。",
    source="shared/data/laws",
)
_RECORDED = Citation(
    document="专利法实施细则(2023-12-11)",
    clause="第十五条",
    quote="专利权人与他人订立的专利实施许可合同，应当自合同生效之日起3个月内向国务院专利行政部门备案。",
    source="shared/data/laws",
)
OURS = Citation(document="ipops", clause="lines/trading/README.md", grade=Grade.OURS)

DEAL = Lifecycle(
    code="trading.deal",
    title=Text("交易", "deal"),
    start="intended",
    states={
        "intended": Text("拟办", "intended"),
        "reported": Text("已报告，待核实", "reported, to be confirmed"),
        "matched": Text("已与登记簿核对一致", "matched with the register"),
        "recorded": Text("已登记或备案", "registered or recorded"),
        "withdrawn": Text("已撤回", "withdrawn"),
    },
    events={
        "report": Text("当事人报告已办理", "a party reports it done"),
        "list": Text("登记簿清单列出", "the register lists it"),
        "attach_notice": Text("附上登记或备案通知", "the notice is attached"),
        "correct": Text("更正", "correct"),
        "withdraw": Text("撤回", "withdraw"),
    },
    table={
        "intended": {
            "report": Step(to="reported", roles=CLERKS),
            "list": Step(to="recorded", roles=CLERKS, cite=_REGISTERED),
            "attach_notice": Step(to="recorded", roles=CLERKS, cite=_RECORDED),
            "withdraw": Step(to="withdrawn", roles=CLERKS, facts=("deal_withdrawn",), for_good=True),
        },
        "reported": {
            "list": Step(to="matched", roles=CLERKS, cite=_REGISTERED),
            "attach_notice": Step(to="recorded", roles=CLERKS, cite=_RECORDED),
            "correct": Step(to="reported", roles=CLERKS),
            "withdraw": Step(to="withdrawn", roles=CLERKS, facts=("deal_withdrawn",), for_good=True),
        },
        "matched": {
            "correct": Step(to="matched", roles=CLERKS),
            "withdraw": Step(to="withdrawn", roles=CLERKS, facts=("deal_withdrawn",), for_good=True),
        },
        "recorded": {
            "list": Step(to="matched", roles=CLERKS, cite=_REGISTERED),
            "correct": Step(to="recorded", roles=CLERKS),
            "withdraw": Step(to="withdrawn", roles=CLERKS, facts=("deal_withdrawn",), for_good=True),
        },
        "withdrawn": {},
    },
)

CONFLICT = Lifecycle(
    code="trading.conflict",
    title=Text("冲突", "conflict"),
    start="open",
    states={
        "open": Text("待处理", "open"),
        "cured": Text("已补正", "cured"),
        "mistaken": Text("标记有误", "flag was mistaken"),
        "stands": Text("冲突属实", "conflict stands"),
    },
    events={
        "cure": Text("补正（如补交同意书）", "cure, e.g. by a consent handed in"),
        "dismiss": Text("认定标记有误", "find the flag mistaken"),
        "uphold": Text("认定冲突属实", "find that it stands"),
    },
    table={
        "open": {
            "cure": Step(to="cured", roles=CLERKS),
            "dismiss": Step(to="mistaken", roles=CLERKS),
            "uphold": Step(to="stands", roles=CLERKS),
        },
        "cured": {},
        "mistaken": {},
        "stands": {"cure": Step(to="cured", roles=CLERKS)},
    },
)

_INVESTIGATE = Citation(
    document="国知发运字〔2021〕17号",
    grade=Grade.C,
    source="domain/programme.md [ruyuan]",
)

CHECK = Lifecycle(
    code="trading.check",
    title=Text("疑似虚假交易核查", "check of a suspected sham deal"),
    start="open",
    states={
        "open": Text("核查中", "being checked"),
        "cleared": Text("排除疑点", "cleared"),
        "excluded": Text("不计入", "excluded from the count"),
        "reported": Text("已上报", "reported to the authority"),
    },
    events={
        "clear": Text("排除疑点", "clear"),
        "exclude": Text("认定不计入", "exclude"),
        "report": Text("上报", "report"),
    },
    table={
        "open": {
            "clear": Step(to="cleared", roles=CHECKERS, cite=OURS),
            "exclude": Step(to="excluded", roles=CHECKERS, cite=OURS),
            "report": Step(to="reported", roles=CHECKERS, cite=_INVESTIGATE),
        },
        "cleared": {},
        "excluded": {},
        # the authority answers: then it is decided
        "reported": {
            "clear": Step(to="cleared", roles=CHECKERS, cite=OURS),
            "exclude": Step(to="excluded", roles=CHECKERS, cite=OURS),
        },
    },
)

LIFECYCLES = (DEAL, CONFLICT, CHECK)
