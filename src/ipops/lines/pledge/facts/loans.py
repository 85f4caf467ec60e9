"""The life of a loan as its bank tells it.

Only ``loan_filed`` names a place: before a loan is filed for a policy no office sees its facts, and from then on it sees
them all, because they share the loan's case. Rights and pledge are named as plain text for the same reason.
"""

from datetime import date

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact, about
from ipops.ledger.kinds import kind
from ipops.lines.pledge.facts.words import BadBecause, FixedBy, LoanClass, Release, Security


@kind("loan_agreed", "借款合同", "loan agreed")
class LoanAgreed(Fact):
    """``pledgor`` is empty where the borrower itself gives the pledge."""

    loan: str = about("贷款编号", "loan", refers="case")
    application: str = about("申请编号", "application", default="")
    pledge: str = about("质押编号", "pledge")
    firm: str = about("借款人", "borrower", refers="party")
    bank: str = about("银行", "bank", refers="party")
    rights: tuple[str, ...] = about("出质权利", "rights pledged")
    kinds: tuple[str, ...] = about("权利种类", "kinds of the rights")
    amount: Money = about("授信金额", "credit")
    ip_part: Money = about("其中知识产权质押部分", "part lent on IP")
    rate_bp: int = about("年利率（万分之一）", "yearly rate, basis points")
    term_months: int = about("期限（月）", "months")
    due_on: date = about("到期日", "due on")
    maximum: bool = about("最高额，可多次提款", "maximum amount, several drawings", default=False)
    guarantor: str = about("保证人或保险人", "guarantor or insurer", refers="party", default="")
    security: Security | None = about("担保方式", "kind of security", default=None)
    guarantee_until: date | None = about("约定的保证期间届满日", "agreed last day of the guarantee", default=None)
    fixes_on: date | None = about("约定的债权确定日", "agreed day on which the claims are fixed", default=None)
    pledgor: str = about("出质人（非借款人本身的）", "pledgor, if not the borrower itself", refers="party", default="")


@kind("loan_secured", "质权设立", "loan secured")
class LoanSecured(Fact):
    """The pledge was registered on ``on``. ``cap`` is the registered sum: where it differs from the agreed one it rules."""

    loan: str = about("贷款编号", "loan", refers="case")
    cap: Money | None = about("登记的担保债权数额", "registered sum", default=None)
    bank: str = about("银行", "bank", refers="party", default="")


@kind("loan_unsecured", "质权消灭", "loan no longer secured")
class LoanUnsecured(Fact):
    loan: str = about("贷款编号", "loan", refers="case")
    why: Release = about("事由", "why")
    bank: str = about("银行", "bank", refers="party", default="")


@kind("loan_filed", "贷款备案", "loan filed with a fund")
class LoanFiled(Fact):
    """From this fact on the office of the place sees the loan."""

    loan: str = about("贷款编号", "loan", refers="case")
    fund: str = about("资金", "fund", refers="case")
    firm: str = about("借款人", "borrower", refers="party")
    bank: str = about("银行", "bank", refers="party")
    place: str = about("借款人区划", "borrower's division", refers="place")


@kind("loan_drawn", "放款", "loan drawn")
class LoanDrawn(Fact):
    loan: str = about("贷款编号", "loan", refers="case")
    drawing: str = about("提款编号", "drawing")
    amount: Money = about("金额", "amount")
    due_on: date = about("到期日", "due on")
    renews: bool = about("归还后再提款（续贷）", "drawn again after repayment", default=False)
    bank: str = about("银行", "bank", refers="party", default="")


@kind("loan_repaid", "还款", "repayment")
class LoanRepaid(Fact):
    """``clears``: nothing is overdue after it."""

    loan: str = about("贷款编号", "loan", refers="case")
    principal: Money = about("本金", "principal")
    interest: Money = about("利息", "interest")
    clears: bool = about("逾期已还清", "clears what is overdue", default=False)
    bank: str = about("银行", "bank", refers="party", default="")


