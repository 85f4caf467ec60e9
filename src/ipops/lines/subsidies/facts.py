"""Facts of this line: a window opened and closed, a claim filed, proven, computed, fitted into the pot, decided, paid, taken
back. Answers of a claimant are texts ``fact=value`` in the words of ``docs/reference/scheme-facts.md``."""

from __future__ import annotations

from datetime import date

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact, about
from ipops.ledger.facts.words import Word
from ipops.ledger.kinds import kind


class Order(Word):
    """Who is paid when the pot is short. ``unknown``: the rule does not say; then a short pot is not divided."""

    FIRST_COME = "first_come", "先到先得", "first come, first served"
    PRO_RATA = "pro_rata", "按比例", "in proportion"
    CARRY_OVER = "carry_over", "先到先得，不足部分结转下一窗口", "first come, and the rest waits for the next window"
    UNKNOWN = "unknown", "未载", "not said"


class Verdict(Word):
    COMPUTED = "computed", "已算出", "computed"
    REFUSED = "refused", "不符合条件", "conditions not met"
    UNKNOWN = "unknown", "未知", "unknown"


@kind("subsidy_window_opened", "补贴申报窗口开放", "subsidy window opened")
class SubsidyWindowOpened(Fact):
    """A call for claims under one scheme. ``scheme_version`` is the digest of the scheme's file; ``assumes`` what the bureau
    states where the scheme's source is silent; ``rates`` the published rates the scheme looks up. ``period_until`` is the first
    day that no longer counts; no ``pot`` means that none was said."""

    window: str = about("窗口编号", "window", refers="case")
    place: str = about("地区", "place", refers="place")
    title: str = about("名称", "title")
    scheme: str = about("方案代码", "scheme")
    scheme_version: str = about("方案文件摘要", "digest of the scheme's file")
    bureau: str = about("主管部门", "bureau")
    fund: str = about("资金名称", "fund")
    budget_year: int = about("预算年度", "budget year")
    closes_on: date = about("截止日", "closes on")
    period_from: date = about("补助期起", "subsidised from")
    period_until: date = about("补助期止（不含）", "subsidised until (exclusive)")
    pot: Money | None = about("资金总额", "pot", default=None)
    order: Order = about("资金不足时的支付次序", "order of payment when the pot is short")
    assumes: tuple[str, ...] = about(
        "主管部门对来源未载之处的说明", "the bureau's word where the source is silent", default=()
    )
    rates: tuple[str, ...] = about("公布利率", "published rates", default=())


@kind("subsidy_window_closed", "补贴申报窗口关闭", "subsidy window closed")
class SubsidyWindowClosed(Fact):
    window: str = about("窗口编号", "window", refers="case")
    place: str = about("地区", "place", refers="place")
    why: str = about("说明", "note", default="")


@kind("subsidy_pot_divided", "补贴资金分配", "subsidy pot divided")
class SubsidyPotDivided(Fact):
    """What the claims of a window wanted and what the pot gave them together; each claim has a fact of its own."""

    window: str = about("窗口编号", "window", refers="case")
    place: str = about("地区", "place", refers="place")
    order: Order = about("支付次序", "order of payment")
    claims: int = about("申报件数", "claims")
    wanted: Money = about("算得合计", "computed together")
    shared: Money = about("分得合计", "shared out together")
    owed: Money | None = about("结转下一窗口合计", "waiting for the next window, together", default=None)


@kind("subsidy_filed", "补贴申报", "subsidy claimed")
class SubsidyFiled(Fact):
    """``loan`` is the contract's number; with credit code and invoices it is what double claims are told by."""

    claim: str = about("申报编号", "claim", refers="case")
    window: str = about("窗口编号", "window", refers="case")
    place: str = about("地区", "place", refers="place")
    claimant: str = about("申报单位", "claimant", refers="party")
    bank: str = about("贷款银行", "bank", refers="party", default="")
    loan: str = about("贷款合同号", "loan contract", default="")
    rights: tuple[str, ...] = about("涉及权利", "rights", refers="right", default=())
    invoices: tuple[str, ...] = about("发票号", "invoices", default=())
    given: tuple[str, ...] = about("申报事项", "what is stated", default=())


