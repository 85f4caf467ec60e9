"""Transfers and licences. One fact per right; the deal code joins the rights that changed hands in one contract.

``on`` is the counted day: registration for patents and layouts, announcement for marks, recordal for licences (our
rule, see the measure). The contract day is kept and never counts.
"""

from datetime import date

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact, about
from ipops.ledger.facts.words import LicenceKind, Proof, RightKind
from ipops.ledger.kinds import kind


@kind("transfer_registered", "转让登记", "transfer registered")
class TransferRegistered(Fact):
    """``price`` is the whole deal's price, repeated on each of its rights; ``None`` when not told."""

    deal: str = about("交易编号", "deal", refers="deal")
    right: str = about("权利号", "right", refers="right")
    kind_of_right: RightKind = about("权利类型", "kind of right")
    transferors: tuple[str, ...] = about("转让方", "transferors", refers="party")
    transferees: tuple[str, ...] = about("受让方", "transferees", refers="party")
    from_place: str = about("转让方区划", "transferor's division", refers="place")
    to_place: str = about("受让方区划", "transferee's division", refers="place")
    proof: Proof = about("依据", "rests on")
    contract_on: date | None = about("合同签订日", "contract signed on", default=None)
    price: Money | None = about("合同总价", "price of the whole deal", default=None)
    free: bool = about("无偿", "free of charge", default=False)
    related: bool | None = about("关联方交易", "between related parties", default=None)
    register_no: str = about("登记号", "register number", default="")


@kind("licence_recorded", "许可备案", "licence recorded")
class LicenceRecorded(Fact):
    """``until`` is the first day on which the licence no longer runs; ``None`` for the life of the right."""

    deal: str = about("交易编号", "deal", refers="deal")
    right: str = about("权利号", "right", refers="right")
    kind_of_right: RightKind = about("权利类型", "kind of right")
    kind_of_licence: LicenceKind = about("许可类型", "kind of licence")
    licensors: tuple[str, ...] = about("许可方", "licensors", refers="party")
    licensees: tuple[str, ...] = about("被许可方", "licensees", refers="party")
    from_place: str = about("许可方区划", "licensor's division", refers="place")
    to_place: str = about("被许可方区划", "licensee's division", refers="place")
    proof: Proof = about("依据", "rests on")
    contract_on: date | None = about("合同签订日", "contract signed on", default=None)
    starts_on: date | None = about("许可起始日", "runs from", default=None)
    until: date | None = about("许可终止日（不含）", "runs until (exclusive)", default=None)
    price: Money | None = about("合同总价", "price of the whole deal", default=None)
    free: bool = about("无偿", "free of charge", default=False)
    related: bool | None = about("关联方交易", "between related parties", default=None)
    territory: str = about("许可地域", "territory", default="")
    field_of_use: tuple[str, ...] = about("许可领域", "field of use", default=())
    register_no: str = about("备案号", "recordal number", default="")
