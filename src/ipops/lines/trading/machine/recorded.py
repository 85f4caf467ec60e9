"""What may become of a conflict with the law and of a check. A doubt ends in a check, not in silence."""

from __future__ import annotations

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.machine import Lifecycle, Step
from ipops.kernel.text import Text
from ipops.lines.trading.machine.who import CHECKERS, CLERKS, OURS

CONFLICT = Lifecycle(
    code="trading.conflict",
    title=Text("冲突", "conflict"),
    start="open",
    states={
        "open": Text("待处理", "open"),
        "cured": Text("已补正", "cured"),
        "mistaken": Text("标记有误", "flag was mistaken"),
        "stands": Text("冲突属实", "conflict stands"),
    },
    events={
        "cure": Text("补正（如补交同意书）", "cure, e.g. by a consent handed in"),
        "dismiss": Text("认定标记有误", "find the flag mistaken"),
        "uphold": Text("认定冲突属实", "find that it stands"),
    },
    table={
        "open": {
            "cure": Step(to="cured", roles=CLERKS),
            "dismiss": Step(to="mistaken", roles=CLERKS),
            "uphold": Step(to="stands", roles=CLERKS),
        },
        "cured": {},
        "mistaken": {},
        "stands": {"cure": Step(to="cured", roles=CLERKS)},
    },
)

_INVESTIGATE = Citation(
    document="国知发运字〔2021〕17号",
    grade=Grade.C,
    source="domain/programme.md [ruyuan]",
)

CHECK = Lifecycle(
    code="trading.check",
    title=Text("疑似虚假交易与质押核查", "check of a suspected sham deal or pledge"),
    start="open",
    states={
        "open": Text("核查中", "being checked"),
        "cleared": Text("排除疑点", "cleared"),
        "excluded": Text("不计入", "excluded from the count"),
        "reported": Text("已上报", "reported to the authority"),
    },
    events={
        "clear": Text("排除疑点", "clear"),
        "exclude": Text("认定不计入", "exclude"),
        "report": Text("上报", "report"),
    },
    table={
        "open": {
            "clear": Step(to="cleared", roles=CHECKERS, cite=OURS),
            "exclude": Step(to="excluded", roles=CHECKERS, cite=OURS),
            "report": Step(to="reported", roles=CHECKERS, cite=_INVESTIGATE),
        },
        "cleared": {},
        "excluded": {},
        # the authority answers: then it is decided
        "reported": {
            "clear": Step(to="cleared", roles=CHECKERS, cite=OURS),
            "exclude": Step(to="excluded", roles=CHECKERS, cite=OURS),
        },
    },
)
