"""Facts of this line: products listed, quotes, policies, what becomes of them; losses claimed, assessed, paid, recovered."""

from __future__ import annotations

from datetime import date

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact, about
from ipops.ledger.facts.words import Word
from ipops.ledger.kinds import kind


class Class(Word):
    """Classes of products as we tell them apart: ours. Which four classes the office counts, no source says."""

    ENFORCEMENT = "enforcement", "专利执行（维权费用）保险", "enforcement costs"
    INFRINGEMENT_LOSS = "infringement_loss", "被侵权损失保险", "loss by infringement"
    LIABILITY = "liability", "侵权责任保险", "liability for infringement"
    OVERSEAS = "overseas", "海外侵权责任或纠纷法律费用保险", "overseas liability or legal costs"
    CREDIT = "credit", "质押融资保证保险", "credit insurance of a pledged loan"
    OTHER = "other", "其他", "other"

    @property
    def of_value(self) -> bool:
        """Whether the thing insured has a value of its own, so that a sum below it pays in proportion (保险法 55). Cover of
        costs, liability and credit has a limit and no such value."""
        return self is Class.INFRINGEMENT_LOSS


class Ending(Word):
    RAN_OUT = "ran_out", "保险期间届满", "the period ran out"
    CANCELLED = "cancelled", "解除（非因未如实告知）", "cancelled, not for non-disclosure"
    LAPSED = "lapsed", "权利终止或无效", "the right ended or was invalidated"


def _insurer() -> str:
    """A body reads the facts that name it. Facts told before this field stood leave it empty, and are the insured's alone."""
    named: str = about("保险人", "insurer", refers="party", default="")
    return named


@kind("insurance_product_listed", "保险产品登记", "insurance product listed")
class InsuranceProductListed(Fact):
    product: str = about("产品编号", "product", refers="case")
    insurer: str = about("保险人", "insurer", refers="party")
    place: str = about("地区", "place", refers="place")
    title: str = about("名称", "title")
    klass: Class = about("类别（本系统拟定）", "class (ours)")
    terms_no: str = about("条款备案号", "number of the filed terms", default="")
    says: str = about("保障内容", "what it covers", default="")


@kind("insurance_product_withdrawn", "保险产品停售", "insurance product withdrawn")
class InsuranceProductWithdrawn(Fact):
    product: str = about("产品编号", "product", refers="case")
    insurer: str = about("保险人", "insurer", refers="party")
    place: str = about("地区", "place", refers="place")
    why: str = about("理由", "reason", default="")


@kind("insurance_quoted", "保险报价", "insurance quoted")
class InsuranceQuoted(Fact):
    """An insurer's offer, as data. ``valid_until`` is its last day."""

    policy: str = about("保单编号", "policy", refers="case")
    product: str = about("产品编号", "product", refers="case")
    insurer: str = about("保险人", "insurer", refers="party")
    insured: str = about("被保险人", "insured", refers="party")
    place: str = about("被保险人所在地", "where the insured is", refers="place")
    klass: Class = about("类别（本系统拟定）", "class (ours)")
    rights: tuple[str, ...] = about("保险标的权利", "rights insured", refers="right", default=())
    total: Money = about("保险金额", "sum insured")
    premium: Money = about("保险费", "premium")
    deductible: Money | None = about("免赔额", "deductible", default=None)
    valid_until: date = about("报价有效至", "offer holds until")


@kind("insurance_declined", "报价未成交", "quote declined")
class InsuranceDeclined(Fact):
    policy: str = about("保单编号", "policy", refers="case")
    insured: str = about("被保险人", "insured", refers="party")
    place: str = about("被保险人所在地", "where the insured is", refers="place")
    insurer: str = _insurer()
    why: str = about("理由", "reason")


