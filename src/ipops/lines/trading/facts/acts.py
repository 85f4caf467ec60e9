"""What was recorded of an act before and after the register: intended, withdrawn, a conflict settled."""

from datetime import date

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact, about
from ipops.ledger.facts.words import LicenceKind, Word
from ipops.ledger.kinds import kind


class Act(Word):
    TRANSFER = "transfer", "转让", "transfer"
    LICENCE = "licence", "许可", "licence"


class ConflictEnd(Word):
    CURED = "cured", "已补正", "cured"
    MISTAKEN = "mistaken", "标记有误", "flag was mistaken"
    STANDS = "stands", "冲突属实", "conflict stands"


@kind("deal_intended", "拟办交易", "deal intended")
class DealIntended(Fact):
    """Parties mean to transfer or license and the rules found nothing against it on ``on``. It counts nowhere."""

    deal: str = about("交易编号", "deal", refers="deal")
    act: Act = about("行为", "act")
    rights: tuple[str, ...] = about("权利号", "rights", refers="right")
    givers: tuple[str, ...] = about("转让方或许可方", "transferors or licensors", refers="party")
    takers: tuple[str, ...] = about("受让方或被许可方", "transferees or licensees", refers="party")
    from_place: str = about("转出方区划", "giver's division", refers="place")
    to_place: str = about("转入方区划", "taker's division", refers="place")
    price: Money | None = about("合同总价", "price of the whole deal", default=None)
    free: bool = about("无偿", "free of charge", default=False)
    related: bool | None = about("关联方交易", "between related parties", default=None)
    kind_of_licence: LicenceKind | None = about("许可类型", "kind of licence", default=None)
    starts_on: date | None = about("许可起始日", "runs from", default=None)
    until: date | None = about("许可终止日（不含）", "runs until (exclusive)", default=None)
    territory: str = about("许可地域", "territory", default="")
    field_of_use: tuple[str, ...] = about("许可领域", "field of use", default=())


@kind("deal_withdrawn", "交易撤回", "deal withdrawn")
class DealWithdrawn(Fact):
    """Takes the place of the entry it corrects: that act did not happen, or was given up. It says what the entry said of
    who, what and when, so that the deal stays where one looks for it; ``stood_on`` was its counted day."""

    deal: str = about("交易编号", "deal", refers="deal")
    act: Act = about("行为", "act")
    rights: tuple[str, ...] = about("权利号", "rights", refers="right")
    givers: tuple[str, ...] = about("转让方或许可方", "transferors or licensors", refers="party")
    takers: tuple[str, ...] = about("受让方或被许可方", "transferees or licensees", refers="party")
    from_place: str = about("转出方区划", "giver's division", refers="place")
    to_place: str = about("转入方区划", "taker's division", refers="place")
    why: str = about("理由", "reason")
    stood_on: date | None = about("原登记日", "counted day it had", default=None)


@kind("conflict_settled", "冲突处理结论", "conflict settled")
class ConflictSettled(Fact):
    case: str = about("冲突编号", "conflict", refers="case")
    deal: str = about("交易编号", "deal", refers="deal")
    end: ConflictEnd = about("结论", "end")
    why: str = about("理由", "reason")
