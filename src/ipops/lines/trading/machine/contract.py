"""A technology contract at the registry. The registry decides; we read what it decided and link the contract to patents."""

from __future__ import annotations

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.machine import Lifecycle, Step
from ipops.kernel.text import Text
from ipops.lines.trading.machine.who import CLERKS

_TYPES = Citation(
    document="民法典(2020-05-28)", clause="第八百四十三条", quote="技术合同是当事人就技术开发、转让、许可、咨询或者服务订立的确立相互之间权利和义务的合同。",
    source="shared/data/laws",
)  # fmt: skip
#: the registry's own rules of 2026 were announced and not seen: nothing is taken from them
_REGIME = Citation(
    document="技术合同认定登记管理办法（2026）", grade=Grade.C, source="data/rules/transfer_rules.csv TC-N"
)


def _link(at: str) -> dict[str, Step]:
    return {"link": Step(to=at, roles=CLERKS, cite=_TYPES, facts=("contract_linked",))}


CONTRACT = Lifecycle(
    code="trading.contract",
    title=Text("技术合同", "technology contract"),
    start="submitted",
    states={
        "submitted": Text("已提交，审核中", "handed in, being examined"),
        "expert": Text("专家评审中", "under expert review"),
        "returned": Text("退回补正", "returned"),
        "registered": Text("已登记", "registered"),
        "amended": Text("已变更登记", "registered, amended"),
        "cancelled": Text("已注销", "cancelled"),
        "refused": Text("不予登记", "refused"),
    },
    events={
        "to_expert": Text("转专家评审", "to the experts"),
        "return": Text("退回", "return"),
        "hand_in": Text("补正后重新提交", "hand in again"),
        "register": Text("准予登记", "register"),
        "refuse": Text("不予登记", "refuse"),
        "amend": Text("变更", "amend"),
        "cancel": Text("注销", "cancel"),
        "link": Text("关联专利", "link to patents"),
    },
    table={
        "submitted": {
            "to_expert": Step(to="expert", cite=_REGIME),
            "return": Step(to="returned", cite=_REGIME),
            "register": Step(to="registered", cite=_REGIME),
            "refuse": Step(to="refused", cite=_REGIME),
        },
        "expert": {
            "return": Step(to="returned", cite=_REGIME),
            "register": Step(to="registered", cite=_REGIME),
            "refuse": Step(to="refused", cite=_REGIME),
        },
        "returned": {
            "hand_in": Step(to="submitted", cite=_REGIME),
            "register": Step(to="registered", cite=_REGIME),
            "refuse": Step(to="refused", cite=_REGIME),
        },
        "registered": {
            **_link("registered"),
            "amend": Step(to="amended", cite=_REGIME),
            "cancel": Step(to="cancelled", cite=_REGIME),
        },
        "amended": {
            **_link("amended"),
            "amend": Step(to="amended", cite=_REGIME),
            "cancel": Step(to="cancelled", cite=_REGIME),
        },
        "cancelled": {},
        "refused": {},
    },
)
