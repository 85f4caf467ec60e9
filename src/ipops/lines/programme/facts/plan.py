"""A city's plan: what it binds itself to, from promise to district, its tasks, and how it leads them."""

from datetime import date
from fractions import Fraction

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact, about
from ipops.ledger.kinds import kind
from ipops.lines.programme.facts.words import TargetStage, TaskChoice, TaskState


@kind("plan_adopted", "实施方案印发", "plan adopted")
class PlanAdopted(Fact):
    """``pack`` is the pack whose floors it stands on. The base year is the plan's own choice."""

    plan: str = about("方案编号", "plan", refers="case")
    nomination: str = about("推荐编号", "nomination", refers="case")
    place: str = about("城市", "city", refers="place")
    number: str = about("文号", "document number")
    pack: str = about("政策包", "policy pack")
    base_year: int = about("基期年", "base year")
    first_year: int = about("首年", "first year")
    last_year: int = about("末年", "last year")


@kind("target_set", "目标设定", "target set")
class TargetSet(Fact):
    """One figure of the lineage, in the unit of the goal. ``year`` for an annual split, ``place`` the district for a district
    split. ``merges`` are the goals of the stage before that were joined into this one."""

    plan: str = about("方案编号", "plan", refers="case")
    place: str = about("地区", "place", refers="place")
    stage: TargetStage = about("环节", "stage")
    goal: str = about("目标", "goal")
    value: Fraction = about("目标值", "value")
    unit: str = about("单位", "unit", default="")
    year: int | None = about("年度", "year", default=None)
    merges: tuple[str, ...] = about("合并自", "merges", default=())
    why: str = about("测算说明", "how it was worked out", default="")


@kind("task_booked", "任务书", "task booked")
class TaskBooked(Fact):
    """A line of the task book: who answers for it, by when, and what will show it. ``money`` is what the plan sets aside."""

    plan: str = about("方案编号", "plan", refers="case")
    place: str = about("城市", "city", refers="place")
    task: str = about("任务编号", "task")
    title: str = about("任务", "title")
    choice: TaskChoice = about("类型", "mandatory or optional")
    owner: str = about("责任单位", "owner", default="")
    due_on: date | None = about("完成期限", "due on", default=None)
    evidence: str = about("完成标志", "what shows it", default="")
    goals: tuple[str, ...] = about("对应目标", "goals it serves", default=())
    money: Money | None = about("安排资金", "money set aside", default=None)


@kind("task_reported", "任务进展", "task reported")
class TaskReported(Fact):
    plan: str = about("方案编号", "plan", refers="case")
    place: str = about("城市", "city", refers="place")
    task: str = about("任务编号", "task")
    state: TaskState = about("进展", "state")
    words: str = about("说明", "words", default="")


@kind("meeting_held", "领导小组会议", "leading group met")
class MeetingHeld(Fact):
    """Minutes are the entry's document. ``items`` are what is to be seen to, ``until`` by when."""

    plan: str = about("方案编号", "plan", refers="case")
    place: str = about("城市", "city", refers="place")
    title: str = about("会议", "meeting")
    items: tuple[str, ...] = about("督办事项", "supervised items", default=())
    until: date | None = about("办理期限", "until", default=None)


@kind("item_settled", "督办办结", "supervised item settled")
class ItemSettled(Fact):
    """A supervised item of a meeting is seen to. ``item`` is worded as in the minutes; what shows it is the entry's document."""

    plan: str = about("方案编号", "plan", refers="case")
    place: str = about("城市", "city", refers="place")
    item: str = about("督办事项", "supervised item")
    words: str = about("办理结果", "what was done")


@kind("policy_issued", "配套政策", "policy of the city")
class PolicyIssued(Fact):
    """``until`` is the first day it no longer holds; ``replaces`` the number of one it repeals; ``shared_as`` how its
    experience was published."""

    plan: str = about("方案编号", "plan", refers="case")
    place: str = about("城市", "city", refers="place")
    number: str = about("文号", "document number")
    title: str = about("名称", "title")
    task: str = about("对应任务", "task it serves", default="")
    until: date | None = about("失效日（不含）", "holds until (exclusive)", default=None)
    replaces: str = about("废止", "repeals", default="")
    shared_as: str = about("经验发布", "experience published as", default="")
