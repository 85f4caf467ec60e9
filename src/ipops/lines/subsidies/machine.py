"""The lives of a window and of a claim as tables.

Rule 1: everything that moves a window or a claim from state to state is in this file; it knows no clock and no database.
Rule 2: nothing is computed before the settlement (or the standing loan) is proven; nothing is granted before the pot is divided.
Rule 3: who filed, proved, computed or divided does not grant: a second person decides.
"""

from __future__ import annotations

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.machine import Lifecycle, Step
from ipops.kernel.text import Text

CLERKS = frozenset({"clerk", "officer"})
OFFICERS = frozenset({"officer"})
CERTIFIERS = frozenset({"certifier"})
PAYERS = frozenset({"officer", "finance"})
#: Firm and bank act in their own name.
FILERS = CLERKS | {"member"}
OURS = Citation(document="ipops", clause="lines/subsidies/README.md", grade=Grade.OURS)

WINDOW = Lifecycle(
    code="subsidies.window",
    title=Text("申报窗口", "window"),
    start="open",
    states={
        "open": Text("开放申报", "open"),
        "closed": Text("已截止", "closed"),
        "divided": Text("资金已分配", "pot divided"),
    },
    events={"close": Text("截止申报", "close"), "divide": Text("分配资金", "divide the pot")},
    table={
        "open": {"close": Step(to="closed", roles=OFFICERS, facts=("subsidy_window_closed",), for_good=True)},
        "closed": {"divide": Step(to="divided", roles=OFFICERS, cite=OURS, facts=("subsidy_pot_divided",), for_good=True)},
        "divided": {},
    },
)  # fmt: skip

_AMEND = ("subsidy_amended",)
_DOWN = Step(to="refused", roles=OFFICERS | CERTIFIERS, facts=("subsidy_turned_down",), for_good=True)
_DROP = Step(to="withdrawn", roles=FILERS, facts=("subsidy_withdrawn",), for_good=True)
_BACK = Step(to="filed", roles=CLERKS | CERTIFIERS, facts=("subsidy_sent_back",))
_COMPUTE = Step(to="computed", roles=CLERKS, cite=OURS, facts=("subsidy_computed",))

CLAIM = Lifecycle(
    code="subsidies.claim",
    title=Text("补贴申报", "subsidy claim"),
    start="filed",
    states={
        "filed": Text("已申报", "filed"),
        "proven": Text("已核结清证明", "settlement proven"),
        "computed": Text("已测算", "computed"),
        "shared": Text("已定额", "fitted into the pot"),
        "granted": Text("已同意", "granted"),
        "paid": Text("已支付", "paid"),
        "recalled": Text("追回中", "being claimed back"),
        "returned": Text("已追回", "money is back"),
        "refused": Text("不予同意", "turned down"),
        "withdrawn": Text("已撤回", "withdrawn"),
    },
    events={
        "amend": Text("更改申报", "amend"),
        "prove": Text("核实结清证明", "prove the settlement"),
        "compute": Text("按方案测算", "compute by the scheme"),
        "share": Text("分得资金", "take a share of the pot"),
        "grant": Text("同意", "grant"),
        "turn_down": Text("不予同意", "turn down"),
        "send_back": Text("退回补正", "send back"),
        "pay": Text("登记支付", "enter the payment"),
        "recall": Text("追回", "claim back"),
        "receive": Text("部分退回到账", "part of it is back"),
        "settle": Text("全部退回到账", "all of it is back"),
        "withdraw": Text("撤回申报", "withdraw"),
    },
    table={
        "filed": {
            "amend": Step(to="filed", roles=FILERS, facts=_AMEND),
            "prove": Step(to="proven", roles=CLERKS, cite=OURS, facts=("subsidy_proven",)),
            "turn_down": _DOWN,
            "withdraw": _DROP,
        },
        "proven": {
            "amend": Step(to="proven", roles=CLERKS, facts=_AMEND),
            "compute": _COMPUTE,
            "send_back": _BACK,
            "turn_down": _DOWN,
            "withdraw": _DROP,
        },
        "computed": {
            "compute": _COMPUTE,
            "amend": Step(to="proven", roles=CLERKS, facts=_AMEND),
            "share": Step(to="shared", roles=OFFICERS, cite=OURS, facts=("subsidy_shared",)),
            "send_back": _BACK,
            "turn_down": _DOWN,
            "withdraw": _DROP,
        },
        "shared": {
            "grant": Step(to="granted", roles=CERTIFIERS, cite=OURS, facts=("subsidy_granted",)),
            "turn_down": _DOWN,
            "withdraw": _DROP,
        },
        "granted": {
            "pay": Step(to="paid", roles=PAYERS, facts=("subsidy_paid",)),
            "turn_down": _DOWN,
        },
        "paid": {"recall": Step(to="recalled", roles=OFFICERS, facts=("subsidy_recalled",))},
        "recalled": {
            "receive": Step(to="recalled", roles=PAYERS, facts=("subsidy_returned",)),
            "settle": Step(to="returned", roles=PAYERS, facts=("subsidy_returned",)),
        },
        "returned": {},
        "refused": {},
        "withdrawn": {},
    },
)  # fmt: skip

LIFECYCLES: tuple[Lifecycle, ...] = (WINDOW, CLAIM)
#: A claim in one of these takes room under caps: what was computed, shared, granted or paid and not come back.
STANDING = ("computed", "shared", "granted", "paid", "recalled")
