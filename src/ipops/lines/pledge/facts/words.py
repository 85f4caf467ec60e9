"""Closed vocabularies of pledge finance. Each word carries both names; the code is what is stored and sealed."""

from __future__ import annotations

from ipops.ledger.facts.words import Word


class Security(Word):
    """Who stands behind the loan besides the pledge."""

    JOINT = "joint", "连带责任保证", "joint guarantee"
    GENERAL = "general", "一般保证", "general guarantee"
    INSURANCE = "insurance", "贷款保证保险", "credit insurance"


class Approach(Word):
    INCOME = "income", "收益法", "income"
    MARKET = "market", "市场法", "market"
    COST = "cost", "成本法", "cost"


class Channel(Word):
    """How a registration is filed."""

    ONLINE = "online", "网上办理", "online"
    WINDOW = "window", "窗口办理", "at the window"
    POST = "post", "邮寄办理", "by post"


class Change(Word):
    """What a change of a registered pledge changes."""

    CLAIM = "claim", "担保债权数额", "secured amount"
    EXTENSION = "extension", "债务履行期限", "the day the debt is due"
    PARTIES = "parties", "当事人", "the parties"
    RIGHTS = "rights", "出质权利", "the rights pledged"


class FixedBy(Word):
    """By what the claims of a maximum-amount pledge are fixed: the items of article 423 of the civil code, one by one."""

    TERM = "term", "约定的债权确定期间届满", "the agreed period has ended"
    REQUEST = "request", "未约定期间，设立满二年后请求确定", "no period agreed: asked for after two full years"
    NO_NEW = "no_new", "新的债权不可能发生", "no new claim can arise"
    SEIZED = (
        "seized",
        "知道或应当知道质押财产被查封、扣押",
        "the pledged right was seized, as the pledgee knew or should have known",
    )
    BANKRUPT = "bankrupt", "债务人或出质人被宣告破产或者解散", "debtor or pledgor declared bankrupt, or dissolved"
    BY_LAW = "by_law", "法律规定的其他情形", "another case that a law provides for"


class Release(Word):
    """Why a registered pledge ends."""

    REPAID = "repaid", "债务清偿", "the debt is paid"
    RENEWED = "renewed", "还款后续贷，重新登记", "repaid, and registered again for a new loan"
    REALISED = "realised", "质权实现", "the pledge is realised"
    WAIVED = "waived", "质权人放弃质权", "waived by the pledgee"
    VOID = "void", "合同无效、被撤销或解除", "the contract is void, avoided or rescinded"
    OTHER = "other", "其他", "other"


class LoanClass(Word):
    """The five grades of a bank's loans; the last three are bad."""

    NORMAL = "normal", "正常", "normal"
    MENTION = "mention", "关注", "special mention"
    SUBSTANDARD = "substandard", "次级", "substandard"
    DOUBTFUL = "doubtful", "可疑", "doubtful"
    LOSS = "loss", "损失", "loss"

    @property
    def is_bad(self) -> bool:
        return self in (LoanClass.SUBSTANDARD, LoanClass.DOUBTFUL, LoanClass.LOSS)


class BadBecause(Word):
    """On what a bank rests that a loan is bad. Those before the last are named for the class *substandard* by the rules of 2023; the
    last stands for any other circumstance in which the debtor cannot pay in full, and is told in words."""

    OVERDUE = "overdue", "本金、利息逾期", "principal or interest is overdue"
    IMPAIRED = "impaired", "已发生信用减值", "it is credit-impaired"
    DOWNGRADED = (
        "downgraded",
        "外部评级大幅下调，履约能力显著下降",
        "the outside rating fell far, and the debtor's ability with it",
    )
    OTHER = "other", "无法足额偿付本息的其他情形", "other circumstances in which it cannot be paid in full"


class Paper(Word):
    """Papers of a claim. No source seen lists them in full: the list is ours, a fund names its own."""

    CONTRACT = "contract", "借款合同与质押合同", "loan and pledge contracts"
    REGISTERED = "registered", "质押登记通知书", "notice of registration"
    DRAWN = "drawn", "放款凭证", "proof of drawing"
    DEMAND = "demand", "逾期催收记录", "demands for the overdue sum"
    CLASSED = "classed", "不良认定书", "classification as bad"
    ENFORCED = "enforced", "就质物求偿的材料", "papers of enforcement against the pledge"
    CALLED = "called", "向保证人主张的材料", "the call on the guarantor"


class RecoveredBy(Word):
    """How money came back (民法典 第四百三十六条 names the first three)."""

    DISCOUNT = "discount", "质物折价", "the right taken at a discount"
    AUCTION = "auction", "拍卖质物", "auction of the right"
    SALE = "sale", "变卖质物", "sale of the right"
    DEBTOR = "debtor", "债务人偿还", "paid by the debtor"
    GUARANTOR = "guarantor", "保证人偿还", "paid by the guarantor"
    INSURER = "insurer", "保险人赔付", "paid by the insurer"
    ESTATE = "estate", "破产分配", "from the bankrupt's estate"


class FilesWhen(Word):
    """Where a fund puts the filing of a loan."""

    BEFORE = "before", "放款前备案", "before the loan is drawn"
    AFTER = "after", "放款后备案", "after the loan is drawn"
    UNSTATED = "unstated", "来源未载", "the source does not say"


class Returns(Word):
    """Where the fund's part of a recovery goes."""

    POOL = "pool", "回到资金池", "back into the pool"
    TREASURY = "treasury", "上缴国库", "to the treasury"


class LineState(Word):
    """How a fund stands to a line of its scheme. It remembers: a stop ends below its resume line, not below its own."""

    OPEN = "open", "正常", "open"
    WARNED = "warned", "预警", "warned"
    STOPPED = "stopped", "停办", "stopped"
    UNKNOWN = "unknown", "未知", "unknown"


class Screened(Word):
    """What the office found of an application."""

    LISTED = "listed", "在白名单（企业库）内", "on the white list"
    MEETS = "meets", "符合条件，无名单要求", "meets the conditions; no list is asked for"
    NOT_LISTED = "not_listed", "不在白名单（企业库）内", "not on the white list"
    FAILS = "fails", "不符合条件", "does not meet the conditions"
    NO_AUTHORITY = "no_authority", "企业授权缺失或过期", "the firm's authorisation lacks or has run out"

    @property
    def passes(self) -> bool:
        return self in (Screened.LISTED, Screened.MEETS)