@kind("subsidy_amended", "补贴申报更改", "subsidy claim amended")
class SubsidyAmended(Fact):
    """What is stated now, in place of what was."""

    claim: str = about("申报编号", "claim", refers="case")
    place: str = about("地区", "place", refers="place")
    claimant: str = about("申报单位", "claimant", refers="party")
    invoices: tuple[str, ...] = about("发票号", "invoices", default=())
    given: tuple[str, ...] = about("申报事项", "what is stated", default=())
    why: str = about("理由", "reason")


@kind("subsidy_proven", "结清证明", "settlement proven")
class SubsidyProven(Fact):
    """The bank's paper that the loan was settled, or stands; ``repaid_on`` is absent while it stands."""

    claim: str = about("申报编号", "claim", refers="case")
    place: str = about("地区", "place", refers="place")
    claimant: str = about("申报单位", "claimant", refers="party")
    settled: bool = about("已结清", "settled")
    repaid_on: date | None = about("还清日", "repaid on", default=None)


@kind("subsidy_computed", "补贴测算", "subsidy computed")
class SubsidyComputed(Fact):
    """What the scheme makes of the claim. ``amounts`` run beside ``awards``; an award whose amount is unknown is in neither
    and ``total`` is absent. The source is the calculation sheet: every rule, clause, input and intermediate value."""

    claim: str = about("申报编号", "claim", refers="case")
    place: str = about("地区", "place", refers="place")
    claimant: str = about("申报单位", "claimant", refers="party")
    scheme: str = about("方案代码", "scheme")
    scheme_version: str = about("方案文件摘要", "digest of the scheme's file")
    verdict: Verdict = about("结论", "verdict")
    awards: tuple[str, ...] = about("补贴项", "awards", default=())
    amounts: tuple[Money, ...] = about("金额", "amounts", default=())
    total: Money | None = about("合计", "total", default=None)
    missing: tuple[str, ...] = about("尚缺", "what is missing", default=())


@kind("subsidy_shared", "补贴定额", "subsidy fitted into the pot")
class SubsidyShared(Fact):
    """``owed`` waits for the next window; absent where the window's order leaves nothing owing."""

    claim: str = about("申报编号", "claim", refers="case")
    place: str = about("地区", "place", refers="place")
    claimant: str = about("申报单位", "claimant", refers="party")
    wanted: Money = about("算得", "computed")
    share: Money = about("分得", "share of the pot")
    owed: Money | None = about("结转下一窗口", "waits for the next window", default=None)


@kind("subsidy_owed_taken", "补贴结转转入", "owed subsidies taken over")
class SubsidyOwedTaken(Fact):
    """A window takes over what the pot of an earlier one left owing; each claim has a fact of its own."""

    window: str = about("窗口编号", "window", refers="case")
    place: str = about("地区", "place", refers="place")
    earlier: str = about("结转自窗口", "from the window", refers="case")
    claims: int = about("申报件数", "claims")
    amount: Money = about("结转合计", "taken over together")


@kind("subsidy_carried", "补贴结转申报", "subsidy claim carried over")
class SubsidyCarried(Fact):
    """What an earlier pot left owing on a claim, as a claim of its own in a later window. It is computed already: ``amounts`` run
    beside ``awards``. ``earlier`` is the claim it continues, ``first`` the one that was filed, on ``filed_on``."""

    claim: str = about("申报编号", "claim", refers="case")
    window: str = about("窗口编号", "window", refers="case")
    place: str = about("地区", "place", refers="place")
    claimant: str = about("申报单位", "claimant", refers="party")
    earlier: str = about("结转自申报", "continues the claim", refers="case")
    first: str = about("原申报", "first claim", refers="case")
    filed_on: date = about("原申报日", "first filed on")
    scheme: str = about("方案代码", "scheme")
    scheme_version: str = about("方案文件摘要", "digest of the scheme's file")
    amount: Money = about("结转金额", "amount carried")
    awards: tuple[str, ...] = about("补贴项", "awards", default=())
    amounts: tuple[Money, ...] = about("金额", "amounts", default=())
    bank: str = about("贷款银行", "bank", refers="party", default="")
    loan: str = about("贷款合同号", "loan contract", default="")
    rights: tuple[str, ...] = about("涉及权利", "rights", refers="right", default=())
    invoices: tuple[str, ...] = about("发票号", "invoices", default=())


