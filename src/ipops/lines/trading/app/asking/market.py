"""Forms of supply and demand, and of open licences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from ipops.kernel.citation import Citation
from ipops.kernel.text import Text
from ipops.ledger.facts.words import CreditGrade
from ipops.lines.trading.app.asking.course import MoveForm
from ipops.lines.trading.app.asking.fields import choices, optional
from ipops.lines.trading.app.asking.papers import LARGEST, words_of
from ipops.lines.trading.facts import Act
from ipops.lines.trading.facts.words import Abroad, Assessed, FirmSize, Priced, PriceForm
from ipops.lines.trading.machine import clauses
from ipops.rights.collisions import clauses as rights_law
from ipops.webkit.pages.fields import DocumentField, MoneyField
from ipops.webkit.pages.forms import HouseForm
from ipops.webkit.pages.lang import said


class OwnerForm(HouseForm):
    """Whose it is."""

    owner = forms.CharField(
        label=said("单位", "who"), help_text=said("名称或统一社会信用代码", "Name or credit code"), max_length=200
    )
    place = forms.CharField(label=said("区划代码", "division code"), required=False, max_length=6)


class DiscloseForm(OwnerForm):
    submit_text: ClassVar[Text] = Text("加封保存", "Seal and keep")

    title = forms.CharField(
        label=said("发明名称", "title of the invention"),
        help_text=said(
            "公布前加封保存，不公开、可删除。", "Sealed until published; never shown to the public, can be erased."
        ),
        max_length=200,
    )
    words = forms.CharField(label=said("内容", "what it is"), widget=forms.Textarea, max_length=40_000)
    field_order = ("owner", "place", "title", "words")


class KeepForm(MoveForm):
    end = forms.ChoiceField(
        label=said("结论", "end"),
        choices=[c for c in choices(Assessed) if c[0] != Assessed.FILE],
        widget=forms.RadioSelect,
    )
    field_order = ("end", "why", "paper")


class FiledForm(MoveForm):
    number = forms.CharField(label=said("申请号", "application number"), max_length=40)
    field_order = ("number", "paper", "why")


class PublishedForm(MoveForm):
    cites: ClassVar[Mapping[str, Citation]] = {"on": clauses.PUBLISHED}

    on = forms.DateField(label=said("公布日", "published on"))
    title = forms.CharField(label=said("公布的名称", "title as published"), max_length=200)
    field_order = ("on", "title", "paper", "why")


class OfferForm(OwnerForm):
    cites: ClassVar[Mapping[str, Citation]] = {"priced": clauses.PRICE_WAYS}
    submit_text: ClassVar[Text] = Text("发布供给", "Show it")

    rights = forms.CharField(label=said("专利号", "patent numbers"), widget=forms.Textarea, max_length=20_000)
    act = forms.ChoiceField(
        label=said("方式", "act"), choices=choices(Act), widget=forms.RadioSelect, initial="licence"
    )
    priced = forms.ChoiceField(label=said("定价方式", "how it is priced"), choices=choices(Priced))
    asked = MoneyField(
        label=said("挂牌价或起拍价（元）", "asked price, yuan"),
        help_text=said("只展示，不计入任何金额。", "Shown only; it counts for nothing."),
        required=False,
        max_length=40,
    )
    closes_on = forms.DateField(label=said("截止日", "closes on"), required=False)
    words = forms.CharField(label=said("说明", "words"), widget=forms.Textarea, required=False, max_length=10_000)
    agency = forms.CharField(
        label=said("经办服务机构", "agency in charge"),
        help_text=said("没有的不填。", "Leave empty if there is none."),
        required=False,
        max_length=200,
    )
    agency_grade = forms.ChoiceField(
        label=said("机构信用等级（公开查询）", "its credit grade, as published"),
        help_text=said("D级机构的供给不向需求方推送。", "Offers of an agency of grade D are pushed to nobody."),
        choices=choices(CreditGrade),
        initial=CreditGrade.UNKNOWN.value,
        required=False,
    )
    field_order = ("owner", "place", "rights", "act", "priced", "asked", "closes_on", "words", "agency", "agency_grade")


class BidForm(MoveForm):
    cites: ClassVar[Mapping[str, Citation]] = {"amount": clauses.PRICE_WAYS}

    bidder = forms.CharField(label=said("竞买人", "who bids"), max_length=200)
    place = forms.CharField(label=said("区划代码", "division code"), required=False, max_length=6)
    amount = MoneyField(label=said("出价（元）", "bid, yuan"), max_length=40)
    field_order = ("bidder", "place", "amount", "paper", "why")


class NeedForm(OwnerForm):
    submit_text: ClassVar[Text] = Text("发布需求", "State the need")

    title = forms.CharField(label=said("题目", "title"), max_length=200)
    words = forms.CharField(
        label=said("需求内容", "what is needed"),
        help_text=said("十个字或三页纸都可以；也可上传文件。", "Ten characters or three pages; or upload a file."),
        widget=forms.Textarea,
        required=False,
        max_length=40_000,
    )
    paper = DocumentField(
        label=said("需求文件", "the need as a file"),
        help_text=said(
            "Word、PDF 或文本；没有填写内容时取文件中的文字。",
            "Word, PDF or plain text; its words are taken where none are written.",
        ),
        required=False,
    )
    industry = forms.CharField(label=said("国民经济行业代码", "industry code"), required=False, max_length=5)
    size = forms.ChoiceField(
        label=said("企业规模（自报）", "size (declared)"), choices=optional(FirmSize), required=False
    )
    budget = MoneyField(label=said("预算（元）", "budget, yuan"), required=False, max_length=40)
    closes_on = forms.DateField(label=said("截止日", "closes on"), required=False)
    field_order = ("owner", "place", "title", "words", "paper", "industry", "size", "budget", "closes_on")

    def clean(self) -> dict[str, Any]:
        """The words as written, else those of the file."""
        held: dict[str, Any] = super().clean() or self.cleaned_data
        paper = held.get("paper")
        if (held.get("words") or "").strip() or "words" in self.errors:
            return held
        if paper is None:
            self.add_error("words", said("请填写需求内容，或上传文件。", "Write what is needed, or upload a file."))
            return held
        got = words_of(paper.read(LARGEST + 1))
        paper.seek(0)
        if isinstance(got, Text):
            self.add_error("paper", said(got.zh, got.en))
        else:
            held["words"] = got
        return held


class StatementForm(OwnerForm):
    """The five fields of the statement."""

    cites: ClassVar[Mapping[str, Citation]] = {
        "number": clauses.OPEN_FIELDS,
        "way": clauses.OPEN_FIELDS,
        "last_day": clauses.OPEN_FIELDS,
        "report": rights_law.OPEN_REPORT,
        "agreed": rights_law.OPEN_BARRED,
    }
    submit_text: ClassVar[Text] = Text("拟定声明", "Draft the statement")

    number = forms.CharField(label=said("专利号", "patent number"), max_length=40)
    way = forms.ChoiceField(label=said("使用费支付方式", "way of payment"), choices=choices(PriceForm))
    standard = forms.CharField(label=said("使用费支付标准", "standard of payment"), required=False, max_length=300)
    last_day = forms.DateField(label=said("许可期限（最后一日）", "last day of the term"))
    other = forms.CharField(label=said("其他需要明确的事项", "what else"), required=False, max_length=1_000)
    report = forms.BooleanField(label=said("附专利权评价报告", "with the evaluation report"), required=False)
    agreed = forms.BooleanField(label=said("质权人书面同意", "the pledgees agree in writing"), required=False)
    field_order = ("owner", "place", "number", "way", "standard", "last_day", "other", "report", "agreed")


class OpenFileForm(MoveForm):
    cites: ClassVar[Mapping[str, Citation]] = {"plain": clauses.OPEN_PLAIN, "paid_up": rights_law.OPEN_BARRED}

    plain = forms.BooleanField(
        label=said("声明中没有商业性宣传用语", "the statement advertises nothing"), required=False
    )
    paid_up = forms.BooleanField(
        label=said("年费已按规定缴纳（没有缴费记录时确认）", "the annuities are paid (where no payment is on record)"),
        required=False,
    )
    field_order = ("plain", "paid_up", "paper", "why")


class DayForm(MoveForm):
    on = forms.DateField(label=said("公告日", "announced on"))
    field_order = ("on", "paper", "why")


class TakeForm(MoveForm):
    cites: ClassVar[Mapping[str, Citation]] = {"paid": clauses.OPEN_TAKEN, "abroad": clauses.EXPORT_PATENT}

    taker = forms.CharField(label=said("被许可方", "who takes it"), max_length=200)
    place = forms.CharField(label=said("区划代码", "division code"), required=False, max_length=6)
    paid = MoneyField(label=said("已付使用费（元）", "fee paid, yuan"), required=False, max_length=40)
    abroad = forms.ChoiceField(label=said("是否涉及境外", "does the right leave the country"), choices=optional(Abroad))
    field_order = ("taker", "place", "paid", "abroad", "paper", "why")
