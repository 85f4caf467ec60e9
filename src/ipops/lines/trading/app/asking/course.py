"""Forms of a deal's course before the register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from django import forms

from ipops.kernel.citation import Citation
from ipops.kernel.text import Text
from ipops.ledger.facts.words import LicenceKind
from ipops.lines.trading.app import selectors
from ipops.lines.trading.app.asking.fields import RateField, RatesField, YesNoField, choices, optional
from ipops.lines.trading.facts import Act
from ipops.lines.trading.facts.words import (
    Abroad,
    Evidence,
    ExportClass,
    FailedFor,
    InventorAnswer,
    Origin,
    Priced,
    PriceForm,
    RewardFor,
    RoyaltyBase,
    Security,
    Settled,
)
from ipops.lines.trading.machine import clauses
from ipops.webkit.pages.fields import DocumentField, MoneyField, several
from ipops.webkit.pages.forms import Group, HouseForm
from ipops.webkit.pages.lang import said

#: people, products, jobs: a number beyond is a slip of the finger, and none that a column holds
MOST = 1_000_000_000


class FindForm(HouseForm):
    """Two sides and the rights they look at."""

    submit_text: ClassVar[Text] = Text("建立线索", "Open the deal")

    act = forms.ChoiceField(
        label=said("行为", "what is meant"), choices=choices(Act), widget=forms.RadioSelect, initial="transfer"
    )
    rights = forms.CharField(label=said("权利号", "number of the right"), widget=forms.Textarea, max_length=20_000)
    givers = forms.CharField(
        label=said("转让方或许可方", "transferor or licensor"), widget=forms.Textarea, max_length=5_000
    )
    takers = forms.CharField(
        label=said("受让方或被许可方", "transferee or licensee"), widget=forms.Textarea, max_length=5_000
    )
    origin = forms.ChoiceField(label=said("来源", "how they met"), choices=choices(Origin), initial="direct")
    source = forms.CharField(
        label=said("来源编号", "code of the source"),
        help_text=said("需求、挂牌或质押的编号。", "Of the need, the listing or the pledge."),
        required=False,
        max_length=80,
    )
    abroad = forms.ChoiceField(
        label=said("是否涉及境外", "does the right leave the country"), choices=optional(Abroad), required=False
    )
    from_place = forms.CharField(label=said("转出方区划代码", "giver's division code"), required=False, max_length=6)
    to_place = forms.CharField(label=said("转入方区划代码", "taker's division code"), required=False, max_length=6)


class MoveForm(HouseForm):
    """A step with nothing but words and a paper."""

    why = forms.CharField(label=said("说明", "words"), widget=forms.Textarea, required=False, max_length=2_000)
    paper = DocumentField(label=said("文件", "paper"), required=False)


class SignForm(MoveForm):
    register_no = forms.CharField(label=said("合同号", "number of the contract"), required=False, max_length=80)
    field_order = ("register_no", "paper", "why")


class FileForm(MoveForm):
    register_no = forms.CharField(label=said("申请号或受理号", "number of the request"), required=False, max_length=80)
    field_order = ("register_no", "paper", "why")


class AgreeForm(HouseForm):
    """The terms; what the licence is; the consents at hand."""

    cites: ClassVar[Mapping[str, Citation]] = {
        "priced": clauses.PRICE_WAYS,
        "form": clauses.PRICE,
        "rates": clauses.RATES,
        "accounts": clauses.ACCOUNTS,
        "abroad": clauses.EXPORT_PATENT,
        "co_owners_agree": clauses.CO_OWNERS,
        "last_day": clauses.TERM,
    }
    groups: ClassVar[tuple[Group, ...]] = (
        Group(Text("价款", "The price"), ("priced", "form", "price")),
        Group(Text("提成", "Royalty"), ("base", "rates", "minimum", "months", "accounts")),
        Group(
            Text("许可内容", "The licence"), ("kind_of_licence", "starts_on", "last_day", "territory", "field_of_use")
        ),
        Group(Text("法律事项", "What the law asks"), ("abroad", "state_body", "co_owners_agree", "title_shown")),
        Group(Text("凭证", "Papers"), ("paper", "why")),
    )
    submit_text: ClassVar[Text] = Text("议定", "Agree")

    priced = forms.ChoiceField(label=said("定价方式", "how the price came about"), choices=choices(Priced))
    form = forms.ChoiceField(label=said("支付方式", "how it is paid"), choices=choices(PriceForm))
    price = MoneyField(
        label=said("固定价款或入门费（元）", "fixed price or entry fee, yuan"), required=False, max_length=40
    )
    base = forms.ChoiceField(
        label=said("提成基数", "base of the royalty"), choices=optional(RoyaltyBase), required=False
    )
    rates = RatesField(
        label=said("提成比例（逐年）", "royalty rates by year"),
        help_text=said("如 5% 或 5%、4%、3%；最后一个沿用。", "5%, or 5%; 4%; 3%: the last one holds on."),
        required=False,
        max_length=200,
    )
    minimum = MoneyField(label=said("每期保底（元）", "minimum of each period, yuan"), required=False, max_length=40)
    months = forms.IntegerField(
        label=said("结算期（月）", "months of a period"), required=False, min_value=1, max_value=60
    )
    accounts = forms.CharField(label=said("查账办法", "how accounts are seen"), required=False, max_length=500)
    kind_of_licence = forms.ChoiceField(
        label=said("许可类型", "kind of licence"), choices=optional(LicenceKind), required=False
    )
    starts_on = forms.DateField(label=said("许可起始日", "runs from"), required=False)
    last_day = forms.DateField(label=said("许可最后一日", "last day of the licence"), required=False)
    territory = forms.CharField(label=said("许可地域", "territory"), required=False, max_length=200)
    field_of_use = forms.CharField(label=said("许可领域（可多个）", "fields of use"), required=False, max_length=500)
    abroad = forms.ChoiceField(label=said("是否涉及境外", "does the right leave the country"), choices=optional(Abroad))
    state_body = YesNoField(label=said("转出方为国家设立的高校、院所", "the giver is a state university or institute"))
    co_owners_agree = forms.BooleanField(
        label=said("已有共有人书面同意", "the co-owners agree in writing"), required=False
    )
    title_shown = forms.BooleanField(label=said("已附登记簿副本", "the register's extract is attached"), required=False)
    paper = DocumentField(label=said("意向书或合同草案", "letter of intent or draft contract"), required=False)
    why = forms.CharField(label=said("说明", "words"), required=False, max_length=2_000)

    def ask(self) -> dict[str, Any]:
        """What the admission rules look at beside the row."""
        v = self.cleaned_data
        last = v["last_day"]
        return {
            "kind_of_licence": LicenceKind(v["kind_of_licence"]) if v["kind_of_licence"] else None,
            "starts_on": v["starts_on"],
            "until": last + timedelta(days=1) if last else None,
            "reach": selectors.reach_of(v["territory"] or "", several(v["field_of_use"] or "")),
            "co_owners_agree": v["co_owners_agree"],
            "title_shown": v["title_shown"],
        }

    def terms(self) -> dict[str, Any]:
        v = self.cleaned_data
        same = ("price", "rates", "minimum", "months", "accounts", "state_body")
        return {
            "priced": Priced(v["priced"]),
            "form": PriceForm(v["form"]),
            "abroad": Abroad(v["abroad"]),
            "base": RoyaltyBase(v["base"]) if v["base"] else None,
            **{n: v[n] for n in same},
        }


class ConsentForm(MoveForm):
    cites: ClassVar[Mapping[str, Citation]] = {"prepays": clauses.PLEDGE_MONEY}

    prepays = forms.BooleanField(
        label=said("价款向质权人提前清偿（不勾选为提存）", "the price prepays the debt (else it goes to escrow)"),
        required=False,
        initial=True,
    )
    paper = DocumentField(label=said("质权人书面同意", "the pledgee's written consent"))
    field_order = ("paper", "prepays", "why")


class PublishForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {"name": clauses.PRICE_PUBLIC, "insiders": clauses.INSIDER}

    name = forms.CharField(label=said("成果名称", "name of the result"), max_length=200)
    abstract = forms.CharField(label=said("内容摘要", "summary"), widget=forms.Textarea, max_length=2_000)
    where = forms.CharField(label=said("公示处", "where it is published"), max_length=200)
    insider = forms.BooleanField(
        label=said(
            "受让方是完成人或其利害关系人，公示中标明", "the taker made the result or is close to who did: name it"
        ),
        required=False,
    )


class ObjectForm(HouseForm):
    who = forms.CharField(
        label=said("异议人", "who objects"),
        help_text=said("姓名加封保存，可依法删除。", "The name is sealed and can be erased."),
        max_length=100,
    )
    words = forms.CharField(label=said("异议内容", "what is objected to"), widget=forms.Textarea, max_length=4_000)
    paper = DocumentField(label=said("证据", "evidence"), required=False)


class SettleForm(MoveForm):
    objection = forms.CharField(label=said("异议编号", "objection"), max_length=120)
    end = forms.ChoiceField(label=said("结论", "end"), choices=choices(Settled), widget=forms.RadioSelect)
    field_order = ("objection", "end", "why", "paper")


class ClassifyForm(HouseForm):
    cites: ClassVar[Mapping[str, Citation]] = {
        "export": clauses.EXPORT_RESTRICTED,
        "letter": clauses.EXPORT_LETTER,
        "licence": clauses.EXPORT_LICENCE,
        "registration": clauses.EXPORT_FREE,
        "security": clauses.EXPORT_SECURITY,
    }

    export = forms.ChoiceField(label=said("出口类别", "class"), choices=choices(ExportClass), widget=forms.RadioSelect)
    catalogue = forms.CharField(
        label=said("所据目录（版本）及条目", "catalogue (edition) and item relied on"),
        help_text=said(
            "本系统不带目录；请写明版本和条目号。",
            "No catalogue comes with this program: name its edition and the item.",
        ),
        max_length=300,
    )
    letter = forms.CharField(label=said("许可意向书号", "letter of intent"), required=False, max_length=80)
    licence = forms.CharField(label=said("出口许可证号", "export licence"), required=False, max_length=80)
    registration = forms.CharField(
        label=said("合同登记证号", "certificate of registration"), required=False, max_length=80
    )
    security = forms.ChoiceField(label=said("安全审查", "security review"), choices=optional(Security), required=False)
    applied_on = forms.DateField(label=said("申请日", "applied on"), required=False)
    paper = DocumentField(label=said("文件", "paper"), required=False)

    def values(self) -> dict[str, Any]:
        v = self.cleaned_data
        same = ("catalogue", "letter", "licence", "registration", "applied_on")
        security = Security(v["security"]) if v["security"] else None
        return {"export": ExportClass(v["export"]), "security": security, **{n: v[n] for n in same}}


class InventorsForm(MoveForm):
    cites: ClassVar[Mapping[str, Citation]] = {"answer": clauses.INVENTORS_FIRST}

    answer = forms.ChoiceField(label=said("答复", "answer"), choices=choices(InventorAnswer), widget=forms.RadioSelect)
    field_order = ("answer", "paper", "why")


class FailForm(MoveForm):
    submit_text: ClassVar[Text] = Text("记录为未成", "Note that it failed")

    cause = forms.ChoiceField(label=said("原因", "cause"), choices=choices(FailedFor), widget=forms.RadioSelect)
    field_order = ("cause", "why", "paper")


class PayForm(MoveForm):
    on = forms.DateField(label=said("到款日", "day it arrived"))
    amount = MoneyField(label=said("到款金额（元）", "amount, yuan"), max_length=40)
    period = forms.CharField(label=said("所属结算期", "period it is for"), required=False, max_length=60)
    field_order = ("on", "amount", "period", "paper", "why")


class StateForm(MoveForm):
    since = forms.DateField(label=said("期间起", "from"))
    last = forms.DateField(label=said("期间最后一日", "last day"))
    base = MoneyField(label=said("提成基数金额（元）", "the base, yuan"), max_length=40)
    field_order = ("since", "last", "base", "paper", "why")


class AuditForm(MoveForm):
    cites: ClassVar[Mapping[str, Citation]] = {"found": clauses.ACCOUNTS}

    since = forms.DateField(label=said("所查期间起", "period that was audited: from"))
    found = MoneyField(label=said("查实基数（元）", "base found, yuan"), max_length=40)
    field_order = ("since", "found", "paper", "why")


class RewardForm(MoveForm):
    cites: ClassVar[Mapping[str, Citation]] = {"agreed": clauses.REWARD_FLOOR, "state_body": clauses.REWARD_STATE}

    basis = forms.ChoiceField(label=said("奖酬依据", "of what"), choices=choices(RewardFor))
    agreed = RateField(
        label=said("规定或约定的比例", "share ruled or agreed"),
        help_text=said(
            "没有规定也没有约定的不填，按法定下限。",
            "Leave empty where nothing is ruled or agreed: the floor of the law applies.",
        ),
        required=False,
        max_length=20,
    )
    state_body = forms.BooleanField(
        label=said("国家设立的高校、院所", "a state university or institute"), required=False
    )
    field_order = ("basis", "agreed", "state_body", "paper", "why")


class PayoutForm(MoveForm):
    year = forms.IntegerField(label=said("年度", "year"), min_value=2015, max_value=2100)
    net = MoneyField(label=said("当年净收入（元）", "net income of the year, yuan"), max_length=40)
    amount = MoneyField(label=said("发放金额（元）", "amount paid, yuan"), max_length=40)
    people = forms.IntegerField(label=said("人数", "people"), min_value=1, max_value=MOST)
    field_order = ("year", "net", "amount", "people", "paper", "why")


class UseForm(MoveForm):
    """What became of the patents in one year."""

    cites: ClassVar[Mapping[str, Citation]] = {"year": clauses.REPORT_YEARLY}

    year = forms.IntegerField(label=said("年度", "year"), min_value=2015, max_value=2100)
    evidence = forms.MultipleChoiceField(
        label=said("实施证据", "evidence of use"),
        choices=choices(Evidence),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    products = forms.IntegerField(label=said("新产品数", "products"), min_value=0, max_value=MOST, initial=0)
    sales = MoneyField(label=said("销售额（元）", "sales, yuan"), required=False, max_length=40)
    jobs = forms.IntegerField(label=said("新增就业", "jobs"), min_value=0, max_value=MOST, required=False)
    field_order = ("year", "evidence", "products", "sales", "jobs", "paper", "why")
