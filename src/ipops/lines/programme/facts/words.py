"""Closed vocabularies of the programme's facts."""

from __future__ import annotations

from ipops.ledger.facts.words import Word


class Ground(Word):
    """What an expert declared of an application before opening it."""

    NONE = "none", "无利害关系", "no conflict"
    EMPLOYER = "employer", "任职或兼职单位在申报城市", "works in the applicant city"
    ADVISED = "advised", "为申报城市提供过咨询", "advised the applicant city"
    KIN = "kin", "近亲属与申报有利害关系", "close kin has an interest in it"
    INTEREST = "interest", "与申报有其他利害关系", "another interest in it"


class TargetStage(Word):
    """Where in its lineage a figure stands. Floors are the packs' and no facts."""

    PROMISE = "promise", "申报承诺", "promise of the application"
    DEFENCE = "defence", "答辩承诺", "promise of the defence"
    PLAN = "plan", "实施方案", "city plan"
    ANNUAL = "annual", "年度分解", "annual split"
    DISTRICT = "district", "区县分解", "district split"


class TaskChoice(Word):
    MANDATORY = "mandatory", "必做", "mandatory"
    CHOSEN = "chosen", "选做（已选）", "optional, chosen"
    NOT_CHOSEN = "not_chosen", "选做（未选）", "optional, not chosen"


class TaskState(Word):
    RUNNING = "running", "推进中", "running"
    DONE = "done", "已完成", "done"
    BEHIND = "behind", "滞后", "behind"
    GIVEN_UP = "given_up", "已放弃", "given up"


class Source(Word):
    """Whose money it is."""

    CENTRAL_FIRST = "central_first", "中央资金（首批）", "central, first instalment"
    CENTRAL_SECOND = "central_second", "中央资金（剩余）", "central, second instalment"
    PROVINCE = "province", "省级资金", "province"
    CITY_MATCH = "city_match", "市级配套", "city match"
    LEVERAGE = "leverage", "社会资本", "leverage"


class Instrument(Word):
    """How it is used. The allowed ones are the pack's, by their Chinese names."""

    GRANT = "grant", "财政补助", "fiscal subsidy"
    AWARD = "award", "以奖代补", "award in lieu of subsidy"
    EQUITY = "equity", "股权投资", "equity investment"
    SERVICES = "services", "政府购买服务", "government purchase of services"
    GUIDE_FUND = "guide_fund", "引导基金", "guide fund"
    RISK_POOL = "risk_pool", "风险补偿", "risk pool"

    @property
    def revolves(self) -> bool:
        """Money in it comes back: invested is not spent."""
        return self in (Instrument.EQUITY, Instrument.GUIDE_FUND, Instrument.RISK_POOL)


class Position(Word):
    """What has become of a yuan. Every posting moves it from one position to another."""

    OUTSIDE = "outside", "体系外", "outside"
    AVAILABLE = "available", "可用", "available"
    PLANNED = "planned", "已计划", "planned"
    ENCUMBERED = "encumbered", "已签约", "encumbered"
    PAID = "paid", "已支付", "paid"
    INVESTED = "invested", "已投出（可回收）", "invested, may come back"
    WITHHELD = "withheld", "暂缓拨付", "withheld"
    TO_RECOVER = "to_recover", "应收回", "to recover"
    RECOVERED = "recovered", "已收回", "recovered"
    CARRIED = "carried", "结转", "carried over"
    SURPLUS = "surplus", "结余", "balance left"


class ProjectClass(Word):
    GRANT = "grant", "资助类", "grant project"
    AWARD = "award", "补助奖励类", "subsidy or award project"


class ScorePart(Word):
    EXPERT = "expert", "专家评价", "experts"
    FIELD = "field", "现场核查", "field check"
