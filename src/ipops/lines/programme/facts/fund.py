"""Money: postings that sum to zero, balances stated by banks, projects, payments. Amounts are whole fen."""

from datetime import date

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact, about
from ipops.ledger.kinds import kind
from ipops.lines.programme.facts.words import Instrument, ProjectClass, Source


@kind("money_posted", "资金记账", "money posted")
class MoneyPosted(Fact):
    """One posting: ``amounts`` runs beside ``accounts`` and sums to zero. An account is ``acc:place:batch:source:instrument:position``.

    ``budget_year`` is the year whose budget the money is of; ``reference_no`` the document it rests on (a budget notice, a
    voucher). A payment names its project or contract, and invoice.
    """

    accounts: tuple[str, ...] = about("科目", "accounts", refers="case")
    amounts: tuple[Money, ...] = about("金额", "amounts")
    fund: str = about("资金编号", "fund", refers="case")
    place: str = about("地区", "place", refers="place")
    budget_year: int = about("预算年度", "budget year")
    says: str = about("摘要", "in words")
    reference_no: str = about("文号或凭证号", "document or voucher number", default="")
    received_on: date | None = about("收到指标日", "received on", default=None)
    passed_on: date | None = about("下达日", "passed on", default=None)
    task: str = about("对应任务", "task it serves", default="")
    project: str = about("项目编号", "project", refers="case", default="")
    order: str = about("支付单号", "payment order", refers="case", default="")
    payee: str = about("收款单位", "payee", refers="party", default="")


@kind("balance_stated", "余额对账", "balance stated")
class BalanceStated(Fact):
    """What a statement says stands on an account at the end of ``on``."""

    account: str = about("科目", "account", refers="case")
    fund: str = about("资金编号", "fund", refers="case")
    place: str = about("地区", "place", refers="place")
    stated: Money = about("对账单余额", "balance on the statement")


@kind("project_called", "项目征集", "project call opened")
class ProjectCalled(Fact):
    call: str = about("征集编号", "project call", refers="case")
    fund: str = about("资金编号", "fund", refers="case")
    place: str = about("地区", "place", refers="place")
    title: str = about("名称", "title")
    klass: ProjectClass = about("项目类别", "class")
    source: Source = about("资金来源", "source")
    instrument: Instrument = about("支持方式", "instrument")
    budget_year: int = about("预算年度", "budget year")
    money: Money = about("安排资金", "money set aside")
    closes_on: date = about("截止日", "closes on")
    task: str = about("对应任务", "task it serves", default="")


@kind("project_applied", "项目申报", "project applied for")
class ProjectApplied(Fact):
    """``fund_name`` and ``bureau`` say under which fund and which bureau money is asked for, so that one thing claimed twice
    is found; ``loans`` and ``invoices`` are contract and invoice numbers."""

    project: str = about("项目编号", "project", refers="case")
    call: str = about("征集编号", "project call", refers="case")
    place: str = about("地区", "place", refers="place")
    applicant: str = about("申报单位", "applicant", refers="party")
    title: str = about("项目名称", "title")
    asked: Money = about("申请金额", "amount asked")
    fund_name: str = about("资金名称", "fund")
    bureau: str = about("主管部门", "bureau")
    rights: tuple[str, ...] = about("涉及权利", "rights", refers="right", default=())
    invoices: tuple[str, ...] = about("发票号", "invoices", default=())
    loans: tuple[str, ...] = about("贷款合同号", "loan contracts", default=())
    is_legal_person: bool = about("独立法人", "an independent legal person", default=True)
    credit_clean: bool | None = about("信用记录良好", "clean credit record", default=None)


@kind("contract_signed", "支付合同", "payment contract signed")
class ContractSigned(Fact):
    contract: str = about("合同编号", "contract", refers="case")
    project: str = about("项目编号", "project", refers="case", default="")
    fund: str = about("资金编号", "fund", refers="case")
    place: str = about("地区", "place", refers="place")
    party: str = about("对方单位", "other party", refers="party")
    amount: Money = about("合同金额", "amount")
    procurement: str = about("采购方式", "procurement method", default="")
    task: str = about("对应任务", "task it serves", default="")
    accepted_on: date | None = about("验收日", "accepted on", default=None)


@kind("payment_ordered", "支付申请", "payment ordered")
class PaymentOrdered(Fact):
    """For the treasury. ``claims`` are the credit code, invoices, loans and rights it rests on, looked at for double claims."""

    order: str = about("支付单号", "order", refers="case")
    project: str = about("项目编号", "project", refers="case", default="")
    contract: str = about("合同编号", "contract", refers="case", default="")
    fund: str = about("资金编号", "fund", refers="case")
    place: str = about("地区", "place", refers="place")
    payee: str = about("收款单位", "payee", refers="party")
    account_no: str = about("收款账号（末四位）", "account, last four digits")
    instrument: Instrument = about("支持方式", "instrument")
    source: Source = about("资金来源", "source")
    amount: Money = about("金额", "amount")
    invoice: str = about("发票号", "invoice", default="")
    voucher: str = about("凭证号", "voucher", default="")
    budget_year: int = about("预算年度", "budget year", default=0)
