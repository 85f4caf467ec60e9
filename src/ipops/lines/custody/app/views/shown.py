"""Custodies as pages show them: words for codes, states, the table."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from ipops.kernel.text import Text
from ipops.ledger.facts.words import Word
from ipops.lines.custody.app import selectors
from ipops.lines.custody.app.models import Custody
from ipops.lines.custody.facts import Size
from ipops.lines.custody.machine import CUSTODY
from ipops.reports import wording
from ipops.webkit.models import Party
from ipops.webkit.pages import names, tables
from ipops.webkit.pages.states import State
from ipops.webkit.search import of_parties, of_rights

day = wording.day
STORED = Text("已记入账本。", "It stands in the ledger.")
UNTOLD = Text("未说明", "not stated")
OPEN = Text("未约定", "none agreed")
TONES = {
    "asked": ("…", "info"),
    "offered": ("…", "info"),
    "signed": ("!", "warn"),
    "active": ("✓", "good"),
    "ended": ("−", "quiet"),
    "dropped": ("↶", "quiet"),
}


def word(kind: type[Word], code: str) -> Text:
    """The word for a code; a code that the list does not know any more is shown as it is."""
    known = {str(w): w.named for w in kind}
    return known.get(code) or Text(code or "—", code or "—")


def stage(row: Custody) -> State:
    sign, tone = TONES.get(row.stage, ("?", "quiet"))
    return State(row.stage, CUSTODY.states.get(row.stage, Text(row.stage, row.stage)), sign, tone)


def size(row: Custody) -> Text:
    """The size that stands: the computed one, else the declared one."""
    return word(Size, row.declared if row.computed in ("", Size.UNKNOWN) else row.computed)


def marks(row: Custody) -> tuple[State, ...]:
    if row.covered_on:
        return (State("covered", Text("已计入", "counted"), "✓", "good"),)
    if row.stage == "signed":
        return (State("shell", Text("空壳：尚无服务", "shell: no service yet"), "!", "warn"),)
    return ()


def why_not_covered(row: Custody) -> Text:
    if not row.served:
        return Text("未计入：还没有服务记录", "not counted: no service yet")
    return Text("未计入：{size}", "not counted: {size}").fill(size=size(row))


def with_names(rows: QuerySet[Custody]) -> QuerySet[Custody]:
    def named(field: str) -> Subquery:
        return Subquery(Party.objects.filter(party=OuterRef(field)).values("name")[:1])

    return rows.annotate(client_name=named("client"), agency_name=named("agency"))


def client(row: Any) -> str:
    name = getattr(row, "client_name", None)
    if name is None:
        name = Party.objects.filter(party=row.client).values_list("name", flat=True).first()
    return str(name or row.client)


def _day(lookup: str) -> Any:
    return lambda rows, v: rows.filter(**{lookup: tables.as_day(v)})


def _search(rows: Any, typed: str) -> Any:
    return rows.filter(of_parties(typed, "client", "agency") | of_rights(typed) | Q(custody=typed.strip()))


_SIZE = {
    "covered": lambda rows: rows.exclude(covered_on=None),
    "shell": lambda rows: rows.filter(stage="signed"),
    "undecided": lambda rows: rows.filter(computed=Size.UNKNOWN, declared=Size.UNKNOWN),
}
CUSTODIES = tables.TableSpec(
    code="custodies",
    title=Text("托管合同", "Custodies"),
    columns=(
        tables.Column(
            key="client",
            title=Text("委托企业", "Client"),
            value=client,
            link=lambda c: reverse("custody:custody", args=[c.custody]),
            wide=True,
        ),
        tables.Column(
            key="agency", title=Text("托管机构", "Agency"), value=lambda c: c.agency_name or c.agency or None, wide=True
        ),
        tables.Column(key="signed", title=Text("签订日", "Signed"), value=lambda c: c.signed_on, sort="signed_on"),
        tables.Column(key="until", title=Text("合同至（不含）", "Until (exclusive)"), value=lambda c: c.until or OPEN, sort="until"),
        tables.Column(key="stage", title=Text("状态", "State"), value=stage, sort="stage"),
        tables.Column(key="size", title=Text("企业规模", "Size"), value=lambda c: size(c) if c.signed_on else None),
        tables.Column(key="served", title=Text("服务次数", "Services"), value=lambda c: c.served, sort="served", numeric=True),
        tables.Column(key="last", title=Text("最近服务", "Last service"), value=lambda c: c.last_served_on, sort="last_served_on"),
        tables.Column(key="covered", title=Text("计入自", "Counted since"), value=lambda c: c.covered_on, sort="covered_on"),
        tables.Column(key="leader", title=Text("项目负责人", "Leader"), value=lambda c: c.leader or None, shown=False),
        tables.Column(key="place", title=Text("区划", "Division"), value=lambda c: names.place(c.place), shown=False),
        tables.Column(key="custody", title=Text("托管编号", "Custody"), value=lambda c: c.custody, shown=False),
    ),
    filters=(
        tables.Filter(name="q", title=Text("企业、机构、权利或拼音首字母", "Firm, agency, right or pinyin initials"), narrow=_search),
        tables.Filter(
            name="stage",
            title=Text("状态", "State"),
            kind="choice",
            choices=tuple(CUSTODY.states.items()),
            narrow=lambda rows, v: rows.filter(stage=v),
        ),
        tables.Filter(
            name="counts",
            title=Text("计入情况", "Counted"),
            kind="choice",
            choices=(
                ("covered", Text("已计入", "counted")),
                ("shell", Text("空壳合同", "shell contracts")),
                ("undecided", Text("规模未定", "size undecided")),
            ),
            narrow=lambda rows, v: _SIZE[v](rows),
        ),
        tables.Filter(name="from", title=Text("签订自", "Signed from"), kind="day", narrow=_day("signed_on__gte")),
        tables.Filter(name="until", title=Text("至（不含）", "Until (exclusive)"), kind="day", narrow=_day("signed_on__lt")),
        tables.Filter(name="ends", title=Text("合同不晚于此日到期", "Runs out on or before"), kind="day", narrow=lambda rows, v: rows.filter(stage__in=selectors.STANDING, until__lte=tables.as_day(v))),
    ),
    empty=Text("登记第一项托管需求，或导入园区月报。", "Enter a first need, or import a park's monthly list."),
    order="-signed_on",
)  # fmt: skip
