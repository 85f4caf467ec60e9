"""Forms of calls, nominations, panels, experts and objections."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from ipops.kernel.text import Text
from ipops.lines.programme.facts.words import Ground
from ipops.policy import Pack
from ipops.policy.schemes import Scheme
from ipops.webkit.pages.fields import DocumentField, MoneyField, ReasonField
from ipops.webkit.pages.forms import Group, HouseForm
from ipops.webkit.pages.lang import said, tr


def words(cls: Any) -> list[tuple[str, Any]]:
    """Choices of a closed vocabulary."""
    return [(str(w), said(w.zh, w.en)) for w in cls]


class CallForm(HouseForm):
    title = forms.CharField(label=said("名称", "title"), max_length=200)
    pack = forms.ChoiceField(label=said("依据的通知", "notice it rests on"))
    form = forms.CharField(label=said("申报表版本", "form version"), initial="1", max_length=20)
    closes_on = forms.DateField(label=said("截止日", "closes on"), required=False)

    def __init__(self, *args: Any, notices: Iterable[Pack] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["pack"].choices = [(p.code, f"{p.code} {p.document}") for p in notices]  # type: ignore[attr-defined]


class NominationForm(HouseForm):
    """One field a goal of the notice; the floor stands beside it."""

    groups: ClassVar[tuple[Group, ...]] = ()
    city = forms.ChoiceField(label=said("推荐城市", "city"))
    matching = MoneyField(label=said("承诺配套资金", "matching money promised"), required=False)
    mandatory = forms.MultipleChoiceField(
        label=said("必做任务", "mandatory tasks"), widget=forms.CheckboxSelectMultiple, required=False
    )
    optional = forms.MultipleChoiceField(
        label=said("选做任务", "optional tasks"), widget=forms.CheckboxSelectMultiple, required=False
    )
    paper = DocumentField(label=said("申报方案", "application plan"), required=False)

    def __init__(self, *args: Any, cities: Iterable[tuple[str, str]] = (), pack: Pack, on: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["city"].choices = list(cities)  # type: ignore[attr-defined]
        for name in ("mandatory", "optional"):
            told = pack.term(f"{name}_tasks", on)
            listed = getattr(told, "value", ())
            self.fields[name].choices = [(t.zh, tr(t)) for t in listed if isinstance(t, Text)]  # type: ignore[attr-defined]
        self.goals = [g for g in pack.targets(on) if g.floor is not None]
        for goal in self.goals:
            floor = Text(f"下限 {goal.floor}", f"floor {goal.floor}")
            self.fields[f"target.{goal.id}"] = forms.DecimalField(
                label=tr(goal.title), help_text=tr(floor), required=False, max_digits=18, decimal_places=4
            )

    @property
    def targets(self) -> dict[str, Decimal]:
        return {g.id: v for g in self.goals if (v := self.cleaned_data.get(f"target.{g.id}")) is not None}


class PanelForm(HouseForm):
    experts = forms.MultipleChoiceField(label=said("专家", "experts"), widget=forms.CheckboxSelectMultiple)
    lock_by = forms.DateField(
        label=said("评分截止日", "sheets are due by"),
        help_text=said("可不填：没有规定写明期限。", "May stay empty: no rule names a day."),
        required=False,
    )

    def __init__(self, *args: Any, experts: Iterable[tuple[str, str]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["experts"].choices = list(experts)  # type: ignore[attr-defined]


class DeclareForm(HouseForm):
    ground = forms.ChoiceField(
        label=said("利害关系申明", "conflict of interest"), widget=forms.RadioSelect, choices=words(Ground)
    )
    why = forms.CharField(label=said("说明", "explanation"), required=False, widget=forms.Textarea)


class OpenForm(HouseForm):
    """Nothing to fill in: opening is the act."""

    submit_text: ClassVar[Text] = Text("打开材料", "Open the documents")


class SheetForm(HouseForm):
    submit_text: ClassVar[Text] = Text("锁定评分", "Lock the sheet")
    remarks = forms.CharField(label=said("评语", "remarks"), required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, scheme: Scheme, **more: Any) -> None:
        super().__init__(*args, **more)
        for item in scheme.leaves:
            most = Text(f"0 至 {item.points} 分", f"0 to {item.points} points")
            self.fields[item.id] = forms.DecimalField(
                label=tr(item.title), help_text=tr(most), max_digits=6, decimal_places=2
            )


class PublishForm(HouseForm):
    proposed = forms.IntegerField(label=said("拟支持城市数", "cities proposed"), min_value=1)


class WhyForm(HouseForm):
    """A reason and, where there is one, its paper."""

    why = forms.CharField(label=said("理由", "reason"), required=False, widget=forms.Textarea)
    paper = DocumentField(label=said("文件", "paper"), required=False)


class ReasonForm(WhyForm):
    """As ``WhyForm``, where the act is refused without its reason."""

    why = ReasonField(label=said("理由", "reason"), widget=forms.Textarea)


class SettleForm(WhyForm):
    """A result is settled without a word only where its time for objections is known."""

    why = forms.CharField(
        label=said("理由", "reason"),
        help_text=said(
            "提出异议的期限未知的，须写明可以定案的依据。",
            "Needed where the time for objections is unknown: why it may be settled.",
        ),
        required=False,
        widget=forms.Textarea,
    )


class ObjectionForm(HouseForm):
    name = forms.CharField(label=said("姓名或单位", "your name"), required=False, max_length=100)
    words = forms.CharField(label=said("异议内容", "what you object to"), required=False, widget=forms.Textarea)
    paper = DocumentField(label=said("证据", "evidence"), required=False)


class DefenceForm(HouseForm):
    goal = forms.ChoiceField(label=said("目标", "goal"))
    value = forms.DecimalField(label=said("承诺值", "promised figure"), max_digits=18, decimal_places=4)
    why = forms.CharField(label=said("答辩记录", "record of the defence"), widget=forms.Textarea)

    def __init__(self, *args: Any, goals: Iterable[tuple[str, str]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["goal"].choices = list(goals)  # type: ignore[attr-defined]
