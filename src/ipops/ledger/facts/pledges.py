"""Pledges of rights. A pledge is born on the day of its registration (民法典 444); one fact per right."""

from datetime import date

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact, about
from ipops.ledger.facts.words import Proof, RightKind
from ipops.ledger.kinds import kind


@kind("pledge_registered", "质押登记", "pledge registered")
class PledgeRegistered(Fact):
    """``secured`` is the whole pledge's secured amount, repeated on each of its rights; ``None`` when not told."""

    pledge: str = about("质押编号", "pledge", refers="deal")
    right: str = about("权利号", "right", refers="right")
    kind_of_right: RightKind = about("权利类型", "kind of right")
    pledgors: tuple[str, ...] = about("出质人", "pledgors", refers="party")
    pledgees: tuple[str, ...] = about("质权人", "pledgees", refers="party")
    place: str = about("出质人区划", "pledgor's division", refers="place")
    proof: Proof = about("依据", "rests on")
    secured: Money | None = about("担保债权数额", "secured amount of the whole pledge", default=None)
    contract_on: date | None = about("合同签订日", "contract signed on", default=None)
    register_no: str = about("登记号", "register number", default="")


@kind("pledge_released", "质押注销", "pledge released")
class PledgeReleased(Fact):
    """``pledge`` is empty where a register records a release and does not say of which pledge."""

    pledge: str = about("质押编号", "pledge", refers="deal")
    right: str = about("权利号", "right", refers="right")
    register_no: str = about("登记号", "register number", default="")
