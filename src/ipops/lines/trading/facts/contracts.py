"""Technology contracts as the registry tells them, and the patents a person linked to each."""

from datetime import date

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact, about
from ipops.ledger.kinds import kind
from ipops.lines.trading.facts.words import ContractType, Decision


@kind("contract_registered", "技术合同认定登记", "technology contract registered")
class ContractRegistered(Fact):
    """``on`` is the day of registration. ``whole`` is the price (合同成交额), ``technology`` what of it is technology
    (技术交易额); ``rights`` are patents the registry itself names."""

    contract: str = about("合同编号", "contract", refers="case")
    number: str = about("认定登记编号", "registration number")
    type_of_contract: ContractType = about("合同类型", "type of contract")
    title: str = about("合同名称", "title", default="")
    sellers: tuple[str, ...] = about("卖方", "sellers", refers="party")
    buyers: tuple[str, ...] = about("买方", "buyers", refers="party")
    place: str = about("卖方所在地", "seller's division", refers="place", default="")
    whole: Money = about("合同成交额", "whole price")
    technology: Money | None = about("技术交易额", "technology price", default=None)
    signed_on: date | None = about("签订日", "signed on", default=None)
    rights: tuple[str, ...] = about("涉及专利", "patents", refers="right", default=())


@kind("contract_decided", "技术合同登记审核", "technology contract examined")
class ContractDecided(Fact):
    """A contract handed in that is not registered, or not yet."""

    contract: str = about("合同编号", "contract", refers="case")
    number: str = about("受理编号", "number")
    type_of_contract: ContractType = about("合同类型", "type of contract")
    title: str = about("合同名称", "title", default="")
    sellers: tuple[str, ...] = about("卖方", "sellers", refers="party")
    buyers: tuple[str, ...] = about("买方", "buyers", refers="party")
    place: str = about("卖方所在地", "seller's division", refers="place", default="")
    whole: Money | None = about("合同成交额", "whole price", default=None)
    technology: Money | None = about("技术交易额", "technology price", default=None)
    decision: Decision = about("结论", "decision")
    why: str = about("理由", "reason", default="")


@kind("contract_amended", "技术合同变更", "technology contract amended")
class ContractAmended(Fact):
    """The amounts as they are from now on; the contract still counts on its day of registration."""

    contract: str = about("合同编号", "contract", refers="case")
    whole: Money = about("变更后合同成交额", "whole price now")
    technology: Money | None = about("变更后技术交易额", "technology price now", default=None)


@kind("contract_cancelled", "技术合同登记注销", "technology contract cancelled")
class ContractCancelled(Fact):
    contract: str = about("合同编号", "contract", refers="case")
    why: str = about("理由", "reason", default="")


@kind("contract_linked", "技术合同关联专利", "contract linked to patents")
class ContractLinked(Fact):
    """What a person found: the patents, or none. The last word stands."""

    contract: str = about("合同编号", "contract", refers="case")
    rights: tuple[str, ...] = about("专利", "patents", refers="right", default=())
    place: str = about("地区", "place", refers="place", default="")
