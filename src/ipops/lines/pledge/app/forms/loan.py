"""Forms of a loan, a claim, a fund and a bank's month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from ipops.kernel.citation import Citation
from ipops.kernel.text import Text
from ipops.ledger.facts.pledges import Realised
from ipops.lines.pledge.app import selectors
from ipops.lines.pledge.app.forms.fields import KNOWN, RateField, paper_lines
from ipops.lines.pledge.facts.words import BadBecause, FilesWhen, FixedBy, LoanClass, Paper, RecoveredBy, Returns
from ipops.lines.pledge.machine import clauses
from ipops.lines.pledge.rules.classing import CLASSES
from ipops.lines.pledge.rules.fixing import SIDES
from ipops.lines.pledge.rules.guaranteeing import OUTSTANDING, WEIGHTS
from ipops.lines.pledge.rules.scheming import sharing_schemes
from ipops.webkit.pages.fields import DivisionField, DocumentField, MoneyField, choices, several
from ipops.webkit.pages.forms import HouseForm
from ipops.webkit.pages.lang import said, say


class FileFundForm(HouseForm):
    submit_text: ClassVar[Text] = Text("向资金备案", "File it")

    fund = forms.ChoiceField(label=said("资金", "fund"))
    on = forms.DateField(label=said("备案日", "filed on"))
    paper = DocumentField(label=said("备案材料", "papers"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fund"].choices = selectors.fund_choices()  # type: ignore[attr-defined]


class DrawForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"on": clauses.ARISES, "amount": clauses.NO_DEDUCTION}
    submit_text: ClassVar[Text] = Text("记入放款", "Enter the drawing")

    on = forms.DateField(label=said("放款日", "drawn on"))
    amount = MoneyField(label=said("实际放款金额（元）", "really lent, yuan"), max_length=40)
    due_on = forms.DateField(label=said("到期日", "due on"))
    paper = DocumentField(label=said("放款凭证", "proof of drawing"), required=False)


class RepayForm(HouseForm):
    submit_text: ClassVar[Text] = Text("记入还款", "Enter the repayment")

    on = forms.DateField(label=said("还款日", "paid on"))
    principal = MoneyField(label=said("本金（元）", "principal, yuan"), max_length=40)
    interest = MoneyField(label=said("利息（元）", "interest, yuan"), max_length=40)
    clears = forms.BooleanField(label=said("逾期已全部还清", "nothing is overdue any more"), required=False)
    paper = DocumentField(label=said("还款凭证", "proof"), required=False)


class MissForm(HouseForm):
    submit_text: ClassVar[Text] = Text("记入逾期", "Enter it as overdue")

    on = forms.DateField(label=said("逾期首日", "first day overdue"))
    principal = MoneyField(label=said("逾期本金（元）", "principal overdue, yuan"), max_length=40)
    interest = MoneyField(label=said("欠息（元）", "interest overdue, yuan"), max_length=40)


class ClassifyForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"grade": clauses.NPL, "basis": CLASSES}
    submit_text: ClassVar[Text] = Text("记入分类", "Enter the class")

    on = forms.DateField(label=said("认定日", "classified on"))
    grade = forms.ChoiceField(label=said("五级分类", "class"), choices=choices(LoanClass), widget=forms.RadioSelect)
    interest = MoneyField(label=said("欠息（元）", "interest owed, yuan"), max_length=40)
    basis = forms.ChoiceField(
        label=said("认定不良的依据", "on what it rests that it is bad"),
        help_text=said(
            "未逾期也可以认定为不良，依据由银行写明；账上已有逾期的可以不填。",
            "A loan may be bad before it is overdue: the bank says why. Not needed where it is overdue on record.",
        ),
        choices=[("", say(Text("不适用", "does not apply"))), *choices(BadBecause)],
        required=False,
    )
    why = forms.CharField(
        label=said("说明（其他情形必填）", "words; must for other circumstances"),
        widget=forms.Textarea,
        required=False,
        max_length=2_000,
    )
    paper = DocumentField(label=said("认定书", "the bank's paper"), required=False)


class ExtendForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"consents": clauses.GUARANTEE_STAYS}
    submit_text: ClassVar[Text] = Text("记入展期", "Enter the extension")

    due_on = forms.DateField(label=said("展期后到期日", "due on, afterwards"))
    consents = forms.BooleanField(label=said("保证人书面同意", "the guarantor consents in writing"), required=False)
    paper = DocumentField(label=said("展期协议（含保证人同意）", "the agreement, with the consent"), required=False)


class FixForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"ground": clauses.FIXED, "others": clauses.CAP_COUNTS}
    submit_text: ClassVar[Text] = Text("记入债权确定", "Enter the fixing")

    ground = forms.ChoiceField(label=said("确定事由", "ground"), choices=choices(FixedBy), widget=forms.RadioSelect)
    on = forms.DateField(
        label=said("确定日", "fixed on"),
        help_text=said("其后的放款不在担保之内。", "Nothing drawn after that day is secured."),
    )
    interest = MoneyField(label=said("当日欠息（元）", "interest owed that day, yuan"), max_length=40)
    others = MoneyField(
        label=said("违约金、损害赔偿金与费用（元）", "penalties, damages and costs, yuan"), initial="0", max_length=40
    )
    asked_by = forms.ChoiceField(
        label=said("请求人（满二年后请求确定的）", "who asked, if it was asked for after two years"),
        choices=[("", say(Text("不适用", "does not apply"))), *((k, say(t)) for k, t in SIDES.items())],
        required=False,
    )
    law = forms.CharField(
        label=said("所依法律及条款（法律规定的其他情形）", "law and article, for another case of a law"),
        required=False,
        max_length=200,
    )
    why = forms.CharField(label=said("说明", "words"), widget=forms.Textarea, required=False, max_length=2_000)
    paper = DocumentField(
        label=said("文书（查封、扣押、破产或解散的必附）", "paper; must for seizure or bankruptcy"), required=False
    )


class CallForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"enforced": clauses.OWN_FIRST}
    submit_text: ClassVar[Text] = Text("记入", "Enter it")

    on = forms.DateField(label=said("主张日", "called on"))
    enforced = forms.BooleanField(
        label=said("已先就质物求偿", "the pledge was enforced first"),
        help_text=said(
            "没有另行约定的：债务人自己出质的须先就质物求偿；第三人出质的由债权人选择。",
            "Unless agreed otherwise: the debtor's own pledge comes first; with a third party's the creditor chooses.",
        ),
        required=False,
    )
    paper = DocumentField(label=said("主张材料", "papers"), required=False)


class OfferForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"how": clauses.REALISED}
    submit_text: ClassVar[Text] = Text("上市处置", "Offer the rights")

    how = forms.ChoiceField(label=said("方式", "how"), choices=choices(Realised), widget=forms.RadioSelect)
    asked = MoneyField(label=said("挂牌价或起拍价（元）", "asked price, yuan"), required=False, max_length=40)
    words = forms.CharField(label=said("说明", "words"), widget=forms.Textarea, required=False, max_length=2_000)


class DayForm(HouseForm):
    on = forms.DateField(label=said("日期", "day"))
    paper = DocumentField(label=said("凭证", "proof"), required=False)


class ClaimForm(HouseForm):
    submit_text: ClassVar[Text] = Text("申请补偿", "Claim")

    principal = MoneyField(label=said("未收回本金（元）", "principal not recovered, yuan"), max_length=40)
    interest = MoneyField(label=said("未收回利息（元）", "interest not recovered, yuan"), max_length=40)
    recovered = MoneyField(label=said("此前追回本金（元）", "principal recovered before, yuan"), max_length=40)
    papers = forms.MultipleChoiceField(
        label=said("所附材料", "papers attached"),
        choices=choices(Paper),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    paper = DocumentField(label=said("材料（合并为一个文件）", "the papers, as one file"), required=False)

    def clean_papers(self) -> tuple[Paper, ...]:
        return tuple(Paper(p) for p in self.cleaned_data["papers"])


class CheckForm(HouseForm):
    submit_text: ClassVar[Text] = Text("测算并记入", "Work out and enter")

    given = paper_lines(
        said("补充方案所需的事实，每行一项", "facts that the scheme needs besides, one a line"),
        help_text=said(
            "写作 事实=值，如 firm.sci_tech=是。本平台已有记录的不必填；与记录不同的须写理由：事实=值 # 理由。",
            "As fact=value, e.g. firm.sci_tech=yes. What is on record need not be given; what says otherwise needs a reason: fact=value # reason.",
        ),
    )
    paper = DocumentField(label=said("依据", "what it rests on"), required=False)

    def clean_given(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(x.strip() for x in self.cleaned_data["given"].splitlines() if x.strip()))


class ApproveForm(HouseForm):
    submit_text: ClassVar[Text] = Text("同意补偿", "Approve")

    why = forms.CharField(
        label=said("说明（逾期申请的必填）", "words; must for a late claim"),
        widget=forms.Textarea,
        required=False,
        max_length=2_000,
    )
    paper = DocumentField(label=said("决定文件", "the decision"), required=False)


class RejectForm(HouseForm):
    submit_text: ClassVar[Text] = Text("不予补偿", "Reject")

    ground = forms.CharField(label=said("不予补偿的情形", "ground"), max_length=200)
    why = forms.CharField(label=said("说明", "words"), widget=forms.Textarea, required=False, max_length=2_000)
    paper = DocumentField(label=said("决定文件", "the decision"), required=False)


class PayForm(HouseForm):
    submit_text: ClassVar[Text] = Text("记入支付", "Enter the payment")

    on = forms.DateField(label=said("支付日", "paid on"))
    party = forms.CharField(
        label=said("支付方", "who pays"),
        help_text=said("填方案中的名称，见“决定的各方金额”。", "As the scheme calls it; see the sums decided."),
        max_length=60,
    )
    amount = MoneyField(label=said("金额（元）", "sum, yuan"), max_length=40)
    paper = DocumentField(label=said("支付凭证", "proof of payment"), required=False)


class TrueUpForm(HouseForm):
    submit_text: ClassVar[Text] = Text("记入退回", "Enter it")

    party = forms.CharField(
        label=said("收款方（方案中的名称）", "who is paid back, as the scheme calls it"), max_length=60
    )
    amount = MoneyField(label=said("退回金额（元）", "paid back, yuan"), max_length=40)
    why = forms.CharField(label=said("说明", "words"), widget=forms.Textarea, max_length=2_000)
    paper = DocumentField(label=said("凭证", "proof"), required=False)


class AdvanceForm(HouseForm):
    submit_text: ClassVar[Text] = Text("记入费用", "Enter the cost")

    on = forms.DateField(label=said("垫付日", "paid on"))
    party = forms.CharField(
        label=said("垫付方（方案中的名称）", "who advanced it, as the scheme calls it"), max_length=60
    )
    amount = MoneyField(label=said("金额（元）", "sum, yuan"), max_length=40)
    paper = DocumentField(label=said("凭证", "proof"), required=False)


class RecoverForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"how": clauses.REALISED}
    submit_text: ClassVar[Text] = Text("记入追偿", "Enter the recovery")

    on = forms.DateField(label=said("到账日", "received on"))
    how = forms.ChoiceField(label=said("方式", "how"), choices=choices(RecoveredBy))
    gross = MoneyField(label=said("到账金额（元）", "received, yuan"), max_length=40)
    paper = DocumentField(label=said("到账凭证", "proof"), required=False)


class FundForm(HouseForm):
    submit_text: ClassVar[Text] = Text("设立", "Open it")

    name = forms.CharField(label=said("资金名称", "name of the fund"), max_length=200)
    place = DivisionField(label=said("地区（区划代码）", "division code"))
    scheme = forms.ChoiceField(
        label=said("所依方案，及本资金在方案中是哪一方", "the scheme it runs, and which party of it this fund is")
    )
    files_when = forms.ChoiceField(
        label=said("贷款备案时点", "when a loan is filed"), choices=choices(FilesWhen), initial=FilesWhen.UNSTATED
    )
    files_days = forms.IntegerField(
        label=said("备案期限（工作日）", "working days to file"), required=False, min_value=1, max_value=999
    )
    claim_days = forms.IntegerField(
        label=said("申请补偿期限（工作日）", "working days to claim"), required=False, min_value=1, max_value=999
    )
    returns = forms.ChoiceField(
        label=said("追回款去向", "where its part of a recovery goes"), choices=choices(Returns), initial=Returns.POOL
    )
    asks_list = forms.BooleanField(label=said("要求白名单（企业库）", "asks for a white list"), required=False)
    draw_first = forms.BooleanField(
        label=said("协议允许先放款后登记", "its agreement lets a loan be drawn first"), required=False
    )
    terms = paper_lines(
        said("协议补足方案未载之处，每行一项", "what its agreement fills in, one a line"),
        help_text=said("写作 路径=值，如 layers.city.pays=50%。", "As path=value, e.g. layers.city.pays=50%."),
    )
    paper = DocumentField(label=said("资金管理办法或协议", "the fund's agreement"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme"].choices = [  # type: ignore[attr-defined]
            (f"{s.code}:{p}", say(_PARTY.fill(scheme=s.title, party=s.party(p))))
            for s in sharing_schemes()
            for p in s.form.parties
            if p != s.form.bearer
        ]

    def clean_terms(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(x.strip() for x in self.cleaned_data["terms"].splitlines() if x.strip()))


class MoveForm(HouseForm):
    submit_text: ClassVar[Text] = Text("记入", "Enter it")

    on = forms.DateField(label=said("日期", "day"))
    amount = MoneyField(label=said("金额（元），转出填负数", "sum, yuan; negative for money out"), max_length=40)
    why = forms.CharField(label=said("说明", "what for"), required=False, max_length=500)


class SignForm(HouseForm):
    submit_text: ClassVar[Text] = Text("开立核查", "Open the check")

    case = forms.CharField(label=said("疑点编号", "the sign"), max_length=80)


class LiftForm(HouseForm):
    """Only what no rule lifts is lifted by hand."""

    submit_text: ClassVar[Text] = Text("恢复", "Lift it")

    line = forms.CharField(
        label=said("方案中的线", "the line, as the scheme names it"),
        help_text=said("见资金页“离预警与熔断还有多远”。", "See the table of lines on the fund's page."),
        max_length=60,
    )
    why = forms.CharField(label=said("决定的说明", "words of the decision"), widget=forms.Textarea, max_length=2_000)
    paper = DocumentField(label=said("出资方或主管部门的决定", "the decision of the fund's owners"))


class StateForm(HouseForm):
    submit_text: ClassVar[Text] = Text("记入对账", "Enter the statement")

    on = forms.DateField(label=said("日终", "end of"))
    balance = MoneyField(label=said("对账单余额（元）", "balance on the statement, yuan"), max_length=40)


class ListForm(HouseForm):
    submit_text: ClassVar[Text] = Text("更新名单", "Update the list")

    firms = paper_lines(said("企业信用代码，每行一家", "credit codes, one a line"), required=True)
    off = forms.BooleanField(label=said("移出名单", "take them off"), required=False)

    def clean_firms(self) -> tuple[str, ...]:
        return several(self.cleaned_data["firms"])


class MonthForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"npl_ratio": clauses.NPL}
    submit_text: ClassVar[Text] = Text("签报", "Attest")

    month = forms.DateField(label=said("月份（任一日）", "month, any day of it"))
    bank = forms.CharField(label=said("银行信用代码", "the bank's credit code"), max_length=40)
    place = DivisionField(label=said("报送地区（区划代码）", "division reported for"))
    plan = MoneyField(label=said("单列信贷计划（元）", "credit plan set, yuan"), required=False, max_length=40)
    used = MoneyField(label=said("计划已用（元）", "plan used, yuan"), required=False, max_length=40)
    ip_loans = MoneyField(label=said("知识产权质押贷款余额（元）", "IP-pledge loans, yuan"), max_length=40)
    ip_npl = MoneyField(label=said("其中不良（元）", "of them bad, yuan"), max_length=40)
    npl_ratio = RateField(label=said("全行不良率", "overall NPL ratio"), required=False, max_length=12)
    attested_by = forms.CharField(label=said("签报部门", "attested by"), max_length=100)
    paper = DocumentField(label=said("签报件", "the attested paper"), required=False)


class CreditForm(HouseForm):
    submit_text: ClassVar[Text] = Text("记入集合授信", "Enter the credit")

    park = forms.CharField(label=said("园区信用代码", "the park's credit code"), max_length=40)
    park_name = forms.CharField(label=said("园区名称", "its name"), required=False, max_length=200)
    bank = forms.CharField(label=said("银行信用代码", "the bank's credit code"), max_length=40)
    bank_name = forms.CharField(label=said("银行名称", "its name"), required=False, max_length=200)
    place = DivisionField(label=said("地区（区划代码）", "division code"))
    amount = MoneyField(label=said("授信总额（元）", "limit of all, yuan"), max_length=40)
    each = MoneyField(label=said("单户上限（元）", "limit of one firm, yuan"), required=False, max_length=40)
    firms = paper_lines(said("企业信用代码，每行一家", "credit codes of the firms, one a line"), required=True)
    last_day = forms.DateField(label=said("最后一日", "last day"), required=False)
    paper = DocumentField(label=said("授信协议", "the agreement"), required=False)

    def clean_firms(self) -> tuple[str, ...]:
        return several(self.cleaned_data["firms"])


class GuarantorForm(HouseForm):
    """What a guarantee company tells of itself: its limits are measured against it."""

    cites: ClassVar[Mapping[str, Citation]] = {"net_assets": OUTSTANDING, "outstanding": WEIGHTS}
    submit_text: ClassVar[Text] = Text("记入", "Enter it")

    guarantor = forms.CharField(label=said("担保公司信用代码", "the guarantor's credit code"), max_length=40)
    guarantor_name = forms.CharField(
        label=said("担保公司名称", "its name"), help_text=KNOWN, required=False, max_length=200
    )
    place = DivisionField(label=said("担保公司所在区划代码", "its division code"), help_text=KNOWN, required=False)
    on = forms.DateField(label=said("报表日", "day of the figures"))
    net_assets = MoneyField(label=said("净资产（元）", "net assets, yuan"), max_length=40)
    outstanding = MoneyField(
        label=said("担保责任余额（元）", "guarantees outstanding, yuan"),
        help_text=said(
            "按国家规定的风险权重计量；不知道的不填。", "As weighted by the state's rules; empty if not known."
        ),
        required=False,
        max_length=40,
    )
    mainly_small = forms.ChoiceField(
        label=said("主要为小微企业和农业、农村、农民服务", "serves mainly small firms and agriculture"),
        choices=(("", said("不知道", "not known")), ("yes", said("是", "yes")), ("no", said("否", "no"))),
        required=False,
    )
    paper = DocumentField(label=said("担保公司的报表或说明", "the guarantor's statement"))


class TableForm(HouseForm):
    """A bank's table of reports."""

    submit_text: ClassVar[Text] = Text("导入", "Import")

    bank = forms.CharField(label=said("银行信用代码", "the bank's credit code"), max_length=40)
    paper = forms.FileField(label=said("报送表（CSV 或 XLSX）", "the table, CSV or XLSX"))


_PARTY = Text("{scheme}：{party}", "{scheme}: {party}")
