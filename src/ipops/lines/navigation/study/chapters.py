"""The five kinds of GB/T 39551 as templates: which analyses answer which goal, and the chapters of the common skeleton.

    basis (基础条件) → start (项目启动) → one chapter a goal (项目实施) → results (成果产出) → use (成果运用) → evaluation (绩效评价)

The standard's text was not seen (README); which analysis serves which goal is our reading of what is told of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ipops.kernel.text import Text
from ipops.lines.navigation.facts import Goal
from ipops.lines.navigation.study.analyses.control import control
from ipops.lines.navigation.study.analyses.cooperation import cooperation
from ipops.lines.navigation.study.analyses.disruption import disruption
from ipops.lines.navigation.study.analyses.emergence import emergence
from ipops.lines.navigation.study.analyses.fields import fields
from ipops.lines.navigation.study.analyses.gaps import gaps
from ipops.lines.navigation.study.analyses.geography import geography
from ipops.lines.navigation.study.analyses.layout import layout
from ipops.lines.navigation.study.analyses.owners import owners
from ipops.lines.navigation.study.analyses.people import people
from ipops.lines.navigation.study.analyses.quality import quality
from ipops.lines.navigation.study.analyses.risk import risk
from ipops.lines.navigation.study.analyses.subject import subject
from ipops.lines.navigation.study.analyses.talent import talent
from ipops.lines.navigation.study.analyses.targets import targets
from ipops.lines.navigation.study.analyses.trend import trend
from ipops.lines.navigation.study.analyses.watch import watch
from ipops.lines.navigation.study.desk import Desk
from ipops.lines.navigation.study.hands import Industry
from ipops.lines.navigation.study.parts import Analysis

#: Of every goal its analyses, in the order of the chapter; one that an earlier chapter holds is pointed at, not repeated.
OF_GOAL: Mapping[Goal, tuple[str, ...]] = {
    Goal.LAYOUT: ("fields", "geography", "owners", "gaps"),
    Goal.QUALITY: ("trend", "quality", "disruption", "control"),
    Goal.DIRECTION: ("fields", "trend", "emergence", "disruption", "geography"),
    Goal.POSITION: ("owners", "layout", "control"),
    Goal.PATH: ("gaps", "cooperation", "talent", "quality", "risk"),
    Goal.TARGETS: ("targets", "owners", "layout"),
    Goal.DUE_DILIGENCE: ("subject", "quality", "control"),
    Goal.LISTING: ("risk", "subject", "control"),
    Goal.COOPERATION: ("cooperation", "talent"),
    Goal.INTRODUCTION: ("quality", "disruption", "owners"),
    Goal.PRODUCT: ("fields", "gaps", "risk"),
    Goal.START: ("fields", "trend", "emergence", "gaps", "owners"),
    Goal.MONITORING: ("watch", "layout", "risk"),
    Goal.SELECTION: ("talent", "cooperation", "fields"),
    Goal.APPRAISAL: ("people", "quality"),
}
ANALYSES: Mapping[str, Callable[[Desk], Analysis]] = {
    "fields": fields, "trend": trend, "emergence": emergence, "disruption": disruption, "geography": geography, "owners": owners,
    "layout": layout, "control": control, "cooperation": cooperation, "talent": talent, "quality": quality, "risk": risk,
    "targets": targets, "subject": subject, "people": people, "watch": watch,
}  # fmt: skip


#: What an analysis is called where people choose among them; a report gives it the title that fits what it found.
NAMES: Mapping[str, Text] = {
    "fields": Text("技术分布", "what the field consists of"), "trend": Text("趋势与生命周期", "trend and life cycle"),
    "emergence": Text("各节点的增长", "which nodes grow"), "disruption": Text("颠覆与改进", "disrupting or consolidating"),
    "geography": Text("地域", "geography"), "owners": Text("创新主体", "who leads"), "layout": Text("竞争者布局", "competitors' layout"),
    "control": Text("专利控制力", "control by owners"), "cooperation": Text("合作线索", "leads for cooperation"),
    "talent": Text("人才线索", "leads for talent"), "quality": Text("高价值专利线索", "leads to high-value patents"),
    "risk": Text("风险提示", "risks"), "targets": Text("对象遴选", "choosing targets"),
    "subject": Text("对象的专利组合", "the portfolio of the subject"), "people": Text("人才评价", "appraising inventors"),
    "watch": Text("动态监测", "watching the field"), "gaps": Text("产业链缺口", "gaps on the industry chain"),
}  # fmt: skip


def chapters(desk: Desk, industry: Mapping[str, Industry]) -> list[tuple[Goal, list[Analysis], list[str]]]:
    """A chapter a goal: its analyses, and the codes of those that stand in an earlier chapter."""
    done: set[str] = set()
    made = []
    for goal in dict.fromkeys(desk.study.goals):
        here, before = [], []
        for code in OF_GOAL[goal]:
            if code in done:
                before.append(code)
                continue
            done.add(code)
            here.append(gaps(desk, industry) if code == "gaps" else ANALYSES[code](desk))
        made.append((goal, here, before))
    return made
