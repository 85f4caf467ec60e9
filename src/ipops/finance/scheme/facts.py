"""Every fact a scheme may ask about and a case may give: its kind and what it means. A name nobody listed is a mistake."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from ipops.kernel.text import Text

Kind = Literal["money", "rate", "number", "flag", "word", "words", "day", "spans", "series"]


@dataclass(frozen=True, slots=True)
class FactKind:
    name: str
    kind: Kind
    says: Text


def _all(kind: Kind, *rows: tuple[str, str, str]) -> list[FactKind]:
    return [FactKind(name, kind, Text(zh, en)) for name, zh, en in rows]


_MONEY = _all(
    "money",
    ("loss.principal", "未收回的贷款本金（损失）", "principal not recovered, of this loan"),
    ("loss.interest", "未收回的利息", "interest not recovered"),
    ("loss.recovered", "申请补偿前已追回的本金", "principal recovered before the claim"),
    ("loss.enforcement_cost", "追偿费用", "cost of enforcement"),
    ("loan.principal", "贷款本金", "principal of the loan"),
    ("loan.balance", "贷款余额", "balance of the loan"),
    ("loan.ip_part", "其中知识产权质押部分", "part of the loan that is lent on IP"),
    ("borrower.balance", "借款人全部同类贷款余额（各银行合计）", "all such loans of the borrower, at all banks"),
    ("borrower.balance_year", "借款人当年贷款余额合计", "the borrower's loans of the year"),
    ("liability.borne", "实际承担的责任金额", "liability really borne"),
    ("paid.other_levels", "其他层级财政已补偿金额", "already paid by other levels of government"),
    ("pot.balance", "资金池余额", "balance of the pool"),
    ("pot.size", "资金池规模", "size of the pool"),
    ("pot.overdue_stock", "逾期存量", "stock of overdue loans"),
    ("bank.lent", "合作银行已投放贷款", "lent by the bank under the scheme"),
    ("bank.fund_share", "该行对应的基金份额", "the fund's money set against the bank"),
    ("bank.npl_balance", "该行不良贷款余额", "the bank's bad loans under the scheme"),
    ("bank.balance", "该行贷款余额", "the bank's loans under the scheme"),
    ("bank.capital", "银行资本净额", "the bank's capital"),
    ("bank.ip_npl", "知识产权质押不良贷款余额", "the bank's bad IP-pledge loans"),
    ("bank.ip_loans", "知识产权质押贷款余额", "the bank's IP-pledge loans"),
    ("scheme.npl_balance", "全部不良贷款余额", "bad loans under the scheme"),
    ("scheme.balance", "全部贷款余额", "loans under the scheme"),
    ("used.loan", "本笔贷款此前已补偿（未写即没有）", "already paid for this loan (left out: nothing)"),
    ("used.firm", "该企业累计已补偿", "already paid for this firm"),
    ("used.firm_year", "该企业本年已获补助", "already paid to this firm in the year"),
    ("used.lifetime", "该企业历年累计已获补助", "already paid to this firm ever"),
    ("used.product", "该产品累计已获补助", "already paid for this product"),
    ("used.bank_quota", "该行额度已用", "used of the bank's quota"),
    ("used.pot_year", "本年资金已用", "used of the pot of the year"),
    ("used.pot", "资金池已用", "used of the pot"),
    ("counted.loan", "本笔贷款此前已计入的损失（未写即没有）", "already counted of this loan (left out: nothing)"),
    ("counted.firm", "该企业此前累计已计入的损失", "already counted of this firm"),
    ("counted.firm_year", "该企业本年已计入的金额", "already counted of this firm in the year"),
    ("counted.lifetime", "该企业历年累计已计入的金额", "already counted of this firm ever"),
    ("counted.product", "该产品累计已计入的金额", "already counted of this product"),
    ("counted.bank_quota", "该行已计入的金额", "already counted of the bank"),
    ("counted.pot_year", "本年已计入的金额", "already counted in the year"),
    ("counted.pot", "累计已计入的金额", "already counted under the pot"),
    ("cost.gross", "费用（含税）", "cost, VAT included"),
    ("cost.vat", "其中增值税", "of it VAT"),
    ("cost.valuation", "评估费", "valuation fee"),
    ("cost.guarantee", "担保费或保证保险费", "guarantee fee or premium"),
    ("cost.fees", "评估、担保、保险等费用", "fees for valuation, guarantee and insurance"),
    ("finance.raised", "融资金额", "amount raised"),
    ("firm.revenue", "营业收入", "the firm's revenue"),
    ("firm.net_assets", "净资产", "the firm's net assets"),
    ("guarantee.outstanding", "融资担保责任余额", "guarantees outstanding"),
    ("guarantee.obligor", "对同一被担保人的担保责任余额", "guarantees for one obligor"),
    ("guarantee.related", "对其关联方的担保责任余额", "guarantees for its related parties"),
    ("guarantor.net_assets", "担保公司净资产", "the guarantor's net assets"),
    ("insured.loss", "实际损失", "the insured's real loss"),
    ("insured.value", "保险价值", "insurable value"),
    ("insured.sum", "保险金额", "sum insured"),
    ("insured.all_sums", "各保险人保险金额总和", "sums insured with all insurers"),
    ("insured.received", "已从第三者取得的赔偿", "damages already had from a third party"),
)
_RATE = _all(
    "rate",
    ("loan.rate", "贷款年利率", "yearly rate of the loan"),
    ("loan.ip_share", "知识产权质押部分占比", "share of the loan lent on IP"),
    ("bank.npl_ratio", "银行整体不良率", "the bank's overall NPL ratio"),
)
_NUMBER = _all(
    "number",
    ("loan.term_months", "贷款期限（月）", "term of the loan in months"),
    ("firm.registered_years", "注册年数", "years since registration"),
    ("firm.years_clean", "无不良记录年数", "years without a bad record"),
    ("bank.years_local", "银行在当地年数", "the bank's years in the place"),
    ("bank.year_in_scheme", "银行加入后的第几年", "year of the bank in the scheme"),
    ("firm.subsidy_years", "已补助年数", "years already subsidised"),
    ("report.signers", "签名的评估专业人员人数", "appraisers who signed the report"),
    ("report.approaches", "采用的评估方法数", "approaches the report uses"),
    ("right.years_left", "权利剩余年限", "years the right has left"),
)
_FLAG = _all(
    "flag",
    ("firm.is_sme", "是中小企业", "is an SME"),
    ("firm.on_list", "在企业库（名单）内", "is on the scheme's list"),
    ("firm.sci_tech", "是科技型企业", "is a science and technology firm"),
    ("firm.listed", "是上市公司", "is a listed company"),
    ("firm.ever_substandard", "三年内贷款曾为次级及以下", "had a substandard loan within three years"),
    ("firm.bad_record", "有不良记录", "has a bad record"),
    ("loan.ip_pledge", "有知识产权质押", "is secured by an IP pledge"),
    ("loan.first", "首贷", "is the firm's first loan"),
    ("loan.pure_credit", "纯信用贷款", "is a pure credit loan"),
    ("loan.combined", "组合贷款", "is a combined loan"),
    ("loan.ip_marked", "合同写明知识产权部分", "states its IP part"),
    ("loan.extra_fee", "另收费用", "carries an extra fee"),
    ("loan.settled", "贷款已结清", "is settled"),
    ("firm.in_class", "属于方案所列行业类别", "is of a class that the scheme lists"),
    (
        "scheme.stopped_before",
        "此前已停办、尚未恢复（未写即没有）",
        "was stopped before and not resumed (left out: no)",
    ),
    ("guarantee.period_agreed", "约定了保证期间", "has an agreed period of guarantee"),
    ("loan.first_time_patent", "至少一件专利为首次质押", "pledges at least one patent for the first time"),
    ("loan.insured_or_guaranteed", "有保险或担保", "is insured or guaranteed"),
    ("loan.via_guarantor", "经政策性担保机构", "goes through a public guarantor"),
    ("pledge.registered", "质押已登记且在结清前有效", "pledge registered and in force before settlement"),
    ("pledge.several_contract_issues", "合同缺必备条款", "contract lacks a required item"),
    ("bank.special_unit", "设有专营机构", "has a special unit"),
    ("bank.provincial_recognised", "省级已认定", "recognised by the province"),
    ("guarantor.mainly_small", "主要为小微企业和农业服务", "serves mainly small firms and agriculture"),
    ("right.granted", "已授权", "is granted"),
    ("right.in_force", "权利有效", "is in force"),
    ("right.annuity_paid", "年费已缴", "has its annuity paid"),
    ("right.suspended", "中止或被保全", "is suspended or preserved"),
    ("right.pledged_already", "已在有效质押中", "is already pledged"),
    (
        "right.same_day_invention",
        "实用新型另有同日发明申请",
        "is a utility model with a same-day invention application",
    ),
    ("right.invalidation_pending", "无效宣告审查中", "has an invalidation request pending"),
    ("right.owner_pledges", "出质人是登记的权利人", "is pledged by its registered owner"),
    ("right.co_owner_agrees", "共有人同意（或另有约定）", "has its co-owners' consent, or their contract allows"),
    ("right.renewal_agreed", "约定到期续展", "will be renewed, by covenant"),
    ("parties.acknowledged", "双方知悉风险并坚持办理", "parties know the risk and insist"),
    ("report.one_reasoned", "说明了只用一种方法的理由", "gives the reason for using one approach"),
    ("report.sealed", "盖有评估机构印章", "bears the agency's seal"),
    ("report.statutory", "属法定评估业务", "is a statutory valuation"),
    ("insurance.complex", "理赔情形复杂", "claim is complex"),
)
_WORD = _all(
    "word",
    ("firm.grade", "信用等级", "credit grade"),
    ("right.kind", "权利种类", "kind of right"),
    ("loan.kind", "贷款种类", "kind of loan"),
    ("loan.class", "贷款五级分类", "classification of the loan"),
    ("pledge.channel", "登记渠道", "channel of the registration"),
    ("scheme.mode", "合作模式", "mode of the scheme"),
)
_WORDS = _all("words", ("rights.kinds", "出质权利的种类", "kinds of the pledged rights"))
_DAY = _all(
    "day",
    ("loan.signed_on", "合同签订日", "day of signing"),
    ("loan.drawn_on", "放款日", "day of drawing"),
    ("loan.due_on", "到期日", "day the loan is due"),
    ("loan.repaid_on", "还清日", "day the loan was repaid"),
    ("loan.npl_on", "认定不良日", "day of NPL classification"),
    ("right.expires_on", "权利届满日", "day the right expires"),
    ("right.first_registered_on", "质押登记日", "day of registration of the pledge"),
    ("guarantee.ends_on", "约定的保证期间届满日", "agreed end of the guarantee"),
    ("guarantee.called_on", "向保证人主张日", "day the guarantor was called"),
    ("report.signed_on", "评估报告日", "day of the report"),
    ("event.recognised_on", "省级认定日", "day of provincial recognition"),
    ("event.filed_on", "申请日", "day of filing"),
    ("event.claimed_on", "请求赔付日", "day of the claim for insurance"),
    ("event.papers_complete_on", "材料齐备日", "day the papers were complete"),
    ("event.assessed_on", "作出核定日", "day the claim was assessed"),
    ("event.agreed_on", "达成赔付协议日", "day of agreement on payment"),
    ("event.known_on", "知道保险事故日", "day the event was known"),
    ("event.disclosed_on", "知道解除事由日", "day the ground to rescind was known"),
    ("event.accepted_on", "受理日", "day of acceptance"),
    ("event.insured_on", "保险合同成立日", "day on which the insurance contract was made"),
    ("event.rescinded_on", "解除合同通知日", "day of the notice that rescinds"),
    ("window.from", "补助期起", "window starts"),
    ("window.until", "补助期止（不含）", "window ends, that day not counted"),
)
_SPANS = _all(
    "spans", ("loan.periods", "计息期：起、止（不含）、本金、利率", "interest periods: from, to, principal, rate")
)
_SERIES = _all("series", ("series", "利率序列，如 LPR-1Y：公布日与值", "rates by day of publication, as LPR-1Y"))

FACTS = MappingProxyType(
    {f.name: f for f in [*_MONEY, *_RATE, *_NUMBER, *_FLAG, *_WORD, *_WORDS, *_DAY, *_SPANS, *_SERIES]}
)