@kind("policy_written", "保险合同成立", "insurance policy written")
class PolicyWritten(Fact):
    """``on`` is the day of the contract; cover runs from ``starts_on`` to before ``until``. ``retroactive_on``: events from that
    day on are covered. ``value`` is the agreed insurable value, where one was agreed; ``loan`` the loan whose credit is insured."""

    policy: str = about("保单编号", "policy", refers="case")
    policy_no: str = about("保单号", "policy number")
    insurer: str = about("保险人", "insurer", refers="party")
    insured: str = about("被保险人", "insured", refers="party")
    place: str = about("被保险人所在地", "where the insured is", refers="place")
    klass: Class = about("类别（本系统拟定）", "class (ours)")
    rights: tuple[str, ...] = about("保险标的权利", "rights insured", refers="right", default=())
    total: Money = about("保险金额", "sum insured")
    premium: Money = about("保险费", "premium")
    deductible: Money | None = about("免赔额", "deductible", default=None)
    value: Money | None = about("约定的保险价值", "agreed insurable value", default=None)
    starts_on: date = about("保险责任开始", "cover starts")
    until: date = about("保险责任终止（不含）", "cover until (exclusive)")
    retroactive_on: date | None = about("追溯日", "retroactive to", default=None)
    beneficiary: str = about("受益人（银行）", "beneficiary (bank)", refers="party", default="")
    loan: str = about("贷款合同号", "loan contract", default="")


@kind("nondisclosure_known", "知道未如实告知", "non-disclosure known")
class NondisclosureKnown(Fact):
    """The insurer knows a ground to rescind from ``on`` on."""

    policy: str = about("保单编号", "policy", refers="case")
    insured: str = about("被保险人", "insured", refers="party")
    place: str = about("被保险人所在地", "where the insured is", refers="place")
    insurer: str = _insurer()
    what: str = about("未如实告知的事项", "what was not disclosed")


@kind("policy_rescinded", "保险合同解除", "insurance policy rescinded")
class PolicyRescinded(Fact):
    policy: str = about("保单编号", "policy", refers="case")
    insured: str = about("被保险人", "insured", refers="party")
    place: str = about("被保险人所在地", "where the insured is", refers="place")
    insurer: str = _insurer()
    why: str = about("理由", "reason")


@kind("policy_ended", "保险合同终止", "insurance policy ended")
class PolicyEnded(Fact):
    policy: str = about("保单编号", "policy", refers="case")
    insured: str = about("被保险人", "insured", refers="party")
    place: str = about("被保险人所在地", "where the insured is", refers="place")
    insurer: str = _insurer()
    ending: Ending = about("终止原因", "how it ended")


@kind("loss_claimed", "保险索赔", "insurance loss claimed")
class LossClaimed(Fact):
    """``on`` is the day the insurer was asked to pay; ``happened_on`` the event, ``known_on`` when the insured knew of it."""

    claim: str = about("赔案编号", "claim", refers="case")
    policy: str = about("保单编号", "policy", refers="case")
    insurer: str = about("保险人", "insurer", refers="party")
    insured: str = about("被保险人", "insured", refers="party")
    place: str = about("被保险人所在地", "where the insured is", refers="place")
    happened_on: date = about("事故发生日", "event happened on")
    known_on: date = about("知道事故日", "event known on")
    stated: Money | None = about("所报损失", "loss stated", default=None)
    is_complex: bool | None = about("情形复杂", "complex", default=None)
    what: str = about("事故经过", "what happened")


@kind("loss_papers_asked", "要求补充理赔材料", "papers of a loss asked for")
class LossPapersAsked(Fact):
    claim: str = about("赔案编号", "claim", refers="case")
    insured: str = about("被保险人", "insured", refers="party")
    place: str = about("被保险人所在地", "where the insured is", refers="place")
    insurer: str = _insurer()
    what: str = about("须补充的材料", "papers still needed")


@kind("loss_papers_complete", "理赔材料齐备", "papers of a loss complete")
class LossPapersComplete(Fact):
    claim: str = about("赔案编号", "claim", refers="case")
    insured: str = about("被保险人", "insured", refers="party")
    place: str = about("被保险人所在地", "where the insured is", refers="place")
    insurer: str = _insurer()
    is_complex: bool = about("情形复杂", "complex")


@kind("loss_advanced", "先予支付", "part of a loss paid in advance")
class LossAdvanced(Fact):
    """What is certain, paid before the whole is settled (保险法 25)."""

    claim: str = about("赔案编号", "claim", refers="case")
    insured: str = about("被保险人", "insured", refers="party")
    place: str = about("被保险人所在地", "where the insured is", refers="place")
    insurer: str = _insurer()
    amount: Money = about("先予支付金额", "amount paid in advance")
    voucher: str = about("凭证号", "voucher")


