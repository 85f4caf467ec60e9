"""Forms of this line. A form reads what was typed; whether it may be done is the service's to say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Reason
from ipops.kernel.text import Text
from ipops.ledger.facts.words import CreditGrade
from ipops.lines.custody.app import selectors
from ipops.lines.custody.facts import Ending, Service, Size
from ipops.lines.custody.rules import clauses, size
from ipops.rights.identity import right_number
from ipops.webkit.pages.fields import DivisionField, DocumentField, MoneyField, ProofField, choices, several
from ipops.webkit.pages.forms import Group, HouseForm
from ipops.webkit.pages.lang import said, say


def number_of(text: str) -> str:
    """The number as we write it; a wrong check digit is told with its proposal, never repaired."""
    got = right_number(text)
    if isinstance(got, Reason):
        raise ValidationError(say(got.says))
    return got[0]


def numbers_of(text: str) -> tuple[str, ...]:
    """Numbers in one way of writing: a contract that names a right by another covers nothing and escapes every comparison."""
    return tuple(dict.fromkeys(number_of(n) for n in several(text)))


class Asking(HouseForm):
    """Which agencies see the need."""

    open_to_all = forms.BooleanField(
        label=said("向所有已登记的服务机构公开，欢迎报价", "open to every agency that is known here"), required=False
    )
    invited = forms.CharField(
        label=said("邀请报价的机构，每行一个信用代码", "agencies invited, one credit code a line"),
        help_text=said(
            "都不填：只有主管部门看到，由其联系机构。", "Neither: the office alone sees it, and finds an agency."
        ),
        widget=forms.Textarea,
        required=False,
        max_length=2_000,
    )

    def clean_invited(self) -> tuple[str, ...]:
        return several(self.cleaned_data["invited"])


class AskForm(Asking):
    """First the credit code; a firm that is known needs nothing else."""

    submit_text: ClassVar[Text] = Text("登记需求", "Enter the need")

    client = forms.CharField(label=said("企业统一社会信用代码", "the firm's credit code"), max_length=40)
    client_name = forms.CharField(
        label=said("企业名称", "name of the firm"),
        help_text=said("已登记的企业不用填。", "Not needed for a firm that is known."),
        required=False,
        max_length=200,
    )
    place = DivisionField(
        label=said("企业所在区划代码", "the firm's division code"),
        help_text=said("已登记的企业不用填。", "Not needed for a firm that is known."),
        required=False,
    )
    wants = forms.CharField(label=said("需求", "what is wanted"), widget=forms.Textarea, max_length=2_000)
    rights = forms.CharField(
        label=said("涉及的权利号，每行一件", "rights meant, one a line"),
        widget=forms.Textarea,
        required=False,
        max_length=20_000,
    )

    def clean_rights(self) -> tuple[str, ...]:
        return numbers_of(self.cleaned_data["rights"])


class OfferForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"licence_no": clauses.RESERVED, "grade": clauses.GRADE_D}
    groups: ClassVar[tuple[Group, ...]] = (
        Group(Text("机构", "The agency"), ("agency", "agency_name", "grade", "licence_no")),
        Group(Text("报价", "The offer"), ("level", "services", "fee", "paper")),
    )
    submit_text: ClassVar[Text] = Text("登记报价", "Enter the offer")

    agency = forms.CharField(
        label=said("机构统一社会信用代码", "the agency's credit code"),
        help_text=said("机构为自己报价的不用填。", "Not needed by an agency that offers for itself."),
        required=False,
        max_length=40,
    )
    agency_name = forms.CharField(
        label=said("机构名称", "name of the agency"),
        help_text=said("已登记的机构不用填。", "Not needed for an agency that is known."),
        required=False,
        max_length=200,
    )
    grade = forms.ChoiceField(
        label=said("机构公布的信用等级", "its published credit grade"),
        help_text=said(
            "机构自己报价的，以在案等级为准。",
            "Of an agency that offers for itself, the grade on record holds.",
        ),
        choices=choices(CreditGrade),
        initial=CreditGrade.UNKNOWN,
        required=False,
    )
    licence_no = forms.CharField(
        label=said("专利代理机构执业许可证号", "patent agency licence number"),
        help_text=said("只有申请、审查答复、无效代理需要。", "Needed for filing, prosecution and invalidation alone."),
        required=False,
        max_length=60,
    )
    level = forms.ChoiceField(label=said("服务等级", "service level"), widget=forms.RadioSelect)
    services = forms.MultipleChoiceField(
        label=said("服务内容", "services"), choices=choices(Service), widget=forms.CheckboxSelectMultiple
    )
    fee = MoneyField(label=said("年服务费（元）", "service fee a year, yuan"), required=False, max_length=40)
    paper = DocumentField(label=said("报价文件", "the offer's paper"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(code, say(level.says)) for code, level in selectors.levels().items()]
        self.fields["level"].choices = offered  # type: ignore[attr-defined]

    def clean_services(self) -> tuple[Service, ...]:
        return tuple(Service(s) for s in self.cleaned_data["services"])

    def clean_grade(self) -> CreditGrade:
        return CreditGrade(self.cleaned_data["grade"] or CreditGrade.UNKNOWN)


class SignForm(HouseForm):
    """The contract. Revenue and assets decide the size and are not stored."""

    cites: ClassVar[Mapping[str, Citation]] = {
        "paper": clauses.WRITTEN,
        "rights": clauses.CONFLICT,
        "industry": clauses.SIZE,
    }
    groups: ClassVar[tuple[Group, ...]] = (
        Group(Text("合同", "The contract"), ("agency", "on", "last_day", "leader", "secrecy", "rights", "paper")),
        Group(
            Text("企业规模（签约时）", "Size of the firm at signing"),
            ("declared", "declared_signed", "industry", "employees", "revenue", "assets"),
        ),
    )
    submit_text: ClassVar[Text] = Text("登记合同", "Enter the contract")

    agency = forms.ChoiceField(
        label=said("选定的机构", "with which agency"),
        help_text=said("各家报价见本件“报价”表。", "Their offers stand in the table of offers of this case."),
        required=False,
    )
    on = forms.DateField(label=said("签订日", "signed on"))
    last_day = forms.DateField(
        label=said("最后一日", "last day"), help_text=said("未约定可不填。", "Empty if none is agreed."), required=False
    )
    leader = forms.CharField(label=said("项目负责人", "the leader who answers for it"), max_length=60)
    secrecy = forms.BooleanField(label=said("合同含保密约定", "the contract promises secrecy"), required=False)
    rights = forms.CharField(
        label=said("托管的权利号，每行一件", "rights in custody, one a line"),
        widget=forms.Textarea,
        required=False,
        max_length=20_000,
    )
    paper = ProofField(label=said("书面合同", "the written contract"))
    declared = forms.ChoiceField(
        label=said("企业声明", "the firm declares itself"), choices=choices(Size), initial=Size.UNKNOWN
    )
    declared_signed = forms.BooleanField(
        label=said("声明由企业签章，随合同附上", "the declaration is signed by the firm and attached to the contract"),
        help_text=said("没有数据计算规模时必须。", "Needed where the size cannot be computed."),
        required=False,
    )
    industry = forms.CharField(
        label=said("国民经济行业代码", "industry code (GB/T 4754)"),
        help_text=said("填了行业与指标就能按办法计算。", "With it and the figures the size is computed."),
        required=False,
        max_length=6,
    )
    employees = forms.IntegerField(label=said("从业人员（人）", "employees"), required=False, min_value=0)
    revenue = MoneyField(
        label=said("营业收入（元），不保存", "revenue, yuan; not stored"), required=False, max_length=40
    )
    assets = MoneyField(label=said("资产总额（元），不保存", "assets, yuan; not stored"), required=False, max_length=40)

    def clean_rights(self) -> tuple[str, ...]:
        return numbers_of(self.cleaned_data["rights"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: tuple[tuple[str, str], ...] = tuple(self.initial.get("offered", ()))
        self.fields["agency"].choices = offered  # type: ignore[attr-defined]
        self.fields["agency"].initial = offered[-1][0] if offered else ""

    @property
    def until(self) -> date | None:
        last = self.cleaned_data["last_day"]
        return last + timedelta(days=1) if last else None

    @property
    def told(self) -> size.Told:
        v = self.cleaned_data
        return size.Told(
            industry=v["industry"].strip().upper(), employees=v["employees"], revenue=v["revenue"], assets=v["assets"]
        )


class ServeForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"service": clauses.RESERVED}
    submit_text: ClassVar[Text] = Text("记入服务日志", "Enter the service")

    on = forms.DateField(label=said("服务日", "day of the service"))
    service = forms.ChoiceField(label=said("服务", "service"), choices=choices(Service))
    what = forms.CharField(label=said("做了什么", "what was done"), widget=forms.Textarea, max_length=2_000)
    right = forms.CharField(label=said("所涉权利号", "right"), required=False, max_length=60)
    saved = MoneyField(label=said("为企业节省的官费（元）", "official fees saved, yuan"), required=False, max_length=40)
    paper = DocumentField(label=said("服务凭证", "evidence"), required=False)

    def clean_right(self) -> str:
        typed = self.cleaned_data["right"].strip()
        return number_of(typed) if typed else ""


class ReviewForm(HouseForm):
    submit_text: ClassVar[Text] = Text("记入年度评价", "Enter the review")

    year = forms.IntegerField(label=said("年度", "year"), min_value=2000, max_value=2200)
    planned = forms.IntegerField(label=said("计划服务数", "services planned"), min_value=0, max_value=100_000)
    missed = forms.IntegerField(label=said("错过的期限数", "dates missed"), min_value=0, max_value=100_000)
    answer_days = forms.IntegerField(
        label=said("平均答复天数", "days until an answer, on average"), required=False, min_value=0, max_value=1_000
    )
    satisfaction = forms.IntegerField(
        label=said("企业满意度（1至5）", "client's satisfaction, 1 to 5"), required=False, min_value=1, max_value=5
    )
    says = forms.CharField(label=said("评价", "review"), widget=forms.Textarea, required=False, max_length=2_000)
    paper = DocumentField(label=said("评价材料", "papers"), required=False)


class EndForm(HouseForm):
    submit_text: ClassVar[Text] = Text("终止托管", "End the custody")

    on = forms.DateField(
        label=said("终止日", "day of the end"), help_text=said("从这一天起不再托管。", "The first day without custody.")
    )
    ending = forms.ChoiceField(
        label=said("终止方式", "how it ended"), choices=choices(Ending), widget=forms.RadioSelect
    )
    why = forms.CharField(label=said("理由", "reason"), widget=forms.Textarea, max_length=2_000)
    paper = DocumentField(label=said("证据文件", "evidence"), required=False)


class DropForm(HouseForm):
    submit_text: ClassVar[Text] = Text("撤回", "Withdraw")

    why = forms.CharField(label=said("理由", "reason"), widget=forms.Textarea, max_length=2_000)


class PlanForm(HouseForm):
    submit_text: ClassVar[Text] = Text("记入服务计划", "Enter the plan")

    year = forms.IntegerField(label=said("年度", "year"), min_value=2000, max_value=2200)
    service = forms.ChoiceField(label=said("服务", "service"), choices=choices(Service))
    times = forms.IntegerField(label=said("次数", "times"), min_value=1, max_value=366)


class AnswerForm(HouseForm):
    submit_text: ClassVar[Text] = Text("记入答复", "Enter the answer")

    asked_on = forms.DateField(label=said("提问日", "asked on"))
    on = forms.DateField(label=said("答复日", "answered on"))
    question = forms.CharField(label=said("问题", "question"), widget=forms.Textarea, max_length=2_000)
    answer = forms.CharField(label=said("答复", "answer"), widget=forms.Textarea, max_length=2_000)


class RateForm(HouseForm):
    submit_text: ClassVar[Text] = Text("提交评分", "Send the rating")

    year = forms.IntegerField(label=said("年度", "year"), min_value=2000, max_value=2200)
    satisfaction = forms.IntegerField(
        label=said("企业满意度（1至5）", "client's satisfaction, 1 to 5"), min_value=1, max_value=5
    )
    says = forms.CharField(label=said("意见", "remarks"), widget=forms.Textarea, required=False, max_length=2_000)
