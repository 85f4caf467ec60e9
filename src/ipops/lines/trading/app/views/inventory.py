"""The inventory: what was graded, by which scale, what is in the convertible library; and the page to take one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.trading.app import matching, selectors, services
from ipops.lines.trading.app.models import Deal, MarketCase
from ipops.lines.trading.app.services.course import Sent
from ipops.lines.trading.app.views import common
from ipops.lines.trading.facts import PatentInventoried
from ipops.lines.trading.machine import BEFORE, OFFER
from ipops.webkit import access
from ipops.webkit.models import Right
from ipops.webkit.pages import names, tables
from ipops.webkit.pages.forms import HouseForm, again, refuse
from ipops.webkit.pages.lang import said, tr
from ipops.webkit.pages.reader import reader

_TITLE = Text("存量专利盘点", "Inventory of patents")
_NO_SCALE = Text(
    "官方分级标准没有查到：每次盘点写明自己所用的标准，不同标准的等级不相加。",
    "The official scale was not found: each campaign names its own, and grades of different scales are not added up.",
)


def graded_for(user: access.Reader, mark: matching.Mark | None = None) -> list[PatentInventoried]:
    """The last word on each patent in each campaign, of the places the reader sees, the newest first."""
    seen = access.visible_places(user)
    return [x for x in matching.graded(mark) if seen.everywhere or x.place in seen]


#: how far a patent of the library has come; the furthest is told
_NOTHING = Text("尚无", "nothing yet")
_SHOWN, _CONTACT = Text("展示中", "on offer"), Text("已对接", "in contact")
_TALKS, _DONE = Text("洽谈或办理中", "a deal is on its way"), Text("已转化", "handed over, on the register")


def _became(numbers: list[str]) -> dict[str, Text]:
    """From the market and from deals: shown, in contact, a deal on its way, on the register."""
    told: dict[str, Text] = {}
    for stage, says in (("shown", _SHOWN), ("contacted", _CONTACT)):
        rows = MarketCase.objects.filter(cycle=OFFER.code, stage=stage, rights__overlap=numbers)
        told |= dict.fromkeys((n for c in rows for n in c.rights), says)
    for stages, says in ((BEFORE, _TALKS), (selectors.CLOSED, _DONE)):
        deals = Deal.objects.filter(act__in=selectors.ACTS, stage__in=stages, rights__overlap=numbers)
        told |= dict.fromkeys((n for d in deals for n in d.rights if n not in d.withdrawn), says)
    return told


class Graded(NamedTuple):
    """A graded patent with its title and how far it has come."""

    told: PatentInventoried
    title: str
    became: Text


class Worded(tables.ListRows):
    """Titles and what became of them are looked up for the patents of a page."""

    def __getitem__(self, part: slice) -> Any:
        found: Sequence[PatentInventoried] = self.items[part]
        numbers = [x.right for x in found]
        titles = dict(Right.objects.filter(right__in=numbers).values_list("right", "title"))
        became = _became(numbers)
        return [Graded(x, titles.get(x.right, ""), became.get(x.right, _NOTHING)) for x in found]


class InventoryForm(HouseForm):
    submit_text = Text("记录盘点", "Keep the inventory")
    campaign = forms.CharField(label=said("盘点批次", "campaign"), max_length=60)
    scale = forms.CharField(
        label=said("所用分级标准", "scale"), help_text=said("写明名称和版本。", "Its name and edition."), max_length=120
    )
    lines = forms.CharField(
        label=said("专利号和等级", "numbers and grades"),
        help_text=said("每行一件：专利号 等级；入可转化库的再加“入库”。", "One a line: number grade, and “in” if it goes into the library."),
        widget=forms.Textarea,
        max_length=200_000,
    )  # fmt: skip


KEYS = {"on": lambda x: x.on, "right": lambda x: x.right, "grade": lambda x: x.grade}
TABLE = tables.TableSpec(
    code="inventory",
    title=_TITLE,
    columns=(
        tables.Column(key="on", title=Text("日期", "Day"), value=lambda x: x.told.on, sort="on"),
        tables.Column(
            key="right",
            title=Text("专利", "Patent"),
            value=lambda x: names.value("right", x.told.right, {}),
            sort="right",
        ),
        tables.Column(key="title", title=Text("名称", "Title"), value=lambda x: x.title, wide=True),
        tables.Column(key="grade", title=Text("等级", "Grade"), value=lambda x: x.told.grade, sort="grade"),
        tables.Column(key="scale", title=Text("分级标准", "Scale"), value=lambda x: x.told.scale, wide=True),
        tables.Column(key="library", title=Text("入可转化库", "In the library"), value=lambda x: x.told.in_library),
        tables.Column(key="became", title=Text("进展", "What became of it"), value=lambda x: x.became),
    ),
    filters=(
        tables.Filter(
            name="q",
            title=Text("专利号的一部分", "Part of a number"),
            narrow=lambda rows, v: rows.filter(lambda x: v.upper() in x.right),
        ),
        tables.Filter(
            name="library",
            title=Text("入可转化库", "In the library"),
            kind="choice",
            choices=(("yes", Text("是", "yes")), ("no", Text("否", "no"))),
            narrow=lambda rows, v: rows.filter(lambda x: x.in_library == (v == "yes")),
        ),
    ),
    empty=Text("还没有盘点。", "Nothing was graded yet."),
)


@require_safe
@login_required
def inventory(request: HttpRequest) -> HttpResponseBase:
    new = (reverse("trading:new-inventory"), Text("登记盘点结果", "Take an inventory"))
    links = common.offered(request, access.Action.RECORD, new)
    context: dict[str, Any] = {"title": _TITLE, "lede": _NO_SCALE, "links": links}
    return tables.page(request, TABLE, Worded(graded_for(reader(request)), KEYS), "trading/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@common.needs(access.Action.RECORD, _TITLE)
def take(request: HttpRequest) -> HttpResponseBase:
    back = reverse("trading:inventory")
    context: dict[str, Any] = {
        "title": Text("登记盘点结果", "Take an inventory"),
        "lede": _NO_SCALE,
        "crumb": (_TITLE, back),
        "back": back,
    }
    if request.method != "POST":
        return render(request, "trading/form.html", {**context, "form": InventoryForm()})
    form = InventoryForm(request.POST)
    if not form.is_valid():
        return again(request, form, "trading/form.html", context)
    v = form.cleaned_data
    got = services.inventory.inventory_take(
        campaign=v["campaign"],
        scale=v["scale"],
        graded=services.inventory.lines_of(v["lines"]),
        sent=Sent(by=common.who(request).label, today=common.today(), reference=v["reference"]),
        covers=access.visible_places(reader(request)),
    )
    if isinstance(got, Refused):
        return refuse(request, form, got, "trading/form.html", context)
    messages.success(request, tr(Text("已记录 {n} 件。", "{n} patents are kept.").fill(n=str(len(got)))))
    return redirect("trading:inventory")
