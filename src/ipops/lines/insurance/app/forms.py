"""Forms of this line. A form reads what was typed; whether it may be done is the service's to say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import ClassVar

from django import forms

from ipops.kernel.citation import Citation
from ipops.kernel.text import Text
from ipops.lines.insurance import machine
from ipops.lines.insurance.facts import Class, Ending
from ipops.webkit.pages.fields import DocumentField, MoneyField, choices, several
from ipops.webkit.pages.forms import Group, HouseForm
from ipops.webkit.pages.lang import said, say

_NEW = said("已登记的不用填。", "Not needed for one that is known.")


def _why(required: bool = True) -> forms.CharField:
    return forms.CharField(label=said("理由", "reason"), widget=forms.Textarea, required=required, max_length=2_000)


class ProductForm(HouseForm):
    submit_text: ClassVar[Text] = Text("登记产品", "List the product")

    insurer = forms.CharField(label=said("保险人统一社会信用代码", "the insurer's credit code"), max_length=40)
    insurer_name = forms.CharField(
        label=said("保险人名称", "name of the insurer"), help_text=_NEW, required=False, max_length=200
    )
    title = forms.CharField(label=said("产品名称", "title"), max_length=200)
    klass = forms.ChoiceField(
        label=said("类别（本系统拟定）", "class (ours)"),
        help_text=said(
            "国家局所称“四类”未见出处，此处按本系统的分类。",
            "Which four classes the office means no source says; these are ours.",
        ),
        choices=choices(Class),
    )
    terms_no = forms.CharField(label=said("条款备案号", "number of the filed terms"), required=False, max_length=100)
    says = forms.CharField(
        label=said("保障内容", "what it covers"), widget=forms.Textarea, required=False, max_length=2_000
    )
    paper = DocumentField(label=said("条款", "the terms"), required=False)


class QuoteForm(HouseForm):
    submit_text: ClassVar[Text] = Text("登记报价", "Enter the quote")

    product = forms.ChoiceField(label=said("保险产品", "product"))
    insured = forms.CharField(label=said("被保险人统一社会信用代码", "the insured's credit code"), max_length=40)
    insured_name = forms.CharField(
        label=said("被保险人名称", "name of the insured"), help_text=_NEW, required=False, max_length=200
    )
    rights = forms.CharField(
        label=said("投保的权利号，每行一件", "rights insured, one a line"),
        widget=forms.Textarea,
        required=False,
        max_length=20_000,
    )
    total = MoneyField(label=said("保险金额（元）", "sum insured, yuan"), max_length=40)
    premium = MoneyField(label=said("保险费（元）", "premium, yuan"), max_length=40)
    deductible = MoneyField(label=said("免赔额（元）", "deductible, yuan"), required=False, max_length=40)
    valid_until = forms.DateField(label=said("报价有效至", "offer holds until"))
    paper = DocumentField(label=said("报价单", "the quote"), required=False)

    def clean_rights(self) -> tuple[str, ...]:
        return several(self.cleaned_data["rights"])


class WriteForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"value": machine.VALUE, "on": machine.TWO_YEARS}
    groups: ClassVar[tuple[Group, ...]] = (
        Group(
            Text("合同", "The contract"),
            ("policy_no", "on", "starts_on", "last_day", "retroactive_on", "value", "paper"),
        ),
        Group(
            Text("保证保险的受益人", "Beneficiary of credit insurance"),
            ("beneficiary", "beneficiary_name", "loan"),
            folded=True,
        ),
    )
    submit_text: ClassVar[Text] = Text("登记保单", "Enter the policy")

    policy_no = forms.CharField(label=said("保单号", "policy number"), max_length=100)
    on = forms.DateField(label=said("合同成立日", "day of the contract"))
    starts_on = forms.DateField(label=said("保险责任开始", "cover starts"))
    last_day = forms.DateField(label=said("保险责任最后一日", "last day of cover"))
    retroactive_on = forms.DateField(label=said("追溯日", "retroactive to"), required=False)
    value = MoneyField(
        label=said("约定的保险价值（元）", "agreed insurable value, yuan"),
        help_text=said(
            "未约定就留空，出险时按实际价值。", "Empty if none was agreed: then the value at the event counts."
        ),
        required=False,
        max_length=40,
    )
    paper = DocumentField(label=said("保险单", "the policy"), required=False)
    beneficiary = forms.CharField(
        label=said("银行统一社会信用代码", "the bank's credit code"), required=False, max_length=40
    )
    beneficiary_name = forms.CharField(
        label=said("银行名称", "name of the bank"), help_text=_NEW, required=False, max_length=200
    )
    loan = forms.CharField(label=said("贷款合同号", "loan contract"), required=False, max_length=100)

    @property
    def until(self) -> date:
        last: date = self.cleaned_data["last_day"]
        return last + timedelta(days=1)


class WhyForm(HouseForm):
    why = _why()


class NoteForm(HouseForm):
    why = forms.CharField(label=said("说明", "note"), widget=forms.Textarea, required=False, max_length=2_000)


class DoubtForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"on": machine.DISCLOSE}
    submit_text: ClassVar[Text] = Text("登记知悉", "Enter")

    on = forms.DateField(label=said("知道解除事由之日", "day the ground was known"))
    what = forms.CharField(
        label=said("未如实告知的事项", "what was not disclosed"), widget=forms.Textarea, max_length=2_000
    )


class EndForm(HouseForm):
    submit_text: ClassVar[Text] = Text("终止", "End the policy")

    on = forms.DateField(label=said("终止日", "day of the end"))
    ending = forms.ChoiceField(
        label=said("终止原因", "how it ended"), choices=choices(Ending), widget=forms.RadioSelect
    )


class ClaimForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"known_on": machine.LIMITATION, "what": machine.PAPERS}
    submit_text: ClassVar[Text] = Text("提出索赔", "Claim")

    on = forms.DateField(label=said("请求赔付日", "day of the claim"))
    happened_on = forms.DateField(label=said("事故发生日", "event happened on"))
    known_on = forms.DateField(label=said("知道事故日", "event known on"))
    stated = MoneyField(label=said("所报损失（元）", "loss stated, yuan"), required=False, max_length=40)
    what = forms.CharField(label=said("事故经过", "what happened"), widget=forms.Textarea, max_length=2_000)
    paper = DocumentField(label=said("索赔材料", "papers of the claim"), required=False)


class AskForm(HouseForm):
    submit_text: ClassVar[Text] = Text("一次性告知", "Ask once for all")

    what = forms.CharField(label=said("须补充的材料", "papers still needed"), widget=forms.Textarea, max_length=2_000)


class CompleteForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"is_complex": machine.ASSESS, "on": machine.ADVANCE}
    submit_text: ClassVar[Text] = Text("材料齐备", "Papers are complete")

    on = forms.DateField(label=said("材料齐备日", "papers complete on"))
    is_complex = forms.ChoiceField(
        label=said("情形复杂", "complex"),
        choices=[
            ("no", say(Text("否：及时核定", "no: assessed promptly"))),
            ("yes", say(Text("是：三十日内核定", "yes: assessed within thirty days"))),
        ],
        widget=forms.RadioSelect,
    )


class AdvanceForm(HouseForm):
    submit_text: ClassVar[Text] = Text("先予支付", "Pay in advance")

    amount = MoneyField(label=said("先予支付金额（元）", "amount, yuan"), max_length=40)
    voucher = forms.CharField(label=said("凭证号", "voucher number"), max_length=100)


class AssessForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"value": machine.VALUE, "others": machine.SEVERAL, "had": machine.DEDUCT}
    submit_text: ClassVar[Text] = Text("核定", "Assess")

    loss = MoneyField(label=said("核定损失（元）", "loss, yuan"), max_length=40)
    value = MoneyField(
        label=said("事故发生时的保险价值（元）", "value at the event, yuan"),
        help_text=said("保单约定了保险价值的，以约定为准。", "A value agreed in the policy outweighs it."),
        required=False,
        max_length=40,
    )
    others = MoneyField(
        label=said("其他保险人的保险金额合计（元）", "sums insured with others, yuan"), required=False, max_length=40
    )
    had = MoneyField(
        label=said("已从第三者或资金池获得（元）", "already had from a third party or a fund, yuan"),
        required=False,
        max_length=40,
    )
    paper = DocumentField(label=said("核定书", "the assessment"), required=False)


class RefuseForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"why": machine.REFUSE}
    submit_text: ClassVar[Text] = Text("拒赔", "Refuse")

    assessed_on = forms.DateField(label=said("核定日", "assessed on"))
    why = _why()
    paper = DocumentField(label=said("拒绝赔偿通知书", "the notice of refusal"), required=False)


class AgreeForm(HouseForm):
    submit_text: ClassVar[Text] = Text("达成协议", "Enter the agreement")

    on = forms.DateField(label=said("协议日", "agreed on"))
    amount = MoneyField(label=said("协议赔偿金额（元）", "amount agreed, yuan"), max_length=40)
    why = forms.CharField(
        label=said("与核定不同的理由", "reason if it differs from the assessment"),
        widget=forms.Textarea,
        required=False,
        max_length=2_000,
    )
    paper = DocumentField(label=said("赔偿协议", "the agreement"), required=False)


class PayForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"payee": machine.THIRD_PARTY}
    submit_text: ClassVar[Text] = Text("登记赔付", "Enter the payment")

    on = forms.DateField(label=said("赔付日", "paid on"))
    payee = forms.CharField(label=said("收款人", "paid to"), max_length=200)
    voucher = forms.CharField(label=said("凭证号", "voucher number"), max_length=100)


class SubrogateForm(HouseForm):
    submit_text: ClassVar[Text] = Text("代位追偿", "Subrogate")

    against = forms.CharField(label=said("向谁追偿", "against whom"), max_length=200)


class RecoverForm(HouseForm):
    submit_text: ClassVar[Text] = Text("登记到账", "Enter the money")

    amount = MoneyField(label=said("到账金额（元）", "amount, yuan"), max_length=40)


class UploadForm(HouseForm):
    submit_text: ClassVar[Text] = Text("导入", "Import")

    profile = forms.ChoiceField(
        label=said("清单种类", "kind of list"),
        choices=[
            ("insurance-policies", say(Text("保单清单", "policies"))),
            ("insurance-losses", say(Text("索赔清单", "losses claimed"))),
        ],
        widget=forms.RadioSelect,
    )
    file = forms.FileField(label=said("清单（CSV 或 XLSX）", "the list (CSV or XLSX)"))
