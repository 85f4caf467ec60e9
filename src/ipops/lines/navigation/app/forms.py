"""Forms of this line. A form reads what was typed; whether it may be done is the service's to say."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from ipops.kernel.text import Text
from ipops.lines.navigation.facts import Goal, StudyKind, Verdict
from ipops.webkit.pages.fields import DivisionField, DocumentField, MoneyField, choices
from ipops.webkit.pages.forms import Group, HouseForm
from ipops.webkit.pages.lang import said


class ProposeForm(HouseForm):
    submit_text: ClassVar[Text] = Text("提交立项申请", "Propose")

    kind = forms.ChoiceField(
        label=said("项目类别", "kind of study"),
        choices=choices(StudyKind),
        widget=forms.RadioSelect,
        initial="industry",
    )
    title = forms.CharField(label=said("名称", "title"), max_length=200)
    industry = forms.CharField(label=said("产业或领域", "industry or field"), required=False, max_length=200)
    goals = forms.MultipleChoiceField(
        label=said("目标", "goals"),
        help_text=said("每类项目有自己的目标。", "Each kind has goals of its own."),
        choices=choices(Goal),
        widget=forms.CheckboxSelectMultiple,
    )
    owner = forms.CharField(label=said("需求单位统一社会信用代码", "credit code of who needs it"), max_length=40)
    owner_name = forms.CharField(
        label=said("需求单位名称", "name of who needs it"),
        help_text=said("已登记的不用填。", "Not needed for one that is known."),
        required=False,
        max_length=200,
    )
    place = DivisionField(label=said("地区（区划代码）", "place, division code"))

    def clean_goals(self) -> tuple[Goal, ...]:
        return tuple(Goal(g) for g in self.cleaned_data["goals"])


class ContractForm(HouseForm):
    submit_text: ClassVar[Text] = Text("启动项目", "Start the study")

    contractor = forms.CharField(label=said("承担单位统一社会信用代码", "contractor's credit code"), max_length=40)
    contractor_name = forms.CharField(
        label=said("承担单位名称", "contractor's name"),
        help_text=said("已登记的不用填。", "Not needed for one that is known."),
        required=False,
        max_length=200,
    )
    leader = forms.CharField(label=said("项目负责人", "project leader"), max_length=60)
    fee = MoneyField(label=said("经费（元）", "fee, yuan"), required=False, max_length=40)
    due_on = forms.DateField(label=said("约定完成日", "agreed day of the report"), required=False)
    paper = DocumentField(label=said("合同或任务书", "contract or task book"), required=False)


class FreezeForm(HouseForm):
    groups: ClassVar[tuple[Group, ...]] = (
        Group(Text("数据集", "The data set"), ("on", "source_of_data", "query", "documents", "paper")),
        Group(
            Text("抽样检验", "Samples"),
            ("relevant_sample", "relevant_found", "precise_sample", "precise_found"),
        ),
    )
    submit_text: ClassVar[Text] = Text("冻结数据集", "Freeze the data")

    on = forms.DateField(label=said("检索日", "day of the search"))
    source_of_data = forms.CharField(label=said("数据来源", "source of the data"), max_length=200)
    query = forms.CharField(label=said("检索式", "query"), widget=forms.Textarea, max_length=20_000)
    documents = forms.IntegerField(label=said("文献数", "documents"), min_value=0, max_value=10**9)
    paper = DocumentField(label=said("数据集或清单文件", "the data set or its list"), required=False)
    relevant_sample = forms.IntegerField(label=said("查全抽样数", "recall sample"), required=False, min_value=0)
    relevant_found = forms.IntegerField(label=said("其中检出数", "of it found"), required=False, min_value=0)
    precise_sample = forms.IntegerField(label=said("查准抽样数", "precision sample"), required=False, min_value=0)
    precise_found = forms.IntegerField(label=said("其中相关数", "of it relevant"), required=False, min_value=0)


class ReportForm(HouseForm):
    submit_text: ClassVar[Text] = Text("提交报告", "Hand in")

    findings = forms.IntegerField(label=said("结论条数", "findings"), min_value=1, max_value=10_000)
    says = forms.CharField(label=said("摘要", "summary"), widget=forms.Textarea, max_length=5_000)
    paper = DocumentField(label=said("报告", "the report"))


class AcceptForm(HouseForm):
    submit_text: ClassVar[Text] = Text("验收", "Accept")

    verdict = forms.ChoiceField(label=said("验收结论", "verdict"), choices=choices(Verdict), widget=forms.RadioSelect)
    panel = forms.CharField(label=said("验收组", "panel"), max_length=500)
    paper = DocumentField(label=said("验收意见", "the panel's opinion"), required=False)


class UseForm(HouseForm):
    submit_text: ClassVar[Text] = Text("记录运用", "Record the use")

    on = forms.DateField(label=said("决策日", "day of the decision"))
    by_whom = forms.CharField(label=said("决策单位统一社会信用代码", "credit code of who decided"), max_length=40)
    by_whom_name = forms.CharField(
        label=said("决策单位名称", "name of who decided"),
        help_text=said("已登记的不用填。", "Not needed for one that is known."),
        required=False,
        max_length=200,
    )
    decision = forms.CharField(label=said("决策", "decision"), widget=forms.Textarea, max_length=2_000)
    finding = forms.CharField(
        label=said("所依据的结论", "finding it rests on"), widget=forms.Textarea, max_length=2_000
    )
    paper = DocumentField(label=said("决策文件", "the decision's paper"), required=False)


class PublishForm(HouseForm):
    submit_text: ClassVar[Text] = Text("发布成果", "Publish")

    where = forms.CharField(label=said("发布处", "where"), max_length=500)


class WhyForm(HouseForm):
    why = forms.CharField(label=said("理由", "reason"), widget=forms.Textarea, max_length=2_000)


class EvaluateForm(HouseForm):
    submit_text: ClassVar[Text] = Text("绩效评价", "Evaluate")

    says = forms.CharField(label=said("评价", "evaluation"), widget=forms.Textarea, max_length=5_000)
    paper = DocumentField(label=said("评价材料", "papers"), required=False)


class LabelForm(HouseForm):
    """The nodes are drawn by the page, beside what the rule says of each."""

    submit_text: ClassVar[Text] = Text("保存并读下一件", "Save and go on")

    why = forms.CharField(label=said("理由", "reason"), required=False, max_length=500)


class SheetForm(HouseForm):
    submit_text: ClassVar[Text] = Text("记入账本", "Store them")

    which = forms.ChoiceField(
        label=said("内容", "what it holds"),
        choices=[
            ("labels", said("标引表（document, node, label）", "labels (document, node, label)")),
            ("verdicts", said("抽样判读表（document, relevant）", "verdicts on the samples (document, relevant)")),
        ],
        widget=forms.RadioSelect,
    )
    file = DocumentField(label=said("CSV 文件（UTF-8）", "CSV file in UTF-8"))


def pair(v: dict[str, Any], name: str) -> tuple[int | None, int | None]:
    """Found and drawn of a sample."""
    return v[f"{name}_found"], v[f"{name}_sample"]
