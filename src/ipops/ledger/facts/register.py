"""What a register enters beside grant, transfer, pledge, licence, preservation and end, and the days and papers that start
periods. With those of the other modules they are the twelve kinds of entry of 专利法实施细则 第一百零六条."""

from datetime import date
from fractions import Fraction

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact, about
from ipops.ledger.facts.words import Delivery, Milestone, Notice
from ipops.ledger.kinds import kind


@kind("right_restored", "权利恢复", "right restored")
class RightRestored(Fact):
    right: str = about("权利号", "right", refers="right")
    register_no: str = about("登记号", "register number", default="")


@kind("right_narrowed", "权利部分无效或部分放弃", "right invalid or surrendered in part")
class RightNarrowed(Fact):
    """The right goes on with less; what is left stands in ``words`` where the register tells it."""

    right: str = about("权利号", "right", refers="right")
    words: str = about("登记簿原文", "words of the register", default="")


@kind("term_compensated", "专利权期限补偿", "term compensated")
class TermCompensated(Fact):
    """``expires_on`` is the first day after the longer term."""

    right: str = about("权利号", "right", refers="right")
    expires_on: date | None = about("保护期届满日", "term ends on", default=None)
    medicine: bool = about("新药相关发明", "for a new medicine", default=False)


@kind("mark_renewed", "商标续展", "mark renewed")
class MarkRenewed(Fact):
    """``expires_on`` is the first day after the renewed term; ``None`` where the register did not tell it."""

    right: str = about("权利号", "right", refers="right")
    expires_on: date | None = about("保护期届满日", "term ends on", default=None)


@kind("mark_renewal_filed", "商标续展申请", "mark renewal filed")
class MarkRenewalFiled(Fact):
    """Its owner asked for the renewal and paid on ``on``; the office's approval is ``mark_renewed``. ``term_ended`` is the last
    day of the term that is to be renewed, as the law has it: it tells which renewal was asked for."""

    right: str = about("权利号", "right", refers="right")
    term_ended: date = about("续展前有效期最后一日", "last day of the term renewed")
    paid: Money = about("金额", "amount")


@kind("mark_used", "商标使用证据", "use of a mark shown")
class MarkUsed(Fact):
    """On ``on`` the mark was used for goods of these classes of its registration; the evidence is the document behind the
    fact. What it proves is for whoever asks: kept here so that it is at hand within the two months the law gives."""

    right: str = about("权利号", "right", refers="right")
    classes: tuple[str, ...] = about("类别", "classes")
    goods: str = about("使用的商品或服务", "goods or services", default="")
    how: str = about("使用方式", "how it was used", default="")


@kind("right_declassified", "解密", "right declassified")
class RightDeclassified(Fact):
    right: str = about("权利号", "right", refers="right")


@kind("licence_ended", "许可备案注销", "licence record cancelled")
class LicenceEnded(Fact):
    """``deal`` is empty where a register records a cancellation and does not say of which licence."""

    deal: str = about("交易编号", "deal", refers="deal", default="")
    right: str = about("权利号", "right", refers="right")
    register_no: str = about("备案号", "recordal number", default="")


@kind("open_licence_declared", "开放许可声明", "open licence declared")
class OpenLicenceDeclared(Fact):
    """``until`` is the first day on which the offer no longer stands; ``None`` until it is withdrawn."""

    right: str = about("权利号", "right", refers="right")
    until: date | None = about("许可期限至（不含）", "offered until (exclusive)", default=None)


@kind("open_licence_withdrawn", "开放许可声明撤回", "open licence withdrawn")
class OpenLicenceWithdrawn(Fact):
    """Licences taken before stay (专利法 第五十条第二款)."""

    right: str = about("权利号", "right", refers="right")


@kind("compulsory_licence_granted", "强制许可", "compulsory licence granted")
class CompulsoryLicenceGranted(Fact):
    right: str = about("权利号", "right", refers="right")
    licensees: tuple[str, ...] = about("被许可方", "licensees", refers="party", default=())
    until: date | None = about("许可终止日（不含）", "runs until (exclusive)", default=None)


@kind("owner_details_changed", "权利人国籍或地址变更", "owner's nationality or address changed")
class OwnerDetailsChanged(Fact):
    right: str = about("权利号", "right", refers="right")
    owners: tuple[str, ...] = about("权利人", "owners", refers="party", default=())


@kind("shares_registered", "共有份额登记", "shares of co-owners registered")
class SharesRegistered(Fact):
    """Each owner's share, side by side; an owner whose share nobody registered is not named, and it stays unknown."""

    right: str = about("权利号", "right", refers="right")
    owners: tuple[str, ...] = about("权利人", "owners", refers="party")
    shares: tuple[Fraction, ...] = about("份额", "shares")


@kind("proceedings_suspended", "中止程序", "proceedings suspended")
class ProceedingsSuspended(Fact):
    """For a dispute over whose the right is (实施细则 第一百零三条); a court's preservation is ``right_preserved``."""

    right: str = about("权利号", "right", refers="right")
    until: date | None = about("中止至（不含）", "until (exclusive)", default=None)


@kind("proceedings_resumed", "恢复程序", "proceedings resumed")
class ProceedingsResumed(Fact):
    right: str = about("权利号", "right", refers="right")


@kind("fee_reduction_recorded", "费减备案", "fee reduction recorded")
class FeeReductionRecorded(Fact):
    """The owners are on record as entitled for one calendar year; ``percent`` of the fee is not charged."""

    right: str = about("权利号", "right", refers="right")
    year: int = about("年度", "calendar year")
    percent: int = about("减缴比例（%）", "per cent not charged")


@kind("milestone_stated", "权利日期", "day of a right stated")
class MilestoneStated(Fact):
    """A day from which a period runs; ``on`` is that day."""

    right: str = about("权利号", "right", refers="right")
    milestone: Milestone = about("事项", "what happened")


@kind("notice_issued", "官方通知", "official notice issued")
class NoticeIssued(Fact):
    """``on`` is the day the office issued it. ``received_on`` is what somebody can prove; else the office's rule decides."""

    right: str = about("权利号", "right", refers="right")
    notice: Notice = about("通知", "notice")
    delivery: Delivery = about("送达方式", "delivered")
    received_on: date | None = about("实际收到日", "received on", default=None)