@kind("loss_assessed", "保险责任核定", "loss assessed")
class LossAssessed(Fact):
    """``owed`` follows from loss, value and sums by the rules of the law; ``others`` are the sums insured with other insurers of the
    same thing, ``had`` what the insured already has of this loss (from who caused it, from a fund); ``uncovered`` stays with them."""

    claim: str = about("赔案编号", "claim", refers="case")
    insured: str = about("被保险人", "insured", refers="party")
    place: str = about("被保险人所在地", "where the insured is", refers="place")
    insurer: str = _insurer()
    loss: Money = about("核定损失", "loss")
    value: Money | None = about("保险价值", "insurable value", default=None)
    others: Money | None = about("其他保险人保险金额合计", "sums insured with others", default=None)
    had: Money | None = about("已获赔偿或补偿", "already had of this loss", default=None)
    owed: Money = about("应赔金额", "owed")
    uncovered: Money = about("未获保障部分", "uncovered")


@kind("loss_refused", "拒绝赔偿", "loss refused")
class LossRefused(Fact):
    claim: str = about("赔案编号", "claim", refers="case")
    insured: str = about("被保险人", "insured", refers="party")
    place: str = about("被保险人所在地", "where the insured is", refers="place")
    insurer: str = _insurer()
    assessed_on: date = about("核定日", "assessed on")
    why: str = about("理由", "reason")


@kind("loss_agreed", "赔偿协议", "payment of a loss agreed")
class LossAgreed(Fact):
    claim: str = about("赔案编号", "claim", refers="case")
    insured: str = about("被保险人", "insured", refers="party")
    place: str = about("被保险人所在地", "where the insured is", refers="place")
    insurer: str = _insurer()
    amount: Money = about("协议赔偿金额", "amount agreed")


@kind("loss_paid", "保险赔付", "loss paid")
class LossPaid(Fact):
    """The rest after what was paid in advance. ``payee``: in liability insurance the third party first (保险法 65)."""

    claim: str = about("赔案编号", "claim", refers="case")
    insured: str = about("被保险人", "insured", refers="party")
    place: str = about("被保险人所在地", "where the insured is", refers="place")
    insurer: str = _insurer()
    amount: Money = about("赔付金额", "amount paid")
    payee: str = about("收款人", "paid to")
    voucher: str = about("凭证号", "voucher")


@kind("subrogation_begun", "代位追偿", "subrogation begun")
class SubrogationBegun(Fact):
    claim: str = about("赔案编号", "claim", refers="case")
    insured: str = about("被保险人", "insured", refers="party")
    place: str = about("被保险人所在地", "where the insured is", refers="place")
    insurer: str = _insurer()
    against: str = about("向谁追偿", "against whom")


@kind("subrogation_received", "代位追偿到账", "money by subrogation")
class SubrogationReceived(Fact):
    claim: str = about("赔案编号", "claim", refers="case")
    insured: str = about("被保险人", "insured", refers="party")
    place: str = about("被保险人所在地", "where the insured is", refers="place")
    insurer: str = _insurer()
    amount: Money = about("到账金额", "amount")


@kind("loss_closed", "赔案结案", "insurance claim closed")
class LossClosed(Fact):
    claim: str = about("赔案编号", "claim", refers="case")
    insured: str = about("被保险人", "insured", refers="party")
    place: str = about("被保险人所在地", "where the insured is", refers="place")
    insurer: str = _insurer()
    why: str = about("说明", "note", default="")


PRODUCT_FACTS: tuple[type[Fact], ...] = (InsuranceProductListed, InsuranceProductWithdrawn)
POLICY_FACTS: tuple[type[Fact], ...] = (
    InsuranceQuoted, InsuranceDeclined, PolicyWritten, NondisclosureKnown, PolicyRescinded, PolicyEnded,
)  # fmt: skip
CLAIM_FACTS: tuple[type[Fact], ...] = (
    LossClaimed, LossPapersAsked, LossPapersComplete, LossAdvanced, LossAssessed, LossRefused, LossAgreed, LossPaid,
    SubrogationBegun, SubrogationReceived, LossClosed,
)  # fmt: skip
FACTS: tuple[type[Fact], ...] = (*PRODUCT_FACTS, *POLICY_FACTS, *CLAIM_FACTS)
