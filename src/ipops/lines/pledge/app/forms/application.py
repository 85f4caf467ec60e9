"""Forms of an application and of the register."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from ipops.kernel.citation import Citation
from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.ledger.facts.words import PartyKind
from ipops.lines.pledge.app.forms.fields import KNOWN, RateField, paper_lines
from ipops.lines.pledge.facts.words import Approach, Change, Channel, Release, Security
from ipops.lines.pledge.machine import clauses
from ipops.lines.pledge.rules import asking
from ipops.lines.pledge.rules.title import Answers
from ipops.webkit.enrol import Written
from ipops.webkit.pages.fields import DivisionField, DocumentField, MoneyField, choices, several
from ipops.webkit.pages.forms import Group, HouseForm
from ipops.webkit.pages.lang import said, say

_YES_NO = (("", said("不知道", "not known")), ("yes", said("是", "yes")), ("no", said("否", "no")))


def answered(value: str) -> bool | None:
    return {"yes": True, "no": False}.get(value)


class AskForm(HouseForm):
    """First the credit code; a firm that is known needs nothing else."""

    groups: ClassVar[tuple[Group, ...]] = (
        Group(Text("企业与授权", "The firm and its authorisation"), ("firm", "firm_name", "place", "authorised_on", "authorised_last", "paper")),
        Group(Text("申请", "What is asked"), ("rights", "amount", "ip_part", "term_months", "purpose")),
        Group(Text("第三人出质（企业自己出质的不填）", "Pledge of a third party, if it is not the firm's own"), ("pledgor", "pledgor_name", "pledgor_kind", "pledgor_place")),
        Group(Text("资金与银行（可不填）", "Fund and bank, if any"), ("fund", "credit", "bank", "bank_name")),
    )  # fmt: skip
    submit_text: ClassVar[Text] = Text("登记申请", "Enter the application")

    firm = forms.CharField(label=said("企业统一社会信用代码", "the firm's credit code"), max_length=40)
    firm_name = forms.CharField(
        label=said("企业名称", "name of the firm"), help_text=KNOWN, required=False, max_length=200
    )
    place = DivisionField(label=said("企业所在区划代码", "the firm's division code"), help_text=KNOWN, required=False)
    authorised_on = forms.DateField(label=said("企业授权日", "authorised on"))
    authorised_last = forms.DateField(
        label=said("授权最后一日", "authorised until, last day"),
        help_text=said("未约定可不填。", "Empty if none is agreed."),
        required=False,
    )
    paper = DocumentField(label=said("企业授权书（注明日期）", "the firm's dated authorisation"))
    rights = paper_lines(said("拟出质的权利号，每行一件", "rights to pledge, one a line"), required=True)
    amount = MoneyField(label=said("申请金额（元）", "amount asked, yuan"), max_length=40)
    ip_part = MoneyField(label=said("其中知识产权质押部分（元）", "of it lent on IP, yuan"), max_length=40)
    term_months = forms.IntegerField(label=said("期限（月）", "months"), min_value=1, max_value=360)
    purpose = forms.CharField(label=said("用途", "purpose"), required=False, max_length=500)
    pledgor = forms.CharField(
        label=said("出质人（信用代码）", "the pledgor's credit code"),
        help_text=said(
            "权利属于他人（如地理标志的注册人、股东或关联企业）并由其出质的填写。",
            "Where the rights are another's who pledges them: the registrant of an indication, a shareholder, an affiliate.",
        ),
        required=False,
        max_length=40,
    )
    pledgor_name = forms.CharField(
        label=said("出质人名称", "name of the pledgor"), help_text=KNOWN, required=False, max_length=200
    )
    pledgor_kind = forms.ChoiceField(
        label=said("出质人类型", "kind of pledgor"),
        help_text=KNOWN,
        choices=(("", said("未说明", "not stated")), *choices(PartyKind)),
        required=False,
    )
    pledgor_place = DivisionField(
        label=said("出质人所在区划代码", "the pledgor's division code"), help_text=KNOWN, required=False
    )
    fund = forms.ChoiceField(label=said("拟申请的风险补偿资金", "fund asked for"), required=False)
    credit = forms.ChoiceField(label=said("园区集合授信", "collective credit of a park"), required=False)
    bank = forms.CharField(
        label=said("拟申请的银行（信用代码）", "bank asked, credit code"), required=False, max_length=40
    )
    bank_name = forms.CharField(
        label=said("银行名称", "name of the bank"), help_text=KNOWN, required=False, max_length=200
    )

    def __init__(self, *args: Any, funds: Any = (), credits: Any = (), **kwargs: Any) -> None:  # noqa: A002
        super().__init__(*args, **kwargs)
        none = ("", say(Text("无", "none")))
        self.fields["fund"].choices = [none, *funds]  # type: ignore[attr-defined]
        self.fields["credit"].choices = [none, *credits]  # type: ignore[attr-defined]

    def clean_rights(self) -> tuple[str, ...]:
        return several(self.cleaned_data["rights"])

    @property
    def parties(self) -> dict[str, Any]:
        """The firm, the bank if one is asked, and a third party that pledges; its kind is asked only of one that is new."""
        v = self.cleaned_data
        bank = Written(code=v["bank"], name=v["bank_name"], kind=PartyKind.BANK) if v["bank"] else None
        kind = PartyKind(v["pledgor_kind"] or "other")
        giver = Written(code=v["pledgor"], name=v["pledgor_name"], kind=kind, place=v["pledgor_place"])
        firm = Written(code=v["firm"], name=v["firm_name"], kind=PartyKind.ENTERPRISE, place=v["place"])
        return {"firm": firm, "bank": bank, "pledgor": giver if v["pledgor"] else None}


class ScreenForm(HouseForm):
    submit_text: ClassVar[Text] = Text("记入审查结论", "Enter the finding")

    meets = forms.BooleanField(
        label=said("符合申请条件", "it meets the conditions"),
        help_text=said("要求白名单的资金以名单为准。", "Where a fund asks for a white list, the list decides."),
        required=False,
    )
    why = forms.CharField(label=said("说明", "words"), widget=forms.Textarea, required=False, max_length=2_000)


class TitleForm(HouseForm):
    """What the register we hold does not tell."""

    cites: ClassVar[Mapping[str, Citation]] = {"same_day": clauses.REGISTRATION, "invalidation": clauses.REGISTRATION}
    submit_text: ClassVar[Text] = Text("核查并记入", "Look and enter")

    contract = forms.ChoiceField(
        label=said("质押合同具备必备条款", "the contract has every required item"), choices=_YES_NO, required=False
    )
    co_owners = forms.BooleanField(
        label=said("共有人书面同意，或另有约定", "the co-owners agree in writing, or their contract allows"),
        required=False,
    )
    same_day = forms.ChoiceField(
        label=said("实用新型另有同日发明申请", "a utility model has a same-day invention application"),
        help_text=said("没有实用新型的不用填。", "Leave it where no utility model is pledged."),
        choices=_YES_NO,
        required=False,
    )
    invalidation = forms.ChoiceField(
        label=said("无效宣告审查中", "an invalidation is pending"), choices=_YES_NO, required=False
    )
    acknowledged = forms.BooleanField(
        label=said("已告知上述风险，双方坚持办理", "both parties were told of these risks and insist"), required=False
    )
    renewal = forms.BooleanField(label=said("约定商标到期续展", "renewal of the marks is agreed"), required=False)
    basis = forms.CharField(
        label=said("地理标志可以出质的依据", "what the pledge of a geographical indication rests on"),
        help_text=said("没有地理标志的不用填。", "Leave it where no indication is pledged."),
        required=False,
        max_length=300,
    )

    @property
    def answers(self) -> Answers:
        v = self.cleaned_data
        return Answers(
            contract_complete=answered(v["contract"]),
            co_owners_agree=v["co_owners"],
            same_day_invention=answered(v["same_day"]),
            invalidation_pending=answered(v["invalidation"]),
            acknowledged=v["acknowledged"],
            renewal_agreed=v["renewal"],
            basis=v["basis"],
        )


class ValueForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"signers": asking.TWO_SIGNERS, "why_one": asking.TWO_APPROACHES}
    submit_text: ClassVar[Text] = Text("记入评估", "Enter the valuation")

    by_bank = forms.BooleanField(label=said("银行内部评估", "the bank's own valuation"), required=False)
    appraiser = forms.CharField(
        label=said("评估机构信用代码", "the appraiser's credit code"), required=False, max_length=40
    )
    appraiser_name = forms.CharField(
        label=said("评估机构名称", "its name"), help_text=KNOWN, required=False, max_length=200
    )
    report_on = forms.DateField(label=said("评估基准日", "valued as of"))
    income = MoneyField(label=said("收益法结果（元）", "income approach, yuan"), required=False, max_length=40)
    market = MoneyField(label=said("市场法结果（元）", "market approach, yuan"), required=False, max_length=40)
    cost = MoneyField(label=said("成本法结果（元）", "cost approach, yuan"), required=False, max_length=40)
    settled = MoneyField(
        label=said("采用价值（元）", "value gone by, yuan"),
        help_text=said("各方法不一致时选定一种，不作平均。", "Where approaches disagree one is chosen; no average."),
        max_length=40,
    )
    signers = forms.IntegerField(
        label=said("签名评估人员数", "appraisers who signed"), min_value=0, max_value=99, initial=2
    )
    purpose = forms.CharField(label=said("评估目的", "purpose of the valuation"), required=False, max_length=200)
    holds_until = forms.DateField(
        label=said("报告载明的有效期末日", "last day on which it may be used, as the report says"),
        help_text=said(
            "报告未载的不填，则是否过期未知。", "Empty if the report does not say: then its age limit is not known."
        ),
        required=False,
    )
    why_one = forms.CharField(label=said("只用一种方法的理由", "why one approach"), required=False, max_length=1_000)
    paper = DocumentField(label=said("评估报告", "the report"), required=False)

    @property
    def results(self) -> tuple[tuple[Approach, Money], ...]:
        v = self.cleaned_data
        return tuple((a, v[str(a)]) for a in Approach if v.get(str(a)) is not None)


class GrantForm(HouseForm):
    submit_text: ClassVar[Text] = Text("同意授信", "Grant it")

    bank = forms.CharField(label=said("银行信用代码", "the bank's credit code"), max_length=40)
    bank_name = forms.CharField(
        label=said("银行名称", "name of the bank"), help_text=KNOWN, required=False, max_length=200
    )
    amount = MoneyField(label=said("批准金额（元）", "amount granted, yuan"), max_length=40)
    ip_part = MoneyField(label=said("其中知识产权质押部分（元）", "of it lent on IP, yuan"), max_length=40)
    rate = RateField(label=said("年利率", "yearly rate"), max_length=12)
    term_months = forms.IntegerField(label=said("期限（月）", "months"), min_value=1, max_value=360)
    why = forms.CharField(label=said("说明", "words"), widget=forms.Textarea, required=False, max_length=2_000)


class DeclineForm(HouseForm):
    submit_text: ClassVar[Text] = Text("不同意", "Decline")

    bank = forms.CharField(label=said("银行信用代码", "the bank's credit code"), max_length=40)
    bank_name = forms.CharField(
        label=said("银行名称", "name of the bank"), help_text=KNOWN, required=False, max_length=200
    )
    why = forms.CharField(label=said("理由", "reason"), widget=forms.Textarea, max_length=2_000)


class BindForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"until": clauses.GUARANTEE_PERIOD}
    submit_text: ClassVar[Text] = Text("记入担保或保险", "Enter it")

    who = forms.CharField(label=said("保证人或保险人信用代码", "guarantor's or insurer's credit code"), max_length=40)
    who_name = forms.CharField(label=said("名称", "its name"), help_text=KNOWN, required=False, max_length=200)
    security = forms.ChoiceField(label=said("方式", "kind"), choices=choices(Security), widget=forms.RadioSelect)
    amount = MoneyField(label=said("金额（元）", "sum, yuan"), max_length=40)
    until = forms.DateField(
        label=said("约定的保证期间届满日", "agreed last day of the guarantee"),
        help_text=said("未约定的不填，法律定为到期后六个月。", "Empty if none is agreed: the law makes it six months."),
        required=False,
    )
    paper = DocumentField(label=said("担保或保险文件", "the paper"), required=False)


class AgreeForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {
        "paper": clauses.WRITTEN,
        "maximum": clauses.MAXIMUM,
        "fixes_on": clauses.FIXED,
        "cap": clauses.REGISTERED_CAP,
        "pledgor_signed": clauses.WRITTEN,
    }
    submit_text: ClassVar[Text] = Text("登记合同", "Enter the contract")

    on = forms.DateField(label=said("签订日", "signed on"))
    cap = MoneyField(label=said("担保债权数额（元）", "secured sum, yuan"), max_length=40)
    maximum = forms.BooleanField(
        label=said("最高额质押，可多次提款", "maximum-amount pledge, several drawings"), required=False
    )
    fixes_on = forms.DateField(
        label=said(
            "约定的债权确定日（最高额质押）", "agreed day on which the claims are fixed (maximum-amount pledge)"
        ),
        help_text=said("没有约定的不填。", "Empty if none is agreed."),
        required=False,
    )
    due_on = forms.DateField(label=said("债务履行期限届满日", "the debt is due on"))
    renewal = forms.BooleanField(label=said("约定商标到期续展", "renewal of the marks is agreed"), required=False)
    pledgor_signed = forms.BooleanField(
        label=said("出质人已签署（第三人出质的）", "signed by the pledgor, where it is a third party"), required=False
    )
    paper = DocumentField(label=said("质押合同", "the pledge contract"))


class WhyForm(HouseForm):
    why = forms.CharField(label=said("理由", "reason"), widget=forms.Textarea, max_length=2_000)
    paper = DocumentField(label=said("材料", "papers"), required=False)


class FileForm(TitleForm):
    """The risks are told and accepted here; grounds of refusal stop it."""

    submit_text: ClassVar[Text] = Text("申请登记", "File it")
    channel = forms.ChoiceField(label=said("办理渠道", "channel"), choices=choices(Channel), widget=forms.RadioSelect)
    on = forms.DateField(label=said("申请日", "filed on"))
    office = forms.CharField(
        label=said("登记机构（来源未载的）", "office, where no source names it"),
        help_text=said(
            "各种权利的登记机构见质押页；已载的不用填。",
            "The pledge's page names the offices; leave it where they are known.",
        ),
        required=False,
        max_length=200,
    )
    paper = DocumentField(label=said("申请材料", "papers"), required=False)


class AcceptForm(HouseForm):
    submit_text: ClassVar[Text] = Text("记入受理", "Enter the acceptance")

    on = forms.DateField(
        label=said("受理日", "accepted on"),
        help_text=said(
            "以登记机构的受理通知为准；自受理之日起算的期限由此起算。",
            "By the office's own notice; a time that counts from acceptance counts from it.",
        ),
    )
    notice_no = forms.CharField(
        label=said("受理通知书号", "number of the notice of acceptance"), required=False, max_length=60
    )
    paper = DocumentField(label=said("受理通知书", "notice of acceptance"), required=False)


class RegisterForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"on": clauses.ARISES, "cap": clauses.REGISTERED_CAP}
    submit_text: ClassVar[Text] = Text("记入登记", "Enter the registration")

    on = forms.DateField(label=said("登记日", "registered on"))
    register_no = forms.CharField(label=said("登记号", "register number"), max_length=60)
    rights = paper_lines(
        said("本通知书所载的权利，每行一件", "rights of this notice, one a line"),
        help_text=said("由一个机构登记全部权利的不用填。", "Leave it where one office registers them all."),
    )
    cap = MoneyField(
        label=said("登记的担保债权数额（元）", "registered sum, yuan"),
        help_text=said("通知书未载的不填。", "Empty if the notice does not say."),
        required=False,
        max_length=40,
    )
    paper = DocumentField(label=said("质押登记通知书", "notice of registration"))

    def clean_rights(self) -> tuple[str, ...]:
        return several(self.cleaned_data["rights"])


class RefusedForm(HouseForm):
    submit_text: ClassVar[Text] = Text("记入不予登记", "Enter the refusal")

    ground = forms.CharField(label=said("不予登记的情形", "ground of refusal"), max_length=200)
    why = forms.CharField(label=said("说明", "words"), widget=forms.Textarea, required=False, max_length=2_000)
    paper = DocumentField(label=said("通知书", "the notice"), required=False)


class ChangeForm(HouseForm):
    submit_text: ClassVar[Text] = Text("记入变更", "Enter the change")

    change = forms.ChoiceField(
        label=said("变更事项", "what changes"), choices=choices(Change), widget=forms.RadioSelect
    )
    cap = MoneyField(
        label=said("变更后担保债权数额（元）", "secured sum afterwards, yuan"), required=False, max_length=40
    )
    due_on = forms.DateField(label=said("展期后届满日", "due on, afterwards"), required=False)
    why = forms.CharField(label=said("说明", "words"), widget=forms.Textarea, required=False, max_length=2_000)
    paper = DocumentField(label=said("变更通知书", "notice of change"), required=False)


class CancelForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"release": clauses.RETURNED}
    submit_text: ClassVar[Text] = Text("记入注销", "Enter the cancellation")

    on = forms.DateField(label=said("注销日", "cancelled on"))
    release = forms.ChoiceField(label=said("注销事由", "why"), choices=choices(Release))
    repaid_on = forms.DateField(
        label=said("清偿日", "repaid on"),
        help_text=said("清偿或续贷的须填。", "Needed where it is repaid or renewed."),
        required=False,
    )
    paper = DocumentField(label=said("注销通知书", "notice of cancellation"), required=False)
