"""``/kit``: every component on one page, in both languages, with made-up values labelled demo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused, Unknown
from ipops.kernel.period import CalendarPeriod, Period
from ipops.kernel.text import Text
from ipops.ledger.facts.words import LicenceKind
from ipops.reports import wording
from ipops.reports.charts import trend
from ipops.webkit.pages import charts, tables
from ipops.webkit.pages.bullet import Bullet
from ipops.webkit.pages.forms import Group, HouseForm
from ipops.webkit.pages.lang import said, say
from ipops.webkit.pages.shown import GRADES
from ipops.webkit.pages.states import STATES
from ipops.webkit.pages.timeline import Happening, Tab
from ipops.webkit.pages.views import kit_case, kit_parts

LAW = Citation(
    document="专利法(2020-10-17)",
    clause="第十二条",
    grade=Grade.A,
    quote="任何单位或者个人实施他人专利的，应当与专利权人订立实施许可合同",
    source="demo",
)
RULE = Citation(document="演示城市计数规则", clause="第三条", grade=Grade.DEMO)
OURS = Citation(document="ipops", clause="许可按备案日计数", grade=Grade.OURS)
UNKNOWN = Unknown(
    why=Text("通知全文未见。", "The full text of the notice was not found."),
    needs=Text("需要官方文本。", "Needs the official text."),
)


@dataclass(frozen=True, slots=True)
class Row:
    right: str
    title: str
    kind: LicenceKind
    on: date
    price: Money | None
    state: str


ROWS = tuple(
    Row(
        f"CN20151023{7000 + i}.X",
        ("一种水处理膜", "电池隔膜及其制法", "图像去噪方法")[i % 3],
        tuple(LicenceKind)[i % 4],
        date(2025, 1 + i % 12, 1 + i),
        None if i % 5 == 4 else Money(1_234_567 * (i + 1) ** 3),
        ("live", "flagged", "superseded")[i % 3],
    )
    for i in range(24)
)
_ONLY, _BOTH = "patents", "patents+trademarks"
TREND = trend.Trend(
    title=Text("质押融资金额（演示）", "Pledge finance, amount (demo)"),
    unit=Text("亿元", "CNY 100 million"),
    runs=(
        trend.Run(code=_ONLY, title=Text("仅专利", "patents only")),
        trend.Run(code=_BOTH, title=Text("专利与商标", "patents and trade marks")),
    ),
    points=tuple(
        trend.Point(run=run, period=CalendarPeriod.of_year(year), value=Fraction(v), says=wording.number(v))
        for run, year, v in ((_ONLY, 2016, 43), (_ONLY, 2017, 72), (_BOTH, 2018, 122), (_BOTH, 2019, 151))
    ),
    breaks=(trend.Break(period=CalendarPeriod.of_year(2018), why=Text("口径变化", "the scope changed")),),
    level=trend.Level(value=Fraction(140), says=Text("目标 140", "target 140")),
)
TABLE = tables.TableSpec(
    code="kit",
    title=Text("许可（演示）", "Licences (demo)"),
    columns=(
        tables.Column(key="right", title=Text("权利号", "Right"), value=lambda r: r.right, sort="right"),
        tables.Column(key="title", title=Text("名称", "Title"), value=lambda r: r.title, wide=True),
        tables.Column(key="kind", title=Text("许可类型", "Kind"), value=lambda r: r.kind),
        tables.Column(key="on", title=Text("备案日", "Recorded"), value=lambda r: r.on, sort="on"),
        tables.Column(key="price", title=Text("价款", "Price"), value=lambda r: r.price, sort="price", numeric=True),
        tables.Column(key="state", title=Text("状态", "State"), value=lambda r: STATES[r.state]),
    ),
    filters=(
        tables.Filter(
            name="kind",
            title=Text("许可类型", "Kind of licence"),
            kind="choice",
            choices=tuple((str(k), k.named) for k in LicenceKind),
            narrow=lambda rows, v: rows.filter(lambda r: r.kind == v),
        ),
        tables.Filter(
            name="since",
            title=Text("备案日不早于", "Recorded on or after"),
            kind="day",
            narrow=lambda rows, v: (lambda day: rows.filter(lambda r: r.on >= day))(tables.as_day(v)),
        ),
    ),
    empty=Text("从“登记许可”开始。", "Start with “Record a licence”."),
    order="on",
    per_page=8,
)
KEYS = {"right": lambda r: r.right, "on": lambda r: r.on, "price": lambda r: r.price.fen if r.price else None}


class KitForm(HouseForm):
    groups = (
        Group(Text("许可", "Licence"), ("right", "kind", "starts", "price", "free")),
        Group(Text("补充材料", "Further papers"), ("paid", "note", "paper")),
    )
    cites = {"right": LAW, "price": RULE}  # noqa: RUF012 - a class variable by declaration of the base

    right = forms.CharField(
        label=said("专利号", "Patent number"),
        help_text=said(
            "申请号，含校验位，例如 CN201510237122.7", "Application number with its check digit, e.g. CN201510237122.7"
        ),
    )
    kind = forms.ChoiceField(
        label=said("许可类型", "Kind of licence"), choices=[(str(k), say(k.named)) for k in LicenceKind]
    )
    starts = forms.DateField(label=said("起始日", "Runs from"))
    price = forms.CharField(label=said("合同总价（元）", "Price of the whole deal (yuan)"), required=False)
    free = forms.BooleanField(label=said("无偿", "Free of charge"), required=False)
    paid = forms.ChoiceField(
        label=said("是否已付款", "Has it been paid?"),
        choices=[("y", said("已付", "paid")), ("n", said("未付", "not paid"))],
        widget=forms.RadioSelect,
        required=False,
    )
    note = forms.CharField(label=said("说明", "Note"), widget=forms.Textarea, required=False)
    paper = forms.FileField(label=said("备案通知", "Recordal notice"), required=False)


def _form() -> KitForm:
    made = KitForm({"right": "CN201510237122.6", "kind": "sole", "starts": ""})
    made.is_valid()
    made.refuse(
        Refused(
            reasons=(
                Reason(
                    code="wrong-check",
                    says=Text("校验位不符：应为 7。", "The check digit is wrong: it should be 7."),
                    field="right",
                    cite=LAW,
                ),
                Reason(
                    code="co-owner",
                    says=Text(
                        "独占许可须经全体共有人同意，尚缺一人。",
                        "An exclusive licence needs the consent of every co-owner; one is missing.",
                    ),
                    cite=LAW,
                    facts=(17, 23),
                ),
            )
        )
    )
    return made


@require_safe
def kit(request: HttpRequest) -> HttpResponseBase:
    """Every component, drawn by the same templates as the real screens."""
    if how := request.GET.get("as", ""):
        return charts.as_file(TREND, how, "kit")
    context: dict[str, Any] = {
        "states": tuple(STATES),
        "grades": [(Citation(document="财办建〔2020〕40号", clause="二", grade=g), says) for g, says in GRADES.items()],
        "values": (
            (Text("金额", "Money"), Money.yuan("123456789.01")),
            (Text("小额", "A small amount"), Money.yuan("980.5")),
            (Text("数量", "A count"), 1_234_567),
            (Text("日期", "A day"), date(2026, 11, 25)),
            (Text("时刻", "A moment"), datetime(2026, 11, 25, 3, 52, tzinfo=UTC)),
            (Text("时期", "A calendar period"), CalendarPeriod.parse("2025Q1-Q3")),
            (Text("起止", "A span of days"), Period(date(2020, 1, 1), date(2021, 1, 1))),
            (Text("比率", "A fraction"), Fraction(1, 3)),
            (Text("是否", "Yes or no"), True),
            (Text("未知", "Unknown"), UNKNOWN),
            (Text("未填", "Not given"), None),
        ),
        "law": LAW,
        "ours": OURS,
        "refused": _form().refusals,
        "form": _form(),
        "bullets": (
            Bullet(value=Fraction(37), target=Fraction(200), value_text=Text("37家", "37"), target_text=Text("200家", "200"), state="missed"),
            Bullet(value=Fraction(263), target=Fraction(200), value_text=Text("263家", "263"), target_text=Text("200家", "200"), state="met"),
        ),
        "chart": charts.drawn(TREND, href=request.path),
        "timeline": (
            Happening(on=date(2015, 5, 12), title=Text("申请提交", "application filed"), n=1),
            Happening(on=date(2018, 3, 2), title=Text("授权公告", "right granted"), n=2, state="live"),
            Happening(on=date(2025, 6, 30), title=Text("许可备案", "licence recorded"), text=Money.yuan(250000), n=3, state="flagged"),
        ),
        "tabs": (
            Tab(title=Text("总体", "Overall"), href="?tab=1", here=request.GET.get("tab") != "2"),
            Tab(title=Text("区县", "Districts"), href="?tab=2", here=request.GET.get("tab") == "2"),
        ),
        "none": Text("还没有许可", "No licences yet"),
        "todo": Text("从登记第一项许可开始。", "Start by recording the first one."),
        "action": Text("登记许可", "Record a licence"),
        **kit_parts.shown_parts(),
        **kit_case.shown_case(request),
    }  # fmt: skip
    return tables.page(request, TABLE, tables.ListRows(ROWS, KEYS), "webkit/kit.html", context)
