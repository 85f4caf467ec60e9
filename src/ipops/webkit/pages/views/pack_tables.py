"""The tables of the pack browser: the packs by layer, and of one pack its parameters and its targets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ipops.kernel.citation import Citation
from ipops.kernel.text import Text
from ipops.policy import Layer, Pack
from ipops.reports import wording
from ipops.webkit.pages import exports, filters, tables
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.shown import chinese, chip, cited, shown
from ipops.webkit.pages.states import State, state

LAYERS = {
    Layer.LAW: Text("法律法规", "laws"),
    Layer.FUND_LAW: Text("资金管理办法", "rules on the fund"),
    Layer.NOTICE: Text("通知", "notices"),
    Layer.METHOD: Text("评价与绩效办法", "methods of evaluation"),
    Layer.PROVINCE: Text("省级规定", "rules of a province"),
    Layer.CITY: Text("城市方案", "plans of cities"),
    Layer.SUB_AREA: Text("区县规定", "rules of districts"),
}
_HEIGHT = {layer: n for n, layer in enumerate(Layer)}


def _lines(each: Iterable[SafeString]) -> SafeString:
    """One below the other."""
    return format_html_join(SafeString("<br>"), "{}", ((one,) for one in each))


@dataclass(frozen=True, slots=True)
class Listed:
    """A pack in the list: how many terms it has of its own, and how many of these are unknown."""

    pack: Pack
    terms: int
    open: int


def layer(of: Layer) -> Text:
    return LAYERS.get(of, Text(str(of), str(of)))


def _titled(of: Listed) -> SafeString:
    mark = format_html(" {}", chip(state("demo"))) if of.pack.demo else ""
    return format_html("{}{}", tr(of.pack.title), mark)


PACKS = tables.TableSpec(
    code="packs",
    title=Text("政策包", "Policy packs"),
    columns=(
        tables.Column(
            key="title",
            title=Text("名称", "Title"),
            value=_titled,
            export=lambda r: r.pack.title,
            link=lambda r: reverse("pack", args=(r.pack.code,)),
            wide=True,
        ),
        tables.Column(key="layer", title=Text("层级", "Layer"), value=lambda r: layer(r.pack.layer), sort="layer"),
        tables.Column(
            key="document",
            title=Text("文件", "Document"),
            value=lambda r: chinese(r.pack.document),
            export=lambda r: r.pack.document,
            wide=True,
        ),
        tables.Column(key="since", title=Text("自", "From"), value=lambda r: r.pack.start),
        tables.Column(key="terms", title=Text("参数", "Terms"), value=lambda r: r.terms, numeric=True),
        tables.Column(key="unknown", title=Text("其中未知", "of these unknown"), value=lambda r: r.open, numeric=True),
    ),
    filters=(
        filters.chosen(
            "layer", Text("层级", "Layer"), {str(k): v for k, v in LAYERS.items()}, lambda r: str(r.pack.layer)
        ),
    ),
    empty=Text("没有政策包。", "There is no pack."),
    order="layer",
    per_page=100,
)


def packs(listed: Iterable[Listed]) -> tables.ListRows:
    """Upper layers first."""
    return tables.ListRows(tuple(listed), {"layer": lambda r: _HEIGHT[r.pack.layer]})


_NO_CLAUSE = Text("没有条文", "no clause")
_DECIDES = Text("决定资金", "decides money")
_MONEY = State("decides_money", _DECIDES, "¥", "info")


def _because(says: Text) -> SafeString:
    return format_html('<span class="because">{}</span>', tr(says))


def _quoted(cite: Citation) -> SafeString:
    quote = format_html('<br><q class="because" lang="zh-CN">{}</q>', cite.quote) if cite.quote else ""
    return format_html("{}{}", cited(cite), quote)


def _law(p: Any) -> SafeString:
    def one(v: Any) -> SafeString:
        if not v.cite:
            return format_html('<span class="none">{}</span>', tr(_NO_CLAUSE))
        return format_html("{} {}", _quoted(v.cite), _because(v.read) if v.read else "")

    return _lines(one(v) for v in p.values)


def _named(p: Any) -> SafeString:
    money = format_html("<br>{}", chip(_MONEY)) if p.decides_money else ""
    return format_html("{}<br><code>{}</code>{}", tr(p.says), p.name, money)


_SINCE = Text("{d}起：{v}", "from {d}: {v}")


def _dated(p: Any) -> SafeString:
    def one(v: Any) -> SafeString:
        notes = format_html_join("", " {}", ((_because(n),) for n in v.notes))
        return format_html("{}{}", format_html(tr(_SINCE), d=_day(v), v=shown(v.value)), notes)

    return _lines(one(v) for v in p.values)


def _day(v: Any) -> str:
    return tr(wording.day(v.since))


def _values(p: Any) -> str:
    return "；".join(tr(_SINCE).format(d=_day(v), v=exports.bare(v.value)) for v in p.values)


_KNOWN = {"unknown": Text("未知的", "unknown"), "known": Text("已知的", "known")}


def _state(p: Any) -> str:
    return "unknown" if p.open else "known"


PARAMETERS = tables.TableSpec(
    code="parameters",
    title=Text("参数", "Terms"),
    columns=(
        tables.Column(
            key="law",
            title=Text("条文", "The law"),
            value=_law,
            export=lambda p: tuple(v.cite for v in p.values if v.cite),
            wide=True,
        ),
        tables.Column(key="parameter", title=Text("参数", "Parameter"), value=_named, export=lambda p: p.says, wide=True),
        tables.Column(key="code", title=Text("代码", "Code"), value=lambda p: p.name, shown=False),
        tables.Column(key="state", title=Text("状态", "State"), value=lambda p: _KNOWN[_state(p)], sort="state", shown=False),
        tables.Column(
            key="values", title=Text("各日期的值", "Values by date"), value=_dated, export=_values, wide=True, ordered=False
        ),
    ),
    filters=(
        filters.chosen("state", Text("状态", "State"), _KNOWN, _state),
        filters.chosen(
            "money",
            Text("决定资金", "Decides money"),
            {"yes": Text("是", "yes"), "no": Text("否", "no")},
            lambda p: "yes" if p.decides_money else "no",
        ),
    ),
    empty=Text("这个政策包没有参数。", "This pack has no terms."),
    order="state",
    per_page=200,
)  # fmt: skip


def parameters(made: Iterable[Any]) -> tables.ListRows:
    """What is unknown first."""
    return tables.ListRows(tuple(made), {"state": lambda p: not p.open})


_WORDS_ONLY = Text("只有文字", "words only")


def _figures(g: Any) -> SafeString:
    each = [format_html("{} {}", tr(what), tr(n)) for what, n in g.figures]
    return _lines([shown(g.since), *(each or [format_html('<span class="none">{}</span>', tr(_WORDS_ONLY))])])


GOALS = tables.TableSpec(
    code="goals",
    title=Text("目标", "Targets"),
    columns=(
        tables.Column(
            key="law",
            title=Text("条文", "The law"),
            value=lambda g: _quoted(g.cite),
            export=lambda g: g.cite,
            wide=True,
        ),
        tables.Column(
            key="goal",
            title=Text("目标", "Target"),
            value=lambda g: format_html("{}<br><code>{}</code>", tr(g.title), g.code),
            export=lambda g: g.title,
            wide=True,
        ),
        tables.Column(
            key="figures",
            title=Text("数值", "Figures"),
            value=_figures,
            export=lambda g: " ".join(f"{tr(what)} {tr(n)}" for what, n in g.figures) or _WORDS_ONLY,
        ),
    ),
    empty=Text("这个政策包没有目标。", "This pack sets no target."),
    per_page=100,
    plain=True,
)
