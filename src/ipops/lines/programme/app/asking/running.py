"""Forms of plans, money, projects, returns and evaluations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from ipops.kernel.text import Text
from ipops.lines.programme.app import telling
from ipops.lines.programme.app.asking.selection import words
from ipops.lines.programme.facts.words import Instrument, Position, ProjectClass, ScorePart, Source
from ipops.lines.programme.rules.fund.postings import BY_HAND
from ipops.policy.returns import ReturnSchema
from ipops.policy.schemes import How, Scheme
from ipops.policy.targets import Target
from ipops.webkit.pages.fields import DocumentField, MoneyField, ReasonField
from ipops.webkit.pages.forms import Group, HouseForm
from ipops.webkit.pages.lang import said, tr

_JOINS = Text("合并目标：并入另一目标的，选出并入哪个", "Joined goals: into which other goal each went")


class PlanForm(HouseForm):
    """Plan figures start from what was promised."""

    number = forms.CharField(label=said("文号", "document number"), max_length=80)
    base_year = forms.IntegerField(label=said("基期年", "base year"), min_value=1985)
    first_year = forms.IntegerField(label=said("首年", "first year"), min_value=1985)
    last_year = forms.IntegerField(label=said("末年", "last year"), min_value=1985)
    task = forms.CharField(label=said("牵头任务", "leading task"), max_length=100, required=False)
    owner = forms.CharField(label=said("责任单位", "owner"), max_length=100, required=False)
    due_on = forms.DateField(label=said("完成期限", "due on"), required=False)
    evidence = forms.CharField(label=said("完成标志", "what shows it"), max_length=100, required=False)
    confirmed = forms.CharField(label=said("对提示的说明", "reason beside warnings"), required=False, max_length=300)
    paper = DocumentField(label=said("实施方案", "the plan"), required=False)

    def __init__(self, *args: Any, goals: Iterable[Target] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.goals = list(goals)
        for goal in self.goals:
            floor = Text(f"下限 {goal.floor}", f"floor {goal.floor}")
            self.fields[f"target.{goal.id}"] = forms.DecimalField(
                label=tr(goal.title), help_text=tr(floor), required=False, max_digits=18, decimal_places=4
            )
        named = [(g.id, tr(g.title)) for g in self.goals]
        for goal in self.goals:
            into = [("", said("无", "none")), *(n for n in named if n[0] != goal.id)]
            self.fields[f"into.{goal.id}"] = forms.ChoiceField(label=tr(goal.title), choices=into, required=False)
        joins = Group(_JOINS, tuple(f"into.{g.id}" for g in self.goals), folded=True)
        self.groups = (joins,)  # type: ignore[misc]

    @property
    def merges(self) -> dict[str, tuple[str, ...]]:
        """Which goals were joined into which; a joined goal has no plan figure of its own."""
        made: dict[str, tuple[str, ...]] = {}
        for goal in self.goals:
            if into := self.cleaned_data.get(f"into.{goal.id}"):
                made[into] = (*made.get(into, ()), goal.id)
        return made


class ReceiveForm(HouseForm):
    source = forms.ChoiceField(label=said("资金来源", "source"), choices=words(Source))
    amount = MoneyField(label=said("金额", "amount"))
    budget_year = forms.IntegerField(label=said("预算年度", "budget year"), min_value=2000)
    number = forms.CharField(label=said("指标文号", "budget document"), max_length=80, required=False)
    received_on = forms.DateField(label=said("省级收到日", "received by the province on"))
    passed_on = forms.DateField(label=said("下达日", "passed on"), required=False)
    withheld = forms.BooleanField(label=said("暂缓拨付", "withheld for now"), required=False)
    paper = DocumentField(label=said("文件", "paper"), required=False)


class MoveForm(HouseForm):
    source = forms.ChoiceField(label=said("资金来源", "source"), choices=words(Source))
    from_ = forms.ChoiceField(label=said("由", "from"), choices=words(BY_HAND))
    to = forms.ChoiceField(
        label=said("转为", "to"), choices=words(p for p in Position if any(p in to for to in BY_HAND.values()))
    )
    instrument = forms.ChoiceField(
        label=said("支持方式", "instrument"), choices=[("", said("无", "none")), *words(Instrument)], required=False
    )
    amount = MoneyField(label=said("金额", "amount"))
    budget_year = forms.IntegerField(label=said("预算年度", "budget year"), min_value=2000)
    why = forms.CharField(label=said("摘要", "in words"), max_length=200)
    paper = DocumentField(label=said("凭证", "voucher"), required=False)


class ProjectCallForm(HouseForm):
    title = forms.CharField(label=said("名称", "title"), max_length=100)
    klass = forms.ChoiceField(label=said("项目类别", "class"), choices=words(ProjectClass))
    source = forms.ChoiceField(label=said("资金来源", "source"), choices=words(Source))
    instrument = forms.ChoiceField(label=said("支持方式", "instrument"), choices=words(Instrument))
    money = MoneyField(label=said("安排资金", "money set aside"))
    budget_year = forms.IntegerField(label=said("预算年度", "budget year"), min_value=2000)
    closes_on = forms.DateField(label=said("截止日", "closes on"))
    task = forms.CharField(label=said("对应任务", "task it serves"), required=False, max_length=40)


class ProjectForm(HouseForm):
    applicant = forms.CharField(label=said("统一社会信用代码", "credit code"), max_length=40)
    title = forms.CharField(label=said("项目名称", "title"), max_length=100)
    asked = MoneyField(label=said("申请金额", "amount asked"))
    fund_name = forms.CharField(label=said("资金名称", "fund"), max_length=80)
    bureau = forms.CharField(label=said("主管部门", "bureau"), max_length=80)
    invoices = forms.CharField(label=said("发票号", "invoices"), required=False, max_length=300)
    loans = forms.CharField(label=said("贷款合同号", "loan contracts"), required=False, max_length=300)
    rights = forms.CharField(label=said("涉及权利", "rights"), required=False, max_length=300)
    is_legal_person = forms.BooleanField(label=said("独立法人", "an independent legal person"), required=False)
    credit_clean = forms.BooleanField(
        label=said("已核查信用记录，无不良", "credit record looked at, clean"), required=False
    )
    confirmed = forms.CharField(
        label=said("对重复提示的说明", "reason beside a double"), required=False, max_length=300
    )
    paper = DocumentField(label=said("申报书", "application"), required=False)


class OrderForm(HouseForm):
    amount = MoneyField(label=said("金额", "amount"))
    account_no = forms.CharField(label=said("收款账号", "account"), max_length=40)
    invoice = forms.CharField(label=said("发票号", "invoice"), required=False, max_length=60)
    voucher = forms.CharField(label=said("凭证号", "voucher"), required=False, max_length=60)
    contract = forms.ChoiceField(label=said("支付合同", "payment contract"), required=False)
    paper = DocumentField(label=said("发票或合同", "invoice or contract"), required=False)

    def __init__(self, *args: Any, contracts: Iterable[str] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["contract"].choices = [("", said("无", "none")), *((c, c) for c in contracts)]  # type: ignore[attr-defined]


class RecoveryForm(HouseForm):
    amount = MoneyField(label=said("收到金额", "amount that came back"))
    why = forms.CharField(label=said("说明", "in words"), required=False, max_length=200)
    paper = DocumentField(label=said("收款凭证", "voucher of the receipt"))


_PAGES = Text("佐证：每个数在文件的第几页", "Evidence: on which page of the paper each figure stands")


_LEDGER = Text("账本：{v}", "ledger: {v}")


class ReturnForm(HouseForm):
    """The web form of a return, made from its schema; what the ledger computes stands in it already."""

    submit_text: ClassVar[Text] = Text("校验并报送", "Check and hand in")
    file = forms.FileField(label=said("填好的模板", "the filled-in template"), required=False)

    def __init__(
        self, *args: Any, schema: ReturnSchema, ledger: Any = None, confirm: Iterable[tuple[str, str]] = (), **more: Any
    ) -> None:
        super().__init__(*args, **more)
        for field in schema.figures:
            told = (ledger or {}).get(field.id)
            help_ = tr(field.help) if field.help else ""
            beside = tr(_LEDGER.fill(v=telling.figure(str(told)) or str(told))) if told is not None else ""
            self.fields[field.id] = forms.CharField(
                label=tr(field.heading),
                help_text=" ".join(x for x in (help_, beside) if x),
                required=False,
                max_length=200,
            )
        self.fields["proof"] = DocumentField(label=said("佐证文件", "the paper that shows the figures"), required=False)
        pages = []
        for field in schema.figures:
            pages.append(f"page.{field.id}")
            self.fields[pages[-1]] = forms.CharField(label=tr(field.title), required=False, max_length=20)
        self.groups = (Group(_PAGES, ("proof", *pages), folded=True),)  # type: ignore[misc]
        for key, label in confirm:
            why = tr(Text(f"理由：{label}", f"Reason: {label}"))
            self.fields[f"reason.{key}"] = ReasonField(label=why, max_length=300)


class EvaluateForm(HouseForm):
    pack = forms.CharField(label=said("政策包", "pack"), max_length=40)
    year = forms.IntegerField(label=said("评价年度", "year"), min_value=2016)


class ScoreForm(HouseForm):
    part = forms.ChoiceField(label=said("部分", "part"), choices=words(ScorePart))
    why = forms.CharField(label=said("依据", "rests on"), widget=forms.Textarea, required=False)
    paper = DocumentField(label=said("记录", "record"), required=False)

    def __init__(self, *args: Any, scheme: Scheme, **more: Any) -> None:
        super().__init__(*args, **more)
        self.items = [i for i in scheme.leaves if i.how in (How.EXPERT, How.FIELD)]
        for item in self.items:
            most = Text(
                f"0 至 {item.points} 分；不由本部分评的留空", f"0 to {item.points}; leave what is not this part's"
            )
            self.fields[item.id] = forms.DecimalField(
                label=tr(item.title), help_text=tr(most), required=False, max_digits=6, decimal_places=2
            )


class DeviationForm(HouseForm):
    item = forms.ChoiceField(label=said("评分项", "item"))
    why = forms.CharField(label=said("偏离原因", "why it deviates"), widget=forms.Textarea, max_length=1000)
    remedy = forms.CharField(
        label=said("改进措施", "what will be done"), widget=forms.Textarea, max_length=1000, required=False
    )
    paper = DocumentField(label=said("佐证", "evidence"), required=False)

    def __init__(self, *args: Any, items: Iterable[tuple[str, str]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["item"].choices = list(items)  # type: ignore[attr-defined]
