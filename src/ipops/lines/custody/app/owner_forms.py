"""Forms of owners and parks: a need of one's own, payments, records and renewals with their papers, lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from ipops.kernel.citation import Citation
from ipops.kernel.text import Text
from ipops.lines.custody.app.forms import Asking, number_of, numbers_of
from ipops.lines.custody.rules import clauses
from ipops.webkit.pages.fields import DivisionField, MoneyField, ProofField, several
from ipops.webkit.pages.forms import HouseForm
from ipops.webkit.pages.lang import said, say


class NeedForm(Asking):
    """The firm's own need: who it is, its account tells."""

    submit_text: ClassVar[Text] = Text("提出托管需求", "Ask for custody")

    wants = forms.CharField(label=said("需求", "what is wanted"), widget=forms.Textarea, max_length=2_000)
    rights = forms.CharField(
        label=said("涉及的权利号，每行一件", "rights meant, one a line"),
        help_text=said("不填即为全部权利。", "Empty for all rights."),
        widget=forms.Textarea,
        required=False,
        max_length=20_000,
    )

    def clean_rights(self) -> tuple[str, ...]:
        return numbers_of(self.cleaned_data["rights"])


class PayForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"twice": clauses.REFUND}
    submit_text: ClassVar[Text] = Text("记录缴费", "Record the payment")

    right = forms.CharField(label=said("权利号", "right"), max_length=60)
    year = forms.IntegerField(label=said("专利年度", "patent year"), min_value=1, max_value=40)
    on = forms.DateField(label=said("缴费日", "paid on"))
    paid = MoneyField(label=said("实缴金额（元）", "sum paid, yuan"), max_length=40)
    twice = forms.BooleanField(label=said("该年度重复缴纳", "the year was paid twice"), required=False)
    paper = ProofField(label=said("缴费凭证", "proof of payment"))

    def clean_right(self) -> str:
        return number_of(self.cleaned_data["right"])


class ReductionForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"percent": clauses.REDUCTION, "year": clauses.EACH_YEAR}
    submit_text: ClassVar[Text] = Text("记录费减备案", "Record the reduction")

    rights = forms.CharField(
        label=said("权利号，每行一件", "rights, one a line"), widget=forms.Textarea, max_length=20_000
    )
    year = forms.IntegerField(label=said("自然年度", "calendar year"), min_value=2016, max_value=2200)
    percent = forms.TypedChoiceField(
        label=said("减缴比例", "per cent not charged"),
        choices=[(85, "85%"), (70, "70%")],
        coerce=int,
        widget=forms.RadioSelect,
    )
    paper = ProofField(label=said("审批结果", "the office's answer"))

    def clean_rights(self) -> tuple[str, ...]:
        return numbers_of(self.cleaned_data["rights"])


class UseForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"classes": clauses.NON_USE}
    submit_text: ClassVar[Text] = Text("记录使用证据", "Record the evidence")

    right = forms.CharField(label=said("商标注册号", "mark"), max_length=60)
    on = forms.DateField(label=said("使用日", "day of the use"))
    classes = forms.CharField(label=said("类别（可多个）", "classes"), max_length=200)
    goods = forms.CharField(label=said("商品或服务", "goods or services"), required=False, max_length=500)
    how = forms.CharField(
        label=said("使用方式", "how it was used"),
        help_text=said("如包装、合同、发票、广告。", "Packaging, contract, invoice, advertising."),
        required=False,
        max_length=500,
    )
    paper = ProofField(label=said("证据文件", "evidence"))

    def clean_right(self) -> str:
        return number_of(self.cleaned_data["right"])

    def clean_classes(self) -> tuple[str, ...]:
        return several(self.cleaned_data["classes"].replace("，", "、").replace(",", "、"))


class RenewForm(HouseForm):
    """The renewal of a mark: asked for and paid, or approved."""

    cites: ClassVar[Mapping[str, Citation]] = {"what": clauses.RENEWAL}
    submit_text: ClassVar[Text] = Text("记录续展", "Record the renewal")

    right = forms.CharField(label=said("商标注册号", "mark"), max_length=60)
    what = forms.ChoiceField(label=said("办到哪一步", "what was done"), widget=forms.RadioSelect, initial="filed")
    on = forms.DateField(
        label=said("办理日", "day"),
        help_text=said("申请并缴费之日，或核准续展之日。", "The day it was asked for and paid, or approved."),
    )
    paid = MoneyField(
        label=said("实缴金额（元）", "sum paid, yuan"),
        help_text=said("记录核准时不用填。", "Not needed for the approval."),
        required=False,
        max_length=40,
    )
    paper = ProofField(label=said("凭证或续展证明", "receipt or certificate"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        filed = Text("已提出续展申请并缴费", "renewal asked for and paid")
        renewed = Text("已核准续展", "renewal approved")
        self.fields["what"].choices = [("filed", say(filed)), ("renewed", say(renewed))]  # type: ignore[attr-defined]

    def clean_right(self) -> str:
        return number_of(self.cleaned_data["right"])


class ListForm(HouseForm):
    """A list as people have it; nothing is stored before the preview is confirmed."""

    submit_text: ClassVar[Text] = Text("预览", "Preview")

    file = forms.FileField(
        label=said("清单文件", "the list"),
        help_text=said(
            "CSV 或 XLSX；表头中英文均可，列序不限。", "CSV or XLSX; headers in either language, any order."
        ),
    )


class MonthlyForm(HouseForm):
    submit_text: ClassVar[Text] = Text("导入月报", "Import the list")

    file = forms.FileField(
        label=said("托管月报", "monthly list of custody"),
        help_text=said("XLSX 或 CSV：合同与服务记录。", "XLSX or CSV: contracts and service entries."),
    )
    place = DivisionField(label=said("未填区划的企业所在区划代码", "division of firms that say none"), required=False)
