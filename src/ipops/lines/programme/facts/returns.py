"""Returns and evaluations: what a city reported, and what came out of it."""

from fractions import Fraction

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact, about
from ipops.ledger.kinds import kind
from ipops.lines.programme.facts.words import ScorePart


@kind("return_filed", "报表报送", "return filed")
class ReturnFiled(Fact):
    """A signed snapshot: ``values`` and ``origins`` run beside ``fields``. A correction is a new version that supersedes.

    ``origins`` say where each figure came from (``ledger``, ``manual``); ``reasons`` and ``evidence`` stand beside manual
    ones (``-`` for none). ``waived_values`` run beside ``waived``: both values of the difference that was confirmed; empty in
    returns of before, whose confirmations stand for the cell whatever it says. ``rules`` is the version of the checks, ``known_to`` the last entry of the ledger behind it.
    """

    filed: str = about("报表编号", "return", refers="case")
    place: str = about("地区", "place", refers="place")
    schema: str = about("报表", "schema")
    version: str = about("模板版本", "template version")
    period: str = about("报告期", "period")
    fields: tuple[str, ...] = about("字段", "fields")
    values: tuple[str, ...] = about("数值", "values")
    origins: tuple[str, ...] = about("来源", "origins")
    reasons: tuple[str, ...] = about("理由", "reasons")
    evidence: tuple[str, ...] = about("佐证", "evidence")
    rules: str = about("校验规则版本", "version of the checks")
    known_to: int = about("账本条目", "entries of the ledger")
    waived: tuple[str, ...] = about("已确认提示", "checks confirmed", default=())
    waivers: tuple[str, ...] = about("确认理由", "reasons for confirming", default=())
    revision: int = about("版次", "revision", default=1)
    waived_values: tuple[str, ...] = about("确认时所比的数", "figures compared when confirmed", default=())


@kind("evidence_filed", "佐证归档", "evidence filed")
class EvidenceFiled(Fact):
    """Which figures of a return a paper shows, and on which of its pages (empty: the whole). The paper is the entry's
    document, so whoever may see the return may open it."""

    filed: str = about("报表编号", "return", refers="case")
    place: str = about("地区", "place", refers="place")
    fields: tuple[str, ...] = about("字段", "fields")
    pages: tuple[str, ...] = about("页码", "pages")


@kind("score_given", "评分", "score given")
class ScoreGiven(Fact):
    """Points of items that people give: experts, a field check."""

    evaluation: str = about("评价编号", "evaluation", refers="case")
    place: str = about("地区", "place", refers="place")
    part: ScorePart = about("部分", "part")
    items: tuple[str, ...] = about("评分项", "items")
    points: tuple[Fraction, ...] = about("得分", "points")
    why: str = about("说明", "explanation", default="")


@kind("deviation_explained", "偏离说明", "deviation explained")
class DeviationExplained(Fact):
    """Why an item of the sheet lost points or lies far above its target, and what will be done about it. The city's own words;
    the last ones on an item stand."""

    evaluation: str = about("评价编号", "evaluation", refers="case")
    place: str = about("地区", "place", refers="place")
    item: str = about("评分项", "item")
    why: str = about("偏离原因", "why it deviates")
    remedy: str = about("改进措施", "what will be done", default="")


@kind("evaluation_opened", "绩效评价", "evaluation opened")
class EvaluationOpened(Fact):
    """``year`` is the last whole year judged; ``nomination`` the city's road through the programme."""

    evaluation: str = about("评价编号", "evaluation", refers="case")
    nomination: str = about("推荐编号", "nomination", refers="case")
    place: str = about("地区", "place", refers="place")
    pack: str = about("政策包", "policy pack")
    scheme: str = about("评分表", "scheme")
    year: int = about("评价年度", "year")


@kind("evaluation_published", "评价结果公布", "evaluation published")
class EvaluationPublished(Fact):
    """The frozen result: score, grade in the cited words, and the amount if a sourced table gives one (absent: unknown).

    ``parameters`` is the digest of pack and scheme, ``known_to`` and ``root`` the ledger it was worked out from, ``sheet``
    the digest of the whole trace.
    """

    evaluation: str = about("评价编号", "evaluation", refers="case")
    nomination: str = about("推荐编号", "nomination", refers="case")
    place: str = about("地区", "place", refers="place")
    score: Fraction = about("得分", "score")
    grade: str = about("等级", "grade")
    amount: Money | None = about("应拨剩余资金", "rest to be paid", default=None)
    why_no_amount: str = about("金额未知的原因", "why the amount is unknown", default="")
    parameters: str = about("参数摘要", "digest of the parameters")
    known_to: int = about("账本条目", "entries of the ledger")
    sheet: str = about("评分表摘要", "digest of the score sheet")
