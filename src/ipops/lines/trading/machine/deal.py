"""A deal from being found to being ended, as one table: before the register, on it, and what follows.

Rule 1: a deal counts from MATCHED or RECORDED on, by the shared facts; nothing before does, and nothing after counts again.
Rule 2: what the law wants settled before the signature (consent, publicity, export) leads back to INTENDED, in whatever
order it is settled; the guard of ``sign`` asks for all of it.
Rule 3: nothing is deleted. A deal that FAILED keeps its cause, one that is WITHDRAWN its history.
"""

from __future__ import annotations

from ipops.kernel.machine import Lifecycle, Step
from ipops.kernel.text import Text
from ipops.lines.trading.machine import clauses
from ipops.lines.trading.machine.who import CLERKS, OURS

_FAIL = Step(to="failed", roles=CLERKS, cite=OURS, facts=("deal_failed",), for_good=True)
_WITHDRAW = Step(to="withdrawn", roles=CLERKS, facts=("deal_withdrawn",), for_good=True)
_LIST = clauses.EFFECTIVE


def _stay(at: str, guard: str = "") -> dict[str, Step]:
    """What may be put on record in a state without leaving it."""
    return {
        "classify": Step(to=at, roles=CLERKS, cite=clauses.EXPORT_RESTRICTED, facts=("export_classified",)),
        "ask_inventors": Step(to=at, roles=CLERKS, cite=clauses.INVENTORS_FIRST, facts=("inventors_asked",)),
    }


def _after(at: str) -> dict[str, Step]:
    """What follows the register: money, statements, audits, rewards; corrections as before."""
    return {
        "pay": Step(to="performing" if at == "performing" else "paid", roles=CLERKS, cite=clauses.PRICE, facts=("deal_paid",)),
        "state": Step(to="performing", roles=CLERKS, cite=clauses.PRICE, guard="has_royalty", facts=("royalty_stated",)),
        "set_reward": Step(to=at, roles=CLERKS, cite=clauses.REWARD_FLOOR, facts=("reward_set",)),
        "pay_reward": Step(to=at, roles=CLERKS, cite=clauses.REWARD, guard="has_reward", facts=("reward_paid",)),
        "report_use": Step(to=at, roles=CLERKS, cite=clauses.REPORT_YEARLY, facts=("use_reported",)),
        "end": Step(to="ended", roles=CLERKS, cite=OURS, facts=("deal_moved",)),
        "list": Step(to=at, roles=CLERKS, cite=_LIST),
        "correct": Step(to=at, roles=CLERKS),
        "withdraw": _WITHDRAW,
    }  # fmt: skip


def _recorded(at: str) -> dict[str, Step]:
    row = _after(at)
    row["list"] = Step(to="matched", roles=CLERKS, cite=_LIST)
    if at == "matched":
        del row["list"]
    return row


_AUDIT = {
    "audit": Step(
        to="performing", roles=CLERKS, cite=clauses.ACCOUNTS, guard="has_statement", facts=("royalty_audited",)
    ),
}
_DONE = {
    "report": Step(to="reported", roles=CLERKS),
    "list": Step(to="recorded", roles=CLERKS, cite=_LIST),
}

