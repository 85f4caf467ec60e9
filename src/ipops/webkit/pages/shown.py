"""Any value of the kernel as a piece of HTML in the reader's language. One place, so a figure looks alike everywhere.

A rounded figure carries its exact value in ``title`` and, for machines, in ``<data value>``. Absence is said in words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import singledispatch
from typing import Any

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.money import Money
from ipops.kernel.outcome import Place, Unknown
from ipops.kernel.period import CalendarPeriod, Period
from ipops.kernel.text import Text
from ipops.ledger.fact import Sealed
from ipops.ledger.facts.words import Word
from ipops.reports import wording
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.states import State, state

NOT_GIVEN = Text("未填写", "not given")
NONE = Text("无", "none")
SEALED = Text("加封（仅存加盐摘要）", "sealed (only a salted digest is kept)")
GRADES: Mapping[Grade, Text] = {
    Grade.A: Text("A级：官方网站", "grade A: official site"),
    Grade.B: Text("B级：通讯社、律所或大型报刊", "grade B: news wire, law firm or large paper"),
    Grade.C: Text("C级：转载或低质量副本", "grade C: mirror or poor copy"),
    Grade.D: Text("D级：推断，有推导过程", "grade D: inference, derivation shown"),
    Grade.K: Text("K级：仅凭常识，未见出处，不得用于拨款", "grade K: by repute, no source; may not decide money"),
    Grade.OURS: Text("本系统自定规则", "a rule of this program"),
    Grade.DEMO: Text("演示数值，非真实", "demo value, not real"),
}


@singledispatch
def shown(value: Any) -> SafeString:
    """HTML for ``value``; text is escaped. Raises ``TypeError`` for what no page should print raw."""
    raise TypeError(f"Pages have no way to show a {type(value).__name__}; give it one in shown.py.")


@shown.register
def _(value: None) -> SafeString:
    return format_html('<span class="none">{}</span>', tr(NOT_GIVEN))


#: A dash says nothing: where a house has nothing to say it is said in words.
DASHES = frozenset({"—", "–", "-", "——"})


#: A number under which a case is kept (``L:960dd4b6cdaa021c``), or a digest: a reference, small and as such, where nothing
#: better names it.
_REFERENCE = re.compile(r"[A-Za-z]{1,6}:[\w.:-]+|[0-9a-f]{64}")


@shown.register
def _(value: str) -> SafeString:
    if value.strip() in DASHES:
        return format_html('<span class="none">{}</span>', tr(NONE))
    if _REFERENCE.fullmatch(value):
        return format_html("<code>{}</code>", value)
    return conditional_escape(value) if value.strip() else shown(None)


@shown.register
def _(value: Promise) -> SafeString:
    return conditional_escape(str(value))


@shown.register
def _(value: Text) -> SafeString:
    said = tr(value)
    return shown(said) if said.strip() in DASHES else conditional_escape(said)


@shown.register
def _(value: Word) -> SafeString:
    return conditional_escape(tr(value.named))


@shown.register
def _(value: bool) -> SafeString:
    return conditional_escape(tr(wording.yes_no(value)))


@shown.register
def _(value: Money) -> SafeString:
    return _data(value.fen, tr(wording.exact_money(value)), tr(wording.money(value)))


@shown.register(int)
@shown.register(Decimal)
@shown.register(Fraction)
def _(value: int | Decimal | Fraction) -> SafeString:
    return _data(str(value), wording.exact_number(value), tr(wording.number(value)))


@shown.register
def _(value: datetime) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), tr(wording.instant(value)))


@shown.register
def _(value: date) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), tr(wording.day(value)))


@shown.register(Period)
@shown.register(CalendarPeriod)
def _(value: Period | CalendarPeriod) -> SafeString:
    return conditional_escape(tr(wording.period(value)))


@shown.register
def _(value: Unknown) -> SafeString:
    needs = format_html(" {}", tr(value.needs)) if value.needs else ""
    return format_html('{} <span class="because">{}{}</span>', chip(state("unknown")), tr(value.why), needs)


@shown.register
def _(value: State) -> SafeString:
    return chip(value)


@shown.register
def _(value: Sealed) -> SafeString:
    return format_html('<span class="sealed">{} <code>{}…</code></span>', tr(SEALED), value.digest[:12])


@shown.register
def _(value: Citation) -> SafeString:
    return cited(value)


@shown.register
def _(value: Place) -> SafeString:
    return conditional_escape(tr(where(value)))


@shown.register(tuple)
@shown.register(list)
def _(value: tuple[Any, ...] | list[Any]) -> SafeString:
    if not value:
        return format_html('<span class="none">{}</span>', tr(NONE))
    return format_html_join(tr(Text("、", ", ")), "{}", ((shown(v),) for v in value))


def _data(exact: object, title: str, text: str) -> SafeString:
    if title == text:
        return format_html('<data class="n" value="{}">{}</data>', exact, text)
    return format_html('<data class="n" value="{}" title="{}">{}</data>', exact, title, text)


def chip(of: State) -> SafeString:
    return format_html(
        '<span class="chip {}"><span aria-hidden="true">{}</span>\u00a0{}</span>', of.tone, of.sign, tr(of.title)
    )


def chinese(text: str) -> SafeString:
    """What stands in Chinese for every reader, e.g. the name of a document."""
    return format_html('<span lang="zh-CN">{}</span>', text)


def grade(of: Grade) -> SafeString:
    """The grade of a source; its meaning stands in the title, and in words for our own and for demo values."""
    title = tr(GRADES[of])
    if of in (Grade.OURS, Grade.DEMO):
        return chip(state(str(of)))
    return format_html('<abbr class="grade" title="{}">{}</abbr>', title, str(of))


def cited(of: Citation) -> SafeString:
    """Document, clause and grade in one line. Of a rule of ours the words say enough: where it is written in this program is
    for who asks, not for the line."""
    if of.grade is Grade.OURS:
        return format_html('<span class="cite" title="{} {}">{}</span>', of.document, of.clause, grade(of.grade))
    return format_html(
        '<span class="cite"><span lang="zh-CN">{} {}</span> {}</span>', of.document, of.clause, grade(of.grade)
    )


_WHERE: tuple[tuple[Callable[[Place], Any], Text], ...] = (
    (lambda p: p.file, Text("{v}", "{v}")),
    (lambda p: p.sheet, Text("工作表“{v}”", "sheet “{v}”")),
    (lambda p: p.line, Text("第{v}行", "row {v}")),
    (lambda p: p.column or p.field, Text("“{v}”列", "column “{v}”")),
    (lambda p: p.offset, Text("第{v}字节", "byte {v}")),
)


def where(at: Place) -> Text:
    """A place in an input, in words: file, sheet, row, column."""
    parts = [says.fill(v=v) for part, says in _WHERE if (v := part(at)) not in ("", None)]
    if not parts:
        return Text("全文", "the whole input")
    return Text("，".join(p.zh for p in parts), ", ".join(p.en for p in parts))
