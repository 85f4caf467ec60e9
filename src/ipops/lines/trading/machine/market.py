"""Disclosures, offers, needs, open licences and pools as tables."""

from __future__ import annotations

from ipops.kernel.machine import Lifecycle, Step
from ipops.kernel.text import Text
from ipops.lines.trading.machine import clauses
from ipops.lines.trading.machine.who import CLERKS, OURS
from ipops.rights.collisions import clauses as rights_law

DISCLOSURE = Lifecycle(
    code="trading.disclosure",
    title=Text("发明披露", "invention disclosure"),
    start="disclosed",
    states={
        "disclosed": Text("已披露，待评估", "disclosed, to be assessed"),
        "assessed": Text("已评估：申请专利", "assessed: to be filed"),
        "kept": Text("不申请或另行保护", "not filed, or kept otherwise"),
        "filed": Text("已申请，未公开", "filed, not published"),
        "published": Text("已公开", "published"),
    },
    events={
        "assess": Text("申请前评估", "assess before filing"),
        "keep": Text("评估为不申请", "assess: do not file"),
        "file": Text("已提出申请", "filed"),
        "publish": Text("申请已公布", "the application is published"),
    },
    table={
        "disclosed": {
            "assess": Step(to="assessed", roles=CLERKS, cite=OURS, facts=("disclosure_assessed",)),
            "keep": Step(to="kept", roles=CLERKS, cite=OURS, facts=("disclosure_assessed",)),
        },
        "assessed": {"file": Step(to="filed", roles=CLERKS, cite=OURS, facts=("disclosure_filed",))},
        "filed": {"publish": Step(to="published", roles=CLERKS, cite=clauses.PUBLISHED, facts=("disclosure_published",), for_good=True)},
        "published": {},
        "kept": {},
    },
)  # fmt: skip

OFFER = Lifecycle(
    code="trading.offer",
    title=Text("供给", "offer"),
    start="shown",
    states={
        "shown": Text("展示中", "shown"),
        "contacted": Text("已对接", "in contact"),
        "closed": Text("已成交", "closed with a deal"),
        "withdrawn": Text("已撤下", "taken down"),
    },
    events={
        "contact": Text("对接", "make contact"),
        "close": Text("成交", "close"),
        "bid": Text("出价", "bid"),
        "award": Text("竞价成交", "knock down to the highest bid"),
        "withdraw": Text("撤下", "take down"),
    },
    table={
        "shown": {
            "contact": Step(to="contacted", roles=CLERKS, cite=OURS, facts=("market_moved",)),
            "bid": Step(to="contacted", roles=CLERKS, cite=clauses.PRICE_WAYS, guard="is_auction", facts=("bid_placed",)),
            "withdraw": Step(to="withdrawn", roles=CLERKS, cite=OURS, facts=("market_moved",)),
        },
        "contacted": {
            "close": Step(to="closed", roles=CLERKS, cite=clauses.PRICE_WAYS, guard="no_bids", facts=("market_moved",)),
            "bid": Step(to="contacted", roles=CLERKS, cite=clauses.PRICE_WAYS, guard="is_auction", facts=("bid_placed",)),
            "award": Step(to="closed", roles=CLERKS, cite=clauses.PRICE_WAYS, guard="has_winner", facts=("auction_won", "deal_found"), for_good=True),
            "withdraw": Step(to="withdrawn", roles=CLERKS, cite=OURS, facts=("market_moved",)),
        },
        "closed": {},
        "withdrawn": {},
    },
)  # fmt: skip

NEED = Lifecycle(
    code="trading.need",
    title=Text("需求", "need"),
    start="open",
    states={
        "open": Text("征集中", "open"),
        "met": Text("已解决", "met"),
        "closed": Text("已关闭", "closed without an answer"),
    },
    events={"meet": Text("已解决", "met"), "close": Text("关闭", "close")},
    table={
        "open": {
            "meet": Step(to="met", roles=CLERKS, cite=OURS, facts=("market_moved",)),
            "close": Step(to="closed", roles=CLERKS, cite=OURS, facts=("market_moved",)),
        },
        "met": {},
        "closed": {},
    },
)

OPEN = Lifecycle(
    code="trading.open",
    title=Text("开放许可", "open licence"),
    start="drafted",
    states={
        "drafted": Text("声明已拟", "drafted"),
        "filed": Text("已提交声明", "filed"),
        "announced": Text("已公告，开放许可中", "announced"),
        "ended": Text("已撤回", "withdrawn"),
        "refused": Text("未予公告", "not announced"),
    },
    events={
        "file": Text("提交声明", "file the statement"),
        "announce": Text("予以公告", "announce"),
        "refuse": Text("未予公告", "not announced"),
        "take": Text("有人取得许可", "somebody takes it"),
        "withdraw": Text("撤回声明", "withdraw the statement"),
    },
    table={
        "drafted": {"file": Step(to="filed", roles=CLERKS, cite=rights_law.OPEN_BARRED, guard="not_barred", facts=("market_moved",))},
        "filed": {
            "announce": Step(to="announced", roles=CLERKS, cite=clauses.OPEN_ANNOUNCED, facts=("open_licence_declared",)),
            "refuse": Step(to="refused", roles=CLERKS, cite=rights_law.OPEN_BARRED, facts=("market_moved",)),
        },
        "announced": {
            "take": Step(to="announced", roles=CLERKS, cite=clauses.OPEN_TAKEN, facts=("open_licence_taken", "deal_found")),
            "withdraw": Step(to="ended", roles=CLERKS, cite=clauses.OPEN_WITHDRAWN, facts=("open_licence_withdrawn",), for_good=True),
        },
        "ended": {},
        "refused": {},
    },
)  # fmt: skip

POOL = Lifecycle(
    code="trading.pool",
    title=Text("专利池", "patent pool"),
    start="running",
    states={"running": Text("运行中", "running"), "dissolved": Text("已解散", "dissolved")},
    events={
        "revise": Text("变更成员、专利或条件", "revise members, patents or terms"),
        "receive": Text("收入分配", "receive and split fees"),
        "dissolve": Text("解散", "dissolve"),
    },
    table={
        "running": {
            "revise": Step(to="running", roles=CLERKS, cite=OURS, facts=("pool_agreed",)),
            "receive": Step(to="running", roles=CLERKS, cite=OURS, guard="has_shares", facts=("pool_fee_received",)),
            "dissolve": Step(to="dissolved", roles=CLERKS, cite=OURS, facts=("market_moved",)),
        },
        "dissolved": {},
    },
)

CYCLES = {c.code: c for c in (DISCLOSURE, OFFER, NEED, OPEN, POOL)}
