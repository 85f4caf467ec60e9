"""An application: asked, screened, its rights looked at and valued, the bank's decision, who stands behind it, the contract."""

from datetime import date

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact, about
from ipops.ledger.kinds import kind
from ipops.lines.pledge.facts.words import Approach, Screened, Security


@kind("finance_asked", "质押融资申请", "pledge finance asked for")
class FinanceAsked(Fact):
    """A firm asks. Its dated authorisation to share its data rests as the entry's document; ``authorised_until`` is the
    first day on which it no longer holds. ``pledgor`` is empty where the firm itself gives the pledge."""

    application: str = about("申请编号", "application", refers="case")
    firm: str = about("企业", "firm", refers="party")
    place: str = about("企业所在区划", "firm's division", refers="place")
    rights: tuple[str, ...] = about("拟出质权利", "rights to pledge", refers="right")
    amount: Money = about("申请金额", "amount asked")
    ip_part: Money = about("其中知识产权质押部分", "part lent on IP")
    term_months: int = about("期限（月）", "months")
    authorised_on: date = about("企业授权日", "authorised on")
    authorised_until: date | None = about("授权截止日（不含）", "authorised until (exclusive)", default=None)
    fund: str = about("拟申请的资金", "fund asked for", refers="case", default="")
    credit: str = about("集合授信", "collective credit", refers="case", default="")
    bank: str = about("拟申请的银行", "bank asked", refers="party", default="")
    purpose: str = about("用途", "purpose", default="")
    pledgor: str = about("出质人（非企业本身的）", "pledgor, if not the firm itself", refers="party", default="")


@kind("finance_screened", "申请资格审查", "application screened")
class FinanceScreened(Fact):
    application: str = about("申请编号", "application", refers="case")
    firm: str = about("企业", "firm", refers="party")
    place: str = about("企业所在区划", "firm's division", refers="place")
    found: Screened = about("结论", "found")
    why: str = about("说明", "reason", default="")


@kind("title_looked_at", "权属与状态核查", "title looked at")
class TitleLookedAt(Fact):
    """``objections`` are codes of what the rules found; with ``acknowledged`` both parties know a risk and insist."""

    application: str = about("申请编号", "application", refers="case")
    place: str = about("企业所在区划", "firm's division", refers="place")
    rights: tuple[str, ...] = about("权利号", "rights", refers="right")
    passes: bool = about("可以出质", "may be pledged")
    objections: tuple[str, ...] = about("异议", "objections", default=())
    acknowledged: tuple[str, ...] = about("已告知并坚持办理的风险", "risks told and accepted", default=())
    open: tuple[str, ...] = about("未知事项", "what is not known", default=())
    basis: str = about("地理标志出质的依据", "what the pledge of an indication rests on", default="")


@kind("collateral_valued", "质物评估", "collateral valued")
class CollateralValued(Fact):
    """A report of an appraiser or the bank's own view. Approaches that disagree stay side by side; ``settled`` is the
    value the bank goes by, not an average. ``holds_until`` is as the report states it; absent, nobody knows its age limit."""

    application: str = about("申请编号", "application", refers="case")
    place: str = about("企业所在区划", "firm's division", refers="place")
    appraiser: str = about("评估机构", "appraiser", refers="party")
    by_bank: bool = about("银行内部评估", "the bank's own valuation")
    report_on: date = about("评估基准日", "valued as of")
    approaches: tuple[Approach, ...] = about("评估方法", "approaches")
    values: tuple[Money, ...] = about("各方法结果", "result of each approach")
    settled: Money = about("采用价值", "value gone by")
    signers: int = about("签名评估人员数", "appraisers who signed")
    why_one: str = about("只用一种方法的理由", "why one approach", default="")
    purpose: str = about("评估目的", "purpose of the valuation", default="")
    holds_until: date | None = about("报告载明的有效期末日", "last day on which it may be used", default=None)


@kind("credit_decided", "银行授信决定", "credit decided")
class CreditDecided(Fact):
    """``rate_bp`` is the yearly rate in hundredths of a per cent."""

    application: str = about("申请编号", "application", refers="case")
    firm: str = about("企业", "firm", refers="party")
    bank: str = about("银行", "bank", refers="party")
    place: str = about("企业所在区划", "firm's division", refers="place")
    granted: bool = about("同意", "granted")
    amount: Money | None = about("批准金额", "amount granted", default=None)
    ip_part: Money | None = about("其中知识产权质押部分", "part lent on IP", default=None)
    rate_bp: int | None = about("年利率（万分之一）", "yearly rate, basis points", default=None)
    term_months: int | None = about("期限（月）", "months", default=None)
    why: str = about("说明", "reason", default="")


@kind("security_bound", "担保或保险落实", "guarantee or insurance bound")
class SecurityBound(Fact):
    """``until`` is the agreed last day of the guarantee; ``None`` where none is agreed."""

    application: str = about("申请编号", "application", refers="case")
    place: str = about("企业所在区划", "firm's division", refers="place")
    who: str = about("保证人或保险人", "guarantor or insurer", refers="party")
    security: Security = about("方式", "kind")
    amount: Money = about("担保或保险金额", "sum guaranteed or insured")
    until: date | None = about("约定的保证期间届满日", "agreed last day", default=None)


@kind("pledge_agreed", "质押合同签订", "pledge contract signed")
class PledgeAgreed(Fact):
    """The written contract (民法典 第四百二十七条). The pledge itself arises on registration. ``cap`` is the agreed sum. ``firm`` pledges;
    ``debtor`` is empty where it pledges for a debt of its own."""

    application: str = about("申请编号", "application", refers="case")
    pledge: str = about("质押编号", "pledge", refers="deal")
    loan: str = about("贷款编号", "loan")
    firm: str = about("出质人", "pledgor", refers="party")
    bank: str = about("质权人", "pledgee", refers="party")
    place: str = about("出质人区划", "pledgor's division", refers="place")
    rights: tuple[str, ...] = about("出质权利", "rights pledged", refers="right")
    cap: Money = about("约定担保债权数额", "agreed secured sum")
    maximum: bool = about("最高额质押", "maximum-amount pledge", default=False)
    due_on: date = about("债务履行期限届满日", "debt due on")
    renewal_agreed: bool = about("约定到期续展商标", "renewal of marks agreed", default=False)
    fixes_on: date | None = about("约定的债权确定日", "agreed day on which the claims are fixed", default=None)
    debtor: str = about("债务人（非出质人本身的）", "debtor, if not the pledgor itself", refers="party", default="")
    debtor_place: str = about("债务人区划", "debtor's division", refers="place", default="")
    pledgor_signed: bool | None = about("出质人已签署", "signed by the pledgor", default=None)


@kind("finance_dropped", "申请撤回", "application withdrawn")
class FinanceDropped(Fact):
    application: str = about("申请编号", "application", refers="case")
    firm: str = about("企业", "firm", refers="party")
    place: str = about("企业所在区划", "firm's division", refers="place")
    why: str = about("理由", "reason")
