"""The life of a study as a table: proposed, contracted, data frozen, reported, accepted, published, used in a decision.

Rule 1: everything that moves a study from state to state is in this file.
Rule 2: this file knows no clock, no database, no policy; callers have worked those out.
Rule 3: nobody accepts before the data are frozen: a report must say from which query, of which day.
"""

from __future__ import annotations

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.machine import Lifecycle, Step
from ipops.kernel.text import Text

CLERKS = frozenset({"clerk", "officer"})
ACCEPTERS = frozenset({"officer", "certifier"})
IMPLEMENTED = Citation(
    document="财办建〔2020〕40号",
    clause="二、绩效目标 (2)",
    grade=Grade.B,
    quote="实施产业类专利导航示范项目5个以上",
    source="001_2b409592b9ecd278.txt",
)
#: The text of the standard was not seen; what is relied on is the skeleton told of it.
GUIDE = Citation(document="GB/T 39551-2020", grade=Grade.C, source="domain/patents.md 1.1")
OURS = Citation(document="ipops", clause="lines/navigation/README.md", grade=Grade.OURS)

STUDY = Lifecycle(
    code="navigation.study",
    title=Text("专利导航项目", "navigation study"),
    start="proposed",
    states={
        "proposed": Text("立项申请", "proposed"),
        "contracted": Text("已启动", "contracted"),
        "data": Text("数据集已冻结", "data frozen"),
        "reported": Text("报告待验收", "report awaits acceptance"),
        "accepted": Text("已验收", "accepted"),
        "published": Text("已发布", "published"),
        "used": Text("已用于决策", "used in a decision"),
        "stopped": Text("已终止", "stopped"),
    },
    events={
        "contract": Text("启动项目", "start the study"),
        "freeze": Text("冻结数据集", "freeze the data"),
        "report": Text("提交报告", "hand in the report"),
        "return": Text("退回修改", "send back"),
        "accept": Text("验收", "accept"),
        "publish": Text("发布成果", "publish"),
        "use": Text("记录运用", "record a use"),
        "evaluate": Text("绩效评价", "evaluate"),
        "stop": Text("终止项目", "stop"),
    },
    table={
        "proposed": {
            "contract": Step(to="contracted", roles=CLERKS, cite=GUIDE, facts=("study_contracted",)),
            "stop": Step(to="stopped", roles=CLERKS, facts=("study_stopped",), for_good=True),
        },
        "contracted": {
            "freeze": Step(to="data", roles=CLERKS, cite=GUIDE, facts=("study_data_frozen",)),
            "stop": Step(to="stopped", roles=CLERKS, facts=("study_stopped",), for_good=True),
        },
        "data": {
            "freeze": Step(to="data", roles=CLERKS, cite=GUIDE, facts=("study_data_frozen",)),
            "report": Step(to="reported", roles=CLERKS, cite=GUIDE, facts=("study_reported",)),
            "stop": Step(to="stopped", roles=CLERKS, facts=("study_stopped",), for_good=True),
        },
        "reported": {
            "accept": Step(to="accepted", roles=ACCEPTERS, cite=IMPLEMENTED, facts=("study_accepted",)),
            "return": Step(to="data", roles=ACCEPTERS, cite=OURS, facts=("study_returned",)),
        },
        "accepted": {
            "publish": Step(to="published", roles=CLERKS, facts=("study_published",)),
            "use": Step(to="used", roles=CLERKS, cite=OURS, facts=("study_used",)),
            "evaluate": Step(to="accepted", roles=ACCEPTERS, cite=GUIDE, facts=("study_evaluated",)),
        },
        "published": {
            "use": Step(to="used", roles=CLERKS, cite=OURS, facts=("study_used",)),
            "evaluate": Step(to="published", roles=ACCEPTERS, cite=GUIDE, facts=("study_evaluated",)),
        },
        "used": {
            "use": Step(to="used", roles=CLERKS, cite=OURS, facts=("study_used",)),
            "publish": Step(to="used", roles=CLERKS, facts=("study_published",)),
            "evaluate": Step(to="used", roles=ACCEPTERS, cite=GUIDE, facts=("study_evaluated",)),
        },
        "stopped": {},
    },
)

LIFECYCLES: tuple[Lifecycle, ...] = (STUDY,)
