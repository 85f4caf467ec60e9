"""Facts of this line: a firm's need, an agency's offer, the contract, each service delivered, the yearly review, the end."""

from __future__ import annotations

from datetime import date

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact, about
from ipops.ledger.facts.words import CreditGrade, Word
from ipops.ledger.kinds import kind


class Service(Word):
    """What an agency does for a firm in custody. ``reserved`` ones are patent agency (专利代理条例 第二条)."""

    WATCH = "watch", "期限与费用监控", "watch over dates and fees"
    FEES = "fees", "代缴费用", "payment of fees"
    HEALTH_CHECK = "health_check", "知识产权体检", "health check of the rights"
    TRAINING = "training", "培训", "training"
    USE_EVIDENCE = "use_evidence", "商标使用证据整理", "evidence of use of marks"
    MINING = "mining", "专利挖掘与布局", "mining and layout of patents"
    FREEDOM = "freedom", "侵权风险分析", "freedom-to-operate analysis"
    CONTRACTS = "contracts", "合同审查", "review of contracts"
    DISPUTE = "dispute", "纠纷应对", "disputes"
    FILING = "filing", "专利申请代理", "filing of patents"
    PROSECUTION = "prosecution", "专利审查答复代理", "prosecution of patents"
    INVALIDATION = "invalidation", "专利无效代理", "invalidation of patents"

    @property
    def reserved(self) -> bool:
        return self in (Service.FILING, Service.PROSECUTION, Service.INVALIDATION)


class Size(Word):
    """Whether the client was a small or medium-sized enterprise on the contract date, and who says so."""

    SME = "sme", "中小企业", "SME"
    LARGE = "large", "大型企业", "large enterprise"
    UNKNOWN = "unknown", "未知", "unknown"


class Ending(Word):
    RAN_OUT = "ran_out", "合同期满", "the contract ran out"
    CLIENT = "client", "企业解除", "ended by the client"
    AGENCY = "agency", "机构解除", "ended by the agency"
    BOTH = "both", "协商解除", "ended by both"


@kind("custody_asked", "托管需求", "custody asked for")
class CustodyAsked(Fact):
    """A firm wants its rights looked after. It counts nowhere. Agencies see it if it is open to all of them, or invites them."""

    custody: str = about("托管编号", "custody", refers="case")
    client: str = about("委托企业", "client", refers="party")
    place: str = about("企业所在区划", "client's division", refers="place")
    wants: str = about("需求", "what is wanted")
    rights: tuple[str, ...] = about("涉及权利", "rights meant", refers="right", default=())
    open_to_all: bool | None = about("向服务机构公开", "open to every agency", default=None)
    invited: tuple[str, ...] = about("邀请报价的机构", "agencies invited", refers="party", default=())


@kind("custody_offered", "托管报价", "custody offered")
class CustodyOffered(Fact):
    custody: str = about("托管编号", "custody", refers="case")
    client: str = about("委托企业", "client", refers="party")
    agency: str = about("托管机构", "agency", refers="party")
    place: str = about("企业所在区划", "client's division", refers="place")
    level: str = about("服务等级", "service level")
    fee: Money | None = about("年服务费", "service fee a year", default=None)
    grade: CreditGrade = about("机构信用等级", "agency's credit grade")
    licence_no: str = about("专利代理机构执业许可证号", "patent agency licence number", default="")
    services: tuple[Service, ...] = about("服务内容", "services offered")


@kind("custody_signed", "托管合同签订", "custody contract signed")
class CustodySigned(Fact):
    """``on`` is the contract date, on which the firm's size is looked at. ``computed`` is by the 2017 method from what was
    told, ``declared`` what the firm signed; the two are kept apart. ``until`` is the first day without custody."""

    custody: str = about("托管编号", "custody", refers="case")
    client: str = about("委托企业", "client", refers="party")
    agency: str = about("托管机构", "agency", refers="party")
    place: str = about("企业所在区划", "client's division", refers="place")
    level: str = about("服务等级", "service level")
    leader: str = about("项目负责人", "project leader")
    until: date | None = about("合同终止日（不含）", "runs until (exclusive)", default=None)
    fee: Money | None = about("年服务费", "service fee a year", default=None)
    rights: tuple[str, ...] = about("托管权利", "rights in custody", refers="right", default=())
    computed: Size = about("划型结果（按2017办法计算）", "size computed by the 2017 method")
    declared: Size = about("划型声明", "size declared")
    services: tuple[Service, ...] = about("服务内容", "services agreed")
    park: str = about("园区", "park", refers="party", default="")
    grade: CreditGrade | None = about("机构信用等级", "agency's credit grade", default=None)
    licence_no: str = about("专利代理机构执业许可证号", "patent agency licence number", default="")