@kind("subsidy_granted", "补贴同意", "subsidy granted")
class SubsidyGranted(Fact):
    """By a second person. ``confirmed`` is the reason given beside a double of rights or title."""

    claim: str = about("申报编号", "claim", refers="case")
    place: str = about("地区", "place", refers="place")
    claimant: str = about("申报单位", "claimant", refers="party")
    amount: Money = about("同意金额", "amount granted")
    confirmed: str = about("对重复提示的说明", "reason beside a double", default="")


@kind("subsidy_turned_down", "补贴不予同意", "subsidy turned down")
class SubsidyTurnedDown(Fact):
    claim: str = about("申报编号", "claim", refers="case")
    place: str = about("地区", "place", refers="place")
    claimant: str = about("申报单位", "claimant", refers="party")
    why: str = about("理由", "reason")


@kind("subsidy_sent_back", "补贴申报退回", "subsidy claim sent back")
class SubsidySentBack(Fact):
    claim: str = about("申报编号", "claim", refers="case")
    place: str = about("地区", "place", refers="place")
    claimant: str = about("申报单位", "claimant", refers="party")
    why: str = about("须补正", "what must be put right")


@kind("subsidy_paid", "补贴支付", "subsidy paid")
class SubsidyPaid(Fact):
    claim: str = about("申报编号", "claim", refers="case")
    place: str = about("地区", "place", refers="place")
    claimant: str = about("申报单位", "claimant", refers="party")
    amount: Money = about("支付金额", "amount paid")
    voucher: str = about("凭证号", "voucher")


@kind("subsidy_recalled", "补贴追回决定", "subsidy claimed back")
class SubsidyRecalled(Fact):
    claim: str = about("申报编号", "claim", refers="case")
    place: str = about("地区", "place", refers="place")
    claimant: str = about("申报单位", "claimant", refers="party")
    amount: Money = about("追回金额", "amount claimed back")
    why: str = about("理由", "reason")


@kind("subsidy_returned", "补贴退回到账", "subsidy money back")
class SubsidyReturned(Fact):
    """``whole``: with it everything that was claimed back has come."""

    claim: str = about("申报编号", "claim", refers="case")
    place: str = about("地区", "place", refers="place")
    claimant: str = about("申报单位", "claimant", refers="party")
    amount: Money = about("到账金额", "amount back")
    voucher: str = about("凭证号", "voucher")
    whole: bool = about("已全部追回", "all of it is back")


@kind("subsidy_withdrawn", "补贴申报撤回", "subsidy claim withdrawn")
class SubsidyWithdrawn(Fact):
    claim: str = about("申报编号", "claim", refers="case")
    place: str = about("地区", "place", refers="place")
    claimant: str = about("申报单位", "claimant", refers="party")
    why: str = about("理由", "reason")


WINDOW_FACTS: tuple[type[Fact], ...] = (
    SubsidyWindowOpened, SubsidyWindowClosed, SubsidyPotDivided, SubsidyOwedTaken,
)  # fmt: skip
CLAIM_FACTS: tuple[type[Fact], ...] = (
    SubsidyFiled, SubsidyAmended, SubsidyProven, SubsidyComputed, SubsidyShared, SubsidyGranted, SubsidyTurnedDown,
    SubsidySentBack, SubsidyPaid, SubsidyRecalled, SubsidyReturned, SubsidyWithdrawn, SubsidyCarried,
)  # fmt: skip
FACTS: tuple[type[Fact], ...] = (*WINDOW_FACTS, *CLAIM_FACTS)
