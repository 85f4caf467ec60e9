"""Rights and what the register says of them. Counted days follow the register, never the contract."""

from datetime import date

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact, about
from ipops.ledger.facts.words import EndOfRight, RightKind
from ipops.ledger.kinds import kind


@kind("right_filed", "申请提交", "application filed")
class RightFiled(Fact):
    """An application that has been published (an unpublished one never enters a fact); ``on`` is the filing day."""

    right: str = about("权利号", "right", refers="right", help=None)
    kind_of_right: RightKind = about("权利类型", "kind of right")
    title: str = about("名称", "title")
    owners: tuple[str, ...] = about("权利人", "owners", refers="party")
    place: str = about("区划代码", "division code", refers="place")
    published_on: date | None = about("公布日", "published on", default=None)
    classes: tuple[str, ...] = about("分类号", "classes", default=())
    office: str = about("受理局", "office", default="CN")


@kind("right_granted", "授权公告", "right granted")
class RightGranted(Fact):
    """``on`` is the day of grant (patents), registration (marks, layouts) or recognition (GI)."""

    right: str = about("权利号", "right", refers="right")
    expires_on: date | None = about("保护期届满日", "term ends on", default=None)


@kind("right_ended", "权利终止", "right ended")
class RightEnded(Fact):
    right: str = about("权利号", "right", refers="right")
    why: EndOfRight = about("原因", "reason")


@kind("annuity_paid", "年费缴纳", "annuity paid")
class AnnuityPaid(Fact):
    right: str = about("权利号", "right", refers="right")
    year: int = about("年度", "patent year")
    paid: Money = about("金额", "amount")


@kind("right_preserved", "财产保全", "right preserved by a court")
class RightPreserved(Fact):
    """A court ordered that the right be kept as it is; its transfer is suspended until the order ends or is lifted."""

    right: str = about("权利号", "right", refers="right")
    order: str = about("裁定书文号", "number of the order")
    court: str = about("法院", "court", default="")
    until: date | None = about("保全期限至（不含）", "until (exclusive)", default=None)


@kind("preservation_lifted", "解除保全", "preservation lifted")
class PreservationLifted(Fact):
    right: str = about("权利号", "right", refers="right")
    order: str = about("裁定书文号", "number of the order")
