"""Facts of this line: a study proposed, contracted, its data frozen, its report, acceptance, publication, use, evaluation;
and what people said of single documents of the frozen set: labels (标引), verdicts on the samples (查准、查全)."""

from __future__ import annotations

from datetime import date

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact, about
from ipops.ledger.facts.words import Word
from ipops.ledger.kinds import kind


class StudyKind(Word):
    """The five kinds of GB/T 39551-2020, parts 2 to 6."""

    REGION = "region", "区域规划类", "regional planning"
    INDUSTRY = "industry", "产业规划类", "industry planning"
    ENTERPRISE = "enterprise", "企业经营类", "enterprise operation"
    RND = "rnd", "研发活动类", "R&D activity"
    TALENT = "talent", "人才管理类", "talent management"


class Goal(Word):
    """What a study is for. The words for region and R&D are ours: the standard's text of those parts was not seen."""

    LAYOUT = "layout", "布局规划", "layout planning"
    QUALITY = "quality", "创新质量评价", "innovation quality"
    DIRECTION = "direction", "产业发展方向", "direction of the industry"
    POSITION = "position", "产业发展定位", "position of the place or firm"
    PATH = "path", "产业发展路径", "path of development"
    TARGETS = "targets", "投资并购对象遴选", "targets for investment"
    DUE_DILIGENCE = "due_diligence", "投资并购对象评估", "evaluation of targets"
    LISTING = "listing", "企业上市准备", "preparing a listing"
    COOPERATION = "cooperation", "技术合作开发", "joint development"
    INTRODUCTION = "introduction", "技术引进", "bringing in technology"
    PRODUCT = "product", "企业产品开发", "product development"
    START = "start", "研发立项", "starting R&D"
    MONITORING = "monitoring", "研发过程监控", "watching R&D"
    SELECTION = "selection", "人才遴选", "selecting talent"
    APPRAISAL = "appraisal", "人才评价", "appraising talent"


class Verdict(Word):
    ACCEPTED = "accepted", "通过验收", "accepted"
    WITH_CHANGES = "with_changes", "修改后通过", "accepted with changes"


class Sample(Word):
    """Precision is read within the boundary; what recall misses is told by the sample outside it."""

    PRECISION = "precision", "查准样本（边界内）", "precision sample, within the boundary"
    RECALL = "recall", "查全样本（边界外）", "recall sample, outside the boundary"


class Relevance(Word):
    RELEVANT = "relevant", "相关", "relevant"
    NOT = "not_relevant", "不相关", "not relevant"
    UNSURE = "unsure", "不确定", "unsure"


@kind("study_proposed", "导航项目立项申请", "study proposed")
class StudyProposed(Fact):
    study: str = about("导航项目编号", "study", refers="case")
    kind_of_study: StudyKind = about("项目类别", "kind of study")
    title: str = about("名称", "title")
    owner: str = about("需求单位", "who needs it", refers="party")
    place: str = about("地区", "place", refers="place")
    industry: str = about("产业", "industry", default="")
    goals: tuple[Goal, ...] = about("目标", "goals")


@kind("study_contracted", "导航项目启动", "study contracted")
class StudyContracted(Fact):
    study: str = about("导航项目编号", "study", refers="case")
    owner: str = about("需求单位", "who needs it", refers="party")
    contractor: str = about("承担单位", "contractor", refers="party")
    place: str = about("地区", "place", refers="place")
    leader: str = about("项目负责人", "project leader")
    fee: Money | None = about("经费", "fee", default=None)
    due_on: date | None = about("约定完成日", "agreed day of the report", default=None)


@kind("study_data_frozen", "导航数据集冻结", "study data frozen")
class StudyDataFrozen(Fact):
    """``on`` is the day of the search. The four counts are of samples drawn by hand; recall and precision are their ratios. ``mark`` is
    the hash over the documents within the boundary, where the set lay on this machine when it was frozen."""

    study: str = about("导航项目编号", "study", refers="case")
    place: str = about("地区", "place", refers="place")
    source_of_data: str = about("数据来源", "source of the data")
    query: str = about("检索式", "query")
    documents: int = about("文献数", "documents")
    relevant_found: int | None = about("查全抽样中检出数", "of the recall sample, found", default=None)
    relevant_sample: int | None = about("查全抽样数", "recall sample", default=None)
    precise_found: int | None = about("查准抽样中相关数", "of the precision sample, relevant", default=None)
    precise_sample: int | None = about("查准抽样数", "precision sample", default=None)
    mark: str = about("冻结标识", "mark of the frozen set", default="")