@kind("loan_overdue", "贷款逾期", "loan overdue")
class LoanOverdue(Fact):
    """``on`` is the first day on which it was overdue."""

    loan: str = about("贷款编号", "loan", refers="case")
    principal: Money = about("逾期本金", "principal overdue")
    interest: Money = about("欠息", "interest overdue")
    bank: str = about("银行", "bank", refers="party", default="")


@kind("loan_classified", "贷款五级分类", "loan classified")
class LoanClassified(Fact):
    """The class is the bank's own word. ``basis`` says on what a bad one rests: asked where nothing was overdue on record."""

    loan: str = about("贷款编号", "loan", refers="case")
    grade: LoanClass = about("分类", "class")
    principal: Money = about("本金余额", "principal left")
    interest: Money = about("欠息", "interest owed")
    bank: str = about("银行", "bank", refers="party", default="")
    basis: BadBecause | None = about("认定不良的依据", "on what it rests that it is bad", default=None)
    why: str = about("说明", "words", default="")


@kind("loan_extended", "贷款展期", "loan extended")
class LoanExtended(Fact):
    """Without the guarantor's written consent his period does not move (民法典 第六百九十五条)."""

    loan: str = about("贷款编号", "loan", refers="case")
    due_on: date = about("展期后到期日", "due on, afterwards")
    guarantor_consents: bool = about("保证人书面同意", "the guarantor consents in writing", default=False)
    bank: str = about("银行", "bank", refers="party", default="")


@kind("loan_fixed", "最高额质押债权确定", "claims of a maximum-amount pledge fixed")
class LoanFixed(Fact):
    """On ``on`` the secured claims were fixed: the principal that stood then, by the ledger, with interest and other claims as the bank
    tells them. Nothing drawn later is secured. ``law`` is named where the ground is another law's."""

    loan: str = about("贷款编号", "loan", refers="case")
    ground: FixedBy = about("确定事由", "ground")
    interest: Money = about("当日欠息", "interest owed that day")
    others: Money = about("违约金、损害赔偿金与费用", "penalties, damages and costs")
    asked_by: str = about("请求人", "asked by", refers="party", default="")
    law: str = about("所依法律", "law it rests on", default="")
    why: str = about("说明", "reason", default="")
    bank: str = about("银行", "bank", refers="party", default="")


@kind("guarantor_called", "向保证人主张", "guarantor called")
class GuarantorCalled(Fact):
    loan: str = about("贷款编号", "loan", refers="case")
    who: str = about("保证人或保险人", "guarantor or insurer", refers="party")
    enforced_first: bool = about("已先就债务人质物求偿", "the debtor's own pledge was enforced first", default=False)
    bank: str = about("银行", "bank", refers="party", default="")


@kind("loan_settled", "贷款结清", "loan settled")
class LoanSettled(Fact):
    loan: str = about("贷款编号", "loan", refers="case")
    bank: str = about("银行", "bank", refers="party", default="")


@kind("loan_written_off", "贷款核销", "loan written off")
class LoanWrittenOff(Fact):
    loan: str = about("贷款编号", "loan", refers="case")
    why: str = about("说明", "reason", default="")
    bank: str = about("银行", "bank", refers="party", default="")


@kind("month_attested", "银行月报", "month attested")
class MonthAttested(Fact):
    """A bank attests its month: credit plan set and used, bad IP-pledge loans, and its overall ratio. ``npl_ratio_bp`` is the
    bank's overall NPL ratio in hundredths of a per cent. ``month`` is its first day."""

    report: str = about("月报编号", "report", refers="case")
    month: date = about("月份（首日）", "month, its first day")
    bank: str = about("银行", "bank", refers="party")
    place: str = about("报送地区", "place reported for", refers="place")
    plan: Money | None = about("单列信贷计划", "credit plan set", default=None)
    used: Money | None = about("计划已用", "plan used", default=None)
    ip_loans: Money = about("知识产权质押贷款余额", "IP-pledge loans")
    ip_npl: Money = about("其中不良", "of them bad")
    npl_ratio_bp: int | None = about("全行不良率（万分之一）", "overall NPL ratio, basis points", default=None)
    attested_by: str = about("签报部门", "attested by", default="")
