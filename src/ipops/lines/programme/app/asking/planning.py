"""Forms of a plan that runs: splits, the task book, meetings and their items, policies, balances, contracts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from ipops.kernel.text import Text
from ipops.lines.programme.app.asking.selection import words
from ipops.lines.programme.facts.words import TaskChoice, TaskState
from ipops.webkit.pages import names
from ipops.webkit.pages.fields import DocumentField, MoneyField
from ipops.webkit.pages.forms import HouseForm
from ipops.webkit.pages.lang import said, tr


class SplitForm(HouseForm):
    """One goal over the plan's years and the city's districts; what is left empty stays as it is."""

    confirmed = forms.CharField(label=said("对提示的说明", "reason beside warnings"), required=False, max_length=300)

    def __init__(self, *args: Any, years: Iterable[int] = (), districts: Sequence[str] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.years, self.districts = tuple(years), tuple(districts)
        for year in self.years:
            self.fields[f"year.{year}"] = _figure(Text(f"{year}年", f"in {year}"))
        for place in self.districts:
            self.fields[f"district.{place}"] = _figure(names.place(place))
        self.order_fields([n for n in self.fields if n != "confirmed"] + ["confirmed"])


def _figure(title: Text) -> forms.DecimalField:
    return forms.DecimalField(label=tr(title), required=False, max_digits=18, decimal_places=4)


class TaskForm(HouseForm):
    title = forms.CharField(label=said("任务", "task"), max_length=100)
    choice = forms.ChoiceField(label=said("类型", "mandatory or optional"), choices=words(TaskChoice))
    owner = forms.CharField(label=said("责任单位", "owner"), max_length=100, required=False)
    due_on = forms.DateField(label=said("完成期限", "due on"), required=False)
    evidence = forms.CharField(label=said("完成标志", "what shows it"), max_length=200, required=False)
    goals = forms.MultipleChoiceField(
        label=said("对应目标", "goals it serves"), widget=forms.CheckboxSelectMultiple, required=False
    )
    money = MoneyField(label=said("安排资金", "money set aside"), required=False)
    why = forms.CharField(label=said("调整理由", "why it changes"), max_length=300, required=False)
    paper = DocumentField(label=said("文件", "paper"), required=False)

    def __init__(self, *args: Any, goals: Sequence[tuple[str, str]] = (), known: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["goals"].choices = list(goals)  # type: ignore[attr-defined]
        if not known:
            del self.fields["why"]


class ReportForm(HouseForm):
    state = forms.ChoiceField(label=said("进展", "state"), choices=words(TaskState))
    words = forms.CharField(label=said("说明", "in words"), widget=forms.Textarea, max_length=1000, required=False)
    paper = DocumentField(label=said("佐证", "evidence"), required=False)


class MeetingForm(HouseForm):
    title = forms.CharField(label=said("会议", "meeting"), max_length=100)
    on = forms.DateField(label=said("会议日期", "day of the meeting"))
    items = forms.CharField(
        label=said("督办事项", "supervised items"),
        help_text=said("一行一项", "one a line"),
        widget=forms.Textarea,
        max_length=2000,
        required=False,
    )
    until = forms.DateField(label=said("办理期限", "to be done by"), required=False)
    paper = DocumentField(label=said("会议纪要", "minutes"), required=False)


class SettleForm(HouseForm):
    item = forms.ChoiceField(label=said("督办事项", "supervised item"))
    words = forms.CharField(label=said("办理结果", "what was done"), widget=forms.Textarea, max_length=1000)
    paper = DocumentField(label=said("佐证", "evidence"), required=False)

    def __init__(self, *args: Any, items: Iterable[str] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["item"].choices = [(i, i) for i in items]  # type: ignore[attr-defined]


class PolicyForm(HouseForm):
    number = forms.CharField(label=said("文号", "document number"), max_length=80)
    title = forms.CharField(label=said("名称", "title"), max_length=200)
    on = forms.DateField(label=said("印发日", "issued on"))
    until = forms.DateField(label=said("失效日（不含）", "holds until (exclusive)"), required=False)
    task = forms.ChoiceField(label=said("对应任务", "task it serves"), required=False)
    replaces = forms.ChoiceField(label=said("废止", "repeals"), required=False)
    shared_as = forms.CharField(
        label=said("经验发布", "experience published as"),
        help_text=said("刊发处与日期；没有的留空", "where and when; empty if it was not"),
        max_length=200,
        required=False,
    )
    paper = DocumentField(label=said("文件", "the document"), required=False)

    def __init__(
        self, *args: Any, tasks: Sequence[tuple[str, str]] = (), numbers: Iterable[str] = (), **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["task"].choices = [("", said("无", "none")), *tasks]  # type: ignore[attr-defined]
        self.fields["replaces"].choices = [("", said("无", "none")), *((n, n) for n in numbers)]  # type: ignore[attr-defined]


class BalanceForm(HouseForm):
    account = forms.ChoiceField(label=said("科目", "account"))
    stated = MoneyField(label=said("对账单余额", "balance on the statement"))
    on = forms.DateField(label=said("对账日", "day of the statement"))
    paper = DocumentField(label=said("对账单", "statement"), required=False)

    def __init__(self, *args: Any, accounts: Sequence[tuple[str, str]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["account"].choices = list(accounts)  # type: ignore[attr-defined]


class ContractForm(HouseForm):
    contract = forms.CharField(label=said("合同编号", "contract"), max_length=60)
    amount = MoneyField(label=said("合同金额", "amount"))
    procurement = forms.CharField(label=said("采购方式", "procurement method"), max_length=60)
    accepted_on = forms.DateField(label=said("验收日", "accepted on"), required=False)
    paper = DocumentField(label=said("合同", "contract"), required=False)