@kind("study_reported", "导航报告提交", "study reported")
class StudyReported(Fact):
    study: str = about("导航项目编号", "study", refers="case")
    contractor: str = about("承担单位", "contractor", refers="party")
    place: str = about("地区", "place", refers="place")
    findings: int = about("结论条数", "findings")
    says: str = about("摘要", "summary")


@kind("study_returned", "导航报告退回", "study sent back")
class StudyReturned(Fact):
    study: str = about("导航项目编号", "study", refers="case")
    place: str = about("地区", "place", refers="place")
    why: str = about("理由", "reason")


@kind("study_accepted", "导航项目验收", "study accepted")
class StudyAccepted(Fact):
    study: str = about("导航项目编号", "study", refers="case")
    owner: str = about("需求单位", "who needs it", refers="party")
    place: str = about("地区", "place", refers="place")
    kind_of_study: StudyKind = about("项目类别", "kind of study")
    verdict: Verdict = about("验收结论", "verdict")
    panel: str = about("验收组", "panel")


@kind("study_published", "导航成果发布", "study published")
class StudyPublished(Fact):
    study: str = about("导航项目编号", "study", refers="case")
    place: str = about("地区", "place", refers="place")
    where: str = about("发布处", "where")


@kind("study_used", "导航成果运用", "study used in a decision")
class StudyUsed(Fact):
    """A decision rested on the study: a plan, a project list, an investment, a recruitment."""

    study: str = about("导航项目编号", "study", refers="case")
    place: str = about("地区", "place", refers="place")
    kind_of_study: StudyKind = about("项目类别", "kind of study")
    by_whom: str = about("决策单位", "who decided", refers="party")
    decision: str = about("决策", "decision")
    finding: str = about("所依据的结论", "finding it rests on")


@kind("study_evaluated", "导航项目绩效评价", "study evaluated")
class StudyEvaluated(Fact):
    study: str = about("导航项目编号", "study", refers="case")
    place: str = about("地区", "place", refers="place")
    says: str = about("评价", "evaluation")


@kind("study_stopped", "导航项目终止", "study stopped")
class StudyStopped(Fact):
    study: str = about("导航项目编号", "study", refers="case")
    place: str = about("地区", "place", refers="place")
    why: str = about("理由", "reason")


@kind("document_labelled", "人工标引", "document labelled by hand")
class DocumentLabelled(Fact):
    """One person's whole word on one document; a later word of the same person supersedes it. A node in neither list is left to
    the rule; a word with no node at all takes back what the person said before. ``mark`` is the hash of the frozen set that was
    read. The study is no look-up here: a study has thousands of these, and its history would drown in them."""

    item: str = about("标引判读事项", "document of a study", refers="case")
    study: str = about("导航项目编号", "study")
    place: str = about("地区", "place", refers="place")
    publication: str = about("文献", "document")
    under: tuple[str, ...] = about("归入的节点", "nodes it stands under")
    not_under: tuple[str, ...] = about("不归入的节点", "nodes it does not stand under")
    reviewed: bool = about("复核", "as reviewer", default=False)
    why: str = about("理由", "reason", default="")
    mark: str = about("冻结标识", "mark of the frozen set", default="")


@kind("sample_judged", "抽样判读", "sampled document judged")
class SampleJudged(Fact):
    """One person's verdict on one document of a sample; a later one of the same person supersedes it, ``verdict`` left out takes
    it back."""

    item: str = about("标引判读事项", "document of a study", refers="case")
    study: str = about("导航项目编号", "study")
    place: str = about("地区", "place", refers="place")
    publication: str = about("文献", "document")
    sample: Sample = about("样本", "sample")
    verdict: Relevance | None = about("判读", "verdict", default=None)
    reviewed: bool = about("复核", "as reviewer", default=False)
    why: str = about("理由", "reason", default="")
    mark: str = about("冻结标识", "mark of the frozen set", default="")


LIFE: tuple[type[Fact], ...] = (
    StudyProposed, StudyContracted, StudyDataFrozen, StudyReported, StudyReturned, StudyAccepted, StudyPublished,
    StudyUsed, StudyEvaluated, StudyStopped,
)  # fmt: skip
HANDS: tuple[type[Fact], ...] = (DocumentLabelled, SampleJudged)
FACTS: tuple[type[Fact], ...] = (*LIFE, *HANDS)


def item_of(study: str, document: str) -> str:
    """The code under which the words on one document of one study are found."""
    return f"{study}#{document}"
