"""Forms of this line. A form reads what was typed; whether it may be done is the service's to say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms

from ipops.finance.scheme.case import EXAMPLE
from ipops.finance.scheme.facts import FactKind
from ipops.kernel.text import Text
from ipops.lines.subsidies.facts import Order
from ipops.lines.subsidies.rules import given
from ipops.lines.subsidies.rules.schemes import subsidy_schemes
from ipops.webkit.pages.fields import DivisionField, DocumentField, MoneyField, choices, several
from ipops.webkit.pages.forms import Group, HouseForm
from ipops.webkit.pages.lang import said, say

_YES_NO = Text("未知", "unknown"), Text("是", "yes"), Text("否", "no")


class OpenForm(HouseForm):
    groups: ClassVar[tuple[Group, ...]] = (
        Group(Text("窗口", "The window"), ("title", "scheme", "place", "bureau", "fund", "closes_on", "paper")),
        Group(Text("补助期与资金", "Period and money"), ("budget_year", "period_from", "period_last", "pot", "order")),
        Group(Text("方案未载之处与利率", "Where the scheme is silent, and rates"), ("assumes", "rates")),
    )
    submit_text: ClassVar[Text] = Text("开放申报", "Open the window")

    title = forms.CharField(label=said("名称", "title"), max_length=200)
    scheme = forms.ChoiceField(label=said("补贴方案", "scheme"))
    place = DivisionField(label=said("地区代码", "division code"))
    bureau = forms.CharField(label=said("主管部门", "bureau"), max_length=200)
    fund = forms.CharField(label=said("资金名称", "fund"), max_length=200)
    closes_on = forms.DateField(label=said("截止日", "closes on"))
    paper = DocumentField(label=said("申报通知", "the notice"), required=False)
    budget_year = forms.IntegerField(label=said("预算年度", "budget year"), min_value=2000, max_value=2200)
    period_from = forms.DateField(label=said("补助期第一天", "first day subsidised"))
    period_last = forms.DateField(label=said("补助期最后一天", "last day subsidised"))
    pot = MoneyField(
        label=said("资金总额（元）", "pot, yuan"),
        help_text=said("未定总额就留空。", "Empty if none is set."),
        required=False,
        max_length=40,
    )
    order = forms.ChoiceField(
        label=said("资金不足时", "when the pot is short"), choices=choices(Order), initial=Order.UNKNOWN
    )
    assumes = forms.CharField(
        label=said(
            "主管部门对来源未载之处的说明，每行一条", "the bureau's word where the source is silent, one a line"
        ),
        help_text=said(
            "写成“awards.interest.day_count=ACT/360”；各方案的未载之处见窗口页。不写就保持未知。",
            "As “awards.interest.day_count=ACT/360”; the page of the scheme lists its silent places. What is not written stays unknown.",
        ),
        widget=forms.Textarea,
        required=False,
        max_length=4_000,
    )
    rates = forms.CharField(
        label=said("公布利率，每行一个", "published rates, one a line"),
        help_text=said("写成“LPR-1Y 2022-12-20 3.65%”。", "As “LPR-1Y 2022-12-20 3.65%”."),
        widget=forms.Textarea,
        required=False,
        max_length=8_000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(code, say(s.title)) for code, s in subsidy_schemes().items()]
        self.fields["scheme"].choices = offered  # type: ignore[attr-defined]

    def clean_assumes(self) -> tuple[str, ...]:
        return lines(self.cleaned_data["assumes"])

    def clean_rates(self) -> tuple[str, ...]:
        return lines(self.cleaned_data["rates"])

    @property
    def period_until(self) -> date:
        last: date = self.cleaned_data["period_last"]
        return last + timedelta(days=1)


def lines(text: str) -> tuple[str, ...]:
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())


_ASKED = Text("方案所问的事项；不填就是未知", "What the scheme asks; what is left empty stays unknown")


class AsksForm(HouseForm):
    """A form with a field for every fact that a scheme asks; left empty it stays unknown."""

    def ask(self, facts: tuple[FactKind, ...]) -> None:
        for f in facts:
            self.fields[given.field_of(f.name)] = _field(f)
        asked = Group(_ASKED, tuple(given.field_of(f.name) for f in facts))
        self.groups = (*type(self).groups, asked)  # type: ignore[misc]

    def stated(self, facts: tuple[FactKind, ...]) -> tuple[str, ...]:
        return given.texts({f.name: self.cleaned_data.get(given.field_of(f.name)) or None for f in facts})


def _field(f: FactKind) -> forms.Field:
    label = said(f.says.zh, f.says.en)
    if f.kind == "flag":
        unknown, yes, no = _YES_NO
        offered = [("", say(unknown)), ("true", say(yes)), ("false", say(no))]
        return forms.ChoiceField(label=label, choices=offered, required=False)
    if f.kind == "day":
        day = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        return forms.DateField(label=label, required=False, widget=day)
    if f.kind == "spans":
        help_text = said(
            "每期一行：起 止（不含）本金 年利率，如“2023-01-10 2023-12-31 100万元 4.5%”。",
            "One a line: from, until (exclusive), principal, yearly rate, as “2023-01-10 2023-12-31 1000000 4.5%”.",
        )
        return forms.CharField(
            label=label, help_text=help_text, widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=8_000
        )
    example = EXAMPLE[f.kind]
    return forms.CharField(label=label, help_text=said(example["zh"], example["en"]), required=False, max_length=200)


class FileForm(AsksForm):
    groups: ClassVar[tuple[Group, ...]] = (
        Group(Text("申报单位与贷款", "Claimant and loan"), ("claimant", "claimant_name", "bank", "bank_name", "loan")),
        Group(Text("权利与凭据", "Rights and papers"), ("rights", "invoices", "paper")),
    )
    submit_text: ClassVar[Text] = Text("提交申报", "File the claim")

    claimant = forms.CharField(label=said("申报单位统一社会信用代码", "the claimant's credit code"), max_length=40)
    claimant_name = forms.CharField(
        label=said("申报单位名称", "name of the claimant"),
        help_text=said("已登记的单位不用填。", "Not needed for one that is known."),
        required=False,
        max_length=200,
    )
    bank = forms.CharField(
        label=said("贷款银行统一社会信用代码", "the bank's credit code"), required=False, max_length=40
    )
    bank_name = forms.CharField(
        label=said("贷款银行名称", "name of the bank"),
        help_text=said("已登记的银行不用填。", "Not needed for one that is known."),
        required=False,
        max_length=200,
    )
    loan = forms.CharField(label=said("贷款合同号", "number of the loan contract"), required=False, max_length=100)
    rights = forms.CharField(
        label=said("出质的权利号，每行一件", "rights pledged, one a line"),
        widget=forms.Textarea,
        required=False,
        max_length=20_000,
    )
    invoices = forms.CharField(
        label=said("费用发票号，每行一张", "invoices of the costs, one a line"),
        widget=forms.Textarea,
        required=False,
        max_length=20_000,
    )
    paper = DocumentField(label=said("申报材料", "the claim's papers"), required=False)

    def clean_rights(self) -> tuple[str, ...]:
        return several(self.cleaned_data["rights"])

    def clean_invoices(self) -> tuple[str, ...]:
        return several(self.cleaned_data["invoices"])


class AmendForm(HouseForm):
    """What is stated, as texts: every line can be changed, added or left out."""

    submit_text: ClassVar[Text] = Text("更改申报", "Amend the claim")

    given = forms.CharField(
        label=said("申报事项，每行一项", "what is stated, one a line"),
        help_text=said(
            "写成“loan.rate=4.35%”；各项名称见申报页。", "As “loan.rate=4.35%”; the claim's page names them."
        ),
        widget=forms.Textarea,
        required=False,
        max_length=20_000,
    )
    invoices = forms.CharField(
        label=said("费用发票号，每行一张", "invoices of the costs, one a line"),
        widget=forms.Textarea,
        required=False,
        max_length=20_000,
    )
    why = forms.CharField(label=said("理由", "reason"), widget=forms.Textarea, max_length=2_000)

    def clean_given(self) -> tuple[str, ...]:
        return lines(self.cleaned_data["given"])

    def clean_invoices(self) -> tuple[str, ...]:
        return several(self.cleaned_data["invoices"])


class ProveForm(HouseForm):
    submit_text: ClassVar[Text] = Text("记入证明", "Enter the proof")

    settled = forms.TypedChoiceField(
        label=said("银行证明", "the bank's paper says"),
        choices=[
            ("yes", say(Text("贷款已结清", "the loan is settled"))),
            ("no", say(Text("贷款仍在履行", "the loan stands"))),
        ],
        widget=forms.RadioSelect,
        coerce=lambda said: said == "yes",
    )
    repaid_on = forms.DateField(label=said("还清日", "repaid on"), required=False)
    paper = DocumentField(label=said("结清证明", "the bank's paper"), required=False)


class ComputeForm(HouseForm):
    submit_text: ClassVar[Text] = Text("测算", "Compute")


class GrantForm(HouseForm):
    submit_text: ClassVar[Text] = Text("同意", "Grant")

    confirmed = forms.CharField(
        label=said("对重复提示的说明", "reason beside a double"),
        help_text=said("没有重复提示就不用填。", "Not needed where none is shown."),
        required=False,
        max_length=300,
    )


class WhyForm(HouseForm):
    why = forms.CharField(label=said("理由", "reason"), widget=forms.Textarea, max_length=2_000)


class CloseForm(HouseForm):
    submit_text: ClassVar[Text] = Text("截止申报", "Close the window")

    why = forms.CharField(label=said("说明", "note"), widget=forms.Textarea, required=False, max_length=2_000)


class TakeOverForm(HouseForm):
    submit_text: ClassVar[Text] = Text("转入", "Take over")

    earlier = forms.CharField(
        label=said("以前窗口的编号", "code of the earlier window"),
        help_text=said("同一资金中还有待结转申报的窗口。", "A window of the same fund that still owes."),
        max_length=100,
    )


class DivideForm(HouseForm):
    submit_text: ClassVar[Text] = Text("分配资金", "Divide the pot")


class PayForm(HouseForm):
    submit_text: ClassVar[Text] = Text("登记支付", "Enter the payment")

    on = forms.DateField(label=said("支付日", "paid on"))
    voucher = forms.CharField(label=said("凭证号", "voucher number"), max_length=100)
    paper = DocumentField(label=said("支付凭证", "the voucher"), required=False)


class RecallForm(HouseForm):
    submit_text: ClassVar[Text] = Text("决定追回", "Claim it back")

    amount = MoneyField(label=said("追回金额（元）", "amount, yuan"), max_length=40)
    why = forms.CharField(label=said("理由", "reason"), widget=forms.Textarea, max_length=2_000)
    paper = DocumentField(label=said("追回决定", "the decision"), required=False)


class ReceiveForm(HouseForm):
    submit_text: ClassVar[Text] = Text("登记到账", "Enter the money")

    amount = MoneyField(label=said("到账金额（元）", "amount, yuan"), max_length=40)
    voucher = forms.CharField(label=said("凭证号", "voucher number"), max_length=100)


class SettleForm(HouseForm):
    submit_text: ClassVar[Text] = Text("登记到账", "Enter the money")

    voucher = forms.CharField(label=said("凭证号", "voucher number"), max_length=100)


class UploadForm(HouseForm):
    submit_text: ClassVar[Text] = Text("导入", "Import")

    file = forms.FileField(label=said("申报清单（CSV 或 XLSX）", "list of claims (CSV or XLSX)"))
