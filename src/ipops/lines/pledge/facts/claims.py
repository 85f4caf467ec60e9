"""A claim on a fund: filed, checked by one person, decided by another, paid, trued up, recovered, closed. All name the place:
a claim exists for loans that are filed for a policy alone."""

from datetime import date

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact, about
from ipops.ledger.kinds import kind
from ipops.lines.pledge.facts.words import Paper, RecoveredBy


@kind("claim_filed", "补偿申请", "claim filed")
class ClaimFiled(Fact):
    """``recovered`` is principal had back before the claim. Interest is told and borne as the scheme says."""

    claim: str = about("申请编号", "claim", refers="case")
    loan: str = about("贷款编号", "loan", refers="case")
    fund: str = about("资金", "fund", refers="case")
    bank: str = about("银行", "bank", refers="party")
    firm: str = about("借款人", "borrower", refers="party")
    place: str = about("借款人区划", "borrower's division", refers="place")
    principal: Money = about("未收回本金", "principal not recovered")
    interest: Money = about("未收回利息", "interest not recovered")
    recovered: Money = about("此前追回本金", "principal recovered before")
    papers: tuple[Paper, ...] = about("所附材料", "papers attached", default=())


@kind("claim_checked", "补偿初审", "claim checked")
class ClaimChecked(Fact):
    """What the scheme's engine gave on the day: the verdict, and the sum of each party where it is known. ``counted`` is what of the loss
    the fund's layer counts: caps on losses per firm, year or pot are used up by it. ``records`` are ``fact=value # which records``."""

    claim: str = about("申请编号", "claim", refers="case")
    place: str = about("借款人区划", "borrower's division", refers="place")
    scheme: str = about("方案", "scheme")
    version: str = about("方案版本", "version of the scheme")
    verdict: str = about("结论", "verdict")
    parties: tuple[str, ...] = about("承担方", "parties")
    sums: tuple[Money, ...] = about("各方金额", "sum of each")
    given: tuple[str, ...] = about("补充情况", "what the checker added", default=())
    bank: str = about("银行", "bank", refers="party", default="")
    counted: Money | None = about("计入的损失", "loss counted", default=None)
    records: tuple[str, ...] = about("从本平台记录读出的事实", "what the house's records told", default=())


@kind("claim_returned", "退回补正", "claim returned")
class ClaimReturned(Fact):
    claim: str = about("申请编号", "claim", refers="case")
    place: str = about("借款人区划", "borrower's division", refers="place")
    why: str = about("补正内容", "what to correct")
    bank: str = about("银行", "bank", refers="party", default="")


@kind("claim_decided", "补偿决定", "claim decided")
class ClaimDecided(Fact):
    """By a second person: never the one who filed or checked it. ``late_after`` is the last day to claim, of a claim that came after it."""

    claim: str = about("申请编号", "claim", refers="case")
    place: str = about("借款人区划", "borrower's division", refers="place")
    approved: bool = about("同意", "approved")
    parties: tuple[str, ...] = about("支付方", "who pays", default=())
    sums: tuple[Money, ...] = about("各方金额", "sum of each", default=())
    ground: str = about("不予补偿的情形", "ground of refusal", default="")
    why: str = about("说明", "reason", default="")
    bank: str = about("银行", "bank", refers="party", default="")
    late_after: date | None = about("申请期限末日（逾期的申请）", "last day to claim, of a late one", default=None)


@kind("claim_paid", "补偿支付", "compensation paid")
class ClaimPaid(Fact):
    """One payer's money really left on ``on``; what a scheme promised and nobody paid shares in no recovery."""

    claim: str = about("申请编号", "claim", refers="case")
    fund: str = about("资金", "fund", refers="case")
    place: str = about("借款人区划", "borrower's division", refers="place")
    party: str = about("支付方（方案中的名称）", "payer, as the scheme names it")
    amount: Money = about("金额", "amount")
    bank: str = about("银行", "bank", refers="party", default="")


@kind("claim_trued_up", "补偿清算", "compensation trued up")
class ClaimTruedUp(Fact):
    """An advance was too high: the bank pays the difference back."""

    claim: str = about("申请编号", "claim", refers="case")
    fund: str = about("资金", "fund", refers="case")
    place: str = about("借款人区划", "borrower's division", refers="place")
    party: str = about("收款方（方案中的名称）", "who is paid back, as the scheme names it")
    amount: Money = about("退回金额", "paid back")
    why: str = about("说明", "reason", default="")
    bank: str = about("银行", "bank", refers="party", default="")


@kind("recovery_cost_advanced", "垫付追偿费用", "cost of recovery advanced")
class RecoveryCostAdvanced(Fact):
    claim: str = about("申请编号", "claim", refers="case")
    place: str = about("借款人区划", "borrower's division", refers="place")
    party: str = about("垫付方（方案中的名称）", "who advanced it, as the scheme names it")
    amount: Money = about("金额", "amount")
    bank: str = about("银行", "bank", refers="party", default="")


@kind("recovery_received", "追偿款到账", "recovery received")
class RecoveryReceived(Fact):
    """``parties`` and ``sums`` say how it was shared: costs first, then by what each had really paid; ``surplus`` is what no
    party bears: of the pledged rights' price the pledgor's once the whole claim is paid (民法典 第四百三十八条), else the payer's."""

    claim: str = about("申请编号", "claim", refers="case")
    fund: str = about("资金", "fund", refers="case")
    place: str = about("借款人区划", "borrower's division", refers="place")
    how: RecoveredBy = about("方式", "how")
    gross: Money = about("到账金额", "received")
    parties: tuple[str, ...] = about("分配方", "parties")
    sums: tuple[Money, ...] = about("各方所得", "sum of each")
    cost: Money = about("先偿追偿费用", "to costs first")
    surplus: Money = about("超出各方承担的余额", "surplus above what the parties bear")
    bank: str = about("银行", "bank", refers="party", default="")


@kind("claim_closed", "补偿结案", "claim closed")
class ClaimClosed(Fact):
    claim: str = about("申请编号", "claim", refers="case")
    place: str = about("借款人区划", "borrower's division", refers="place")
    why: str = about("说明", "reason", default="")
    bank: str = about("银行", "bank", refers="party", default="")
