"""The scoreboard as a table: one row a goal in the order of the pack. Targets and values are of different things, so no
column of figures can be sorted by; the file gives every figure exact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ipops.kernel.text import Text
from ipops.lines.programme.app.pages.board import Row
from ipops.lines.programme.rules.scoring import Verdict
from ipops.webkit.pages import filters, tables
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.shown import chip, shown
from ipops.webkit.pages.states import state

_NO_FIGURE = Text("无数据", "no figure")


def _none(says: Text) -> SafeString:
    return format_html('<span class="none">{}</span>', tr(says))


def _because(says: Text) -> SafeString:
    return format_html('<span class="because">{}</span>', tr(says))


def _target(r: Row) -> SafeString:
    return format_html("{} {}", tr(r.target), chip(state("demo"))) if r.demo else shown(r.target)


def _value(r: Row) -> SafeString:
    if not r.value:
        return _none(_NO_FIGURE)
    return format_html('<span class="n" title="{}">{}</span>', r.exact, tr(r.value))


def _grown(r: Row) -> tuple[Text | None, Text]:
    """The growth, if there is one to tell, and what is to be said of it."""
    if r.growth:
        return r.growth, r.method or Text("", "")
    if r.method:
        return None, Text("无法计算", "not computable")
    if r.spread:
        return r.spread, Text("各算法，未定用哪种", "by the methods; which one is open")
    return None, Text("算法未定", "method is open")


_NOT_GROWTH = Text("不比增幅", "not a growth goal")
_BASE = Text("基期{y}年：{b}", "base {y}: {b}")
_NO_BASE = Text("无基期数", "no base figure")


def _base(r: Row) -> Text:
    return _BASE.fill(y=r.base_year_text, b=r.base) if r.base else _NO_BASE


def _growth(r: Row) -> SafeString:
    if not r.is_growth:
        return format_html('<span class="none na">{}</span>', tr(_NOT_GROWTH))
    told, says = _grown(r)
    grown = format_html("{} {}", tr(told), _because(says)) if told else _none(says)
    return format_html("{}<br>{}", grown, _because(_base(r)))


def _growth_in_words(r: Row) -> str:
    if not r.is_growth:
        return tr(_NOT_GROWTH)
    told, says = _grown(r)
    return " ".join(tr(t) for t in (told, says, _base(r)) if t and tr(t))


def _against(r: Row) -> SafeString:
    nothing = format_html(
        '<span class="none{}">{}</span>', "" if r.short else " na", tr(Text("无从对照", "nothing to compare"))
    )
    drawn = render_to_string("webkit/parts/bullet.html", {"b": r.bullet}) if r.bullet else nothing
    return format_html('{}<p class="short">{}</p>', drawn, tr(r.short)) if r.short else drawn


def _verdict(r: Row) -> SafeString:
    why = render_to_string("programme/reasons_short.html", {"reasons": r.reasons})
    return format_html("{}{}", chip(state(r.state)), why)


def _column(key: str, title: Text, value: Any, **more: Any) -> tables.Column:
    return tables.Column(key=key, title=title, value=value, **{"ordered": False, **more})


TABLE = tables.TableSpec(
    code="scoreboard",
    title=Text("绩效目标", "Performance targets"),
    columns=(
        _column("goal", Text("指标", "Indicator"), lambda r: r.title, link=lambda r: r.why, wide=True, ordered=True),
        _column("target", Text("目标", "Target"), _target, export=lambda r: r.target),
        _column("value", Text("完成值", "Value"), _value, export=lambda r: r.number, numeric=True),
        _column("unit", Text("单位", "Unit"), lambda r: r.unit, shown=False),
        _column("growth", Text("增幅", "Growth"), _growth, export=_growth_in_words, numeric=True, wide=True),
        _column("against", Text("对照目标", "Against target"), _against, export=lambda r: r.short or ""),
        _column(
            "verdict", Text("结论", "Verdict"), _verdict, export=lambda r: state(r.state), sort="verdict", ordered=True
        ),
        _column("why", Text("原因", "Reasons"), lambda r: [x.says for x in r.reasons], shown=False, wide=True),
    ),
    filters=(
        filters.chosen(
            "verdict", Text("结论", "Verdict"), {str(v): state(str(v)).title for v in Verdict}, lambda r: r.state
        ),
    ),
    empty=Text("政策包没有列出目标。", "The pack lists no goal."),
    per_page=100,
)
_GRAVITY = ("missed", "unknown")


def rows(made: Sequence[Row]) -> tables.ListRows:
    """By verdict: what is missed first, then what is not known."""
    places = {v: n for n, v in enumerate((*_GRAVITY, *(str(v) for v in Verdict if str(v) not in _GRAVITY)))}
    return tables.ListRows(made, {"verdict": lambda r: places[r.state]})
