"""The life of an application: asked, screened, title looked at, valued, decided by the bank, secured, agreed."""

from __future__ import annotations

from ipops.kernel.machine import Lifecycle, Step
from ipops.kernel.text import Text
from ipops.lines.pledge.machine.clauses import OURS, REGISTRATION, WRITTEN
from ipops.lines.pledge.machine.who import BANK, CLERKS

_DROP = Step(to="dropped", roles=CLERKS, facts=("finance_dropped",), for_good=True)

APPLICATION = Lifecycle(
    code="pledge.application",
    title=Text("质押融资申请", "application for pledge finance"),
    start="asked",
    states={
        "asked": Text("已申请", "asked for"),
        "screened": Text("资格已审", "screened"),
        "looked": Text("权属已核", "title looked at"),
        "valued": Text("已评估", "valued"),
        "granted": Text("银行已同意", "granted by the bank"),
        "agreed": Text("已签质押合同", "contract signed"),
        "refused": Text("未通过", "refused"),
        "dropped": Text("已撤回", "withdrawn"),
    },
    events={
        "admit": Text("资格审查通过", "admit it"),
        "turn_away": Text("资格审查不通过", "turn it away"),
        "look": Text("核查权属与状态", "look at title and state"),
        "object": Text("权属核查不通过", "title does not pass"),
        "value": Text("登记评估结果", "enter a valuation"),
        "grant": Text("银行同意授信", "the bank grants it"),
        "decline": Text("银行不同意", "the bank declines"),
        "bind": Text("落实担保或保险", "bind a guarantee or insurance"),
        "agree": Text("签订质押合同", "sign the pledge contract"),
        "drop": Text("撤回申请", "withdraw it"),
    },
    table={
        "asked": {
            "admit": Step(to="screened", roles=CLERKS, cite=OURS, facts=("finance_screened",)),
            "turn_away": Step(to="refused", roles=CLERKS, cite=OURS, facts=("finance_screened",)),
            "drop": _DROP,
        },
        "screened": {
            "look": Step(to="looked", roles=CLERKS, cite=REGISTRATION, facts=("title_looked_at",)),
            "object": Step(to="refused", roles=CLERKS, cite=REGISTRATION, facts=("title_looked_at",)),
            "drop": _DROP,
        },
        "looked": {
            "value": Step(to="valued", roles=BANK, guard="of_bank", facts=("collateral_valued",)),
            "drop": _DROP,
        },
        "valued": {
            "value": Step(to="valued", roles=BANK, guard="of_bank", facts=("collateral_valued",)),
            "grant": Step(to="granted", roles=BANK, guard="of_bank", facts=("credit_decided",)),
            "decline": Step(to="refused", roles=BANK, guard="of_bank", facts=("credit_decided",)),
            "drop": _DROP,
        },
        "granted": {
            "bind": Step(to="granted", roles=BANK, guard="of_bank", facts=("security_bound",)),
            # the pledge itself does not arise here but on its registration
            "agree": Step(
                to="agreed", roles=BANK, guard="of_bank", cite=WRITTEN, facts=("pledge_agreed", "loan_agreed")
            ),
            "drop": _DROP,
        },
        # while the loan runs its rights are valued again, and a new report takes the place of one that is too old
        "agreed": {"value": Step(to="agreed", roles=BANK, guard="of_bank", facts=("collateral_valued",))},
        "refused": {},
        "dropped": {},
    },
)
