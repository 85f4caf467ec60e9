"""Forms of this line. A form reads what was typed; whether it may be done is the service's to say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from ipops.kernel.citation import Citation
from ipops.kernel.text import Text
from ipops.ledger.facts.words import LicenceKind
from ipops.lines.trading.app import selectors
from ipops.lines.trading.app.services.deals import Written
from ipops.lines.trading.facts import Act
from ipops.lines.trading.rules.ask import Ask, Standing
from ipops.rights.collisions import clauses
from ipops.webkit.pages.fields import DocumentField, MoneyField, choices, several
from ipops.webkit.pages.forms import Group, HouseForm
from ipops.webkit.pages.lang import said, say

_LICENCE_FIELDS = ("kind_of_licence", "starts_on", "last_day", "territory", "field_of_use")


_OPEN = ("", said("请选择", "choose"))


class StartForm(HouseForm):
    """First the number; the rest comes pre-filled."""

    submit_text: ClassVar[Text] = Text("下一步", "Next")

    act = forms.ChoiceField(
        label=said("行为", "What is recorded"), choices=choices(Act), widget=forms.RadioSelect, initial="transfer"
    )
    rights = forms.CharField(
        label=said("权利号", "number of the right"),
        help_text=said(
            "专利号或申请号；多件时每行一件。", "Patent or application number; one a line if there are several."
        ),
        widget=forms.Textarea,
        max_length=20_000,
    )


class RecordForm(HouseForm):
    """A transfer or a licence. With a known right, and parties known by name, at most eight fields are typed."""

    cites: ClassVar[Mapping[str, Citation]] = {
        "co_owners_agree": clauses.CO_OWNERS,
        "pledgees_agree": clauses.PLEDGED,
        "last_day": clauses.TERM,
    }
    groups: ClassVar[tuple[Group, ...]] = (
        Group(Text("办理到哪一步", "How far it is"), ("standing",)),
        Group(Text("权利与双方", "Rights and parties"), ("rights", "givers", "takers")),
        Group(Text("日期与金额", "Days and money"), ("on", "contract_on", "price", "free", "related")),
        Group(Text("许可内容", "The licence"), _LICENCE_FIELDS),
        Group(Text("凭证", "Papers"), ("paper", "reason")),
        Group(
            Text("同意书与其他", "Consents and more"),
            ("co_owners_agree", "pledgees_agree", "title_shown", "register_no", "from_place", "to_place"),
            folded=True,
        ),
    )
    submit_text: ClassVar[Text] = Text("登记", "Record")

    act = forms.ChoiceField(choices=choices(Act), widget=forms.HiddenInput)
    standing = forms.ChoiceField(
        label=said("这笔交易", "This deal"),
        choices=[
            (str(Standing.REGISTERED), said("已在登记簿上（登记、备案或公告）", "is on the register already")),
            (str(Standing.INTENDED), said("尚未办理，先核对能否办理", "is still meant: check whether it may be done")),
        ],
        widget=forms.RadioSelect,
        initial=str(Standing.REGISTERED),
    )
    rights = forms.CharField(label=said("权利号", "number of the right"), widget=forms.Textarea, max_length=20_000)
    givers = forms.CharField(
        label=said("转让方或许可方", "transferor or licensor"),
        help_text=said("名称或统一社会信用代码；多个时每行一个。", "Name or credit code; one a line."),
        widget=forms.Textarea,
        max_length=5_000,
    )
    takers = forms.CharField(
        label=said("受让方或被许可方", "transferee or licensee"),
        help_text=said("名称或统一社会信用代码；多个时每行一个。", "Name or credit code; one a line."),
        widget=forms.Textarea,
        max_length=5_000,
    )
    on = forms.DateField(
        label=said("登记、备案或公告日", "day of registration, recordal or announcement"),
        help_text=said("按这一天计入；合同签订日不计。", "It counts by this day; the contract day never counts."),
    )
    contract_on = forms.DateField(label=said("合同签订日", "contract signed on"), required=False)
    price = MoneyField(label=said("合同总价（元）", "price of the whole deal, yuan"), required=False, max_length=40)
    free = forms.BooleanField(label=said("无偿", "free of charge"), required=False)
    related = forms.NullBooleanField(
        label=said("关联方交易", "between related parties"),
        required=False,
        widget=forms.Select(
            choices=[("", said("未说明", "not stated")), ("true", said("是", "yes")), ("false", said("否", "no"))]
        ),
    )
    kind_of_licence = forms.ChoiceField(
        label=said("许可类型", "kind of licence"), choices=[_OPEN, *choices(LicenceKind)], required=False
    )
    starts_on = forms.DateField(label=said("许可起始日", "runs from"), required=False)
    last_day = forms.DateField(label=said("许可最后一日", "last day of the licence"), required=False)
    territory = forms.CharField(
        label=said("许可地域", "territory"),
        help_text=said("全国可不填。", "Leave empty for the whole country."),
        required=False,
        max_length=200,
    )
    field_of_use = forms.CharField(
        label=said("许可领域（可多个）", "fields of use"),
        help_text=said("不填为全部领域。", "Leave empty for every field."),
        required=False,
        max_length=500,
    )
    paper = DocumentField(
        label=said("登记或备案通知", "notice of registration or recordal"),
        help_text=said(
            "附上即计入；没有时先记为“已报告”。", "With it the deal counts; without it is kept as reported."
        ),
        required=False,
    )
    reason = forms.CharField(label=said("无文件时的说明", "if there is no paper, why"), required=False, max_length=500)
    co_owners_agree = forms.BooleanField(
        label=said("已有共有人书面同意", "the co-owners agree in writing"), required=False
    )
    pledgees_agree = forms.BooleanField(
        label=said("已有质权人书面同意", "the pledgees agree in writing"), required=False
    )
    title_shown = forms.BooleanField(label=said("已附登记簿副本", "the register's extract is attached"), required=False)
    register_no = forms.CharField(label=said("登记号或备案号", "register number"), required=False, max_length=60)
    from_place = forms.CharField(label=said("转出方区划代码", "giver's division code"), required=False, max_length=6)
    to_place = forms.CharField(label=said("转入方区划代码", "taker's division code"), required=False, max_length=6)

    def __init__(self, *args: Any, act: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("rights", "givers", "takers"):
            self.fields[name].widget.attrs["rows"] = 2
        self.fields["act"].initial = act
        if act != Act.LICENCE:
            for name in _LICENCE_FIELDS:
                del self.fields[name]
            self.fields["givers"].label = said("转让方", "transferors")
            self.fields["takers"].label = said("受让方", "transferees")
        else:
            self.fields["givers"].label = said("许可方", "licensors")
            self.fields["takers"].label = said("被许可方", "licensees")

    @property
    def drawn(self) -> Any:
        return tuple((g, fields) for g, fields in super().drawn if fields)

    def clean_from_place(self) -> str:
        return _division(self.cleaned_data["from_place"])

    def clean_to_place(self) -> str:
        return _division(self.cleaned_data["to_place"])

    def written(self, *, deal: str = "") -> Written:
        """What was typed, as the service takes it."""
        v = self.cleaned_data
        last: date | None = v.get("last_day")
        ask = Ask(
            act=Act(v["act"]),
            standing=Standing(v["standing"]),
            deal=deal,
            rights=(),
            givers=(),
            takers=(),
            on=v["on"],
            from_place=v["from_place"],
            to_place=v["to_place"],
            contract_on=v["contract_on"],
            price=v["price"],
            free=v["free"],
            related=v["related"],
            register_no=v["register_no"],
            kind_of_licence=LicenceKind(v["kind_of_licence"]) if v.get("kind_of_licence") else None,
            starts_on=v.get("starts_on"),
            until=last + timedelta(days=1) if last else None,
            reach=selectors.reach_of(v.get("territory") or "", several(v.get("field_of_use") or "")),
            co_owners_agree=v["co_owners_agree"],
            pledgees_agree=v["pledgees_agree"],
            title_shown=v["title_shown"],
        )
        return Written(ask=ask, rights=several(v["rights"]), givers=several(v["givers"]), takers=several(v["takers"]))


def _division(text: str) -> str:
    if text and not re.fullmatch(r"\d{6}", text):
        raise ValidationError(said("区划代码是六位数字。", "A division code has six digits."))
    return text


class WhyForm(HouseForm):
    """A change needs its reason, and takes a paper."""

    why = forms.CharField(label=said("理由", "reason"), widget=forms.Textarea, max_length=2_000)
    paper = DocumentField(label=said("证据文件", "evidence"), required=False)


class CorrectForm(WhyForm):
    """The deal said anew. ``stands_at`` is the entry the page showed: if the deal has changed since, nothing is done."""

    groups: ClassVar[tuple[Group, ...]] = (
        Group(
            Text("更正为", "What it should be"),
            ("on", "contract_on", "price", "free", "related", "register_no", *_LICENCE_FIELDS),
        ),
        Group(Text("依据", "Basis"), ("why", "paper")),
    )
    submit_text: ClassVar[Text] = Text("更正", "Correct")

    stands_at = forms.IntegerField(widget=forms.HiddenInput)
    on = forms.DateField(label=said("登记、备案或公告日", "day of registration, recordal or announcement"))
    contract_on = forms.DateField(label=said("合同签订日", "contract signed on"), required=False)
    price = MoneyField(label=said("合同总价（元）", "price of the whole deal, yuan"), required=False, max_length=40)
    free = forms.BooleanField(label=said("无偿", "free of charge"), required=False)
    related = RecordForm.base_fields["related"]
    register_no = forms.CharField(label=said("登记号或备案号", "register number"), required=False, max_length=60)
    kind_of_licence = forms.ChoiceField(
        label=said("许可类型", "kind of licence"), choices=[_OPEN, *choices(LicenceKind)], required=False
    )
    starts_on = forms.DateField(label=said("许可起始日", "runs from"), required=False)
    last_day = forms.DateField(label=said("许可最后一日", "last day of the licence"), required=False)
    territory = forms.CharField(label=said("许可地域", "territory"), required=False, max_length=200)
    field_of_use = RecordForm.base_fields["field_of_use"]

    def __init__(self, *args: Any, act: str, many_days: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dropped = () if act == Act.LICENCE else _LICENCE_FIELDS
        # Rights of one deal that were registered on different days are not forced onto one.
        for name in (*dropped, *(("on", "register_no") if many_days else ())):
            del self.fields[name]

    def changes(self) -> dict[str, Any]:
        """Fields of the stored facts as they should be."""
        v = self.cleaned_data
        names = ("on", "contract_on", "price", "free", "related", "register_no", "starts_on", "territory")
        found = {n: v[n] for n in names if n in v}
        if v.get("kind_of_licence"):
            found["kind_of_licence"] = LicenceKind(v["kind_of_licence"])
        if "field_of_use" in v:
            found["field_of_use"] = several(v["field_of_use"])
        if "last_day" in v:
            found["until"] = v["last_day"] + timedelta(days=1) if v["last_day"] else None
        return found


class NoticeForm(HouseForm):
    submit_text: ClassVar[Text] = Text("附上通知，开始计入", "Attach the notice: it counts from now on")

    paper = DocumentField(label=said("登记或备案通知", "notice of registration or recordal"))


class EndForm(WhyForm):
    """How a check or a conflict ends; the choices come from its lifecycle."""

    submit_text: ClassVar[Text] = Text("作出结论", "Decide")

    event = forms.ChoiceField(label=said("结论", "end"), widget=forms.RadioSelect)

    field_order = ("event", "why", "paper", "reference")

    def __init__(self, *args: Any, events: Sequence[tuple[str, Text]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].choices = [(code, say(title)) for code, title in events]  # type: ignore[attr-defined]


class ImportForm(HouseForm):
    submit_text: ClassVar[Text] = Text("导入并比对", "Import and compare")

    kind = forms.ChoiceField(
        label=said("清单种类", "kind of list"),
        choices=[
            ("transfer", said("转让登记清单", "registered transfers")),
            ("licence", said("许可备案清单", "recorded licences")),
            ("pledge", said("质押登记清单", "registered pledges")),
        ],
        widget=forms.RadioSelect,
        initial="transfer",
    )
    file = DocumentField(
        label=said("清单文件", "the list"),
        help_text=said("XLSX、CSV 或 TSV；不用逐条录入。", "XLSX, CSV or TSV; nothing needs typing."),
    )
