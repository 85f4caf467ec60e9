"""May it be proposed, frozen, reported: values in, ``None`` or ``Refused`` with every reason out.

Rule 1: the goals of a study are those of its kind (GB/T 39551-2020, parts 2 to 6, as told in domain/patents.md 1.1).
Rule 2: a sample never holds more than was drawn; recall and precision without a sample are unknown, not one.
Rule 3: no number for a good recall or precision was found, so none is asked for: the sample is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.navigation.facts import Goal, StudyKind
from ipops.lines.navigation.machine import GUIDE

GOALS: Mapping[StudyKind, tuple[Goal, ...]] = {
    StudyKind.REGION: (Goal.LAYOUT, Goal.QUALITY),
    StudyKind.INDUSTRY: (Goal.DIRECTION, Goal.POSITION, Goal.PATH),
    StudyKind.ENTERPRISE: (
        Goal.TARGETS,
        Goal.DUE_DILIGENCE,
        Goal.LISTING,
        Goal.COOPERATION,
        Goal.INTRODUCTION,
        Goal.PRODUCT,
    ),
    StudyKind.RND: (Goal.START, Goal.MONITORING),
    StudyKind.TALENT: (Goal.SELECTION, Goal.APPRAISAL),
}


def propose(kind: StudyKind, goals: Iterable[Goal]) -> Refused | None:
    asked = tuple(goals)
    if not asked:
        return _no(Reason(code="no-goal", says=_NO_GOAL, cite=GUIDE, field="goals"))
    strange = [g for g in asked if g not in GOALS[kind]]
    if not strange:
        return None
    zh, en = "、".join(g.zh for g in strange), ", ".join(g.en for g in strange)
    says = Text(f"{zh}不是{kind.zh}的目标。", f"{en}: no goal of {kind.en}.")
    return _no(Reason(code="goal-of-another-kind", says=says, cite=GUIDE, field="goals"))


def freeze(
    *,
    on: date,
    today: date,
    documents: int,
    recall: tuple[int | None, int | None],
    precision: tuple[int | None, int | None],
) -> Refused | None:
    """``recall`` and ``precision`` are pairs (found, drawn), both or neither."""
    reasons = []
    if on > today:
        reasons.append(Reason(code="in-the-future", says=_FUTURE, field="on"))
    if documents < 1:
        reasons.append(Reason(code="no-documents", says=_EMPTY, field="documents"))
    for (found, drawn), name in ((recall, "relevant_sample"), (precision, "precise_sample")):
        if (found is None) != (drawn is None):
            reasons.append(Reason(code="half-a-sample", says=_HALF, field=name))
        elif found is not None and drawn is not None and not 0 <= found <= drawn:
            reasons.append(Reason(code="sample-too-large", says=_MORE, field=name))
    return Refused(reasons=tuple(reasons)) if reasons else None


def use(*, on: date, today: date, searched_on: date | None) -> Refused | None:
    """A decision rests on what was found: it is not taken in the future, nor before the day of the search."""
    if on > today:
        return _no(Reason(code="in-the-future", says=_FUTURE, field="on"))
    if searched_on is not None and on < searched_on:
        says = _BEFORE_DATA.fill(day=searched_on.isoformat())
        return _no(Reason(code="before-the-data", says=says, field="on"))
    return None


def ratio(found: int | None, drawn: int | None) -> Fraction | None:
    """Recall or precision of a sample; ``None`` (unknown) without one."""
    return Fraction(found, drawn) if found is not None and drawn else None


def accept(*, accepted_by: str, reported_by: str) -> Refused | None:
    """Who handed the report in does not accept it."""
    if accepted_by != reported_by:
        return None
    return _no(Reason(code="own-report", says=_OWN, field=""))


def _no(reason: Reason) -> Refused:
    return Refused(reasons=(reason,))


_NO_GOAL = Text("请至少选一个目标。", "Choose at least one goal.")
_FUTURE = Text("日期在今天之后。", "The day lies ahead.")
_BEFORE_DATA = Text(
    "决策日早于数据集的检索日（{day}），不可能依据本项目的结论。",
    "The decision was taken before the data were searched ({day}): it cannot rest on this study.",
)
_EMPTY = Text("数据集没有文献。", "The data set holds no documents.")
_HALF = Text("抽样数与其中的数量须同时填写。", "Give both the sample and how many of it.")
_MORE = Text("数量不能大于抽样数。", "It cannot be more than the sample.")
_OWN = Text("提交报告的人不能验收。", "Whoever handed the report in does not accept it.")
