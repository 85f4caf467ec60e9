"""The life of a loan: agreed, secured, drawn, performing and overdue, bad, claimed, settled or written off.

Rule 1: a loan is drawn after its pledge is registered; before that only where the fund's agreement lets it (``may_draw``).
Rule 2: filing with the fund changes no state: where it stands is the fund's to say (``rules.lending``).
"""

from __future__ import annotations

from ipops.kernel.machine import Lifecycle, Step
from ipops.kernel.text import Text
from ipops.lines.pledge.machine.clauses import ARISES, FIXED, GUARANTEE_STAYS, OURS, OWN_FIRST, REALISED
from ipops.lines.pledge.machine.who import BANK


def _loop(state: str, *events: str) -> dict[str, Step]:
    """Events that leave the state as it is."""
    guards = {"fix": "may_fix", "call": "may_call"}
    return {
        e: Step(to=state, roles=BANK, guard=guards.get(e, "of_bank"), cite=_CITES.get(e), facts=_FACTS[e])
        for e in events
    }


_FACTS = {
    "file_fund": ("loan_filed",),
    "secure": ("loan_secured",),
    "free": ("loan_unsecured",),
    "draw": ("loan_drawn",),
    "repay": ("loan_repaid",),
    "reclass": ("loan_classified",),
    "go_bad": ("loan_classified",),
    "extend": ("loan_extended",),
    "fix": ("loan_fixed",),
    "call": ("guarantor_called",),
    "offer": ("collateral_offered",),
}
_CITES = {"extend": GUARANTEE_STAYS, "call": OWN_FIRST, "secure": ARISES, "offer": REALISED, "fix": FIXED}

LOAN = Lifecycle(
    code="pledge.loan",
    title=Text("质押贷款", "pledge loan"),
    start="agreed",
    states={
        "agreed": Text("已签约，质权未设立", "agreed, no pledge yet"),
        "secured": Text("质权已设立，未放款", "secured, not drawn"),
        "performing": Text("正常履行", "performing"),
        "overdue": Text("逾期", "overdue"),
        "bad": Text("不良", "bad"),
        "claimed": Text("已申请补偿", "claimed"),
        "settled": Text("已结清", "settled"),
        "written_off": Text("已核销", "written off"),
    },
    events={
        "file_fund": Text("向资金备案", "file with the fund"),
        "secure": Text("质押登记完成", "pledge registered"),
        "free": Text("质押登记注销", "pledge cancelled"),
        "draw": Text("放款", "draw"),
        "repay": Text("还款", "repay"),
        "miss": Text("逾期", "fall overdue"),
        "catch_up": Text("还清逾期", "catch up"),
        "reclass": Text("五级分类", "classify"),
        "go_bad": Text("认定不良", "classify as bad"),
        "recover": Text("上调分类", "no longer bad"),
        "extend": Text("展期", "extend"),
        "fix": Text("确定最高额质押的债权", "fix the secured claims"),
        "call": Text("向保证人主张", "call the guarantor"),
        "offer": Text("质物上市处置", "offer the rights for sale"),
        "claim": Text("申请补偿", "claim on the fund"),
        "settle": Text("结清", "settle"),
        "write_off": Text("核销", "write off"),
    },
    table={
        "agreed": {
            **_loop("agreed", "file_fund"),
            "secure": Step(to="secured", roles=BANK, guard="of_bank", cite=ARISES, facts=("loan_secured",)),
            "draw": Step(to="performing", roles=BANK, cite=ARISES, guard="may_draw", facts=("loan_drawn",)),
        },
        "secured": {
            **_loop("secured", "file_fund", "secure", "fix"),
            "free": Step(to="agreed", roles=BANK, guard="of_bank", facts=("loan_unsecured",)),
            "draw": Step(to="performing", roles=BANK, guard="may_draw", facts=("loan_drawn",)),
        },
        "performing": {
            **_loop("performing", "file_fund", "secure", "free", "repay", "reclass", "extend", "fix"),
            "draw": Step(to="performing", roles=BANK, guard="may_draw", facts=("loan_drawn",)),
            "miss": Step(to="overdue", roles=BANK, guard="of_bank", facts=("loan_overdue",)),
            "go_bad": Step(to="bad", roles=BANK, guard="of_bank", facts=("loan_classified",)),
            "settle": Step(to="settled", roles=BANK, guard="nothing_owed", facts=("loan_settled",)),
        },
        "overdue": {
            **_loop("overdue", "secure", "free", "repay", "reclass", "call", "fix"),
            "catch_up": Step(to="performing", roles=BANK, guard="of_bank", facts=("loan_repaid",)),
            "extend": Step(
                to="performing", roles=BANK, guard="of_bank", cite=GUARANTEE_STAYS, facts=("loan_extended",)
            ),
            "go_bad": Step(to="bad", roles=BANK, guard="of_bank", facts=("loan_classified",)),
            "settle": Step(to="settled", roles=BANK, guard="nothing_owed", facts=("loan_settled",)),
        },
        "bad": {
            **_loop("bad", "free", "repay", "go_bad", "call", "offer", "fix"),
            "recover": Step(to="performing", roles=BANK, guard="of_bank", facts=("loan_classified",)),
            "claim": Step(to="claimed", roles=BANK, cite=OURS, guard="may_claim", facts=("claim_filed",)),
            "settle": Step(to="settled", roles=BANK, guard="nothing_owed", facts=("loan_settled",)),
            "write_off": Step(
                to="written_off", roles=BANK, guard="of_bank", facts=("loan_written_off",), for_good=True
            ),
        },
        "claimed": {
            **_loop("claimed", "free", "call", "go_bad", "offer", "fix"),
            "settle": Step(to="settled", roles=BANK, guard="of_bank", facts=("loan_settled",)),
            "write_off": Step(
                to="written_off", roles=BANK, guard="of_bank", facts=("loan_written_off",), for_good=True
            ),
        },
        "settled": _loop("settled", "free"),
        "written_off": _loop("written_off", "free", "offer"),
    },
)