@kind("custody_served", "托管服务", "custody service delivered")
class CustodyServed(Fact):
    """One service delivered on ``on``: an entry of the service log."""

    custody: str = about("托管编号", "custody", refers="case")
    client: str = about("委托企业", "client", refers="party")
    agency: str = about("托管机构", "agency", refers="party")
    place: str = about("企业所在区划", "client's division", refers="place")
    service: Service = about("服务", "service")
    what: str = about("做了什么", "what was done")
    right: str = about("所涉权利", "right", refers="right", default="")
    saved: Money | None = about("为企业节省的官费", "official fees saved", default=None)


@kind("custody_planned", "托管服务计划", "custody service planned")
class CustodyPlanned(Fact):
    """How often a service is to be delivered in a year. A later plan of the same service and year takes its place."""

    custody: str = about("托管编号", "custody", refers="case")
    client: str = about("委托企业", "client", refers="party")
    place: str = about("企业所在区划", "client's division", refers="place")
    year: int = about("年度", "year")
    service: Service = about("服务", "service")
    times: int = about("次数", "times")


@kind("custody_answered", "托管咨询答复", "question of a client answered")
class CustodyAnswered(Fact):
    """The client asked on ``asked_on``, the agency answered on ``on``."""

    custody: str = about("托管编号", "custody", refers="case")
    client: str = about("委托企业", "client", refers="party")
    place: str = about("企业所在区划", "client's division", refers="place")
    asked_on: date = about("提问日", "asked on")
    question: str = about("问题", "question")
    answer: str = about("答复", "answer")


@kind("custody_rated", "托管满意度评分", "custody rated by its client")
class CustodyRated(Fact):
    """The client's own word on a year, 1 to 5. Its latest word on that year holds."""

    custody: str = about("托管编号", "custody", refers="case")
    client: str = about("委托企业", "client", refers="party")
    place: str = about("企业所在区划", "client's division", refers="place")
    year: int = about("年度", "year")
    satisfaction: int = about("企业满意度（1至5）", "client's satisfaction, 1 to 5")
    says: str = about("意见", "remarks", default="")


@kind("custody_reviewed", "托管年度评价", "custody reviewed")
class CustodyReviewed(Fact):
    """A year of a custody looked back on. Counts are of the year; ``satisfaction`` is the client's own word, 1 to 5."""

    custody: str = about("托管编号", "custody", refers="case")
    client: str = about("委托企业", "client", refers="party")
    place: str = about("企业所在区划", "client's division", refers="place")
    year: int = about("年度", "year")
    planned: int = about("计划服务数", "services planned")
    delivered: int = about("完成服务数", "services delivered")
    missed: int = about("错过的期限数", "dates missed")
    answer_days: int | None = about("平均答复天数", "days until an answer, on average", default=None)
    satisfaction: int | None = about("企业满意度（1至5）", "client's satisfaction, 1 to 5", default=None)
    says: str = about("评价", "review", default="")


@kind("custody_ended", "托管终止", "custody ended")
class CustodyEnded(Fact):
    """``on`` is the first day without custody. What was counted stays counted: the goal is cumulative."""

    custody: str = about("托管编号", "custody", refers="case")
    client: str = about("委托企业", "client", refers="party")
    place: str = about("企业所在区划", "client's division", refers="place")
    ending: Ending = about("终止方式", "how it ended")
    why: str = about("理由", "reason")


@kind("custody_dropped", "托管意向撤回", "custody dropped")
class CustodyDropped(Fact):
    """A need or an offer that came to nothing."""

    custody: str = about("托管编号", "custody", refers="case")
    client: str = about("委托企业", "client", refers="party")
    place: str = about("企业所在区划", "client's division", refers="place")
    why: str = about("理由", "reason")


FACTS: tuple[type[Fact], ...] = (
    CustodyAsked, CustodyOffered, CustodySigned, CustodyServed, CustodyReviewed, CustodyEnded, CustodyDropped,
    CustodyPlanned, CustodyAnswered, CustodyRated,
)  # fmt: skip
