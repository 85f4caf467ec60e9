"""The life of a claim on a fund. Checked by one person, decided by another; recoveries open with the first payment."""

from __future__ import annotations

from ipops.kernel.machine import Lifecycle, Step
from ipops.kernel.text import Text
from ipops.lines.pledge.machine.clauses import OURS, REALISED, SURPLUS
from ipops.lines.pledge.machine.who import BANK, CLERKS, DECIDERS, PAYERS

CLAIM = Lifecycle(
    code="pledge.claim",
    title=Text("风险补偿申请", "claim on the fund"),
    start="filed",
    states={
        "filed": Text("已申请", "filed"),
        "returned": Text("退回补正", "returned"),
        "checked": Text("已初审", "checked"),
        "approved": Text("同意补偿", "approved"),
        "rejected": Text("不予补偿", "rejected"),
        "paid": Text("已支付，追偿中", "paid, recovery open"),
        "closed": Text("已结案", "closed"),
    },
    events={
        "refile": Text("补正后再报", "file it again"),
        "return": Text("退回补正", "return it"),
        "check": Text("初审并测算", "check and work out"),
        "approve": Text("同意补偿", "approve"),
        "reject": Text("不予补偿", "reject"),
        "pay": Text("支付补偿", "pay"),
        "true_up": Text("清算多付", "true up"),
        "advance": Text("垫付追偿费用", "advance costs"),
        "recover": Text("记入追偿", "enter a recovery"),
        "close": Text("结案", "close"),
    },
    table={
        "filed": {
            "check": Step(to="checked", roles=CLERKS, cite=OURS, facts=("claim_checked",)),
            "return": Step(to="returned", roles=CLERKS, facts=("claim_returned",)),
        },
        "returned": {"refile": Step(to="filed", roles=BANK, guard="of_bank", facts=("claim_filed",))},
        "checked": {
            "check": Step(to="checked", roles=CLERKS, cite=OURS, facts=("claim_checked",)),
            "return": Step(to="returned", roles=CLERKS, facts=("claim_returned",)),
            "approve": Step(to="approved", roles=DECIDERS, cite=OURS, guard="second_person", facts=("claim_decided",)),
            "reject": Step(
                to="rejected", roles=DECIDERS, cite=OURS, guard="second_person", facts=("claim_decided",), for_good=True
            ),
        },
        "approved": {"pay": Step(to="paid", roles=PAYERS, cite=OURS, facts=("claim_paid",), for_good=True)},
        "rejected": {},
        "paid": {
            "pay": Step(to="paid", roles=PAYERS, cite=OURS, facts=("claim_paid",), for_good=True),
            "true_up": Step(to="paid", roles=PAYERS, cite=OURS, facts=("claim_trued_up",)),
            "advance": Step(to="paid", roles=BANK, guard="of_bank", facts=("recovery_cost_advanced",)),
            "recover": Step(to="paid", roles=BANK, guard="of_bank", cite=REALISED, facts=("recovery_received",)),
            "close": Step(to="closed", roles=CLERKS, cite=SURPLUS, facts=("claim_closed",)),
        },
        # a second recovery may come years later, also after the scheme has ended
        "closed": {
            "recover": Step(to="closed", roles=BANK, guard="of_bank", cite=REALISED, facts=("recovery_received",))
        },
    },
)
