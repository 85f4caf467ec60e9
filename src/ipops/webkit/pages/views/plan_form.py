"""What is asked of a city's plan: its document, its years, how it counts, and a figure for each goal of the notice."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ipops import policy
from ipops.intake.values import read_decimal
from ipops.kernel.text import Text
from ipops.policy import Layer, Pack, Target, plans
from ipops.policy.docs import SIGNS
from ipops.policy.exact import decimal_text
from ipops.policy.units import UNITS
from ipops.webkit.pages.fields import DocumentField
from ipops.webkit.pages.forms import Group, HouseForm
from ipops.webkit.pages.lang import said, say

GOAL, ANSWER = "goal_", "answer_"
_GRAINS = {
    "month": Text("每月", "every month"),
    "quarter": Text("每季", "every quarter"),
    "year": Text("每年", "every year"),
}
_SILENT = Text("方案没有写明", "the plan does not say")


class FigureField(forms.CharField):
    """A figure as a plan prints it: 1,200 or 22.5; empty if the plan gives none."""

    def clean(self, value: Any) -> Decimal | None:
        got = read_decimal(super().clean(value))
        if isinstance(got, Text):
            raise ValidationError(say(got))
        return got


class YearsField(forms.CharField):
    """2021-2023, with whatever sign a plan puts between: both years are in it."""

    def clean(self, value: Any) -> tuple[int, int] | None:
        text = str(super().clean(value) or "").strip()
        years = plans.years_of(text)
        if text and years is None:
            raise ValidationError(say(_TWO_YEARS))
        return years


_TWO_YEARS = Text("请写起止两个年份，如 2021-2023。", "Write the first and the last year, as 2021-2023.")


class PlanForm(HouseForm):
    submit_text = Text("放入方案", "Put the plan in")

    #: Of which notice the goals on the page are: another choice lists others, and nothing may be put in unseen.
    listed = forms.CharField(widget=forms.HiddenInput)
    notice = forms.ChoiceField(label=said("所依据的通知", "The notice it stands under"), choices=())
    title_zh = forms.CharField(label=said("方案名称", "Title in Chinese"), max_length=200)
    title_en = forms.CharField(
        label=said("英文名称", "Title in English"),
        max_length=200,
        required=False,
        help_text=said("不填则英文页面也显示中文名称。", "Without one the Chinese title stands on English pages too."),
    )
    document = forms.CharField(
        label=said("文号；没有文号的写名称", "Document number, or its name if it has none"), max_length=100
    )
    day = forms.DateField(label=said("印发日期", "Issued on"))
    clause = forms.CharField(
        label=said("目标写在哪一条", "Where the goals stand"),
        max_length=100,
        help_text=said("如：二、建设目标", "As the plan numbers its parts."),
    )
    paper = DocumentField(
        label=said("方案文件", "The plan itself"),
        help_text=said(
            "每个数字以此文件为出处，按哈希保存。", "Every figure cites this file, which is kept by its hash."
        ),
    )
    years = YearsField(
        label=said("建设年限", "Years of the plan"),
        required=False,
        help_text=said("如 2021-2023，含首尾两年。", "For example 2021-2023, both included."),
    )
    base_year = forms.IntegerField(
        label=said("增幅的基年", "Base year of growth"), required=False, min_value=1985, max_value=2199
    )
    grain = forms.ChoiceField(label=said("报送频次", "How often it reports"), required=False, choices=())
    due_days = forms.IntegerField(
        label=said("期后几日内报送", "Days after the period"), required=False, min_value=0, max_value=366
    )
    due_clause = forms.CharField(
        label=said("写在哪一条", "Where this stands"),
        required=False,
        max_length=100,
        help_text=said(
            "方案没有写明、由本局自定的留空，报表上会标明“本系统规则”。",
            "Leave it empty if the office decides this itself; the return then says that it is a rule of our own.",
        ),
    )

    def __init__(self, *args: Any, notice: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        notices = [p for p in policy.packs().values() if p.layer is Layer.NOTICE and p.demo <= notice.demo]
        self._choose("notice", [(p.code, say(p.title)) for p in sorted(notices, key=lambda p: p.start, reverse=True)])
        self._choose("grain", [("", say(_SILENT)), *((k, say(v)) for k, v in _GRAINS.items())])
        goals, asked = plans.askable(notice), plans.questions(notice)
        self.fields |= {f"{GOAL}{t.id}": _goal(t) for t in goals}
        self.fields |= {f"{ANSWER}{n}": _question(says, answers) for n, (says, answers) in asked.items()}
        self.groups = (  # type: ignore[misc]
            Group(Text("文件", "Document"), ("notice", "title_zh", "title_en", "document", "day", "clause", "paper")),
            Group(Text("目标：没有写明的留空", "Goals: leave empty what it does not say"), tuple(f"{GOAL}{t.id}" for t in goals)),
            Group(Text("口径与年限", "Scope and years"), ("years", "base_year", *(f"{ANSWER}{n}" for n in asked))),
            Group(Text("报送", "Reporting"), ("grain", "due_days", "due_clause")),
        )  # fmt: skip

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("notice") and given["notice"] != given.get("listed"):
            self.put("listed", given["notice"])
            self.add_error("notice", say(_OTHER_GOALS))
        if bool(given.get("grain")) != (given.get("due_days") is not None) and "due_days" not in self.errors:
            self.add_error("due_days", say(_BOTH))
        return given


_OTHER_GOALS = Text(
    "目标已按所选通知重新列出，请核对后再放入。",
    "The goals are now those of this notice; look at them and put the plan in again.",
)
_BOTH = Text("频次与期限要么都填，要么都不填。", "Give both how often and by when, or neither.")


def _goal(target: Target) -> forms.Field:
    field = FigureField(label=say(target.title), required=False, max_length=30)
    unit = UNITS[target.unit].named
    told = Text(f"单位：{unit.zh}", f"unit: {unit.en}")
    if target.floor is not None:
        sign, floor = SIGNS[target.comparator], decimal_text(target.floor)
        told = Text(f"{told.zh}；通知的下限：{sign} {floor}", f"{told.en}; floor of the notice: {sign} {floor}")
    field.help_text = say(told)
    return field


def _question(says: Text, answers: Any) -> forms.Field:
    choices = [("", say(_SILENT)), *((code, say(t)) for code, t in answers.items())]
    return forms.ChoiceField(label=say(says), required=False, choices=choices)
