"""Closed vocabularies of the shared facts. Each word carries both names; the code is what is stored and sealed."""

from __future__ import annotations

from enum import StrEnum

from ipops.kernel.text import Text


class Word(StrEnum):
    """A code with its two names: ``PATENT = "patent", "专利", "patent"``."""

    zh: str
    en: str

    def __new__(cls, code: str, zh: str = "", en: str = "") -> Word:  # defaults: so that Word("code") looks one up
        made = str.__new__(cls, code)
        made._value_ = code
        made.zh, made.en = zh, en
        return made

    @property
    def named(self) -> Text:
        return Text(self.zh, self.en)


class PartyKind(Word):
    ENTERPRISE = "enterprise", "企业", "enterprise"
    UNIVERSITY = "university", "高等学校", "university"
    INSTITUTE = "institute", "科研院所", "research institute"
    BANK = "bank", "银行", "bank"
    GUARANTOR = "guarantor", "担保机构", "guarantor"
    INSURER = "insurer", "保险公司", "insurer"
    AGENCY = "agency", "服务机构", "service agency"
    GOVERNMENT = "government", "行政机关", "government body"
    PERSON = "person", "自然人", "natural person"
    OTHER = "other", "其他", "other"


class CreditGrade(Word):
    """The public credit grade of an agency. ``unknown``: not published, or not looked up."""

    A_PLUS = "a_plus", "A+级", "A+"
    A = "a", "A级", "A"
    B = "b", "B级", "B"
    C = "c", "C级", "C"
    D = "d", "D级", "D"
    UNKNOWN = "unknown", "未知", "unknown"


class RightKind(Word):
    INVENTION = "invention", "发明专利", "invention patent"
    UTILITY_MODEL = "utility_model", "实用新型专利", "utility model"
    DESIGN = "design", "外观设计专利", "design patent"
    TRADEMARK = "trademark", "商标", "trade mark"
    LAYOUT = "layout", "集成电路布图设计", "layout design"
    COPYRIGHT = "copyright", "著作权", "copyright"
    SOFTWARE = "software", "软件著作权", "software copyright"
    GI = "gi", "地理标志", "geographical indication"

    @property
    def is_patent(self) -> bool:
        return self in (RightKind.INVENTION, RightKind.UTILITY_MODEL, RightKind.DESIGN)


class LicenceKind(Word):
    ORDINARY = "ordinary", "普通许可", "non-exclusive licence"
    SOLE = "sole", "排他许可", "sole licence"
    EXCLUSIVE = "exclusive", "独占许可", "exclusive licence"
    OPEN = "open", "开放许可", "open licence"
    UNSTATED = "unstated", "来源未说明", "not stated by the source"


class Proof(Word):
    """What a deal rests on. A reported deal counts only once it is listed or its notice is attached."""

    LISTED = "listed", "登记簿所列", "listed on the register"
    NOTICE = "notice", "附登记或备案通知", "recordal notice attached"
    REPORTED = "reported", "当事人报告", "reported by a party"

    @property
    def counts(self) -> bool:
        return self is not Proof.REPORTED


class EndOfRight(Word):
    EXPIRED = "expired", "期限届满", "term expired"
    UNPAID = "unpaid", "未缴年费终止", "lapsed for unpaid annuity"
    ABANDONED = "abandoned", "权利人放弃", "surrendered by the owner"
    INVALIDATED = "invalidated", "宣告无效", "declared invalid"
    REVOKED = "revoked", "撤销", "revoked"
    NOT_RENEWED = "not_renewed", "期满未续展注销", "not renewed"
    WITHDRAWN = "withdrawn", "申请撤回或视为撤回", "application withdrawn or deemed withdrawn"
    REJECTED = "rejected", "申请被驳回", "application rejected"
    UNSTATED = "unstated", "来源未说明", "not stated by the source"


class Milestone(Word):
    """Days from which periods run and that no other fact carries."""

    PRIORITY = "priority", "优先权日", "priority date"
    EXAM_REQUESTED = "exam_requested", "请求实质审查日", "substantive examination requested"
    FIRST_USE = "first_use", "首次商业利用日", "first commercial use"
    COMPLETED = "completed", "创作或开发完成日", "creation completed"
    FIRST_PUBLISHED = "first_published", "首次发表日", "first published"
    AUTHOR_DIED = "author_died", "作者死亡日", "author's death"
    MARK_PUBLISHED = "mark_published", "初步审定公告日", "preliminary publication"
    LAST_USED = "last_used", "最近使用日", "last use shown"


class Notice(Word):
    """Papers of an office whose receipt starts a period."""

    ACCEPTANCE = "acceptance", "受理通知书", "notice of acceptance"
    EXAM_ENTRY = "exam_entry", "进入实质审查阶段通知书", "notice of entry into substantive examination"
    REJECTION = "rejection", "驳回决定", "rejection"
    DECISION = "decision", "复审或无效宣告决定", "decision after re-examination or invalidation"
    GRANT = "grant_notice", "授予专利权通知书", "notice of grant"
    LOSS = "loss", "权利终止或丧失通知书", "notice of loss of rights"
    REFUSAL = "refusal", "驳回、不予注册、撤销或无效宣告决定", "refusal, non-registration, revocation or invalidation"
    REVIEW = "review", "复审或评审决定", "decision after review"
    NON_USE = "non_use", "提供使用证据通知书", "notice to show use"


class Delivery(Word):
    ELECTRONIC = "electronic", "电子方式", "electronic"
    POST = "post", "邮寄", "by post"
    HAND = "hand", "直接送交", "by hand"
    PUBLIC = "public", "公告送达", "by public notice"


class ObservationKind(Word):
    FLOW = "flow", "当期发生数", "flow in the period"
    STOCK = "stock", "期末存量", "stock at its end"
    CUMULATIVE = "cumulative", "累计数", "cumulative"
    RATIO = "ratio", "比率", "ratio"
    UNSTATED = "unstated", "来源未说明", "not stated by the source"


class Precision(Word):
    EXACT = "exact", "确数", "as printed"
    MORE_THAN = "gt", "超过", "more than"
    ABOUT = "approx", "约", "about"


class Signal(Word):
    """Signs of a sham deal or of a pledge that only lifts a count. A sign is not a verdict: it opens a check."""

    SAME_HAND = "same_hand", "双方为同一控制人", "same person behind both sides"
    BULK_FRESH = "bulk_fresh", "批量低价转给新设主体", "bulk of cheap patents to a fresh buyer"
    ROUND_TRIP = "round_trip", "短期内转出又转回", "round trip"
    PLEDGED_AGAIN = (
        "pledged_again",
        "质押注销后即再登记，未见还款",
        "pledge cancelled and registered again, no repayment known",
    )
    PAIR_OFTEN = (
        "pair_often",
        "同一银行与企业反复登记质押",
        "one lender and one borrower registering pledges again and again",
    )
    SPLIT = "split", "同一企业短期内向多家银行出质", "one borrower pledging to several lenders within days"
    RELATED_LENDER = "related_lender", "出质人与质权人关联", "pledgor and pledgee related"

    @property
    def is_of_pledges(self) -> bool:
        return self in (Signal.PLEDGED_AGAIN, Signal.PAIR_OFTEN, Signal.SPLIT, Signal.RELATED_LENDER)


class CheckEnd(Word):
    CLEARED = "cleared", "排除疑点", "cleared"
    EXCLUDED = "excluded", "不计入", "excluded from the count"
    REPORTED = "reported", "已上报", "reported to the authority"
