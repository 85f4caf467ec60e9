"""A call from opening to result, and an objection from being raised to being settled."""

from __future__ import annotations

from ipops.kernel.machine import Lifecycle, Step
from ipops.kernel.text import Text

_CENTRE = frozenset({"centre"})
_SUPERIOR = frozenset({"centre", "province"})
#: Who may have raised an objection; only who did takes it back.
_RAISERS = frozenset({"clerk", "officer", "certifier", "province", "expert", "member"})

CALL = Lifecycle(
    code="programme.call",
    title=Text("申报征集", "call for nominations"),
    start="open",
    states={
        "open": Text("申报中", "open for nominations"),
        "reviewing": Text("评审中", "under review"),
        "publicised": Text("公示中", "on public notice"),
        "decided": Text("已确定", "decided"),
    },
    events={
        "close": Text("截止申报，开始评审", "close nominations, begin the review"),
        "publish": Text("公示拟支持名单", "publish the proposed list"),
        "review_again": Text("异议成立，重新评审", "an objection stands: review again"),
        "decide": Text("确定支持名单", "decide"),
    },
    table={
        "open": {"close": Step(to="reviewing", roles=_CENTRE)},
        "reviewing": {"publish": Step(to="publicised", roles=_CENTRE)},
        "publicised": {
            "review_again": Step(to="reviewing", roles=_CENTRE),
            "decide": Step(to="decided", roles=_CENTRE),
        },
        "decided": {},
    },
)

OBJECTION = Lifecycle(
    code="programme.objection",
    title=Text("异议", "objection"),
    start="raised",
    states={
        "raised": Text("待处理", "to be looked into"),
        "upheld": Text("异议成立", "stands"),
        "rejected": Text("异议不成立", "does not stand"),
        "withdrawn": Text("已撤回", "withdrawn"),
    },
    events={
        "uphold": Text("认定成立", "uphold"),
        "reject": Text("认定不成立", "reject"),
        "withdraw": Text("撤回异议", "withdraw"),
    },
    table={
        "raised": {
            "uphold": Step(to="upheld", roles=_SUPERIOR),
            "reject": Step(to="rejected", roles=_SUPERIOR),
            "withdraw": Step(to="withdrawn", roles=_RAISERS),
        },
        "upheld": {},
        "rejected": {},
        "withdrawn": {},
    },
)