DEAL = Lifecycle(
    code="trading.deal",
    title=Text("交易", "deal"),
    start="found",
    states={
        "found": Text("线索", "found"),
        "talking": Text("洽谈中", "talking"),
        "intended": Text("拟办（条件已定）", "intended: terms agreed"),
        "consent": Text("征求质权人同意", "waiting for the pledgee"),
        "publicity": Text("定价公示中", "price on public notice"),
        "export": Text("技术出口审查中", "at the export gate"),
        "signed": Text("已签约", "signed"),
        "filed": Text("已申请登记或备案", "filed for registration"),
        "reported": Text("已报告，待核实", "reported, to be confirmed"),
        "matched": Text("已与登记簿核对一致", "matched with the register"),
        "recorded": Text("已登记或备案", "registered or recorded"),
        "paid": Text("已到款", "paid"),
        "performing": Text("履行中", "performing"),
        "ended": Text("已履行完毕", "ended"),
        "failed": Text("未成", "failed"),
        "withdrawn": Text("已撤回", "withdrawn"),
    },
    events={
        "talk": Text("开始洽谈", "begin to talk"),
        "agree": Text("议定条件", "agree on terms"),
        "classify": Text("核对技术出口", "check the export catalogue"),
        "ask_inventors": Text("询问完成人", "ask the inventors"),
        "seek_consent": Text("征求质权人同意", "ask the pledgee"),
        "consent": Text("质权人同意", "the pledgee consents"),
        "publish": Text("公示价格", "publish the price"),
        "object": Text("记录异议", "note an objection"),
        "settle": Text("处理异议", "settle an objection"),
        "close": Text("公示期满", "close the notice"),
        "check_export": Text("送交技术出口审查", "go to the export gate"),
        "clear_export": Text("通过技术出口审查", "pass the export gate"),
        "sign": Text("签约", "sign"),
        "file": Text("申请登记或备案", "file for registration"),
        "report": Text("当事人报告已办理", "a party reports it done"),
        "list": Text("登记簿清单列出", "the register lists it"),
        "attach_notice": Text("附上登记或备案通知", "the notice is attached"),
        "pay": Text("记录到款", "note a payment"),
        "state": Text("提成结算", "state a royalty period"),
        "audit": Text("查账", "audit a period"),
        "set_reward": Text("确定奖酬比例", "set the reward"),
        "pay_reward": Text("发放奖酬", "pay the reward"),
        "report_use": Text("报告成效", "report its use"),
        "end": Text("履行完毕", "end"),
        "fail": Text("未成，记录原因", "fail, with its cause"),
        "correct": Text("更正", "correct"),
        "withdraw": Text("撤回", "withdraw"),
    },
    table={
        "found": {
            "talk": Step(to="talking", roles=CLERKS, cite=clauses.EXPORT_LETTER, guard="may_talk", facts=("deal_moved",)),
            **_stay("found"),
            "fail": _FAIL,
        },
        "talking": {
            "agree": Step(to="intended", roles=CLERKS, cite=clauses.TITLE, guard="may_talk", facts=("terms_agreed", "deal_intended")),
            **_stay("talking"),
            "fail": _FAIL,
        },
        "intended": {
            "seek_consent": Step(to="consent", roles=CLERKS, cite=clauses.PLEDGED, guard="is_pledged", facts=("deal_moved",)),
            "publish": Step(to="publicity", roles=CLERKS, cite=clauses.PRICE_PUBLIC, guard="by_agreement", facts=("price_published",)),
            "check_export": Step(to="export", roles=CLERKS, cite=clauses.EXPORT_PATENT, guard="goes_abroad", facts=("deal_moved",)),
            **_stay("intended"),
            "sign": Step(to="signed", roles=CLERKS, cite=clauses.WRITTEN, guard="may_sign", facts=("deal_moved",)),
            **_DONE,
            "attach_notice": Step(to="recorded", roles=CLERKS, cite=clauses.RECORDAL_TIME),
            "withdraw": _WITHDRAW,
            "fail": _FAIL,
        },
        "consent": {
            "consent": Step(to="intended", roles=CLERKS, cite=clauses.PLEDGED, facts=("pledgee_consented",)),
            "fail": _FAIL,
        },
        "publicity": {
            "object": Step(to="publicity", roles=CLERKS, cite=clauses.PRICE_PUBLIC, facts=("price_objected",)),
            "settle": Step(to="publicity", roles=CLERKS, cite=clauses.PRICE_PUBLIC, guard="objection_open", facts=("price_objection_settled",)),
            "close": Step(to="intended", roles=CLERKS, cite=clauses.PRICE_PUBLIC, guard="notice_over", facts=("deal_moved",)),
            "agree": Step(to="intended", roles=CLERKS, cite=clauses.TITLE, guard="may_talk", facts=("terms_agreed", "deal_intended")),
            "fail": _FAIL,
        },
        "export": {
            "classify": Step(to="export", roles=CLERKS, cite=clauses.EXPORT_RESTRICTED, facts=("export_classified",)),
            "clear_export": Step(to="intended", roles=CLERKS, cite=clauses.EXPORT_LETTER, guard="export_clear", facts=("deal_moved",)),
            "fail": _FAIL,
        },
        "signed": {
            "classify": Step(to="signed", roles=CLERKS, cite=clauses.EXPORT_LICENCE, facts=("export_classified",)),
            "file": Step(to="filed", roles=CLERKS, cite=clauses.EXPORT_LICENCE, guard="may_file", facts=("deal_moved",)),
            **_DONE,
            "withdraw": _WITHDRAW,
            "fail": _FAIL,
        },
        "filed": {**_DONE, "withdraw": _WITHDRAW, "fail": _FAIL},
        "reported": {
            "list": Step(to="matched", roles=CLERKS, cite=_LIST),
            "attach_notice": Step(to="recorded", roles=CLERKS, cite=clauses.RECORDAL_TIME),
            "correct": Step(to="reported", roles=CLERKS),
            "withdraw": _WITHDRAW,
        },
        "matched": _recorded("matched"),
        "recorded": _recorded("recorded"),
        "paid": _after("paid"),
        "performing": {**_after("performing"), **_AUDIT},
        "ended": {
            "set_reward": Step(to="ended", roles=CLERKS, cite=clauses.REWARD_FLOOR, facts=("reward_set",)),
            "pay_reward": Step(to="ended", roles=CLERKS, cite=clauses.REWARD, guard="has_reward", facts=("reward_paid",)),
            "report_use": Step(to="ended", roles=CLERKS, cite=clauses.REPORT_YEARLY, facts=("use_reported",)),
            "list": Step(to="ended", roles=CLERKS, cite=_LIST),
            "correct": Step(to="ended", roles=CLERKS),
            "withdraw": _WITHDRAW,
        },
        "failed": {},
        "withdrawn": {},
    },
)  # fmt: skip

#: states in which the act stands on the register, or a party says that it does
STANDING = ("reported", "matched", "recorded", "paid", "performing", "ended")
#: what follows the register: a later word of the register no longer moves the deal back
AFTER = frozenset({"paid", "performing", "ended"})
BEFORE = frozenset({"found", "talking", "intended", "consent", "publicity", "export", "signed", "filed"})
