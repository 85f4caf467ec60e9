"""Pledges of rights. A pledge is born on the day of its registration (民法典 444); one fact per right."""

from datetime import date

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact, about
from ipops.ledger.facts.words import Proof, RightKind, Word
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


class Realised(Word):
    """How a pledged right of a failed loan is to be turned into money (民法典 第四百三十六条)."""

    DISCOUNT = "discount", "协议折价", "taken at an agreed discount"
    AUCTION = "auction", "拍卖", "auction"
    SALE = "sale", "变卖", "sale"


@kind("collateral_offered", "质物处置", "collateral offered")
class CollateralOffered(Fact):
    """The pledgee of a failed loan wants its rights turned into money. The house of trade answers with an offer."""

    pledge: str = about("质押编号", "pledge", refers="deal")
    rights: tuple[str, ...] = about("权利号", "rights", refers="right")
    owner: str = about("出质人", "pledgor", refers="party")
    pledgee: str = about("质权人", "pledgee", refers="party")
    place: str = about("出质人区划", "pledgor's division", refers="place")
    how: Realised = about("方式", "how")
    asked: Money | None = about("挂牌价或起拍价", "asked price", default=None)
    words: str = about("说明", "words", default="")
