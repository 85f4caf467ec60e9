"""The case of the living page: a made-up lifecycle with a deadline, a guard and a step that cannot be undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.machine import Deadline, Lifecycle, Step
from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.webkit.pages.cases import Act, Asked, CaseKind, Doing, Due, Lines, Said, Told, diagram, due, standing
from ipops.webkit.pages.cases.screen import asked_by
from ipops.webkit.pages.forms import HouseForm
from ipops.webkit.pages.lang import said

_RULE = Citation(document="演示城市补贴办法", clause="第九条", grade=Grade.DEMO)
_WORK = frozenset({"clerk", "officer"})
CYCLE = Lifecycle(
    code="webkit.kit",
    title=Text("补贴申请（演示）", "subsidy application (demo)"),
    start="draft",
    states={
        "draft": Text("草拟", "draft"),
        "filed": Text("已受理", "received"),
        "returned": Text("退回补正", "sent back"),
        "granted": Text("核准", "granted"),
        "paid": Text("已拨付", "paid"),
        "refused": Text("不予补贴", "refused"),
    },
    events={
        "file": Text("提交", "file"),
        "return": Text("退回", "send back"),
        "grant": Text("核准", "grant"),
        "refuse": Text("不予补贴", "refuse"),
        "pay": Text("银行回单到账", "the bank confirms payment"),
    },
    table={
        "draft": {"file": Step(to="filed", roles=_WORK)},
        "filed": {
            "grant": Step(
                to="granted",
                roles=frozenset({"certifier"}),
                cite=_RULE,
                within=Deadline(n=15, unit="working_days", cite=_RULE),
            ),
            "return": Step(to="returned", roles=_WORK, cite=_RULE),
            "refuse": Step(to="refused", roles=_WORK, cite=_RULE, guard="heard", for_good=True),
        },
        "returned": {"file": Step(to="filed", roles=_WORK, within=Deadline(n=1, unit="months", cite=_RULE))},
        "granted": {"pay": Step(to="paid")},
        "paid": {},
        "refused": {},
    },
)


@dataclass(frozen=True, slots=True)
class Application:
    code: str
    state: str
    since: date


class _Why(HouseForm):
    why = forms.CharField(label=said("理由", "Reason"))


def _heard(_row: Any, _asked: Asked) -> Refused:
    says = Text(
        "申请人还没有陈述意见，不能作不予补贴的决定。",
        "The applicant has not been heard yet, so it may not be refused.",
    )
    return Refused(reasons=(Reason(code="not-heard", says=says, cite=_RULE),))


def _nothing(_doing: Doing[Application]) -> Text:
    return Text("演示，没有保存。", "A demonstration; nothing was kept.")


def _tell(row: Application, _asked: Asked) -> Told:
    return Told(
        title=Text("补贴申请（演示）", "Subsidy application (demo)"),
        state=row.state,
        since=row.since,
        passed=("draft",),
        version=1,
        says=(Said(title=Text("申请金额", "Asked for"), value=Money.yuan("46000")),),
        dues=(
            Due(
                title=Text("公示期满", "The notice period ends"),
                on=None,
                why=Text("公示尚未开始。", "It has not begun."),
            ),
        ),
        lines=(
            Lines(
                title=Text("分项（演示）", "Items (demo)"),
                heads=(Text("项目", "Item"), Text("金额", "Amount")),
                rows=(
                    (Text("评估费", "valuation fee"), Money.yuan(6000)),
                    (Text("利息", "interest"), Money.yuan(40000)),
                ),
                numeric=frozenset({1}),
            ),
        ),
    )


KIND: CaseKind[Application] = CaseKind(
    lifecycle=CYCLE,
    refers="case",
    find=lambda _reader, _key: None,
    tell=_tell,
    back=(Text("组件", "Kit"), "kit"),
    tones={"filed": ("…", "info"), "granted": ("✓", "good"), "refused": ("✕", "bad")},
    guards={"heard": _heard},
    acts=tuple(Act(event=e, form=_Why, do=_nothing) for e in ("file", "return", "grant", "refuse")),
)


def shown_case(request: HttpRequest) -> dict[str, Any]:
    """What the parts of a case draw, without a case in the database: the reader's own roles decide what is grey."""
    asked = asked_by(request)
    row = Application("S:1", "filed", asked.today)
    told = KIND.tell(row, asked)
    return {
        "told": told,
        "key": row.code,
        "picture": diagram.drawn(CYCLE, told.state, told.passed),
        "state": KIND.state(told.state),
        **standing.sorted_out(standing.choices(KIND, row, told, asked, lambda _event: "#standing")),
        "elsewhere": standing.from_elsewhere(KIND, told),
        "falls": due.falls(KIND, told, (), asked),
    }
