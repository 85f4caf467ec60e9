"""The lives of a window and of a claim as tables.

Rule 1: everything that moves a window or a claim from state to state is in this file; it knows no clock and no database.
Rule 2: nothing is computed before the settlement (or the standing loan) is proven; nothing is granted before the pot is divided.
Rule 3: who filed, proved, computed or divided does not grant: a second person decides.
Rule 4: what a pot leaves owing waits, and goes into a later window as a claim of its own, computed already (``taken``).
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
    events={
        "close": Text("截止申报", "close"),
        "take_over": Text("转入以前窗口的结转", "take over what is owed"),
        "divide": Text("分配资金", "divide the pot"),
    },
    table={
        "open": {
            "close": Step(to="closed", roles=OFFICERS, facts=("subsidy_window_closed",), for_good=True),
            "take_over": Step(to="open", roles=OFFICERS, cite=OURS, facts=("subsidy_owed_taken",)),
        },
        "closed": {
            "divide": Step(to="divided", roles=OFFICERS, cite=OURS, facts=("subsidy_pot_divided",), for_good=True),
            "take_over": Step(to="closed", roles=OFFICERS, cite=OURS, facts=("subsidy_owed_taken",)),
        },
        "divided": {},
    },
)  # fmt: skip

_AMEND = ("subsidy_amended",)
_DOWN = Step(to="refused", roles=OFFICERS | CERTIFIERS, facts=("subsidy_turned_down",), for_good=True)
_DROP = Step(to="withdrawn", roles=FILERS, facts=("subsidy_withdrawn",), for_good=True)
_BACK = Step(to="filed", roles=CLERKS | CERTIFIERS, facts=("subsidy_sent_back",))
_COMPUTE = Step(to="computed", roles=CLERKS, cite=OURS, facts=("subsidy_computed",))
#: A share of the pot, or none of it: then the whole amount waits.
_SHARE = Step(to="shared", roles=OFFICERS, cite=OURS, facts=("subsidy_shared",))
_WAIT = Step(to="waiting", roles=OFFICERS, cite=OURS, facts=("subsidy_shared",))


def _carry(to: str) -> Step:
    """The rest goes into a later window; what is decided here stays."""
    return Step(to=to, roles=OFFICERS, cite=OURS, facts=("subsidy_carried",))


CLAIM = Lifecycle(
    code="subsidies.claim",
    title=Text("补贴申报", "subsidy claim"),
    start="filed",
    states={
        "filed": Text("已申报", "filed"),
        "proven": Text("已核结清证明", "settlement proven"),
        "computed": Text("已测算", "computed"),
        "taken": Text("结转转入", "carried over"),
        "shared": Text("已定额", "fitted into the pot"),
        "waiting": Text("待结转", "waiting for the next window"),
        "carried": Text("已结转", "carried into a later window"),
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
        "wait": Text("资金不足，待结转", "wait, the pot is used up"),
        "take": Text("承接以前窗口的结转", "continue an earlier claim"),
        "carry": Text("结转下一窗口", "carry the rest over"),
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
            # only with the fact that begins it: a rest needs no proof and is computed already
            "take": Step(to="taken", roles=OFFICERS, cite=OURS, facts=("subsidy_carried",)),
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
            "share": _SHARE,
            "wait": _WAIT,
            "send_back": _BACK,
            "turn_down": _DOWN,
            "withdraw": _DROP,
        },
        "taken": {"share": _SHARE, "wait": _WAIT, "turn_down": _DOWN, "withdraw": _DROP},
        "waiting": {"carry": _carry("carried"), "turn_down": _DOWN, "withdraw": _DROP},
        "carried": {},
        "shared": {
            "grant": Step(to="granted", roles=CERTIFIERS, cite=OURS, facts=("subsidy_granted",)),
            "carry": _carry("shared"),
            "turn_down": _DOWN,
            "withdraw": _DROP,
        },
        "granted": {
            "pay": Step(to="paid", roles=PAYERS, facts=("subsidy_paid",)),
            "carry": _carry("granted"),
            "turn_down": _DOWN,
        },
        "paid": {
            "recall": Step(to="recalled", roles=OFFICERS, facts=("subsidy_recalled",)),
            "carry": _carry("paid"),
        },
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
#: A claim in one of these takes room under caps: what was computed, shared, granted or paid and not come back, and what waits.
STANDING = ("computed", "taken", "shared", "waiting", "granted", "paid", "recalled")
#: A claim in one of these hands on what its pot left owing.
OWING = ("waiting", "shared", "granted", "paid")
#: A claim in one of these has fallen: nothing more is paid on it, nor on what continues it.
FALLEN = ("refused", "withdrawn", "recalled", "returned")
