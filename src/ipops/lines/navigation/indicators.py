"""What studies add up to: goal 8 of the 2020 Notice; implemented and used in a decision side by side.

Rule 1: the Notice says *implemented* (实施); a study counts once it is accepted.
Rule 2: our stricter reading, a decision that used it, stands beside and is not the value.
"""

from __future__ import annotations

import ibis

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.lines.navigation.machine import IMPLEMENTED
from ipops.measures.expressions import count_if
from ipops.measures.measure import Column, CountedDay, Measure, NotTheSame, Part, PublishedAs, Rows, Table, Tables
from ipops.measures.params import Params
from ipops.measures.words import Direction, Figure, Over

KINDS = ("study_accepted", "study_used")
_UNKNOWN = Text(
    "官方文本，或城市方案、绩效评价办法中的规定", "official text, or a rule of the city plan or of the evaluation"
)


def accepted(tables: Tables, params: Params) -> tuple[Table, ...]:
    """Accepted industry studies, and whether a decision has used each."""
    done = tables["study_accepted"]
    done = done.filter(done["kind_of_study"] == "industry")
    used = tables["study_used"].select("study").distinct().mutate(used=ibis.literal(True))
    t = done.left_join(used, "study")
    return (t.select(n=t["n"], division=t["place"], day=t["on"], study=t["study"], used=t["used"].fill_null(False)),)


COLUMNS = (
    Column(code="implemented", title=Text("已实施（验收）", "implemented: accepted"), total=lambda t: t.count()),
    count_if("used", "其中：已用于决策（本系统更严的口径）", "of them: used in a decision (our stricter reading)", lambda t: t["used"]),
)  # fmt: skip

INDUSTRY_STUDIES = Measure(
    code="industry_navigation_projects",
    title=Text("产业类专利导航示范项目", "industry patent-navigation demonstration projects"),
    unit="project",
    unit_name=Text("个", "projects"),
    decimals=0,
    direction=Direction.UP,
    figure=Figure.CUMULATIVE_DISTINCT,
    scope=Text("产业类", "industry ones"),
    counting_unit=Text("项目", "projects"),
    dedup_key=Text("导航项目编号", "the study"),
    numerator=Text("已验收的产业类导航项目数", "accepted industry studies"),
    denominator=None,
    over_time=Over.DISTINCT,
    over_place=Over.DISTINCT,
    territory=Text("项目所在地区", "the place the study is of"),
    districts=Text("各级分别去重计数", "counted again at each level"),
    counted_days=(
        CountedDay(
            act=Text("实施", "implemented"),
            day=Text("验收日（本系统规则）", "the day of acceptance (our rule)"),
            cite=Citation(document="ipops", clause="lines/navigation/README.md", grade=Grade.OURS),
        ),
    ),
    data_source=Text("导航项目验收与运用（事实）", "facts: studies accepted and used"),
    cut_off=Unknown(
        why=Text("通知未说明统计截止日。", "The Notice does not say by which day a year is closed."),
        needs=Text("以 --as-known-on 指定", "name it by --as-known-on"),
    ),
    register_kinds=Unknown(
        why=Text("通知未说明“示范”由谁认定。", "The Notice does not say who calls a project a demonstration."),
        needs=_UNKNOWN,
    ),
    growth=None,
    clause=IMPLEMENTED,
    version=2,
    rows=Rows(
        kinds=KINDS,
        of=accepted,
        keys=lambda _: ("study",),
        repeats=lambda _: False,
        parts=(Part(name="used", fold="max"),),
        beside=lambda units, _: units,
        columns=COLUMNS,
        value="implemented",
    ),
    published_as=(
        PublishedAs(indicator="industry_navigation_projects"),
        PublishedAs(indicator="navigation_projects", scopes=("industry",), units=("count",)),
    ),
    not_the_same=(
        NotTheSame(
            indicator="navigation_projects",
            scopes=("enterprise",),
            why=Text("企业类，不是产业类。", "Projects of single firms, not of an industry."),
        ),
    ),
)

MEASURES: tuple[Measure, ...] = (INDUSTRY_STUDIES,)
